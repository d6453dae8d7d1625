// Metadata: every text gives it or an error that says something.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "grader/base/text.h"
#include "grader/model/metadata.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view json(reinterpret_cast<const char*>(data), size);
  const grader::Result<grader::Metadata> made = grader::parse_metadata(json, "fuzz.json");
  if (!made) {
    if (made.error().message.empty() || made.error().blame != grader::Blame::Usage) std::abort();
    return 0;
  }
  if (!made->commit.empty() && made->commit.size() != 40) std::abort();
  for (const auto& text : {made->title, made->body}) {
    if (text && (!grader::is_valid_utf8(*text) || text->find("\r\n") != std::string::npos)) {
      std::abort();
    }
  }
  return 0;
}
