// The sockets under libgit2's http, https and ssh: dialled by the grader, counted here.
#pragma once

#include <cstdint>

#include "grader/source/fetcher/parent.h"

namespace grader::source::fetcher {

struct Wire {
  Parent& parent;
  std::uint64_t max_bytes;
  std::uint64_t received = 0;

  // False once it is too much.
  bool count(std::uint64_t bytes) {
    received += bytes;
    return received <= max_bytes;
  }
};

// Every connection of libgit2 goes through `wire` from now on, which outlives them.
void install_stream(Wire& wire);

}  // namespace grader::source::fetcher
