#include "rubrics/checks/tests_tool.h"

#include <algorithm>

#include "rubrics/scalars.h"

namespace grader::rubrics {
namespace {

void refuse(const CheckMaker& maker, const std::string& key, const char* why) {
  for (const YamlEntry& entry : maker.settings.entries) {
    if (entry.key == key) maker.mistakes.error(entry.key_position, "'" + key + "' " + why);
  }
}

bool is_plain_name(const std::string& name) {
  return !name.empty() && name.find('/') == std::string::npos && name != "." && name != "..";
}

}  // namespace

runners::SuiteTool read_tool(const CheckMaker& maker, const std::string& framework) {
  runners::SuiteTool tool;
  const runners::Runner* runner = runners::find_runner(framework);
  if (runner == nullptr || !runner->runs_a_tool()) {
    for (const char* key : {"run", "results", "expect"}) {
      refuse(maker, key, "is for 'framework: junit-xml' and 'framework: tap'");
    }
    return tool;
  }
  tool.folder = maker.task_folder;
  const YamlNode* run = maker.settings.find("run");
  if (run == nullptr) {
    maker.mistakes.error(maker.place, "'framework: " + framework + "' needs 'run'");
    return tool;
  }
  for (const YamlNode& word : run->items) tool.argv.push_back(word.scalar);
  if (const YamlNode* expect = maker.settings.find("expect")) {
    for (const YamlNode& name : expect->items) tool.expect.push_back(name.scalar);
  }
  const YamlNode* results = maker.settings.find("results");
  if (results != nullptr) {
    tool.results = results->scalar;
    if (!is_plain_name(tool.results)) {
      maker.mistakes.error(results->position,
                           "a name such as junit.xml; the tool writes it into /results/");
    }
  } else if (framework == "junit-xml") {
    maker.mistakes.error(maker.place, "'framework: junit-xml' needs 'results'");
  }
  if (read_text(maker.settings.find("from")) == "submission") {
    maker.mistakes.error(maker.settings.find("framework")->position,
                         "the tests of a tool are the template's or the rubric's");
  }
  return tool;
}

}  // namespace grader::rubrics
