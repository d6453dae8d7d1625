// The sealed results that a harness writes: the input is the file as it is, and also the lines as
// if a harness had sealed them, so that what is behind the seal is read too.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "grader/base/digest.h"
#include "grader/base/text.h"
#include "runners/results.h"
#include "runners/test_text.h"

namespace {

constexpr const char* kSecret = "00112233445566778899aabbccddeeff";

std::string sealed(std::string_view text) {
  static const std::string key = grader::sha256(std::string(kSecret) + " key");
  std::string all;
  int number = 0;
  for (const std::string_view line : grader::lines_of(text)) {
    std::string rest = std::to_string(number++);
    rest.append(" ").append(line);
    all += grader::sha256(key + grader::sha256(key + " " + rest)).substr(0, 32);
    all.append(" ").append(rest).append("\n");
  }
  return all;
}

void check(const std::string& content, grader::runners::Mode mode) {
  grader::runners::SuiteRequest request;
  request.files = {"a.test.js", "b.test.js"};
  request.mode = mode;
  request.secret = kSecret;
  grader::sandbox::Outcome outcome;
  outcome.files[grader::runners::results_path(kSecret)] = content;
  const grader::runners::SuiteRun run = grader::runners::read_results(request, outcome);
  if (run.files.size() != 2 || run.inconsistent == run.inconsistency.empty()) std::abort();
  for (const grader::runners::FileRun& file : run.files) {
    if (!file.finished && (!file.tests.empty() || file.failure)) std::abort();
    if (file.failure && file.failure->file.starts_with("/")) std::abort();
    for (const grader::runners::TestRun& test : file.tests) {
      if (test.message.size() > grader::runners::kMaxMessage) std::abort();
      if (!grader::is_valid_utf8(test.id.name) || !grader::is_valid_utf8(test.message)) {
        std::abort();
      }
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  check(text, grader::runners::Mode::Run);
  check(sealed(text), grader::runners::Mode::Run);
  check(sealed(text), grader::runners::Mode::List);
  return 0;
}
