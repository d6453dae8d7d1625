#include "grader/source/loose_objects.h"

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include <git2.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "grader/source/git.h"

namespace grader::source {
namespace {

namespace fs = std::filesystem;

std::string packed(const std::string& text) {
  uLongf length = ::compressBound(text.size());
  std::string bytes(length, '\0');
  ::compress(reinterpret_cast<Bytef*>(bytes.data()), &length,
             reinterpret_cast<const Bytef*>(text.data()), text.size());
  bytes.resize(length);
  return bytes;
}

std::string object(const std::string& type, const std::string& size, const std::string& content) {
  return packed(type + " " + size + std::string(1, '\0') + content);
}

struct Row {
  const char* name;
  std::string bytes;
  const char* message;  // empty: sound
};

void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

class LooseObjects : public ::testing::TestWithParam<Row> {
 protected:
  LooseObjects() {
    std::string name = (fs::temp_directory_path() / "grader-loose-XXXXXX").string();
    objects_ = ::mkdtemp(name.data());
    fs::create_directories(objects_ / "ab");
    file_ = objects_ / "ab" / std::string(38, '1');
  }
  // Where git keeps an object of this type and content.
  fs::path place_of(const std::string& content, git_object_t type) const {
    (void)start_git();
    git_oid oid{};
    git_odb_hash(&oid, content.data(), content.size(), type);
    const std::string id = hex(oid);
    fs::create_directories(objects_ / id.substr(0, 2));
    return objects_ / id.substr(0, 2) / id.substr(2);
  }
  ~LooseObjects() override { fs::remove_all(objects_); }

  fs::path objects_, file_;
};

TEST_P(LooseObjects, AreWhatTheySay) {
  std::ofstream(file_, std::ios::binary) << GetParam().bytes;
  const Result<void> checked = check_loose_objects(objects_, 1000);
  if (*GetParam().message == '\0') {
    EXPECT_TRUE(checked);
    return;
  }
  ASSERT_FALSE(checked);
  EXPECT_EQ(to_text(checked.error()),
            file_.string() + ": the repository is broken: a loose object " + GetParam().message +
                "\nhint: the repository is damaged or incomplete; clone it anew");
  EXPECT_EQ(checked.error().blame, Blame::Submission);
}

INSTANTIATE_TEST_SUITE_P(
    Objects, LooseObjects,
    ::testing::Values(
        Row{"AnotherObject", object("blob", "3", "abc"), "is not the one that it is named after"},
        Row{"NoObject", object("blop", "3", "abc"), "is not the one that it is named after"},
        Row{"ABlobOverTheLimitIsRefusedElsewhere", object("blob", "2000", "abc"), ""},
        Row{"Longer", object("blob", "3", std::string(100, 'a')), "is longer than it says"},
        Row{"MuchLonger", object("blob", "3", std::string(5'000'000, 'a')),
            "is longer than it says"},
        Row{"ALongerCommit", object("commit", "3", std::string(90'000, 'a')),
            "is longer than it says"},
        Row{"Shorter", object("blob", "300", "abc"), "is shorter than it says"},
        Row{"Negative", object("blob", "-3", "abc"), "has no header"},
        Row{"TooLargeForATree", object("tree", "99999999999", "abc"), "is too large"},
        Row{"NoHeader", packed(std::string(100, 'x')), "has no header"},
        Row{"NoZlib", "not packed at all", "cannot be unpacked"},
        Row{"Cut", object("blob", "5000", std::string(5000, 'a')).substr(0, 10), "ends too early"},
        Row{"Nothing", "", "ends too early"}),
    [](const auto& row) { return row.param.name; });

TEST_F(LooseObjects, WhatGitWroteIsSound) {
  const std::string large(200'000, 'x');
  std::ofstream(place_of("abc", GIT_OBJECT_BLOB), std::ios::binary) << object("blob", "3", "abc");
  std::ofstream(place_of("", GIT_OBJECT_BLOB), std::ios::binary) << object("blob", "0", "");
  std::ofstream(place_of(large, GIT_OBJECT_TREE), std::ios::binary)
      << object("tree", "200000", large);
  const Result<void> checked = check_loose_objects(objects_, 1000);
  EXPECT_TRUE(checked) << to_text(checked.error());
}

TEST_F(LooseObjects, APipeIsNotWaitedFor) {
  ASSERT_EQ(::mkfifo(file_.c_str(), 0600), 0);
  const Result<void> checked = check_loose_objects(objects_, 1000);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().message,
            "the repository is broken: a loose object is no file that can be read");
}

TEST_F(LooseObjects, OtherFilesAreNoneOfThem) {
  std::ofstream(objects_ / "ab" / "tmp_obj_x") << "half written";
  fs::create_directories(objects_ / "pack");
  std::ofstream(objects_ / "pack" / "pack-1.pack") << "PACK";
  EXPECT_TRUE(check_loose_objects(objects_, 1000));
  EXPECT_TRUE(check_loose_objects(objects_ / "nowhere", 1000));
}

}  // namespace
}  // namespace grader::source
