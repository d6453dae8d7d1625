// The command line, from words to exit code and text; what needs jails is in tests/examples.
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/cli/command.h"
#include "grader/cli/stdout.h"
#include "grader/engine/version.h"

namespace grader::cli {
namespace {

namespace fs = std::filesystem;

struct Ran {
  int code = 0;
  std::string out;
  std::string err;
};

Ran run(const Arguments& arguments) {
  std::ostringstream out, err;
  Streams streams{out, err};
  const int code = run_program(arguments, streams);
  return {code, out.str(), err.str()};
}

class ProgramTest : public ::testing::Test {
 protected:
  ProgramTest() {
    std::string name = (fs::temp_directory_path() / "grader-cli-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    ::setenv("XDG_CACHE_HOME", (folder_ / "cache").c_str(), 1);
    write("work/README.md", "# My week\n\nI learned about loops.\n");
    write("rubric.yaml",
          "rubric: tiny\nversion: 1\ntitle: Tiny\npass: 50\ntemplate: none\n"
          "tasks:\n  - id: readme\n    title: The readme\n    points: 4\n    checks:\n"
          "      - id: there\n        title: It is there\n        points: 3\n"
          "        files: {required: [README.md]}\n"
          "      - id: license\n        title: It has a license\n        points: 1\n"
          "        files: {required: [LICENSE]}\n");
  }
  ~ProgramTest() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) {
    ASSERT_TRUE(make_directories((folder_ / name).parent_path()));
    ASSERT_TRUE(write_file_atomically(folder_ / name, text));
  }

  // grader grade over the tiny rubric, with further words.
  Ran grade(Arguments more) {
    Arguments arguments{"grade",    (folder_ / "work").string(),
                        "--rubric", (folder_ / "rubric.yaml").string(),
                        "--out",    (folder_ / "out").string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }

  fs::path folder_;
};

TEST_F(ProgramTest, VersionIsOneLine) {
  EXPECT_EQ(run({"--version"}).out, std::string("grader ") + engine::kVersion + "\n");
}

TEST_F(ProgramTest, HelpFitsOneScreenAndEndsWithTheExitCodes) {
  const Ran ran = run({"--help"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_LE(std::count(ran.out.begin(), ran.out.end(), '\n'), 25);
  EXPECT_TRUE(ran.out.ends_with("  130 interrupted\n"));
}

TEST_F(ProgramTest, EveryCommandHasHelpWithExamplesAndExitCodes) {
  for (const char* command :
       {"grade", "plan", "render", "rubric", "kinds", "environment", "doctor"}) {
    const Ran ran = run({command, "--help"});
    EXPECT_EQ(ran.code, 0) << command;
    EXPECT_NE(ran.out.find("example"), std::string::npos) << command;
    EXPECT_NE(ran.out.find("exit codes: "), std::string::npos) << command;
  }
}

TEST_F(ProgramTest, NothingToDoIsAUsageError) {
  const Ran ran = run({});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.out, "");
}

TEST_F(ProgramTest, AnUnknownCommandGetsASuggestion) {
  const Ran ran = run({"grad"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.err,
            "grader: unknown command 'grad', did you mean 'grade'?\n"
            "hint: grader --help lists the commands\n");
}

TEST_F(ProgramTest, AMissingOptionIsNamed) {
  const Ran ran = run({"grade", "x"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.err, "grader: --rubric is required\nhint: grader grade --help shows the options\n");
}

TEST_F(ProgramTest, AMistypedOptionIsToldBeforeWhatIsMissingForIt) {
  const auto said = [](const Arguments& arguments) {
    const Ran ran = run(arguments);
    EXPECT_EQ(ran.code, 2);
    return ran.err;
  };
  const std::string grade = "\nhint: grader grade --help shows the options\n";
  EXPECT_EQ(said({"grade", "x", "--rubrik", "r.yaml"}),
            "grader: unknown option '--rubrik', did you mean '--rubric'?" + grade);
  EXPECT_EQ(said({"grade", "x", "--rubric", "r.yaml", "--fromat=md"}),
            "grader: unknown option '--fromat', did you mean '--format'?" + grade);
  EXPECT_EQ(said({"grade", "x", "--rubric", "r.yaml", "--zzz"}),
            "grader: unknown option '--zzz'" + grade);
  EXPECT_EQ(said({"grade", "x", "y", "--rubric", "r.yaml"}),
            "grader: The following argument was not expected: y" + grade);
  const std::string rubric = "\nhint: grader rubric --help shows the options\n";
  EXPECT_EQ(said({"rubric", "test", "r.yaml", "--quite"}),
            "grader: unknown option '--quite', did you mean '--quiet'?" + rubric);
  EXPECT_EQ(said({"rubric", "tset", "r.yaml"}),
            "grader: unknown command 'tset', did you mean 'test'?" + rubric);
  EXPECT_EQ(said({"rubric"}), "grader: A subcommand is required" + rubric);
}

TEST_F(ProgramTest, GradesAPlainFolder) {
  const Ran ran = grade({});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(ran.out.ends_with("\nReport: " + (folder_ / "out/report.html").string() + "\n"))
      << ran.out;
  for (const char* file : {"report.json", "report.html", "report.md"}) {
    EXPECT_TRUE(fs::exists(folder_ / "out" / file)) << file;
  }
  EXPECT_FALSE(fs::exists(folder_ / "out" / "report.txt"));
}

TEST_F(ProgramTest, FailUnderDecidesTheExitCode) {
  EXPECT_EQ(grade({"--fail-under", "75"}).code, 0);
  const Ran ran = grade({"--fail-under", "76"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_TRUE(ran.err.ends_with("grader: 76 % is not reached: 75 %\n")) << ran.err;
}

TEST_F(ProgramTest, OldViewsDoNotStayBesideANewReport) {
  ASSERT_EQ(grade({}).code, 0);
  ASSERT_EQ(grade({"--format", "json"}).code, 0);
  EXPECT_FALSE(fs::exists(folder_ / "out" / "report.html"));
}

TEST_F(ProgramTest, SpeaksTheLanguageThatIsAskedFor) {
  const Ran ran = grade({"--lang", "es-MX"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("Hecho en parte"), std::string::npos) << ran.out;
  const std::string page = *read_file(folder_ / "out" / "report.html");
  EXPECT_NE(page.find("<html lang=\"es\" dir=\"ltr\">"), std::string::npos);
  EXPECT_EQ(page.find("<nav class=\"langs\""), std::string::npos);
  EXPECT_NE(read_file(folder_ / "out" / "report.json")->find("El archivo LICENSE no está."),
            std::string::npos);
}

TEST_F(ProgramTest, SeveralLanguagesAreFilesBesideEachOther) {
  ASSERT_EQ(grade({"--lang", "en,ar,en", "--format", "html,md"}).code, 0);
  const std::string english = *read_file(folder_ / "out" / "report.html");
  const std::string arabic = *read_file(folder_ / "out" / "report.ar.html");
  EXPECT_NE(english.find("<a href=\"report.ar.html\" lang=\"ar\" dir=\"rtl\" hreflang=\"ar\">"),
            std::string::npos);
  EXPECT_NE(arabic.find("<html lang=\"ar\" dir=\"rtl\">"), std::string::npos);
  EXPECT_NE(arabic.find("<a href=\"report.html\" lang=\"en\" dir=\"ltr\" hreflang=\"en\">"),
            std::string::npos);
  EXPECT_TRUE(fs::exists(folder_ / "out" / "report.ar.md"));
  ASSERT_EQ(grade({"--format", "html"}).code, 0);
  EXPECT_FALSE(fs::exists(folder_ / "out" / "report.ar.html"));
}

TEST_F(ProgramTest, AnUnknownLanguageIsSaidBeforeAnythingIsGraded) {
  const Ran ran = grade({"--lang", "en,spanish"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.err,
            "grader: unknown language 'spanish'\nhint: did you mean 'es'? "
            "known languages: ar, ca, en, es, fr, uk\n");
  EXPECT_FALSE(fs::exists(folder_ / "out"));
}

TEST_F(ProgramTest, AStoredReportIsRenderedInAnotherLanguage) {
  ASSERT_EQ(grade({"--lang", "en"}).code, 0);
  const Ran text = run({"render", (folder_ / "out").string(), "--lang", "uk"});
  EXPECT_EQ(text.code, 0) << text.err;
  EXPECT_NE(text.out.find("Файлу LICENSE немає."), std::string::npos) << text.out;
  const Ran unknown = run({"render", (folder_ / "out").string(), "--lang", "tlh"});
  EXPECT_EQ(unknown.code, 2);
}

TEST_F(ProgramTest, ATranslationBesideTheRubricIsUsedAndCounted) {
  write("rubric.es.yaml",
        "translation: tiny\nlanguage: es\nversion: 1\ntasks:\n  readme:\n    title: El léeme\n");
  write("rubric.de.yaml", "translation: tiny\nlanguage: de\nversion: 1\ntitle: Klein\n");
  const std::string rubric = (folder_ / "rubric.yaml").string();
  const Ran check = run({"rubric", "check", rubric});
  EXPECT_EQ(check.code, 0);
  EXPECT_EQ(check.out, rubric +
                           ": 1 task, 2 checks, 4 points\n"
                           "  de: 1 of 4 texts are translated; not yet:\n"
                           "    readme: title\n"
                           "    readme/there: title\n"
                           "    readme/license: title\n"
                           "    grader has no sentences in 'de' yet: it is not shown\n"
                           "  es: 1 of 4 texts are translated; not yet:\n"
                           "    title\n"
                           "    readme/there: title\n"
                           "    readme/license: title\n");
  // Whoever names all files of a folder names translations too.
  const std::string spanish = (folder_ / "rubric.es.yaml").string();
  EXPECT_EQ(run({"rubric", "check", spanish, rubric}).out, check.out);
  const Ran graded = grade({"--lang", "es"});
  EXPECT_EQ(graded.code, 0) << graded.err;
  EXPECT_NE(graded.out.find("El léeme"), std::string::npos) << graded.out;
  EXPECT_NE(graded.out.find("It has a license"), std::string::npos) << graded.out;
  // A report that was stored in English holds what it needs.
  ASSERT_EQ(grade({}).code, 0);
  const Ran later = run({"render", (folder_ / "out").string(), "--lang", "es"});
  EXPECT_NE(later.out.find("El léeme"), std::string::npos) << later.out;
}

TEST_F(ProgramTest, AllTextsWithoutTranslationAreNamedWhereTheTranslationIs) {
  std::string text = "rubric: tiny\nversion: 1\ntitle: Tiny\ntemplate: none\ntasks:\n";
  for (const char* id : {"a", "b", "c"}) {
    text += std::string("  - {id: ") + id + ", title: Task, checks: [{id: x, title: Check, " +
            "files: {required: [a]}}]}\n";
  }
  write("many.yaml", text);
  write("many.es.yml", "translation: tiny\nlanguage: es\nversion: 1\n");
  const std::string rubric = (folder_ / "many.yaml").string();
  const std::string spanish = (folder_ / "many.es.yml").string();
  const std::string head =
      rubric +
      ": 3 tasks, 3 checks, 0 points\n"
      "  es: 0 of 7 texts are translated; not yet:\n"
      "    title\n    a: title\n    a/x: title\n    b: title\n    b/x: title\n";
  EXPECT_EQ(run({"rubric", "check", rubric}).out,
            head + "    and 2 more; all of them: grader rubric check " + spanish + "\n");
  EXPECT_EQ(run({"rubric", "check", spanish}).out, head + "    c: title\n    c/x: title\n");
}

TEST_F(ProgramTest, ATranslationThatIsCalledOtherwiseIsTold) {
  const std::string text = "translation: tiny\nlanguage: es\nversion: 1\n";
  write("rubric-es.yaml", text);
  write("rubric.spanish.yml", text);
  write("rubric-fr.yaml", "translation: other\nlanguage: fr\nversion: 1\n");
  const Ran ran = run({"rubric", "check", (folder_ / "rubric.yaml").string()});
  EXPECT_EQ(ran.code, 0);
  const std::string told = ": warning: this translation is not read; call it rubric.es.yaml\n";
  EXPECT_EQ(ran.err, (folder_ / "rubric-es.yaml").string() + told +
                         (folder_ / "rubric.spanish.yml").string() + told);
}

TEST_F(ProgramTest, TextsThatACommentCutsAreWarnedOf) {
  write("hash.yaml",
        "rubric: tiny\nversion: 1 #one\ntitle: Week #1\ntemplate: none\ntasks:\n"
        "  - {id: a, title: A, checks: [{id: x, title: X, files: {required: [a]}}]}\n");
  const std::string rubric = (folder_ / "hash.yaml").string();
  const Ran ran = run({"rubric", "check", rubric});
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(
      ran.err,
      rubric +
          ":3:13: warning: a '#' after a space begins a comment, and the text ends before it; "
          "if this belongs to the text, write \"Week #1\", and else put a space after the "
          "'#'\ntitle: Week #1\n            ^\n");
}

TEST_F(ProgramTest, ATranslationOfAnEarlierVersionIsTold) {
  write("rubric.yaml", read_file(folder_ / "rubric.yaml")->replace(22, 1, "2"));
  write("rubric.es.yaml", "translation: tiny\nlanguage: es\nversion: 1\ntitle: Pequeña\n");
  const Ran ran = grade({"--lang", "es"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.err.find("rubric.es.yaml:3:10: warning: the rubric has version 2; is this "
                         "translation still right?\n"),
            std::string::npos)
      << ran.err;
}

TEST_F(ProgramTest, TheSchemaOfTranslationsIsAskedForByName) {
  const Ran ran = run({"rubric", "schema", "--translation"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_NE(ran.out.find("\"title\": \"A translation of a rubric of grader, version 1\""),
            std::string::npos);
}

TEST_F(ProgramTest, TheSchemaOfProofsIsAskedForByName) {
  const Ran ran = run({"rubric", "schema", "--proofs"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_NE(ran.out.find("\"title\": \"The proofs of a rubric of grader, version 1\""),
            std::string::npos);
}

TEST_F(ProgramTest, OurOwnReportInTheGradedFolderIsNotTheStudents) {
  const std::string inside = (folder_ / "work" / "grader-out").string();
  const Arguments again{"grade",    (folder_ / "work").string(),
                        "--rubric", (folder_ / "rubric.yaml").string(),
                        "--out",    inside};
  ASSERT_EQ(run(again).code, 0);
  const std::string before = *read_file(fs::path(inside) / "report.json");
  ASSERT_EQ(run(again).code, 0);
  const std::string after = *read_file(fs::path(inside) / "report.json");
  const auto tree = [](const std::string& json) { return json.substr(json.find("\"tree\""), 50); };
  EXPECT_EQ(tree(before), tree(after));
}

TEST_F(ProgramTest, GithubReadsTheAnnotationsAndGetsTheSummary) {
  const std::string summary = (folder_ / "summary.md").string();
  write("summary.md", "An earlier step.\n");
  ::setenv("GITHUB_STEP_SUMMARY", summary.c_str(), 1);
  const Ran silent = grade({"--format", "json"});
  const Ran ran = grade({"--format", "json,github"});
  ::unsetenv("GITHUB_STEP_SUMMARY");
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(ran.err, silent.err);
  EXPECT_EQ(ran.out,
            silent.out +
                "::notice title=Tiny::Complete: 3 of 4 points\n"
                "::error file=LICENSE,title=It has a license::The file LICENSE is not there.\n");
  EXPECT_EQ(*read_file(folder_ / "out" / "report-github.txt"), ran.out.substr(silent.out.size()));
  const std::string text = *read_file(summary);
  EXPECT_TRUE(text.starts_with("An earlier step.\n## Tiny: Complete\n")) << text;
  EXPECT_EQ(text.find("## Tiny", 20), std::string::npos);  // once
}

TEST_F(ProgramTest, ASummaryThatCannotBeWrittenChangesNoVerdict) {
  const fs::path link = folder_ / "summary.md";
  fs::create_symlink("/dev/null", link);
  ::setenv("GITHUB_STEP_SUMMARY", link.c_str(), 1);
  const Ran linked = grade({"--format", "github"});
  ::setenv("GITHUB_STEP_SUMMARY", "/dev/null", 1);
  const Ran device = grade({"--format", "github"});
  ::unsetenv("GITHUB_STEP_SUMMARY");
  EXPECT_EQ(linked.code, 0);
  EXPECT_TRUE(linked.err.ends_with("grader: " + link.string() +
                                   ": cannot open the job summary: Too many levels of symbolic "
                                   "links\n"))
      << linked.err;
  EXPECT_TRUE(device.err.ends_with("grader: /dev/null: the job summary is no file\n"))
      << device.err;
}

TEST_F(ProgramTest, HelpNamesEveryFormat) {
  for (const char* command : {"grade", "render", "cohort"}) {
    EXPECT_NE(run({command, "--help"}).out.find("json, html, md, text, sarif, rdjson, github, "),
              std::string::npos)
        << command;
  }
}

// The exit code of a command whose stdout is `out`, and what it said on stderr.
Ran run_with_stdout(int out, const Arguments& arguments, const fs::path& said) {
  const pid_t child = ::fork();
  if (child == 0) {
    std::signal(SIGPIPE, SIG_IGN);
    ::dup2(out, STDOUT_FILENO);
    std::ofstream err(said);
    Streams streams{std::cout, err};
    const int code = run_program(arguments, streams);
    const int all = code == 0 ? stdout_trouble(streams).value_or(0) : code;
    err.close();
    ::_exit(all);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return {WEXITSTATUS(status), "", *read_file(said)};
}

TEST_F(ProgramTest, AReaderThatHasReadEnoughEndsItQuietly) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  ::close(ends[0]);
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  const std::string rubric = (folder_ / "rubric.yaml").string();
  ASSERT_EQ(grade({}).code, 0);
  const std::vector<Arguments> all{{"rubric", "schema"},
                                   {"render", (folder_ / "out").string()},
                                   {"grade", (folder_ / "work").string(), "--rubric", rubric,
                                    "--out", (folder_ / "out").string(), "--quiet"}};
  for (const Arguments& arguments : all) {
    const Ran gone = run_with_stdout(ends[1], arguments, folder_ / "err");
    EXPECT_EQ(gone.code, 141) << arguments.front();
    EXPECT_EQ(gone.err, "");
    const Ran no_room = run_with_stdout(full, arguments, folder_ / "err");
    EXPECT_EQ(no_room.code, 4) << arguments.front();
    EXPECT_EQ(no_room.err, "grader: cannot write to stdout\n");
  }
  ::close(ends[1]);
  ::close(full);
}

TEST_F(ProgramTest, AnUnknownFormatIsNamedWithTheKnownOnes) {
  const Ran ran = grade({"--format", "pdf"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.err,
            "grader: unknown format 'pdf'\nhint: the formats are json, html, md, text, sarif, "
            "rdjson, github, junit, ctrf\n");
}

TEST_F(ProgramTest, TheCommentLeadsToTheReportWhereItCanBeRead) {
  const std::string address = "https://reports.school.example/";
  const auto comment = [&](const std::string& name) { return *read_file(folder_ / "out" / name); };
  ASSERT_EQ(grade({"--report-url", address, "--lang", "en,es"}).code, 0);
  EXPECT_NE(comment("report.md").find("\n[The whole report](<" + address + "report.html>)\n"),
            std::string::npos);
  EXPECT_NE(comment("report.es.md").find("](<" + address + "report.es.html>)\n"),
            std::string::npos);
  ASSERT_EQ(grade({"--report-url", address, "--format", "md"}).code, 0);
  EXPECT_NE(comment("report.md").find("](<" + address + ">)\n"), std::string::npos);
  ASSERT_EQ(grade({}).code, 0);
  EXPECT_EQ(comment("report.md").find("]("), std::string::npos);
  const Ran rendered = run(
      {"render", (folder_ / "out").string(), "--format", "md", "--report-url", address + "run"});
  EXPECT_NE(rendered.out.find("](<" + address + "run>)\n"), std::string::npos);
  // Below the folder of a cohort each has its own.
  ASSERT_EQ(
      run({"cohort", (folder_ / "work").string(), "--rubric", (folder_ / "rubric.yaml").string(),
           "--out", (folder_ / "out").string(), "--report-url", address})
          .code,
      0);
  EXPECT_NE(comment("work/report.md").find("](<" + address + "work/report.html>)\n"),
            std::string::npos);
}

TEST_F(ProgramTest, AnAddressOfAReportThatIsNoneIsTold) {
  for (const char* url : {"reports/ada", "javascript:alert(1)", "https://a.example/>) <b>"}) {
    const Ran ran = grade({"--report-url", url});
    EXPECT_EQ(ran.code, 2);
    EXPECT_EQ(ran.err, "grader: '" + std::string(url) +
                           "' is not the address of a report\n"
                           "hint: such as https://reports.school.example/week-2/ada/; see "
                           "docs/formats.md\n");
  }
}

TEST_F(ProgramTest, AReportFolderThatIsAFileIsSaidBeforeAnythingIsFetched) {
  write("out", "a file");
  const Ran ran = grade({});
  EXPECT_EQ(ran.code, 4);
  EXPECT_EQ(ran.err, "grader: " + (folder_ / "out").string() +
                         ": cannot make the folder: Not a directory\n");
}

TEST_F(ProgramTest, ARubricThatIsWrongListsItsMistakes) {
  write("rubric.yaml", "rubric: tiny\nversion: one\n");
  const Ran ran = grade({});
  EXPECT_EQ(ran.code, 2);
  EXPECT_NE(ran.err.find("rubric.yaml:2:10: "), std::string::npos) << ran.err;
  EXPECT_FALSE(fs::exists(folder_ / "out"));
}

TEST_F(ProgramTest, AFolderThatIsNotThereIsTheSubmissionsTrouble) {
  const Ran ran = run({"grade", (folder_ / "nowhere").string(), "--rubric",
                       (folder_ / "rubric.yaml").string(), "--out", (folder_ / "out").string()});
  EXPECT_EQ(ran.code, 3) << ran.err;
}

TEST_F(ProgramTest, RenderMakesAnyViewOfAStoredReport) {
  ASSERT_EQ(grade({}).code, 0);
  const std::string stored = (folder_ / "out").string();
  const Ran json = run({"render", stored, "--format", "json"});
  EXPECT_EQ(json.code, 0);
  EXPECT_EQ(json.out, *read_file(folder_ / "out" / "report.json"));
  EXPECT_EQ(run({"render", stored, "--format", "html"}).out,
            *read_file(folder_ / "out" / "report.html"));
  const Ran to_file =
      run({"render", stored, "--format", "md", "--out", (folder_ / "page.md").string()});
  EXPECT_EQ(to_file.code, 0);
  EXPECT_EQ(*read_file(folder_ / "page.md"), *read_file(folder_ / "out" / "report.md"));
}

TEST_F(ProgramTest, RenderSaysWhatIsNotAReport) {
  const Ran missing = run({"render", (folder_ / "none").string()});
  EXPECT_EQ(missing.code, 2);
  EXPECT_EQ(missing.err, "grader: " + (folder_ / "none").string() +
                             ": cannot open: No such file or directory\n"
                             "hint: give a report.json, or the folder that grader grade wrote\n");
  write("other.json", "{}");
  EXPECT_EQ(run({"render", (folder_ / "other.json").string()}).code, 2);
}

TEST_F(ProgramTest, PlanShowsAndStops) {
  const Ran ran =
      run({"plan", (folder_ / "work").string(), "--rubric", (folder_ / "rubric.yaml").string()});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out,
            "readme\n"
            "  there  files\n"
            "  license  files\n"
            "2 checks, 0 test files in 0 jails\n");
}

TEST_F(ProgramTest, MetadataTellsOfThePullRequest) {
  write(
      "rubric.yaml",
      "rubric: tiny\nversion: 1\ntitle: Tiny\ntasks:\n"
      "  - id: a\n    title: A\n    checks:\n"
      "      - {id: a, title: A, points: 1, git: {branch: ^week, pull_request: {title: [{pattern: "
      "loops}]}}}\n");
  const Ran without = grade({"--fail-under", "100"});
  EXPECT_EQ(without.code, 0);
  EXPECT_TRUE(without.err.ends_with(
      "a/a: the name of the branch is not known; give it with --metadata, or name the branch with "
      "--ref\ngrader: 100 % is not decided: a person has yet to give points\n"))
      << without.err;
  const std::string file = (folder_ / "event.json").string();
  write("event.json",
        R"({"version": 1, "pull_request": {"title": "My loops", "branch": "week-2"}})");
  EXPECT_EQ(grade({"--metadata", file, "--fail-under", "100"}).code, 0);
  EXPECT_EQ(grade({"--metadata", file, "--fail-under", "100"}).err, "");
  write("event.json",
        R"({"version": 1, "pull_request": {"title": "My work", "branch": "week-2"}})");
  EXPECT_EQ(grade({"--metadata", file, "--fail-under", "100"}).code, 1);
}

TEST_F(ProgramTest, MetadataThatCannotBeReadIsNamed) {
  const std::string file = (folder_ / "event.json").string();
  EXPECT_EQ(grade({"--metadata", file}).err, "grader: " + file +
                                                 ": cannot open: No such file or directory\n"
                                                 "hint: give a JSON file as --metadata\n");
  write("event.json", "{");
  const Ran ran = grade({"--metadata", file});
  EXPECT_EQ(ran.code, 2);
  EXPECT_TRUE(ran.err.starts_with("grader: " + file + ": not JSON at line 1, column 2\n"))
      << ran.err;
}

TEST_F(ProgramTest, MarksDecideWhatOnlyAPersonCan) {
  write(
      "rubric.yaml",
      "rubric: tiny\nversion: 1\ntitle: Tiny\ntasks:\n"
      "  - id: a\n    title: A\n    checks:\n"
      "      - id: read\n        title: Read\n        points: 4\n        manual:\n"
      "          criteria: [{id: names, title: Names, points: 3}, {id: form, title: Form, points: "
      "1}]\n"
      "      - {id: there, title: There, points: 4, files: {required: [README.md]}}\n");
  const std::string file = (folder_ / "marks.yaml").string();
  write("marks.yaml",
        "marks: 1\nrubric: tiny\nchecks:\n"
        "  a/read: {criteria: {names: {points: 3}, form: {points: 0, remark: \"Which rule?\"}}, "
        "remark: "
        "Good to read.}\n"
        "  a/there: {points: 0}\n");
  EXPECT_EQ(grade({"--fail-under", "80"}).code, 0);  // a person may still give them
  const Ran ran = grade({"--marks", file, "--fail-under", "87"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.err, "grader: warning: the mark for a/there is not used: no person was asked\n");
  const std::string page = *read_file(folder_ / "out" / "report.html");
  EXPECT_NE(page.find("A mentor wrote:</strong> <bdi>Good to read.</bdi>"), std::string::npos);
  EXPECT_NE(page.find("Which rule?"), std::string::npos);
  const std::string comment = *read_file(folder_ / "out" / "report.md");
  EXPECT_NE(comment.find("A mentor wrote: Good to read."), std::string::npos) << comment;
  EXPECT_EQ(grade({"--marks", file, "--fail-under", "88"}).code, 1);
  write("marks.yaml",
        "marks: 1\nrubric: tiny\nchecks:\n  a/read:\n    criteria: {names: {points: 3}, form: "
        "{points: 0}}\n    remark: Read page #7\n");
  EXPECT_NE(grade({"--marks", file})
                .err.find("marks.yaml:6:23: warning: a '#' after a space begins a "
                          "comment, and the text ends before it"),
            std::string::npos);
  write("marks.yaml", "marks: 1\nrubric: tiny\nchecks: {a/reed: {points: 9}}\n");
  const Ran wrong = grade({"--marks", file});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_EQ(wrong.err, file +
                           ":3:10: the rubric has no check 'a/reed', did you mean 'a/read'?\n"
                           "checks: {a/reed: {points: 9}}\n         ^\n1 mistake in marks.yaml\n");
}

TEST_F(ProgramTest, ExplainSaysHowThePointsCameAbout) {
  const std::string explanation =
      "\nHow the points came about\n"
      "\n"
      "readme: 3 of 4 points\n"
      "  there: 3 of 3 points, passed\n"
      "  license: 0 of 1 point, not passed\n"
      "    lost 1: This is not as the exercise asks yet.\n"
      "    - LICENSE: The file LICENSE is not there.\n"
      "\n"
      "sum: 3 = 3 of 4 points\n"
      "percent: 3 x 100 / 4, rounded down and at most 100: 75 %\n";
  const Ran ran = grade({"--explain"});
  EXPECT_NE(ran.out.find(explanation + "to pass: 2 points (50 % of 4, rounded up), reached\n"),
            std::string::npos)
      << ran.out;
  const std::string stored = (folder_ / "out").string();
  const Ran rendered = run({"render", stored, "--explain"});
  EXPECT_TRUE(rendered.out.ends_with(explanation + "to pass: 2 points, reached\n")) << rendered.out;
  // The summary is in the language that was asked for, the explanation in one as well.
  const Ran spanish = grade({"--explain", "--lang", "es"});
  EXPECT_EQ(spanish.out.find("This is not as the exercise asks yet."),
            spanish.out.rfind("This is not as the exercise asks yet."));
  EXPECT_NE(spanish.out.find("Todavía no"), std::string::npos) << spanish.out;
  EXPECT_NE(spanish.out.find(explanation), std::string::npos) << spanish.out;
  const Ran again = run({"render", stored, "--explain", "--lang", "es"});
  EXPECT_TRUE(again.out.ends_with(explanation + "to pass: 2 points, reached\n")) << again.out;
  EXPECT_EQ(run({"render", stored, "--explain", "--format", "html"}).err,
            "grader: --explain goes with --format text\n"
            "hint: leave --format out: grader render REPORT --explain\n");
}

TEST_F(ProgramTest, RubricCheckCounts) {
  const std::string file = (folder_ / "rubric.yaml").string();
  const Ran ran = run({"rubric", "check", file});
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(ran.out, file + ": 1 task, 2 checks, 4 points\n");
}

TEST_F(ProgramTest, ARubricThatIsNoFileIsNamed) {
  const std::string missing = (folder_ / "nope.yaml").string();
  EXPECT_EQ(run({"rubric", "check", missing}).err,
            "grader: " + missing + ": cannot read the rubric: no such file\n");
  const std::string pipe = (folder_ / "pipe").string();
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const Ran ran = run({"rubric", "check", pipe});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.err, "grader: " + pipe + ": cannot read the rubric: not a regular file\n");
}

TEST_F(ProgramTest, OnePointIsOne) {
  write("rubric.yaml",
        "rubric: tiny\nversion: 1\ntitle: Tiny\ntasks:\n"
        "  - {id: a, title: A, checks: [{id: a, title: A, points: 1, files: {required: [a]}}]}\n");
  const std::string file = (folder_ / "rubric.yaml").string();
  EXPECT_EQ(run({"rubric", "check", file}).out, file + ": 1 task, 1 check, 1 point\n");
}

TEST_F(ProgramTest, EnvironmentsOfARubricCanBeBuilt) {
  const std::string file = (folder_ / "rubric.yaml").string();
  EXPECT_EQ(run({"environment", "build", "--for", file}).out, file + ": it needs no environment\n");
  EXPECT_EQ(run({"environment", "build", "--for", file + "x"}).err,
            "grader: " + file + "x: cannot read the rubric: no such file\n");
}

TEST_F(ProgramTest, AnUnknownEnvironmentIsFoundWithItsPlace) {
  write("rubric.yaml",
        "rubric: tiny\nversion: 1\ntitle: Tiny\nenvironment: nodee\ntasks:\n"
        "  - {id: a, title: A, checks: [{id: a, title: A, files: {required: [a]}}]}\n");
  const std::string file = (folder_ / "rubric.yaml").string();
  const Ran ran = run({"rubric", "check", file});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.err, file +
                         ":4:14: no environment is called 'nodee', did you mean 'node'?\n"
                         "environment: nodee\n             ^\n1 mistake in rubric.yaml\n");
  EXPECT_EQ(grade({}).err, ran.err);
}

TEST_F(ProgramTest, APathThatIsNowhereIsSaidAndEarnsNothing) {
  write("rubric.yaml",
        "rubric: tiny\nversion: 1\ntitle: Tiny\ntasks:\n"
        "  - id: a\n    title: A\n    path: READMEE.md\n    checks:\n"
        "      - {id: a, title: A, points: 1, files: {forbidden: [x.log]}}\n");
  const std::string warning =
      "grader: warning: task 'a': the path 'READMEE.md' is not in the submission, did you mean "
      "'README.md'?\n";
  const Ran planned =
      run({"plan", (folder_ / "work").string(), "--rubric", (folder_ / "rubric.yaml").string()});
  EXPECT_EQ(planned.err, warning);
  const Ran ran = grade({});
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(ran.err, warning);
  EXPECT_NE(ran.out.find("Not started: 0 of 1 point"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("There is nothing at this place yet."), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("The exercise A looks at READMEE.md."), std::string::npos) << ran.out;
}

TEST_F(ProgramTest, RenderRefusesPointsBelowZero) {
  ASSERT_EQ(grade({}).code, 0);
  std::string json = *read_file(folder_ / "out" / "report.json");
  const std::size_t at = json.find("\"points\": 3");
  ASSERT_NE(at, std::string::npos);
  json.replace(at, 11, "\"points\": -3");
  write("below.json", json);
  const Ran ran = run({"render", (folder_ / "below.json").string()});
  EXPECT_EQ(ran.code, 2);
  EXPECT_NE(ran.err.find("points cannot be below 0"), std::string::npos) << ran.err;
}

TEST_F(ProgramTest, AnUnknownKindIsAUsageError) {
  EXPECT_EQ(run({"kinds", "fils"}).code, 2);
  EXPECT_EQ(run({"kinds"}).code, 0);
}

}  // namespace
}  // namespace grader::cli
