// One conversation with a server, held by grader-fetcher in a jail: what it has, and bringing some
// of it here.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "grader/base/result.h"
#include "grader/source/fetch_words.h"
#include "grader/source/guard.h"
#include "grader/source/repository.h"
#include "sandbox/launcher.h"

namespace grader::source {

// What the conversations of one fetch share. All of it outlives them.
struct FetchPlace {
  Repository& cache;
  const std::filesystem::path& folder;  // of the cache, whose lock is held
  Guard& guard;
  sandbox::Launcher& launcher;
  const Jails& jails;
  const Progress& progress;
};

// For one download: the jail ends with it.
class Session {
 public:
  // Asks for the server's refs.
  static Result<std::unique_ptr<Session>> open(const FetchPlace& place);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  const std::vector<RemoteRef>& refs() const { return refs_; }

  // Brings what `refspecs` (full names, patterns or ids) name into the cache, objects only.
  Result<void> download(const std::vector<std::string>& refspecs);

 private:
  class Jail;
  struct Asked;
  explicit Session(const FetchPlace& place);
  // Answers the program until it says `last`; gives that word.
  Result<std::string> hear_until(Word last);
  Error failed(const Failed& failed) const;

  const FetchPlace place_;
  std::unique_ptr<Jail> jail_;
  std::unique_ptr<Asked> asked_;
  std::vector<RemoteRef> refs_;
};

}  // namespace grader::source
