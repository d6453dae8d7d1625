// A fuzzer without libFuzzer: the seeds, and then noise made from them, for some seconds. The dev
// preset links it with each *_fuzz.cc, so that every run of the tests feeds them under sanitizers.
// The inputs follow from the number alone. What was read when it crashed lies in `kept`.
//
// Usage: <subject>_noise SECONDS SEEDS_FOLDER KEPT_FILE [NUMBER]
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#include <sanitizer/common_interface_defs.h>
#endif

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr std::size_t kMaxBytes = 65'536;
constexpr std::size_t kMaxCorpus = 400;

std::string current, kept;

void keep_current() {
  std::ofstream(kept, std::ios::binary) << current;
  std::fprintf(stderr, "the input is in %s\n", kept.c_str());
}

extern "C" void on_abort(int) {
  keep_current();
  std::_Exit(134);
}

void feed(const std::string& input) {
  current = input;
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(current.data()), current.size());
}

class Noise {
 public:
  Noise(std::vector<std::string> corpus, std::uint32_t number)
      : corpus_(std::move(corpus)), random_(number) {}

  std::string next() {
    std::string text = any();
    for (std::size_t changes = 1 + below(4); changes > 0; --changes) change(text);
    if (text.size() > kMaxBytes) text.resize(kMaxBytes);
    // Some of it is changed further: what is far from every seed is reached in steps.
    if (corpus_.size() < kMaxCorpus && below(50) == 0) corpus_.push_back(text);
    return text;
  }

 private:
  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }
  const std::string& any() { return corpus_[below(corpus_.size())]; }

  void change(std::string& text) {
    static constexpr std::string_view kWords[] = {"\n",
                                                  "\"",
                                                  "\\",
                                                  "{",
                                                  "}",
                                                  "[",
                                                  "]",
                                                  ":",
                                                  "- ",
                                                  "#",
                                                  "<",
                                                  ">",
                                                  "&#0;",
                                                  std::string_view("\0", 1),
                                                  "\xff",
                                                  "null",
                                                  "-1",
                                                  "1e999",
                                                  "99999999999999999999",
                                                  "\\ud800",
                                                  "true",
                                                  "~",
                                                  "*a",
                                                  "&a",
                                                  "!t"};
    const std::size_t at = below(text.size() + 1);
    const std::size_t length = std::min(below(32) + 1, text.size() - at);
    switch (below(7)) {
      case 0:
        text.erase(at, length);
        break;
      case 1:
        text.insert(at, kWords[below(std::size(kWords))]);
        break;
      case 2:
        text.insert(at, text.substr(at, length));
        break;
      case 3:
        if (at < text.size()) text[at] = static_cast<char>(random_());
        break;
      case 4:
        if (at < text.size()) text[at] ^= static_cast<char>(1U << below(8));
        break;
      case 5:
        text.resize(at);
        break;
      default: {
        const std::string& other = any();
        const std::size_t from = below(other.size() + 1);
        text.insert(at, other.substr(from, below(200)));
      }
    }
  }

  std::vector<std::string> corpus_;
  std::mt19937 random_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "usage: %s SECONDS SEEDS_FOLDER KEPT_FILE [NUMBER]\n", argv[0]);
    return 2;
  }
  kept = argv[3];
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  __sanitizer_set_death_callback(keep_current);
#endif
  std::signal(SIGABRT, on_abort);
  std::vector<std::string> paths, seeds;
  for (const auto& entry : std::filesystem::directory_iterator(argv[2])) {
    paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const std::string& path : paths) {
    std::ifstream file(path, std::ios::binary);
    seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  if (seeds.empty()) {
    std::fprintf(stderr, "no seeds in %s\n", argv[2]);
    return 2;
  }
  for (const std::string& seed : seeds) feed(seed);
  std::uint64_t fed = seeds.size();
  Noise noise(seeds, argc > 4 ? static_cast<std::uint32_t>(std::atoi(argv[4])) : 1);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(std::atoi(argv[1]));
  while (std::chrono::steady_clock::now() < end) {
    feed(noise.next());
    ++fed;
  }
  std::printf("%llu inputs\n", static_cast<unsigned long long>(fed));
  return 0;
}
