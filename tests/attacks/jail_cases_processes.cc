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

// A program on a wire of ours, as the one that fetches is: words of a length and so many bytes.
Case on_the_wire(const std::string& name, const std::string& script, const std::string& heard,
                 const std::string& ending = "exit 0") {
  Case attack{name, python("import os, socket, struct, time\n"
                           "wire = socket.socket(fileno=3)\n"
                           "def word(text, length=None):\n"
                           "  return struct.pack('<Q', len(text) if length is None else length) + "
                           "text\n" +
                           script)};
  attack.ending = ending;
  attack.heard = heard;
  // Enough for Python to begin to speak, on any machine.
  if (ending.starts_with("limit wall")) {
    attack.limits = [](Limits& limits) { limits.wall = milliseconds(1'500); };
  }
  return attack;
}

const std::vector<Case> kWires = {
    on_the_wire("WholeWords", "wire.sendall(word(b'') + word(b'12345678') + word(b'x' * 4194304))",
                "0 bytes; 8 bytes; 4194304 bytes; "),
    on_the_wire("AWordThatIsTooLarge", "wire.sendall(word(b'x' * 4194305))", "",
                "exit 1 or exit 0"),
    on_the_wire("AWordOfALengthThatWraps", "wire.sendall(word(b'x' * 64, 2 ** 64 - 1))", ""),
    on_the_wire("HalfAWord", "wire.sendall(word(b'first') + word(b'x' * 10, 100))", "5 bytes; "),
    on_the_wire("HalfAWordThatIsHeld", "wire.sendall(word(b'x', 100)); time.sleep(60)", "",
                "limit wall"),
    on_the_wire("WordsAtRandom", "wire.sendall(b'\\xff' + os.urandom(70000))", "",
                "exit 1 or exit 0"),
    on_the_wire("WordsWithoutEnd", "while 1: wire.sendall(word(b'x' * 1000) * 100)", "many",
                "limit wall or limit cpu"),
    on_the_wire("LateWords",
                "if os.fork() == 0:\n"
                "  time.sleep(0.3); wire.sendall(word(b'late')); os._exit(0)\n"
                "wire.sendall(word(b'early!'))",
                "6 bytes; "),
    on_the_wire("AListenerThatIsNotListenedTo",
                "wire.shutdown(socket.SHUT_RD); wire.sendall(word(b'one'))\n"
                "wire.shutdown(socket.SHUT_WR); wire.close(); time.sleep(60)",
                "3 bytes; ", "limit wall"),
    // More than there is room for: those that fit are closed with the word, the others by the
    // kernel.
    on_the_wire("DescriptorsThatNobodyWants",
                "many = [os.open('/dev/null', 0) for i in range(40)]\n"
                "socket.send_fds(wire, [word(b'')], [1, 2, 3])\n"
                "socket.send_fds(wire, [word(b'')], many)\n"
                "wire.sendall(struct.pack('<Q', 1)); socket.send_fds(wire, [b'x'], many)",
                "0 bytes, 3 descriptors; 0 bytes, 40 descriptors; 1 bytes; "),
    // Nothing but streams and this wire answers to a program that tries all numbers there are.
    on_the_wire("GarbageToEveryDescriptor",
                "for fd in range(3, 1024):\n"
                "  try:\n"
                "    os.write(fd, b'\\xff' * 100)\n"
                "    if fd != 3: print(fd)\n"
                "  except OSError: pass\n"
                "for name in os.listdir('/proc/self/fd'):\n"
                "  for how in (os.O_RDWR, os.O_WRONLY):\n"
                "    try: os.write(os.open('/proc/self/fd/' + name, how | os.O_NONBLOCK), b'')\n"
                "    except OSError: pass",
                ""),
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
INSTANTIATE_TEST_SUITE_P(Class08Wires, JailAttack, ::testing::ValuesIn(kWires), name_of);
INSTANTIATE_TEST_SUITE_P(Class10, JailAttack, ::testing::ValuesIn(kOutliving), name_of);
INSTANTIATE_TEST_SUITE_P(Class17, JailAttack, ::testing::ValuesIn(kServers), name_of);

}  // namespace
}  // namespace grader::attacks
