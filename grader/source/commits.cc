#include "grader/source/commits.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include <git2.h>

#include "grader/base/text.h"

namespace grader::source {
namespace {

constexpr std::size_t kMaxMessage = std::size_t{64} << 10;
constexpr std::size_t kMaxCommitObject = std::size_t{4} << 20;
constexpr std::size_t kMaxTreeObject = std::size_t{64} << 20;
constexpr std::size_t kMaxPeople = 16;  // of one commit
constexpr std::size_t kMaxBlob = std::size_t{32} << 20;

struct FreeWalk {
  void operator()(git_revwalk* walk) const { git_revwalk_free(walk); }
};
struct FreeMailmap {
  void operator()(git_mailmap* map) const { git_mailmap_free(map); }
};

std::string text_of(const char* bytes, std::size_t max) {
  if (bytes == nullptr) return "";
  return to_valid_utf8(std::string_view(bytes, ::strnlen(bytes, max)));
}

Result<Git<git_commit>> find_commit(const Repository& repository, const git_oid& id) {
  std::size_t bytes = 0;
  git_object_t type = GIT_OBJECT_INVALID;
  if (git_odb_read_header(&bytes, &type, repository.odb.get(), &id) != 0) {
    return lost_object(repository, "commit " + hex(id));
  }
  if (bytes > kMaxCommitObject) {
    return submission_error("commit " + hex(id) + " has " + bytes_text(bytes) + " of message",
                            repository.name, "make the commit anew with a shorter message");
  }
  git_commit* found = nullptr;
  if (git_commit_lookup(&found, repository.git.get(), &id) != 0) {
    return lost_object(repository, "commit " + hex(id));
  }
  return Git<git_commit>(found);
}

class Mailmap {
 public:
  explicit Mailmap(const std::string& text) {
    git_mailmap* map = nullptr;
    // A line that is none is passed by.
    if (!text.empty() && git_mailmap_from_buffer(&map, text.data(), text.size()) == 0) {
      map_.reset(map);
    }
  }

  HistoryPerson person(const char* name, const char* email) const {
    const char* real_name = name;
    const char* real_email = email;
    if (map_ && git_mailmap_resolve(&real_name, &real_email, map_.get(), name, email) != 0) {
      real_name = name;
      real_email = email;
    }
    return {text_of(real_name, 300), text_of(real_email, 300)};
  }

 private:
  std::unique_ptr<git_mailmap, FreeMailmap> map_;
};

void add_co_authors(const char* message, const Mailmap& mailmap,
                    std::vector<HistoryPerson>& people) {
  git_message_trailer_array trailers{};
  if (git_message_trailers(&trailers, message) != 0) return;
  for (std::size_t i = 0; i < trailers.count && people.size() < kMaxPeople; ++i) {
    std::string key = text_of(trailers.trailers[i].key, 40);
    std::transform(key.begin(), key.end(), key.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (key != "co-authored-by") continue;
    const std::string value = text_of(trailers.trailers[i].value, 600);
    const std::size_t open = value.rfind('<');
    const std::size_t close = value.rfind('>');
    if (open == std::string::npos || close == std::string::npos || close < open) continue;
    const std::string name(trim(std::string_view(value).substr(0, open)));
    const std::string email(trim(std::string_view(value).substr(open + 1, close - open - 1)));
    people.push_back(mailmap.person(name.c_str(), email.c_str()));
  }
  git_message_trailer_array_free(&trailers);
}

HistoryCommit read_one(const git_oid& id, const git_commit* commit, const Mailmap& mailmap) {
  HistoryCommit made;
  made.id = hex(id);
  const char* message = git_commit_message(commit);
  made.message = text_of(message, kMaxMessage);
  made.parents = git_commit_parentcount(commit);
  const git_signature* author = git_commit_author(commit);
  made.people.push_back(mailmap.person(author->name, author->email));
  if (message != nullptr) add_co_authors(message, mailmap, made.people);
  return made;
}

struct Entry {
  std::string name;
  git_filemode_t mode;
  git_oid id;
};

bool is_folder(const Entry& entry) {
  return entry.mode == GIT_FILEMODE_TREE;
}

EntryKind kind_of(git_filemode_t mode) {
  switch (mode) {
    case GIT_FILEMODE_BLOB_EXECUTABLE:
      return EntryKind::Executable;
    case GIT_FILEMODE_LINK:
      return EntryKind::Symlink;
    case GIT_FILEMODE_COMMIT:
      return EntryKind::Gitlink;
    default:
      return EntryKind::File;
  }
}

// Compares trees and collects what differs.
class Comparing {
 public:
  Comparing(const Repository& repository, std::vector<FileVersion>& versions)
      : repository_(repository), versions_(versions) {}

  bool cut() const { return cut_; }

  Result<void> commit(std::size_t index, const git_commit* commit) {
    std::vector<Git<git_commit>> parents;
    for (unsigned i = 0; i < std::min(git_commit_parentcount(commit), 16U); ++i) {
      Result<Git<git_commit>> parent = find_commit(repository_, *git_commit_parent_id(commit, i));
      if (!parent) return std::move(parent).error();
      parents.push_back(std::move(*parent));
    }
    const std::size_t first = versions_.size();
    index_ = index;
    const git_oid* before = parents.empty() ? nullptr : git_commit_tree_id(parents[0].get());
    if (auto done = compare(before, git_commit_tree_id(commit), "", 0); !done) return done;
    for (std::size_t i = 1; i < parents.size(); ++i) drop_those_of(parents[i].get(), first);
    // What a merge has not of its first parent was taken away by the other.
    if (parents.size() > 1) {
      versions_.erase(
          std::remove_if(versions_.begin() + static_cast<std::ptrdiff_t>(first), versions_.end(),
                         [](const FileVersion& version) { return version.id.empty(); }),
          versions_.end());
    }
    return {};
  }

 private:
  Result<std::vector<Entry>> entries(const git_oid* id) {
    std::vector<Entry> all;
    if (id == nullptr) return all;
    std::size_t bytes = 0;
    git_object_t type = GIT_OBJECT_INVALID;
    if (git_odb_read_header(&bytes, &type, repository_.odb.get(), id) != 0) {
      return lost_object(repository_, "a folder of the history");
    }
    if (bytes > kMaxTreeObject || ++opened_ > kMaxTreesOpened) {
      cut_ = true;
      return all;
    }
    git_tree* found = nullptr;
    if (git_tree_lookup(&found, repository_.git.get(), id) != 0) {
      return lost_object(repository_, "a folder of the history");
    }
    const Git<git_tree> tree(found);
    const std::size_t count = git_tree_entrycount(found);
    compared_ += count;
    if (compared_ > kMaxCompared) {
      cut_ = true;
      return all;
    }
    all.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      const git_tree_entry* entry = git_tree_entry_byindex(found, i);
      all.push_back(
          {git_tree_entry_name(entry), git_tree_entry_filemode(entry), *git_tree_entry_id(entry)});
    }
    // Git sorts folders as if their names ended with a slash.
    std::sort(all.begin(), all.end(),
              [](const Entry& a, const Entry& b) { return a.name < b.name; });
    return all;
  }

  void add(const std::string& path, const Entry* before, const Entry* after) {
    path_bytes_ += path.size();
    if (versions_.size() >= kMaxVersions || path_bytes_ > kMaxVersionBytes) {
      cut_ = true;
      return;
    }
    FileVersion version;
    version.commit = index_;
    version.path = path;
    version.kind = kind_of((after != nullptr ? after : before)->mode);
    if (after != nullptr) version.id = hex(after->id);
    if (before != nullptr) version.before = hex(before->id);
    versions_.push_back(std::move(version));
  }

  Result<void> compare(const git_oid* before, const git_oid* after, const std::string& folder,
                       std::size_t depth) {
    if (cut_) return {};
    if (before != nullptr && after != nullptr && git_oid_equal(before, after)) return {};
    if (depth > kMaxFolderDepth) {
      cut_ = true;
      return {};
    }
    Result<std::vector<Entry>> old_entries = entries(before);
    if (!old_entries) return std::move(old_entries).error();
    Result<std::vector<Entry>> new_entries = entries(after);
    if (!new_entries) return std::move(new_entries).error();
    auto a = old_entries->begin();
    auto b = new_entries->begin();
    while (a != old_entries->end() || b != new_entries->end()) {
      int order = 0;
      if (a == old_entries->end()) {
        order = 1;
      } else if (b == new_entries->end()) {
        order = -1;
      } else {
        order = a->name.compare(b->name);
      }
      const Entry* old_entry = order <= 0 ? &*a : nullptr;
      const Entry* new_entry = order >= 0 ? &*b : nullptr;
      if (order <= 0) ++a;
      if (order >= 0) ++b;
      if (old_entry != nullptr && new_entry != nullptr && old_entry->mode == new_entry->mode &&
          git_oid_equal(&old_entry->id, &new_entry->id)) {
        continue;
      }
      const std::string path = folder + (new_entry != nullptr ? new_entry->name : old_entry->name);
      const Entry* old_file = old_entry != nullptr && !is_folder(*old_entry) ? old_entry : nullptr;
      const Entry* new_file = new_entry != nullptr && !is_folder(*new_entry) ? new_entry : nullptr;
      if (old_file != nullptr || new_file != nullptr) add(path, old_file, new_file);
      const git_oid* old_folder =
          old_entry != nullptr && old_file == nullptr ? &old_entry->id : nullptr;
      const git_oid* new_folder =
          new_entry != nullptr && new_file == nullptr ? &new_entry->id : nullptr;
      if (old_folder == nullptr && new_folder == nullptr) continue;
      if (auto done = compare(old_folder, new_folder, path + "/", depth + 1); !done) return done;
    }
    return {};
  }

  // From `first` on: what this other parent of a merge has too.
  void drop_those_of(const git_commit* parent, std::size_t first) {
    git_tree* found = nullptr;
    if (git_commit_tree(&found, parent) != 0) return;
    const Git<git_tree> tree(found);
    const auto has = [&](const FileVersion& version) {
      if (version.id.empty()) return false;
      git_tree_entry* entry = nullptr;
      if (git_tree_entry_bypath(&entry, found, version.path.c_str()) != 0) return false;
      const bool same = hex(*git_tree_entry_id(entry)) == version.id;
      git_tree_entry_free(entry);
      return same;
    };
    versions_.erase(std::remove_if(versions_.begin() + static_cast<std::ptrdiff_t>(first),
                                   versions_.end(), has),
                    versions_.end());
  }

  const Repository& repository_;
  std::vector<FileVersion>& versions_;
  std::size_t index_ = 0, opened_ = 0, compared_ = 0, path_bytes_ = 0;
  bool cut_ = false;
};

class GitHistory final : public History {
 public:
  explicit GitHistory(std::shared_ptr<const Repository> repository)
      : repository_(std::move(repository)) {}

  const std::vector<HistoryCommit>& commits() const override { return commits_; }
  const std::vector<FileVersion>& versions() const override { return versions_; }
  bool cut() const override { return cut_; }

  Result<std::uint64_t> size(const std::string& id) const override {
    const git_oid oid = from_hex(id);
    std::size_t bytes = 0;
    git_object_t type = GIT_OBJECT_INVALID;
    if (git_odb_read_header(&bytes, &type, repository_->odb.get(), &oid) != 0) {
      return lost_object(*repository_, "a file of the history");
    }
    return std::uint64_t{bytes};
  }

  Result<std::string> read(const std::string& id) const override {
    Result<std::uint64_t> bytes = size(id);
    if (!bytes) return std::move(bytes).error();
    if (*bytes > kMaxBlob) return submission_error("a file of the history is too large", id);
    const git_oid oid = from_hex(id);
    git_odb_object* read = nullptr;
    if (git_odb_read(&read, repository_->odb.get(), &oid) != 0) {
      return lost_object(*repository_, "a file of the history");
    }
    const Git<git_odb_object> object(read);
    return std::string(static_cast<const char*>(git_odb_object_data(read)),
                       git_odb_object_size(read));
  }

  Result<void> fill(const CommitsRequest& request) {
    git_revwalk* made = nullptr;
    if (git_revwalk_new(&made, repository_->git.get()) != 0) return lost();
    const std::unique_ptr<git_revwalk, FreeWalk> walk(made);
    git_revwalk_sorting(made, GIT_SORT_TOPOLOGICAL);
    const git_oid head = from_hex(request.head);
    if (git_revwalk_push(made, &head) != 0) return lost();
    for (const std::string& side : request.sides) {
      const git_oid id = from_hex(side);
      if (git_odb_exists(repository_->odb.get(), &id) == 0) continue;
      if (git_revwalk_hide(made, &id) != 0) return lost();
    }
    const Mailmap mailmap(request.mailmap);
    Comparing comparing(*repository_, versions_);
    git_oid id{};
    for (;;) {
      const int failed = [&] {
        const ForgivenLeaks its_queue_where_history_is_cut;
        return git_revwalk_next(&id, made);
      }();
      if (failed == GIT_ITEROVER) break;
      if (failed != 0) return lost();
      if (commits_.size() == kMaxCommits) {
        cut_ = true;
        break;
      }
      Result<Git<git_commit>> commit = find_commit(*repository_, id);
      if (!commit) return std::move(commit).error();
      commits_.push_back(read_one(id, commit->get(), mailmap));
      if (!request.versions || comparing.cut()) continue;
      if (auto done = comparing.commit(commits_.size() - 1, commit->get()); !done) return done;
    }
    cut_ = cut_ || comparing.cut();
    return {};
  }

 private:
  Error lost() const { return lost_object(*repository_, "the history"); }

  std::shared_ptr<const Repository> repository_;
  std::vector<HistoryCommit> commits_;
  std::vector<FileVersion> versions_;
  bool cut_ = false;
};

}  // namespace

Result<std::unique_ptr<History>> read_commits(std::shared_ptr<const Repository> repository,
                                              const CommitsRequest& request) {
  auto history = std::make_unique<GitHistory>(std::move(repository));
  if (auto filled = history->fill(request); !filled) return std::move(filled).error();
  return std::unique_ptr<History>(std::move(history));
}

}  // namespace grader::source
