// How the work came about: commits, who made them, what the files held on the way, and the pull
// request.
#include <utility>

#include "rubrics/checks/git_judge.h"
#include "rubrics/checks/kinds.h"
#include "rubrics/scalars.h"

namespace grader::rubrics {
namespace {

class GitCheck final : public Check {
 public:
  explicit GitCheck(GitRules rules) : rules_(std::move(rules)) {}
  Result<CheckPlan> plan(const CheckView&) const override {
    CheckPlan plan;
    if (rules_.needs_history()) plan.history = HistoryNeed::Commits;
    if (rules_.needs_versions()) plan.history = HistoryNeed::Versions;
    return plan;
  }
  Judgement judge(const CheckInput& input) const override { return judge_git(rules_, input.view); }

 private:
  GitRules rules_;
};

Shape object(std::string what, std::vector<Field> fields) {
  Shape shape = scalar(Type::Object);
  shape.what = std::move(what);
  shape.fields = std::move(fields);
  return shape;
}

Shape bounds_shape(const char* what, std::int64_t max) {
  Shape shape = object(what, {{"min", integer(0, max), "at least so many", "0", false},
                              {"max", integer(0, max), "at most so many", "", false}});
  shape.rules = {{{"min", "max"}, 1, 2}};
  return shape;
}

std::optional<Bounds> read_bounds(const CheckMaker& maker, const YamlNode* node) {
  if (node == nullptr) return std::nullopt;
  const auto min = read_integer(node->find("min"));
  const auto max = read_integer(node->find("max"));
  if (min && max && *min > *max) {
    maker.mistakes.error(node->position, "'min' is above 'max'; nobody can pass this");
  }
  return Bounds{min.value_or(0), max};
}

std::vector<SaidPattern> read_patterns(const YamlNode* list) {
  std::vector<SaidPattern> patterns;
  if (list == nullptr) return patterns;
  for (const YamlNode& item : list->items) {
    patterns.push_back({Pattern(item.find("pattern")->scalar), read_text(item.find("message"))});
  }
  return patterns;
}

MessageRules read_messages(const CheckMaker& maker, const YamlNode& node) {
  MessageRules rules;
  rules.require = read_patterns(node.find("require"));
  rules.forbid = read_patterns(node.find("forbid"));
  rules.subject = read_bounds(maker, node.find("subject"));
  rules.whole = read_text(node.find("part")) == "all";
  rules.at_least = read_integer(node.find("at_least")).value_or(100);
  return rules;
}

ShareRules read_shares(const CheckMaker& maker, const YamlNode& node) {
  ShareRules rules;
  rules.lines = read_text(node.find("of")) == "lines";
  rules.at_least = read_integer(node.find("at_least"));
  rules.at_most = read_integer(node.find("at_most"));
  rules.people = read_integer(node.find("people"));
  rules.in = maker.globs(node.find("in"));
  rules.names = read_flag(node.find("names"));
  rules.fail = read_text(node.find("otherwise")) == "fail";
  if (rules.at_least && rules.at_most && *rules.at_least > *rules.at_most) {
    maker.mistakes.error(node.position, "'at_least' is above 'at_most'; nobody can pass this");
  }
  const std::int64_t people = rules.people.value_or(1);
  if (rules.at_least && rules.people && *rules.at_least * people > 100) {
    maker.mistakes.error(node.find("at_least")->position,
                         std::to_string(people) + " people cannot each have " +
                             std::to_string(*rules.at_least) + " %; nobody can pass this");
  }
  if (node.find("in") != nullptr && !rules.lines) {
    maker.mistakes.error(node.find("in")->position, "'in' is for 'of: lines'");
  }
  return rules;
}

PullRequestRules read_pull_request(const YamlNode& node) {
  PullRequestRules rules;
  rules.title = read_patterns(node.find("title"));
  const YamlNode* body = node.find("body");
  if (body == nullptr) return rules;
  rules.require = read_patterns(body->find("require"));
  rules.forbid = read_patterns(body->find("forbid"));
  if (const YamlNode* sections = body->find("sections")) {
    for (const YamlNode& item : sections->items) {
      rules.sections.push_back(
          {item.find("heading")->scalar, read_integer(item.find("words")).value_or(1)});
    }
  }
  return rules;
}

}  // namespace

Shape git_shape() {
  Shape said =
      object("a pattern", {{"pattern", scalar(Type::Pattern), "RE2", "", true},
                           {"message", said_text(300), "said instead of ours", "", false}});
  said.definition = "said-pattern";
  const Shape patterns = list_of(said);
  const Shape globs = list_of(scalar(Type::Glob));

  Shape messages = object(
      "messages",
      {{"require", patterns, "each message has it", "", false},
       {"forbid", patterns, "no message has it", "", false},
       {"subject", bounds_shape("a length", 10'000), "characters of the first line", "", false},
       {"part", choice({"subject", "all"}), "what patterns look at", "subject", false},
       {"at_least", integer(1, 100), "percent of messages that keep to it", "100", false}});
  messages.rules = {{{"require", "forbid", "subject"}, 1, 3}};

  Shape shares =
      object("shares", {{"of", choice({"commits", "lines"}), "what is shared", "commits", false},
                        {"at_least", integer(0, 100), "percent of each person", "", false},
                        {"at_most", integer(1, 100), "percent of each person", "", false},
                        {"people", integer(1, 100), "at least so many took part", "", false},
                        {"in", globs, "files whose lines count", "all", false},
                        {"names", scalar(Type::Boolean), "the report says who", "false", false},
                        {"otherwise", choice({"review", "fail"}), "a person is asked, or it fails",
                         "review", false}});
  shares.rules = {{{"at_least", "at_most", "people"}, 1, 3}};

  Shape content =
      object("a pattern", {{"pattern", scalar(Type::Pattern), "RE2", "", true},
                           {"in", globs, "the files", "all", false},
                           {"message", said_text(300), "said instead of ours", "", false}});

  Shape section = object(
      "a section", {{"heading", text(), "its text; capitals do not matter", "", true},
                    {"words", integer(1, 100'000), "at least so many of its own", "1", false}});
  Shape body = object("body", {{"require", patterns, "each is found", "", false},
                               {"forbid", patterns, "none is found", "", false},
                               {"sections", list_of(section), "filled in", "", false}});
  body.rules = {{{"require", "forbid", "sections"}, 1, 3}};
  Shape pull = object("pull_request", {{"title", patterns, "each is found in it", "", false},
                                       {"body", body, "its text", "", false}});
  pull.rules = {{{"title", "body"}, 1, 2}};

  Shape shape = object(
      "git",
      {{"commits", bounds_shape("a count", 10'000), "how many people made", "", false},
       {"messages", messages, "of these commits", "", false},
       {"merges", scalar(Type::Boolean), "merge commits count too", "false", false},
       {"leave_out", list_of(scalar(Type::Pattern)), "people, as 'Name <e-mail>'", "", false},
       {"shares", shares, "of each person", "", false},
       {"forbidden", globs, "no commit has such a file", "", false},
       {"forbid", list_of(content), "no version of a file has it", "", false},
       {"branch", scalar(Type::Pattern), "found in its name", "", false},
       {"pull_request", pull, "as --metadata tells it", "", false}});
  shape.rules = {
      {{"commits", "messages", "shares", "forbidden", "forbid", "branch", "pull_request"}, 1, 7}};
  return shape;
}

std::shared_ptr<const Check> make_git(const CheckMaker& maker) {
  const YamlNode& settings = maker.settings;
  GitRules rules;
  rules.commits = read_bounds(maker, settings.find("commits"));
  if (const YamlNode* node = settings.find("messages"))
    rules.messages = read_messages(maker, *node);
  if (const YamlNode* node = settings.find("shares")) rules.shares = read_shares(maker, *node);
  if (const YamlNode* node = settings.find("branch")) rules.branch.emplace(node->scalar);
  if (const YamlNode* node = settings.find("pull_request")) {
    rules.pull_request = read_pull_request(*node);
  }
  if (const YamlNode* list = settings.find("leave_out")) {
    for (const YamlNode& item : list->items) rules.leave_out.emplace_back(item.scalar);
  }
  rules.merges = read_flag(settings.find("merges"));
  rules.forbidden = maker.globs(settings.find("forbidden"));
  if (const YamlNode* list = settings.find("forbid")) {
    for (const YamlNode& item : list->items) {
      rules.forbid.push_back(
          {{Pattern(item.find("pattern")->scalar), read_text(item.find("message"))},
           maker.globs(item.find("in"))});
    }
  }
  rules.all_or_nothing = maker.score_all.value_or(false);
  return std::make_shared<GitCheck>(std::move(rules));
}

}  // namespace grader::rubrics
