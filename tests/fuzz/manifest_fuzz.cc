// A kept list of tests: every text gives one that is written as it was read, or none.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "grader/engine/manifest.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto manifest = grader::engine::manifest_from_json(text);
  if (!manifest) return 0;
  const std::string written = grader::engine::manifest_to_json(*manifest);
  const auto again = grader::engine::manifest_from_json(written);
  if (!again || grader::engine::manifest_to_json(*again) != written) std::abort();
  return 0;
}
