#include "runners/node_judge.h"

#include <utility>

namespace grader::runners {
namespace {

constexpr const char* kStudentPack = "student.pack";

// Threads beside the main one: these programs are short, and others wait for the processor.
constexpr const char* kThreads = "--v8-pool-size=1";
// Of a judge: MiB for new objects, see judge/heap.js.
constexpr const char* kLeastYoung = "--min-semi-space-size=64";
constexpr const char* kMostYoung = "--max-semi-space-size=64";

std::string judge_pack(const std::string& framework) {
  return "judge-" + framework + ".pack";
}

std::string prepared(const std::string& target) {
  return "/harness/prepared/" + target;
}

// `argv`: of the program that writes the file, which is named last.
Preparation prepare(const Environment& environment, std::vector<std::string> argv,
                    const std::string& target) {
  const std::string out = "/results/" + target;
  argv.insert(argv.begin(), environment.interpreter);
  argv.push_back(out);
  Preparation preparation;
  preparation.target = target;
  preparation.command.argv = std::move(argv);
  preparation.command.environment = environment.variables;
  preparation.command.mounts = environment.mounts;
  preparation.command.collect = {out};
  preparation.command.collect_limit = std::uint64_t{32} << 20;
  return preparation;
}

}  // namespace

TwoJails node_jails(const std::string& framework) {
  return {{"", "--no-warnings", kThreads, kLeastYoung, kMostYoung, "/harness/judge/main.js",
           framework, prepared(judge_pack(framework))},
          {"", "--no-warnings", kThreads, "/harness/student/main.js", prepared(kStudentPack)},
          {"", "--no-warnings", kThreads, "--disallow-code-generation-from-strings",
           "/harness/student/main.js", prepared(kStudentPack), "closed"}};
}

std::vector<Preparation> prepared_jails(const Environment& environment,
                                        const std::string& framework) {
  return {prepare(environment, {"--no-warnings", "/harness/judge/prepare.js", framework},
                  judge_pack(framework)),
          prepare(environment, {"--no-warnings", "/harness/student/prepare.js"}, kStudentPack)};
}

}  // namespace grader::runners
