#include "grader/report/exhibits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/report/markdown.h"

namespace grader::report {
namespace {

CheckResult with(const std::vector<std::string>& paths) {
  CheckResult check;
  for (const std::string& path : paths) {
    Evidence evidence;
    evidence.media_type = "image/png";
    evidence.path = path;
    check.evidence.push_back(evidence);
  }
  return check;
}

// A stored report may come from anywhere.
TEST(Exhibits, LeadNowhereElse) {
  EXPECT_EQ(exhibits_of(with({"evidence/page-form-1.png", "evidence/a-2.txt"})).size(), 2U);
  for (const char* path :
       {"", "evidence/", "evidence/.png", "evidence/../a.png", "evidence/a/b.png",
        "/evidence/a.png", "evidence/a.svg", "evidence/a.html", "javascript:alert(1).png",
        "https://example.org/a.png", "evidence/a\".png", "evidence/a%2f.png", "evidence/A.png"}) {
    EXPECT_TRUE(exhibits_of(with({path})).empty()) << path;
  }
}

TEST(Exhibits, AreSoManyAtMost) {
  EXPECT_EQ(exhibits_of(with(std::vector<std::string>(50, "evidence/a.png"))).size(), 20U);
}

TEST(Exhibits, TextsAreNoPictures) {
  const CheckResult check = with({"evidence/a.png", "evidence/a.txt"});
  EXPECT_TRUE(is_picture(check.evidence[0]));
  EXPECT_FALSE(is_picture(check.evidence[1]));
}

using ::testing::HasSubstr;
using ::testing::Not;

std::string comment(const std::string& url, const std::string& page_file = "") {
  CheckResult check = with({"evidence/form-1.png", "evidence/form-1.txt"});
  check.title = "The form";
  check.status = Status::Fail;
  check.evidence[0].kind = "picture";
  check.evidence[0].title = "shop, 420 × 800";
  check.evidence[1].kind = "outline";
  TaskResult task;
  task.title = "A shop";
  task.status = Status::Fail;
  task.checks.push_back(check);
  Report report;
  report.tasks.push_back(task);
  RenderOptions options;
  options.report_url = url;
  options.page_file = page_file;
  return render_markdown(report, options);
}

// A comment stands where no file of the report is.
TEST(Exhibits, AreWordsInAComment) {
  const std::string said = comment("");
  EXPECT_THAT(said, HasSubstr("\n  In the report: Picture of the page shop, 420 × 800 · What is on "
                              "the page, for assistive technology\n\n"));
  EXPECT_THAT(said, Not(HasSubstr("](")));
}

TEST(Exhibits, AreLinksWhereTheFolderOfTheReportCanBeRead) {
  const std::string said = comment("https://reports.school.example/ada/", "report.html");
  EXPECT_THAT(said, HasSubstr("\n  In the report: "
                              "[Picture of the page shop, 420 × 800]"
                              "(<https://reports.school.example/ada/evidence/form-1.png>) · "
                              "[What is on the page, for assistive technology]"
                              "(<https://reports.school.example/ada/evidence/form-1.txt>)\n\n"));
  EXPECT_THAT(said, HasSubstr("\n[The whole report]"
                              "(<https://reports.school.example/ada/report.html>)\n\n"));
}

TEST(Exhibits, AreWordsWhereAPageLeadsToTheReport) {
  const std::string said = comment("https://ci.school.example/runs/7", "report.html");
  EXPECT_THAT(said, HasSubstr("\n  In the report: Picture of the page shop, 420 × 800 · What"));
  EXPECT_THAT(said, HasSubstr("\n[The whole report](<https://ci.school.example/runs/7>)\n\n"));
  EXPECT_THAT(said, Not(HasSubstr("report.html")));
}

}  // namespace
}  // namespace grader::report
