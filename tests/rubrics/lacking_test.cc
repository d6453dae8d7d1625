// Modules that our test files ask for in vain: whose it is to bring them.
#include <gtest/gtest.h>

#include "rubrics/checks/tests_lacking.h"
#include "tests/rubrics/rubric_text.h"
#include "tests/rubrics/told.h"
#include "tests/support/memory_tree.h"

namespace grader::rubrics {
namespace {

using runners::FileRun;
using runners::LoadFailure;
using testing::MemoryTree;
using Files = std::map<std::string, std::string>;
using Kind = LoadFailure::Kind;

struct Row {
  const char* name;
  Files submission, base;
  LoadFailure failure;
  bool listed = true;  // the listing over the template met the same
  const char* expected;
  const char* note = "";
};

LoadFailure lacks(std::string subject, Kind kind = Kind::MissingFile,
                  std::string file = "week-2/a.test.js") {
  return {kind, "Cannot find module", std::move(subject), std::move(file), 1, 1};
}

const Files kStarted = {{"week-2/sum.js", "1"}};
const Files kMine = {{"week-2/sum.js", "2"}};

constexpr const char* kAsksAPerson = "needs_review: tests.cannot_start\n";

class Lacking : public ::testing::TestWithParam<Row> {};

TEST_P(Lacking, IsJudged) {
  const Row& row = GetParam();
  const MemoryTree submission(row.submission), base(row.base);
  const Asked asked{{"week-2", "week-3/given.js"}, {*Glob::resolve("week-2", "made.js")}};
  SuiteEvidence suite;
  FileRun run;
  run.file = row.failure.file.ends_with(".py") ? "week-2/test_a.py" : "week-2/a.test.js";
  run.finished = true;
  run.failure = row.failure;
  suite.files = {run};
  suite.expected = {std::nullopt};
  suite.causes = {Cause::None};
  suite.laid = {run.file, "test/set-up.js"};
  suite.lacking = {{}};
  if (row.listed) suite.lacking[0] = {row.failure};
  CheckInput input;
  input.view = {&submission, row.base.empty() ? nullptr : &base, "week-2", "", &asked};
  input.suite = &suite;
  const auto check = check_of("tests: {from: template, files: [a.test.js], hidden: true}");
  const Judgement judgement = check->judge(input);
  EXPECT_EQ(told(judgement), row.expected);
  EXPECT_EQ(judgement.note ? judgement.note->message : "", row.note);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Lacking,
    ::testing::Values(
        Row{"APathOutsideOfTheTask", kMine, kStarted, lacks("../helpers"), true, kAsksAPerson,
            "the test file 'week-2/a.test.js' asks for '../helpers', which the template does not "
            "have and the rubric does not name"},
        Row{"APathOutOfTheSubmission", kMine, kStarted, lacks("../../helpers"), true, kAsksAPerson,
            "the test file 'week-2/a.test.js' asks for '../../helpers', which the template does "
            "not have and the rubric does not name"},
        Row{"ATypoWhereTheTemplateStartsTheCode", kMine, kStarted, lacks("./summ"), true,
            kAsksAPerson,
            "the test file 'week-2/a.test.js' asks for './summ', which the template does not have "
            "and the rubric does not name"},
        Row{"APackage", kMine, kStarted, lacks("lodash", Kind::MissingPackage), true, kAsksAPerson,
            "the test file 'week-2/a.test.js' asks for 'lodash', a package that the environment "
            "does not have"},
        Row{"AModuleResolvedFromTheRoot", kMine, kStarted, lacks("week-1/gone.mjs"), true,
            kAsksAPerson,
            "the test file 'week-2/a.test.js' asks for 'week-1/gone.mjs', which the template does "
            "not have and the rubric does not name"},
        Row{"OurTestFileDoesNotParse",
            kMine,
            kStarted,
            {Kind::Syntax, "Unexpected token (3:1)", "", "week-2/a.test.js", 3, 1},
            true,
            kAsksAPerson,
            "the test file 'week-2/a.test.js' cannot be read at line 3: Unexpected token (3:1)"},
        Row{"AConfigurationThatCannotBeRead",
            kMine,
            kStarted,
            {Kind::Other, "the jest configuration cannot be read: no", "", "week-2/a.test.js"},
            true,
            kAsksAPerson,
            "the test file 'week-2/a.test.js' cannot be run: the jest configuration cannot be "
            "read: no"},
        Row{"ASetUpFileThatStopsByItself",
            kMine,
            kStarted,
            {Kind::Thrown, "TypeError: fn is not a function", "", "test/set-up.js", 7, 6},
            true,
            kAsksAPerson,
            "'test/set-up.js' stops at line 7 before the tests start, without any code of a "
            "student: TypeError: fn is not a function"},
        // The student's to bring.
        Row{"AnExportThatIsNotThereYet",
            kMine,
            kStarted,
            {Kind::Other, "does not provide an export named 'f'", "f", "week-2/a.test.js"},
            true,
            "fail (not_loadable): tests.not_loadable path=week-2\n  hidden 0/1\n"},
        Row{"AFileOfTheTemplateThatIsGone",
            {{"week-2/b.js", ""}},
            kStarted,
            lacks("./sum"),
            false,
            "fail (not_loadable): tests.asked_file file=week-2/sum.js\n  hidden 0/1\n"},
        Row{"AFileThatIsElsewhere",
            {{"week-2/src/Sum.js", ""}},
            kStarted,
            lacks("./sum"),
            false,
            "fail (not_loadable): tests.asked_file_but_near file=week-2/sum.js "
            "near=week-2/src/Sum.js\n  hidden 0/1\n"},
        Row{"AFileThatACheckAsksFor", kMine, kStarted, lacks("./made"), true,
            "fail (not_loadable): tests.asked_file file=week-2/made.js\n  hidden 0/1\n"},
        Row{"ThePathOfATask", kMine, kStarted, lacks("../week-3/given"), true,
            "fail (not_loadable): tests.asked_file file=week-3/given.js\n  hidden 0/1\n"},
        Row{"AFileThatStudentsMayHaveToMake",
            kMine,
            {},
            lacks("./summ"),
            true,
            "fail (not_loadable): tests.asked_file file=./summ\n  hidden 0/1\n",
            "the test file 'week-2/a.test.js' asks for './summ', which is taken for the student's "
            "to write; name it in a 'path' or in 'files: {required}' where that is so"},
        Row{"AnOwnPythonModule",
            kMine,
            {{"week-2/calc.py", ""}},
            lacks("calc", Kind::MissingPackage, "week-2/test_a.py"),
            false,
            "fail (not_loadable): tests.asked_file file=week-2/calc.py\n  hidden 0/1\n"},
        Row{"APythonModuleThatNobodyNames",
            kMine,
            {{"week-2/calc.py", ""}},
            lacks("numpy", Kind::MissingPackage, "week-2/test_a.py"),
            true,
            kAsksAPerson,
            "the test file 'week-2/test_a.py' asks for 'numpy', which the template does not have "
            "and the rubric does not name"},
        // A student's program that says so does not make it so.
        Row{"AFailureThatTheListingDidNotMeet", kMine, kStarted,
            lacks("lodash", Kind::MissingPackage), false,
            "fail (missing_package): tests.not_loadable path=week-2\n  hidden 0/1\n"},
        Row{"ASetUpFileThatStopsOverTheSubmission",
            kMine,
            kStarted,
            {Kind::Thrown, "TypeError: sum is not a function", "", "test/set-up.js", 7, 6},
            false,
            "fail (not_loadable): tests.not_loadable path=week-2\n  hidden 0/1\n"},
        Row{"AFileThatTheStudentHas",
            {{"week-2/summ.js", "throw 1"}},
            kStarted,
            lacks("./summ"),
            true,
            "fail (not_loadable): tests.not_loadable path=week-2\n  hidden 0/1\n"},
        Row{"AFailureInTheStudentsFile", kMine, kStarted,
            lacks("./gone", Kind::MissingFile, "week-2/sum.js"), true,
            "fail (not_loadable): tests.not_loadable_at line=1 path=week-2/sum.js\n"
            "  loads week-2/sum.js:1:1 tests.not_loadable_at line=1 path=week-2/sum.js\n"
            "  hidden 0/1\n"},
        Row{"AKindOfModuleThatPackageJsonDecides",
            kMine,
            kStarted,
            {Kind::Syntax, "Cannot use import statement outside a module", "", "week-2/a.test.js",
             1, 1},
            true,
            "fail (not_loadable): tests.not_loadable path=week-2\n  hidden 0/1\n"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Lacking, ModulesOfATestFileAreFound) {
  EXPECT_EQ(asked_modules("a.test.js",
                          "const a = require('./a');\nimport b from \"../b.mjs\";\n"
                          "import './c';\nconst d = await import('./d');\nrequire('lodash');\n"),
            (std::vector<std::string>{"./a", "../b.mjs", "./c", "./d"}));
  EXPECT_EQ(asked_modules("test_a.py", "import calc\nfrom helper import x\n"),
            (std::vector<std::string>{"calc", "helper"}));
  EXPECT_EQ(
      asked_modules("a_test.cc", "#include <vector>\n#include \"sum.h\"\n# include \"../b.h\"\n"),
      (std::vector<std::string>{"sum.h", "../b.h"}));
}

TEST(Lacking, AHeaderCanBeInAnyFolderAboveAndItsIncludeFolder) {
  EXPECT_EQ(module_files("week/tests/a_test.cc", "sum.h"),
            (std::vector<std::string>{"week/tests/sum.h", "week/tests/include/sum.h", "week/sum.h",
                                      "week/include/sum.h", "sum.h", "include/sum.h"}));
}

}  // namespace
}  // namespace grader::rubrics
