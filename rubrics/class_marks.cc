#include "rubrics/class_marks.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <system_error>
#include <utility>

#include "grader/base/file.h"
#include "grader/base/text.h"
#include "rubrics/beside.h"
#include "rubrics/marks_reader.h"
#include "rubrics/mistakes.h"

namespace grader::rubrics {
namespace {

namespace fs = std::filesystem;

Shape object(std::string what, std::vector<Field> fields) {
  Shape shape = scalar(Type::Object);
  shape.what = std::move(what);
  shape.fields = std::move(fields);
  return shape;
}

Shape class_shape() {
  const Shape one = object("a submission's marks", {{"commit", text(40), "", "", false},
                                                    {"checks", checks_of_marks(), "", "", true}});
  return object("a file of marks", {{"marks", integer(1, 1), "", "", true},
                                    {"rubric", scalar(Type::RubricId), "", "", true},
                                    {"submissions", map_of(Type::Text, one), "", "", true}});
}

bool is_known(const std::string& name, const std::vector<std::string>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string nobody(const std::string& name, const std::vector<std::string>& names) {
  return "no submission here is called '" + visible(name, 80) + "'" + suggestion(name, names);
}

void whole_file(LoadedClassMarks& loaded, const fs::path& file, std::string message) {
  loaded.diagnostics.push_back(
      {Diagnostic::Severity::Error, file.string(), {}, std::move(message), ""});
}

LoadedClassMarks load_file(const fs::path& file, const Rubric& rubric,
                           const std::vector<std::string>& names) {
  LoadedClassMarks loaded;
  const Result<std::string> text = read_file(file, std::size_t{1} << 20);
  if (!text) {
    whole_file(loaded, file, "cannot read the marks: " + text.error().message);
    return loaded;
  }
  YamlDocument document = parse_yaml(*text, file.string());
  if (!document.root) return {std::nullopt, std::move(document.diagnostics)};
  Mistakes mistakes(file.string(), *text);
  const YamlNode& root = *document.root;
  const bool is_map = root.kind == YamlNode::Kind::Map;
  if (is_map && root.find("checks") != nullptr && root.find("submissions") == nullptr) {
    mistakes.error(root.position,
                   "these are the marks of one submission; say whose, as 'submissions: {NAME: "
                   "{checks: ...}}', or give a folder with NAME.yaml for each");
    loaded.diagnostics = mistakes.take();
    return loaded;
  }
  static const Shape shape = class_shape();
  const Unusable unusable = validate(root, shape, mistakes);
  ClassMarks all;
  const YamlNode* id = is_map ? root.find("rubric") : nullptr;
  if (id != nullptr && !unusable.contains(id) && id->scalar != rubric.id) {
    mistakes.error(id->position, "marks for the rubric '" + visible(id->scalar, 80) + "', and '" +
                                     rubric.id + "' grades");
  }
  const YamlNode* submissions = is_map ? root.find("submissions") : nullptr;
  if (submissions != nullptr && submissions->kind == YamlNode::Kind::Map) {
    for (const YamlEntry& entry : submissions->entries) {
      if (!is_known(entry.key, names)) {
        mistakes.error(entry.key_position, nobody(entry.key, names));
      } else if (entry.value.kind == YamlNode::Kind::Map) {
        all[entry.key] = read_marks(entry.value, rubric, unusable, mistakes);
      }
    }
  }
  if (!mistakes.any_error()) loaded.marks = std::move(all);
  loaded.diagnostics = mistakes.take();
  return loaded;
}

LoadedClassMarks load_folder(const fs::path& folder, const Rubric& rubric,
                             const std::vector<std::string>& names) {
  LoadedClassMarks loaded;
  std::set<fs::path> files;
  std::error_code problem;
  for (const auto& entry : fs::directory_iterator(folder, problem)) {
    if (is_yaml(entry.path())) files.insert(entry.path());
  }
  ClassMarks all;
  std::map<std::string, fs::path> known;
  for (const fs::path& file : files) {
    const std::string name = file.stem().string();
    if (!is_known(name, names)) {
      whole_file(loaded, file, nobody(name, names));
      continue;
    }
    if (const auto [first, fresh] = known.emplace(name, file); !fresh) {
      whole_file(loaded, file,
                 "'" + name + "' has marks in '" + first->second.filename().string() +
                     "' already; remove one of them");
      continue;
    }
    LoadedMarks one = load_marks(file, rubric);
    std::move(one.diagnostics.begin(), one.diagnostics.end(),
              std::back_inserter(loaded.diagnostics));
    if (one.marks) all[name] = std::move(*one.marks);
  }
  if (files.empty()) {
    whole_file(loaded, folder,
               problem ? "cannot read the marks: " + problem.message()
                       : "there are no marks in this folder; it holds NAME.yaml for each "
                         "submission that has some");
  }
  if (loaded.diagnostics.empty()) loaded.marks = std::move(all);
  return loaded;
}

}  // namespace

LoadedClassMarks load_class_marks(const fs::path& place, const Rubric& rubric,
                                  const std::vector<std::string>& names) {
  std::error_code ignored;
  return fs::is_directory(place, ignored) ? load_folder(place, rubric, names)
                                          : load_file(place, rubric, names);
}

Error to_error(const LoadedClassMarks& loaded, const fs::path& place) {
  const fs::path named = place.has_filename() ? place : place.parent_path();
  Error error = all_mistakes(loaded.diagnostics, named.filename().string());
  error.blame = Blame::Usage;
  return error;
}

}  // namespace grader::rubrics
