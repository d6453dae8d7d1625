// Stands in for main() of a test program (the linker's --wrap=main): runs the tests and tells
// run.py of each as it begins and ends, by a pipe.
//
// The submission is a shared library of this program, so its code is in the same process: a line
// counts only where it begins with a word that run.py made for this process. That word is read
// before any constructor of the submission runs.
#include <array>
#include <map>
#include <string>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

// In the program that build.py makes around a test file: assertions that must fail. Returns their
// number.
int grader_must_fail();

namespace {

constexpr int kPipe = 3;
constexpr std::size_t kMaxMessage = 4096;

// "<word> list" or "<word> run <first>", nothing else.
std::array<char, 256> request;

void take_request(int /*argc*/, char** /*argv*/, char** /*environment*/) {
  std::size_t size = 0;
  while (size + 1 < request.size()) {
    const ssize_t got = read(0, &request[size], request.size() - 1 - size);
    if (got <= 0) break;
    size += static_cast<std::size_t>(got);
  }
  const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  dup2(nothing, 0);
  close(nothing);
  fcntl(kPipe, F_SETFD, FD_CLOEXEC);
}

// Before the constructors of this program and of every library.
[[gnu::section(".preinit_array"), gnu::used]] void (*const kFirst)(int, char**,
                                                                   char**) = take_request;

std::string word() {
  const std::string text(request.data());
  return text.substr(0, text.find(' '));
}

// False where only the names are asked for; else `first` is the first test to run.
bool is_run(int& first) {
  const std::string text(request.data());
  const std::size_t at = text.find(" run ");
  if (at == std::string::npos) return false;
  first = std::atoi(text.c_str() + at + 5);
  return true;
}

void tell(const std::string& rest) {
  const std::string line = word() + " " + rest + "\n";
  std::size_t done = 0;
  while (done < line.size()) {
    const ssize_t wrote = write(kPipe, line.data() + done, line.size() - done);
    if (wrote <= 0) _exit(70);
    done += static_cast<std::size_t>(wrote);
  }
}

std::string in_hexadecimal(const std::string& text) {
  static constexpr const char* kDigits = "0123456789abcdef";
  std::string digits;
  for (const char c : text) {
    digits += kDigits[static_cast<unsigned char>(c) >> 4];
    digits += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return digits;
}

int must_have_failed = -1;

class Canary : public testing::Test {
 public:
  void TestBody() override { must_have_failed = grader_must_fail(); }
};

class Teller final : public testing::EmptyTestEventListener {
 public:
  explicit Teller(std::map<const testing::TestInfo*, int> numbers) : numbers_(std::move(numbers)) {}

  void OnTestStart(const testing::TestInfo& test) override {
    const auto found = numbers_.find(&test);
    if (found != numbers_.end()) tell("start " + std::to_string(found->second));
  }

  void OnTestEnd(const testing::TestInfo& test) override {
    const testing::TestResult& result = *test.result();
    const auto found = numbers_.find(&test);
    if (found == numbers_.end()) {
      int failed = 0;
      for (int i = 0; i < result.total_part_count(); ++i) {
        failed += result.GetTestPartResult(i).failed() ? 1 : 0;
      }
      tell(std::string("canary ") + (failed == must_have_failed ? "failed" : "passed"));
      return;
    }
    const char* state = result.Skipped() ? "skipped" : result.Passed() ? "passed" : "failed";
    std::string message;
    for (int i = 0; i < result.total_part_count() && message.size() < kMaxMessage; ++i) {
      const testing::TestPartResult& part = result.GetTestPartResult(i);
      if (part.failed()) message += std::string(part.message()) + "\n";
    }
    tell("end " + std::to_string(found->second) + " " + state + " " +
         in_hexadecimal(message.substr(0, kMaxMessage)));
  }

 private:
  std::map<const testing::TestInfo*, int> numbers_;
};

}  // namespace

extern "C" int __wrap_main(int argc, char** argv) {
  const bool again = argc > 1;  // a death test that starts its program again
  testing::InitGoogleTest(&argc, argv);
  if (again) return RUN_ALL_TESTS();

  const testing::UnitTest& all = *testing::UnitTest::GetInstance();
  int first = 0;
  const bool run = is_run(first);
  std::map<const testing::TestInfo*, int> numbers;
  std::string filter;
  for (int i = 0; i < all.total_test_suite_count(); ++i) {
    const testing::TestSuite& suite = *all.GetTestSuite(i);
    for (int j = 0; j < suite.total_test_count(); ++j) {
      const testing::TestInfo& test = *suite.GetTestInfo(j);
      const int number = static_cast<int>(numbers.size());
      numbers[&test] = number;
      const std::string name = std::string(suite.name()) + "." + test.name();
      tell("test " + name);
      if (number >= first) filter += name + ":";
    }
  }
  tell("listed");
  if (!run) _exit(0);

  // Those of a death test's name are run first, others in the order in which they came.
  const std::string suite = "c" + word().substr(0, 12);
  for (const std::string& name : {suite + "DeathTest", suite}) {
    testing::RegisterTest(name.c_str(), "canary", nullptr, nullptr, __FILE__, __LINE__,
                          []() -> Canary* { return new Canary; });
    filter += name + ".canary:";
  }
  GTEST_FLAG_SET(filter, filter);
  GTEST_FLAG_SET(shuffle, false);
  GTEST_FLAG_SET(repeat, 1);
  GTEST_FLAG_SET(fail_fast, false);
  GTEST_FLAG_SET(also_run_disabled_tests, false);
  GTEST_FLAG_SET(break_on_failure, false);
  GTEST_FLAG_SET(throw_on_failure, false);
  GTEST_FLAG_SET(catch_exceptions, true);
  testing::TestEventListeners& listeners = testing::UnitTest::GetInstance()->listeners();
  delete listeners.Release(listeners.default_result_printer());
  listeners.Append(new Teller(std::move(numbers)));
  (void)RUN_ALL_TESTS();
  tell("done");
  _exit(0);  // nothing of the submission runs after the last test
}
