// The first thing that a TLS client says, and whom it says it to. Pure and total.
#pragma once

#include <string>
#include <string_view>

namespace grader::sandbox {

struct TlsHello {
  enum class Kind { Unfinished, NotTls, Hello };
  Kind kind = Kind::Unfinished;  // Unfinished: more bytes are needed to tell
  std::string server_name;       // as sent; empty: none
  bool hides_name = false;       // encrypted client hello: another name may be inside
};

// `bytes`: all that the client sent so far.
TlsHello read_tls_hello(std::string_view bytes);

}  // namespace grader::sandbox
