// The real npm in a real jail, with a registry on this machine's loopback.
#include <cstdlib>
#include <map>
#include <thread>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "runners/npm.h"
#include "tests/runners/scratch.h"

namespace grader::runners {
namespace {

namespace fs = std::filesystem;
using grader::testing::Scratch;
using ::testing::AnyOf;

// Serves files over HTTP, one a connection, and counts what it was asked.
class Registry {
 public:
  explicit Registry(std::map<std::string, std::string> files, const std::string& token = "")
      : files_(std::move(files)), token_(token) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT_EQ(::bind(fd_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(fd_, 16), 0);
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~Registry() { asked(); }

  std::string address() const { return "http://127.0.0.1:" + std::to_string(port_) + "/"; }
  // How many of them came without the token.
  int unauthorized() {
    asked();
    return unauthorized_;
  }
  // How many requests there were; none is answered any more.
  int asked() {
    if (thread_.joinable()) {
      ::shutdown(fd_, SHUT_RDWR);
      thread_.join();
      ::close(fd_);
    }
    return asked_;
  }

 private:
  void serve() {
    for (;;) {
      const int peer = ::accept(fd_, nullptr, nullptr);
      if (peer < 0) return;
      std::string request;
      char bytes[4096];
      while (request.find("\r\n\r\n") == std::string::npos) {
        const ssize_t got = ::read(peer, bytes, sizeof bytes);
        if (got <= 0) break;
        request.append(bytes, static_cast<std::size_t>(got));
      }
      ++asked_;
      const std::size_t start = request.find(' ') + 1;
      const auto found = files_.find(request.substr(start, request.find(' ', start) - start));
      std::string status = found == files_.end() ? "404 Not Found" : "200 OK";
      std::string body = found == files_.end() ? "{}" : found->second;
      if (!token_.empty() && request.find("Bearer " + token_ + "\r\n") == std::string::npos) {
        ++unauthorized_;
        status = "401 Unauthorized";
        body = "{}";
      }
      const std::string answer =
          "HTTP/1.1 " + status +
          "\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
          body;
      if (::send(peer, answer.data(), answer.size(), MSG_NOSIGNAL) < 0) ++asked_;
      ::close(peer);
    }
  }

  const std::map<std::string, std::string> files_;
  const std::string token_;  // that it wants to hear; empty: none
  int fd_ = -1, port_ = 0, asked_ = 0, unauthorized_ = 0;
  std::thread thread_;
};

class NpmJailTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Result<std::unique_ptr<sandbox::Launcher>> made =
        sandbox::create_launcher(sandbox::probe_host(), {});
    if (!made && std::getenv("GRADER_SANDBOX_MUST_WORK") == nullptr) {
      GTEST_SKIP() << "this host cannot isolate";
    }
    ASSERT_TRUE(made) << to_text(made.error());
    launcher_ = *std::move(made);
    ::chmod(scratch_.path().c_str(), 0755);
    fs::create_directory(folder());
    // The operator's own file counts in the jail too: no patience for a registry that is gone.
    scratch_.write("npmrc", "fetch-retries=0\n");
    ::setenv("npm_config_userconfig", (scratch_.path() / "npmrc").c_str(), 1);
    // A package that would leave a file behind if its script ran.
    scratch_.write("package/package.json",
                   R"({"name":"tiny","version":"1.0.0","scripts":{"install":"touch ran"}})");
    scratch_.write("package/index.js", "module.exports = 42;\n");
    const std::string pack = "tar -C " + scratch_.path().string() + " -czf " +
                             (scratch_.path() / "tiny.tgz").string() + " package";
    ASSERT_EQ(std::system(pack.c_str()), 0);
  }
  void TearDown() override {
    for (const char* name : {"registry", "userconfig", "proxy"}) {
      ::unsetenv((std::string("npm_config_") + name).c_str());
    }
    ::unsetenv("GRADER_TEST_TOKEN");
  }

  fs::path folder() const { return scratch_.path() / "folder"; }
  std::map<std::string, std::string> tarball() const {
    return {{"/tiny/-/tiny-1.0.0.tgz", *read_file(scratch_.path() / "tiny.tgz")}};
  }

  // Of one package that lies at `at`, with `registry` as the configured one.
  Result<void> install(const std::string& registry, const std::string& at) {
    ::setenv("npm_config_registry", registry.c_str(), 1);
    scratch_.write("manifest/package.json", R"({"name":"x","dependencies":{"tiny":"1.0.0"}})");
    scratch_.write("manifest/package-lock.json",
                   R"({"name":"x","lockfileVersion":3,"requires":true,"packages":{"":{"name":"x",)"
                   R"("dependencies":{"tiny":"1.0.0"}},"node_modules/tiny":{"version":"1.0.0",)"
                   R"("hasInstallScript":true,"resolved":")" +
                       at + R"(tiny/-/tiny-1.0.0.tgz"}}})");
    return npm_ci({}, scratch_.path() / "manifest", folder(), "the test", *launcher_,
                  [this](const std::string& line) { progress_.push_back(line); });
  }

  Scratch scratch_;
  std::unique_ptr<sandbox::Launcher> launcher_;
  std::vector<std::string> progress_;
};

TEST_F(NpmJailTest, InstallsFromTheConfiguredRegistryAndRunsNoScript) {
  Registry registry(tarball());
  const Result<void> done = install(registry.address(), registry.address());
  ASSERT_TRUE(done) << to_text(done.error());
  EXPECT_EQ(*read_file(folder() / "node_modules/tiny/index.js"), "module.exports = 42;\n");
  EXPECT_FALSE(fs::exists(folder() / "node_modules/tiny/ran"));
  EXPECT_FALSE(fs::exists(folder() / ".npm-cache"));
  EXPECT_EQ(progress_, std::vector<std::string>());
  for (const auto& entry : fs::recursive_directory_iterator(folder())) {
    struct stat facts {};
    ASSERT_EQ(::lstat(entry.path().c_str(), &facts), 0);
    EXPECT_EQ(facts.st_uid, ::geteuid()) << entry.path();
  }
}

TEST_F(NpmJailTest, APackageThatLiesElsewhereIsNotFetched) {
  Registry registry({}), elsewhere(tarball());
  const Result<void> done = install(registry.address(), elsewhere.address());
  ASSERT_FALSE(done);
  const std::string address = elsewhere.address();
  EXPECT_EQ(to_text(done.error()),
            "the packages of the test lie elsewhere than at the registry: GET " + address +
                "tiny/-/tiny-1.0.0.tgz: not the allowed host\n"
                "hint: only `registry` of ~/.npmrc is reached, no other host and no "
                "`@scope:registry`: name one that serves all packages");
  EXPECT_EQ(elsewhere.asked(), 0);
}

TEST_F(NpmJailTest, ARegistryThatIsNotThereIsSaid) {
  std::string gone;
  {
    Registry registry({});
    gone = registry.address();
  }
  const Result<void> done = install(gone, gone);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "cannot reach the package registry for the test");
}

TEST_F(NpmJailTest, ARegistryWithoutAnAddressIsAnError) {
  const Result<void> done = install("ftp://a.example/", "http://a.example/");
  ASSERT_FALSE(done);
  EXPECT_EQ(to_text(done.error()),
            "npm names no registry that can be reached: 'ftp://a.example/'\n"
            "hint: npm config get registry has to give an address of http or https, without a "
            "user; a token stands on a line of its own: //host/:_authToken=${TOKEN}");
}

TEST_F(NpmJailTest, APasswordInTheAddressIsNotRepeated) {
  const Result<void> done = install("http://sam:geheim@a.example/", "http://a.example/");
  ASSERT_FALSE(done);
  // Old ones of npm tell such an address, newer ones do not.
  EXPECT_THAT(done.error().message,
              AnyOf("npm does not tell the address of its registry",
                    "npm names no registry that can be reached: 'http://***@a.example/'"));
}

TEST_F(NpmJailTest, ATokenOfTheOperatorsEnvironmentOpensTheirRegistry) {
  Registry registry(tarball(), "t0ken-of-the-school");
  const std::string host = registry.address().substr(5);
  scratch_.write("npmrc", "fetch-retries=0\n" + host + ":_authToken=${GRADER_TEST_TOKEN}\n");
  ::setenv("GRADER_TEST_TOKEN", "t0ken-of-the-school", 1);
  const Result<void> done = install(registry.address(), registry.address());
  EXPECT_TRUE(done) << to_text(done.error());
  EXPECT_TRUE(fs::exists(folder() / "node_modules/tiny/index.js"));
  EXPECT_EQ(registry.unauthorized(), 0);
}

TEST_F(NpmJailTest, AWrongTokenIsSaidAndNotRepeated) {
  Registry registry(tarball(), "t0ken-of-the-school");
  const std::string host = registry.address().substr(5);
  scratch_.write("npmrc", "fetch-retries=0\n" + host + ":_authToken=${GRADER_TEST_TOKEN}\n");
  for (const char* token : {"another-token", ""}) {
    ::setenv("GRADER_TEST_TOKEN", token, 1);
    if (*token == '\0') ::unsetenv("GRADER_TEST_TOKEN");
    fs::remove_all(folder());
    fs::create_directory(folder());
    const Result<void> done = install(registry.address(), registry.address());
    ASSERT_FALSE(done);
    EXPECT_EQ(to_text(done.error()),
              "the package registry refuses the credentials for the test\n"
              "hint: check the token for it in ~/.npmrc, and that each ${VARIABLE} there is set");
  }
}

TEST_F(NpmJailTest, BehindAProxyNpmRunsWithoutAJailAndSaysSo) {
  Registry registry(tarball());
  ::setenv("npm_config_proxy", registry.address().c_str(), 1);
  const Result<void> done = install(registry.address(), registry.address());
  EXPECT_FALSE(done);  // the registry is no proxy
  EXPECT_EQ(progress_,
            std::vector<std::string>{"installing without a jail: npm has a proxy of its own"});
}

}  // namespace
}  // namespace grader::runners
