// Progress for people, on stderr: one line that changes on a terminal, plain lines elsewhere.
#pragma once

#include <mutex>
#include <string>

#include "grader/cli/command.h"

namespace grader::cli {

// Safe to call from several threads.
class Progress {
 public:
  Progress(Streams& streams, bool quiet) : streams_(streams), quiet_(quiet) {}
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void line(const std::string& text);
  // Takes the changing line away, before something else is printed.
  void clear();

 private:
  Streams& streams_;
  bool quiet_;
  bool shown_ = false;
  std::mutex mutex_;
};

}  // namespace grader::cli
