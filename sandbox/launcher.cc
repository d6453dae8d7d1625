#include "sandbox/launcher.h"

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <mutex>

#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "grader/base/places.h"
#include "grader/base/text.h"
#include "sandbox/cgroup.h"
#include "sandbox/channel.h"
#include "sandbox/host_proxy.h"
#include "sandbox/jail_files.h"
#include "sandbox/jail_run.h"
#include "sandbox/network_namespace.h"
#include "sandbox/slot.h"
#include "sandbox/spare_slot.h"

namespace grader::sandbox {

Result<std::shared_ptr<Network>> Launcher::open_network(const std::optional<AllowedHost>&) {
  return grader_error("this launcher has no networks");
}

namespace {

constexpr std::uint16_t kProxyPort = 3128;
constexpr int kJailsInNetwork = 64;

Error interrupted() {
  return {Blame::Interrupted, "interrupted", "", ""};
}

// A pool of slots. A slot that failed is thrown away and the next run starts a new one.
class JailLauncher final : public Launcher {
 public:
  // `home` is where a slot is put back in the end; may be null.
  JailLauncher(std::string jailer, CgroupParents cgroups, const LauncherOptions& options,
               Fd interrupt, std::shared_ptr<SpareSlot> home, Fd stop = {},
               std::vector<Fd> network = {})
      : jailer_(std::move(jailer)),
        cgroups_(std::move(cgroups)),
        interrupt_(std::move(interrupt)),
        home_(std::move(home)),
        stop_(std::move(stop)),
        network_(std::move(network)),
        ahead_(options.ahead),
        to_start_(options.slots) {}

  ~JailLauncher() override {
    if (home_ && !idle_.empty()) home_->put_back(std::move(idle_.back()));
  }

  // Ahead of need, so that they are there when the first jail is wanted. `spare` may be null.
  Result<void> start_all(std::unique_ptr<Slot> spare) {
    if (spare && to_start_ > 0) {
      idle_.push_back(std::move(spare));
      --to_start_;
    }
    for (; to_start_ > 0; --to_start_) {
      Result<std::unique_ptr<Slot>> slot = Slot::start(jailer_, cgroups_, network_);
      if (!slot) return slot.error();
      idle_.push_back(std::move(*slot));
    }
    return {};
  }

  Result<Outcome> run(const Command& command, const Limits& limits) override;
  Result<std::shared_ptr<Network>> open_network(const std::optional<AllowedHost>& host) override;

  // In our own slots, whatever the command's network.
  Result<Outcome> run_here(const Command& command, const Limits& limits) {
    if (command.argv.empty() || command.argv[0].empty() || command.argv[0][0] != '/') {
      return grader_error("a command for a jail needs an absolute path");
    }
    if (command.descriptors.size() > kMaxPacketFds - 3) {
      return grader_error("a command for a jail has too many descriptors");
    }
    for (const int fd : command.descriptors) {
      if (::fcntl(fd, F_GETFD) < 0) {
        return system_error("cannot give a descriptor to a jail", errno);
      }
    }
    Result<FilePlan> plan = plan_files(command, limits);
    if (!plan) return plan.error();
    Result<std::unique_ptr<Slot>> taken = take(make_prepare(command, *plan));
    if (!taken) return taken.error();
    std::unique_ptr<Slot> slot = *std::move(taken);
    RunOptions options;
    options.interrupt_fd = interrupt_.get();
    options.stop_fd = stop_ ? stop_.get() : command.stop;
    bool started = false;
    options.started = &started;
    Result<Outcome> outcome = run_jail(*slot, command, *plan, limits, options);
    if (!outcome && !started && slot->is_gone()) {
      // Killed since its last run, which is not this program's fault.
      slot.reset();
      taken = Slot::start(jailer_, cgroups_, network_);
      if (taken) slot = *std::move(taken);
      if (slot) outcome = run_jail(*slot, command, *plan, limits, options);
    }
    if (slot && (!outcome || slot->is_gone())) slot.reset();
    if (slot && ahead_) slot->prepare_ahead(blank(command.mounts));
    give_back(std::move(slot));
    return outcome;
  }

  void expect(const std::vector<Mount>& mounts) override {
    const std::lock_guard lock(mutex_);
    if (!ahead_ || interrupted_) return;
    for (const std::unique_ptr<Slot>& slot : idle_) slot->prepare_ahead(blank(mounts));
  }

  // For the slots of a network: those of its jails that run are to end.
  void stop() {
    const std::uint64_t one = 1;
    if (::write(stop_.get(), &one, sizeof one) < 0) return;  // done already
  }

  void interrupt() override {
    {
      const std::lock_guard lock(mutex_);
      interrupted_ = true;
    }
    const std::uint64_t one = 1;
    // It can only fail when it was done already.
    if (::write(interrupt_.get(), &one, sizeof one) < 0) return;
    changed_.notify_all();
  }

 private:
  static Prepare blank(const std::vector<Mount>& mounts) {
    Command command;
    command.mounts = mounts;
    return make_prepare(command, {});
  }

  // The slot whose jail stands already, or any.
  Result<std::unique_ptr<Slot>> take(const Prepare& wanted) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return interrupted_ || !idle_.empty() || to_start_ > 0; });
    if (interrupted_) return interrupted();
    if (!idle_.empty()) {
      const auto fits = [&](const auto& slot) { return slot->is_ahead_for(wanted); };
      auto found = std::find_if(idle_.begin(), idle_.end(), fits);
      if (found == idle_.end()) --found;
      std::unique_ptr<Slot> slot = std::move(*found);
      idle_.erase(found);
      return slot;
    }
    --to_start_;
    lock.unlock();
    Result<std::unique_ptr<Slot>> slot = Slot::start(jailer_, cgroups_, network_);
    if (!slot) give_back(nullptr);
    return slot;
  }

  // Null: its place is free for a new one.
  void give_back(std::unique_ptr<Slot> slot) {
    const std::lock_guard lock(mutex_);
    if (slot) {
      idle_.push_back(std::move(slot));
    } else {
      ++to_start_;
    }
    changed_.notify_one();
  }

  const std::string jailer_;
  const CgroupParents cgroups_;
  const Fd interrupt_;
  const std::shared_ptr<SpareSlot> home_;
  const Fd stop_;  // only in a network
  const std::vector<Fd> network_;
  const bool ahead_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::unique_ptr<Slot>> idle_;
  int to_start_;
  bool interrupted_ = false;
};

// The slots of its jails are a launcher of their own, which starts them as they are needed.
class JailNetwork final : public Network {
 public:
  JailNetwork(const void* owner, std::unique_ptr<JailLauncher> slots,
              std::unique_ptr<HostProxy> proxy)
      : owner_(owner), slots_(std::move(slots)), proxy_(std::move(proxy)) {}

  bool is_of(const void* launcher) const { return owner_ == launcher; }
  JailLauncher& slots() { return *slots_; }

  void end_jails() override { slots_->stop(); }
  std::string proxy() const override {
    return proxy_ ? "http://127.0.0.1:" + std::to_string(kProxyPort) : "";
  }
  std::vector<std::string> refused() const override {
    return proxy_ ? proxy_->refused() : std::vector<std::string>();
  }

 private:
  const void* const owner_;
  const std::unique_ptr<JailLauncher> slots_;
  const std::unique_ptr<HostProxy> proxy_;  // may be null
};

Result<Outcome> JailLauncher::run(const Command& command, const Limits& limits) {
  if (!command.network) return run_here(command, limits);
  auto* network = dynamic_cast<JailNetwork*>(command.network.get());
  if (network == nullptr || !network->is_of(this)) {
    return grader_error("a command for a jail names a network of another launcher");
  }
  return network->slots().run_here(command, limits);
}

Result<std::shared_ptr<Network>> JailLauncher::open_network(
    const std::optional<AllowedHost>& host) {
  Result<NetworkNamespace> made = make_network_namespace(jailer_, host ? kProxyPort : 0);
  if (!made) return made.error();
  Fd stop(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), interrupt(::dup(interrupt_.get()));
  if (!stop || !interrupt) return system_error("cannot make an event descriptor", errno);
  ::fcntl(interrupt.get(), F_SETFD, FD_CLOEXEC);
  std::unique_ptr<HostProxy> proxy;
  if (host) proxy = std::make_unique<HostProxy>(std::move(made->listener), *host);
  LauncherOptions options;
  options.slots = kJailsInNetwork;
  options.ahead = false;
  auto slots =
      std::make_unique<JailLauncher>(jailer_, cgroups_, options, std::move(interrupt), nullptr,
                                     std::move(stop), std::move(made->namespaces));
  return std::shared_ptr<Network>(
      std::make_shared<JailNetwork>(this, std::move(slots), std::move(proxy)));
}

}  // namespace

Result<void> must_isolate(const HostReport& host) {
  if (host.can_isolate()) return {};
  std::vector<std::string> missing, remedies;
  for (const Guard& guard : host.guards) {
    if (!guard.needed || guard.holds) continue;
    // Where there is no jail at all, why is all there is to say.
    if (guard.name == kJailGuard) {
      return grader_error("cannot make a jail here: " + guard.detail, "", guard.remedy);
    }
    missing.push_back(guard.name);
    // Several guards may have one remedy.
    if (std::find(remedies.begin(), remedies.end(), guard.remedy) == remedies.end()) {
      remedies.push_back(guard.remedy);
    }
  }
  return grader_error(
      "this host cannot isolate student code, these guards do not hold: " + join(missing, ", "), "",
      join(remedies, "; "));
}

Result<std::unique_ptr<Launcher>> create_launcher(const HostReport& host,
                                                  const LauncherOptions& options) {
  if (!options.weak) {
    if (Result<void> can = must_isolate(host); !can) return can.error();
  }
  Fd interrupt(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!interrupt) return system_error("cannot make an event descriptor", errno);
  const bool own_jailer = options.jailer.empty();
  const std::shared_ptr<SpareSlot> home = own_jailer && !options.lazy ? host.spare : nullptr;
  auto launcher = std::make_unique<JailLauncher>(
      own_jailer ? (libexec_directory() / "grader-jailer").string() : options.jailer,
      find_cgroups(), options, std::move(interrupt), home);
  std::unique_ptr<Slot> spare = home ? home->take() : nullptr;
  if (options.lazy) return std::unique_ptr<Launcher>(std::move(launcher));
  Result<void> started = launcher->start_all(std::move(spare));
  if (!started) return started.error();
  return std::unique_ptr<Launcher>(std::move(launcher));
}

}  // namespace grader::sandbox
