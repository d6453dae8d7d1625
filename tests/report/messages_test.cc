// Every sentence that the code can say has an entry in every catalogue, and the English ones keep
// to the wording rules: short, about the code, without blame.
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/base/file.h"
#include "grader/base/places.h"
#include "grader/report/catalogue.h"
#include "rubrics/review_rules.h"

namespace grader::report {
namespace {

namespace fs = std::filesystem;

struct Use {
  std::string place;                 // "rubrics/checks/files.cc:12"
  std::set<std::string> parameters;  // given where the message is made
};

bool is_id(std::string_view text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos || dot == 0 || dot + 1 == text.size()) return false;
  if (text.find('.', dot + 1) != std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  });
}

std::size_t skip_space(const std::string& text, std::size_t at) {
  while (at < text.size() && std::isspace(static_cast<unsigned char>(text[at])) != 0) ++at;
  return at;
}

// Collects what has the shape of a message, {"area.what", {{"param", value}...}, and every literal
// that could be an id.
void scan(const std::string& name, const std::string& code, std::multimap<std::string, Use>& uses,
          std::set<std::string>& literals) {
  for (std::size_t at = code.find('"'); at != std::string::npos; at = code.find('"', at + 1)) {
    const std::size_t end = code.find_first_of("\"\n", at + 1);
    if (end == std::string::npos) return;
    const std::string literal = code.substr(at + 1, end - at - 1);
    const std::size_t before = code.find_last_not_of(" \n", at == 0 ? 0 : at - 1);
    at = end;
    if (!is_id(literal)) continue;
    literals.insert(literal);
    const std::size_t comma = skip_space(code, end + 1);
    const std::size_t brace = skip_space(code, comma + 1);
    if (before == std::string::npos || code[before] != '{' || comma >= code.size() ||
        brace >= code.size() || code[comma] != ',' || code[brace] != '{') {
      continue;
    }
    Use use;
    use.place =
        name + ":" +
        std::to_string(
            1 + std::count(code.begin(), code.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
    int depth = 0;
    for (std::size_t i = brace; i < code.size(); ++i) {
      if (code[i] == '{') ++depth;
      if (code[i] == '}' && --depth == 0) break;
      if (code[i] == '"' && code[i - 1] == '{' && depth == 2) {
        use.parameters.insert(code.substr(i + 1, code.find('"', i + 1) - i - 1));
      }
    }
    uses.emplace(literal, use);
  }
}

class Messages : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    const fs::path root = fs::path(GRADER_TESTS_DIR).parent_path();
    for (const char* folder : {"grader", "rubrics", "runners", "sandbox"}) {
      for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
        if (entry.path().extension() != ".cc") continue;
        const Result<std::string> code = read_file(entry.path());
        ASSERT_TRUE(code);
        scan(fs::relative(entry.path(), root).string(), *code, uses(), literals());
      }
    }
  }

  static std::multimap<std::string, Use>& uses() {
    static std::multimap<std::string, Use> all;
    return all;
  }
  static std::set<std::string>& literals() {
    static std::set<std::string> all;
    return all;
  }
  static std::vector<std::string> languages() {
    std::vector<std::string> all;
    for (const auto& entry : fs::directory_iterator(data_directory() / "messages")) {
      if (entry.is_directory()) all.push_back(entry.path().filename());
    }
    return all;
  }
  static const Catalogue& catalogue(const std::string& language) {
    Result<const Catalogue*> found = Catalogue::of(language);
    return found ? **found : Catalogue::empty();
  }
};

TEST_F(Messages, OfTheCodeStandInEveryCatalogue) {
  EXPECT_GT(uses().size(), 10U);
  for (const std::string& language : languages()) {
    for (const auto& [id, use] : uses()) {
      EXPECT_TRUE(catalogue(language).has(id))
          << use.place << ": no sentence for " << id << " in " << language;
    }
    for (const std::string& literal : literals()) {
      const bool ours = literal.rfind("page.", 0) == 0 || literal.rfind("label.", 0) == 0 ||
                        literal.rfind("status.", 0) == 0;
      if (ours && literal.back() != '_') {
        EXPECT_TRUE(catalogue(language).has(literal)) << literal;
      }
    }
  }
}

TEST_F(Messages, GetTheParametersThatTheirSentencesUse) {
  for (const std::string& language : languages()) {
    for (const auto& [id, use] : uses()) {
      // Made without any: they are filled in where the message gets its place.
      if (use.parameters.empty()) continue;
      const std::vector<std::string> wanted = catalogue(language).parameters(id);
      for (const std::string& parameter : use.parameters) {
        if (parameter == "original") continue;  // shown below the sentence
        EXPECT_THAT(wanted, ::testing::Contains(parameter)) << use.place << ": " << id;
      }
    }
  }
}

// Of the review rules that come with us: their names are files.
std::set<std::string> of_rules() {
  std::set<std::string> ids;
  for (const rubrics::ShippedRule& rule : rubrics::shipped_rules()) {
    ids.insert(rule.message());
    ids.insert(rule.why());
  }
  return ids;
}

TEST_F(Messages, OfReviewRulesAreThoseOfTheManual) {
  const auto manual = read_file(fs::path(GRADER_TESTS_DIR).parent_path() / "docs" / "review.md");
  ASSERT_TRUE(manual);
  for (const rubrics::ShippedRule& rule : rubrics::shipped_rules()) {
    const std::string row = "| [`" + rule.name + "`](../rubrics/review/" + rule.name + ") | " +
                            catalogue("en").text(rule.message(), {{"line", "12"}}) + " | " +
                            catalogue("en").text(rule.why()) + " |\n";
    EXPECT_NE(manual->find(row), std::string::npos) << "docs/review.md needs " << row;
  }
}

TEST_F(Messages, OfReviewRulesStandInEveryCatalogue) {
  EXPECT_GE(of_rules().size(), 26U);
  for (const std::string& language : languages()) {
    for (const std::string& id : of_rules()) {
      EXPECT_TRUE(catalogue(language).has(id)) << id << " in " << language;
    }
  }
}

TEST_F(Messages, AreAllUsed) {
  const std::set<std::string> rules = of_rules();
  for (const std::string& id : catalogue("en").ids()) {
    // Put together from the name of a status, a label or a type.
    const bool composed =
        id.rfind("status.", 0) == 0 || id.rfind("label.", 0) == 0 || id.rfind("page.type_", 0) == 0;
    EXPECT_TRUE(composed || literals().count(id) != 0 || rules.count(id) != 0)
        << id << " is in the catalogue, but not in the code";
  }
}

// Each sentence as it is said of one thing and of several.
std::vector<std::string> said(const Catalogue& catalogue, const std::string& id) {
  std::vector<std::string> all;
  for (const std::int64_t number : {0, 1, 2, 5}) {
    Args args;
    for (const std::string& parameter : catalogue.parameters(id)) {
      // The one that patterns choose a word by.
      if (parameter == "what") {
        args.emplace_back(parameter, number == 0 ? "stdout" : "out.txt");
      } else {
        args.emplace_back(parameter, number);
      }
    }
    all.push_back(catalogue.text(id, args));
  }
  return all;
}

TEST_F(Messages, HaveReadablePatterns) {
  for (const std::string& language : languages()) {
    for (const std::string& id : catalogue(language).ids()) {
      for (const std::string& text : said(catalogue(language), id)) {
        EXPECT_NE(text, "[" + id + "]") << language << ": not a message pattern";
        EXPECT_THAT(text, ::testing::Not(::testing::HasSubstr("{"))) << id;
      }
    }
  }
}

std::vector<std::string> words_of(const std::string& sentence) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : sentence + " ") {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80 ||
        (!word.empty() && (c == '.' || c == '-' || c == '/' || c == '_' || c == '\''))) {
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (!word.empty()) {
      while (!word.empty() && (word.back() == '.' || word.back() == '-')) word.pop_back();
      if (!word.empty()) words.push_back(word);
      word.clear();
    }
  }
  return words;
}

TEST_F(Messages, InEnglishAreShortSentences) {
  for (const std::string& id : catalogue("en").ids()) {
    for (const std::string& text : said(catalogue("en"), id)) {
      std::size_t start = 0;
      while (start < text.size()) {
        std::size_t end = text.find_first_of(".?", start);
        while (end != std::string::npos && end + 1 < text.size() && text[end + 1] != ' ') {
          end = text.find_first_of(".?", end + 1);
        }
        const std::string sentence =
            text.substr(start, end == std::string::npos ? end : end + 1 - start);
        EXPECT_LE(words_of(sentence).size(), 15U) << id << ": " << sentence;
        if (end == std::string::npos) break;
        start = end + 1;
      }
    }
  }
}

TEST_F(Messages, InEnglishSpeakOfTheCodeAndNotOfThePerson) {
  const std::set<std::string> banned{"wrong",  "invalid", "illegal", "fail",   "fails",
                                     "failed", "failure", "just",    "simply", "obviously",
                                     "please", "you",     "forgot",  "bad",    "incorrect",
                                     "error",  "cheat",   "cheating"};
  for (const std::string& id : catalogue("en").ids()) {
    for (const std::string& text : said(catalogue("en"), id)) {
      EXPECT_EQ(text.find('!'), std::string::npos) << id;
      for (const std::string& word : words_of(text))
        EXPECT_EQ(banned.count(word), 0U) << id << ": " << word;
    }
  }
}

TEST_F(Messages, SayWhatIsAskedSoOften) {
  const auto said = [](const char* language, std::int64_t count, std::int64_t min) {
    return (*Catalogue::of(language))->text("text.too_few", {{"count", count}, {"min", min}});
  };
  EXPECT_EQ(said("en", 0, 1), "Nothing here is what the exercise asks for yet.");
  EXPECT_EQ(said("en", 0, 2),
            "Nothing here is what the exercise asks for yet. It asks for at least 2 places.");
  EXPECT_EQ(said("en", 1, 3),
            "1 place is what the exercise asks for. It asks for at least 3 places.");
  EXPECT_EQ(said("uk", 0, 1), "Тут ще немає нічого з того, що просить вправа.");
  EXPECT_EQ(said("uk", 0, 5),
            "Тут ще немає нічого з того, що просить вправа. Вона просить щонайменше 5 місць.");
}

}  // namespace
}  // namespace grader::report
