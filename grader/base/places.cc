#include "grader/base/places.h"

#include <cstdlib>
#include <string>

#include <pwd.h>
#include <unistd.h>

namespace grader {
namespace {

namespace fs = std::filesystem;

fs::path beside_program(const char* variable, const char* folder) {
  if (const char* given = std::getenv(variable); given != nullptr && *given != '\0') return given;
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  return program.parent_path().parent_path() / folder / "grader";
}

fs::path user_directory(const char* variable, const char* below_home) {
  // The XDG Base Directory Specification says to ignore relative paths.
  if (const char* given = std::getenv(variable); given != nullptr && *given == '/') {
    return fs::path(given) / "grader";
  }
  if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/') {
    return fs::path(home) / below_home / "grader";
  }
  // Never a place where others may write: what lies there is believed.
  const passwd* user = ::getpwuid(::getuid());
  const char* home = user != nullptr && *user->pw_dir == '/' ? user->pw_dir : "/nonexistent";
  return fs::path(home) / below_home / "grader";
}

}  // namespace

fs::path data_directory() {
  return beside_program("GRADER_DATA_DIR", "share");
}
fs::path libexec_directory() {
  return beside_program("GRADER_LIBEXEC_DIR", "libexec");
}
fs::path cache_directory() {
  return user_directory("XDG_CACHE_HOME", ".cache");
}
fs::path state_directory() {
  return user_directory("XDG_STATE_HOME", ".local/state");
}
fs::path config_directory() {
  return user_directory("XDG_CONFIG_HOME", ".config");
}

}  // namespace grader
