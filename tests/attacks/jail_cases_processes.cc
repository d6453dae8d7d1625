// Class 8: speaking the protocol between the jail and the engine; 10: outliving the end; 17:
// servers.
#include "tests/attacks/jail_attack.h"

namespace grader::attacks {
namespace {

using sandbox::Limits;
using std::chrono::milliseconds;

constexpr auto kShortWall = [](Limits& limits) { limits.wall = milliseconds(400); };

Case late_writer() {
  Case attack{"AChildThatWritesTheResultsLater", program("late-writer")};
  attack.command.collect = {"/results/r"};
  attack.files = {{"/results/r", "honest\n"}};
  return attack;
}

// What init tells the engine, in its own words: the true exit code counts.
std::string packets() {
  std::string all;
  for (const char verb : {12, 10, 11, 8, 7, 6, 0}) {
    all += std::string("\x10\0\0\0\0\0\0\0", 8) + verb + std::string(15, '\0');
  }
  return all;
}

const std::vector<Case> kProtocol = {
    {"PacketsOfInitOnEveryDescriptor", program("forged-packets"), "exit 7", packets()},
    {"SignalsToInit", program("signals-upwards"), "exit 5"},
    {"EndlessInputIsNotThere", shell("cat; cat /dev/stdin; exit 4"), "exit 4"},
    {"StreamsClosedEarly", shell("exec 0<&- 1>&- 2>&-; exit 6"), "exit 6"},
    {"StreamsClosedAndNeverEnded", shell("exec 0<&- 1>&- 2>&-; sleep 60"), "limit wall", "",
     kShortWall},
    {"StreamsHeldByAChild", shell("sleep 60 & exit 8"), "exit 8"},
    {"AnotherProgramInPlace", shell("exec /bin/sh -c 'exit 9'"), "exit 9"},
    {"ASignalThatLooksLikeOurs", shell("kill -KILL $$"), "signal 9"},
    {"AnExitCodeThatLooksLikeASignal", shell("exit 137"), "exit 137"},
};

const std::vector<Case> kOutliving = {
    {"ANewSession", program("new-session", {"{word}"})},
    {"ADoubleFork", program("double-fork", {"{word}"})},
    {"OneThatAdoptsOrphans", program("adopts-orphans", {"{word}"})},
    {"AStoppedChild", program("stopped-child", {"{word}"})},
    {"ANamelessChildWithoutDescriptors", program("nameless-child")},
    {"ManySessions", program("many-sessions", {"{word}"})},
    {"AnotherProgram", program("exec-away", {"{word}"})},
    {"KillsInit", program("kills-init")},
    late_writer(),
    {"ADaemonOfPython", python("import os, time\n"
                               "if os.fork() == 0:\n"
                               "  os.setsid()\n"
                               "  if os.fork() == 0: time.sleep(60)\n"
                               "  os._exit(0)\n"
                               "os.wait()")},
    {"ADetachedChildOfNode",
     node("require('child_process').spawn('/bin/sleep', ['60'], {detached: true, stdio: "
          "'inherit'}).unref()"),
     "exit 0", "",
     [](Limits& limits) {
       limits.memory = std::uint64_t{256} << 20;
       limits.processes = 64;
     }},
};

Case own_server() {
  // Our own servers must work; nobody else hears them.
  Case attack{"AServerIsHeardInsideOnly",
              python("import socket, threading\n"
                     "s = socket.socket(); s.bind(('0.0.0.0', 3000)); s.listen()\n"
                     "threading.Thread(target=lambda: s.accept()[0].sendall(b'hello\\n'), "
                     "daemon=True).start()\n"
                     "print(socket.create_connection(('127.0.0.1', 3000)).recv(9).decode(), "
                     "end='')")};
  attack.says = "hello\n";
  return attack;
}

Case server_then_guest() {
  Case attack{"AServerIsGoneForTheNext", program("serve", {"3000"}), "limit wall", "listens\n",
              kShortWall};
  return attack;
}

const std::vector<Case> kServers = {
    own_server(),
    server_then_guest(),
    {"AllPorts", program("all-ports")},
    {"AnAnswerThatNeverEnds",
     python("import socket, threading\n"
            "s = socket.socket(); s.bind(('127.0.0.1', 3000)); s.listen()\n"
            "def serve():\n"
            "  c = s.accept()[0]\n"
            "  while True: c.sendall(b'x' * 65536)\n"
            "threading.Thread(target=serve, daemon=True).start()\n"
            "c = socket.create_connection(('127.0.0.1', 3000)); x = []\n"
            "while True: x.append(c.recv(65536))"),
     "limit memory"},
    {"AnAnswerThatNeverComes",
     python("import socket\n"
            "s = socket.socket(); s.bind(('127.0.0.1', 3000)); s.listen()\n"
            "socket.create_connection(('127.0.0.1', 3000)).recv(1)"),
     "limit wall", "", kShortWall},
};

INSTANTIATE_TEST_SUITE_P(Class08, JailAttack, ::testing::ValuesIn(kProtocol), name_of);
INSTANTIATE_TEST_SUITE_P(Class10, JailAttack, ::testing::ValuesIn(kOutliving), name_of);
INSTANTIATE_TEST_SUITE_P(Class17, JailAttack, ::testing::ValuesIn(kServers), name_of);

}  // namespace
}  // namespace grader::attacks
