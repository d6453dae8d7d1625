#include "grader/cli/step_summary.h"

#include <cerrno>
#include <cstdlib>
#include <string>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grader/base/fd.h"

namespace grader::cli {

Result<void> append_step_summary(const Report& report, const report::RenderOptions& options) {
  const char* path = std::getenv("GITHUB_STEP_SUMMARY");
  if (path == nullptr || *path == '\0') return {};
  const Fd file(
      ::open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0644));
  if (!file) return system_error("cannot open the job summary", errno, path);
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return system_error("cannot open it", errno, path);
  if (!S_ISREG(status.st_mode)) return grader_error("the job summary is no file", path);
  const std::string summary = report::find_format("md")->render(report, options) + "\n";
  for (std::size_t at = 0; at < summary.size();) {
    const ssize_t written = ::write(file.get(), summary.data() + at, summary.size() - at);
    if (written < 0 && errno != EINTR) {
      return system_error("cannot write the job summary", errno, path);
    }
    if (written > 0) at += static_cast<std::size_t>(written);
  }
  return {};
}

}  // namespace grader::cli
