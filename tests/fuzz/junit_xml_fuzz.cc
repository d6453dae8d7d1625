// JUnit XML: every text gives tests that can be shown, or says why it is not complete.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string_view>

#include "grader/base/text.h"
#include "runners/test_text.h"
#include "runners/tool_results.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const grader::runners::ToolResults results = grader::runners::read_junit_xml(text, "a");
  if (results.complete != results.problem.empty()) std::abort();
  if (results.tests.size() > grader::runners::kMaxTests) std::abort();
  std::set<grader::runners::TestId> seen;
  for (const grader::runners::TestRun& test : results.tests) {
    if (test.id.file != "a" || !seen.insert(test.id).second) std::abort();
    if (test.message.size() > grader::runners::kMaxMessage) std::abort();
    if (!grader::is_valid_utf8(test.id.name) || !grader::is_valid_utf8(test.message)) std::abort();
    if (test.id.name.find_first_of("\n\x1b") != std::string::npos) std::abort();
  }
  return 0;
}
