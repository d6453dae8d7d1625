#include "grader/cli/stdout.h"

#include <ostream>

#include <poll.h>
#include <unistd.h>

#include "grader/base/error.h"
#include "grader/cli/options.h"

namespace grader::cli {

std::optional<int> stdout_trouble(Streams& streams) {
  if (streams.out.flush()) return std::nullopt;
  pollfd out{STDOUT_FILENO, 0, 0};
  if (::poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0) return kReaderGone;
  return fail(grader_error("cannot write to stdout"), streams);
}

}  // namespace grader::cli
