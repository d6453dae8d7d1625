// Stored reports: what can be read can be written and read again, and stays as it is.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "grader/model/report_json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const grader::Result<grader::Report> report = grader::report_from_json(text);
  if (!report) return 0;
  const std::string written = grader::report_to_json(*report);
  const grader::Result<grader::Report> again = grader::report_from_json(written);
  if (!again || grader::report_to_json(*again) != written) std::abort();
  return 0;
}
