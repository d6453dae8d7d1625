#include "grader/source/links.h"

#include <vector>

namespace grader::source {
namespace {

constexpr int kMaxLinks = 40;  // as Linux has it

// Puts the parts of `path` on top of `stack`, so that its first part is taken next.
void push_parts(std::string_view path, std::vector<std::string>& stack) {
  while (!path.empty()) {
    const std::size_t slash = path.rfind('/');
    stack.emplace_back(slash == std::string_view::npos ? path : path.substr(slash + 1));
    path = path.substr(0, slash == std::string_view::npos ? 0 : slash);
  }
}

}  // namespace

bool link_leaves(std::string_view path, const LinkTarget& target_of) {
  std::vector<std::string> ahead;   // parts still to go, the next one last
  std::vector<std::size_t> starts;  // of each part in `here`
  std::string here;                 // the place reached, free of links
  push_parts(path, ahead);
  int links = 0;
  while (!ahead.empty()) {
    const std::string part = std::move(ahead.back());
    ahead.pop_back();
    if (part.empty() || part == ".") continue;
    if (part == "..") {
      if (starts.empty()) return true;
      here.resize(starts.back());
      starts.pop_back();
      continue;
    }
    starts.push_back(here.size());
    if (!here.empty()) here += '/';
    here += part;
    const std::optional<std::string> target = target_of(here);
    if (!target) continue;
    if (target->starts_with('/')) return true;
    if (++links > kMaxLinks) return false;
    here.resize(starts.back());
    starts.pop_back();
    push_parts(*target, ahead);
  }
  return false;
}

}  // namespace grader::source
