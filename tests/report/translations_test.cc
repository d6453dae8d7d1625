// The catalogues of other languages: whole, with the plurals that their language has, and in the
// words that docs/translating.md fixes.
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unicode/messagepattern.h>
#include <unicode/plurrule.h>
#include <unicode/uchar.h>

#include "grader/base/file.h"
#include "grader/base/text.h"
#include "grader/report/catalogue.h"
#include "grader/report/languages.h"
#include "grader/report/render.h"

namespace grader::report {
namespace {

const Catalogue& catalogue_of(const std::string& language) {
  Result<const Catalogue*> catalogue = Catalogue::of(language);
  return catalogue ? **catalogue : Catalogue::empty();
}

std::vector<std::string> translations() {
  std::vector<std::string> languages = all_languages();
  std::erase(languages, "en");
  return languages;
}

struct PluralChoice {
  std::set<std::string> words;  // "one", "few", "=1", ...
  bool shows_number = false;    // with #
};

std::string utf8(const icu::UnicodeString& text) {
  std::string result;
  return text.toUTF8String(result);
}

// Of all plurals of a pattern, those within others too.
std::vector<PluralChoice> plurals_of(const std::string& pattern) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::MessagePattern parsed(icu::UnicodeString::fromUTF8(pattern), nullptr, status);
  EXPECT_TRUE(U_SUCCESS(status)) << pattern;
  std::vector<PluralChoice> all;
  std::vector<std::pair<bool, std::size_t>> open;  // is a plural, which one
  for (int32_t i = 0; U_SUCCESS(status) && i < parsed.countParts(); ++i) {
    const icu::MessagePattern::Part& part = parsed.getPart(i);
    if (part.getType() == UMSGPAT_PART_TYPE_ARG_START) {
      const bool plural = part.getArgType() == UMSGPAT_ARG_TYPE_PLURAL;
      if (plural) all.emplace_back();
      open.emplace_back(plural, all.size() - 1);
    } else if (part.getType() == UMSGPAT_PART_TYPE_ARG_LIMIT) {
      open.pop_back();
    } else if (part.getType() == UMSGPAT_PART_TYPE_ARG_SELECTOR && open.back().first) {
      all[open.back().second].words.insert(utf8(parsed.getSubstring(part)));
    } else if (part.getType() == UMSGPAT_PART_TYPE_REPLACE_NUMBER) {
      all[open.back().second].shows_number = true;
    }
  }
  return all;
}

std::set<std::string> categories_of(const std::string& language) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::PluralRules> rules(
      icu::PluralRules::forLocale(icu::Locale::createFromName(language.c_str()), status));
  const std::unique_ptr<icu::StringEnumeration> words(rules->getKeywords(status));
  std::set<std::string> categories;
  while (const char* word = words->next(nullptr, status)) categories.insert(word);
  return categories;
}

class Translations : public ::testing::TestWithParam<std::string> {
 protected:
  const Catalogue& ours() const { return catalogue_of(GetParam()); }
  const Catalogue& english() const { return catalogue_of("en"); }
};

TEST_P(Translations, HaveEveryMessage) {
  for (const std::string& id : english().ids()) {
    EXPECT_TRUE(ours().has(id)) << "grader/report/messages/" << GetParam() << " lacks \"" << id
                                << "\": a new English sentence needs its translation in the same "
                                   "commit (docs/translating.md); in English it is: "
                                << english().pattern(id);
  }
  for (const std::string& id : ours().ids()) {
    EXPECT_TRUE(english().has(id)) << "grader/report/messages/" << GetParam() << " has \"" << id
                                   << "\", which is not in English";
  }
}

TEST_P(Translations, HaveTheParametersOfTheEnglishOnes) {
  for (const std::string& id : english().ids()) {
    if (!ours().has(id)) continue;
    EXPECT_EQ(ours().parameters(id), english().parameters(id)) << GetParam() << ": " << id;
  }
}

// A plural that only chooses between given numbers ("=1", "=2") and the rest counts nothing.
TEST_P(Translations, HaveThePluralsOfTheLanguage) {
  const std::set<std::string> categories = categories_of(GetParam());
  for (const std::string& id : ours().ids()) {
    for (const PluralChoice& plural : plurals_of(ours().pattern(id))) {
      std::set<std::string> words;
      std::copy_if(plural.words.begin(), plural.words.end(), std::inserter(words, words.end()),
                   [](const std::string& word) { return word.front() != '='; });
      if (!plural.shows_number && words.size() == 1) continue;
      // "=0" is said instead of "zero".
      std::set<std::string> needed = categories;
      if (plural.words.count("=0") != 0) needed.erase("zero");
      words.erase(plural.words.count("=0") != 0 ? "zero" : "");
      EXPECT_EQ(words, needed) << GetParam() << ": " << id;
    }
  }
}

// Numbers of every category of every language, fractions too.
std::vector<Points> numbers() {
  std::vector<Points> all;
  for (const std::int64_t number : {0, 1, 2, 3, 5, 11, 21, 22, 100, 1'000'000}) {
    all.push_back({number * 100});
  }
  all.push_back({250});
  return all;
}

// The sentences of `id` for all numbers and for each word that a pattern chooses by.
std::vector<std::string> said(const Catalogue& catalogue, const std::string& id) {
  std::vector<std::string> all;
  const std::vector<std::string> parameters = catalogue.parameters(id);
  for (const Points number : numbers()) {
    for (const char* what : {"stdout", "stderr", "out.txt"}) {
      Args args;
      for (const std::string& parameter : parameters) {
        if (parameter == "what") {
          args.emplace_back(parameter, what);
        } else {
          args.emplace_back(parameter, number);
        }
      }
      all.push_back(catalogue.text(id, args));
      if (std::find(parameters.begin(), parameters.end(), "what") == parameters.end()) break;
    }
  }
  return all;
}

TEST_P(Translations, CanBeSaidOfEveryNumber) {
  for (const std::string& id : ours().ids()) {
    for (const std::string& text : said(ours(), id)) {
      EXPECT_NE(text, "[" + id + "]") << GetParam() << ": not a message pattern";
      EXPECT_EQ(text.find_first_of("{}#"), std::string::npos) << GetParam() << ": " << text;
      EXPECT_EQ(text.find("  "), std::string::npos) << GetParam() << ": " << text;
    }
  }
}

// Short names that are the same in two languages.
bool may_be_english(const std::string& id) {
  static const std::set<std::string> kSame{
      "text.author_says",  "page.moment",       "page.rules",
      "page.pull_request", "page.work_commit",  "page.work_pull_request",
      "page.excerpt_line", "page.date_pattern", "page.type_text",
      "page.type_object",  "page.original"};
  return kSame.count(id) != 0;
}

TEST_P(Translations, AreNotEnglish) {
  for (const std::string& id : english().ids()) {
    if (may_be_english(id)) continue;
    EXPECT_NE(ours().pattern(id), english().pattern(id)) << GetParam() << ": " << id;
  }
}

// ICU begins a quotation at ' before a brace: words have the typographic apostrophe.
TEST_P(Translations, HaveNoStraightApostrophe) {
  for (const std::string& id : ours().ids()) {
    if (id == "page.date_pattern") continue;
    EXPECT_EQ(ours().pattern(id).find('\''), std::string::npos) << GetParam() << ": " << id;
  }
}

int count_of(const std::string& text, std::string_view sign) {
  int count = 0;
  for (std::size_t at = text.find(sign); at != std::string::npos; at = text.find(sign, at + 1)) {
    ++count;
  }
  return count;
}

TEST_P(Translations, AskWhereTheEnglishOnesAsk) {
  const bool arabic = GetParam() == "ar";
  for (const std::string& id : english().ids()) {
    const std::string& pattern = ours().pattern(id);
    EXPECT_EQ(count_of(pattern, arabic ? "\u061F" : "?") > 0,
              count_of(english().pattern(id), "?") > 0)
        << GetParam() << ": " << id;
    if (arabic) {
      EXPECT_EQ(count_of(pattern, "?"), 0) << id;
      // The commas of the pattern's own grammar aside.
      EXPECT_EQ(count_of(pattern, ","),
                2 * (count_of(pattern, ", plural,") + count_of(pattern, ", select,")))
          << id;
    }
    if (GetParam() == "es") {
      EXPECT_EQ(count_of(pattern, "?"), count_of(pattern, "\u00BF")) << id;
    }
  }
}

// Every word that a message can say. Kept: many tests ask.
const std::string& words_of(const Catalogue& catalogue, const std::string& id) {
  static std::map<std::string, std::string> kept;
  std::string& all = kept[catalogue.language() + " " + id];
  if (all.empty()) {
    for (const std::string& text : said(catalogue, id)) all += text + " ";
  }
  return all;
}

// Latin words in Ukrainian and Arabic are names.
TEST_P(Translations, AreInTheirOwnScript) {
  if (GetParam() != "uk" && GetParam() != "ar") return;
  const std::set<std::string> names{"git", "macos",  "return", "python", "utc",
                                    "utf", "yield",  "json",   "report", "out",
                                    "txt", "stdout", "stderr", "package"};
  for (const std::string& id : ours().ids()) {
    if (id == "page.date_pattern") continue;
    std::string word;
    for (const char c : words_of(ours(), id) + " ") {
      if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
        word += static_cast<char>(c | 0x20);
      } else if (!word.empty()) {
        EXPECT_EQ(names.count(word), 1U) << GetParam() << ": " << id << ": " << word;
        word.clear();
      }
    }
  }
}

// "?", ":", ";" and "%" stay with the word before them.
TEST_P(Translations, InFrenchHaveNoBreakBeforeASign) {
  if (GetParam() != "fr") return;
  for (const std::string& id : ours().ids()) {
    const std::string text = words_of(ours(), id);
    for (const char* sign : {" ?", " :", " ;", " %", " !"}) {
      EXPECT_EQ(count_of(text, sign), 0) << id << ": " << text;
    }
    EXPECT_EQ(count_of(text, "?"), count_of(text, "\u00A0?")) << id << ": " << text;
  }
}

TEST_P(Translations, DoNotShoutOrBlame) {
  const std::map<std::string, std::vector<std::string>> banned{
      {"es",
       {"fallo", "fall\u00F3", "incorrect", "mal ", "inv\u00E1lid", "por favor", "usted",
        "simplemente", "olvid"}},
      {"ca", {"fallada", "incorrect", "inv\u00E0lid", "si us plau", "simplement", "oblid"}},
      {"fr",
       {"\u00E9chec", "faux ", "incorrect", "invalide", "s\u2019il vous", "vous ", "simplement",
        "oubli"}},
      {"uk",
       {"\u043D\u0435\u043F\u0440\u0430\u0432\u0438\u043B\u044C\u043D",
        "\u0431\u0443\u0434\u044C \u043B\u0430\u0441\u043A\u0430",
        "\u043F\u0440\u043E\u0441\u0442\u043E "}},
      {"ar",
       {"\u0641\u0634\u0644", "\u0645\u0646 \u0641\u0636\u0644\u0643",
        "\u0628\u0628\u0633\u0627\u0637\u0629"}}};
  for (const std::string& id : ours().ids()) {
    const std::string text = words_of(ours(), id);
    EXPECT_EQ(text.find('!'), std::string::npos) << GetParam() << ": " << id;
    const auto words = banned.find(GetParam());
    if (words == banned.end()) continue;
    for (const std::string& word : words->second) {
      EXPECT_EQ(text.find(word), std::string::npos) << GetParam() << ": " << id << ": " << word;
    }
  }
}

TEST_P(Translations, AreShortSentences) {
  for (const std::string& id : ours().ids()) {
    for (const std::string& text : said(ours(), id)) {
      std::size_t words = 0;
      for (std::size_t at = 0; at < text.size(); ++at) {
        const bool begins = at > 0 && text[at - 1] == ' ' && text[at] != ' ';
        if (begins) ++words;
        const bool ends = text[at] == '.' || text[at] == '?' || text.compare(at, 2, "\u061F") == 0;
        if (ends && (at + 1 >= text.size() || text[at + 1] == ' ' || text[at] == '\xD8')) {
          EXPECT_LT(words, 17U) << GetParam() << ": " << id << ": " << text;
          words = 0;
        }
      }
    }
  }
}

// The same thing has the same name everywhere: the beginnings of the words of docs/translating.md.
struct Term {
  const char* english;
  std::map<std::string, std::vector<std::string>> words;
};

const std::vector<Term>& glossary() {
  static const std::vector<Term> kTerms{{"exercise",
                                         {{"es", {"ejercicio"}},
                                          {"ca", {"exercici"}},
                                          {"fr", {"exercice"}},
                                          {"uk", {"вправ"}},
                                          {"ar", {"تمرين", "تمارين"}}}},
                                        {"mentor",
                                         {{"es", {"mentor"}},
                                          {"ca", {"mentor"}},
                                          {"fr", {"mentorat"}},
                                          {"uk", {"ментор"}},
                                          {"ar", {"المرشدين"}}}},
                                        {"pull request",
                                         {{"es", {"pull request"}},
                                          {"ca", {"pull request"}},
                                          {"fr", {"pull request"}},
                                          {"uk", {"пул-реквест"}},
                                          {"ar", {"طلب السحب"}}}},
                                        {"commit",
                                         {{"es", {"commit"}},
                                          {"ca", {"commit"}},
                                          {"fr", {"commit"}},
                                          {"uk", {"коміт"}},
                                          {"ar", {"إيداع", "الإيداع"}}}},
                                        {"file ",
                                         {{"es", {"archivo"}},
                                          {"ca", {"fitxer"}},
                                          {"fr", {"fichier"}},
                                          {"uk", {"файл"}},
                                          {"ar", {"ملف", "الملف"}}}},
                                        {"folder",
                                         {{"es", {"carpeta"}},
                                          {"ca", {"carpeta"}},
                                          {"fr", {"dossier"}},
                                          {"uk", {"папк"}},
                                          {"ar", {"مجلد"}}}},
                                        {"example",
                                         {{"es", {"ejemplo"}},
                                          {"ca", {"exemple"}},
                                          {"fr", {"exemple"}},
                                          {"uk", {"приклад"}},
                                          {"ar", {"مثال", "أمثلة", "الأمثلة", "المثال"}}}}};
  return kTerms;
}

std::string lowered(std::string text) {
  return utf8(icu::UnicodeString::fromUTF8(text).toLower(icu::Locale::getRoot()));
}

TEST_P(Translations, UseTheWordsOfTheGlossary) {
  for (const Term& term : glossary()) {
    const auto words = term.words.find(GetParam());
    if (words == term.words.end()) continue;
    for (const std::string& id : english().ids()) {
      if (count_of(lowered(words_of(english(), id)), term.english) == 0) continue;
      const std::string text = lowered(words_of(ours(), id));
      const bool named = std::any_of(words->second.begin(), words->second.end(),
                                     [&](const std::string& word) { return count_of(text, word); });
      EXPECT_TRUE(named) << GetParam() << ": " << id << " says nothing of '" << term.english
                         << "': " << text;
    }
  }
}

TEST(Glossary, StandsInTheManual) {
  const std::filesystem::path root = std::filesystem::path(GRADER_TESTS_DIR).parent_path();
  const Result<std::string> manual = read_file(root / "docs/translating.md");
  ASSERT_TRUE(manual);
  for (const Term& term : glossary()) {
    for (const auto& [language, words] : term.words) {
      EXPECT_NE(lowered(*manual).find(words.front()), std::string::npos)
          << language << ": " << words.front();
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Each, Translations, ::testing::ValuesIn(translations()),
                         [](const auto& row) { return row.param; });

}  // namespace
}  // namespace grader::report
