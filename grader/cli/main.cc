#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string>

#include <sys/ioctl.h>
#include <unistd.h>

#include "grader/cli/command.h"
#include "grader/cli/stdout.h"

int main(int argc, char** argv) {
  // A reader that goes away (`grader ... | head`) is an error of a write, not our end.
  std::signal(SIGPIPE, SIG_IGN);
  // Likewise a file over the shell's limit (ulimit -f): what was begun can then be removed.
  std::signal(SIGXFSZ, SIG_IGN);
  const bool out_is_terminal = ::isatty(STDOUT_FILENO) == 1;
  const char* no_color = std::getenv("NO_COLOR");
  grader::cli::Streams streams{std::cout,
                               std::cerr,
                               out_is_terminal,
                               ::isatty(STDERR_FILENO) == 1,
                               out_is_terminal && (no_color == nullptr || *no_color == '\0'),
                               80};
  winsize size{};
  if (out_is_terminal && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) {
    streams.width = size.ws_col;
  }
  const int code = grader::cli::run_program({argv + 1, argv + argc}, streams);
  // Commands that say it themselves have said it; no other may end well with half an output.
  return code == 0 ? grader::cli::stdout_trouble(streams).value_or(0) : code;
}
