// What git does not know about a submission: the pull request that it came with.
//
// Read from a file of our own, or from the event that a CI system hands to its jobs. All of it is
// personal data and a student's text: used where a rubric asks for it, never shown.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "grader/base/result.h"

namespace grader {

inline constexpr std::size_t kMaxMetadataBytes = std::size_t{4} << 20;

// A text that is nullopt is not known; one that is empty was left empty.
struct Metadata {
  std::optional<std::string> title, body;  // of the pull request; valid UTF-8, "\n" ends lines
  std::string author;                      // account name
  std::string branch;                      // that the work is on
  std::string commit;                      // 40 hex digits: the head that this is about
  std::int64_t number = 0;
};

// Of our own format, version 1:
//   {"version": 1, "pull_request": {"number": 7, "title": "...", "body": "...", "author": "...",
//     "branch": "...", "commit": "..."}}
// every key but `version` may be missing, and no other may be there. Else of GitHub's events
// pull_request, pull_request_target, issue_comment and push, and GitLab's merge request and push
// hooks, of which only what is needed is looked at. `file` is the name that errors use. An Error of
// Blame::Usage names the key.
Result<Metadata> parse_metadata(std::string_view json, const std::string& file);

}  // namespace grader
