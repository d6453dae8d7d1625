// The student's program: arguments, input and files in; output, exit code and files out.
#include <algorithm>
#include <utility>

#include "grader/base/file.h"
#include "grader/base/text.h"
#include "rubrics/checks/kinds.h"
#include "rubrics/checks/program_judge.h"
#include "rubrics/scalars.h"

namespace grader::rubrics {
namespace {

constexpr std::int64_t kMaxText = 65'536;  // characters
constexpr std::size_t kMaxCases = 200;
constexpr std::size_t kMaxName = 120;

// A text that stands in the rubric, or in a file beside it.
struct Content {
  std::string text;
  std::string asset;  // not empty: the file's name
};

struct Placed {
  std::string path;  // in the submission
  Content content;
};

struct Output {
  OutputRule rule;  // without the texts of `equals`
  std::vector<Content> equals;
};

struct CaseSettings {
  std::string name;
  std::vector<std::string> arguments;
  Content standard_input;
  std::vector<Placed> files;
  std::set<std::int64_t> exits{0};
  Output standard_output, standard_error;
  std::vector<std::pair<std::string, Output>> files_out;
  bool hidden = false;
};

struct ProgramSettings {
  std::string folder;
  std::vector<std::string> build, run;
  std::vector<Placed> files;
  OutputRules compare;
  bool all_or_nothing = false;
  std::vector<CaseSettings> cases;
};

// What people recognise a case by that has no name: what goes in.
std::string name_of_case(const CaseSettings& one, const std::vector<std::string>& run) {
  std::string name = join(one.arguments, " ");
  if (const auto lines = lines_of(one.standard_input.text); name.empty() && !lines.empty()) {
    name = "< " + std::string(lines.front()) + (lines.size() > 1 ? " ..." : "");
  }
  return visible(name.empty() ? join(run, " ") : name, kMaxName);
}

class ProgramCheck final : public Check {
 public:
  explicit ProgramCheck(ProgramSettings settings) : settings_(std::move(settings)) {}

  Result<CheckPlan> plan(const CheckView& view) const override {
    Result<ProgramRules> rules = make_rules(view);
    if (!rules) return std::move(rules).error();
    CheckPlan plan;
    plan.program.emplace();
    plan.program->folder = settings_.folder;
    if (!settings_.build.empty()) {
      Result<std::vector<LaidFile>> laid = lay(settings_.files, view);
      if (!laid) return std::move(laid).error();
      plan.program->build = {settings_.build, "", *std::move(laid), {}};
    }
    for (ProgramCase& one : rules->cases) plan.program->starts.push_back(std::move(one.start));
    return plan;
  }

  Judgement judge(const CheckInput& input) const override {
    Result<ProgramRules> rules = make_rules(input.view);
    if (rules && input.program != nullptr) {
      return judge_program(*rules, input.view, *input.program);
    }
    Judgement judgement;
    judgement.assurance = Assurance::BlackBox;
    judgement.status = Status::Error;
    judgement.message = {"program.not_run", {}, ""};
    return judgement;
  }

  std::vector<std::string> assets() const override {
    std::vector<std::string> names;
    const auto add = [&](const Content& content) {
      if (!content.asset.empty()) names.push_back(content.asset);
    };
    const auto add_output = [&](const Output& output) {
      for (const Content& content : output.equals) add(content);
    };
    for (const Placed& file : settings_.files) add(file.content);
    for (const CaseSettings& one : settings_.cases) {
      add(one.standard_input);
      for (const Placed& file : one.files) add(file.content);
      add_output(one.standard_output);
      add_output(one.standard_error);
      for (const auto& [path, output] : one.files_out) add_output(output);
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
  }

 private:
  static Result<std::string> read(const Content& content, const CheckView& view) {
    if (content.asset.empty()) return content.text;
    return read_file(std::filesystem::path(view.rubric_folder) / content.asset, kMaxAssetBytes);
  }

  static Result<std::vector<LaidFile>> lay(const std::vector<Placed>& files,
                                           const CheckView& view) {
    std::vector<LaidFile> laid;
    for (const Placed& file : files) {
      Result<std::string> text = read(file.content, view);
      if (!text) return std::move(text).error();
      laid.push_back({file.path, *std::move(text)});
    }
    return laid;
  }

  static Result<OutputRule> expect(const Output& output, const CheckView& view) {
    OutputRule rule = output.rule;
    for (const Content& content : output.equals) {
      Result<std::string> text = read(content, view);
      if (!text) return std::move(text).error();
      rule.equals.push_back(*std::move(text));
    }
    return rule;
  }

  Result<ProgramCase> make_case(const CaseSettings& from, const CheckView& view) const {
    ProgramCase one;
    one.name = from.name.empty() ? name_of_case(from, settings_.run) : from.name;
    if (!from.name.empty()) one.input = name_of_case(from, settings_.run);
    one.start.argv = settings_.run;
    one.start.argv.insert(one.start.argv.end(), from.arguments.begin(), from.arguments.end());
    Result<std::string> input = read(from.standard_input, view);
    if (!input) return std::move(input).error();
    one.start.standard_input = *std::move(input);
    // Those of the case win.
    for (const auto* some : {&from.files, &settings_.files}) {
      Result<std::vector<LaidFile>> laid = lay(*some, view);
      if (!laid) return std::move(laid).error();
      for (LaidFile& file : *laid) one.start.laid.push_back(std::move(file));
    }
    one.exits = from.exits;
    one.hidden = from.hidden;
    for (const auto& [to, output] : {std::pair(&one.standard_output, &from.standard_output),
                                     std::pair(&one.standard_error, &from.standard_error)}) {
      Result<OutputRule> rule = expect(*output, view);
      if (!rule) return std::move(rule).error();
      *to = *std::move(rule);
    }
    for (const auto& [path, output] : from.files_out) {
      Result<OutputRule> rule = expect(output, view);
      if (!rule) return std::move(rule).error();
      one.files.emplace_back(path, *std::move(rule));
      one.start.collects.push_back(path);
    }
    return one;
  }

  Result<ProgramRules> make_rules(const CheckView& view) const {
    ProgramRules rules;
    rules.folder = settings_.folder;
    rules.compare = settings_.compare;
    rules.all_or_nothing = settings_.all_or_nothing;
    for (const CaseSettings& one : settings_.cases) {
      Result<ProgramCase> made = make_case(one, view);
      if (!made) return std::move(made).error();
      rules.cases.push_back(*std::move(made));
    }
    return rules;
  }

  ProgramSettings settings_;
};

class Reader {
 public:
  explicit Reader(const CheckMaker& maker) : maker_(maker) {}

  ProgramSettings read() const {
    ProgramSettings settings;
    settings.folder = maker_.task_folder;
    settings.build = texts(maker_.settings.find("build"));
    settings.run = texts(maker_.settings.find("run"));
    for (const char* key : {"build", "run"}) check_program(maker_.settings.find(key));
    settings.files = placed(maker_.settings.find("files"));
    if (const YamlNode* compare = maker_.settings.find("compare")) {
      const std::string trim = read_text(compare->find("trim"));
      if (trim == "ends") settings.compare.trim = OutputRules::Trim::Ends;
      if (trim == "none") settings.compare.trim = OutputRules::Trim::None;
      settings.compare.ignore_case = read_text(compare->find("case")) == "ignore";
    }
    settings.all_or_nothing = maker_.score_all.value_or(false);
    const YamlNode& cases = *maker_.settings.find("cases");
    if (cases.items.size() > kMaxCases) {
      maker_.mistakes.error(cases.position,
                            "more than " + std::to_string(kMaxCases) + " cases in one check");
    }
    for (const YamlNode& item : cases.items) settings.cases.push_back(read_case(item));
    return settings;
  }

 private:
  CaseSettings read_case(const YamlNode& node) const {
    CaseSettings one;
    one.name = read_text(node.find("name"));
    one.arguments = texts(node.find("args"));
    if (const YamlNode* input = node.find("stdin")) one.standard_input = content(*input);
    one.files = placed(node.find("files"));
    if (const YamlNode* exit = node.find("exit")) {
      one.exits.clear();
      if (const auto code = read_integer(exit)) one.exits.insert(*code);
      for (const YamlNode& item : exit->items) one.exits.insert(read_integer(&item).value_or(0));
    }
    if (const YamlNode* output = node.find("stdout")) one.standard_output = expected(*output);
    if (const YamlNode* output = node.find("stderr")) one.standard_error = expected(*output);
    if (const YamlNode* files = node.find("files_out")) {
      for (const YamlEntry& entry : files->entries) {
        if (const auto path = place(entry))
          one.files_out.emplace_back(*path, expected(entry.value));
      }
    }
    one.hidden = read_flag(node.find("hidden"));
    const bool asks = node.find("stdout") != nullptr || node.find("stderr") != nullptr ||
                      node.find("exit") != nullptr || node.find("files_out") != nullptr;
    if (!asks) {
      maker_.mistakes.error(node.position,
                            "this case expects nothing; add 'stdout', 'exit' or 'files_out'");
    }
    return one;
  }

  // A name, or a path where the program can be.
  void check_program(const YamlNode* argv) const {
    if (argv == nullptr || argv->items.empty()) return;
    const YamlNode& first = argv->items.front();
    const std::string& name = first.scalar;
    if (name.find_first_of(" \t") != std::string::npos) {
      maker_.mistakes.error(first.position, "'" + visible(name, 60) +
                                                "' is one word here, there is no shell; write a "
                                                "list such as [node, cli.js]");
    } else if (name.starts_with("./") || name.starts_with("/build/")) {
      if (name.find("/../") != std::string::npos) maker_.mistakes.error(first.position, kNotThere);
    } else if (name.find('/') != std::string::npos) {
      maker_.mistakes.error(first.position, kNotThere);
    }
  }

  static std::vector<std::string> texts(const YamlNode* list) {
    std::vector<std::string> result;
    if (list == nullptr) return result;
    for (const YamlNode& item : list->items) result.push_back(item.scalar);
    return result;
  }

  Content content(const YamlNode& node) const {
    if (node.kind == YamlNode::Kind::Scalar) return {node.scalar, ""};
    const YamlNode* asset = node.find("asset");
    if (asset == nullptr) return {};
    return {"", maker_.asset(asset->scalar, asset->position).value_or("")};
  }

  std::optional<std::string> place(const YamlEntry& entry) const {
    const auto path = maker_.path(entry.key, entry.key_position);
    if (path && ("/" + *path + "/").find("/.git/") != std::string::npos) {
      maker_.mistakes.error(entry.key_position, "'" + *path + "' is in Git's own folder");
      return std::nullopt;
    }
    return path;
  }

  std::vector<Placed> placed(const YamlNode* files) const {
    std::vector<Placed> result;
    if (files == nullptr) return result;
    for (const YamlEntry& entry : files->entries) {
      if (const auto path = place(entry)) result.push_back({*path, content(entry.value)});
    }
    return result;
  }

  // A text or {asset} is what all of it should be.
  Output expected(const YamlNode& node) const {
    Output output;
    if (node.kind == YamlNode::Kind::Scalar || node.find("asset") != nullptr) {
      output.equals.push_back(content(node));
      return output;
    }
    if (const YamlNode* equals = node.find("equals")) {
      if (equals->kind == YamlNode::Kind::Sequence) {
        for (const YamlNode& item : equals->items) output.equals.push_back(content(item));
      } else {
        output.equals.push_back(content(*equals));
      }
    }
    output.rule.contains = one_or_more(node.find("contains"));
    output.rule.lines = texts(node.find("lines"));
    for (const std::string& expression : one_or_more(node.find("matches"))) {
      output.rule.matches.emplace_back(expression);
    }
    return output;
  }

  static std::vector<std::string> one_or_more(const YamlNode* node) {
    if (node == nullptr) return {};
    if (node->kind == YamlNode::Kind::Scalar) return {node->scalar};
    return texts(node);
  }

  static constexpr const char* kNotThere =
      "a program is a name such as node, './name' in the submission, or '/build/name'";

  const CheckMaker& maker_;
};

Shape words_as_written() {
  Shape shape = scalar(Type::Literal);
  shape.max = kMaxText;
  return shape;
}

Shape content_shape() {
  Shape asset = scalar(Type::Object);
  asset.what = "a file beside the rubric";
  asset.tag = "asset";
  asset.fields = {{"asset", scalar(Type::Path), "its name", "", true}};
  return either("text, or {asset: file}", {words_as_written(), asset});
}

Shape one_or_list(const std::string& what, const Shape& one) {
  return either(what, {one, list_of(one)});
}

Shape output_shape() {
  const Shape content = content_shape();
  Shape output = scalar(Type::Object);
  output.what = "an output";
  std::vector<Shape> equals = content.parts;
  equals.push_back(list_of(content));
  output.fields = {
      {"equals", either("text, {asset: file}, or a list of accepted ones", std::move(equals)),
       "all of it; of a list, one", "", false},
      {"contains", one_or_list("text or a list of texts", words_as_written()), "each is in it", "",
       false},
      {"matches", one_or_list("a pattern or a list of patterns", scalar(Type::Pattern)),
       "RE2; each is found", "", false},
      {"lines", list_of(words_as_written()), "these lines in this order, others between them", "",
       false},
  };
  output.rules = {{{"equals", "contains", "matches", "lines"}, 1, 4}};
  std::vector<Shape> parts = content.parts;
  parts.push_back(std::move(output));
  return either("text, {asset: file}, or {equals, contains, matches, lines}", std::move(parts));
}

}  // namespace

Shape program_shape() {
  const Shape argv = list_of(words_as_written());
  const Shape files = map_of(Type::Path, content_shape());
  Shape one = scalar(Type::Object);
  one.what = "a case";
  one.fields = {
      {"name", said_text(kMaxName), "what people see", "what goes in", false},
      {"args", argv, "behind those of 'run'", "", false},
      {"stdin", content_shape(), "what it reads", "", false},
      {"files", files, "put beside the submission's", "", false},
      {"stdout", output_shape(), "what it prints", "", false},
      {"stderr", output_shape(), "what it prints there", "", false},
      {"exit", one_or_list("an exit code or a list of them", integer(0, 255)), "how it may end",
       "0", false},
      {"files_out", map_of(Type::Path, output_shape()), "what it writes into files", "", false},
      {"hidden", scalar(Type::Boolean), "only whether it works is shown", "false", false},
  };
  Shape compare = scalar(Type::Object);
  compare.what = "compare";
  compare.fields = {
      {"trim", choice({"lines", "ends", "none"}), "which white space does not count", "lines",
       false},
      {"case", choice({"exact", "ignore"}), "whether capitals count", "exact", false},
  };
  Shape shape = scalar(Type::Object);
  shape.what = "program";
  shape.fields = {
      {"build", argv, "run once before; it writes below /build", "", false},
      {"run", argv, "the program and its first arguments; no shell", "", true},
      {"files", files, "put beside the submission's", "", false},
      {"cases", list_of(std::move(one)), "each in a jail of its own", "", true},
      {"compare", std::move(compare), "how output is compared", "", false},
  };
  return shape;
}

std::shared_ptr<const Check> make_program(const CheckMaker& maker) {
  return std::make_shared<ProgramCheck>(Reader(maker).read());
}

}  // namespace grader::rubrics
