// Languages: how they are found and called, and how numbers, lists, dates and sentences are written
// in them. translations_test.cc looks at the catalogues as a whole.
#include "grader/report/languages.h"

#include <map>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/report/catalogue.h"
#include "grader/report/render.h"

namespace grader::report {
namespace {

using ::testing::ElementsAre;

const Catalogue& catalogue_of(const std::string& language) {
  Result<const Catalogue*> catalogue = Catalogue::of(language);
  return catalogue ? **catalogue : Catalogue::empty();
}

TEST(Languages, AreKnownByTheirCodesAndTheMoreGeneralOnes) {
  EXPECT_THAT(all_languages(), ElementsAre("ar", "ca", "en", "es", "fr", "uk"));
  for (const auto& [tag, language] : std::map<std::string, std::string>{
           {"es", "es"}, {"es-MX", "es"}, {"ES_mx", "es"}, {"ar-EG", "ar"}, {"zh", ""}}) {
    const Result<std::string> found = find_language(tag);
    EXPECT_EQ(found ? *found : "", language) << tag;
  }
}

struct Unknown {
  const char* name;
  const char* tag;
  const char* hint;
};

class UnknownLanguages : public ::testing::TestWithParam<Unknown> {};

TEST_P(UnknownLanguages, NameTheKnownOnes) {
  const Result<std::string> found = find_language(GetParam().tag);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().blame, Blame::Usage);
  EXPECT_EQ(found.error().message, std::string("unknown language '") + GetParam().tag + "'");
  EXPECT_EQ(found.error().hint,
            std::string(GetParam().hint) + "known languages: ar, ca, en, es, fr, uk");
}

INSTANTIATE_TEST_SUITE_P(
    Rows, UnknownLanguages,
    ::testing::Values(Unknown{"OfNoKind", "tlh", ""}, Unknown{"Nothing", "", ""},
                      Unknown{"AFolder", "../en", ""},
                      Unknown{"TooLong", "frr", "did you mean 'fr'? "},
                      Unknown{"ItsEnglishName", "Spanish", "did you mean 'es'? "},
                      Unknown{"ItsOwnName", "català", "did you mean 'ca'? "},
                      Unknown{"AlmostItsName", "ukrainan", "did you mean 'uk'? "}),
    [](const auto& row) { return row.param.name; });

TEST(Languages, AreCalledAsTheirSpeakersCallThem) {
  EXPECT_EQ(own_name_of("es"), "Español");
  EXPECT_EQ(own_name_of("ca"), "Català");
  EXPECT_EQ(own_name_of("fr"), "Français");
  EXPECT_EQ(own_name_of("uk"), "Українська");
  EXPECT_EQ(own_name_of("ar"), "العربية");
  EXPECT_TRUE(is_right_to_left("ar"));
  EXPECT_FALSE(is_right_to_left("uk"));
}

struct Written {
  const char* language;
  const char* number;
  const char* list;
  const char* date;
};

class WrittenIn : public ::testing::TestWithParam<Written> {};

TEST_P(WrittenIn, ALanguage) {
  const Catalogue& catalogue = catalogue_of(GetParam().language);
  EXPECT_EQ(catalogue.number({120450}), GetParam().number);
  EXPECT_EQ(catalogue.list({"9", "14", "20"}), GetParam().list);
  EXPECT_EQ(catalogue.date("2026-11-03T08:05:00Z"), GetParam().date);
  // Numbers of lines are those of the file.
  EXPECT_NE(catalogue.text("page.see_line", {{"line", std::int64_t{12345}}}).find("12345"),
            std::string::npos);
  EXPECT_NE(catalogue.text("limits.memory", {{"megabytes", std::int64_t{1024}}}).find("1024"),
            std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, WrittenIn,
    ::testing::Values(Written{"en", "1204.5", "9, 14, and 20", "3 November 2026, 08:05"},
                      Written{"es", "1204,5", "9, 14 y 20", "3 de noviembre de 2026, 08:05"},
                      Written{"ca", "1204,5", "9, 14 i 20", "3 de novembre de 2026, 08:05"},
                      Written{"fr", "1204,5", "9, 14 et 20", "3 novembre 2026, 08:05"},
                      Written{"uk", "1204,5", "9, 14 і 20", "3 листопада 2026 р., 08:05"},
                      Written{"ar", "1204.5", "9 و14 و20", "3 نوفمبر 2026، الساعة 08:05"}),
    [](const auto& row) { return row.param.language; });

struct Said {
  const char* name;
  const char* language;
  const char* id;
  Args args;
  const char* text;
};

class Sentences : public ::testing::TestWithParam<Said> {};

TEST_P(Sentences, AreSaidAsPeopleSayThem) {
  EXPECT_EQ(catalogue_of(GetParam().language).text(GetParam().id, GetParam().args),
            GetParam().text);
}

Args counted(std::int64_t count) {
  return {{"count", count}};
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Sentences,
    ::testing::Values(
        Said{"SpanishOne", "es", "page.checks", counted(1), "1 comprobación"},
        Said{"SpanishMillion", "es", "page.checks", counted(1'000'000),
             "1000000 de comprobaciones"},
        Said{"SpanishHalf", "es", "page.count_points", {{"points", Points{250}}}, "2,5 puntos"},
        Said{"CatalanTwo", "ca", "tests.all_pass", counted(2), "Les 2 proves funcionen."},
        Said{"FrenchNone", "fr", "page.checks", counted(0), "0 vérification"},
        Said{"FrenchHalf", "fr", "page.count_points", {{"points", Points{150}}}, "1,5 point"},
        Said{"UkrainianOne", "uk", "page.count_points", {{"points", Points{100}}}, "1 бал"},
        Said{"UkrainianThree", "uk", "page.count_points", {{"points", Points{300}}}, "3 бали"},
        Said{"UkrainianEleven", "uk", "page.count_points", {{"points", Points{1100}}}, "11 балів"},
        Said{"UkrainianTwentyOne", "uk", "page.count_points", {{"points", Points{2100}}}, "21 бал"},
        Said{"UkrainianHalf", "uk", "page.count_points", {{"points", Points{250}}}, "2,5 бала"},
        Said{"ArabicOne", "ar", "page.checks", counted(1), "فحص واحد"},
        Said{"ArabicTwo", "ar", "page.checks", counted(2), "فحصان"},
        Said{"ArabicThree", "ar", "page.checks", counted(3), "3 فحوص"},
        Said{"ArabicEleven", "ar", "page.checks", counted(11), "11 فحصًا"},
        Said{"ArabicHundred", "ar", "page.checks", counted(100), "100 فحص"},
        Said{"PointsOfAStoredMessage",
             "fr",
             "manual.criterion_waits",
             {{"points", "2.5"}, {"possible", "10"}},
             "Cette partie compte pour 2,5 sur 10."}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace grader::report
