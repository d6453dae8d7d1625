#include "rubrics/checks/prose.h"

#include <algorithm>
#include <map>
#include <optional>

#include "grader/base/text.h"

namespace grader::rubrics {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Comments are instructions, not answers. Line ends stay, so that lines keep their numbers.
std::string without_comments(std::string_view text) {
  std::string kept;
  while (!text.empty()) {
    const std::size_t open = text.find("<!--");
    kept += text.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = text.find("-->", open + 4);
    const std::string_view comment =
        text.substr(open, close == std::string_view::npos ? close : close + 3 - open);
    kept.append(static_cast<std::size_t>(std::count(comment.begin(), comment.end(), '\n')), '\n');
    text.remove_prefix(open + comment.size());
  }
  return kept;
}

// The level of "## x", or 0.
int hashes(std::string_view line) {
  std::size_t spaces = line.find_first_not_of(' ');
  if (spaces == std::string_view::npos || spaces > 3) return 0;
  line.remove_prefix(spaces);
  const std::size_t count = std::min(line.find_first_not_of('#'), line.size());
  if (count == 0 || count > 6) return 0;
  return count == line.size() || line[count] == ' ' || line[count] == '\t' ? static_cast<int>(count)
                                                                           : 0;
}

bool underlines(std::string_view line, char sign) {
  const std::string_view text = trim(line);
  return !text.empty() && text.find_first_not_of(sign) == std::string_view::npos;
}

void add_words(std::string_view line, std::vector<std::string>& words) {
  std::string word;
  bool meaning = false;  // a sign alone, such as '-', is no word
  const auto end = [&] {
    if (meaning) words.push_back(word);
    word.clear();
    meaning = false;
  };
  for (const char c : line) {
    if (c == ' ' || c == '\t') {
      end();
      continue;
    }
    const char small = lower(c);
    const bool letter = (small >= 'a' && small <= 'z') || (c >= '0' && c <= '9') ||
                        static_cast<unsigned char>(c) >= 0x80;
    if (letter) word += small;
    meaning = meaning || letter;
  }
  end();
}

// The mark that opens or closes a code block, or nothing.
std::string_view fence(std::string_view line) {
  const std::string_view text = trim(line);
  for (const char sign : {'`', '~'}) {
    const std::size_t count = std::min(text.find_first_not_of(sign), text.size());
    if (count >= 3) return text.substr(0, count);
  }
  return {};
}

}  // namespace

std::string comparable_heading(std::string_view heading) {
  std::string text;
  bool space = false;
  for (const char c : trim(heading)) {
    if (c == '*' || c == '_' || c == '`') continue;
    if (c == ' ' || c == '\t') {
      space = true;
      continue;
    }
    if (space && !text.empty()) text += ' ';
    space = false;
    text += lower(c);
  }
  while (!text.empty() && std::string_view("#:?!. ").find(text.back()) != std::string_view::npos) {
    text.pop_back();
  }
  return text;
}

std::vector<Section> sections_of(std::string_view markdown) {
  const std::string text = without_comments(markdown);
  std::vector<Section> sections;
  std::vector<std::size_t> open;  // sections that a line belongs to, outermost first
  const auto begin = [&](std::string_view heading, int level, int line) {
    while (!open.empty() && sections[open.back()].level >= level) open.pop_back();
    open.push_back(sections.size());
    sections.push_back({comparable_heading(heading), level, line, {}});
  };
  std::string code;
  std::optional<std::string_view> paragraph;  // the line above, where it may be a heading
  int number = 0;
  // A line's words count one line later: until then it may turn out to be a heading.
  const auto flush = [&] {
    if (!paragraph) return;
    for (const std::size_t section : open) add_words(*paragraph, sections[section].words);
    paragraph.reset();
  };
  for (const std::string_view line : lines_of(text)) {
    ++number;
    const std::string_view mark = fence(line);
    if (!code.empty()) {
      if (mark.substr(0, code.size()) == code) code.clear();
      continue;
    }
    if (!mark.empty()) {
      flush();
      code = mark;
      continue;
    }
    if (const int level = hashes(line); level > 0) {
      flush();
      std::string_view heading = trim(line);
      heading.remove_prefix(static_cast<std::size_t>(level));
      begin(heading, level, number);
      continue;
    }
    if (paragraph && !trim(*paragraph).empty() &&
        (underlines(line, '=') || underlines(line, '-'))) {
      const std::string_view heading = *paragraph;
      paragraph.reset();
      begin(heading, underlines(line, '=') ? 1 : 2, number - 1);
      continue;
    }
    flush();
    paragraph = line;
  }
  flush();
  return sections;
}

std::int64_t own_words(const std::vector<std::string>& words,
                       const std::vector<std::string>& given) {
  std::map<std::string_view, std::int64_t> left;
  for (const std::string& word : given) ++left[word];
  std::int64_t count = 0;
  for (const std::string& word : words) {
    const auto found = left.find(word);
    if (found != left.end() && found->second > 0) {
      --found->second;
    } else {
      ++count;
    }
  }
  return count;
}

}  // namespace grader::rubrics
