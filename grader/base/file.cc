#include "grader/base/file.h"

#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grader/base/fd.h"

namespace grader {
namespace {

Result<void> write_all(int fd, std::string_view content, const std::string& where) {
  while (!content.empty()) {
    const ssize_t written = ::write(fd, content.data(), content.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return system_error("cannot write", errno, where);
    }
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes) {
  Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (fd.get() < 0) return system_error("cannot open", errno, path.string());
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) return system_error("cannot read", errno, path.string());
  if (S_ISDIR(status.st_mode)) return system_error("cannot read", EISDIR, path.string());
  // A pipe or a device could wait for ever, or never end.
  if (!S_ISREG(status.st_mode)) return grader_error("not a regular file", path.string());
  std::string content;
  content.reserve(static_cast<std::size_t>(status.st_size));
  char buffer[65536];
  for (;;) {
    const ssize_t count = ::read(fd.get(), buffer, sizeof buffer);
    if (count < 0) {
      if (errno == EINTR) continue;
      return system_error("cannot read", errno, path.string());
    }
    if (count == 0) return content;
    content.append(buffer, static_cast<std::size_t>(count));
    if (content.size() > max_bytes) {
      return grader_error("the file is larger than " + std::to_string(max_bytes) + " bytes",
                          path.string());
    }
  }
}

Result<void> write_file_atomically(const std::filesystem::path& path, std::string_view content,
                                   bool durable) {
  std::string temporary = path.string() + ".XXXXXX";
  Fd fd(::mkostemp(temporary.data(), O_CLOEXEC));
  if (fd.get() < 0) return system_error("cannot write", errno, path.string());
  const auto fail = [&](Error error) -> Result<void> {
    ::unlink(temporary.c_str());
    return error;
  };
  if (auto written = write_all(fd.get(), content, path.string()); !written) {
    return fail(std::move(written).error());
  }
  // mkostemp makes 0600; a report is read by others, as the umask says.
  const mode_t mask = ::umask(0);
  ::umask(mask);
  ::fchmod(fd.get(), 0666 & ~mask);
  if (durable && ::fsync(fd.get()) != 0) {
    return fail(system_error("cannot write", errno, path.string()));
  }
  if (::close(fd.release()) != 0) return fail(system_error("cannot write", errno, path.string()));
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    return fail(system_error("cannot write", errno, path.string()));
  }
  return {};
}

Result<void> make_directories(const std::filesystem::path& path) {
  std::error_code failed;
  std::filesystem::create_directories(path, failed);
  if (failed) return system_error("cannot make the folder", failed.value(), path.string());
  return {};
}

}  // namespace grader
