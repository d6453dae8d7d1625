#include "grader/source/names.h"

#include <string>

#include <gtest/gtest.h>

namespace grader::source {
namespace {

struct GitRow {
  std::string name;
  bool like;
};

class GitLikeTest : public ::testing::TestWithParam<GitRow> {};

TEST_P(GitLikeTest, NameIsJudged) {
  EXPECT_EQ(is_git_like(GetParam().name), GetParam().like);
}

INSTANTIATE_TEST_SUITE_P(
    Names, GitLikeTest,
    ::testing::Values(GitRow{".git", true}, GitRow{".GIT", true}, GitRow{".Git", true},
                      GitRow{"git~1", true}, GitRow{"GIT~1", true}, GitRow{".git.", true},
                      GitRow{".git ", true}, GitRow{".git . .", true},
                      GitRow{".git::$INDEX_ALLOCATION", true}, GitRow{".git:stream", true},
                      GitRow{".g\u200cit", true}, GitRow{"\ufeff.git", true},
                      GitRow{".gi\u206at", true}, GitRow{".git\\config", true},
                      GitRow{"a\\.git", true}, GitRow{".gitignore", false},
                      GitRow{".gitattributes", false}, GitRow{"git", false}, GitRow{"git~2", false},
                      GitRow{"", false}, GitRow{".github", false}, GitRow{"a.git", false}));

TEST(FoldNameTest, CaseAndCompositionFall) {
  EXPECT_EQ(fold_name("Index.JS"), "index.js");
  EXPECT_EQ(fold_name("Ärger"), fold_name("a\u0308RGER"));
  EXPECT_EQ(fold_name("straße"), fold_name("STRASSE"));
  EXPECT_NE(fold_name("a"), fold_name("b"));
  EXPECT_EQ(fold_name("\xff\xfe"), "\xff\xfe");
}

TEST(ComposeNameTest, DecomposedLettersAreComposed) {
  EXPECT_EQ(compose_name("e\u0301te\u0301"), "été");
  EXPECT_EQ(compose_name("E"), "E");
}

TEST(OddNameTest, OnlyWhatCannotBeShownIsOdd) {
  EXPECT_FALSE(is_odd_name("node server.js"));
  EXPECT_FALSE(is_odd_name("été.js"));
  EXPECT_FALSE(is_odd_name(std::string(2000, 'x')));
  EXPECT_TRUE(is_odd_name("a\nb"));
  EXPECT_TRUE(is_odd_name("a\u202egpj.exe"));
  EXPECT_TRUE(is_odd_name("\xff.js"));
}

}  // namespace
}  // namespace grader::source
