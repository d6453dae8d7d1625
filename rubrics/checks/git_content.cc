#include "rubrics/checks/git_content.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "grader/base/text.h"

namespace grader::rubrics {
namespace {

constexpr std::uint64_t kMaxFile = std::uint64_t{1} << 20;
constexpr std::uint64_t kMaxRead = std::uint64_t{256} << 20;  // in all, for one rule

bool is_text_file(const FileVersion& version) {
  return !version.id.empty() &&
         (version.kind == EntryKind::File || version.kind == EntryKind::Executable);
}

bool any_matches(const std::vector<Glob>& globs, const std::string& path) {
  return globs.empty() || std::any_of(globs.begin(), globs.end(),
                                      [&](const Glob& glob) { return glob.matches(path); });
}

// Whether a part of the path is a folder that tools fill.
bool is_packages(std::string_view path) {
  static constexpr std::array<std::string_view, 4> kFolders{"node_modules", "__pycache__", ".venv",
                                                            "venv"};
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    if (slash == std::string_view::npos) return false;
    if (std::find(kFolders.begin(), kFolders.end(), path.substr(0, slash)) != kFolders.end()) {
      return true;
    }
    path.remove_prefix(slash + 1);
  }
  return false;
}

// Written by a tool, not by a person.
bool is_generated(std::string_view path) {
  static constexpr std::array<std::string_view, 6> kNames{
      "package-lock.json", "npm-shrinkwrap.json", "yarn.lock",
      "pnpm-lock.yaml",    "poetry.lock",         "uv.lock"};
  const std::string_view name = name_of(path);
  if (std::find(kNames.begin(), kNames.end(), name) != kNames.end()) return true;
  for (const std::string_view end : {".min.js", ".min.css", ".map"}) {
    if (name.size() > end.size() && name.substr(name.size() - end.size()) == end) return true;
  }
  return is_packages(path);
}

const TreeEntry* in_base(const Tree* base, const std::string& path) {
  return base == nullptr ? nullptr : base->find(path);
}

// Reads contents as text, within a budget.
class Contents {
 public:
  explicit Contents(const History& history) : history_(history) {}

  bool cut() const { return cut_; }

  // Empty for what is no text.
  Result<std::string> text(const std::string& id) {
    if (cut_) return std::string();
    const Result<std::uint64_t> size = history_.size(id);
    if (!size) return size.error();
    if (*size > kMaxFile) return std::string();
    read_ += *size;
    if (read_ > kMaxRead) {
      cut_ = true;
      return std::string();
    }
    Result<std::string> content = history_.read(id);
    if (!content) return content;
    return as_text(*std::move(content));
  }

  // Of an entry of the template.
  static Result<std::string> given(const Tree& base, const TreeEntry& entry) {
    if (entry.kind == EntryKind::Gitlink || entry.size > kMaxFile) return std::string();
    Result<std::string> content = base.read(entry);
    if (!content) return content;
    return as_text(*std::move(content));
  }

 private:
  static std::string as_text(std::string content) {
    if (content.find('\0') != std::string::npos) return "";
    return is_valid_utf8(content) ? std::move(content) : to_valid_utf8(content);
  }

  const History& history_;
  std::uint64_t read_ = 0;
  bool cut_ = false;
};

using LineSet = std::set<std::string, std::less<>>;

Result<LineSet> lines_given(const Tree* base, const std::string& path) {
  LineSet lines;
  const TreeEntry* entry = in_base(base, path);
  if (entry == nullptr) return lines;
  const Result<std::string> text = Contents::given(*base, *entry);
  if (!text) return text.error();
  for (const std::string_view line : lines_of(*text)) lines.emplace(trim(line));
  return lines;
}

// Whether the pattern is found beyond lines of the template.
bool found_beyond(const Pattern& pattern, std::string_view text, const LineSet& given) {
  std::size_t from = 0;
  while (from <= text.size()) {
    const auto match = pattern.find(text, from);
    if (!match) return false;
    if (given.empty()) return true;
    const std::size_t before = text.rfind('\n', match->begin == 0 ? 0 : match->begin - 1);
    const std::size_t begin =
        before == std::string_view::npos || before >= match->begin ? 0 : before + 1;
    const std::size_t end =
        std::min(text.find('\n', std::max(match->end, begin + 1) - 1), text.size());
    for (const std::string_view line : lines_of(text.substr(begin, end - begin))) {
      if (given.find(trim(line)) == given.end()) return true;
    }
    from = std::max(end, match->begin + 1);
    while (from < text.size() && (static_cast<unsigned char>(text[from]) & 0xC0) == 0x80) ++from;
  }
  return false;
}

}  // namespace

std::vector<PathHit> forbidden_paths(const History& history, const Tree* base, const Glob& glob) {
  std::vector<PathHit> hits;
  std::set<std::string_view> seen;
  const std::vector<FileVersion>& versions = history.versions();
  // Versions are in the order of commits: the oldest are last, each commit's by path.
  for (std::size_t end = versions.size(); end > 0;) {
    std::size_t begin = end - 1;
    while (begin > 0 && versions[begin - 1].commit == versions[end - 1].commit) --begin;
    PathHit hit;
    for (std::size_t i = begin; i < end; ++i) {
      const FileVersion& version = versions[i];
      if (version.id.empty() || !glob.matches(version.path)) continue;
      if (in_base(base, version.path) != nullptr || !seen.insert(version.path).second) continue;
      if (hit.path.empty()) {
        hit.commit = version.commit;
        hit.path = version.path;
      } else {
        ++hit.more;
      }
    }
    if (!hit.path.empty()) hits.push_back(std::move(hit));
    end = begin;
  }
  return hits;
}

Result<TextHits> forbidden_text(const History& history, const Tree* base, const ContentRule& rule) {
  TextHits found;
  Contents contents(history);
  std::set<std::string_view> paths, clean;
  const std::vector<FileVersion>& versions = history.versions();
  for (std::size_t i = versions.size(); i-- > 0;) {
    const FileVersion& version = versions[i];
    if (!is_text_file(version) || is_packages(version.path) ||
        !any_matches(rule.in, version.path) || paths.count(version.path) != 0 ||
        clean.count(version.id) != 0) {
      continue;
    }
    const TreeEntry* given = in_base(base, version.path);
    if (given != nullptr && given->id == version.id) continue;
    const Result<std::string> text = contents.text(version.id);
    if (!text) return text.error();
    if (contents.cut()) break;
    if (!rule.text.pattern.find(*text, 0)) {
      clean.insert(version.id);
      continue;
    }
    const Result<LineSet> lines = lines_given(base, version.path);
    if (!lines) return lines.error();
    if (!found_beyond(rule.text.pattern, *text, *lines)) continue;
    paths.insert(version.path);
    found.hits.push_back({version.commit, version.path});
  }
  found.cut = contents.cut();
  return found;
}

Result<LineCredits> line_credits(const History& history, const Tree* base, const People& people,
                                 const ShareRules& rules) {
  LineCredits credits;
  credits.of.resize(people.all.size());
  Contents contents(history);
  const std::hash<std::string_view> hash;
  const std::vector<FileVersion>& versions = history.versions();
  for (std::size_t i = 0; i < versions.size() && !contents.cut();) {
    const std::size_t commit = versions[i].commit;
    const bool root = history.commits()[commit].parents == 0;
    const std::vector<std::size_t>& of = people.of[commit];
    std::unordered_map<std::size_t, std::int64_t> before;
    std::vector<std::string> after;
    for (; i < versions.size() && versions[i].commit == commit; ++i) {
      const FileVersion& version = versions[i];
      if (of.empty() || is_generated(version.path) || !any_matches(rules.in, version.path))
        continue;
      if (version.kind != EntryKind::File && version.kind != EntryKind::Executable) continue;
      Result<std::string> old = std::string();
      const TreeEntry* given = root ? in_base(base, version.path) : nullptr;
      if (!version.before.empty()) {
        old = contents.text(version.before);
      } else if (given != nullptr) {
        old = Contents::given(*base, *given);
      }
      if (!old) return old.error();
      for (const std::string_view line : lines_of(*old)) ++before[hash(trim(line))];
      if (version.id.empty()) continue;
      Result<std::string> text = contents.text(version.id);
      if (!text) return text.error();
      after.push_back(*std::move(text));
    }
    std::int64_t added = 0;
    for (const std::string& text : after) {
      for (const std::string_view line : lines_of(text)) {
        const std::string_view kept = trim(line);
        if (kept.empty()) continue;
        const auto known = before.find(hash(kept));
        if (known != before.end() && known->second > 0) {
          --known->second;
        } else {
          ++added;
        }
      }
    }
    for (const std::size_t person : of) {
      credits.of[person] += added * (kWhole / static_cast<std::int64_t>(of.size()));
    }
  }
  credits.cut = contents.cut();
  return credits;
}

}  // namespace grader::rubrics
