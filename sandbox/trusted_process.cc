#include "sandbox/trusted_process.h"

#include <array>
#include <optional>

#include <signal.h>
#include <unistd.h>

#include <boost/asio/connect_pipe.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/readable_pipe.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/writable_pipe.hpp>
#include <boost/process/v2/environment.hpp>
#include <boost/process/v2/process.hpp>
#include <boost/process/v2/src.hpp>
#include <boost/process/v2/start_dir.hpp>
#include <boost/process/v2/stdio.hpp>

namespace grader::sandbox {
namespace {

namespace asio = boost::asio;
namespace process = boost::process::v2;

constexpr std::size_t kKeep = std::size_t{64} << 10;

// A group of its own, so that what the program started ends with it.
struct OwnGroup {
  template <class Launcher, class Path>
  boost::system::error_code on_exec_setup(Launcher&, const Path&, const char* const*&) {
    if (::setpgid(0, 0) == 0) return {};
    return {errno, boost::system::system_category()};
  }
};

// Reads until the end, keeping the last part.
class Output {
 public:
  explicit Output(asio::readable_pipe& pipe) : pipe_(pipe) {}

  void start() {
    pipe_.async_read_some(asio::buffer(bytes_),
                          [this](const boost::system::error_code& failed, std::size_t size) {
                            kept_.append(bytes_.data(), size);
                            if (kept_.size() > 2 * kKeep) kept_.erase(0, kept_.size() - kKeep);
                            if (!failed) start();
                          });
  }

  std::string take() {
    if (kept_.size() > kKeep) kept_.erase(0, kept_.size() - kKeep);
    return std::move(kept_);
  }

 private:
  asio::readable_pipe& pipe_;
  std::array<char, 16384> bytes_;
  std::string kept_;
};

std::vector<std::string> environment_with(const std::map<std::string, std::string>& added) {
  std::vector<std::string> all;
  for (char** entry = ::environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (added.count(text.substr(0, text.find('='))) == 0) all.push_back(text);
  }
  for (const auto& [name, value] : added) all.push_back(name + "=" + value);
  return all;
}

Result<TrustedOutcome> run(const TrustedCommand& command) {
  const std::string& name = command.argv.front();
  const boost::filesystem::path program = name.find('/') == std::string::npos
                                              ? process::environment::find_executable(name)
                                              : boost::filesystem::path(name);
  if (program.empty()) {
    return grader_error("cannot find the program '" + name + "'", "",
                        "install it, or add its folder to PATH");
  }
  asio::io_context context;
  asio::readable_pipe pipe(context);
  asio::writable_pipe writing(context);
  asio::connect_pipe(pipe, writing);
  const std::vector<std::string> arguments(command.argv.begin() + 1, command.argv.end());
  const std::string folder =
      command.working_directory.empty() ? std::string(".") : command.working_directory;
  process::process child(
      context, program, arguments,
      process::process_stdio{nullptr, writing.native_handle(), writing.native_handle()},
      process::process_environment(environment_with(command.environment)),
      process::process_start_dir(boost::filesystem::path(folder)), OwnGroup{});
  writing.close();

  const pid_t group = child.id();
  bool late = false;
  std::optional<int> exit_code;
  Output output(pipe);
  output.start();
  asio::steady_timer timer(context, command.timeout);
  timer.async_wait([&](const boost::system::error_code& stopped) {
    if (stopped) return;
    late = true;
    ::kill(-group, SIGKILL);
  });
  child.async_wait([&](const boost::system::error_code&, int code) {
    exit_code = code;
    timer.cancel();
    // What it left running would hold the pipe open.
    ::kill(-group, SIGKILL);
  });
  context.run();
  if (late) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(command.timeout).count();
    return grader_error("'" + name + "' did not end within " + std::to_string(seconds) + " s");
  }
  return TrustedOutcome{exit_code.value_or(-1), output.take()};
}

}  // namespace

Result<TrustedOutcome> run_trusted(const TrustedCommand& command) {
  if (command.argv.empty()) return grader_error("a command needs a program");
  try {
    return run(command);
  } catch (const boost::system::system_error& failed) {
    return system_error("cannot run '" + command.argv.front() + "'", failed.code().value(),
                        command.working_directory);
  }
}

}  // namespace grader::sandbox
