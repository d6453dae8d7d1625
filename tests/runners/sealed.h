// Writes results as the harnesses do, and as somebody without the key would.
#pragma once

#include <string>

#include "grader/base/digest.h"
#include "runners/results.h"

namespace grader::testing {

inline constexpr const char* kSecret = "00112233445566778899aabbccddeeff";

inline std::string sealed_line(int number, const std::string& json,
                               const std::string& secret = kSecret) {
  const std::string key = sha256(secret + " key");
  const std::string text = std::to_string(number) + " " + json;
  return sha256(key + sha256(key + " " + text)).substr(0, 32) + " " + text + "\n";
}

inline runners::SuiteRequest request_for(std::vector<std::string> files,
                                         runners::Mode mode = runners::Mode::Run) {
  runners::SuiteRequest request;
  request.files = std::move(files);
  request.mode = mode;
  request.secret = kSecret;
  return request;
}

inline sandbox::Outcome outcome_with(const std::string& results,
                                     sandbox::Ending ending = sandbox::Exited{0}) {
  sandbox::Outcome outcome;
  outcome.ending = ending;
  outcome.files[runners::results_path(kSecret)] = results;
  return outcome;
}

}  // namespace grader::testing
