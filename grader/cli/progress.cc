#include "grader/cli/progress.h"

#include <ostream>

#include "grader/base/text.h"

namespace grader::cli {

void Progress::line(const std::string& text) {
  if (quiet_) return;
  const std::lock_guard lock(mutex_);
  if (streams_.err_is_terminal) {
    streams_.err << "\r\x1b[K" << visible(text, 76) << std::flush;
    shown_ = true;
  } else {
    streams_.err << visible(text) << "\n" << std::flush;
  }
}

void Progress::clear() {
  const std::lock_guard lock(mutex_);
  if (shown_) streams_.err << "\r\x1b[K" << std::flush;
  shown_ = false;
}

}  // namespace grader::cli
