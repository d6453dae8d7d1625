// Messages over a stream socket: 4 bytes of length (big-endian) and as many of text.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace grader::runners {

enum class FrameEnd {
  Closed,  // the other side is gone
  Broken,  // a length that no frame has
  Late,    // it did not come in time
};

// Waits for room as long as the other side is there. False: it is gone.
bool send_frame(int socket, std::string_view text);

// One frame. `socket` does not block. Waits until `deadline`, or for ever without one, for its
// first byte and its last. On FrameEnd nothing more can be read.
struct ReceivedFrame {
  std::string text;
  std::optional<FrameEnd> end;
};
ReceivedFrame receive_frame(int socket, std::size_t max_bytes,
                            std::optional<std::chrono::steady_clock::time_point> deadline = {});

}  // namespace grader::runners
