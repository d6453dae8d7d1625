// What web courses run, in jails under the default policy: a browser and a server.
#include <filesystem>
#include <thread>

#include <gmock/gmock.h>

#include "grader/base/file.h"
#include "tests/sandbox/jail.h"

namespace grader::sandbox {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::string app_file(const char* name) {
  Result<std::string> content = read_file(fs::path(GRADER_TESTS_DIR) / "sandbox/apps" / name);
  EXPECT_TRUE(content);
  return content ? *content : "";
}

// A busy machine must not look like a hang.
Limits app_limits() {
  Limits limits;
  limits.wall = std::chrono::seconds(90);
  limits.cpu = std::chrono::seconds(60);
  return limits;
}

class AppsTest : public JailTest {
 protected:
  static Command node(const std::string& file, const std::string& script) {
    Command command;
    command.argv = {"/toolchain/node", "/submission/" + file};
    command.environment = {{"PATH", "/usr/bin:/bin"}, {"HOME", "/tmp"}};
    command.mounts = {{fs::canonical(GRADER_TEST_NODE).string(), "/toolchain/node"},
                      {GRADER_TEST_PACKAGES "/node_modules", "/node_modules"}};
    command.files.push_back({"/submission/" + file, script, false, false});
    return command;
  }
};

TEST_F(AppsTest, ChromiumShowsAPageThatItsScriptChanged) {
  Command command;
  command.argv = {"/usr/lib/chromium/chromium",
                  "--headless",
                  "--no-sandbox",
                  "--disable-gpu",
                  "--user-data-dir=/tmp/profile",
                  "--dump-dom",
                  "file:///submission/page.html"};
  command.environment = {{"PATH", "/usr/bin:/bin"}, {"HOME", "/tmp"}, {"LANG", "C.UTF-8"}};
  command.files.push_back({"/submission/page.html", app_file("page.html"), false, false});
  Limits limits = app_limits();
  limits.processes = 256;
  limits.memory = std::uint64_t{1} << 30;
  const Outcome outcome = run(command, limits);
  EXPECT_EQ(to_text(outcome.ending), "exit 0") << outcome.standard_error.head;
  EXPECT_THAT(outcome.standard_output.head, HasSubstr("<title>3 items</title>"));
  EXPECT_THAT(outcome.standard_output.head, HasSubstr("<li>ONE</li><li>TWO</li><li>THREE</li>"));
  RecordProperty("wall_ms", static_cast<int>(outcome.usage.wall.count()));
  RecordProperty("peak_mib", static_cast<int>(outcome.usage.peak_memory >> 20));
}

// Asks as a test of an API does, once the server is there.
constexpr const char* kClient = R"(
const until = async (address) => {
  for (;;) {
    try { return await fetch(address); } catch { await new Promise((r) => setTimeout(r, 20)); }
  }
};
(async () => {
  const hello = await until("http://127.0.0.1:3000/hello/" + process.argv[2]);
  const add = await fetch("http://localhost:3000/add", {
    method: "POST", headers: { "content-type": "application/json" }, body: '{"a":20,"b":22}' });
  const none = await fetch("http://127.0.0.1:3000/nothing");
  console.log(hello.status, await hello.text(), await add.text(), none.status);
})();
)";

TEST_F(AppsTest, ThreeExpressServersListenOnOnePortSideBySide) {
  std::string servers[3], clients[3];
  std::vector<std::thread> threads;
  threads.reserve(3);
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&, i] {
      Result<std::shared_ptr<Network>> network = shared_launcher()->open_network();
      ASSERT_TRUE(network) << grader::to_text(network.error());
      Command serving = node("server.js", app_file("server.js"));
      serving.network = *network;
      std::thread server([&] {
        const Outcome outcome = run(serving, app_limits());
        servers[i] = (outcome.stopped ? "stopped: " : to_text(outcome.ending) + ": ") +
                     outcome.standard_output.head + outcome.standard_error.head;
      });
      Command asking = node("client.js", kClient);
      asking.argv.push_back("pair-" + std::to_string(i));
      asking.network = *network;
      const Outcome outcome = run(asking, app_limits());
      clients[i] = to_text(outcome.ending) + ": " + outcome.standard_output.head +
                   outcome.standard_error.head;
      (*network)->end_jails();
      server.join();
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(clients[i],
              "exit 0: 200 {\"hello\":\"pair-" + std::to_string(i) + "\"} {\"sum\":42} 404\n");
    EXPECT_EQ(servers[i], "stopped: listening\n");
  }
}

// Chromium in the second jail of a pair: a page of a server that runs in the first.
TEST_F(AppsTest, ChromiumShowsAPageOfTheServerInItsPair) {
  Result<std::shared_ptr<Network>> network = shared_launcher()->open_network();
  ASSERT_TRUE(network) << grader::to_text(network.error());
  Command serving = node("server.js", app_file("server.js"));
  serving.network = *network;
  std::string served;
  std::thread server([&] { served = run(serving, app_limits()).standard_output.head; });
  Command waiting = node("client.js", kClient);
  waiting.network = *network;
  run(waiting, app_limits());  // until the server listens
  Command browser;
  browser.argv = {"/usr/lib/chromium/chromium",
                  "--headless",
                  "--no-sandbox",
                  "--disable-gpu",
                  "--user-data-dir=/tmp/profile",
                  "--virtual-time-budget=5000",
                  "--dump-dom",
                  "http://127.0.0.1:3000/page"};
  browser.environment = {{"PATH", "/usr/bin:/bin"}, {"HOME", "/tmp"}, {"LANG", "C.UTF-8"}};
  browser.network = *network;
  Limits limits = app_limits();
  limits.processes = 256;
  limits.memory = std::uint64_t{1} << 30;
  const Outcome outcome = run(browser, limits);
  EXPECT_THAT(outcome.standard_output.head, HasSubstr("<title>hello from the server, page</title>"))
      << to_text(outcome.ending) << outcome.standard_error.head;
  (*network)->end_jails();
  server.join();
  EXPECT_EQ(served, "listening\n");
}

}  // namespace
}  // namespace grader::sandbox
