// The bare repositories that remote ones are kept in, one folder each.
//
//   <cache>/<digest of the URL>/        a bare repository; `description` holds the URL
//   <cache>/<digest of the URL>.lock    held while the folder changes; never removed, since another
//                                       process may wait on it
//   <cache>/<digest of the URL>.broken  what a damaged folder became, for looking at
//
// Readers take no lock: objects are only ever added, each pack by one rename.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "grader/base/result.h"
#include "grader/source/repository.h"
#include "grader/source/source.h"

namespace grader::source {

std::filesystem::path cache_folder(const std::filesystem::path& cache, const std::string& url);

// Held until it goes.
class CacheLock {
 public:
  // Waits for other processes until `deadline`, and says so once.
  static Result<CacheLock> take(const std::filesystem::path& folder, const std::string& url,
                                std::chrono::steady_clock::time_point deadline,
                                const Progress& progress);
  CacheLock(CacheLock&& other) noexcept;
  CacheLock& operator=(CacheLock&&) = delete;
  ~CacheLock();

 private:
  explicit CacheLock(int fd) : fd_(fd) {}
  int fd_;
};

// The cache as it is; nullptr where there is none or it cannot be opened.
std::shared_ptr<Repository> open_cache(const std::filesystem::path& folder, const std::string& url);

// For the holder of the lock. Makes the cache where it is missing, anew where it is broken, and
// removes what a killed fetch left.
Result<std::shared_ptr<Repository>> prepare_cache(const std::filesystem::path& folder,
                                                  const std::string& url);
// For the holder of the lock. Each fetch adds a pack; once many came since the last time, one index
// over all of them keeps look-ups quick. Nothing is removed, so readers need not know.
void index_packs(const Repository& repository, const std::filesystem::path& folder);

// The tips that were fetched into it, as git's packed-refs file: what a server need not send again.
std::string fetched_refs(const Repository& repository);

Result<void> set_cache_aside(const std::filesystem::path& folder);

}  // namespace grader::source
