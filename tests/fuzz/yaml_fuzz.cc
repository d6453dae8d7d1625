// The strict YAML reader: every input gives a tree or a diagnostic, and every diagnostic prints.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "grader/base/yaml.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const grader::YamlDocument document = grader::parse_yaml(text, "fuzz.yaml");
  if (!document.root && document.diagnostics.empty()) std::abort();
  for (const grader::Diagnostic& diagnostic : document.diagnostics) {
    if (grader::to_text(diagnostic).find('\n') == 0) std::abort();
  }
  return 0;
}
