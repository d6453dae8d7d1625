// A port on the host's loopback that no jail may reach.
#pragma once

#include "grader/base/fd.h"

namespace grader::sandbox {

class LoopbackListener {
 public:
  LoopbackListener();  // port() is 0 where none could be opened

  int port() const { return port_; }
  bool was_reached() const;

 private:
  Fd fd_;
  int port_ = 0;
};

}  // namespace grader::sandbox
