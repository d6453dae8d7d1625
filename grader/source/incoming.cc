#include "grader/source/incoming.h"

#include <cerrno>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grader/base/fd.h"
#include "grader/source/pack_file.h"
#include "sandbox/remove_folder.h"

namespace grader::source {
namespace {

namespace fs = std::filesystem;

constexpr const char* kMark = ".incoming-";
constexpr std::size_t kIdDigits = 40;

// What cannot be removed now is looked at again by the next fetch.
void remove_stale(const fs::path& cache) {
  const std::string name = cache.filename().string() + kMark;
  std::error_code failed;
  std::vector<fs::path> stale;
  for (fs::directory_iterator entry(cache.parent_path(), failed), end; !failed && entry != end;
       entry.increment(failed)) {
    if (entry->path().filename().string().starts_with(name)) stale.push_back(entry->path());
  }
  for (const fs::path& folder : stale) {
    if (Result<void> removed = sandbox::remove_folder(folder); !removed) continue;
  }
}

// pack-<40 hex digits> of "pack-<40 hex digits>.idx"; empty for other names.
std::string pack_name(const std::string& file) {
  if (!file.starts_with("pack-") || !file.ends_with(".idx")) return "";
  const std::string_view id = std::string_view(file).substr(5, file.size() - 9);
  if (id.size() != kIdDigits ||
      id.find_first_not_of("0123456789abcdef") != std::string_view::npos) {
    return "";
  }
  return file.substr(0, file.size() - 4);
}

Error not_a_pack() {
  return submission_error("what was fetched is not a sound pack", "",
                          "clone it by hand and grade the clone");
}

// A regular file with this one name, and from now on nobody's but ours.
Result<Fd> open_plain(int folder, const std::string& name) {
  Fd file(::openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat facts {};
  if (!file || ::fstat(file.get(), &facts) != 0 || !S_ISREG(facts.st_mode) || facts.st_nlink != 1) {
    return not_a_pack();
  }
  // Readable for later fetches, whose programs have other ids.
  if (::fchown(file.get(), ::geteuid(), ::getegid()) != 0 || ::fchmod(file.get(), 0444) != 0) {
    return system_error("cannot take over a pack", errno, name);
  }
  return file;
}

}  // namespace

Result<Incoming> Incoming::make(const fs::path& cache) {
  remove_stale(cache);
  std::string name = cache.string() + kMark + "XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) {
    return system_error("cannot make a folder for a pack", errno, name);
  }
  return Incoming(name);
}

Incoming::Incoming(Incoming&& other) noexcept : folder_(std::exchange(other.folder_, {})) {}

Incoming::~Incoming() {
  if (folder_.empty()) return;
  if (Result<void> removed = sandbox::remove_folder(folder_); !removed) return;  // see remove_stale
}

Result<void> Incoming::take(const fs::path& packs, std::uint64_t max_objects) {
  const Fd from(::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  const Fd into(::open(packs.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!from || !into)
    return system_error("cannot open the folders of packs", errno, packs.string());
  std::string name;
  std::error_code failed;
  for (fs::directory_iterator entry(folder_, failed), end; !failed && entry != end;
       entry.increment(failed)) {
    const std::string found = pack_name(entry->path().filename().string());
    if (found.empty()) continue;
    if (!name.empty()) return not_a_pack();
    name = found;
  }
  if (name.empty()) return {};
  const Result<Fd> pack = open_plain(from.get(), name + ".pack");
  if (!pack) return pack.error();
  const Result<Fd> index = open_plain(from.get(), name + ".idx");
  if (!index) return index.error();
  if (!is_sound_pack(pack->get(), index->get(), max_objects)) return not_a_pack();
  for (const char* ending : {".pack", ".idx"}) {
    const std::string file = name + ending;
    if (::renameat(from.get(), file.c_str(), into.get(), file.c_str()) != 0) {
      return system_error("cannot move a pack into the cache", errno, packs.string());
    }
  }
  return {};
}

}  // namespace grader::source
