// What libgit2 does in the jail: asks a server for its refs, and brings some of them here.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "grader/source/fetch_words.h"
#include "grader/source/fetcher/parent.h"
#include "grader/source/fetcher/stream.h"
#include "grader/source/git.h"

namespace grader::source::fetcher {

class Conversation {
 public:
  Conversation(Parent& parent, Begin begin);

  // What went wrong, or nothing.
  std::optional<Failed> open();
  std::optional<Failed> download(const std::vector<std::string>& names);
  // After open().
  void tell_refs();

 private:
  struct Hooks;
  Failed failed(int code) const;

  Parent& parent_;
  const Begin begin_;
  Wire wire_;
  Git<git_repository> repository_;
  Git<git_remote> remote_;
  // Why we ended it ourselves; the first reason stays.
  std::optional<Failed> own_reason_;
  std::uint64_t counted_ = 0;  // of what ssh brought
  std::chrono::steady_clock::time_point told_{};
  bool agent_started_ = false;
};

}  // namespace grader::source::fetcher
