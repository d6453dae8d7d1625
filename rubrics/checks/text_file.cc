#include "rubrics/checks/text_file.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "grader/base/text.h"

namespace grader::rubrics {
namespace {

constexpr std::uint64_t kMaxTextBytes = std::uint64_t{1} << 20;

bool is_binary(std::string_view content) {
  return content.substr(0, 8'000).find('\0') != std::string_view::npos;
}

std::string with_plain_ends(std::string content) {
  if (content.find('\r') == std::string::npos) return content;
  std::string text;
  text.reserve(content.size());
  for (std::size_t i = 0; i < content.size(); ++i) {
    if (content[i] == '\r' && i + 1 < content.size() && content[i + 1] == '\n') continue;
    text += content[i];
  }
  return text;
}

constexpr std::string_view kMark = "\xEF\xBB\xBF";

std::string normal(std::string content) {
  if (content.starts_with(kMark)) content.erase(0, kMark.size());
  return with_plain_ends(std::move(content));
}

std::vector<std::string_view> meaningful_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  for (const std::string_view line : lines_of(text)) {
    if (!trim(line).empty()) lines.push_back(line.substr(0, line.find_last_not_of(" \t") + 1));
  }
  return lines;
}

std::string but_layout(std::string_view line) {
  std::string text;
  for (const char c : line) {
    if (c != ' ' && c != '\t') text += c == '\'' ? '"' : c;
  }
  if (!text.empty() && (text.back() == ';' || text.back() == ',')) text.pop_back();
  return text;
}

std::vector<bool> covered_by(std::string_view given, std::string_view content,
                             std::string (*same)(std::string_view)) {
  std::unordered_map<std::string, int> left;
  for (const std::string_view line : lines_of(given)) ++left[same(line)];
  std::vector<bool> covered;
  for (const std::string_view line : lines_of(content)) {
    const auto found = left.find(same(line));
    const bool is_given = found != left.end() && found->second > 0;
    if (is_given) --found->second;
    covered.push_back(is_given);
  }
  return covered;
}

}  // namespace

std::vector<bool> TextFile::template_lines() const {
  return covered_by(given, content, [](std::string_view line) { return std::string(line); });
}

std::vector<bool> TextFile::template_lines_but_layout() const {
  return covered_by(given, content, but_layout);
}

bool TextFile::like_template() const {
  return has_template && meaningful_lines(content) == meaningful_lines(given);
}

Result<TextFile> read_text_file(const TreeEntry& entry, const Tree& submission, const Tree* base) {
  TextFile file;
  file.path = entry.path;
  if (entry.size > kMaxTextBytes) {
    file.kind = TextFile::Kind::TooLarge;
    return file;
  }
  Result<std::string> content = submission.read(entry);
  if (!content) return std::move(content).error();
  if (is_binary(*content)) {
    file.kind = TextFile::Kind::Binary;
    return file;
  }
  file.has_mark = content->starts_with(kMark);
  file.content = normal(*std::move(content));
  if (!is_valid_utf8(file.content)) {
    std::string valid = to_valid_utf8(file.content);
    const auto [mine, theirs] =
        std::mismatch(file.content.begin(), file.content.end(), valid.begin(), valid.end());
    file.invalid_at = static_cast<std::size_t>(mine - file.content.begin());
    file.content = std::move(valid);
  }
  const TreeEntry* given = base == nullptr ? nullptr : base->find(entry.path);
  if (given == nullptr || given->kind == EntryKind::Gitlink) return file;
  file.has_template = true;
  if (given->size > kMaxTextBytes) return file;
  if (given->id == entry.id && file.invalid_at == std::string::npos) {
    file.given = file.content;
    return file;
  }
  Result<std::string> old = base->read(*given);
  if (!old) return std::move(old).error();
  if (!is_binary(*old)) file.given = to_valid_utf8(normal(*std::move(old)));
  return file;
}

TextPlace PlaceCounter::at(std::size_t offset) {
  for (; offset_ < offset && offset_ < text_.size(); ++offset_) {
    const char c = text_[offset_];
    if (c == '\n') {
      ++place_.line;
      place_.column = 1;
    } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
      ++place_.column;
    }
  }
  return place_;
}

}  // namespace grader::rubrics
