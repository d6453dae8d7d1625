#include "sandbox/ending.h"

#include <csignal>

#include <sys/wait.h>

namespace grader::sandbox {

Ending decide_ending(const Observed& seen) {
  if (seen.out_of_memory) return LimitHit{Limit::Memory};
  if (seen.output_over) return LimitHit{Limit::Output};
  if (seen.fork_refused) return LimitHit{Limit::Processes};
  const bool ended = seen.wait_status.has_value();
  const int status = seen.wait_status.value_or(0);
  const int signal = ended && WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  if (seen.cpu_over || signal == SIGXCPU) return LimitHit{Limit::Cpu};
  if (seen.wall_over) return LimitHit{Limit::Wall};
  const bool well = ended && WIFEXITED(status) && WEXITSTATUS(status) == 0;
  if (seen.folder_over || (seen.place_full && !well) || signal == SIGXFSZ)
    return LimitHit{Limit::Disk};
  if (!ended) return Killed{SIGKILL};
  if (signal != 0) return Killed{signal};
  return Exited{WEXITSTATUS(status)};
}

bool says_heap_is_full(const Ending& ending, std::string_view standard_error) {
  constexpr int kShellAbort = 128 + SIGABRT;
  const auto* killed = std::get_if<Killed>(&ending);
  const auto* exited = std::get_if<Exited>(&ending);
  const bool aborted = (killed != nullptr && killed->signal == SIGABRT) ||
                       (exited != nullptr && exited->code == kShellAbort);
  return aborted && standard_error.find("JavaScript heap out of memory") != std::string_view::npos;
}

}  // namespace grader::sandbox
