// What only a person can judge. The check asks; it never decides.
#include <algorithm>
#include <map>
#include <utility>

#include "grader/base/text.h"
#include "rubrics/checks/kinds.h"
#include "rubrics/checks/share.h"
#include "rubrics/scalars.h"

namespace grader::rubrics {
namespace {

constexpr std::size_t kMaxExhibits = 6;
constexpr std::size_t kMaxPicture = std::size_t{2} << 20, kMaxExcerpt = 20'000;  // bytes

// For whoever shows the file in a terminal: lines as they are, nothing that moves or hides any.
std::string safe_lines(std::string_view content) {
  std::string text;
  while (!content.empty()) {
    const Character next = first_character(content);
    const std::string_view bytes = content.substr(0, next.length);
    const bool line_end = bytes == "\r" && content.substr(1).starts_with('\n');
    if (!line_end) text += bytes == "\n" || bytes == "\t" ? std::string(bytes) : visible(bytes);
    content.remove_prefix(next.length);
  }
  return text;
}

// The files of a list that also names checks.
std::vector<Glob> files_of(const CheckMaker& maker, const YamlNode* list) {
  std::vector<Glob> globs;
  for (const YamlNode& item : list == nullptr ? std::vector<YamlNode>{} : list->items) {
    if (item.kind != YamlNode::Kind::Scalar) continue;
    if (auto glob = maker.glob(item.scalar, item.position)) globs.push_back(*std::move(glob));
  }
  return globs;
}

class ManualCheck final : public Check {
 public:
  ManualCheck(std::string prompt, std::vector<Glob> evidence, std::vector<Criterion> criteria)
      : prompt_(std::move(prompt)),
        evidence_(std::move(evidence)),
        criteria_(std::move(criteria)) {}

  Judgement judge(const CheckInput& input) const override {
    Judgement judgement;
    judgement.assurance = Assurance::Human;
    std::string files;
    std::size_t count = 0;
    for (const TreeEntry* entry : find_any(evidence_, *input.view.submission)) {
      if (++count > kMaxFindings) break;
      files += (files.empty() ? "" : ", ") + entry->path;
      if (count <= kMaxExhibits) exhibit(*entry, *input.view.submission, judgement);
    }
    if (!evidence_.empty() && count == 0) {
      judgement.status = Status::Fail;
      judgement.cause = Cause::MissingResult;
      judgement.message = {"manual.nothing_there", {{"path", evidence_.front().text()}}, ""};
      return judgement;
    }
    judgement.status = Status::NeedsReview;
    judgement.message = {"manual.waits", {}, ""};
    if (!prompt_.empty()) judgement.message.params["prompt"] = prompt_;
    if (!files.empty()) judgement.message.params["files"] = files;
    Points all;
    for (const Criterion& criterion : criteria_) all += criterion.points;
    for (const Criterion& criterion : criteria_) {
      CaseResult waits;
      waits.id = criterion.id;
      waits.name = criterion.title;
      waits.status = Status::NeedsReview;
      waits.message = {"manual.criterion_waits",
                       {{"points", to_text(criterion.points)}, {"possible", to_text(all)}},
                       ""};
      judgement.cases.push_back(std::move(waits));
    }
    return judgement;
  }

  std::vector<Glob> asks_for() const override { return evidence_; }
  std::vector<Criterion> criteria() const override { return criteria_; }

 private:
  // What a person looks at, where it lies beside the report: a picture, or the beginning of a text.
  static void exhibit(const TreeEntry& entry, const Tree& tree, Judgement& judgement) {
    if (entry.size > kMaxPicture) return;
    Result<std::string> content = tree.read(entry);
    if (!content) return;
    const bool png = content->starts_with("\x89PNG\r\n\x1a\n");
    if (png || content->starts_with("\xff\xd8\xff")) {
      judgement.exhibits.push_back(
          {"picture", png ? "image/png" : "image/jpeg", entry.path, *content});
      return;
    }
    if (content->find('\0') != std::string::npos) return;
    judgement.exhibits.push_back({"text", "text/plain", entry.path,
                                  safe_lines(std::string_view(*content).substr(0, kMaxExcerpt))});
  }

  std::string prompt_;
  std::vector<Glob> evidence_;
  std::vector<Criterion> criteria_;
};

std::vector<Level> read_levels(const CheckMaker& maker, const YamlNode& list,
                               const Criterion& criterion) {
  std::vector<Level> levels;
  std::map<std::string, int> lines;
  bool full = false;
  for (const YamlNode& item : list.items) {
    const YamlNode& title = *item.find("title");
    const YamlNode& points = *item.find("points");
    Level level{title.scalar, read_points(points).value_or(Points{})};
    const auto [first, fresh] = lines.emplace(level.title, title.position.line);
    if (!fresh) {
      maker.mistakes.error(title.position, "duplicate level '" + visible(level.title, 60) +
                                               "', first on line " + std::to_string(first->second));
    }
    if (level.points > criterion.points) {
      maker.mistakes.error(points.position,
                           "more than the " + to_text(criterion.points) + " of the criterion");
    }
    full = full || level.points == criterion.points;
    levels.push_back(std::move(level));
  }
  if (!full) {
    maker.mistakes.error(
        list.position, "no level gives all " + to_text(criterion.points) + "; nobody can get them");
  }
  return levels;
}

std::vector<Criterion> read_criteria(const CheckMaker& maker, const YamlNode* list) {
  std::vector<Criterion> criteria;
  if (list == nullptr) return criteria;
  std::map<std::string, int> lines;
  Points sum;
  for (const YamlNode& item : list->items) {
    const YamlNode& id = *item.find("id");
    Criterion criterion;
    criterion.id = id.scalar;
    criterion.title = read_text(item.find("title"));
    criterion.points = read_points(*item.find("points")).value_or(Points{});
    const auto [first, fresh] = lines.emplace(criterion.id, id.position.line);
    if (!fresh) {
      maker.mistakes.error(id.position, "duplicate id '" + criterion.id +
                                            "' of a criterion, first on line " +
                                            std::to_string(first->second));
    }
    if (criterion.points == Points{}) {
      maker.mistakes.error(item.find("points")->position,
                           "a criterion of 0 points decides nothing");
    }
    if (const YamlNode* levels = item.find("levels")) {
      criterion.levels = read_levels(maker, *levels, criterion);
    }
    sum += criterion.points;
    criteria.push_back(std::move(criterion));
  }
  if (maker.points && *maker.points != sum) {
    maker.mistakes.error(list->position, "the criteria have " + to_text(sum) +
                                             " points, and the check has " +
                                             to_text(*maker.points));
  }
  return criteria;
}

}  // namespace

Shape manual_shape() {
  Shape level = scalar(Type::Object);
  level.what = "a level";
  level.fields = {{"title", said_text(200), "what is true at this level", "", true},
                  {"points", scalar(Type::Points), "that it gives", "", true}};
  Shape criterion = scalar(Type::Object);
  criterion.what = "a criterion";
  criterion.fields = {{"id", scalar(Type::Id), "known by it in marks", "", true},
                      {"title", said_text(200), "what is looked at", "", true},
                      {"points", scalar(Type::Points), "of the check's", "", true},
                      {"levels", list_of(level, 2), "steps; without them any points", "", false}};
  Shape shown = scalar(Type::Object);
  shown.what = "evidence";
  shown.tag = "check";
  shown.fields = {{"check", text(), "of the kind 'page': id, or task/id", "", true}};
  Shape shape = scalar(Type::Object);
  shape.what = "manual";
  shape.fields = {
      {"prompt", said_text(2'000), "what the person is asked", "", false},
      {"evidence", list_of(either("a path, or {check: ...}", {scalar(Type::Glob), shown})),
       "files to look at, where none is there nobody is asked; and checks that saw something", "",
       false},
      {"criteria", list_of(criterion), "what points are given for; their sum is the check's", "",
       false},
  };
  return shape;
}

std::shared_ptr<const Check> make_manual(const CheckMaker& maker) {
  return std::make_shared<ManualCheck>(read_text(maker.settings.find("prompt")),
                                       files_of(maker, maker.settings.find("evidence")),
                                       read_criteria(maker, maker.settings.find("criteria")));
}

}  // namespace grader::rubrics
