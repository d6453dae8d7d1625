#include "grader/model/metadata.h"

#include <string>

#include <gtest/gtest.h>

namespace grader {
namespace {

const std::string kId(40, 'a');

std::string shown(const Metadata& made) {
  return "title=" + made.title.value_or("?") + " body=" + made.body.value_or("?") +
         " author=" + made.author + " branch=" + made.branch +
         " commit=" + (made.commit == kId ? "id" : made.commit) +
         " number=" + std::to_string(made.number);
}

std::string read(const std::string& json) {
  const Result<Metadata> made = parse_metadata(json, "event.json");
  if (!made) {
    EXPECT_EQ(made.error().blame, Blame::Usage);
    return to_text(made.error());
  }
  return shown(*made);
}

struct Row {
  const char* name;
  std::string json;
  std::string expected;
};

class MetadataTest : public ::testing::TestWithParam<Row> {};

TEST_P(MetadataTest, IsReadOrSaysWhatIsWrong) {
  EXPECT_EQ(read(GetParam().json), GetParam().expected);
}

const std::string kHint =
    "\nhint: give {\"version\": 1, \"pull_request\": {\"title\": ..., \"body\": ...}}, or the "
    "event file of GitHub or GitLab";

INSTANTIATE_TEST_SUITE_P(
    Formats, MetadataTest,
    ::testing::Values(
        Row{"Own",
            R"({"version": 1, "pull_request": {"number": 7, "title": "T", "body": "a\r\nb",
                "author": "ada", "branch": "week-2", "commit": ")" +
                kId + R"("}})",
            "title=T body=a\nb author=ada branch=week-2 commit=id number=7"},
        Row{"OwnWithLittle", R"({"version": 1, "pull_request": {"branch": "x"}})",
            "title=? body=? author= branch=x commit= number=0"},
        Row{"OwnWithNothing", R"({"version": 1})",
            "title=? body=? author= branch= commit= number=0"},
        Row{"GitHubPullRequest",
            R"({"action": "opened", "number": 7, "pull_request": {"number": 7, "title": "T",
                "body": null, "user": {"login": "ada"}, "head": {"ref": "w", "sha": ")" +
                kId + R"("}, "base": {"ref": "main"}}, "sender": {}})",
            "title=T body= author=ada branch=w commit=id number=7"},
        Row{"GitHubComment",
            R"({"issue": {"number": 7, "title": "T", "body": "B", "user": {"login": "ada"},
                "pull_request": {"url": "x"}}, "comment": {}})",
            "title=T body=B author=ada branch= commit= number=7"},
        Row{"GitHubPush", R"({"ref": "refs/heads/a/b", "after": ")" + kId + R"(", "commits": []})",
            "title=? body=? author= branch=a/b commit=id number=0"},
        Row{"GitHubTag", R"({"ref": "refs/tags/v1", "after": ")" + kId + R"("})",
            "title=? body=? author= branch= commit=id number=0"},
        Row{"GitLabMergeRequest",
            R"({"object_kind": "merge_request", "user": {"username": "ada"}, "object_attributes":
                {"iid": 7, "title": "T", "description": "B", "source_branch": "w",
                 "last_commit": {"id": ")" +
                kId + R"("}}})",
            "title=T body=B author=ada branch=w commit=id number=7"},
        Row{"GitLabPush",
            R"({"object_kind": "push", "ref": "refs/heads/w", "after": ")" + kId + R"("})",
            "title=? body=? author= branch=w commit=id number=0"}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Mistakes, MetadataTest,
    ::testing::Values(
        Row{"NotJson", "{\"version\": 1,\n]", "event.json: not JSON at line 2, column 1" + kHint},
        Row{"Empty", "", "event.json: not JSON at line 1, column 1" + kHint},
        Row{"NotUtf8", "{\"version\": 1, \"x\": \"\xFF\"}",
            "event.json: not JSON at line 1, column 22" + kHint},
        Row{"AList", "[]", "event.json: not an object" + kHint},
        Row{"SomethingElse", R"({"a": 1})",
            "event.json: neither metadata nor an event that says something of a pull request" +
                kHint},
        Row{"WithoutVersion", R"({"pull_request": {"title": "T"}})",
            "event.json: metadata of our own needs 'version'" + kHint},
        Row{"AnotherVersion", R"({"version": 2})",
            "event.json: 'version' is not 1\nhint: this version of grader reads version 1"},
        Row{"UnknownKey", R"({"version": 1, "pull_request": {"titel": "T"}})",
            "event.json: unknown key 'titel' in 'pull_request', did you mean 'title'?"},
        Row{"UnknownKeyAbove", R"({"version": 1, "title": "T"})",
            "event.json: unknown key 'title' in the metadata"},
        Row{"NoText", R"({"version": 1, "pull_request": {"title": 7}})",
            "event.json: 'pull_request.title' is no text"},
        Row{"NoObject", R"({"version": 1, "pull_request": "x"})",
            "event.json: 'pull_request' is no object"},
        Row{"NoCommit", R"({"version": 1, "pull_request": {"commit": "main"}})",
            "event.json: 'pull_request.commit' is no commit id of 40 digits"},
        Row{"NoNumber", R"({"version": 1, "pull_request": {"number": -1}})",
            "event.json: 'pull_request.number' is no number of a pull request"},
        Row{"TooLong",
            R"({"version": 1, "pull_request": {"title": ")" + std::string(2'001, 'x') + "\"}}",
            "event.json: 'pull_request.title' is longer than 2000 bytes"},
        Row{"AnIssue", R"({"issue": {"title": "T"}})",
            "event.json: the event is about an issue, not about a pull request"},
        Row{"AnotherEventOfGitLab", R"({"object_kind": "note"})",
            "event.json: an event of GitLab that says nothing of a merge request or a branch\n"
            "hint: the events merge_request and push do"},
        Row{"WithoutAttributes", R"({"object_kind": "merge_request"})",
            "event.json: a merge request without 'object_attributes'"},
        Row{"Deep", std::string(70, '[') + std::string(70, ']'),
            "event.json: nested more than 64 levels deep"},
        Row{"TooLarge", std::string(kMaxMetadataBytes + 1, ' '), "event.json: larger than 4 MiB"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace grader
