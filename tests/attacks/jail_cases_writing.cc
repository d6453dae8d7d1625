// Class 14: writing through us.
#include "tests/attacks/jail_attack.h"

namespace grader::attacks {
namespace {

using sandbox::Limits;
using std::chrono::milliseconds;

constexpr auto kShortWall = [](Limits& limits) { limits.wall = milliseconds(300); };

Case odd_results() {
  Case attack{"LinksPipesAndSocketsAsResults", program("odd-results", {"{marker}"})};
  attack.command.collect = {"/results/good",
                            "/results/link",
                            "/results/up",
                            "/results/magic",
                            "/results/init",
                            "/results/loop",
                            "/results/pipe",
                            "/results/folder",
                            "/results/socket",
                            "/results/absent",
                            "/results/linked/etc/passwd",
                            "/results/../etc/passwd",
                            "/submission/x",
                            "/tmp/x",
                            "/dev/shm/x",
                            "/etc/passwd"};
  attack.files = {{"/results/good", "good\n"}};
  attack.refused = {"/results/link",
                    "/results/up",
                    "/results/magic",
                    "/results/init",
                    "/results/loop",
                    "/results/pipe",
                    "/results/folder",
                    "/results/socket",
                    "/results/linked/etc/passwd",
                    "/results/../etc/passwd",
                    "/submission/x",
                    "/tmp/x",
                    "/dev/shm/x",
                    "/etc/passwd"};
  return attack;
}

Case large_results() {
  Case attack{"ResultsThatAreTooLarge", program("large-results")};
  attack.command.collect = {"/results/sparse", "/results/large", "/results/good"};
  attack.command.collect_limit = 1000;
  attack.files = {{"/results/good", std::string(1000, 'x')}};
  attack.refused = {"/results/sparse", "/results/large"};
  return attack;
}

// Nobody runs any more when results are looked at, so nothing is swapped then: the file or the
// link, and never what the link names. Either is right; the markers are looked for anyway.
Case swaps() {
  Case attack{"SwapsBetweenALookAndAUse", program("swaps", {"{marker}"}), "limit wall", "",
              kShortWall};
  attack.command.collect = {"/results/c/../../etc/passwd"};
  attack.refused = {"/results/c/../../etc/passwd"};
  return attack;
}

Case held_results() {
  Case attack{"ResultsThatAreHeldAndLocked", program("hard-to-read"), "limit wall", "", kShortWall};
  attack.command.collect = {"/results/held"};
  attack.files = {{"/results/held", "held\n"}};
  return attack;
}

Case guarded_files() {
  Case attack{"FilesThatMustStayAsTheyAre", program("guarded-files")};
  attack.command.files = {{"/submission/t/test.js", "the test\n", false, true}};
  return attack;
}

const std::vector<Case> kWriting = {
    odd_results(),  large_results(), swaps(),
    held_results(), guarded_files(), {"OtherPlaces", program("other-places")},
};

INSTANTIATE_TEST_SUITE_P(Class14, JailAttack, ::testing::ValuesIn(kWriting), name_of);

}  // namespace
}  // namespace grader::attacks
