#include "rubrics/checks/git_judge.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "grader/base/text.h"
#include "rubrics/checks/git_content.h"
#include "rubrics/checks/git_people.h"
#include "rubrics/checks/prose.h"
#include "rubrics/checks/share.h"

namespace grader::rubrics {
namespace {

constexpr std::size_t kMaxOfARule = 20;  // findings

std::string_view subject_of(const HistoryCommit& commit) {
  const std::string_view message = trim(commit.message);
  return trim(message.substr(0, message.find('\n')));
}

// Without addresses of people, short, and with letters that stay where they are.
std::string shown_subject(const HistoryCommit& commit) {
  std::string kept;
  std::string_view rest = subject_of(commit);
  while (!rest.empty()) {
    const std::size_t space = std::min(rest.find(' '), rest.size());
    const std::string_view word = rest.substr(0, space);
    const std::size_t at = word.find('@');
    const bool address =
        at != std::string_view::npos && at > 0 && word.find('.', at) != std::string_view::npos;
    if (!kept.empty()) kept += ' ';
    kept += address ? "..." : word;
    rest.remove_prefix(std::min(space + 1, rest.size()));
  }
  return visible(kept, 60);
}

std::string short_id(const HistoryCommit& commit) {
  return commit.id.substr(0, 7);
}

std::int64_t characters(std::string_view text) {
  return std::count_if(text.begin(), text.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

// What hosts offer as the text of a new pull request.
const TreeEntry* pull_request_template(const Tree& base) {
  for (const TreeEntry& entry : base.entries()) {
    std::string path = entry.path;
    for (char& c : path) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    for (const std::string_view known :
         {".github/pull_request_template.md", "pull_request_template.md",
          "docs/pull_request_template.md", ".gitlab/merge_request_templates/default.md"}) {
      if (path == known && entry.size < (1U << 20)) return &entry;
    }
  }
  return nullptr;
}

class GitJudge {
 public:
  GitJudge(const GitRules& rules, const CheckView& view) : rules_(rules), view_(view) {}

  Judgement run() {
    if (rules_.needs_history()) history();
    if (rules_.branch) branch();
    if (rules_.pull_request.any()) pull_request();
    if (failed_) {
      judgement_.status = Status::Error;
      judgement_.message = {"git.cannot_read", {}, ""};
      return std::move(judgement_);
    }
    set_share(judgement_, passed_, asked_, rules_.all_or_nothing);
    if (!unknown_.empty() || talk_) {
      judgement_.status = Status::NeedsReview;
      judgement_.earned = 0;
      judgement_.message = unknown_.empty() ? Message{"git.shares_talk", {}, ""} : unknown_;
    } else if (passed_ == asked_) {
      judgement_.message = {"git.all_good", {}, ""};
    } else {
      judgement_.message = {"git.some_good", {{"passed", passed_}, {"count", asked_}}, ""};
    }
    return std::move(judgement_);
  }

 private:
  void settle(bool good) {
    ++asked_;
    if (good) ++passed_;
  }

  void not_known(Message message, const char* what, const char* next_step) {
    if (unknown_.empty()) unknown_ = std::move(message);
    if (!judgement_.note) judgement_.note = usage_error(what, next_step);
  }

  Finding* find(const char* rule, std::string path, Message message) {
    if (judgement_.findings.size() == kMaxFindings) return nullptr;
    return &add_finding(judgement_, rule, std::move(path), std::move(message));
  }

  const HistoryCommit& commit(std::size_t index) const { return view_.history->commits()[index]; }

  // Names the commit, or says what the author wrote about it.
  void find_commit(const char* rule, std::size_t index, const std::string& said, Message ours) {
    Message message = std::move(ours);
    if (!said.empty()) message = {"git.author_says", {{"text", said}}, ""};
    message.params["commit"] = short_id(commit(index));
    message.params["subject"] = shown_subject(commit(index));
    find(rule, "", std::move(message));
  }

  void history() {
    if (view_.history == nullptr) {
      not_known({"git.no_history", {}, ""}, "the submission has no history",
                "grade the repository, not a copy of its files");
      return;
    }
    people_ = people_of(*view_.history, rules_);
    for (std::size_t i = 0; i < people_.of.size(); ++i) {
      if (people_.counts(i)) counted_.push_back(i);
    }
    if (rules_.commits) count_commits(*rules_.commits);
    if (rules_.messages) messages(*rules_.messages);
    if (rules_.shares) shares(*rules_.shares);
    for (const Glob& glob : rules_.forbidden) forbidden(glob);
    for (const ContentRule& rule : rules_.forbid) forbid(rule);
    if (view_.history->cut()) {
      too_large();
    }
  }

  void too_large() {
    not_known({"git.history_too_large", {}, ""}, "the history is beyond the limits of what is read",
              "look at the history by hand, and give the points with --marks");
  }

  void count_commits(const Bounds& bounds) {
    const auto count = static_cast<std::int64_t>(counted_.size());
    const bool few = count < bounds.min, many = bounds.max && count > *bounds.max;
    settle(!few && !many);
    if (few)
      find("commits", "", {"git.too_few_commits", {{"count", count}, {"min", bounds.min}}, ""});
    if (many) {
      find("commits", "", {"git.too_many_commits", {{"count", count}, {"max", *bounds.max}}, ""});
    }
  }

  void no_commits(const char* rule) {
    settle(false);
    const bool said =
        std::any_of(judgement_.findings.begin(), judgement_.findings.end(),
                    [](const Finding& f) { return f.message.id == "git.no_commits"; });
    if (!said) find(rule, "", {"git.no_commits", {}, ""});
  }

  // Settles one rule about every message. `keeps` says whether one keeps to it, `said` what is told
  // of one that does not.
  template <class Keeps, class Said>
  void each_message(const char* rule, const MessageRules& rules, const std::string& author,
                    Keeps keeps, Said said) {
    if (counted_.empty()) {
      no_commits(rule);
      return;
    }
    std::vector<std::size_t> broken;
    for (const std::size_t index : counted_) {
      if (!keeps(commit(index))) broken.push_back(index);
    }
    const auto total = static_cast<std::int64_t>(counted_.size());
    const auto kept = total - static_cast<std::int64_t>(broken.size());
    const bool good = kept * 100 >= rules.at_least * total;
    settle(good);
    if (good) return;
    for (std::size_t i = 0; i < std::min(broken.size(), kMaxOfARule); ++i) {
      find_commit(rule, broken[i], author, said(commit(broken[i])));
    }
  }

  void messages(const MessageRules& rules) {
    const auto looked_at = [&](const HistoryCommit& commit) {
      return rules.whole ? trim(commit.message) : subject_of(commit);
    };
    for (const SaidPattern& pattern : rules.require) {
      each_message(
          "messages.require", rules, pattern.message,
          [&](const HistoryCommit& c) { return pattern.pattern.find(looked_at(c), 0).has_value(); },
          [](const HistoryCommit&) {
            return Message{"git.message_differs", {}, ""};
          });
    }
    for (const SaidPattern& pattern : rules.forbid) {
      each_message(
          "messages.forbid", rules, pattern.message,
          [&](const HistoryCommit& c) { return !pattern.pattern.find(looked_at(c), 0); },
          [](const HistoryCommit&) {
            return Message{"git.message_says_little", {}, ""};
          });
    }
    if (!rules.subject) return;
    const Bounds& bounds = *rules.subject;
    each_message(
        "messages.subject", rules, "",
        [&](const HistoryCommit& c) {
          const std::int64_t size = characters(subject_of(c));
          return size >= bounds.min && (!bounds.max || size <= *bounds.max);
        },
        [&](const HistoryCommit& c) {
          const std::int64_t size = characters(subject_of(c));
          return size < bounds.min
                     ? Message{"git.message_short", {{"count", size}, {"min", bounds.min}}, ""}
                     : Message{"git.message_long", {{"count", size}, {"max", *bounds.max}}, ""};
        });
  }

  void shares(const ShareRules& rules) {
    if (counted_.empty()) {
      no_commits("shares");
      return;
    }
    const auto persons = static_cast<std::int64_t>(people_.all.size());
    if (rules.people) {
      const bool good = persons >= *rules.people;
      settle_share(good, rules);
      if (!good) {
        find("shares.people", "",
             {"git.few_people", {{"count", persons}, {"min", *rules.people}}, ""});
      }
    }
    if (!rules.at_least && !rules.at_most) return;
    if (!add_credits(rules)) return;
    std::int64_t total = 0;
    for (const Contributor& person : people_.all) total += person.credits;
    if (total == 0) {
      settle_share(false, rules);
      find("shares", "", {"git.no_lines", {}, ""});
      return;
    }
    bool good = true;
    for (const Contributor& person : people_.all) {
      const std::int64_t part = person.credits * 100;
      if (rules.at_least && part < *rules.at_least * total) {
        good = false;
        find_person(rules, person, part / total,
                    {rules.names ? "git.share_small_named" : "git.share_small",
                     {{"min", *rules.at_least}},
                     ""});
      } else if (rules.at_most && part > *rules.at_most * total) {
        good = false;
        // Rounded up: "33 %, at most 33 %" would say nothing.
        find_person(rules, person, (part + total - 1) / total,
                    {rules.names ? "git.share_large_named" : "git.share_large",
                     {{"max", *rules.at_most}},
                     ""});
      }
    }
    settle_share(good, rules);
  }

  void settle_share(bool good, const ShareRules& rules) {
    settle(good);
    if (!good && !rules.fail) talk_ = true;
  }

  bool add_credits(const ShareRules& rules) {
    if (!rules.lines) {
      for (const std::size_t index : counted_) {
        const std::vector<std::size_t>& of = people_.of[index];
        for (const std::size_t person : of) {
          people_.all[person].credits += kWhole / static_cast<std::int64_t>(of.size());
        }
      }
      return true;
    }
    const Result<LineCredits> credits = line_credits(*view_.history, view_.base, people_, rules);
    if (!credits) {
      failed_ = true;
      return false;
    }
    if (credits->cut) {
      too_large();
      return false;
    }
    for (std::size_t i = 0; i < people_.all.size(); ++i) people_.all[i].credits = credits->of[i];
    return true;
  }

  void find_person(const ShareRules& rules, const Contributor& person, std::int64_t percent,
                   Message message) {
    message.params["percent"] = percent;
    message.params["lines"] = std::int64_t{rules.lines ? 1 : 0};
    if (rules.names) {
      message.params["person"] = visible(person.name, 80);
    } else {
      message.params["commit"] = short_id(commit(person.newest));
    }
    find("shares", "", std::move(message));
  }

  void forbidden(const Glob& glob) {
    const std::vector<PathHit> hits = forbidden_paths(*view_.history, view_.base, glob);
    settle(hits.empty());
    for (std::size_t i = 0; i < std::min(hits.size(), kMaxOfARule); ++i) {
      const PathHit& hit = hits[i];
      Message message{
          "git.path_in_history", {{"path", visible(hit.path)}, {"count", hit.more}}, ""};
      message.params["commit"] = short_id(commit(hit.commit));
      find("forbidden", hit.path, std::move(message));
    }
  }

  void forbid(const ContentRule& rule) {
    const Result<TextHits> found = forbidden_text(*view_.history, view_.base, rule);
    if (!found) {
      failed_ = true;
      return;
    }
    settle(found->hits.empty());
    if (found->cut) too_large();
    for (std::size_t i = 0; i < std::min(found->hits.size(), kMaxOfARule); ++i) {
      const TextHit& hit = found->hits[i];
      Message message{"git.text_in_history", {{"path", visible(hit.path)}}, ""};
      if (!rule.text.message.empty()) {
        message = {"git.author_says_of_file",
                   {{"path", visible(hit.path)}, {"text", rule.text.message}},
                   ""};
      }
      message.params["commit"] = short_id(commit(hit.commit));
      find("forbid", hit.path, std::move(message));
    }
  }

  void branch() {
    std::string name = view_.branch;
    if (view_.metadata != nullptr && !view_.metadata->branch.empty()) name = view_.metadata->branch;
    if (name.empty()) {
      not_known({"git.no_branch", {}, ""}, "the name of the branch is not known",
                "give it with --metadata, or name the branch with --ref");
      return;
    }
    const bool good = rules_.branch->find(to_valid_utf8(name), 0).has_value();
    settle(good);
    if (!good) find("branch", "", {"git.branch_differs", {{"value", visible(name, 100)}}, ""});
  }

  void pull_request() {
    const PullRequestRules& rules = rules_.pull_request;
    const bool wants_body =
        !rules.require.empty() || !rules.forbid.empty() || !rules.sections.empty();
    const Metadata* known = view_.metadata;
    if (known == nullptr || (!rules.title.empty() && !known->title) ||
        (wants_body && !known->body)) {
      not_known({"git.no_pull_request", {}, ""}, "title and text of the pull request are not known",
                "give them with --metadata FILE: the event file of the CI system will do");
      return;
    }
    for (const SaidPattern& pattern : rules.title) {
      about_pull("pull_request.title", pattern, pattern.pattern.find(*known->title, 0).has_value(),
                 {"git.title_differs", {}, ""});
    }
    for (const SaidPattern& pattern : rules.require) {
      about_pull("pull_request.body", pattern, pattern.pattern.find(*known->body, 0).has_value(),
                 {"git.body_lacks", {}, ""});
    }
    for (const SaidPattern& pattern : rules.forbid) {
      about_pull("pull_request.body", pattern, !pattern.pattern.find(*known->body, 0),
                 {"git.body_has", {}, ""});
    }
    if (!rules.sections.empty()) sections(rules.sections, *known->body);
  }

  void about_pull(const char* rule, const SaidPattern& pattern, bool good, Message ours) {
    settle(good);
    if (good) return;
    if (!pattern.message.empty()) ours = {"text.author_says", {{"text", pattern.message}}, ""};
    find(rule, "", std::move(ours));
  }

  // Words that the course's own form has in a part are no answer.
  void sections(const std::vector<SectionRule>& rules, const std::string& body) {
    std::vector<Section> given;
    if (view_.base != nullptr) {
      if (const TreeEntry* entry = pull_request_template(*view_.base)) {
        const Result<std::string> text = view_.base->read(*entry);
        if (!text) {
          failed_ = true;
          return;
        }
        given = sections_of(to_valid_utf8(*text));
      }
    }
    const std::vector<Section> written = sections_of(body);
    for (const SectionRule& rule : rules) {
      const std::string wanted = comparable_heading(rule.heading);
      std::vector<std::string> of_form;
      for (const Section& section : given) {
        if (section.heading == wanted) of_form = section.words;
      }
      std::int64_t best = -1;
      for (const Section& section : written) {
        if (section.heading == wanted) best = std::max(best, own_words(section.words, of_form));
      }
      settle(best >= rule.words);
      if (best >= rule.words) continue;
      if (best < 0) {
        find("pull_request.sections", "", {"git.section_missing", {{"heading", rule.heading}}, ""});
      } else {
        find("pull_request.sections", "",
             {"git.section_short",
              {{"heading", rule.heading}, {"count", best}, {"min", rule.words}},
              ""});
      }
    }
  }

  const GitRules& rules_;
  const CheckView& view_;
  Judgement judgement_;
  People people_;
  std::vector<std::size_t> counted_;  // commits that a person made
  std::int64_t asked_ = 0, passed_ = 0;
  Message unknown_;
  bool talk_ = false;    // a person is asked about the shares
  bool failed_ = false;  // a file could not be read
};

}  // namespace

Judgement judge_git(const GitRules& rules, const CheckView& view) {
  return GitJudge(rules, view).run();
}

}  // namespace grader::rubrics
