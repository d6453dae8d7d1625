#include <algorithm>
#include <map>
#include <utility>

#include <pugixml.hpp>

#include "grader/base/text.h"
#include "runners/test_text.h"
#include "runners/tool_results.h"

namespace grader::runners {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{4} << 20;
constexpr std::ptrdiff_t kMaxElements = 200'000;  // each costs some 70 bytes
constexpr std::size_t kMaxDepth = 64;

class Reader {
 public:
  explicit Reader(const std::string& file) : file_(file) {}

  void read(const pugi::xml_node& root) {
    // Without recursion: the depth is a stranger's.
    struct Step {
      pugi::xml_node node;
      std::size_t names;  // of suites around it
    };
    std::vector<Step> todo{{root, 0}};
    while (!todo.empty() && results_.problem.empty()) {
      const Step step = todo.back();
      todo.pop_back();
      suites_.resize(step.names);
      const std::string_view name = step.node.name();
      if (name == "testcase") {
        test(step.node);
        continue;
      }
      if (name != "testsuite" && name != "testsuites") continue;
      if (name == "testsuite") suites_.push_back(test_name(step.node.attribute("name").value()));
      if (suites_.size() > kMaxDepth) results_.problem = "suites are nested too deep";
      for (pugi::xml_node child = step.node.last_child(); child; child = child.previous_sibling()) {
        if (child.type() == pugi::node_element) todo.push_back({child, suites_.size()});
      }
    }
    results_.complete = results_.problem.empty();
  }

  ToolResults take() { return std::move(results_); }

 private:
  void test(const pugi::xml_node& node) {
    if (results_.tests.size() == kMaxTests) {
      results_.problem = "there are too many tests";
      return;
    }
    TestRun run;
    run.id.file = file_;
    run.id.name = test_name(name_of(node));
    run.id.ordinal = seen_[run.id.name]++;
    run.state = TestState::Passed;
    for (const pugi::xml_node& child : node.children()) {
      const std::string_view kind = child.name();
      if (kind == "failure" || kind == "error") {
        run.state = TestState::Failed;
        const std::string words = child.attribute("message").value();
        run.message = test_message(words.empty() ? std::string(child.text().get()) : words);
        break;
      }
      if (kind == "skipped") run.state = TestState::Skipped;
    }
    results_.tests.push_back(std::move(run));
  }

  std::string name_of(const pugi::xml_node& node) const {
    std::vector<std::string> parts;
    const std::string group = node.attribute("classname").value();
    // node:test writes "test" for all of them.
    if (!group.empty() && group != "test") {
      parts.push_back(group);
    } else {
      std::copy_if(suites_.begin(), suites_.end(), std::back_inserter(parts),
                   [](const std::string& name) { return !name.empty(); });
    }
    parts.emplace_back(node.attribute("name").value());
    return join(parts, " > ");
  }

  const std::string& file_;
  std::vector<std::string> suites_;
  std::map<std::string, int> seen_;
  ToolResults results_;
};

ToolResults unreadable(std::string why) {
  ToolResults results;
  results.problem = std::move(why);
  return results;
}

}  // namespace

ToolResults read_junit_xml(std::string_view text, const std::string& file) {
  if (text.size() > kMaxBytes || std::count(text.begin(), text.end(), '<') > kMaxElements ||
      std::count(text.begin(), text.end(), '=') > kMaxElements) {
    return unreadable("the results are too large");
  }
  pugi::xml_document document;
  // Neither declarations nor document types: entities are never looked up.
  const pugi::xml_parse_result parsed =
      document.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_auto);
  if (!parsed) return unreadable("the results are no XML: " + std::string(parsed.description()));
  const pugi::xml_node root = document.document_element();
  const std::string_view name = root.name();
  if (name != "testsuites" && name != "testsuite") {
    return unreadable("the results have no 'testsuites'");
  }
  Reader reader(file);
  reader.read(root);
  return reader.take();
}

}  // namespace grader::runners
