#include "rubrics/glob.h"

#include <algorithm>

#include "grader/base/text.h"

namespace grader::rubrics {
namespace {

constexpr std::string_view kWild = "*?[{";

bool has_wildcard(std::string_view text) {
  return text.find_first_of(kWild) != std::string::npos;
}

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    if (!part.empty() && part != ".") parts.push_back(part);
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  }
  return parts;
}

// Appends the parts of `path` to those of the folder; false where ".." goes above the root.
bool append(std::vector<std::string_view>& parts, std::string_view path) {
  for (const std::string_view part : parts_of(path)) {
    if (part != "..") {
      parts.push_back(part);
    } else if (parts.empty()) {
      return false;
    } else {
      parts.pop_back();
    }
  }
  return true;
}

std::string joined(const std::vector<std::string_view>& parts) {
  std::string text;
  for (const std::string_view part : parts) {
    if (!text.empty()) text += '/';
    text += part;
  }
  return text;
}

// One name with wildcards as an expression. The glob has no mistake.
std::string translated(std::string_view name) {
  std::string expression;
  int braces = 0;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (c == '*') {
      expression += "[^/]*";
    } else if (c == '?') {
      expression += "[^/]";
    } else if (c == '{') {
      ++braces;
      expression += "(?:";
    } else if (c == '}' && braces > 0) {
      --braces;
      expression += ')';
    } else if (c == ',' && braces > 0) {
      expression += '|';
    } else if (c == '[') {
      const std::size_t end = name.find(']', i + 2);
      std::string_view set = name.substr(i + 1, end - i - 1);
      expression += '[';
      if (set.front() == '!') {
        expression += '^';
        set.remove_prefix(1);
      }
      for (const char member : set) {
        if (member == '[' || member == ']' || member == '^' || member == '\\') expression += '\\';
        expression += member;
      }
      expression += ']';
      i = end;
    } else {
      expression += quoted(name.substr(i, 1));
    }
  }
  return expression;
}

}  // namespace

std::optional<std::string> resolve_path(std::string_view folder, std::string_view path) {
  std::vector<std::string_view> parts;
  if (path.empty() || path.front() != '/') parts = parts_of(folder);
  if (!append(parts, path)) return std::nullopt;
  return joined(parts);
}

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string_view name_of(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

std::optional<std::string> path_mistake(std::string_view path) {
  if (trim(path).empty()) return "an empty path";
  if (path.find('\\') != std::string_view::npos) return "a path has '/' between names, not '\\'";
  if (path.find('\n') != std::string_view::npos) return "a path is one line";
  if (path.find('\0') != std::string_view::npos) return "a path cannot hold a NUL";
  if (path.size() > 1'000) return "a path of more than 1,000 bytes";
  return std::nullopt;
}

std::optional<std::string> glob_mistake(std::string_view glob) {
  if (auto mistake = path_mistake(glob)) return mistake;
  bool wild = false;
  for (const std::string_view part : parts_of(glob)) {
    if (part == ".." && wild) return "'..' cannot stand after a wildcard";
    wild = wild || has_wildcard(part);
    if (part != "**" && part.find("**") != std::string_view::npos) {
      return "'**' stands alone between slashes";
    }
    int braces = 0;
    for (std::size_t i = 0; i < part.size(); ++i) {
      if (part[i] == '{') ++braces;
      if (part[i] == '}' && braces > 0) --braces;
      if (part[i] != '[') continue;
      const std::size_t end = part.find(']', i + 2);
      if (end == std::string_view::npos) return "a '[' is not closed";
      const std::string_view set = part.substr(i + 1, end - i - 1);
      if (set == "!") return "an empty '[!]'";
      if (pattern_mistake(translated(part.substr(i, end - i + 1)))) {
        return "'[" + std::string(set) + "]' is not a set of characters";
      }
      i = end;
    }
    if (braces > 0) return "a '{' is not closed; braces do not reach over '/'";
  }
  return std::nullopt;
}

std::optional<Glob> Glob::resolve(std::string_view folder, std::string_view glob) {
  // The folder is a plain name even where it holds signs that mean something in a glob.
  std::vector<std::string_view> head;
  if (glob.front() != '/') head = parts_of(folder);
  std::vector<std::string_view> tail;
  for (const std::string_view part : parts_of(glob)) {
    if (part != "..") {
      tail.push_back(part);
    } else if (!tail.empty()) {
      tail.pop_back();
    } else if (head.empty()) {
      return std::nullopt;
    } else {
      head.pop_back();
    }
  }
  std::vector<std::string_view> all = head;
  all.insert(all.end(), tail.begin(), tail.end());

  std::string prefix = joined(head);
  bool literal = true;
  std::string expression = prefix.empty() ? "" : quoted(prefix);
  bool slash = !prefix.empty();
  for (std::size_t i = 0; i < tail.size(); ++i) {
    if (slash) expression += '/';
    slash = true;
    const std::string_view part = tail[i];
    const bool last = i + 1 == tail.size();
    if (part == "**") {
      literal = false;
      expression += last ? "(?s:.+)" : "(?:[^/]+/)*";
      slash = false;
    } else if (has_wildcard(part)) {
      literal = false;
      expression += translated(part);
    } else {
      if (literal) prefix += (prefix.empty() ? "" : "/") + std::string(part);
      expression += quoted(part);
    }
  }
  const bool folder_too = tail.empty() || !has_wildcard(tail.back()) || glob.back() == '/';
  if (all.empty()) {
    expression = "(?s:.+)";
  } else if (folder_too) {
    expression += "(?s:/.*)?";
  }
  return Glob(joined(all), prefix, literal, Pattern(expression));
}

bool Glob::matches(std::string_view path) const {
  if (is_valid_utf8(path)) return pattern_.matches_all(path);
  return pattern_.matches_all(to_valid_utf8(path));
}

std::vector<const TreeEntry*> Glob::find(const Tree& tree) const {
  std::vector<const TreeEntry*> found;
  if (const TreeEntry* entry = tree.find(prefix_); entry != nullptr && matches(entry->path)) {
    found.push_back(entry);
  }
  const EntryRange range = entries_below(tree, prefix_);
  for (std::size_t i = range.first; i < range.last; ++i) {
    const TreeEntry& entry = tree.entries()[i];
    if (literal_ || matches(entry.path)) found.push_back(&entry);
  }
  return found;
}

std::vector<const TreeEntry*> find_any(const std::vector<Glob>& globs, const Tree& tree) {
  std::vector<const TreeEntry*> found;
  for (const Glob& glob : globs) {
    const std::vector<const TreeEntry*> some = glob.find(tree);
    found.insert(found.end(), some.begin(), some.end());
  }
  // Entries lie in one sorted vector, so their addresses are in order of their paths.
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace grader::rubrics
