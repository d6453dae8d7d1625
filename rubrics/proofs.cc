#include "rubrics/proofs.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "grader/base/file.h"
#include "grader/base/text.h"
#include "rubrics/beside.h"
#include "rubrics/mistakes.h"
#include "rubrics/scalars.h"
#include "rubrics/shape.h"
#include "rubrics/validate.h"

namespace grader::rubrics {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kName = "proofs";
constexpr const char* kPlaces =
    "{folder: DIR}, {changes: DIR} or {repository: URL, ref: REF}, or a list of them";

Shape object(std::string what, std::vector<Field> fields) {
  Shape shape = scalar(Type::Object);
  shape.what = std::move(what);
  shape.fields = std::move(fields);
  return shape;
}

Shape pin_shape(bool of_check) {
  const Shape status =
      choice({"pass", "partial", "fail", "not_started", "skipped", "needs_review"});
  std::vector<Field> fields = {{"points", scalar(Type::Points), "what it earns", "", false},
                               {"status", status, "how it comes out", "", false}};
  if (of_check) fields.push_back({"cause", text(), "why it is so, as the report says", "", false});
  Shape pin = object("a pin", std::move(fields));
  return either("a status or {status: ..., points: ...}", {status, pin});
}

// `places` are the keys of which exactly one (of a template at most one) says where it is.
Shape proof_shape(std::string what, std::vector<std::string> places, bool needs_place) {
  std::vector<Field> fields = {
      {"id", scalar(Type::Id), "needed where there are several", "", false},
      {"folder", text(1'000), "a folder beside this file, graded as it is", "", false},
      {"repository", text(1'000), "an address, or a folder beside this file", "", false},
      {"ref", text(), "of the repository", "HEAD", false},
      {"metadata", text(1'000), "a file for --metadata", "", false},
      {"marks", text(1'000), "a file for --marks", "", false},
      {"points", scalar(Type::Points), "of the whole rubric", "", false},
      {"passed", scalar(Type::Boolean), "whether the rubric's 'pass' is reached", "", false},
      {"tasks", map_of(Type::Id, pin_shape(false)), "what comes out, by task", "", false},
      {"checks", map_of(Type::RubricId, pin_shape(true)), "what comes out, by task/check", "",
       false},
  };
  if (std::find(places.begin(), places.end(), "changes") != places.end()) {
    fields.push_back(
        {"changes", text(1'000), "a folder whose files are laid over the template's", "", false});
    fields.push_back(
        {"template", scalar(Type::Id), "what it started from, of several templates", "", false});
  }
  Shape shape = object(std::move(what), std::move(fields));
  shape.rules = {{std::move(places), needs_place ? 1 : 0, 1}};
  return shape;
}

Shape one_or_more(const Shape& shape, std::string what) {
  return either(std::move(what), {shape, list_of(shape)});
}

Shape make_proofs_shape() {
  const std::vector<std::string> places{"folder", "changes", "repository"};
  const Shape start = proof_shape("a template", {"folder", "repository"}, false);
  const Shape solution = proof_shape("a solution", places, true);
  const Shape example = proof_shape("an example", places, true);
  return object(
      "a file of proofs",
      {{"proofs", integer(1, 1), "version of this language: 1", "", true},
       {"solution", one_or_more(solution, kPlaces), "earns all points", "", true},
       {"template",
        one_or_more(start, "{folder: DIR} or {repository: URL, ref: REF}, or a list of them"),
        "what students start from; earns its 'points', or none", "as the rubric says", false},
       {"examples", list_of(example), "submissions whose outcome you know", "", false},
       {"unproved", map_of(Type::RubricId, text()),
        "task/check -> why no proof here lets it speak or stay silent", "", false}});
}

class Reader {
 public:
  Reader(const Rubric& rubric, fs::path folder, const Unusable& unusable, Mistakes& mistakes)
      : rubric_(rubric), folder_(std::move(folder)), unusable_(unusable), mistakes_(mistakes) {
    for (const Task& task : rubric.tasks) {
      tasks_[task.id] = &task;
      for (const CheckSpec& check : task.checks) checks_[task.id + "/" + check.id] = &check;
    }
  }

  Proofs read(const YamlNode& root) {
    Proofs proofs;
    const YamlNode* start = usable(root, "template");
    for (const YamlNode* node : each(start)) {
      proofs.templates.push_back(read_template(*node, start->items.size() > 1));
    }
    if (root.find("template") == nullptr) {
      proofs.templates.emplace_back();
      proofs.templates.back().kind = ProofKind::Template;
      proofs.templates.back().name = "template";
      proofs.templates.back().points = Points{};
      proofs.templates.back().place = rubrics_template(root.position);
    }
    unique_names(proofs.templates, start);

    const YamlNode* solution = usable(root, "solution");
    for (const YamlNode* node : each(solution)) {
      proofs.solutions.push_back(
          read_proof(*node, ProofKind::Solution, solution->items.size() > 1, proofs));
    }
    unique_names(proofs.solutions, solution);

    const YamlNode* examples = usable(root, "examples");
    for (const YamlNode* node : each(examples)) {
      proofs.examples.push_back(read_proof(*node, ProofKind::Example, true, proofs));
      const Proof& made = proofs.examples.back();
      const bool pins = std::any_of(node->entries.begin(), node->entries.end(), [](const auto& e) {
        return e.key == "points" || e.key == "passed" || e.key == "tasks" || e.key == "checks";
      });
      if (!pins) {
        mistakes_.error(node->position,
                        "an example says what should come out: 'points', 'passed', 'tasks' or "
                        "'checks'");
      }
      for (const std::string_view taken : {"solution", "template"}) {
        if (made.name == taken) {
          mistakes_.error(node->find("id")->position,
                          "'" + made.name + "' is the name of another proof");
        }
      }
    }
    unique_names(proofs.examples, examples);
    read_unproved(usable(root, "unproved"), proofs);
    return proofs;
  }

 private:
  const YamlNode* usable(const YamlNode& map, std::string_view key) const {
    const YamlNode* node = map.kind == YamlNode::Kind::Map ? map.find(key) : nullptr;
    return node != nullptr && unusable_.contains(node) ? nullptr : node;
  }

  static std::vector<const YamlNode*> each(const YamlNode* node) {
    std::vector<const YamlNode*> nodes;
    if (node == nullptr) return nodes;
    if (node->kind == YamlNode::Kind::Map) return {node};
    for (const YamlNode& item : node->items) nodes.push_back(&item);
    return nodes;
  }

  // Where the rubric itself says what students start from.
  ProofPlace rubrics_template(Position at) {
    if (const auto* folder = std::get_if<FolderTemplate>(&rubric_.start)) {
      return PlainFolder{folder->folder};
    }
    if (const auto* ref = std::get_if<RefTemplate>(&rubric_.start)) {
      return RepositoryRef{ref->repository, ref->ref};
    }
    if (std::holds_alternative<MergeBaseTemplate>(rubric_.start)) {
      mistakes_.error(at,
                      "the rubric's template is the merge base of a pull request; say where an "
                      "untouched one is, as 'template: {folder: DIR}' or 'template: {repository: "
                      "URL, ref: REF}'");
      return PlainFolder{};
    }
    return NothingHandedIn{};
  }

  Proof read_template(const YamlNode& node, bool several) {
    Proof proof;
    proof.kind = ProofKind::Template;
    read_common(node, proof, several);
    if (!proof.points) proof.points = Points{};
    if (node.find("folder") == nullptr && node.find("repository") == nullptr) {
      proof.place = rubrics_template(node.position);
    }
    return proof;
  }

  Proof read_proof(const YamlNode& node, ProofKind kind, bool several, const Proofs& proofs) {
    Proof proof;
    proof.kind = kind;
    read_common(node, proof, several);
    const YamlNode* start = node.find("template");
    if (start != nullptr && !proofs.templates.empty()) {
      const auto found =
          std::find_if(proofs.templates.begin(), proofs.templates.end(),
                       [&](const Proof& one) { return one.name == "template " + start->scalar; });
      if (found == proofs.templates.end()) {
        mistakes_.error(start->position,
                        "there is no template '" + visible(start->scalar, 60) + "' in this file");
      } else {
        proof.start = static_cast<std::size_t>(found - proofs.templates.begin());
      }
    }
    const YamlNode* changes = node.find("changes");
    if (changes != nullptr && proof.start < proofs.templates.size() &&
        std::holds_alternative<NothingHandedIn>(proofs.templates[proof.start].place)) {
      mistakes_.error(changes->position,
                      "there is no template that these files could be laid over; use 'folder'");
    }
    return proof;
  }

  void read_common(const YamlNode& node, Proof& proof, bool several) {
    const std::string id = read_text(node.find("id"));
    if (several && id.empty()) mistakes_.error(node.position, "one of several needs an 'id'");
    switch (proof.kind) {
      case ProofKind::Solution:
        proof.name = id.empty() ? "solution" : "solution " + id;
        break;
      case ProofKind::Template:
        proof.name = id.empty() ? "template" : "template " + id;
        break;
      case ProofKind::Example:
        proof.name = id;
    }
    read_place(node, proof);
    proof.metadata = file_beside(node.find("metadata"));
    proof.marks = file_beside(node.find("marks"));
    if (const YamlNode* points = node.find("points")) proof.points = read_points(*points);
    if (const YamlNode* passed = node.find("passed")) {
      proof.passed = read_flag(passed);
      if (rubric_.pass == 0) {
        mistakes_.error(passed->position, "the rubric has no 'pass', so nothing passes");
      }
    }
    read_pins(node.find("tasks"), "task", tasks_, proof.tasks);
    read_pins(node.find("checks"), "check", checks_, proof.checks);
  }

  void read_place(const YamlNode& node, Proof& proof) {
    if (const YamlNode* folder = node.find("folder")) {
      proof.place = PlainFolder{folder_beside(*folder)};
    } else if (const YamlNode* changes = node.find("changes")) {
      proof.place = ChangesFolder{folder_beside(*changes)};
    } else if (const YamlNode* repository = node.find("repository")) {
      // As git tells them apart: what has a colon is an address.
      const bool address = repository->scalar.find(':') != std::string::npos;
      proof.place =
          RepositoryRef{address ? repository->scalar : folder_beside(*repository).string(),
                        read_text(node.find("ref"))};
    }
    const YamlNode* ref = node.find("ref");
    if (ref != nullptr && node.find("repository") == nullptr) {
      mistakes_.error(ref->position, "'ref' is of a 'repository'");
    }
  }

  fs::path folder_beside(const YamlNode& node) {
    fs::path path = (folder_ / node.scalar).lexically_normal();
    std::error_code ignored;
    if (!fs::is_directory(path, ignored)) {
      mistakes_.error(node.position,
                      "there is no folder '" + visible(node.scalar, 100) + "' beside this file");
    }
    return path;
  }

  fs::path file_beside(const YamlNode* node) {
    if (node == nullptr) return {};
    fs::path path = (folder_ / node->scalar).lexically_normal();
    std::error_code ignored;
    if (!fs::is_regular_file(path, ignored)) {
      mistakes_.error(node->position,
                      "there is no file '" + visible(node->scalar, 100) + "' beside this one");
    }
    return path;
  }

  template <class Spec>
  void read_pins(const YamlNode* node, const std::string& what,
                 const std::map<std::string, const Spec*>& known,
                 std::map<std::string, Pin>& pins) {
    if (node == nullptr) return;
    for (const YamlEntry& entry : node->entries) {
      const auto found = known.find(entry.key);
      if (found == known.end()) {
        unknown(entry, what, known);
        continue;
      }
      pins[entry.key] = read_pin(entry.value, entry.key, found->second->points);
    }
  }

  template <class Spec>
  void unknown(const YamlEntry& entry, const std::string& what,
               const std::map<std::string, const Spec*>& known) {
    std::vector<std::string> ids;
    ids.reserve(known.size());
    for (const auto& [id, spec] : known) ids.push_back(id);
    std::string near = suggestion(entry.key, ids);
    if (near.empty() && what == "check" && entry.key.find('/') == std::string::npos) {
      near = "; write it as task/check";
    }
    mistakes_.error(entry.key_position,
                    "the rubric has no " + what + " '" + visible(entry.key, 80) + "'" + near);
  }

  Pin read_pin(const YamlNode& node, const std::string& id, Points possible) {
    Pin pin;
    if (node.kind == YamlNode::Kind::Scalar) {
      pin.status = status_from_text(node.scalar);
      return pin;
    }
    pin.status = status_from_text(read_text(node.find("status")));
    if (const YamlNode* points = node.find("points")) {
      pin.points = read_points(*points);
      if (pin.points > possible) {
        mistakes_.error(points->position,
                        "more than the " + to_text(possible) + " points of '" + id + "'");
      }
    }
    if (const YamlNode* cause = node.find("cause")) {
      pin.cause = cause_from_text(cause->scalar);
      if (!pin.cause) {
        mistakes_.error(cause->position, "unknown cause '" + visible(cause->scalar, 60) + "'");
      }
    }
    if (node.entries.empty()) mistakes_.error(node.position, "this pins nothing");
    return pin;
  }

  void unique_names(const std::vector<Proof>& proofs, const YamlNode* list) {
    for (std::size_t i = 0; i < proofs.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (proofs[i].name != proofs[j].name || list->items[i].find("id") == nullptr) continue;
        mistakes_.error(list->items[i].find("id")->position,
                        "two have the id '" + list->items[i].find("id")->scalar + "'");
      }
    }
  }

  void read_unproved(const YamlNode* node, Proofs& proofs) {
    if (node == nullptr) return;
    for (const YamlEntry& entry : node->entries) {
      if (checks_.find(entry.key) == checks_.end()) {
        unknown(entry, "check", checks_);
      } else {
        proofs.unproved[entry.key] = entry.value.scalar;
      }
    }
  }

  const Rubric& rubric_;
  const fs::path folder_;
  const Unusable& unusable_;
  Mistakes& mistakes_;
  std::map<std::string, const Task*> tasks_;
  std::map<std::string, const CheckSpec*> checks_;
};

// A file whose name is nearly that of the rubric's proofs: "week-2.proof.yaml".
std::string nearly_proofs_of(const fs::path& rubric, const std::string& name) {
  const std::string stem = rubric.stem().string();
  std::vector<std::string> names;
  std::error_code ignored;
  const fs::path folder = rubric.has_parent_path() ? rubric.parent_path() : ".";
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    std::string one = entry.path().filename().string();
    if (!is_yaml(entry.path()) || !one.starts_with(stem) || names.size() > 1000) continue;
    if (one.find("proof", stem.size()) == stem.size() + 1) names.push_back(std::move(one));
  }
  std::sort(names.begin(), names.end());
  const std::vector<std::string_view> views(names.begin(), names.end());
  return did_you_mean(name, views);
}

}  // namespace

const Shape& proofs_shape() {
  static const Shape shape = make_proofs_shape();
  return shape;
}

Result<fs::path> find_proofs(const fs::path& rubric) {
  std::vector<fs::path> found = files_beside(rubric, kName);
  if (found.size() == 1) return std::move(found.front());
  const std::string name = rubric.stem().string() + "." + std::string(kName);
  if (found.empty()) {
    const std::string other = nearly_proofs_of(rubric, name + ".yaml");
    if (!other.empty()) {
      return rubric_error(
          "there are no proofs for this rubric, but '" + visible(other, 80) + "' is there",
          rubric.string(), "call it " + name + ".yaml");
    }
    return rubric_error(
        "there are no proofs for this rubric", rubric.string(),
        "name its solution in " + name + ".yaml beside it: proofs: 1, solution: {folder: DIR}");
  }
  return rubric_error("two files hold its proofs, " + name + ".yaml and " + name + ".yml",
                      rubric.string(), "put everything into one of them, and remove the other");
}

std::optional<fs::path> rubric_file_of(const fs::path& proofs) {
  const fs::path stem = proofs.stem();  // week-2.proofs
  if (!is_yaml(proofs) || stem.extension() != "." + std::string(kName)) return std::nullopt;
  return rubric_beside(proofs);
}

LoadedProofs load_proofs_text(std::string_view text, const fs::path& file, const Rubric& rubric) {
  YamlDocument document = parse_yaml(text, file.string());
  if (!document.root) return {std::nullopt, std::move(document.diagnostics)};
  std::error_code problem;
  const fs::path absolute = fs::absolute(file, problem).lexically_normal();
  Mistakes mistakes(file.string(), text);
  const Unusable unusable = validate(*document.root, proofs_shape(), mistakes);
  LoadedProofs loaded;
  if (document.root->kind == YamlNode::Kind::Map) {
    Proofs proofs = Reader(rubric, absolute.parent_path(), unusable, mistakes).read(*document.root);
    proofs.file = file;
    if (!mistakes.any_error()) loaded.proofs = std::move(proofs);
  }
  loaded.diagnostics = mistakes.take();
  return loaded;
}

LoadedProofs load_proofs(const fs::path& file, const Rubric& rubric) {
  const Result<std::string> text = read_file(file, std::size_t{1} << 20);
  if (text) return load_proofs_text(*text, file, rubric);
  LoadedProofs loaded;
  loaded.diagnostics.push_back({Diagnostic::Severity::Error,
                                file.string(),
                                {},
                                "cannot read the proofs: " + text.error().message,
                                ""});
  return loaded;
}

Error to_error(const LoadedProofs& loaded, const fs::path& file) {
  return all_mistakes(loaded.diagnostics, file.filename().string());
}

}  // namespace grader::rubrics
