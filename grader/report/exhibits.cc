#include "grader/report/exhibits.h"

#include <algorithm>
#include <string_view>

namespace grader::report {
namespace {

constexpr std::size_t kMaxExhibits = 20;

// evidence/NAME.png, .jpg or .txt, and nothing that could mean another place.
bool is_ours(std::string_view path) {
  constexpr std::string_view kFolder = "evidence/";
  if (!path.starts_with(kFolder)) return false;
  path.remove_prefix(kFolder.size());
  const bool known = path.ends_with(".png") || path.ends_with(".jpg") || path.ends_with(".txt");
  if (!known || path.size() > 300) return false;
  path.remove_suffix(4);
  return !path.empty() && std::all_of(path.begin(), path.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

}  // namespace

std::vector<const Evidence*> exhibits_of(const CheckResult& check) {
  std::vector<const Evidence*> exhibits;
  for (const Evidence& evidence : check.evidence) {
    if (exhibits.size() < kMaxExhibits && is_ours(evidence.path)) exhibits.push_back(&evidence);
  }
  return exhibits;
}

bool is_picture(const Evidence& evidence) {
  return evidence.media_type.starts_with("image/") && !evidence.path.ends_with(".txt");
}

Spans said_of(const Evidence& evidence, const Words& words) {
  if (is_picture(evidence)) return words.say("page.picture", {{"title", evidence.title}});
  if (evidence.kind == "text") return words.say("page.evidence_file", {{"title", evidence.title}});
  return words.say("page.outline");
}

bool has_pictures(const Report& report) {
  for (const TaskResult& task : report.tasks) {
    for (const CheckResult& check : task.checks) {
      const auto exhibits = exhibits_of(check);
      if (std::any_of(exhibits.begin(), exhibits.end(),
                      [](const Evidence* one) { return is_picture(*one); })) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace grader::report
