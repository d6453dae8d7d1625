#include "runners/node_judge.h"

namespace grader::runners {
namespace {

std::string pack_name(const std::string& framework) {
  return "judge-" + framework + ".pack";
}

}  // namespace

TwoJails node_jails(const std::string& framework) {
  return {{"", "--no-warnings", "/harness/judge/main.js", framework,
           "/harness/prepared/" + pack_name(framework)},
          {"", "--no-warnings", "/harness/student/main.js"}};
}

Preparation prepared_judge(const Environment& environment, const std::string& framework) {
  Preparation preparation;
  preparation.target = pack_name(framework);
  const std::string out = "/results/" + preparation.target;
  preparation.command.argv = {environment.interpreter, "--no-warnings", "/harness/judge/prepare.js",
                              framework, out};
  preparation.command.environment = environment.variables;
  preparation.command.mounts = environment.mounts;
  preparation.command.collect = {out};
  preparation.command.collect_limit = std::uint64_t{32} << 20;
  return preparation;
}

}  // namespace grader::runners
