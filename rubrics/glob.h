// Paths and globs of a rubric, resolved against a task's folder.
//
// `*` stands for anything but '/', `?` for one character, `[ab]` and `[!ab]` for one of or none of
// these, `{a,b}` for either, `**` between slashes for any number of folders. Names that begin with
// a dot are nothing special. A glob whose last name has no wildcard also stands for all that is in
// the folder of that name. A leading '/' is the submission's root.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grader/model/tree.h"
#include "rubrics/pattern.h"

namespace grader::rubrics {

// "week-2/a.js" for ("week-2", "./a.js"), "" for the root. nullopt: it leaves the root.
std::optional<std::string> resolve_path(std::string_view folder, std::string_view path);

// The folder of a path; "" where it stands at the root.
std::string_view folder_of(std::string_view path);
// The part after the last slash.
std::string_view name_of(std::string_view path);

// What is wrong with the spelling of a path or glob; nullopt: nothing.
std::optional<std::string> path_mistake(std::string_view path);
std::optional<std::string> glob_mistake(std::string_view glob);

class Glob {
 public:
  // nullopt: it leaves the root. `glob` has no mistake.
  static std::optional<Glob> resolve(std::string_view folder, std::string_view glob);

  bool matches(std::string_view path) const;
  // Every entry of `tree` that matches, in the tree's order.
  std::vector<const TreeEntry*> find(const Tree& tree) const;

  // No wildcards: `text()` is the one path that is meant.
  bool literal() const { return literal_; }
  const std::string& text() const { return text_; }

 private:
  Glob(std::string text, std::string prefix, bool literal, Pattern pattern)
      : text_(std::move(text)),
        prefix_(std::move(prefix)),
        literal_(literal),
        pattern_(std::move(pattern)) {}

  std::string text_;    // resolved, for people
  std::string prefix_;  // every match is this path or below it
  bool literal_ = false;
  Pattern pattern_;
};

// The entries that match any of `globs`, each once, in the tree's order.
std::vector<const TreeEntry*> find_any(const std::vector<Glob>& globs, const Tree& tree);

}  // namespace grader::rubrics
