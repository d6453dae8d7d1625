// grader-fetcher in its jail, from the grader's side: started, spoken to, ended.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "grader/base/fd.h"
#include "grader/base/result.h"
#include "grader/source/guard.h"
#include "grader/source/incoming.h"
#include "grader/source/repository.h"
#include "sandbox/channel.h"
#include "sandbox/launcher.h"

namespace grader::source {

class FetchJail {
 public:
  // `haves` are commits of the cache that the server is told about. Ends with the guard's refusal.
  FetchJail(const std::filesystem::path& cache, const Incoming& incoming, const std::string& haves,
            Guard& guard, sandbox::Launcher& launcher);
  // Ends the jail, by force if it must be.
  ~FetchJail();
  FetchJail(const FetchJail&) = delete;
  FetchJail& operator=(const FetchJail&) = delete;

  // False once the program is gone.
  bool tell(const std::string& bytes, const std::vector<int>& fds = {});
  // Nothing where it said nothing that can be read.
  std::optional<std::string> hear();
  // Whether nothing of the jail is left: only then is nothing to hear from it.
  bool is_gone();

  // Waits until nothing of the jail is left; the program is expected to end by itself, and made to
  // where it does not. Why it ended, where that says more than that it did.
  std::optional<Error> end();

 private:
  std::optional<Error> reason(const sandbox::Ending& ending) const;

  Guard& guard_;
  sandbox::Launcher& launcher_;
  sandbox::Command command_;
  sandbox::Limits limits_;
  Fd socket_, theirs_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Result<sandbox::Outcome>> outcome_;
  std::thread runner_;
};

}  // namespace grader::source
