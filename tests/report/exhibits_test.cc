#include "grader/report/exhibits.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace grader::report
