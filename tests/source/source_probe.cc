// Fetches submissions and prints what came, for the scripts of this folder and for measuring.
//
//   source_probe REPOSITORY [--ref REF] [--merge-base BRANCH] [--base REF] [--template REPOSITORY]
//     [--cache DIR] [--host HOST]... [--scheme SCHEME]... [--timeout SECONDS]
//     [--max-fetch-bytes N] [--max-fetch-memory N] [--refs-from FILE] [--quiet] [--weak]
//
// --refs-from grades one ref after another (a file with one a line) and prints one line for each.
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <string>

#include "grader/source/source.h"
#include "sandbox/launcher.h"

using grader::source::BaseMergeBase;
using grader::source::BaseRef;

namespace {

struct Totals {
  int errors = 0;
  double milliseconds = 0;
  std::map<std::string, int> remarks;
  std::map<std::string, int> messages;
};

int run(const grader::source::SubmissionRequest& request, const grader::source::Policy& policy,
        const std::string& cache, bool quiet, bool weak, Totals& totals) {
  const auto start = std::chrono::steady_clock::now();
  const auto launcher = [&] {
    static const grader::sandbox::HostReport host = grader::sandbox::probe_host();
    grader::sandbox::LauncherOptions options;
    options.weak = weak;
    options.ahead = false;
    return grader::sandbox::create_launcher(host, options);
  };
  const auto hold = [] { return grader::Result<void>(); };
  auto fetched =
      grader::source::fetch(request, policy, cache, {launcher, hold}, [&](const std::string& line) {
        if (!quiet) std::cerr << line << "\n";
      });
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  totals.milliseconds += took.count();
  if (!fetched) {
    ++totals.errors;
    ++totals.messages[fetched.error().message];
    std::cout << "error " << request.ref << " " << to_text(fetched.error()) << "\n";
    return exit_code(fetched.error().blame);
  }
  const auto& facts = fetched->facts;
  std::size_t base_entries = fetched->base ? fetched->base->entries().size() : 0;
  std::printf("commit %s tree %s base %s at %s entries %zu base-entries %zu ref %s %.1f ms\n",
              facts.commit.c_str(), facts.tree.c_str(), facts.base.c_str(),
              facts.authored_at.c_str(), fetched->tree->entries().size(), base_entries,
              facts.ref.c_str(), took.count());
  for (const auto& remark : fetched->remarks) {
    ++totals.remarks[remark.rule];
    if (!quiet) std::printf("remark %s %s\n", remark.rule.c_str(), remark.path.c_str());
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  grader::source::SubmissionRequest request;
  grader::source::Policy policy;
  std::string cache = "cache", refs_from, merge_base, base, template_repository;
  bool quiet = false, weak = false;
  for (int i = 1; i < argc; ++i) {
    const std::string flag = argv[i];
    if (flag == "--quiet") {
      quiet = true;
      continue;
    }
    if (flag == "--weak") {
      weak = true;
      continue;
    }
    if (!flag.starts_with("--")) {
      request.repository = flag;
      continue;
    }
    if (++i == argc) return 64;
    const std::string value = argv[i];
    if (flag == "--ref") request.ref = value;
    if (flag == "--merge-base") merge_base = value;
    if (flag == "--base") base = value;
    if (flag == "--template") template_repository = value;
    if (flag == "--cache") cache = value;
    if (flag == "--host") policy.hosts.push_back(value);
    if (flag == "--scheme") policy.schemes.push_back(value);
    if (flag == "--timeout") policy.fetch_timeout = std::chrono::seconds(std::stoi(value));
    if (flag == "--max-fetch-bytes") policy.max_fetch_bytes = std::stoull(value);
    if (flag == "--max-fetch-objects") policy.max_fetch_objects = std::stoull(value);
    if (flag == "--max-fetch-memory") policy.max_fetch_memory = std::stoull(value);
    if (flag == "--refs-from") refs_from = value;
  }
  if (!merge_base.empty()) request.base = BaseMergeBase{merge_base, template_repository};
  if (!base.empty()) request.base = BaseRef{base, template_repository};
  Totals totals;
  if (refs_from.empty()) return run(request, policy, cache, quiet, weak, totals);

  std::ifstream refs(refs_from);
  int count = 0;
  for (; std::getline(refs, request.ref); ++count) run(request, policy, cache, quiet, weak, totals);
  std::printf("refs %d errors %d total %.0f ms\n", count, totals.errors, totals.milliseconds);
  for (const auto& [rule, n] : totals.remarks) std::printf("  remark %s: %d\n", rule.c_str(), n);
  for (const auto& [text, n] : totals.messages) std::printf("  error %s: %d\n", text.c_str(), n);
}
