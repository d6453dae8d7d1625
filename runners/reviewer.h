// The reviewer: a program of ours that reads what students wrote with tools that know languages
// (ast-grep, ESLint, Stylelint, html-validate, Prettier), in a jail of its own. It stays for the
// next submission, since its start takes most of the time.
//
// This file only knows its words (harness/review/main.js says how it talks to us);
// grader/engine/reviewers.h starts it.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "grader/model/verdict.h"
#include "runners/environment.h"
#include "sandbox/launcher.h"

namespace grader::runners {

inline constexpr const char* kReviewEnvironment = "review";

// Has us as descriptor 3.
sandbox::Command reviewer_command(const Environment& environment);

struct ReviewFile {
  std::string path;   // in the submission; its end says the language
  std::string text;   // valid UTF-8, lines end with "\n"
  std::string given;  // the template's, likewise; empty: it has none
};

// One tool with its settings, for some of the files.
struct ReviewAsk {
  std::string tool;      // "code", "eslint", "html", "prettier", "stylelint"
  std::string settings;  // an object in JSON: see the files of harness/review/
  std::vector<std::size_t> files;
};

struct ReviewRequest {
  int run = 0;  // names it in the answers
  std::vector<ReviewFile> files;
  std::vector<ReviewAsk> asks;
};

std::string to_text(const ReviewRequest& request);

// What a tool says of a place. Lines and columns as in Finding.
struct Remark {
  std::string rule;
  std::string message;                          // the tool's own, English; may be empty
  std::map<std::string, std::string> captures;  // of the rule's names: what stands there
  int line = 0, column = 0, end_line = 0, end_column = 0;
  std::optional<Fix> fix = {};  // within no known text yet
  // False: it stands in a line that the template has as well, and comes of what is new elsewhere.
  bool given = true;
};

// Where a file is not what its name says: the rest of it was read as far as it goes.
struct Unreadable {
  int line = 0, column = 0;
  std::string message;  // the tool's own; empty: it has no word for it
};

struct ReviewReady {};
struct ReviewedFile {
  std::size_t ask = 0, file = 0;  // into the request
  std::vector<Remark> remarks;
  std::optional<Unreadable> unreadable;
};
// The tool does not take these settings; no file was read with them.
struct WrongSetting {
  std::string rule;  // or option; empty: of all
  std::string message;
};
struct ReviewInvalid {
  std::size_t ask = 0;
  std::vector<WrongSetting> wrong;
};
struct ReviewEnd {};

struct ReviewRow {
  int run = 0;  // not of ReviewReady
  std::variant<ReviewReady, ReviewedFile, ReviewInvalid, ReviewEnd> what;
};

// nullopt: no row that a reviewer says.
std::optional<ReviewRow> read_review_row(std::string_view text);

}  // namespace grader::runners
