#include "grader/engine/execute_review.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "grader/base/text.h"
#include "grader/engine/reviewers.h"
#include "rubrics/checks/text_file.h"
#include "rubrics/checks/trouble.h"

namespace grader::engine {
namespace {

// Files that a tool does not come to an end with. One shows what is wrong, all of them would hold
// up others.
constexpr int kMaxLosses = 3;
// All files of all checks together have so many times what one has: slow ones may be many.
constexpr int kMaxWalls = 12;
constexpr std::chrono::seconds kStarts{60};  // of reviewers, on a busy host
// Bytes of the texts of one request, and of the template's besides.
constexpr std::size_t kMaxTexts = std::size_t{16} << 20;

using Evidence = rubrics::ReviewEvidence;
using Clock = std::chrono::steady_clock;

// One tool and one file of one check.
struct Reading {
  std::size_t check = 0, ask = 0, file = 0;  // into the batch, its plan, its files
  std::size_t text = 0;                      // into the texts
};

class ReviewRun {
 public:
  ReviewRun(const Batch& batch, const Tree& submission, const Tree* base, const ExecuteTools& tools)
      : batch_(batch), submission_(submission), base_(base), tools_(tools) {}

  RanBatch run() {
    if (auto ran = run_all(); !ran) ran_.failed = std::move(ran).error();
    return std::move(ran_);
  }

 private:
  Result<void> run_all() {
    if (tools_.reviewers == nullptr) return grader_error("there is no reviewer");
    Result<runners::Environment> environment = tools_.environment(batch_.environment);
    if (!environment) return std::move(environment).error();
    if (auto read = read_texts(); !read) return read;
    end_ = Clock::now() + kStarts + kMaxWalls * batch_.limits.wall;
    while (!pending_.empty()) {
      if (tools_.interrupted != nullptr && tools_.interrupted->load()) {
        return Error{Blame::Interrupted, "interrupted", "", ""};
      }
      Result<std::unique_ptr<Reviewer>> reviewer = tools_.reviewers->take(*environment);
      if (!reviewer) return std::move(reviewer).error();
      if (auto done = ask(**reviewer); !done) return done;
      tools_.reviewers->give_back(std::move(*reviewer));
    }
    return {};
  }

  // What is no text, or too much of it, is the check's to speak of.
  Result<void> read_texts() {
    std::map<std::string, std::optional<std::size_t>> known;  // path -> into texts_
    // In bytes.
    std::size_t total = 0, given = 0;
    const auto text_of = [&](const std::string& path) -> Result<std::optional<std::size_t>> {
      const auto found = known.find(path);
      if (found != known.end()) return found->second;
      const TreeEntry* entry = submission_.find(path);
      if (entry == nullptr) return known[path] = std::nullopt;
      Result<rubrics::TextFile> file = rubrics::read_text_file(*entry, submission_, base_);
      if (!file) return std::move(file).error();
      const bool is_text = file->kind == rubrics::TextFile::Kind::Text;
      if (!is_text || total + file->content.size() > kMaxTexts) return known[path] = std::nullopt;
      total += file->content.size();
      // Where nothing is new, nothing is compared; and it takes no room from what is.
      if (file->given == file->content) file->given.clear();
      if (given + file->given.size() > kMaxTexts) file->given.clear();
      given += file->given.size();
      texts_.push_back({path, std::move(file->content), std::move(file->given)});
      return known[path] = texts_.size() - 1;
    };
    for (std::size_t check = 0; check < batch_.reviews.size(); ++check) {
      const rubrics::ReviewPlan& plan = batch_.reviews[check];
      Evidence evidence;
      evidence.limits = batch_.limits;
      for (std::size_t ask = 0; ask < plan.asks.size(); ++ask) {
        evidence.asks.emplace_back(plan.asks[ask].files.size());
        for (std::size_t file = 0; file < plan.asks[ask].files.size(); ++file) {
          auto text = text_of(plan.asks[ask].files[file]);
          if (!text) return std::move(text).error();
          if (*text) pending_.push_back({check, ask, file, **text});
        }
      }
      ran_.reviews.push_back(std::move(evidence));
    }
    return {};
  }

  // All that is pending; what was answered is pending no more.
  Result<void> ask(Reviewer& reviewer) {
    runners::ReviewRequest request;
    std::vector<std::vector<Reading>> sent;  // by ask of the request, by its files
    for (const Reading& reading : pending_) {
      if (sent.empty() || sent.back().front().check != reading.check ||
          sent.back().front().ask != reading.ask) {
        const rubrics::ReviewPlan::Ask& plan = batch_.reviews[reading.check].asks[reading.ask];
        request.asks.push_back({plan.tool, plan.settings, {}});
        sent.emplace_back();
      }
      request.asks.back().files.push_back(reading.text);
      sent.back().push_back(reading);
    }
    request.files = texts_;
    pending_.clear();
    late_ = false;
    std::size_t at_ask = 0, at_file = 0;  // what comes next
    // Puts back what is behind (at_ask, at_file).
    const auto keep_rest = [&] {
      for (std::size_t i = at_ask; i < sent.size(); ++i) {
        for (std::size_t j = i == at_ask ? at_file : 0; j < sent[i].size(); ++j) {
          pending_.push_back(sent[i][j]);
        }
      }
    };
    const bool there = reviewer.ask(std::move(request));
    while (there) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end_ - Clock::now());
      Reviewer::Said said =
          reviewer.next(std::clamp(left, std::chrono::milliseconds(0), batch_.limits.wall));
      if (!said.row) {
        late_ = said.late;
        break;
      }
      if (std::holds_alternative<runners::ReviewEnd>(said.row->what)) {
        if (at_ask == sent.size()) return {};
        return grader_error("the reviewer has left out files");
      }
      if (at_ask == sent.size()) break;
      if (auto* invalid = std::get_if<runners::ReviewInvalid>(&said.row->what)) {
        if (invalid->ask != at_ask) break;
        const Reading& reading = sent[at_ask].front();
        for (runners::WrongSetting& wrong : invalid->wrong) {
          ran_.reviews[reading.check].invalid.push_back({reading.ask, std::move(wrong)});
        }
        ++at_ask;
        at_file = 0;
        continue;
      }
      auto& read = std::get<runners::ReviewedFile>(said.row->what);
      const Reading& reading = sent[at_ask][at_file];
      if (read.ask != at_ask || read.file != reading.text) break;
      Evidence::File& file = file_of(reading);
      file.read = true;
      file.remarks = std::move(read.remarks);
      file.unreadable = std::move(read.unreadable);
      if (++at_file == sent[at_ask].size()) {
        ++at_ask;
        at_file = 0;
      }
    }
    const Result<sandbox::Outcome>& outcome = reviewer.end();
    if (!outcome) return outcome.error();
    if (at_ask >= sent.size()) return {};
    // It may have ended of what it read for others, or while it was idle: a fresh one has to tell.
    if (reviewer.read_for_others() && !late_ && (!there || !std::exchange(asked_again_, true))) {
      keep_rest();
      return {};
    }
    if (!reviewer.was_ready()) {
      return grader_error("the reviewer does not start: " + last_words(*outcome), "",
                          "grader environment build review");
    }
    // The file that it was about to speak of is what ended it.
    const Cause cause = late_ ? Cause::TimeoutWall : rubrics::cause_of(*outcome);
    file_of(sent[at_ask][at_file]).cause = cause;
    ++at_file;
    keep_rest();
    if (++losses_ < kMaxLosses && Clock::now() < end_) return {};
    for (const Reading& reading : pending_) file_of(reading).cause = cause;
    pending_.clear();
    return {};
  }

  Evidence::File& file_of(const Reading& reading) {
    return ran_.reviews[reading.check].asks[reading.ask][reading.file];
  }

  static std::string last_words(const sandbox::Outcome& outcome) {
    return visible(outcome.standard_error.head, 300);
  }

  const Batch& batch_;
  const Tree& submission_;
  const Tree* base_;
  const ExecuteTools& tools_;
  std::vector<runners::ReviewFile> texts_;
  std::vector<Reading> pending_;
  bool late_ = false;
  int losses_ = 0;
  bool asked_again_ = false;
  Clock::time_point end_;
  RanBatch ran_;
};

}  // namespace

RanBatch run_review(const Batch& batch, const Tree& submission, const Tree* base,
                    const ExecuteTools& tools) {
  return ReviewRun(batch, submission, base, tools).run();
}

}  // namespace grader::engine
