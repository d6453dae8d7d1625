#include "rubrics/language.h"

#include <string>
#include <utility>

#include "rubrics/checks/kinds.h"

namespace grader::rubrics {
namespace {

constexpr std::int64_t kTextMax = 2'000;
constexpr std::int64_t kKiB = std::int64_t{1} << 10;
constexpr std::int64_t kGiB = std::int64_t{1} << 30;

Shape object(std::string what, std::vector<Field> fields) {
  Shape shape = scalar(Type::Object);
  shape.what = std::move(what);
  shape.fields = std::move(fields);
  return shape;
}

Shape tagged(Shape shape, std::string tag) {
  shape.tag = std::move(tag);
  return shape;
}

Shape between(Type type, std::int64_t min, std::int64_t max) {
  Shape shape = scalar(type);
  shape.min = min;
  shape.max = max;
  return shape;
}

Shape template_shape() {
  return either(
      "none, {merge_base: BRANCH}, {repository: URL, ref: REF} or {folder: DIR}",
      {choice({"none"}),
       tagged(object("a template", {{"merge_base", text(), "the course's branch", "", true},
                                    {"repository", text(1'000),
                                     "where it is, if not the submission's", "", false}}),
              "merge_base"),
       tagged(object("a template", {{"repository", text(1'000), "its URL", "", true},
                                    {"ref", text(), "a branch, tag or commit", "", true}}),
              "ref"),
       tagged(object("a template", {{"folder", scalar(Type::Path), "beside the rubric", "", true}}),
              "folder")});
}

Shape environment_shape() {
  const Shape when =
      object("a condition", {{"file", scalar(Type::Path), "is in the template", "", true},
                             {"has", text(), "and holds this text", "", false}});
  const Shape rule = object("a row", {{"when", when, "without it: always", "", false},
                                      {"use", text(), "the environment's name", "", true}});
  Shape shape =
      either("the name of an environment, a folder beside the rubric, or {auto: [...]}",
             {text(),
              tagged(object("an environment",
                            {{"auto", list_of(rule), "the first row that holds", "", true}}),
                     "auto"),
              tagged(object("an environment",
                            {{"from", later("'environment: {from: ...}'"), "reserved", "", false}}),
                     "from")});
  shape.definition = "environment";
  return shape;
}

Shape limits_shape() {
  Shape shape = object(
      "limits",
      {{"wall", between(Type::Duration, 10, 3'600'000), "time on the clock", "20s", false},
       {"cpu", between(Type::Duration, 10, 3'600'000), "time of all processors", "10s", false},
       {"memory", between(Type::Size, 1'024 * kKiB, 64 * kGiB), "of all processes", "512MiB",
        false},
       {"processes", integer(1, 10'000), "threads count", "128", false},
       {"output", between(Type::Size, 1, kGiB), "of stdout and of stderr", "1MiB", false},
       {"disk", between(Type::Size, 1, 64 * kGiB), "that may be written", "64MiB", false}});
  shape.definition = "limits";
  return shape;
}

Shape check_shape() {
  std::vector<Field> fields = {
      {"id", scalar(Type::Id), "known by it in the task, forever", "", true},
      {"title", text(), "what it asks, as a fact", "", true},
      {"points", scalar(Type::Points), "without them it only remarks", "", false},
      {"weight", integer(0, 1'000), "share of the task's points", "1", false},
      {"score", choice({"each", "all"}), "in parts, or all or nothing", "each", false},
      {"deduct",
       object("deduct", {{"each", scalar(Type::Points), "for each finding", "", true},
                         {"at_most", scalar(Type::Points), "in all", "", false}}),
       "points that findings take from the task", "", false},
      {"tier", choice({"blocking", "improve"}), "how it is shown", "blocking", false},
      {"needs", list_of(text()), "checks that pass first: id, or task/id", "", false},
      {"ask", text(kTextMax), "a question that helps", "", false},
      {"why", text(kTextMax), "why it matters", "", false},
      {"learn", scalar(Type::Link), "one link", "", false},
      {"praise", text(kTextMax), "said when it passes", "", false},
      {"environment", environment_shape(), "where it runs", "", false},
      {"limits", limits_shape(), "where the rubric's do not fit", "", false},
  };
  KeyRule kinds{{}, 1, 1};
  for (const Kind& kind : all_kinds()) {
    const std::string name(kind.name);
    const Shape shape = kind.shape != nullptr ? kind.shape() : later("the kind '" + name + "'");
    fields.push_back({name, shape, std::string(kind.about), "", false});
    kinds.keys.push_back(name);
  }
  Shape shape = object("a check", std::move(fields));
  shape.rules = {kinds, {{"points", "weight"}, 0, 1}};
  shape.definition = "check";
  return shape;
}

Shape block_shape(const Shape& check) {
  Shape shape = object(
      "a block", {{"id", scalar(Type::Id), "known by it in the task", "", true},
                  {"title", text(), "what it asks", "", true},
                  {"points", scalar(Type::Points), "of all its checks", "", false},
                  {"weight", integer(0, 1'000), "share of the task's points", "1", false},
                  {"any", integer(1, 1'000), "so many of its checks are enough", "all", false},
                  {"checks", list_of(check), "its checks, without points", "", true}});
  shape.rules = {{{"points", "weight"}, 0, 1}};
  return tagged(std::move(shape), "checks");
}

Shape make_rubric_shape() {
  const Shape check = check_shape();
  const Shape task = object(
      "a task",
      {{"id", scalar(Type::Id), "known by it, forever", "", true},
       {"title", text(), "as students know it", "", true},
       {"path", scalar(Type::Path), "a file or a folder", "the whole submission", false},
       {"points", scalar(Type::Points), "the sum of its checks' points", "the sum", false},
       {"group", choice({"mandatory", "extra"}), "extra is not in the total", "mandatory", false},
       {"first_step", text(kTextMax), "said when it is not started", "", false},
       {"environment", environment_shape(), "where its checks run", "", false},
       {"limits", limits_shape(), "where the rubric's do not fit", "", false},
       {"checks", list_of(either("a check", {block_shape(check), check})), "in their order", "",
        true}});
  return object("a rubric",
                {{"rubric", scalar(Type::RubricId), "its id, forever", "", true},
                 {"version", integer(1, 1'000'000), "higher with every change", "", true},
                 {"title", text(), "as people know it", "", true},
                 {"language", scalar(Type::Language), "of the texts here", "en", false},
                 {"pass", integer(0, 100), "percent", "", false},
                 {"template", template_shape(), "where students start from", "none", false},
                 {"environment", environment_shape(), "where checks run", "the framework's", false},
                 {"limits", limits_shape(), "of everything that runs", "", false},
                 {"roots", later("'roots'"), "reserved", "", false},
                 {"tasks", list_of(task), "the exercises", "", true}});
}

}  // namespace

const Shape& rubric_shape() {
  static const Shape shape = make_rubric_shape();
  return shape;
}

}  // namespace grader::rubrics
