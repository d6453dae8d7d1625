// The real environments, for tests that run something on them: built by the CTest fixture `layers`
// (grader_test(... FIXTURES layers)), below GRADER_LAYERS where that is set.
#pragma once

#include <cstdlib>
#include <filesystem>

#include "grader/base/places.h"
#include "runners/environment.h"

namespace grader::testing {

inline runners::EnvironmentPlaces real_places() {
  const char* given = std::getenv("GRADER_LAYERS");
  const std::filesystem::path data = data_directory();
  return {data / "environments", data / "harness",
          given != nullptr && *given != '\0'
              ? std::filesystem::path(given)
              : data.parent_path().parent_path() / "cache" / "grader" / "layers"};
}

}  // namespace grader::testing
