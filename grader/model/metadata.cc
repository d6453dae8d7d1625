#include "grader/model/metadata.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "grader/base/text.h"

namespace grader {
namespace {

using Json = nlohmann::json;

constexpr int kMaxDepth = 64;
constexpr std::size_t kMaxTitle = 2'000;
constexpr std::size_t kMaxBody = std::size_t{1} << 20;
constexpr std::size_t kMaxName = 500;
constexpr const char* kFormatHint =
    "give {\"version\": 1, \"pull_request\": {\"title\": ..., \"body\": ...}}, or the event file "
    "of "
    "GitHub or GitLab";

bool is_hex_id(std::string_view text) {
  return text.size() == 40 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

// Reads keys and keeps the first mistake.
class Reader {
 public:
  explicit Reader(std::string file) : file_(std::move(file)) {}

  bool failed() const { return mistake_.has_value(); }
  Error error() const { return *mistake_; }
  void mistake(std::string message, std::string hint = "") {
    if (mistake_) return;
    mistake_ = usage_error(std::move(message), std::move(hint));
    mistake_->where = file_;
  }

  // The object at `key`; null where there is none (null in JSON counts as none).
  const Json* object(const Json& in, const char* key, const std::string& at = "") {
    const auto found = in.find(key);
    if (found == in.end() || found->is_null()) return nullptr;
    if (found->is_object()) return &*found;
    mistake("'" + at + key + "' is no object");
    return nullptr;
  }

  std::optional<std::string> text(const Json& in, const char* key, const std::string& at,
                                  std::size_t max_bytes) {
    const auto found = in.find(key);
    if (found == in.end()) return std::nullopt;
    // GitHub gives null for a text that was left empty.
    if (found->is_null()) return "";
    if (!found->is_string()) {
      mistake("'" + at + key + "' is no text");
      return std::nullopt;
    }
    const std::string& given = found->get_ref<const std::string&>();
    if (given.size() > max_bytes) {
      mistake("'" + at + key + "' is longer than " + std::to_string(max_bytes) + " bytes");
      return std::nullopt;
    }
    std::string lines;
    for (std::size_t i = 0; i < given.size(); ++i) {
      if (given[i] == '\r' && i + 1 < given.size() && given[i + 1] == '\n') continue;
      lines += given[i];
    }
    return lines;
  }

  std::string name(const Json& in, const char* key, const std::string& at) {
    return text(in, key, at, kMaxName).value_or("");
  }

  std::string commit(const Json& in, const char* key, const std::string& at) {
    std::string id = name(in, key, at);
    if (!id.empty() && !is_hex_id(id)) mistake("'" + at + key + "' is no commit id of 40 digits");
    return id;
  }

  std::int64_t number(const Json& in, const char* key, const std::string& at) {
    const auto found = in.find(key);
    if (found == in.end() || found->is_null()) return 0;
    if (found->is_number_unsigned() &&
        found->get<std::uint64_t>() <= std::uint64_t{1'000'000'000'000}) {
      return found->get<std::int64_t>();
    }
    mistake("'" + at + key + "' is no number of a pull request");
    return 0;
  }

  void only(const Json& object, const std::vector<std::string_view>& known,
            const std::string& what) {
    for (const auto& [key, value] : object.items()) {
      if (std::find(known.begin(), known.end(), key) != known.end()) continue;
      const std::string near = did_you_mean(key, known);
      mistake("unknown key '" + visible(key, 60) + "' in " + what +
              (near.empty() ? "" : ", did you mean '" + near + "'?"));
    }
  }

 private:
  std::string file_;
  std::optional<Error> mistake_;
};

Metadata own_format(const Json& root, Reader& reader) {
  Metadata made;
  reader.only(root, {"version", "pull_request"}, "the metadata");
  const auto version = root.find("version");
  if (!version->is_number_integer() || *version != 1) {
    reader.mistake("'version' is not 1", "this version of grader reads version 1");
  }
  const Json* pull = reader.object(root, "pull_request");
  if (pull == nullptr) return made;
  const std::string at = "pull_request.";
  reader.only(*pull, {"number", "title", "body", "author", "branch", "commit"}, "'pull_request'");
  made.title = reader.text(*pull, "title", at, kMaxTitle);
  made.body = reader.text(*pull, "body", at, kMaxBody);
  made.author = reader.name(*pull, "author", at);
  made.branch = reader.name(*pull, "branch", at);
  made.commit = reader.commit(*pull, "commit", at);
  made.number = reader.number(*pull, "number", at);
  return made;
}

void read_author(const Json& holder, const std::string& at, Reader& reader, Metadata& made) {
  if (const Json* user = reader.object(holder, "user", at)) {
    made.author = reader.name(*user, "login", at + "user.");
  }
}

Metadata github_pull(const Json& pull, Reader& reader) {
  Metadata made;
  const std::string at = "pull_request.";
  made.title = reader.text(pull, "title", at, kMaxTitle);
  made.body = reader.text(pull, "body", at, kMaxBody);
  made.number = reader.number(pull, "number", at);
  read_author(pull, at, reader, made);
  if (const Json* head = reader.object(pull, "head", at)) {
    made.branch = reader.name(*head, "ref", at + "head.");
    made.commit = reader.commit(*head, "sha", at + "head.");
  }
  return made;
}

Metadata github_comment(const Json& issue, Reader& reader) {
  Metadata made;
  if (issue.find("pull_request") == issue.end()) {
    reader.mistake("the event is about an issue, not about a pull request");
    return made;
  }
  made.title = reader.text(issue, "title", "issue.", kMaxTitle);
  made.body = reader.text(issue, "body", "issue.", kMaxBody);
  made.number = reader.number(issue, "number", "issue.");
  read_author(issue, "issue.", reader, made);
  return made;
}

// GitHub's and GitLab's alike.
Metadata push(const Json& root, Reader& reader) {
  Metadata made;
  const std::string ref = reader.name(root, "ref", "");
  constexpr std::string_view kHeads = "refs/heads/";
  if (ref.substr(0, kHeads.size()) == kHeads) made.branch = ref.substr(kHeads.size());
  made.commit = reader.commit(root, "after", "");
  return made;
}

Metadata gitlab_merge_request(const Json& root, Reader& reader) {
  Metadata made;
  const std::string at = "object_attributes.";
  const Json* attributes = reader.object(root, "object_attributes");
  if (attributes == nullptr) {
    reader.mistake("a merge request without 'object_attributes'");
    return made;
  }
  made.title = reader.text(*attributes, "title", at, kMaxTitle);
  made.body = reader.text(*attributes, "description", at, kMaxBody);
  made.branch = reader.name(*attributes, "source_branch", at);
  made.number = reader.number(*attributes, "iid", at);
  if (const Json* last = reader.object(*attributes, "last_commit", at)) {
    made.commit = reader.commit(*last, "id", at + "last_commit.");
  }
  if (const Json* user = reader.object(root, "user")) {
    made.author = reader.name(*user, "username", "user.");
  }
  return made;
}

Metadata read_root(const Json& root, Reader& reader) {
  if (!root.is_object()) {
    reader.mistake("not an object", kFormatHint);
    return {};
  }
  if (root.contains("version")) return own_format(root, reader);
  if (const auto kind = root.find("object_kind"); kind != root.end()) {
    if (*kind == "merge_request") return gitlab_merge_request(root, reader);
    if (*kind == "push") return push(root, reader);
    reader.mistake("an event of GitLab that says nothing of a merge request or a branch",
                   "the events merge_request and push do");
    return {};
  }
  const Json* pull = reader.object(root, "pull_request");
  if (pull != nullptr && pull->contains("head")) return github_pull(*pull, reader);
  if (const Json* issue = reader.object(root, "issue")) return github_comment(*issue, reader);
  if (pull == nullptr && root.contains("ref")) return push(root, reader);
  if (pull != nullptr) {
    reader.mistake("metadata of our own needs 'version'", kFormatHint);
  } else {
    reader.mistake("neither metadata nor an event that says something of a pull request",
                   kFormatHint);
  }
  return {};
}

}  // namespace

Result<Metadata> parse_metadata(std::string_view json, const std::string& file) {
  Reader reader(file);
  if (json.size() > kMaxMetadataBytes) {
    reader.mistake("larger than 4 MiB");
    return reader.error();
  }
  bool deep = false;
  Json root;
  try {
    const auto shallow = [&](int depth, Json::parse_event_t, Json&) {
      deep = deep || depth > kMaxDepth;
      return depth <= kMaxDepth;
    };
    root = Json::parse(json, shallow);
  } catch (const Json::exception& problem) {
    // "[json.exception.parse_error.101] parse error at line 1, column 3: ..."
    const std::string said = problem.what();
    const std::size_t place = said.find("at line ");
    const std::string where =
        place == std::string::npos ? "" : " " + said.substr(place, said.find(':', place) - place);
    reader.mistake("not JSON" + where, kFormatHint);
    return reader.error();
  }
  if (deep) {
    reader.mistake("nested more than 64 levels deep");
    return reader.error();
  }
  Metadata made;
  try {
    made = read_root(root, reader);
  } catch (const Json::exception&) {
    reader.mistake("cannot be read", kFormatHint);
  }
  if (reader.failed()) return reader.error();
  return made;
}

}  // namespace grader
