#include "grader/source/layout.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grader/base/fd.h"
#include "grader/base/file.h"
#include "grader/base/text.h"

namespace grader::source {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxText = std::size_t{1} << 20;  // a configuration, a .git file
constexpr int kMaxIncludes = 10;                        // as deep as libgit2 follows them
constexpr int kMaxRefDepth = 64;

// What libgit2 reads of a repository's folder itself, beside the folders below.
constexpr std::string_view kReadFiles[] = {"HEAD",      "config", "config.worktree", "packed-refs",
                                           "commondir", "gitdir", "shallow",         "FETCH_HEAD"};

struct Look {
  const std::string& name;

  Error odd(const fs::path& file, const char* what) const {
    return submission_error(
        "the repository is not as git makes it: " + visible(file.string()) + " " + what, name,
        "clone it anew with git, or grade it by its URL");
  }
};

fs::file_type type_of(const fs::path& path) {
  std::error_code failed;
  return fs::symlink_status(path, failed).type();
}

// Small regular files only, without waiting for a pipe's other end. nullopt: something else.
std::optional<std::string> read_small(const fs::path& path) {
  const Fd fd(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC));
  struct stat status {};
  if (!fd || ::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  if (static_cast<std::uint64_t>(status.st_size) > kMaxText) return std::nullopt;
  std::string text(static_cast<std::size_t>(status.st_size), '\0');
  const ssize_t count = ::pread(fd.get(), text.data(), text.size(), 0);
  if (count < 0) return std::nullopt;
  text.resize(static_cast<std::size_t>(count));
  return text;
}

Result<void> plain_file(const Look& look, const fs::path& file) {
  const fs::file_type type = type_of(file);
  if (type == fs::file_type::not_found || type == fs::file_type::regular) return {};
  return look.odd(file, "is no regular file");
}

Result<void> plain_folder(const Look& look, const fs::path& folder) {
  const fs::file_type type = type_of(folder);
  if (type == fs::file_type::not_found || type == fs::file_type::directory) return {};
  return look.odd(folder, "is no folder");
}

// Files and folders only, all the way down.
Result<void> plain_below(const Look& look, const fs::path& folder, int depth) {
  if (auto plain = plain_folder(look, folder); !plain) return plain;
  if (depth > kMaxRefDepth) return look.odd(folder, "is too deep");
  std::error_code failed;
  for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end;
       entry.increment(failed)) {
    const fs::file_type type = entry->symlink_status(failed).type();
    if (type == fs::file_type::regular) continue;
    if (type != fs::file_type::directory) return look.odd(entry->path(), "is no regular file");
    if (auto plain = plain_below(look, entry->path(), depth + 1); !plain) return plain;
  }
  return {};
}

Result<void> check_object_folders(const Look& look, const fs::path& objects) {
  if (auto plain = plain_folder(look, objects); !plain) return plain;
  std::error_code failed;
  for (fs::directory_iterator entry(objects, failed), end; !failed && entry != end;
       entry.increment(failed)) {
    if (entry->symlink_status(failed).type() == fs::file_type::symlink) {
      return look.odd(entry->path(), "is a link");
    }
  }
  for (const char* folder : {"pack", "info"}) {
    if (auto plain = plain_below(look, objects / folder, 0); !plain) return plain;
  }
  const fs::path alternates = objects / "info" / "alternates";
  if (type_of(alternates) == fs::file_type::not_found) return {};
  return submission_error(
      "the repository borrows objects of another one", look.name,
      "copy them into it: git repack -a -d && rm " + visible(alternates.string()));
}

std::string lowered(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

// The value of `key = value` where the line is one; quotes taken off.
std::optional<std::string> value_of(std::string_view line, std::string_view key) {
  const std::size_t equals = line.find('=');
  if (equals == std::string_view::npos || lowered(trim(line.substr(0, equals))) != key) return {};
  std::string value(trim(line.substr(equals + 1)));
  value.erase(std::remove(value.begin(), value.end(), '"'), value.end());
  return value;
}

std::string section_of(std::string_view line) {
  const std::size_t end = line.find_first_of(" \t\"]");
  return lowered(line.substr(1, end == std::string_view::npos ? end : end - 1));
}

// The configuration and what it includes, read once as git's format reads line by line; a key may
// stand behind its section's bracket.
Result<void> check_configuration(const Look& look, const fs::path& file, int depth) {
  if (type_of(file) == fs::file_type::not_found) return {};
  const std::optional<std::string> text = read_small(file);
  if (!text) return look.odd(file, "is no small regular file");
  bool includes = false;
  for (std::string_view line : lines_of(*text)) {
    line = trim(line);
    while (line.starts_with('[')) {
      includes = section_of(line).starts_with("include");
      const std::size_t close = line.find(']');
      line = close == std::string_view::npos ? "" : trim(line.substr(close + 1));
    }
    if (!includes) continue;
    const std::optional<std::string> value = value_of(line, "path");
    if (!value) {
      if (line.ends_with('\\')) return look.odd(file, "includes a file in an unusual way");
      continue;
    }
    if (value->find('\\') != std::string::npos) {
      return look.odd(file, "includes a file in an unusual way");
    }
    if (depth == kMaxIncludes) return look.odd(file, "is included too deeply");
    if (value->starts_with('~')) continue;  // our libgit2 knows no home folder
    if (auto fine = check_configuration(look, file.parent_path() / *value, depth + 1); !fine) {
      return fine;
    }
  }
  return {};
}

Result<void> check_git_folder(const Look& look, const fs::path& folder) {
  for (const std::string_view file : kReadFiles) {
    if (auto plain = plain_file(look, folder / file); !plain) return plain;
  }
  for (const char* read : {"refs", "info"}) {
    if (auto plain = plain_below(look, folder / read, 0); !plain) return plain;
  }
  for (const char* read : {"config", "config.worktree"}) {
    if (auto fine = check_configuration(look, folder / read, 0); !fine) return fine;
  }
  return check_object_folders(look, folder / "objects");
}

fs::path real_path(const fs::path& path) {
  std::error_code failed;
  fs::path real = fs::weakly_canonical(path, failed);
  return failed ? path.lexically_normal() : real;
}

// A submodule's folder says where its work tree is.
bool is_work_tree_of(const fs::path& git_folder, const fs::path& place) {
  const std::optional<std::string> text = read_small(git_folder / "config");
  if (!text) return false;
  bool core = false;
  for (std::string_view line : lines_of(*text)) {
    line = trim(line);
    if (line.starts_with('[')) core = section_of(line) == "core";
    if (!core) continue;
    if (const auto value = value_of(line, "worktree")) {
      return real_path(git_folder / *value) == real_path(place);
    }
  }
  return false;
}

// A .git file: of a worktree, whose folder lies in its repository's `worktrees` and names the file,
// or of a submodule. Its target is checked like any other.
Result<void> check_linked(const Look& look, const fs::path& place, const fs::path& file) {
  constexpr std::string_view kPrefix = "gitdir:";
  const std::optional<std::string> text = read_small(file);
  if (!text || !text->starts_with(kPrefix)) return look.odd(file, "cannot be read");
  const fs::path target =
      real_path(place / std::string(trim(std::string_view(*text).substr(kPrefix.size()))));
  // Where it leads to nothing the opening says so.
  if (type_of(target) == fs::file_type::not_found) return {};
  const std::optional<std::string> common = read_small(target / "commondir");
  if (common) {
    const fs::path owner = target.parent_path().parent_path();
    const std::optional<std::string> back = read_small(target / "gitdir");
    const bool known = target.parent_path().filename() == "worktrees" &&
                       real_path(target / std::string(trim(*common))) == owner && back &&
                       real_path(target / std::string(trim(*back))) == real_path(file);
    if (!known) return look.odd(file, "leads to a repository that does not know this folder");
    if (auto fine = check_git_folder(look, owner); !fine) return fine;
  } else if (!is_work_tree_of(target, place)) {
    return look.odd(file, "leads to a repository that does not know this folder");
  }
  return check_git_folder(look, target);
}

}  // namespace

Result<void> check_layout(const std::filesystem::path& place, const std::string& name) {
  const Look look{name};
  const fs::path inner = place / ".git";
  switch (type_of(inner)) {
    case fs::file_type::regular:
      return check_linked(look, place, inner);
    case fs::file_type::directory:
      break;
    case fs::file_type::not_found:
      if (type_of(place / "objects") == fs::file_type::not_found) return {};
      break;
    default:
      return look.odd(inner, "is neither a folder nor a file");
  }
  const fs::path folder = type_of(inner) == fs::file_type::directory ? inner : place;
  if (type_of(folder / "commondir") != fs::file_type::not_found) {
    return look.odd(folder / "commondir", "leads to another repository");
  }
  return check_git_folder(look, folder);
}

}  // namespace grader::source
