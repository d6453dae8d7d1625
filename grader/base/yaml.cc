#include "grader/base/yaml.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <tuple>
#include <utility>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "grader/base/text.h"
#include "grader/base/yaml_comma.h"
#include "grader/base/yaml_quotes.h"
#include "grader/base/yaml_source.h"
#include "grader/base/yaml_trouble.h"

namespace grader {
namespace {

constexpr std::size_t kMaxYamlBytes = std::size_t{256} << 10;
constexpr int kMaxYamlNodes = 10'000;
constexpr std::size_t kMaxYamlDepth = 64;
constexpr std::size_t kMaxMistakes = 100;

// Thrown by the builder through yaml-cpp's parser where going on is of no use.
struct Stop {};

// Turns events into the tree. yaml-cpp tells plain scalars from quoted ones by the tag only, and an
// explicit "!" looks the same there; the first character in the source decides instead.
class Builder final : public YAML::EventHandler {
 public:
  Builder(const YamlSource& source, const std::string& file, YamlDocument& document)
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
    report(offset(mark), "anchors (&) are not allowed; a text that begins with '&' needs quotes");
  }

  void report(std::size_t at, std::string message) {
    if (inside_bad_keys_ > 1) return;
    if (document_.diagnostics.size() == kMaxMistakes) {
      message = "more than 100 mistakes; the rest is not shown";
    }
    const Position position = source_.position(at);
    document_.diagnostics.push_back({Diagnostic::Severity::Error, file_, position,
                                     std::move(message), std::string(source_.line(position.line))});
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

  // Of where the parser gave up: whatever was found behind it was misread.
  void report_trouble(std::size_t at, std::string message) {
    const Position place = source_.position(at);
    std::erase_if(document_.diagnostics, [&](const Diagnostic& one) {
      return std::tie(one.position.line, one.position.column) > std::tie(place.line, place.column);
    });
    report(at, std::move(message));
  }

  // What the parser says of a text over two lines is that mistake again.
  bool comma_told() const { return !open_.empty() && open_.back().comma_told; }

 private:
  struct Open {
    YamlNode node;
    std::size_t offset = 0;
    std::map<std::string, int> key_lines;
    std::string key;
    Position key_position;
    std::size_t key_offset = 0;
    std::optional<std::size_t> text_before;  // of the last value, where it is a text without quotes
    bool comma_told = false;
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

  // "{{ week }}", at its second brace: a template that nobody filled in.
  bool is_placeholder(std::size_t at) const {
    if (at == 0 || source_.at(at) != '{' || source_.at(at - 1) != '{') return false;
    const std::string_view rest = source_.text().substr(at + 1);
    const std::string_view inside = rest.substr(0, rest.find_first_of("{}\n"));
    return inside.find(':') == std::string_view::npos && rest.substr(inside.size(), 2) == "}}";
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
      report(at, "tags (!) are not allowed; a text that begins with '!' needs quotes");
    }
  }

  void scalar(std::size_t at, std::string text, bool plain) {
    count(at);
    if (expects_key()) return start_entry(at, std::move(text));
    YamlNode node;
    node.position = source_.position(at);
    if (!open_.empty() && open_.back().has_key) look_for_value(at, text.empty() && plain, plain);
    if (text.empty() && plain && !open_.empty()) {
      const Open& parent = open_.back();
      node.position = parent.has_key ? parent.key_position : parent.node.position;
    }
    if (plain) node.comment = comment_of(at, text);
    node.plain = plain;
    node.scalar = std::move(text);
    attach(std::move(node));
  }

  std::optional<YamlComment> comment_of(std::size_t at, const std::string& text) const {
    if (text.empty()) {
      if (open_.empty() || !open_.back().has_key) return std::nullopt;
      at = open_.back().key_offset;
    }
    const auto hash = comment_after(source_, at, text);
    if (!hash) return std::nullopt;
    const std::string_view rest = source_.text().substr(*hash);
    return YamlComment{source_.position(*hash), std::string(trim(rest.substr(0, rest.find('\n'))))};
  }

  // "{a: one, and two}": what follows the ',' is read as a key of its own.
  void look_for_value(std::size_t at, bool empty, bool plain) {
    Open& map = open_.back();
    if (!empty || source_.at(map.offset) != '{' || !lacks_colon(source_, map.key_offset)) {
      map.text_before.reset();
      if (plain && !empty) map.text_before = at;
      map.comma_told = false;
      return;
    }
    if (map.comma_told) return;
    YamlTrouble trouble = comma_trouble(source_, map.text_before, map.key_offset);
    report(trouble.at, std::move(trouble.message));
    map.comma_told = true;
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
    map.key_offset = at;
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
      if (is_placeholder(at)) {
        report(at - 1, "a text that begins with '{{' needs quotes");
        throw Stop{};
      }
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

  const YamlSource& source_;
  const std::string& file_;
  YamlDocument& document_;
  std::vector<Open> open_;
  int nodes_ = 0;
  int documents_ = 0;
  int inside_bad_keys_ = 0;  // one mistake is said once
};

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

void explain(const YAML::Exception& error, const YamlSource& source, Builder& builder) {
  if (builder.comma_told()) return;
  const std::size_t at = error.mark.pos < 0 ? 0 : static_cast<std::size_t>(error.mark.pos);
  YamlTrouble trouble = yaml_trouble(error.msg, at, builder.open_bracket(), source);
  try {
    builder.report_trouble(trouble.at, std::move(trouble.message));
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
  if (text.substr(0, 2) == "\xFF\xFE" || text.substr(0, 2) == "\xFE\xFF") {
    document.diagnostics.push_back(
        {Diagnostic::Severity::Error, file, {1, 1}, "this file is UTF-16; save it as UTF-8", ""});
    return document;
  }
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  const YamlSource source(text);
  Builder builder(source, file, document);
  if (!is_valid_utf8(text)) {
    builder.report(valid_prefix(text), "not valid UTF-8; save the file as UTF-8");
    return document;
  }
  if (const auto control = find_control(text)) {
    builder.report(*control, "a control character; is this a file of text?");
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
