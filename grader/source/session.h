// One conversation with a server: what it has, and bringing some of it here.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "grader/base/result.h"
#include "grader/source/guard.h"
#include "grader/source/repository.h"

namespace grader::source {

struct RemoteRef {
  std::string name;  // "HEAD", "refs/heads/main"
  std::string id;    // 40 hex digits
};

// For one download: over ssh a conversation ends with it.
class Session {
 public:
  // Asks for the server's refs. `cache` and the guard of this thread outlive the session.
  static Result<std::unique_ptr<Session>> open(Repository& cache, Guard& guard,
                                               const Progress& progress);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  const std::vector<RemoteRef>& refs() const { return refs_; }

  // Brings what `refspecs` (full names, patterns or ids) name into the cache, objects only.
  Result<void> download(const std::vector<std::string>& refspecs);

 private:
  struct Hooks;
  Session(Repository& cache, Guard& guard);
  Error failed(int code) const;

  Repository& cache_;
  Guard& guard_;
  std::unique_ptr<Hooks> hooks_;
  Git<git_remote> remote_;
  std::vector<RemoteRef> refs_;
};

}  // namespace grader::source
