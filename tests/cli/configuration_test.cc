#include "grader/cli/configuration.h"

#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

#include "grader/base/file.h"

namespace grader::cli {
namespace {

namespace fs = std::filesystem;

class ConfigurationTest : public ::testing::Test {
 protected:
  ConfigurationTest() {
    std::string name = (fs::temp_directory_path() / "grader-config-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~ConfigurationTest() override { fs::remove_all(folder_); }

  fs::path write(const std::string& name, const std::string& text) {
    EXPECT_TRUE(write_file_atomically(folder_ / name, text));
    return folder_ / name;
  }

  std::string mistakes(const std::string& text) {
    const Result<Configuration> read = load_configuration_files({write("c.yaml", text)});
    if (read) return "none";
    EXPECT_EQ(read.error().blame, Blame::Usage);
    std::string message = read.error().message;
    const std::string prefix = (folder_ / "c.yaml").string();
    for (std::size_t at; (at = message.find(prefix)) != std::string::npos;) {
      message.replace(at, prefix.size(), "c.yaml");
    }
    return message;
  }

  fs::path folder_;
};

TEST_F(ConfigurationTest, DefaultsAllowTheThreeHostsAndNoLoopback) {
  const Result<Configuration> read = load_configuration_files({});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->policy.hosts,
            (std::vector<std::string>{"github.com", "gitlab.com", "codeberg.org"}));
  EXPECT_EQ(read->default_limits.memory, std::uint64_t{512} << 20);
  EXPECT_GT(read->maximum_limits.wall, read->default_limits.wall);
}

TEST_F(ConfigurationTest, LaterFilesWinKeyByKey) {
  const fs::path first =
      write("a.yaml", "hosts: [one.org]\nlimits:\n  default: {wall: 5s, cpu: 3s}\n");
  const fs::path second = write("b.yaml", "limits:\n  default: {wall: 7s}\n");
  const Result<Configuration> read = load_configuration_files({first, second});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->policy.hosts, std::vector<std::string>{"one.org"});
  EXPECT_EQ(read->default_limits.wall, std::chrono::seconds(7));
  EXPECT_EQ(read->default_limits.cpu, std::chrono::seconds(3));
}

TEST_F(ConfigurationTest, AnEmptyFileChangesNothing) {
  EXPECT_EQ(mistakes(""), "none");
  EXPECT_EQ(mistakes("# nothing yet\n"), "none");
}

TEST_F(ConfigurationTest, EveryMistakeIsShownAtItsPlace) {
  EXPECT_EQ(mistakes("hots: [a.org]\n"
                     "limits:\n"
                     "  default: {wall: 20, memory: lots}\n"
                     "cache: here\n"
                     "submission: {max_entries: 0}\n"),
            "c.yaml:1:1: unknown key 'hots', did you mean 'hosts'?\n"
            "hots: [a.org]\n"
            "^\n"
            "c.yaml:3:19: expected a duration such as 20s\n"
            "  default: {wall: 20, memory: lots}\n"
            "                  ^\n"
            "c.yaml:3:31: expected a size such as 64MiB\n"
            "  default: {wall: 20, memory: lots}\n"
            "                              ^\n"
            "c.yaml:4:8: expected an absolute path\n"
            "cache: here\n"
            "       ^\n"
            "c.yaml:5:27: expected a whole number\n"
            "submission: {max_entries: 0}\n"
            "                          ^");
}

TEST_F(ConfigurationTest, AGivenFileMustExist) {
  const Result<Configuration> read = load_configuration(folder_ / "none.yaml");
  ASSERT_FALSE(read);
  EXPECT_EQ(to_text(read.error()),
            (folder_ / "none.yaml").string() + ": cannot open: No such file or directory");
  EXPECT_EQ(read.error().blame, Blame::Usage);
}

}  // namespace
}  // namespace grader::cli
