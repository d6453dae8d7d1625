#include "runners/npmrc.h"

#include <cstdlib>

#include <gmock/gmock.h>

namespace grader::runners {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Npmrc, VariablesAndSecretsAreFound) {
  const Npmrc npmrc = parse_npmrc(
      "# ${COMMENT}\n"
      "; //a/:_authToken=comment\n"
      "registry = https://npm.school.example/\n"
      "@school:registry=https://${HOST}/\n"
      " //npm.school.example/:_authToken = ${TOKEN}\n"
      "//other.example/:_password=\"cGFzcw==\"\n"
      "_auth=${MAYBE?}\n"
      "${OPEN\n");
  EXPECT_THAT(npmrc.variables, ElementsAre("HOST", "TOKEN", "MAYBE"));
  EXPECT_THAT(npmrc.secrets, ElementsAre("${TOKEN}", "cGFzcw==", "${MAYBE?}"));
  EXPECT_THAT(parse_npmrc("").variables, IsEmpty());
}

TEST(Npmrc, VariablesAreReplacedWhereTheyAreSet) {
  ::setenv("GRADER_TEST_SET", "value", 1);
  EXPECT_EQ(with_variables("a ${GRADER_TEST_SET} ${GRADER_TEST_SET?} ${GRADER_TEST_UNSET} ${"),
            "a value value ${GRADER_TEST_UNSET} ${");
  ::unsetenv("GRADER_TEST_SET");
}

TEST(Npmrc, SecretsAreTakenOutOfATextAndShortWordsAreNone) {
  EXPECT_EQ(without_secrets("abcd, abcdabcd, x", {"abcd", "x", ""}), "***, ******, x");
}

TEST(Npmrc, AnAddressIsShownWithoutItsUser) {
  EXPECT_EQ(without_user("https://sam:geheim@a.example/@b/c"), "https://***@a.example/@b/c");
  EXPECT_EQ(without_user("https://sam:ge@heim@a.example"), "https://***@a.example");
  EXPECT_EQ(without_user("https://a.example/@b"), "https://a.example/@b");
  EXPECT_EQ(without_user("a@b"), "a@b");
}

}  // namespace
}  // namespace grader::runners
