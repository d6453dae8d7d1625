#include "tests/source/git_fixture.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace grader::testing {

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "grader-source-XXXXXX").string();
  path_ = ::mkdtemp(name.data());
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string shell(const std::filesystem::path& folder, const std::string& command) {
  static const bool prepared = [] {
    ::setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
    ::setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
    for (const char* role : {"AUTHOR", "COMMITTER"}) {
      ::setenv((std::string("GIT_") + role + "_NAME").c_str(), "Sam", 1);
      ::setenv((std::string("GIT_") + role + "_EMAIL").c_str(), "sam@example.org", 1);
      ::setenv((std::string("GIT_") + role + "_DATE").c_str(), "2026-03-01T10:00:00+01:00", 1);
    }
    return true;
  }();
  EXPECT_TRUE(prepared);
  const std::string line = "cd '" + folder.string() + "' && " + command;
  FILE* pipe = ::popen(line.c_str(), "r");
  std::string output;
  char buffer[4096];
  for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
    output.append(buffer, n);
  }
  const int status = ::pclose(pipe);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << line << "\n" << output;
  while (output.ends_with('\n')) output.pop_back();
  return output;
}

void write(const std::filesystem::path& path, std::string_view content) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << content;
}

GitFixture::GitFixture() {
  git("init -q -b main .");
}

std::string GitFixture::git(const std::string& arguments) const {
  return shell(path(), "git " + arguments);
}

void GitFixture::write(const std::string& file, std::string_view content) const {
  testing::write(path() / file, content);
}

std::string GitFixture::commit(const std::string& message) const {
  git("add -A -f");
  git("commit -q --allow-empty -m '" + message + "'");
  return git("rev-parse HEAD");
}

std::string GitFixture::commit_file(const std::string& file, std::string_view content) const {
  write(file, content);
  return commit("write " + file);
}

std::string GitFixture::store(const std::string& type, std::string_view content) const {
  const std::filesystem::path file = path() / ".git" / "object-to-store";
  testing::write(file, content);
  return git("hash-object -w --literally -t " + type + " .git/object-to-store");
}

std::string GitFixture::blob(std::string_view content) const {
  return store("blob", content);
}

std::string GitFixture::raw_tree(const std::string& entries) const {
  return store("tree", entries);
}

std::string GitFixture::commit_tree(const std::string& tree) const {
  return store("commit", "tree " + tree +
                             "\nauthor Sam <sam@example.org> 1772355600 +0100\n"
                             "committer Sam <sam@example.org> 1772355600 +0100\n\nwork\n");
}

std::string entry(const std::string& mode, std::string_view name, const std::string& id) {
  std::string bytes = mode + " ";
  bytes.append(name).append(1, '\0');
  for (std::size_t i = 0; i < id.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(id.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

}  // namespace grader::testing
