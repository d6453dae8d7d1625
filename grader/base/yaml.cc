#include "grader/base/yaml.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "grader/base/text.h"

namespace grader {
namespace {

constexpr std::size_t kMaxYamlBytes = std::size_t{256} << 10;
constexpr int kMaxYamlNodes = 10'000;
constexpr std::size_t kMaxYamlDepth = 64;
constexpr std::size_t kMaxMistakes = 100;

// Thrown by the builder through yaml-cpp's parser where going on is of no use.
struct Stop {};

// The text with a way from byte offsets to lines and columns.
class Source {
 public:
  explicit Source(std::string_view text) : text_(text) {
    starts_.push_back(0);
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\n') starts_.push_back(i + 1);
    }
  }

  Position position(std::size_t offset) const {
    offset = std::min(offset, text_.size());
    const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
    const std::size_t line = static_cast<std::size_t>(after - starts_.begin());
    int column = 1;
    for (std::size_t i = starts_[line - 1]; i < offset; ++i) {
      if ((static_cast<unsigned char>(text_[i]) & 0xC0) != 0x80) ++column;
    }
    return {static_cast<int>(line), column};
  }

  std::string line(int number) const {
    const std::size_t start = starts_[static_cast<std::size_t>(number) - 1];
    std::string_view line = text_.substr(start, text_.find('\n', start) - start);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return std::string(line);
  }

  char at(std::size_t offset) const { return offset < text_.size() ? text_[offset] : '\0'; }
  std::string_view text() const { return text_; }

 private:
  std::string_view text_;
  std::vector<std::size_t> starts_;
};

// Turns events into the tree. yaml-cpp tells plain scalars from quoted ones by the tag only, and an
// explicit "!" looks the same there; the first character in the source decides instead.
// A glob that stands without quotes looks like an alias.
std::string alias_message(const Source& source, std::size_t at) {
  const std::string_view rest = source.text().substr(std::min(at, source.text().size()));
  const std::string_view word = rest.substr(0, rest.find_first_of(" \t\r\n,]}#"));
  if (word.find_first_of("./*?[", 1) == std::string_view::npos && word != "*") {
    return "aliases (*) are not allowed";
  }
  return "a text that begins with '*' needs quotes, as in \"" + visible(word, 60) + "\"";
}

class Builder final : public YAML::EventHandler {
 public:
  Builder(const Source& source, const std::string& file, YamlDocument& document)
      : source_(source), file_(file), document_(document) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ == 0) return;
    report(offset(mark), source_.text().substr(offset(mark), 3) == "---"
                             ? "a second document starts here; one file holds one"
                             : "this does not belong to what stands above; check the indentation");
    throw Stop{};
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    // An empty value has no text: its mark is that of whatever follows.
    const std::size_t at = offset(mark);
    std::string text;
    for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
      if (source_.text().substr(at, word.size()) == word) text = word;
    }
    scalar(at, std::move(text), true);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    report(offset(mark), alias_message(source_, offset(mark)));
    scalar(offset(mark), "", false);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                const std::string& value) override {
    const std::size_t at = offset(mark);
    refuse_tag(at, tag);
    const char first = source_.at(at);
    if ((first == '"' || first == '\'') && !closes(at)) report(at, "a quoted text is not closed");
    scalar(at, value, first != '"' && first != '\'' && first != '|' && first != '>');
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, YamlNode::Kind::Sequence);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, YamlNode::Kind::Map);
  }
  void OnMapEnd() override { close(); }

  void OnAnchor(const YAML::Mark& mark, const std::string&) override {
    report(offset(mark), "anchors (&) are not allowed");
  }

  void report(std::size_t at, std::string message) {
    if (inside_bad_keys_ > 1) return;
    if (document_.diagnostics.size() == kMaxMistakes) {
      message = "more than 100 mistakes; the rest is not shown";
    }
    const Position position = source_.position(at);
    document_.diagnostics.push_back({Diagnostic::Severity::Error, file_, position,
                                     std::move(message), source_.line(position.line)});
    if (document_.diagnostics.size() > kMaxMistakes) throw Stop{};
  }

  // The place of the innermost bracket that is still open.
  std::optional<std::size_t> open_bracket() const {
    for (auto open = open_.rbegin(); open != open_.rend(); ++open) {
      const char first = source_.at(open->offset);
      if (first == '[' || first == '{') return open->offset;
    }
    return std::nullopt;
  }

 private:
  struct Open {
    YamlNode node;
    std::size_t offset = 0;
    std::map<std::string, int> key_lines;
    std::string key;
    Position key_position;
    bool has_key = false;
    bool bad_key = false;  // a collection as a key: its value is dropped
  };

  static std::size_t offset(const YAML::Mark& mark) {
    return mark.pos < 0 ? 0 : static_cast<std::size_t>(mark.pos);
  }

  bool expects_key() const {
    return !open_.empty() && open_.back().node.kind == YamlNode::Kind::Map && !open_.back().has_key;
  }

  void count(std::size_t at) {
    if (++nodes_ <= kMaxYamlNodes) return;
    report(at, "more than 10,000 nodes; split the file");
    throw Stop{};
  }

  // yaml-cpp takes the end of the file for a closing quote.
  bool closes(std::size_t at) const {
    const std::string_view text = source_.text();
    const char quote = text[at];
    for (std::size_t i = at + 1; i < text.size(); ++i) {
      if (quote == '"' && text[i] == '\\') {
        ++i;
      } else if (text[i] == quote) {
        if (quote == '"' || source_.at(i + 1) != quote) return true;
        ++i;
      }
    }
    return false;
  }

  void refuse_tag(std::size_t at, const std::string& tag) {
    if (source_.at(at) == '!' || (!tag.empty() && tag != "?" && tag != "!")) {
      report(at, "tags (!) are not allowed");
    }
  }

  void scalar(std::size_t at, std::string text, bool plain) {
    count(at);
    if (expects_key()) return start_entry(at, std::move(text));
    YamlNode node;
    node.position = source_.position(at);
    if (text.empty() && plain && !open_.empty()) {
      const Open& parent = open_.back();
      node.position = parent.has_key ? parent.key_position : parent.node.position;
    }
    node.plain = plain;
    node.scalar = std::move(text);
    attach(std::move(node));
  }

  void start_entry(std::size_t at, std::string key) {
    Open& map = open_.back();
    const Position position = source_.position(at);
    const auto [first, fresh] = map.key_lines.emplace(key, position.line);
    if (!fresh) {
      report(at, "duplicate key '" + visible(key, 60) + "', first on line " +
                     std::to_string(first->second));
    }
    map.key = std::move(key);
    map.key_position = position;
    map.has_key = true;
  }

  void open(const YAML::Mark& mark, const std::string& tag, YamlNode::Kind kind) {
    const std::size_t at = offset(mark);
    count(at);
    refuse_tag(at, tag);
    if (open_.size() == kMaxYamlDepth) {
      report(at, "nested more than 64 levels deep");
      throw Stop{};
    }
    Open opened;
    if (expects_key()) {
      ++inside_bad_keys_;
      report(at, "a key is a text, not a list or a map");
      opened.bad_key = true;
    }
    opened.node.kind = kind;
    opened.offset = at;
    opened.node.position = source_.position(at);
    open_.push_back(std::move(opened));
  }

  void close() {
    Open closed = std::move(open_.back());
    open_.pop_back();
    if (!closed.bad_key) return attach(std::move(closed.node));
    --inside_bad_keys_;
    open_.back().has_key = true;
    open_.back().key.clear();
    open_.back().key_position = closed.node.position;
  }

  void attach(YamlNode node) {
    if (open_.empty()) {
      document_.root = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.kind == YamlNode::Kind::Sequence) {
      parent.node.items.push_back(std::move(node));
      return;
    }
    parent.node.entries.push_back({std::move(parent.key), parent.key_position, std::move(node)});
    parent.key.clear();
    parent.has_key = false;
  }

  const Source& source_;
  const std::string& file_;
  YamlDocument& document_;
  std::vector<Open> open_;
  int nodes_ = 0;
  int documents_ = 0;
  int inside_bad_keys_ = 0;  // one mistake is said once
};

struct Rewording {
  std::string_view theirs;
  std::string_view ours;
};
constexpr Rewording kRewordings[] = {
    {"end of map not found", "this does not belong to the map above; check indentation and quotes"},
    {"end of map flow not found", "this '{' is not closed"},
    {"end of sequence not found",
     "this does not belong to the list above; check indentation and quotes"},
    {"end of sequence flow not found", "this '[' is not closed"},
    {"illegal map value", "a ':' cannot stand here; put a text with ': ' in quotes"},
    {"illegal block entry", "a '-' cannot stand here; check the indentation"},
    {"illegal flow end", "a ']' or '}' has no beginning"},
    {"illegal EOF in scalar", "a quoted text is not closed"},
    {"unknown token", "a text cannot start with this sign; put it in quotes"},
    {"illegal tab when looking for indentation", "a tab cannot indent; use spaces"},
    {"the referenced anchor is not defined", "aliases (*) are not allowed"},
    {"alias not found after *", "aliases (*) are not allowed"},
};

std::string reworded(const std::string& theirs) {
  for (const Rewording& row : kRewordings) {
    if (theirs.substr(0, row.theirs.size()) == row.theirs) return std::string(row.ours);
  }
  return "not valid YAML: " + theirs;
}

// yaml-cpp gives up on tabs with messages about other things.
bool indented_by_tab(std::string_view line) {
  const std::size_t first = line.find_first_not_of(' ');
  return first != std::string_view::npos && line[first] == '\t';
}

// Bytes that no YAML file may hold; yaml-cpp would guess UTF-16 from some and end at others.
std::optional<std::size_t> find_control(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const unsigned char byte = static_cast<unsigned char>(text[i]);
    if ((byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F) return i;
  }
  return std::nullopt;
}

// How many bytes from the start are valid UTF-8.
std::size_t valid_prefix(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t length = 1;
    if (static_cast<unsigned char>(text[at]) >= 0x80) {
      while (length < 4 && at + length < text.size() &&
             (static_cast<unsigned char>(text[at + length]) & 0xC0) == 0x80) {
        ++length;
      }
    }
    if (!is_valid_utf8(text.substr(at, length))) break;
    at += length;
  }
  return at;
}

void explain(const YAML::Exception& error, const Source& source, Builder& builder) {
  std::size_t at = error.mark.pos < 0 ? 0 : static_cast<std::size_t>(error.mark.pos);
  const bool tab = indented_by_tab(source.line(source.position(at).line));
  if (!tab && error.msg.find("flow not found") != std::string::npos) {
    at = builder.open_bracket().value_or(at);
  }
  std::string message = tab ? "a tab cannot indent; use spaces" : reworded(error.msg);
  if (!tab && message == "aliases (*) are not allowed") {
    while (at > 0 && source.at(at) != '*') --at;
    message = alias_message(source, at);
  }
  // A plain text in braces or brackets ends at a '?' for yaml-cpp.
  if (source.at(at) == '?' && builder.open_bracket()) {
    message = "a text with '?' inside brackets or braces needs quotes";
  }
  try {
    builder.report(at, std::move(message));
  } catch (const Stop&) {
    // One mistake too many; said already.
  }
}

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
  for (const YamlEntry& entry : entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

YamlDocument parse_yaml(std::string_view text, const std::string& file) {
  YamlDocument document;
  if (text.size() > kMaxYamlBytes) {
    document.diagnostics.push_back(
        {Diagnostic::Severity::Error, file, {}, "the file is larger than 256 KiB", ""});
    return document;
  }
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  const Source source(text);
  Builder builder(source, file, document);
  if (!is_valid_utf8(text)) {
    builder.report(valid_prefix(text), "not valid UTF-8");
    return document;
  }
  if (const auto control = find_control(text)) {
    builder.report(*control, "a control character");
    return document;
  }
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Stop&) {
    // Said already.
  } catch (const YAML::Exception& error) {
    explain(error, source, builder);
  }
  if (!document.diagnostics.empty()) {
    document.root.reset();
  } else if (!document.root) {
    // Nothing but white space and comments: an empty value.
    document.root.emplace();
    document.root->plain = true;
    document.root->position = {1, 1};
  }
  return document;
}

}  // namespace grader
