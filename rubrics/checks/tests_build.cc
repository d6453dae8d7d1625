#include "rubrics/checks/tests_build.h"

#include <algorithm>
#include <array>

#include "grader/base/text.h"
#include "rubrics/scalars.h"

namespace grader::rubrics {
namespace {

constexpr std::array<std::string_view, 6> kSources = {".cc", ".cpp", ".cxx", ".c++", ".C", ".c"};
constexpr std::size_t kMaxSourceBytes = std::size_t{4} << 20;

bool is_source(std::string_view path) {
  return std::any_of(kSources.begin(), kSources.end(),
                     [&](std::string_view end) { return path.ends_with(end); });
}

bool is_file(const TreeEntry& entry) {
  return entry.kind == EntryKind::File || entry.kind == EntryKind::Executable;
}

bool is_test(const TreeEntry& entry, const Tree& tree) {
  if (entry.size > kMaxSourceBytes) return false;
  const Result<std::string> content = tree.read(entry);
  return content && (content->find("gtest/gtest.h") != std::string::npos ||
                     content->find("gmock/gmock.h") != std::string::npos);
}

std::vector<const TreeEntry*> chosen(const BuildSettings& settings, const Tree& tree) {
  if (!settings.sources.empty()) return find_any(settings.sources, tree);
  std::vector<const TreeEntry*> entries;
  if (is_source(settings.task_path)) {
    if (const TreeEntry* entry = tree.find(settings.task_path)) entries.push_back(entry);
    return entries;
  }
  const EntryRange range = entries_below(tree, settings.folder);
  for (std::size_t i = range.first; i < range.last; ++i) {
    const TreeEntry& entry = tree.entries()[i];
    if (is_source(entry.path) && is_file(entry) && !is_test(entry, tree)) entries.push_back(&entry);
  }
  return entries;
}

}  // namespace

BuildSettings read_build(const CheckMaker& maker, const std::string& framework) {
  BuildSettings settings;
  settings.task_path = maker.task_path;
  settings.folder = maker.task_folder;
  settings.sources = maker.globs(maker.settings.find("sources"));
  if (const YamlNode* flags = maker.settings.find("flags")) {
    for (const YamlNode& flag : flags->items) settings.flags.push_back(flag.scalar);
  }
  if (framework.empty() || framework == kBuilt) return settings;
  for (const YamlEntry& entry : maker.settings.entries) {
    if (entry.key != "sources" && entry.key != "flags") continue;
    if (entry.key == "flags" && framework == kBuiltByCMake) continue;
    maker.mistakes.error(entry.key_position, "'" + entry.key + "' is for 'framework: googletest'");
  }
  return settings;
}

runners::SuiteBuild plan_build(const BuildSettings& settings, const CheckView& view,
                               const std::set<std::string>& tests,
                               const std::vector<LaidFile>& laid) {
  runners::SuiteBuild build;
  build.folder = settings.folder;
  build.flags = settings.flags;
  for (const LaidFile& file : laid) {
    build.ours.push_back(file.path);
    if (is_source(file.path) && !tests.contains(file.path)) build.linked.push_back(file.path);
  }
  for (const TreeEntry* entry : chosen(settings, *view.submission)) {
    if (!is_file(*entry) || !is_source(entry->path) || tests.contains(entry->path)) continue;
    if (std::find(build.ours.begin(), build.ours.end(), entry->path) != build.ours.end()) continue;
    build.sources.push_back(entry->path);
  }
  return build;
}

}  // namespace grader::rubrics
