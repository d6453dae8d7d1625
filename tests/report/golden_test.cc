// Stored reports and their views: tests/report/golden/<case>/. GRADER_UPDATE_GOLDEN=1 rewrites the
// views; read the difference.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
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

// The languages that a case has views in: English, and those in names such as report.ar.html.
std::vector<std::string> languages_of(const fs::path& folder) {
  std::set<std::string> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().stem().string();
    const std::size_t dot = name.find('.');
    if (dot != std::string::npos) found.insert(name.substr(dot + 1));
  }
  std::vector<std::string> languages{"en"};
  languages.insert(languages.end(), found.begin(), found.end());
  return languages;
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
    RenderOptions options;
    for (const std::string& language : languages_of(folder())) {
      const std::string file = file_name_of(format, language == "en" ? "" : language);
      if (fs::exists(folder() / file)) options.siblings.push_back({language, file});
    }
    for (const Sibling& sibling : options.siblings) {
      options.language = sibling.language;
      const std::string view = format.render(*report, options);
      const fs::path expected = folder() / sibling.file;
      if (update) {
        const Result<void> written = write_file_atomically(expected, view);
        ASSERT_TRUE(written) << to_text(written.error());
      }
      EXPECT_EQ(view, content_of(expected)) << expected;
    }
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
  for (const char* language : {"en", "ar"}) {
    RenderOptions options;
    options.language = language;
    for (const Format& format : all_formats()) {
      const std::string view = format.render(*report, options);
      for (const char* bad :
           {"\x1B", "\xE2\x80\xAE", "\xE2\x81\xA6", "\xC2\x9B", "\x07", "\xF3\xA0\x81\x81"}) {
        EXPECT_EQ(view.find(bad), std::string::npos) << format.name << " " << language;
      }
      EXPECT_EQ(view.find('\0'), std::string::npos) << format.name;
      // Our own isolates, in comments from right to left: each is closed.
      const auto count = [&](std::string_view sign) {
        int times = 0;
        for (std::size_t at = view.find(sign); at != std::string::npos;
             at = view.find(sign, at + 1)) {
          ++times;
        }
        return times;
      };
      EXPECT_EQ(count("\xE2\x81\xA8"), count("\xE2\x81\xA9")) << format.name << " " << language;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, GoldenReport, ::testing::ValuesIn(cases()),
                         [](const auto& row) { return row.param; });

}  // namespace
}  // namespace grader::report
