#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <utility>

#include "grader/base/text.h"
#include "runners/test_text.h"
#include "runners/tool_results.h"

namespace grader::runners {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{8} << 20;
constexpr std::size_t kMaxLine = 4096;
constexpr std::size_t kMaxDepth = 16;
constexpr std::size_t kIndent = 4;  // of a subtest

bool starts_as(std::string_view text, std::string_view word) {
  return text.size() >= word.size() &&
         std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) {
           return a == std::tolower(static_cast<unsigned char>(b));
         });
}

std::optional<std::size_t> number(std::string_view& text) {
  std::size_t digits = 0, value = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') {
    if (digits > 7) return std::nullopt;
    value = value * 10 + static_cast<std::size_t>(text[digits++] - '0');
  }
  if (digits == 0) return std::nullopt;
  text.remove_prefix(digits);
  return value;
}

// "ok 3 - adds # SKIP not now"
struct Point {
  bool ok = false;
  std::string description;
  std::optional<TestState> waits;
};

std::optional<Point> point_of(std::string_view line) {
  Point point;
  if (line.starts_with("not ok")) {
    line.remove_prefix(6);
  } else if (line.starts_with("ok")) {
    point.ok = true;
    line.remove_prefix(2);
  } else {
    return std::nullopt;
  }
  if (!line.empty() && line.front() != ' ') return std::nullopt;  // "okay"
  line = trim(line);
  (void)number(line);
  line = trim(line);
  if (line.starts_with("- ")) line.remove_prefix(2);
  if (line == "-") line = "";
  // A directive begins at a # that is not escaped.
  std::string text;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size() && (line[i + 1] == '#' || line[i + 1] == '\\')) {
      text += line[++i];
      continue;
    }
    if (line[i] == '#') {
      const std::string_view directive = trim(line.substr(i + 1));
      if (starts_as(directive, "skip")) point.waits = TestState::Skipped;
      if (starts_as(directive, "todo")) point.waits = TestState::Todo;
      if (point.waits) break;
    }
    text += line[i];
  }
  point.description = std::string(trim(text));
  return point;
}

class Reader {
 public:
  explicit Reader(const std::string& file) : file_(file) { levels_.emplace_back(); }

  void read(std::string_view text) {
    for (const std::string_view line : lines_of(text)) {
      if (!results_.problem.empty()) break;
      one(line.substr(0, kMaxLine));
    }
    finish();
  }

  ToolResults take() { return std::move(results_); }

 private:
  struct Level {
    std::vector<TestRun> tests;  // with their children before them; names without what is around
    std::size_t points = 0;      // of this level itself
    std::optional<std::size_t> planned;
  };

  void one(std::string_view line) {
    std::size_t spaces = line.find_first_not_of(' ');
    if (spaces == std::string_view::npos) return;
    if (in_block_) {
      const std::string_view rest = trim(line);
      const bool closed = spaces == block_indent_ && rest == "...";
      // It may have been left open.
      const bool left = spaces < block_indent_ && (point_of(rest) || rest.starts_with("1.."));
      if (!closed && !left) {
        if (message_.size() < kMaxMessage) message_.append(rest).append("\n");
        return;
      }
      settle();
      if (closed) return;
    }
    const std::string_view rest = line.substr(spaces);
    // A block belongs to the point before it and is indented by two (by some tools, four).
    if (trim(rest) == "---" && last_ != nullptr && spaces > last_indent_) {
      in_block_ = true;
      block_indent_ = spaces;
      return;
    }
    if (starts_as(rest, "bail out!")) {
      results_.problem = "the tests were ended by 'Bail out!'";
      return;
    }
    if (spaces % kIndent != 0) return;
    if (rest.starts_with("1..")) return plan(spaces / kIndent, rest.substr(3));
    if (auto point = point_of(rest)) take_point(spaces / kIndent, *std::move(point));
  }

  Level* level(std::size_t depth) {
    if (depth >= kMaxDepth) {
      results_.problem = "subtests are nested too deep";
      return nullptr;
    }
    while (levels_.size() <= depth) levels_.emplace_back();
    return &levels_[depth];
  }

  void plan(std::size_t depth, std::string_view rest) {
    const auto count = number(rest);
    Level* at = count ? level(depth) : nullptr;
    if (at != nullptr && !at->planned) at->planned = count;
  }

  void take_point(std::size_t depth, Point point) {
    if (++total_ > kMaxTests) {
      results_.problem = "there are too many tests";
      return;
    }
    settle();
    if (level(depth) == nullptr) return;
    fold_below(depth, point.description);
    Level& at = levels_[depth];
    ++at.points;
    TestRun run;
    run.id.name = point.description.empty() ? "test " + std::to_string(at.points)
                                            : std::move(point.description);
    run.state = point.waits ? *point.waits : point.ok ? TestState::Passed : TestState::Failed;
    at.tests.push_back(std::move(run));
    last_ = &at.tests.back();
    last_indent_ = depth * kIndent;
  }

  // What stood below a point belongs to it: the point comes after its subtests.
  void fold_below(std::size_t depth, const std::string& name) {
    while (levels_.size() > depth + 1) {
      Level deeper = std::move(levels_.back());
      levels_.pop_back();
      if (deeper.planned && *deeper.planned != deeper.points) incomplete_ = true;
      const bool direct = levels_.size() == depth + 1;
      for (TestRun& test : deeper.tests) {
        if (direct && !name.empty()) test.id.name = test_name(name + " > " + test.id.name);
        levels_.back().tests.push_back(std::move(test));
      }
    }
    last_ = nullptr;
  }

  // The block, as it is, says why a test failed.
  void settle() {
    if (last_ != nullptr && last_->state == TestState::Failed && !message_.empty()) {
      last_->message = test_message(message_);
    }
    message_.clear();
    in_block_ = false;
  }

  void finish() {
    settle();
    fold_below(0, "");
    Level& top = levels_.front();
    std::map<std::string, int> seen;
    for (TestRun& test : top.tests) {
      test.id.file = file_;
      test.id.name = test_name(test.id.name);
      test.id.ordinal = seen[test.id.name]++;
    }
    results_.tests = std::move(top.tests);
    if (!results_.problem.empty()) return;
    if (!top.planned) {
      results_.problem = "there is no plan";
    } else if (*top.planned != top.points || incomplete_) {
      results_.problem = "there are not as many tests as the plan says";
    }
    results_.complete = results_.problem.empty();
  }

  const std::string& file_;
  std::vector<Level> levels_;
  std::size_t total_ = 0;
  bool incomplete_ = false;
  TestRun* last_ = nullptr;  // whose block may follow; in levels_.back() or above
  std::size_t last_indent_ = 0;
  bool in_block_ = false;
  std::size_t block_indent_ = 0;
  std::string message_;
  ToolResults results_;
};

}  // namespace

ToolResults read_tap(std::string_view text, const std::string& file) {
  if (text.size() > kMaxBytes) {
    ToolResults results;
    results.problem = "the results are too large";
    return results;
  }
  Reader reader(file);
  reader.read(text);
  return reader.take();
}

}  // namespace grader::runners
