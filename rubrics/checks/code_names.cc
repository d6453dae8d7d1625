#include "rubrics/checks/code_names.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "grader/base/text.h"

namespace grader::rubrics {
namespace {

bool is_upper(char c) {
  return std::isupper(static_cast<unsigned char>(c)) != 0;
}

bool is_lower(char c) {
  return std::islower(static_cast<unsigned char>(c)) != 0;
}

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// Every "$word" of a text, without its signs.
std::vector<std::string> words_in(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t at = text.find('$'); at != std::string::npos; at = text.find('$', at)) {
    while (at < text.size() && text[at] == '$') ++at;
    std::size_t end = at;
    while (end < text.size() && is_word(text[end])) ++end;
    if (end > at) words.push_back(text.substr(at, end - at));
  }
  return words;
}

// Only capitals are names for ast-grep: '$item' is a name of JavaScript, and nothing else.
void check_pattern(const CheckMaker& maker, const YamlNode& pattern, std::set<std::string>& names) {
  for (const std::string& word : words_in(pattern.scalar)) {
    if (std::none_of(word.begin(), word.end(), is_lower)) {
      names.insert(word);
      continue;
    }
    std::string capitals = word;
    std::transform(capitals.begin(), capitals.end(), capitals.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    maker.mistakes.error(pattern.position, "'$" + visible(word, 60) +
                                               "' stands for itself alone; what may differ has "
                                               "a name in capitals: '$" +
                                               visible(capitals, 60) + "'");
  }
}

// All patterns below a node.
void check_patterns(const CheckMaker& maker, const YamlNode& node, std::set<std::string>& names) {
  for (const YamlNode& item : node.items) check_patterns(maker, item, names);
  for (const YamlEntry& entry : node.entries) {
    const bool code = entry.key == "pattern" || entry.key == "context";
    if (code && entry.value.kind == YamlNode::Kind::Scalar) {
      check_pattern(maker, entry.value, names);
    } else {
      check_patterns(maker, entry.value, names);
    }
  }
}

}  // namespace

std::vector<std::string> names_in(const std::string& message) {
  std::vector<std::string> names;
  for (std::size_t at = message.find('$'); at != std::string::npos;
       at = message.find('$', at + 1)) {
    std::size_t end = at + 1;
    while (end < message.size() && is_word(message[end]) && !is_lower(message[end])) ++end;
    if (end > at + 1) names.push_back(message.substr(at + 1, end - at - 1));
  }
  return names;
}

void check_names(const CheckMaker& maker, const YamlNode& item) {
  std::set<std::string> names;
  check_patterns(maker, item, names);
  if (const YamlNode* at = item.find("at")) names.insert(at->scalar);
  const YamlNode* message = item.find("message");
  if (message == nullptr || message->kind != YamlNode::Kind::Scalar) return;
  for (const std::string& name : names_in(message->scalar)) {
    // "$5" is a price.
    if (names.contains(name) || (!is_upper(name[0]) && name[0] != '_')) continue;
    maker.mistakes.error(message->position, "the pattern has no $" + visible(name, 60) +
                                                ", so the message says '$" + visible(name, 60) +
                                                "' to students");
  }
}

}  // namespace grader::rubrics
