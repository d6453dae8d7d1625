#include "grader/source/cache.h"

#include <algorithm>
#include <cerrno>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <git2.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grader/base/digest.h"
#include "grader/base/file.h"

namespace grader::source {
namespace {

constexpr int kPacksBetweenIndexes = 32;

std::filesystem::path beside(const std::filesystem::path& folder, const char* ending) {
  return folder.string() + ending;
}

// A fetch that was killed leaves its half of a pack.
void remove_leftovers(const std::filesystem::path& folder) {
  std::error_code failed;
  std::filesystem::directory_iterator file(folder / "objects" / "pack", failed), end;
  for (; !failed && file != end; file.increment(failed)) {
    const std::string name = file->path().filename().string();
    std::error_code ignored;
    if (name.starts_with("pack_git2_")) std::filesystem::remove(file->path(), ignored);
  }
}

Result<void> make_cache(const std::filesystem::path& folder, const std::string& url) {
  // Made beside and renamed: a folder of that name is always a whole repository.
  const std::filesystem::path unfinished = beside(folder, ".new");
  std::error_code failed;
  std::filesystem::remove_all(unfinished, failed);
  git_repository_init_options options{};
  git_repository_init_options_init(&options, GIT_REPOSITORY_INIT_OPTIONS_VERSION);
  options.flags = GIT_REPOSITORY_INIT_BARE | GIT_REPOSITORY_INIT_MKPATH;
  options.description = url.c_str();
  git_repository* made = nullptr;
  if (git_repository_init_ext(&made, unfinished.c_str(), &options) != 0) {
    return grader_error("cannot make the cache of a repository: " + git_said(), folder.string(),
                        "check that the cache folder may be written to and the disk has room");
  }
  git_repository_free(made);
  // The program that fetches sees the objects, and has an id of its own; from elsewhere nobody gets
  // through the folder above them.
  ::chmod(unfinished.c_str(), 0700);
  for (const char* part : {"objects", "objects/pack", "objects/info"}) {
    ::chmod((unfinished / part).c_str(), 0755);
  }
  std::filesystem::rename(unfinished, folder, failed);
  if (failed) return system_error("cannot make the cache", failed.value(), folder.string());
  return {};
}

}  // namespace

std::filesystem::path cache_folder(const std::filesystem::path& cache, const std::string& url) {
  return cache / sha256(url).substr(0, 32);
}

Result<CacheLock> CacheLock::take(const std::filesystem::path& folder, const std::string& url,
                                  std::chrono::steady_clock::time_point deadline,
                                  const Progress& progress) {
  if (auto made = make_directories(folder.parent_path()); !made) return std::move(made).error();
  const std::filesystem::path file = beside(folder, ".lock");
  CacheLock lock(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (lock.fd_ < 0) return system_error("cannot open the lock of a cache", errno, file.string());
  for (bool said = false; ::flock(lock.fd_, LOCK_EX | LOCK_NB) != 0;) {
    if (errno != EWOULDBLOCK && errno != EINTR) {
      return system_error("cannot lock a cache", errno, file.string());
    }
    if (std::chrono::steady_clock::now() > deadline) {
      return grader_error("another process fetches this repository and does not end", url,
                          "look for it: fuser " + file.string());
    }
    if (!said && progress) progress("waiting for another process that fetches this repository");
    said = true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return lock;
}

CacheLock::CacheLock(CacheLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

CacheLock::~CacheLock() {
  if (fd_ >= 0) ::close(fd_);
}

std::shared_ptr<Repository> open_cache(const std::filesystem::path& folder,
                                       const std::string& url) {
  Result<std::shared_ptr<Repository>> opened = open_repository(folder, url);
  return opened ? std::move(*opened) : nullptr;
}

Result<std::shared_ptr<Repository>> prepare_cache(const std::filesystem::path& folder,
                                                  const std::string& url) {
  std::error_code ignored;
  remove_leftovers(folder);
  std::shared_ptr<Repository> repository = open_cache(folder, url);
  if (repository) return repository;
  if (std::filesystem::exists(folder, ignored)) {
    if (auto aside = set_cache_aside(folder); !aside) return std::move(aside).error();
  }
  if (auto made = make_cache(folder, url); !made) return std::move(made).error();
  return open_repository(folder, url);
}

void index_packs(const Repository& repository, const std::filesystem::path& folder) {
  const std::filesystem::path packs = folder / "objects" / "pack";
  std::error_code failed;
  const auto indexed = std::filesystem::last_write_time(packs / "multi-pack-index", failed);
  const bool first = static_cast<bool>(failed);
  int fresh = 0;
  failed.clear();
  std::filesystem::directory_iterator file(packs, failed), end;
  for (; !failed && file != end; file.increment(failed)) {
    std::error_code gone;
    if (file->path().extension() != ".pack") continue;
    if (first || file->last_write_time(gone) > indexed) ++fresh;
  }
  // Only speed hangs on it: without it the packs are searched one by one.
  if (fresh < kPacksBetweenIndexes) return;
  git_odb_write_multi_pack_index(repository.odb.get());
  ::chmod((packs / "multi-pack-index").c_str(), 0444);
}

std::string fetched_refs(const Repository& repository) {
  std::string text = "# pack-refs with: peeled fully-peeled sorted\n";
  git_reference_iterator* refs = nullptr;
  if (git_reference_iterator_glob_new(&refs, repository.git.get(), "refs/fetched/*") != 0) {
    return text;  // only speed hangs on it
  }
  std::vector<std::string> lines;
  for (git_reference* found = nullptr; git_reference_next(&found, refs) == 0;) {
    const Git<git_reference> ref(found);
    if (const git_oid* id = git_reference_target(found)) {
      lines.push_back(hex(*id) + " " + git_reference_name(found) + "\n");
    }
  }
  git_reference_iterator_free(refs);
  std::sort(lines.begin(), lines.end(),
            [](const std::string& a, const std::string& b) { return a.substr(41) < b.substr(41); });
  for (const std::string& line : lines) text += line;
  return text;
}

Result<void> set_cache_aside(const std::filesystem::path& folder) {
  const std::filesystem::path aside = beside(folder, ".broken");
  std::error_code failed;
  std::filesystem::remove_all(aside, failed);
  std::filesystem::rename(folder, aside, failed);
  if (failed && failed != std::errc::no_such_file_or_directory) {
    return system_error("cannot set a broken cache aside", failed.value(), folder.string());
  }
  return {};
}

}  // namespace grader::source
