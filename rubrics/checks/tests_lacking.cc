#include "rubrics/checks/tests_lacking.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "grader/base/text.h"
#include "rubrics/pattern.h"

namespace grader::rubrics {
namespace {

using runners::LoadFailure;

constexpr std::array<std::string_view, 8> kScripts = {".js", ".mjs", ".cjs", ".jsx",
                                                      ".ts", ".mts", ".cts", ".tsx"};

bool is_python(std::string_view path) {
  return path.ends_with(".py");
}

constexpr std::array<std::string_view, 9> kCpp = {".cc", ".cpp", ".cxx", ".c++", ".c",
                                                  ".h",  ".hpp", ".hh",  ".hxx"};

bool is_cpp(std::string_view path) {
  return std::any_of(kCpp.begin(), kCpp.end(),
                     [&](std::string_view end) { return path.ends_with(end); });
}

// In the language of the file `like`.
bool is_code(std::string_view path, std::string_view like) {
  if (is_python(like)) return is_python(path);
  if (is_cpp(like)) return is_cpp(path);
  return std::any_of(kScripts.begin(), kScripts.end(),
                     [&](std::string_view end) { return path.ends_with(end); });
}

bool is_in(std::string_view path, std::string_view folder) {
  return folder.empty() ||
         (path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/');
}

bool is_missing(const LoadFailure& failure) {
  return failure.kind == LoadFailure::Kind::MissingFile ||
         failure.kind == LoadFailure::Kind::MissingPackage;
}

// A syntax that the template's package.json decides is not the test file's own.
bool depends_on_module_kind(const LoadFailure& failure) {
  return failure.message.find("import") != std::string::npos ||
         failure.message.find("export") != std::string::npos ||
         failure.message.find("module") != std::string::npos;
}

std::string first_there(const std::vector<std::string>& files, const Tree* tree) {
  if (tree == nullptr) return "";
  const auto found = std::find_if(files.begin(), files.end(),
                                  [&](const auto& file) { return tree->find(file) != nullptr; });
  return found == files.end() ? "" : *found;
}

// The one of `files` that the rubric names.
std::string first_asked(const std::vector<std::string>& files, const Asked* asked) {
  if (asked == nullptr) return "";
  for (const std::string& file : files) {
    if (std::find(asked->paths.begin(), asked->paths.end(), file) != asked->paths.end()) {
      return file;
    }
    for (const Glob& glob : asked->globs) {
      if (glob.matches(file)) return glob.literal() ? glob.text() : file;
    }
  }
  return "";
}

// Whether the template has code in the task's folder that is no test.
bool starts_code(const CheckView& view, std::string_view like) {
  if (view.base == nullptr) return false;
  const EntryRange range = entries_below(*view.base, view.folder);
  for (std::size_t i = range.first; i < range.last; ++i) {
    const std::string& path = view.base->entries()[i].path;
    const std::string_view name = name_of(path);
    if (is_code(path, like) && name.find("test") == std::string_view::npos &&
        name.find("spec") == std::string_view::npos &&
        name.find("config") == std::string_view::npos) {
      return true;
    }
  }
  return false;
}

// What lies beside the rubric where `files` would lie beside the laid file at `path`.
std::string beside_rubric(const std::string& path, const std::vector<std::string>& files,
                          const CheckView& view, const std::map<std::string, std::string>& places) {
  const auto asset = places.find(path);
  if (asset == places.end() || view.rubric_folder.empty()) return "";
  const std::string_view folder = folder_of(path);
  for (const std::string& file : files) {
    if (!is_in(file, folder)) continue;
    const std::string_view rest =
        folder.empty() ? std::string_view(file) : std::string_view(file).substr(folder.size() + 1);
    const auto beside = resolve_path(folder_of(asset->second), rest);
    std::error_code ignored;
    if (beside && std::filesystem::is_regular_file(
                      std::filesystem::path(view.rubric_folder) / *beside, ignored)) {
      return *beside;
    }
  }
  return "";
}

const LoadFailure* same_lack(const LoadFailure& failure, const std::vector<LoadFailure>& lacking) {
  const auto found = std::find_if(lacking.begin(), lacking.end(), [&](const LoadFailure& one) {
    if (one.file != failure.file) return false;
    if (is_missing(failure)) return is_missing(one) && one.subject == failure.subject;
    // How the template's tests are run, which no code of a submission decides.
    if (failure.kind == LoadFailure::Kind::Other) {
      return one.kind == failure.kind && failure.line == 0 && failure.subject.empty() &&
             one.message == failure.message;
    }
    return failure.kind == LoadFailure::Kind::Syntax && one.kind == failure.kind &&
           one.line == failure.line && !depends_on_module_kind(one);
  });
  return found == lacking.end() ? nullptr : &*found;
}

// Of JavaScript the listing loads our files with all code of students replaced by stubs: what
// throws there as well does so by itself.
std::optional<Lack> explain_stop(const LoadFailure& failure, const SuiteEvidence& suite,
                                 std::size_t index,
                                 const std::map<std::string, std::string>& places) {
  if (failure.kind != LoadFailure::Kind::Thrown || !is_code(failure.file, "") ||
      index >= suite.lacking.size()) {
    return std::nullopt;
  }
  const auto same = [&](const LoadFailure& one) {
    return one.kind == failure.kind && one.file == failure.file && one.line == failure.line &&
           one.message == failure.message;
  };
  if (std::none_of(suite.lacking[index].begin(), suite.lacking[index].end(), same)) {
    return std::nullopt;
  }
  const auto asset = places.find(failure.file);
  const std::string name = asset == places.end() ? failure.file : asset->second;
  return Lack{true, "",
              "'" + name + "' stops at line " + std::to_string(failure.line) +
                  " before the tests start, without any code of a student: " + failure.message};
}

}  // namespace

std::vector<std::string> module_files(const std::string& path, const std::string& name) {
  std::vector<std::string> files;
  if (name.empty()) return files;
  if (is_python(path)) {
    std::string parts = name;
    std::replace(parts.begin(), parts.end(), '.', '/');
    for (std::string_view folder = folder_of(path);; folder = folder_of(folder)) {
      const std::string at = folder.empty() ? parts : std::string(folder) + "/" + parts;
      files.push_back(at + ".py");
      files.push_back(at + "/__init__.py");
      if (folder.empty()) return files;
    }
  }
  if (is_cpp(path)) {
    for (std::string_view folder = folder_of(path);; folder = folder_of(folder)) {
      if (const auto at = resolve_path(folder, name)) files.push_back(*at);
      if (const auto at = resolve_path(folder, "include/" + name)) files.push_back(*at);
      if (folder.empty()) return files;
    }
  }
  // A relative path, or one from the root (an ES module's resolved one).
  const bool relative =
      name.starts_with("./") || name.starts_with("../") || name == "." || name == "..";
  const auto at = relative ? resolve_path(folder_of(path), name) : resolve_path("", name);
  if (!at || at->empty()) return files;
  files.push_back(*at);
  if (!is_code(*at, "")) {
    for (const std::string_view end : kScripts) files.push_back(*at + std::string(end));
    files.push_back(*at + ".json");
  }
  for (const std::string_view end : kScripts) files.push_back(*at + "/index" + std::string(end));
  return files;
}

std::vector<std::string> asked_modules(const std::string& path, const std::string& content) {
  static const Pattern kScript(
      R"((?:\brequire\(|\bfrom\s|\bimport\s*\(?)\s*['"](\.\.?/[^'"\n]+)['"])");
  static const Pattern kPython(R"(^\s*(?:from|import)\s+([A-Za-z_][A-Za-z_0-9]*))");
  static const Pattern kCpp(R"re(^\s*#\s*include\s*"([^"\n]+)")re");
  const Pattern& pattern = is_python(path) ? kPython : is_cpp(path) ? kCpp : kScript;
  std::vector<std::string> modules;
  if (!is_valid_utf8(content)) return modules;
  for (std::size_t at = 0; at <= content.size();) {
    const auto match = pattern.find(content, at);
    if (!match) break;
    const std::string_view whole =
        std::string_view(content).substr(match->begin, match->end - match->begin);
    at = std::max(match->end, match->begin + 1);
    if (is_python(path)) {
      const std::size_t space = whole.find_last_of(" \t\n");
      modules.emplace_back(whole.substr(space + 1));
    } else {
      const std::size_t open = whole.find_first_of("'\"");
      modules.emplace_back(whole.substr(open + 1, whole.size() - open - 2));
    }
  }
  return modules;
}

std::optional<Lack> explain_lack(const LoadFailure& failure, const SuiteEvidence& suite,
                                 std::size_t index, const CheckView& view,
                                 const std::map<std::string, std::string>& places) {
  if (!suite.laid.contains(failure.file)) return std::nullopt;
  if (auto stopped = explain_stop(failure, suite, index, places)) return stopped;
  const bool python = is_python(failure.file);
  const bool own = python || failure.kind == LoadFailure::Kind::MissingFile;
  const auto files = is_missing(failure) && own ? module_files(failure.file, failure.subject)
                                                : std::vector<std::string>{};
  if (!first_there(files, view.submission).empty()) return std::nullopt;
  if (const std::string file = first_there(files, view.base); !file.empty()) {
    return Lack{false, file, ""};
  }
  if (index >= suite.lacking.size()) return std::nullopt;
  const LoadFailure* lack = same_lack(failure, suite.lacking[index]);
  if (lack == nullptr) return std::nullopt;

  const auto asset = places.find(failure.file);
  const std::string name = asset == places.end() ? failure.file : asset->second;
  if (lack->kind == LoadFailure::Kind::Other) {
    return Lack{true, "", "the test file '" + name + "' cannot be run: " + lack->message};
  }
  if (!is_missing(*lack)) {
    return Lack{true, "",
                "the test file '" + name + "' cannot be read at line " +
                    std::to_string(lack->line) + ": " + lack->message};
  }
  const std::string asks = "the test file '" + name + "' asks for '" + lack->subject + "', ";
  if (const std::string file = first_asked(files, view.asked); !file.empty()) {
    return Lack{false, file, ""};
  }
  if (const std::string file = beside_rubric(failure.file, files, view, places); !file.empty()) {
    return Lack{
        true, "",
        asks + "which lies beside the rubric and is not laid; add '" + file + "' to 'with'"};
  }
  const bool in_task = std::any_of(files.begin(), files.end(),
                                   [&](const auto& file) { return is_in(file, view.folder); });
  if (in_task && !starts_code(view, failure.file)) {
    return Lack{false, python ? files.front() : lack->subject,
                asks +
                    "which is taken for the student's to write; name it in a 'path' or in "
                    "'files: {required}' where that is so"};
  }
  if (!own) return Lack{true, "", asks + "a package that the environment does not have"};
  return Lack{true, "", asks + "which the template does not have and the rubric does not name"};
}

}  // namespace grader::rubrics
