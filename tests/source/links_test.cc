#include "grader/source/links.h"

#include <map>
#include <string>

#include <gtest/gtest.h>

namespace grader::source {
namespace {

struct Row {
  std::string name;
  std::string path;
  std::map<std::string, std::string> links;
  bool leaves;
};

class LinkLeavesTest : public ::testing::TestWithParam<Row> {};

TEST_P(LinkLeavesTest, IsJudgedByTheTree) {
  const Row& row = GetParam();
  const LinkTarget target_of = [&](const std::string& path) -> std::optional<std::string> {
    const auto found = row.links.find(path);
    return found == row.links.end() ? std::nullopt : std::optional<std::string>(found->second);
  };
  EXPECT_EQ(link_leaves(row.path, target_of), row.leaves);
}

INSTANTIATE_TEST_SUITE_P(
    Links, LinkLeavesTest,
    ::testing::Values(
        Row{"Sibling", "a/b", {{"a/b", "c.txt"}}, false},
        Row{"UpAndDown", "a/b", {{"a/b", "../d/e"}}, false},
        Row{"UpToTheRoot", "a/b", {{"a/b", ".."}}, false},
        Row{"Absolute", "a", {{"a", "/etc/passwd"}}, true},
        Row{"AboveTheRoot", "a/b", {{"a/b", "../../x"}}, true},
        Row{"OutAndBackIn", "a/b", {{"a/b", "../../tree/x"}}, true},
        Row{"DownThenFarUp", "a", {{"a", "b/c/../../../x"}}, true},
        Row{"ThroughAnotherLink", "a", {{"a", "b/passwd"}, {"b", "/etc"}}, true},
        Row{"UpFromWhereALinkLed", "a", {{"a", "deep/../../x"}, {"deep", "b/c"}}, false},
        Row{"UpFromALinkToTheRoot", "a", {{"a", "b/c/.."}, {"b/c", "../"}}, true},
        Row{"Circle", "a", {{"a", "b"}, {"b", "a"}}, false},
        Row{"Dangling", "a", {{"a", "nothing/here"}}, false},
        Row{"Dots", "a", {{"a", "./././b"}}, false}, Row{"Empty", "a", {{"a", ""}}, false}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace grader::source
