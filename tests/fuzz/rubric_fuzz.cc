// The rubric loader: every text gives a rubric or a mistake, all of which print.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "rubrics/load.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const grader::rubrics::LoadedRubric loaded =
      grader::rubrics::load_rubric_text(text, "/nowhere/fuzz.yaml");
  if (!loaded.rubric && loaded.diagnostics.empty()) std::abort();
  if (loaded.rubric && grader::rubrics::show_rubric(*loaded.rubric).empty()) std::abort();
  if (grader::rubrics::to_error(loaded, "/nowhere/fuzz.yaml").message.empty()) std::abort();
  return 0;
}
