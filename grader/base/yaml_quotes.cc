#include "grader/base/yaml_quotes.h"

#include <string_view>
#include <vector>

namespace grader {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

struct Quoted {
  std::size_t open = 0, close = 0;  // of its signs
};

// Goes through a text by lines, as far as quotes, brackets, comments and block texts are concerned.
class Scanner {
 public:
  explicit Scanner(const YamlSource& source, std::size_t end) : source_(source), end_(end) {}

  void run() {
    for (int line = 1;; ++line) {
      if (open_ == kNone && in_block(line)) continue;
      if (!read_line(line)) return;
    }
  }

  std::vector<Quoted> quoted;         // that end
  std::vector<std::size_t> comments;  // their '#'
  std::vector<std::size_t> brackets;  // that are open at the end

 private:
  // Whether the line belongs to a text after '|' or '>'.
  bool in_block(int number) {
    if (block_indent_ == kNone || source_.start(number) >= end_) return false;
    const std::size_t first = source_.line(number).find_first_not_of(' ');
    if (first == kNone || first > block_indent_) return !is_last(number);
    block_indent_ = kNone;
    return false;
  }

  bool is_last(int number) const { return number >= source_.lines(); }

  // False: this was the last one.
  bool read_line(int number) {
    const std::size_t start = source_.start(number);
    const std::string_view line = source_.line(number);
    bool fresh = true;  // a value may begin here
    for (std::size_t i = 0; i < line.size() && start + i < end_; ++i) {
      const char c = line[i];
      if (open_ != kNone) {
        if (c == '\\' && quote_ == '"') {
          ++i;
        } else if (c == quote_) {
          quoted.push_back({open_, start + i});
          open_ = kNone;
          fresh = false;
        }
        continue;
      }
      if (c == '#' && (i == 0 || line[i - 1] == ' ')) {
        comments.push_back(start + i);
        break;
      }
      if (fresh && (c == '"' || c == '\'')) {
        quote_ = c;
        open_ = start + i;
        continue;
      }
      const bool spaced = i + 1 == line.size() || line[i + 1] == ' ';
      if (c == ' ') continue;
      // In the midst of a text that is in no brackets they are letters like others.
      const bool opens = (c == '[' || c == '{') && (fresh || !brackets.empty());
      if (opens) brackets.push_back(start + i);
      if ((c == ']' || c == '}') && !brackets.empty()) brackets.pop_back();
      fresh = opens || c == ',' || (spaced && (c == ':' || c == '-' || c == '?'));
    }
    if (open_ == kNone) block_indent_ = begins_block(line) ? line.find_first_not_of(' ') : kNone;
    return !is_last(number) && start + line.size() < end_;
  }

  static bool begins_block(std::string_view line) {
    const std::size_t last = line.find_last_not_of(" +-0123456789");
    return last != kNone && last > 0 && (line[last] == '|' || line[last] == '>') &&
           line[last - 1] == ' ';
  }

  const YamlSource& source_;
  std::size_t end_;
  std::size_t open_ = kNone;
  char quote_ = '\0';
  std::size_t block_indent_ = kNone;
};

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// "#word"; "# word" is a comment that was meant.
bool looks_like_text(const YamlSource& source, std::size_t hash) {
  const char next = source.at(hash + 1);
  return !is_space(next) && next != '#' && next != '\0';
}

// Where the plain text ends, of which the parser has folded the lines; kNone: it is another one.
std::size_t end_of(const YamlSource& source, std::size_t at, std::string_view scalar) {
  for (std::size_t i = 0; i < scalar.size(); ++at) {
    if (is_space(source.at(at))) {
      if (!is_space(scalar[i])) return kNone;
      while (is_space(source.at(at + 1))) ++at;
      while (i < scalar.size() && is_space(scalar[i])) ++i;
    } else if (source.at(at) == scalar[i]) {
      ++i;
    } else {
      return kNone;
    }
  }
  return at;
}

}  // namespace

std::optional<std::size_t> opened_above(const YamlSource& source, std::size_t at) {
  std::size_t close = at;
  while (close > 0 && source.at(close - 1) == ' ') --close;
  if (close == 0) return std::nullopt;
  --close;
  Scanner scanner(source, at);
  scanner.run();
  for (const Quoted& one : scanner.quoted) {
    if (one.close != close) continue;
    if (source.position(one.open).line == source.position(close).line) return std::nullopt;
    return one.open;
  }
  return std::nullopt;
}

std::optional<std::size_t> bracket_around(const YamlSource& source, std::size_t at) {
  Scanner scanner(source, at);
  scanner.run();
  if (scanner.brackets.empty()) return std::nullopt;
  return scanner.brackets.back();
}

std::optional<std::size_t> comment_by_accident(const YamlSource& source, std::size_t from,
                                               std::size_t to) {
  Scanner scanner(source, to);
  scanner.run();
  const int last = source.position(to).line;
  for (const std::size_t comment : scanner.comments) {
    if (comment < from || source.position(comment).line >= last) continue;
    if (looks_like_text(source, comment)) return comment;
  }
  return std::nullopt;
}

std::optional<std::size_t> comment_after(const YamlSource& source, std::size_t at,
                                         std::string_view scalar) {
  if (scalar.empty()) {
    // After the ':' of its key.
    while (at < source.text().size() && source.at(at) != ':' && source.at(at) != '\n') ++at;
    if (source.at(at) != ':') return std::nullopt;
    ++at;
  } else {
    at = end_of(source, at, scalar);
    if (at == kNone) return std::nullopt;
  }
  const std::size_t end = at;
  while (source.at(at) == ' ' || source.at(at) == '\t') ++at;
  if (at == end || source.at(at) != '#' || !looks_like_text(source, at)) return std::nullopt;
  return at;
}

}  // namespace grader
