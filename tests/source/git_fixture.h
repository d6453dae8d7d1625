// Small repositories in a temporary folder, made with git's command line.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace grader::testing {

// A folder that is removed at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }
  operator const std::filesystem::path&() const { return path_; }  // NOLINT: a path with an end

 private:
  std::filesystem::path path_;
};

// What a shell command prints on stdout, without its last newline; run in `folder` with fixed
// names and dates and none of the host's git configuration. A test failure if it fails.
std::string shell(const std::filesystem::path& folder, const std::string& command);

void write(const std::filesystem::path& path, std::string_view content);

// A repository with a work tree.
class GitFixture {
 public:
  GitFixture();
  const std::filesystem::path& path() const { return folder_.path(); }
  std::string name() const { return path().string(); }

  // git with these arguments, as a shell takes them.
  std::string git(const std::string& arguments) const;
  void write(const std::string& file, std::string_view content) const;
  // Commits everything; its id.
  std::string commit(const std::string& message = "work") const;
  // Writes one file and commits; its id.
  std::string commit_file(const std::string& file, std::string_view content) const;

  // Writes objects as they are, also those that git would not make. Ids.
  std::string blob(std::string_view content) const;
  // `entries`: mode, space, name, NUL, 20 bytes of id, as git stores them; see entry().
  std::string raw_tree(const std::string& entries) const;
  std::string commit_tree(const std::string& tree) const;

 private:
  std::string store(const std::string& type, std::string_view content) const;
  TemporaryFolder folder_;
};

// One entry of a raw tree: entry("100644", "a.txt", id).
std::string entry(const std::string& mode, std::string_view name, const std::string& id);

}  // namespace grader::testing
