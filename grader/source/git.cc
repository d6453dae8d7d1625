#include "grader/source/git.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <iterator>

#include <git2.h>
#include <git2/sys/stream.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

#include "grader/base/text.h"

namespace grader::source {

void GitFree::operator()(git_commit* p) const {
  git_commit_free(p);
}
void GitFree::operator()(git_odb* p) const {
  git_odb_free(p);
}
void GitFree::operator()(git_odb_object* p) const {
  git_odb_object_free(p);
}
void GitFree::operator()(git_reference* p) const {
  git_reference_free(p);
}
void GitFree::operator()(git_remote* p) const {
  git_remote_free(p);
}
void GitFree::operator()(git_repository* p) const {
  git_repository_free(p);
}
void GitFree::operator()(git_tree* p) const {
  git_tree_free(p);
}

namespace {

// Nobody dials from this process: see grader/source/fetcher/, where another one takes its place.
int no_stream(git_stream**, const char*, const char*) {
  git_error_set_str(GIT_ERROR_NET, "no connection outside of the jail that fetches");
  return -1;
}

bool start_once() {
  if (git_libgit2_init() < 0) return false;
  git_stream_registration none{GIT_STREAM_VERSION, no_stream,
                               [](git_stream**, git_stream*, const char*) { return -1; }};
  for (const git_stream_t kind : {GIT_STREAM_STANDARD, GIT_STREAM_TLS}) {
    if (git_stream_register(kind, &none) != 0) return false;
  }
  git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
  for (const int level : {GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_GLOBAL, GIT_CONFIG_LEVEL_XDG,
                          GIT_CONFIG_LEVEL_PROGRAMDATA}) {
    git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
  }
  git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, static_cast<ssize_t>(32 << 20));
  git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, static_cast<size_t>(256 << 20));
  // A delta's base and result are held in memory while a pack is indexed.
  git_libgit2_opts(GIT_OPT_SET_PACK_MAX_OBJECT_SIZE, static_cast<size_t>(512 << 20));
  return true;
}

}  // namespace

Result<void> start_git() {
  static const bool started = start_once();
  if (!started) return grader_error("libgit2 cannot start: " + git_said());
  return {};
}

#ifdef __SANITIZE_ADDRESS__
ForgivenLeaks::ForgivenLeaks() {
  __lsan_disable();
}
ForgivenLeaks::~ForgivenLeaks() {
  __lsan_enable();
}
#else
ForgivenLeaks::ForgivenLeaks() = default;
ForgivenLeaks::~ForgivenLeaks() = default;
#endif

std::string git_said() {
  const git_error* error = git_error_last();
  if (error == nullptr || error->message == nullptr) return "unknown error";
  return visible(error->message);
}

bool git_lost_an_object() {
  const git_error* error = git_error_last();
  if (error == nullptr) return false;
  switch (error->klass) {
    case GIT_ERROR_ODB:
    case GIT_ERROR_ZLIB:
    case GIT_ERROR_OBJECT:
    case GIT_ERROR_TREE:
    case GIT_ERROR_TAG:
    case GIT_ERROR_SHA:
    case GIT_ERROR_OS:
      return true;
    default:
      return false;
  }
}

std::string hex(const git_oid& id) {
  std::string text(GIT_OID_HEXSZ, '0');
  git_oid_fmt(text.data(), &id);
  return text;
}

git_oid from_hex(std::string_view id) {
  git_oid oid{};
  git_oid_fromstrn(&oid, id.data(), id.size());
  return oid;
}

bool is_commit_id(std::string_view text) {
  return text.size() == GIT_OID_HEXSZ && std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return std::isxdigit(c) != 0;
         });
}

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), ",");
  }
  return digits;
}

std::string bytes_text(std::uint64_t bytes) {
  if (bytes < 1024) return std::to_string(bytes) + " bytes";
  static constexpr const char* kUnits[] = {"KiB", "MiB", "GiB", "TiB"};
  double value = static_cast<double>(bytes) / 1024;
  std::size_t unit = 0;
  while (value >= 1024 && unit + 1 < std::size(kUnits)) {
    value /= 1024;
    ++unit;
  }
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  std::string shown = text;
  if (shown.ends_with(".0")) shown.resize(shown.size() - 2);
  return shown + " " + kUnits[unit];
}

}  // namespace grader::source
