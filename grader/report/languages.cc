#include "grader/report/languages.h"

#include <algorithm>
#include <map>

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "grader/base/text.h"

namespace grader::report {
namespace {

namespace fs = std::filesystem;

std::string to_utf8(const icu::UnicodeString& text) {
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

std::string lower(std::string_view text) {
  return to_utf8(
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())))
          .toLower(icu::Locale::getRoot()));
}

// "es" where somebody wrote "Spanish", "espanol" or "ess".
std::string probably_meant(const std::string& word, const std::vector<std::string>& known) {
  const std::vector<std::string_view> codes(known.begin(), known.end());
  std::map<std::string, std::string, std::less<>> names;
  for (const std::string& code : known) {
    const icu::Locale locale = icu::Locale::createFromName(code.c_str());
    icu::UnicodeString english, own;
    locale.getDisplayLanguage(icu::Locale::getEnglish(), english);
    locale.getDisplayLanguage(locale, own);
    names.emplace(lower(to_utf8(english)), code);
    names.emplace(lower(to_utf8(own)), code);
  }
  if (const auto name = names.find(word); name != names.end()) return name->second;
  if (const std::string code = did_you_mean(word, codes); !code.empty()) return code;
  std::vector<std::string_view> words;
  words.reserve(names.size());
  for (const auto& [name, code] : names) words.push_back(name);
  const std::string near = did_you_mean(word, words);
  return near.empty() ? "" : names.find(near)->second;
}

}  // namespace

std::vector<std::string> languages_in(const fs::path& messages) {
  std::vector<std::string> languages;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(messages, ignored)) {
    if (entry.is_directory(ignored)) languages.push_back(entry.path().filename());
  }
  std::sort(languages.begin(), languages.end());
  return languages;
}

Result<std::string> language_of(std::string_view tag, const std::vector<std::string>& known) {
  std::string wanted = lower(tag.substr(0, 60));
  std::replace(wanted.begin(), wanted.end(), '_', '-');
  for (std::string general = wanted;;) {
    for (const std::string& language : known) {
      if (lower(language) == general) return language;
    }
    const std::size_t dash = general.rfind('-');
    if (dash == std::string::npos || dash == 0) break;
    general.resize(dash);
  }
  const std::string meant = probably_meant(wanted, known);
  return usage_error("unknown language '" + visible(tag, 20) + "'",
                     (meant.empty() ? "" : "did you mean '" + meant + "'? ") +
                         "known languages: " + join(known, ", "));
}

std::string own_name_of(const std::string& language) {
  const icu::Locale locale = icu::Locale::createFromName(language.c_str());
  icu::UnicodeString name;
  locale.getDisplayLanguage(locale, name);
  if (name.isEmpty()) return language;
  // Only the first letter: in a list of names it stands at a beginning.
  const int32_t first = name.moveIndex32(0, 1);
  icu::UnicodeString initial(name, 0, first);
  name.replace(0, first, initial.toUpper(locale));
  return to_utf8(name);
}

bool is_right_to_left(const std::string& language) {
  return icu::Locale::createFromName(language.c_str()).isRightToLeft() != 0;
}

}  // namespace grader::report
