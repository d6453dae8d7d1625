// Class 9: too much of something. Each is ended, and the cause is said exactly.
#include "tests/attacks/jail_attack.h"

namespace grader::attacks {
namespace {

using sandbox::Limits;
using std::chrono::milliseconds;

constexpr auto kShortWall = [](Limits& limits) { limits.wall = milliseconds(300); };
constexpr auto kShortCpu = [](Limits& limits) { limits.cpu = milliseconds(300); };
constexpr auto kManyDescriptors = [](Limits& limits) { limits.descriptors = 65'536; };
constexpr auto kRoomForNode = [](Limits& limits) {
  limits.memory = std::uint64_t{256} << 20;
  limits.processes = 64;
};

const std::vector<Case> kTime = {
    {"AnEndlessLoop", program("loop"), "limit cpu", "", kShortCpu},
    {"ManyEndlessLoops", shell("for i in 1 2 3 4; do (while :; do :; done) & done; wait"),
     "limit cpu", "", kShortCpu},
    {"ALoopInAnotherSession", shell("setsid sh -c 'while :; do :; done' & sleep 60"), "limit cpu",
     "", kShortCpu},
    {"ALoopAtTheLowestPriority", shell("nice -n 19 sh -c 'while :; do :; done'"), "limit cpu", "",
     kShortCpu},
    {"ALoopThatIgnoresTheCpuSignal", shell("trap '' XCPU; while :; do :; done"), "limit cpu", "",
     kShortCpu},
    {"Sleeping", program("sleep"), "limit wall", "", kShortWall},
    {"AProcessThatStopsItself", program("stop-oneself"), "limit wall", "", kShortWall},
    {"ProcessesThatStopEachOther", program("stop-each-other"), "limit wall", "", kShortWall},
    {"AnExpressionThatExplodes", node("/^(a+)+$/.test('a'.repeat(60) + '!')"), "limit cpu", "",
     [](Limits& limits) {
       kRoomForNode(limits);
       kShortCpu(limits);
     }},
    {"APythonNumberThatExplodes", python("x = 9 ** 9 ** 9"), "limit cpu or limit memory", "",
     kShortCpu},
    {"PrioritiesAndHigherLimits", program("priorities")},
};

const std::vector<Case> kProcesses = {
    {"AForkBombInSessionsThatIgnoresSignals", program("fork-bomb"), "limit processes"},
    {"AShellForkBomb", shell("f() { f | f & }; f; wait; sleep 5"), "limit processes"},
    {"ABombByBareClone", program("vfork-bomb"), "limit processes"},
    {"AThreadBomb", program("thread-bomb"), "limit processes"},
    {"ZombiesThatNobodyReaps", program("zombies"), "limit processes"},
    // A busy machine may reap more slowly than it forks.
    {"AProcessThatChangesItsIdAllTheTime", program("comet"), "exit 0 or limit processes", "",
     kShortCpu},
    {"ManyThatChangeTheirIdsAllTheTime", program("comets"),
     "limit cpu or limit wall or limit processes", "",
     [](Limits& limits) {
       limits.wall = milliseconds(600);
       limits.cpu = milliseconds(300);
     }},
    {"NodeWorkers",
     node("const { Worker } = require('worker_threads');"
          "for (let i = 0; i < 60; ++i) new Worker('setInterval(() => {}, 1e6)', { eval: true });"),
     "limit processes or limit memory", "", kRoomForNode},
};

const std::vector<Case> kMemory = {
    {"AMemoryBomb", program("memory"), "limit memory"},
    {"AMemoryBombInAllChildren", program("memory-in-all-children"), "limit memory"},
    {"AMemoryBombInAGrandchildWhileMainEndsWell", program("memory-in-a-grandchild"),
     "limit memory"},
    {"SharedMemory", program("shared-memory"), "limit memory"},
    {"MemoryFiles", program("memory-files"), "limit memory"},
    {"SystemVMemoryThatNobodyIsAttachedTo", program("system-v-memory"), "limit memory"},
    {"BuffersOfPipes", program("pipe-buffers"), "limit memory or exit 1 or exit 24", "",
     kManyDescriptors},
    {"BuffersOfSockets", program("socket-buffers"), "limit memory or exit 1", "", kManyDescriptors},
    {"BuffersOfTcp", program("tcp-buffers"), "limit memory or exit 0", "", kManyDescriptors},
    {"BuffersOfUdp", program("udp-buffers"), "limit memory or exit 0", "", kManyDescriptors},
    {"FiltersThatBecomeCodeOfTheKernel", program("more-filters")},
    {"DescriptorsInFlight", program("descriptors-in-flight"),
     "limit memory or limit cpu or exit 24 or exit 0"},
    {"PageTables", program("page-tables"), "limit memory"},
    {"NamesThatAreNotThere", program("missing-names"), "exit 0 or limit memory or limit cpu", "",
     [](Limits& limits) { limits.cpu = milliseconds(500); }},
    {"Timers", program("timers"), "limit memory or exit 1 or limit cpu", "",
     [](Limits& limits) { limits.cpu = milliseconds(500); }},
    {"LockedAndHugeMemory", program("locked-memory")},
    {"MemoryInTheTemporaryFolder",
     shell("head -c 200000000 /dev/zero > /tmp/x; test $? = 0 && echo all"), "limit memory", "",
     [](Limits& limits) { limits.disk = std::uint64_t{256} << 20; }},
    {"MemoryOffTheHeapOfNode",
     node("const x = []; for (let i = 0; i < 2000; ++i) x.push(Buffer.alloc(1 << 20, 1))"),
     "limit memory", "", kRoomForNode},
};

const std::vector<Case> kOutput = {
    {"OneLineThatNeverEnds", program("print"), "limit output"},
    {"OneLineOfErrorsThatNeverEnds", program("print", {"error"}), "limit output"},
    {"AByteAtATimeOnBothStreams", program("dribble"), "limit output"},
    {"AFloodFromAnotherSession", shell("setsid sh -c 'while :; do echo x; done' & wait; sleep 60"),
     "limit output"},
};

const std::vector<Case> kDisk = {
    {"FillsTheSubmission", program("fill", {"/submission"}), "limit disk"},
    {"FillsTheTemporaryFolder", program("fill", {"/tmp"}), "limit disk"},
    {"FillsTheResults", program("fill", {"/results"}), "limit disk"},
    {"FillsSharedMemory", program("fill", {"/dev/shm"}), "limit disk"},
    {"ManyFiles", program("many-names", {"files"}), "limit disk"},
    {"ManyHardLinks", program("many-names", {"links"}), "limit disk"},
    {"ManyLongSymlinks", program("many-names", {"symlinks"}), "limit disk"},
    {"ManyPipes", program("many-names", {"pipes"}), "limit disk"},
    {"DeepFolders", program("deep-folders"), "limit disk"},
    {"AttributesOfAFile", program("attributes")},
    {"AFileOfATerabyteWithNothingInIt", program("sparse"), "limit disk"},
    {"SpaceThatIsAskedForAtOnce", program("allocate"), "limit disk or exit 1"},
    {"AFullDiskThatDoesNotHurt", shell("head -c 9000000 /dev/zero > /tmp/x; exit 0")},
};

const std::vector<Case> kDescriptors = {
    {"ManyOpenFiles", program("descriptors", {"file"}), "exit 24"},
    {"ManyEvents", program("descriptors", {"event"}), "exit 24"},
    {"ManyPolls", program("descriptors", {"epoll"}), "exit 24"},
    {"ManyWatches", program("descriptors", {"inotify"}), "exit 24"},
};

INSTANTIATE_TEST_SUITE_P(Class09Time, JailAttack, ::testing::ValuesIn(kTime), name_of);
INSTANTIATE_TEST_SUITE_P(Class09Processes, JailAttack, ::testing::ValuesIn(kProcesses), name_of);
INSTANTIATE_TEST_SUITE_P(Class09Memory, JailAttack, ::testing::ValuesIn(kMemory), name_of);
INSTANTIATE_TEST_SUITE_P(Class09Output, JailAttack, ::testing::ValuesIn(kOutput), name_of);
INSTANTIATE_TEST_SUITE_P(Class09Disk, JailAttack, ::testing::ValuesIn(kDisk), name_of);
INSTANTIATE_TEST_SUITE_P(Class09Descriptors, JailAttack, ::testing::ValuesIn(kDescriptors),
                         name_of);

}  // namespace
}  // namespace grader::attacks
