// `grader rubric test` with rubrics that need no jail; tests/examples runs those that do.
#include <filesystem>
#include <sstream>

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "grader/base/file.h"
#include "grader/cli/command.h"

namespace grader::cli {
namespace {

namespace fs = std::filesystem;

struct Ran {
  int code = 0;
  std::string out;
  std::string err;
};

// A rubric of two checks with its template, a solution and half of it.
class RubricTestTest : public ::testing::Test {
 protected:
  RubricTestTest() {
    std::string name = (fs::temp_directory_path() / "grader-cli-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    ::setenv("XDG_CACHE_HOME", (folder_ / "cache").c_str(), 1);
    rubric_ = (folder_ / "week.yaml").string();
    rubric("");
    write("template/page.html", "<p>Write here</p>\n");
    write("solution/page.html", "<h1>Ada</h1>\n<p>I count with machines</p>\n");
    write("half/page.html", "<h1>Bo</h1>\n<p>Write here</p>\n");
    proofs("solution: {changes: solution}\nexamples:\n  - {id: half, changes: half, points: 2}\n");
  }
  ~RubricTestTest() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) {
    ASSERT_TRUE(make_directories((folder_ / name).parent_path()));
    ASSERT_TRUE(write_file_atomically(folder_ / name, text));
  }

  void rubric(const std::string& more_checks) {
    write("week.yaml",
          "rubric: week\nversion: 3\ntitle: A page\npass: 50\ntemplate: {folder: template}\n"
          "tasks:\n  - id: page\n    title: The page\n    path: page.html\n    checks:\n"
          "      - id: heading\n        title: It has a heading\n        points: 2\n"
          "        text: {in: [page.html], require: [{pattern: '<h1>'}]}\n"
          "      - id: text\n        title: It says something\n        points: 1\n"
          "        text: {in: [page.html], require: [{pattern: 'I \\w+'}]}\n" +
              more_checks);
  }

  void proofs(const std::string& text) { write("week.proofs.yaml", "proofs: 1\n" + text); }

  Ran test(Arguments more = {}) {
    Arguments arguments{"rubric", "test", rubric_, "--quiet"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    std::ostringstream out, err;
    Streams streams{out, err};
    const int code = run_program(arguments, streams);
    return {code, out.str(), err.str()};
  }

  // What follows the tables.
  std::string faults(const Ran& ran) const {
    const std::size_t at = ran.out.find("\n1. ");
    const std::size_t end = ran.out.rfind(rubric_);
    return at == std::string::npos ? "" : ran.out.substr(at + 1, end - at - 1);
  }

  fs::path folder_;
  std::string rubric_;
};

TEST_F(RubricTestTest, ARubricThatIsProvedSaysHow) {
  const Ran ran = test();
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.err, "");
  EXPECT_EQ(ran.out, rubric_ +
                         ": A page\n"
                         "\n"
                         "  proof     points  should be\n"
                         "  solution  3 of 3  all        ok\n"
                         "  template  0 of 3  0          ok\n"
                         "  half      2 of 3  2          ok\n"
                         "\n"
                         "  check         passed by       not passed by\n"
                         "  page/heading  solution, half  template        ok\n"
                         "  page/text     solution        template, half  ok\n"
                         "\n" +
                         rubric_ + ": proved, 2 checks by 3 proofs\n");
}

TEST_F(RubricTestTest, AWrongSolutionIsNamedWithWhatItLoses) {
  write("solution/page.html", "<h1>Ada</h1>\n");
  const Ran ran = test();
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(faults(ran),
            "1. solution: page/text fails, 0 of 1 point: \"This is not as the exercise asks yet.\" "
            "(page.html: \"Nothing here is what the exercise asks for yet.\")\n"
            "   hint: is it the solution or the check that is wrong? --explain says how the points "
            "came about\n");
  EXPECT_TRUE(ran.out.ends_with(rubric_ + ": not proved, 1 fault\n")) << ran.out;
  EXPECT_NE(ran.out.find("  solution  2 of 3  all        FAULT\n"), std::string::npos) << ran.out;
}

TEST_F(RubricTestTest, AMistypedPathIsNamedWithWhatIsNear) {
  write("week.yaml",
        "rubric: week\nversion: 3\ntitle: A page\ntemplate: {folder: template}\n"
        "tasks:\n  - id: page\n    title: The page\n    path: pgae.html\n    checks:\n"
        "      - id: heading\n        title: It has a heading\n        points: 2\n"
        "        text: {in: [page.html], require: [{pattern: '<h1>'}]}\n");
  proofs("solution: {changes: solution}\n");
  const Ran ran = test();
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(faults(ran),
            "1. solution: page/heading is not started, 0 of 2 points: \"There is nothing at this "
            "place yet.\"\n"
            "   hint: the path 'pgae.html' is neither in the template nor in the submission, did "
            "you mean 'page.html'?\n");
}

TEST_F(RubricTestTest, ATemplateThatEarnsPointsIsNamedWithTheCheckThatGivesThem) {
  write("template/page.html", "<h1>Name</h1>\n");
  write("examples/empty/page.html", "<p>Nothing</p>\n");
  proofs(
      "solution: {changes: solution}\nexamples:\n"
      "  - {id: empty, changes: examples/empty, points: 0}\n");
  const Ran ran = test();
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(faults(ran),
            "1. template: earns 2 of 3 points before anything is done: page/heading gives 2\n"
            "   hint: whoever changes one space has these points: let such a check need another "
            "one, or say in week.proofs.yaml: template: {points: 2}\n");
  proofs(
      "solution: {changes: solution}\ntemplate: {points: 2}\nexamples:\n"
      "  - {id: empty, changes: examples/empty, points: 0}\n");
  EXPECT_EQ(test().code, 0);
  proofs(
      "solution: {changes: solution}\ntemplate: {points: 3}\nexamples:\n"
      "  - {id: empty, changes: examples/empty, points: 0}\n");
  EXPECT_EQ(faults(test()),
            "1. template: earns 2 points, and 3 are declared\n"
            "   hint: in week.proofs.yaml: template: {points: 2}\n");
}

TEST_F(RubricTestTest, ACheckThatCanNeverFailIsNamed) {
  rubric(
      "      - id: own\n        title: Only own words\n        tier: improve\n"
      "        text: {in: [page.html], forbid: [{pattern: 'lorem ipsum dolor sit'}]}\n");
  const Ran ran = test();
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(faults(ran),
            "1. page/own passes wherever it decides (solution, template, half), so nothing shows "
            "that it can fail\n"
            "   hint: add an example that it should not pass; or take the check out\n");
}

TEST_F(RubricTestTest, ACheckThatCanNeverPassIsNamed) {
  rubric(
      "      - id: links\n        title: It links\n        tier: improve\n"
      "        text: {in: [page.html], require: [{pattern: '<a hrfe='}]}\n");
  const Ran ran = test();
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(faults(ran),
            "1. page/links passes in no proof (it does not in solution, template, half)\n"
            "   hint: add an example that it should pass; or mend the check\n");
}

TEST_F(RubricTestTest, ACheckThatDecidesNothingIsNamed) {
  rubric(
      "      - id: late\n        title: It links\n        tier: improve\n        needs: [never]\n"
      "        text: {in: [page.html], require: [{pattern: '<a href='}]}\n"
      "      - id: never\n        title: It does magic\n        tier: improve\n"
      "        text: {in: [page.html], require: [{pattern: 'abracadabra'}]}\n");
  const Ran ran = test();
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(faults(ran),
            "1. page/late decides in no proof (solution: waits for page/never; template: waits for "
            "page/never; half: waits for page/never)\n"
            "   hint: add an example that it should pass, and one that it should not; or say under "
            "'unproved' why there is none\n"
            "2. page/never passes in no proof (it does not in solution, template, half)\n"
            "   hint: add an example that it should pass; or mend the check\n");
}

TEST_F(RubricTestTest, WhatWaitsForAFaultIsNoFaultOfItsOwn) {
  rubric(
      "      - id: never\n        title: It does magic\n        points: 1\n"
      "        text: {in: [page.html], require: [{pattern: 'abracadabra'}]}\n"
      "      - id: late\n        title: It links\n        points: 1\n        needs: [never]\n"
      "        text: {in: [page.html], require: [{pattern: '<a href='}]}\n");
  const Ran ran = test();
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(
      faults(ran),
      "1. solution: page/never fails, 0 of 1 point: \"This is not as the exercise asks yet.\" "
      "(page.html: \"Nothing here is what the exercise asks for yet.\")\n"
      "   hint: is it the solution or the check that is wrong? --explain says how the points "
      "came about\n");
}

TEST_F(RubricTestTest, APinnedExampleThatComesOutOtherwiseIsNamed) {
  proofs(
      "solution: {changes: solution}\nexamples:\n"
      "  - id: half\n    changes: half\n    points: 1\n    passed: false\n"
      "    tasks: {page: {points: 2.5, status: fail}}\n"
      "    checks: {page/heading: fail, page/text: {status: fail, cause: timeout_cpu}}\n");
  const Ran ran = test();
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(
      faults(ran),
      "1. half: 2 of 3 points, and 1 are pinned\n"
      "   hint: --explain says how the points of each proof came about\n"
      "2. half: passes with 2 of 3 points, and the pin is 'passed: false'\n"
      "3. half: page is partial, 2 of 3 points, and pinned as fail, 2.5 points\n"
      "4. half: page/heading is pass, 2 of 2 points, and pinned as fail: \"The text is as the "
      "exercise asks.\"\n"
      "5. half: page/text is fail, 0 of 1 point, and pinned as fail, cause timeout_cpu: "
      "\"This is not as the exercise asks yet.\" (page.html: \"Nothing here is what the exercise "
      "asks for yet.\")\n");
}

TEST_F(RubricTestTest, ACheckMayStayUnprovedWithAReason) {
  rubric(
      "      - id: own\n        title: Only own words\n        tier: improve\n"
      "        text: {in: [page.html], forbid: [{pattern: 'lorem ipsum dolor sit'}]}\n");
  proofs("solution: {changes: solution}\nunproved: {page/own: nobody wrote such a page yet}\n");
  const Ran ran = test();
  EXPECT_EQ(ran.code, 0) << ran.out;
  EXPECT_NE(ran.out.find("  page/own      solution, template  -              not proved: nobody "
                         "wrote such a page yet\n"),
            std::string::npos)
      << ran.out;
  proofs("solution: {changes: solution}\nunproved: {page/own: a, page/text: b}\n");
  EXPECT_EQ(faults(test()),
            "1. page/text is proved, and stands in 'unproved'\n   hint: take it out\n");
}

TEST_F(RubricTestTest, WhatAPersonJudgesNeedsNoProofAndIsOpen) {
  rubric(
      "      - id: read\n        title: A mentor reads it\n        points: 2\n"
      "        manual: {prompt: Read it, evidence: [page.html]}\n");
  proofs("solution: {changes: solution}\n");
  const Ran ran = test();
  EXPECT_EQ(ran.code, 0) << ran.out;
  EXPECT_NE(
      ran.out.find("  proof     points          should be\n"
                   "  solution  3 of 5, 2 open  all but the open  ok\n"
                   "  template  0 of 5, 2 open  0                 ok\n"
                   "\n"
                   "  open: a person gives these points, so a solution is whole without them;\n"
                   "  'marks: FILE' at a proof gives them, and then they count\n"
                   "\n"
                   "  check "),
      std::string::npos)
      << ran.out;
  EXPECT_NE(ran.out.find("  page/read     -          -              a person judges\n"),
            std::string::npos)
      << ran.out;
  write("marks.yaml", "marks: 1\nrubric: week\nchecks: {page/read: {points: 1.5}}\n");
  proofs(
      "solution: {changes: solution}\nexamples:\n"
      "  - {id: read, changes: solution, marks: marks.yaml, points: 4.5}\n");
  EXPECT_EQ(test().code, 0);
  proofs("solution: {changes: solution, marks: marks.yaml}\n");
  EXPECT_EQ(faults(test()),
            "1. solution: page/read passes in part, 1.5 of 2 points: \"A mentor read this "
            "and gave the points.\"\n");
  EXPECT_EQ(test().out.find("  open: "), std::string::npos);
}

TEST_F(RubricTestTest, ASolutionThatOnlyAPersonCouldJudgeIsAFault) {
  rubric(
      "      - id: steps\n        title: It came in steps\n        points: 1\n"
      "        git: {commits: {min: 2}}\n");
  const Ran ran = test();
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(faults(ran).substr(0, faults(ran).find("\n2. ")),
            "1. solution: page/steps asks a person instead of deciding: \"The files came without "
            "their history. A mentor looks at this.\"\n"
            "   hint: the submission has no history; grade the repository, not a copy of its "
            "files");
}

TEST_F(RubricTestTest, TakesNothingForEmptyWhereThereIsNoTemplate) {
  write("week.yaml",
        "rubric: week\nversion: 3\ntitle: A page\ntemplate: none\ntasks:\n"
        "  - id: page\n    title: The page\n    path: page.html\n    checks:\n"
        "      - id: there\n        title: It is there\n        points: 2\n"
        "        text: {in: [page.html], require: [{pattern: '<h1>'}]}\n");
  proofs(
      "solution: {folder: solution}\nexamples:\n"
      "  - {id: untouched, folder: template, checks: {page/there: fail}}\n");
  const Ran ran = test();
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_NE(ran.out.find("  template   0 of 2  0          ok\n"), std::string::npos) << ran.out;
}

TEST_F(RubricTestTest, JsonIsForPrograms) {
  write("template/page.html", "<h1>Name</h1>\n");
  const Ran ran = test({"--format", "json", "--repeat", "2"});
  EXPECT_EQ(ran.code, 1);
  const auto json = nlohmann::json::parse(ran.out);
  EXPECT_EQ(json["format"], "grader-rubric-test");
  EXPECT_EQ(json["version"], 1);
  const auto& one = json["rubrics"][0];
  EXPECT_EQ(one["file"], rubric_);
  EXPECT_EQ(one["id"], "week");
  EXPECT_EQ(one["version_of_rubric"], 3);
  EXPECT_EQ(one["proved"], false);
  EXPECT_EQ(one["judged"], true);
  EXPECT_EQ(one["proofs"][1].dump(),
            R"({"name":"template","ok":false,"points":2.0,"points_open":0.0,)"
            R"("points_possible":3.0,"runs":2})");
  EXPECT_EQ(one["checks"][1].dump(),
            R"({"id":"page/text","not_passed_by":["template","half"],"passed_by":["solution"],)"
            R"("state":"proved"})");
  EXPECT_EQ(one["faults"][0]["what"], "template_earns");
  EXPECT_EQ(one["faults"][0]["proof"], "template");
  EXPECT_EQ(one["faults"][1]["what"], "never_fails");
  EXPECT_EQ(one["faults"][1]["subject"], "page/heading");
}

TEST_F(RubricTestTest, SeveralRubricsAreTestedAtOnceAndTheWorstCounts) {
  write("broken.yaml", "rubric: broken\n");
  write("bare.yaml",
        "rubric: bare\nversion: 1\ntitle: Bare\ntasks:\n"
        "  - {id: a, title: A, checks: [{id: a, title: A, files: {required: [a]}}]}\n");
  const std::string bare = (folder_ / "bare.yaml").string();
  const Ran ran = test({(folder_ / "week.proofs.yaml").string(), (folder_ / "broken.yaml").string(),
                        bare, "--format", "json"});
  EXPECT_EQ(ran.code, 2);
  const auto json = nlohmann::json::parse(ran.out);
  ASSERT_EQ(json["rubrics"].size(), 3U) << "the proofs name a rubric that is there already";
  EXPECT_EQ(json["rubrics"][0]["proved"], true);
  EXPECT_NE(json["rubrics"][1]["error"]["message"].get<std::string>().find("needs 'tasks'"),
            std::string::npos);
  EXPECT_TRUE(ran.err.ends_with("grader: " + bare +
                                ": there are no proofs for this rubric\n"
                                "hint: name its solution in bare.proofs.yaml beside it: proofs: 1, "
                                "solution: {folder: DIR}\n"))
      << ran.err;
}

TEST_F(RubricTestTest, ProofsThatAreNearlyCalledSoAreNamed) {
  fs::rename(folder_ / "week.proofs.yaml", folder_ / "week.proof.yaml");
  const std::string rubric = (folder_ / "week.yaml").string();
  EXPECT_EQ(test({rubric, "--quiet"}).err,
            "grader: " + rubric +
                ": there are no proofs for this rubric, but 'week.proof.yaml' is there\n"
                "hint: call it week.proofs.yaml\n");
}

TEST_F(RubricTestTest, ProofsMayEndInYml) {
  fs::rename(folder_ / "week.proofs.yaml", folder_ / "week.proofs.yml");
  write("template/page.html", "<h1>Name</h1>\n");
  EXPECT_NE(faults(test()).find("or say in week.proofs.yml: template: {points: 2}\n"),
            std::string::npos);
  fs::rename(folder_ / "week.yaml", folder_ / "week.yml");
  rubric_ = (folder_ / "week.yml").string();
  EXPECT_NE(faults(test()).find("or say in week.proofs.yml"), std::string::npos);
  EXPECT_EQ(test({(folder_ / "week.proofs.yml").string()}).out, test().out);
  proofs("solution: {changes: solution}\n");
  const Ran ran = test();
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.err, "grader: " + rubric_ +
                         ": two files hold its proofs, week.proofs.yaml and week.proofs.yml\n"
                         "hint: put everything into one of them, and remove the other\n");
}

TEST_F(RubricTestTest, ATranslationIsNoRubricOfItsOwn) {
  write("week.es.yaml", "translation: week\nlanguage: es\nversion: 3\ntitle: Una página\n");
  const Ran ran = test({(folder_ / "week.es.yaml").string()});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out, test().out);
}

TEST_F(RubricTestTest, ProofsThatAreWrongAreTheAuthorsToMend) {
  proofs("solution: {repository: half, ref: main}\n");
  const Ran ran = test();
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.out, "");
  EXPECT_TRUE(ran.err.starts_with("grader: " + (folder_ / "half").string() +
                                  ": the proof 'solution': not a repository"))
      << ran.err;
}

TEST_F(RubricTestTest, RubricCheckReadsProofsToo) {
  std::ostringstream out, err;
  Streams streams{out, err};
  const std::string file = (folder_ / "week.proofs.yaml").string();
  EXPECT_EQ(run_program({"rubric", "check", rubric_, file}, streams), 0);
  EXPECT_EQ(out.str(), rubric_ + ": 1 task, 2 checks, 3 points\n" + file + ": 3 proofs\n");
  proofs("solution: {changes: soluton}\n");
  EXPECT_EQ(run_program({"rubric", "check", file}, streams), 2);
  EXPECT_EQ(err.str(), file +
                           ":2:21: there is no folder 'soluton' beside this file\n"
                           "solution: {changes: soluton}\n"
                           "                    ^\n"
                           "1 mistake in week.proofs.yaml\n");
}

TEST_F(RubricTestTest, ExplainSaysHowThePointsOfEachProofCameAbout) {
  const Ran ran = test({"--explain"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_NE(ran.out.find("--- half ---\nHow the points came about\n\npage: 2 of 3 points\n"),
            std::string::npos)
      << ran.out;
}

TEST_F(RubricTestTest, HelpHasExamplesAndExitCodes) {
  const Ran ran = test({"--help"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_NE(ran.out.find("exit codes: 0 all proved, 1 a proof failed"), std::string::npos)
      << ran.out;
}

}  // namespace
}  // namespace grader::cli
