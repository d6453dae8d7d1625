#include "runners/runner.h"

#include <array>
#include <cerrno>
#include <cstdlib>

#include <sys/random.h>

#include "runners/frameworks.h"

namespace grader::runners {

std::span<const Runner* const> all_runners() {
  // Jest last of those that are recognised: it takes whatever has global test functions.
  static const std::array<const Runner*, 9> kRunners = {
      &node_test_runner(), &pytest_runner(),    &googletest_runner(),
      &ctest_runner(),     &vitest_runner(),    &mocha_runner(),
      &jest_runner(),      &junit_xml_runner(), &tap_runner()};
  return kRunners;
}

const Runner* find_runner(std::string_view name) {
  for (const Runner* runner : all_runners()) {
    if (runner->name() == name) return runner;
  }
  return nullptr;
}

std::string make_secret() {
  std::array<unsigned char, 16> bytes{};
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t got = getrandom(bytes.data() + filled, bytes.size() - filled, 0);
    if (got > 0) {
      filled += static_cast<std::size_t>(got);
    } else if (errno != EINTR) {
      std::abort();  // the kernel has no randomness: nothing that follows could be trusted
    }
  }
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

}  // namespace grader::runners
