#include "sandbox/self_attacks.h"

#include "tests/sandbox/jail.h"

namespace grader::sandbox {
namespace {

class SelfAttackTest : public JailTest, public ::testing::WithParamInterface<SelfAttack> {};

TEST_P(SelfAttackTest, IsHeld) {
  const Result<AttackResult> result = run_self_attack(GetParam().name, *shared_launcher());
  ASSERT_TRUE(result) << grader::to_text(result.error());
  EXPECT_TRUE(result->held) << result->detail;
  EXPECT_NE(result->detail, "");
}

INSTANTIATE_TEST_SUITE_P(Attacks, SelfAttackTest, ::testing::ValuesIn(self_attacks()),
                         [](const auto& row) {
                           std::string name;
                           for (const char c : row.param.name) {
                             if (c != '-') name += c;
                           }
                           return name;
                         });

// A launcher that holds nothing: each attack gets through, and must be said to.
class OpenLauncher final : public Launcher {
 public:
  Result<Outcome> run(const Command&, const Limits&) override {
    Outcome outcome;
    outcome.ending = Exited{0};
    outcome.standard_output.head = "reached it\n";
    return outcome;
  }
  void interrupt() override {}
};

TEST(SelfAttacks, SayWhatGotThrough) {
  OpenLauncher open;
  for (const SelfAttack& attack : self_attacks()) {
    const Result<AttackResult> result = run_self_attack(attack.name, open);
    ASSERT_TRUE(result);
    EXPECT_FALSE(result->held) << attack.name;
  }
  EXPECT_EQ(run_self_attack("reading", open)->detail, "reached it");
  EXPECT_EQ(run_self_attack("fork-bomb", open)->detail, "ended with exit code 0 after 0 ms");
}

TEST(SelfAttacks, AnUnknownNameIsAnError) {
  OpenLauncher open;
  EXPECT_EQ(grader::to_text(run_self_attack("x", open).error()), "no such attack: 'x'");
}

}  // namespace
}  // namespace grader::sandbox
