// Rows of the reviewer: every text is one whose fixes can be written anywhere, or none.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <tuple>

#include "grader/base/text.h"
#include "runners/reviewer.h"

namespace {

void use(const grader::Fix& fix) {
  if (fix.line < 1 || fix.column < 1 || fix.end_column < 1) std::abort();
  if (std::tie(fix.end_line, fix.end_column) < std::tie(fix.line, fix.column)) std::abort();
  if (fix.text.size() > 1'000 || !grader::is_valid_utf8(fix.text)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto row = grader::runners::read_review_row({reinterpret_cast<const char*>(data), size});
  if (!row) return 0;
  const auto* read = std::get_if<grader::runners::ReviewedFile>(&row->what);
  if (read == nullptr) return 0;
  std::size_t fixes = 0;
  for (const grader::runners::Remark& remark : read->remarks) {
    if (remark.line < 0 || remark.column < 0 || !grader::is_valid_utf8(remark.message)) {
      std::abort();
    }
    if (!remark.fix) continue;
    ++fixes;
    use(*remark.fix);
  }
  if (fixes > 50) std::abort();
  return 0;
}
