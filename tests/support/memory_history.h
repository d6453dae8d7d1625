// A history in memory, for tests.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "grader/base/digest.h"
#include "grader/model/history.h"

namespace grader::testing {

class MemoryHistory final : public History {
 public:
  // Adds an older commit than those before.
  MemoryHistory& commit(const std::string& message, std::vector<HistoryPerson> people = {ada()},
                        std::size_t parents = 1) {
    const std::string digits = std::to_string(commits_.size() + 1);
    commits_.push_back(
        {std::string(40 - digits.size(), 'c') + digits, message, std::move(people), parents});
    // Short ids differ too.
    commits_.back().id = digits + commits_.back().id.substr(0, 40 - digits.size());
    return *this;
  }
  // A file as the last added commit made it.
  MemoryHistory& file(const std::string& path, const std::string& after,
                      const std::string& before = "", EntryKind kind = EntryKind::File) {
    versions_.push_back({commits_.size() - 1, path, kind, store(after), store(before)});
    return *this;
  }
  MemoryHistory& cut_off() {
    cut_ = true;
    return *this;
  }

  static HistoryPerson ada() { return {"Ada Example", "ada@example.org"}; }
  static HistoryPerson bo() { return {"Bo Example", "bo@example.org"}; }

  const std::vector<HistoryCommit>& commits() const override { return commits_; }
  const std::vector<FileVersion>& versions() const override { return versions_; }
  bool cut() const override { return cut_; }
  Result<std::uint64_t> size(const std::string& id) const override {
    return std::uint64_t{contents_.at(id).size()};
  }
  Result<std::string> read(const std::string& id) const override { return contents_.at(id); }

 private:
  std::string store(const std::string& content) {
    if (content.empty()) return "";
    std::string id = sha256(content).substr(0, 40);
    contents_[id] = content;
    return id;
  }

  std::vector<HistoryCommit> commits_;
  std::vector<FileVersion> versions_;
  std::map<std::string, std::string> contents_;
  bool cut_ = false;
};

}  // namespace grader::testing
