#include "grader/model/verdict.h"

#include <array>
#include <utility>

#include "grader/model/report.h"

namespace grader {
namespace {

template <class Enum>
using Row = std::pair<Enum, std::string_view>;

constexpr std::array<Row<Status>, 7> kStatuses{{
    {Status::Pass, "pass"},
    {Status::Partial, "partial"},
    {Status::Fail, "fail"},
    {Status::NotStarted, "not_started"},
    {Status::Skipped, "skipped"},
    {Status::NeedsReview, "needs_review"},
    {Status::Error, "error"},
}};

constexpr std::array<Row<Cause>, 15> kCauses{{
    {Cause::None, ""},
    {Cause::WrongResult, "wrong_result"},
    {Cause::ExitedEarly, "exited_early"},
    {Cause::MissingResult, "missing_result"},
    {Cause::NotLoadable, "not_loadable"},
    {Cause::MissingPackage, "missing_package"},
    {Cause::Crashed, "crashed"},
    {Cause::TimeoutCpu, "timeout_cpu"},
    {Cause::TimeoutWall, "timeout_wall"},
    {Cause::MemoryLimit, "memory_limit"},
    {Cause::ProcessLimit, "process_limit"},
    {Cause::OutputLimit, "output_limit"},
    {Cause::DiskLimit, "disk_limit"},
    {Cause::Tampering, "tampering"},
    {Cause::InvalidSubmission, "invalid_submission"},
}};

constexpr std::array<Row<Assurance>, 5> kAssurances{{
    {Assurance::Isolated, "isolated"},
    {Assurance::BlackBox, "black_box"},
    {Assurance::Static, "static"},
    {Assurance::InProcess, "in_process"},
    {Assurance::Human, "human"},
}};

constexpr std::array<Row<Tier>, 2> kTiers{
    {{Tier::Blocking, "blocking"}, {Tier::Improve, "improve"}}};

constexpr std::array<Row<Group>, 2> kGroups{
    {{Group::Mandatory, "mandatory"}, {Group::Extra, "extra"}}};

constexpr std::array<Row<Label>, 4> kLabels{{
    {Label::Complete, "complete"},
    {Label::OnTheWay, "on_the_way"},
    {Label::Open, "open"},
    {Label::NotStarted, "not_started"},
}};

template <class Rows, class Enum>
std::string_view text_of(const Rows& rows, Enum value) {
  for (const auto& [candidate, text] : rows) {
    if (candidate == value) return text;
  }
  return "";
}

template <class Enum, std::size_t N>
std::optional<Enum> value_of(const std::array<Row<Enum>, N>& rows, std::string_view text) {
  for (const auto& [value, candidate] : rows) {
    if (candidate == text) return value;
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_text(Status value) {
  return text_of(kStatuses, value);
}
std::string_view to_text(Cause value) {
  return text_of(kCauses, value);
}
std::string_view to_text(Assurance value) {
  return text_of(kAssurances, value);
}
std::string_view to_text(Tier value) {
  return text_of(kTiers, value);
}
std::string_view to_text(Group value) {
  return text_of(kGroups, value);
}
std::string_view to_text(Label value) {
  return text_of(kLabels, value);
}

std::optional<Status> status_from_text(std::string_view text) {
  return value_of(kStatuses, text);
}
std::optional<Cause> cause_from_text(std::string_view text) {
  return value_of(kCauses, text);
}
std::optional<Assurance> assurance_from_text(std::string_view text) {
  return value_of(kAssurances, text);
}
std::optional<Tier> tier_from_text(std::string_view text) {
  return value_of(kTiers, text);
}
std::optional<Group> group_from_text(std::string_view text) {
  return value_of(kGroups, text);
}
std::optional<Label> label_from_text(std::string_view text) {
  return value_of(kLabels, text);
}

}  // namespace grader
