// Stored reports and their views: tests/report/golden/<case>/. GRADER_UPDATE_GOLDEN=1 rewrites the
// views; read the difference.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/base/file.h"
#include "grader/model/report_json.h"
#include "grader/report/render.h"
#include "tests/support/report_schema.h"

namespace grader::report {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> cases() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(fs::path(GRADER_TESTS_DIR) / "report/golden")) {
    names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string content_of(const fs::path& path) {
  Result<std::string> content = read_file(path);
  return content ? *content : "";
}

class GoldenReport : public ::testing::TestWithParam<std::string> {
 protected:
  fs::path folder() const { return fs::path(GRADER_TESTS_DIR) / "report/golden" / GetParam(); }
};

TEST_P(GoldenReport, RendersAsStored) {
  const std::string stored = content_of(folder() / "report.json");
  const Result<Report> report = report_from_json(stored);
  ASSERT_TRUE(report) << to_text(report.error());
  EXPECT_TRUE(testing::ValidatesAsReport(stored));
  const bool update = std::getenv("GRADER_UPDATE_GOLDEN") != nullptr;
  for (const Format& format : all_formats()) {
    const std::string view = format.render(*report, RenderOptions{});
    const fs::path expected = folder() / format.file_name;
    if (update) {
      const Result<void> written = write_file_atomically(expected, view);
      ASSERT_TRUE(written) << to_text(written.error());
    }
    EXPECT_EQ(view, content_of(expected)) << expected;
  }
}

TEST_P(GoldenReport, RendersTheSameAgain) {
  const Result<Report> report = report_from_json(content_of(folder() / "report.json"));
  ASSERT_TRUE(report) << to_text(report.error());
  for (const Format& format : all_formats()) {
    EXPECT_EQ(format.render(*report, {}), format.render(*report, {})) << format.name;
  }
}

TEST_P(GoldenReport, PutsNoControlCharacterIntoAnyView) {
  const Result<Report> report = report_from_json(content_of(folder() / "report.json"));
  ASSERT_TRUE(report) << to_text(report.error());
  for (const Format& format : all_formats()) {
    const std::string view = format.render(*report, {});
    for (const char* bad :
         {"\x1B", "\xE2\x80\xAE", "\xE2\x81\xA6", "\xC2\x9B", "\x07", "\xF3\xA0\x81\x81"}) {
      EXPECT_EQ(view.find(bad), std::string::npos) << format.name;
    }
    EXPECT_EQ(view.find('\0'), std::string::npos) << format.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, GoldenReport, ::testing::ValuesIn(cases()),
                         [](const auto& row) { return row.param; });

}  // namespace
}  // namespace grader::report
