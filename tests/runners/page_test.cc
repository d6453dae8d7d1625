// What the browser's jail wrote down, whatever it is. The browser itself: tests/pages.
#include "runners/page.h"

#include <gtest/gtest.h>

namespace grader::runners {
namespace {

PageRun read(const std::string& results, std::map<std::string, std::string> files = {}) {
  sandbox::Outcome outcome;
  outcome.ending = sandbox::Exited{1};
  outcome.standard_error.head = "no such program";
  outcome.files = std::move(files);
  outcome.files["/results/page"] = results;
  return read_page(2, outcome, Cause::TimeoutCpu);
}

TEST(PageRun, RowsBelongToTheirChecks) {
  const PageRun run = read(
      "{\"browser\":\"156\"}\n{\"check\":0,\"act\":1,\"seen\":{\"title\":\"x\"}}\n"
      "{\"check\":0,\"refused\":[\"a.org\"]}\n{\"check\":0,\"outline\":[\"main\",\"button\"]}\n"
      "{\"check\":0,\"end\":\"done\"}\n");
  EXPECT_EQ(run.not_started, "");
  EXPECT_EQ(run.checks[0].end, PageEnd::Done);
  EXPECT_EQ(run.checks[0].cause, Cause::None);
  EXPECT_EQ(run.checks[0].acts.count(1), 1U);
  EXPECT_EQ(run.checks[0].refused, std::vector<std::string>{"a.org"});
  EXPECT_EQ(run.checks[0].outline, "main\nbutton");
  EXPECT_EQ(run.checks[1].cause, Cause::TimeoutCpu);
}

TEST(PageRun, WithoutABrowserItSaysWhy) {
  EXPECT_EQ(read("{\"launch\":\"no sandbox\"}\n").not_started, "no sandbox");
  EXPECT_EQ(read("").not_started, "no such program");
}

TEST(PageRun, OtherRowsAreNothing) {
  const PageRun run = read(
      "{\"browser\":\"156\"}\n\nnull\n[]\n{\"check\":9,\"act\":0}\n{\"check\":-1,\"end\":\"done\"}"
      "\n"
      "{\"check\":\"0\",\"act\":0}\n{\"check\":0,\"act\":-4}\n{\"check\":0,\"end\":\"well\n"
      "{\"check\":1,\"refused\":{},\"outline\":3}\n");
  EXPECT_TRUE(run.checks[0].acts.empty());
  EXPECT_EQ(run.checks[0].cause, Cause::TimeoutCpu);
  EXPECT_TRUE(run.checks[1].refused.empty());
}

TEST(PageRun, OnlyPicturesArePictures) {
  const std::string row =
      "{\"browser\":\"156\"}\n{\"check\":0,\"picture\":\"picture-0\",\"type\":\"png\",\"kind\":"
      "\"asked\",\"width\":9,\"height\":9}\n";
  const std::string png = "\x89PNG\r\n\x1a\n...";
  EXPECT_EQ(read(row, {{"/results/picture-0", png}}).checks[0].pictures.size(), 1U);
  EXPECT_TRUE(read(row, {{"/results/picture-0", "<svg>"}}).checks[0].pictures.empty());
  EXPECT_TRUE(read(row).checks[0].pictures.empty());
}

}  // namespace
}  // namespace grader::runners
