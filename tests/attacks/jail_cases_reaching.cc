// Class 11: reading what is others'; 12: reaching out.
#include "tests/attacks/jail_attack.h"
#include "tests/support/memory_tree.h"

namespace grader::attacks {
namespace {

Case messages() {
  Case attack{"WordsLeftForALaterSubmission", program("leave-messages", {"{word}"})};
  attack.then = program("find-messages", {"{word}"});
  return attack;
}

// As a repository holds them.
Case links_in_the_submission() {
  static const testing::MemoryTree* const tree = [] {
    auto* made = new testing::MemoryTree;
    made->add("passwd", "/etc/passwd", EntryKind::Symlink)
        .add("shadow", "/etc/shadow", EntryKind::Symlink)
        .add("up", "../../../../../etc/shadow", EntryKind::Symlink)
        .add("root", "/", EntryKind::Symlink)
        .add("init", "/proc/1/root/etc/shadow", EntryKind::Symlink);
    return made;
  }();
  Case attack{"LinksThatTheSubmissionBrings",
              shell("cd /submission; cat shadow up init root/etc/shadow 2>/dev/null; ls root/root "
                    "root/home root/var 2>/dev/null; grep -c . passwd")};
  attack.says = "2\n";
  for (const TreeEntry& entry : tree->entries()) {
    attack.command.files.push_back(
        {"/submission/" + entry.path, sandbox::TreeFile{tree, entry}, false, false});
  }
  return attack;
}

const std::vector<Case> kReading = {
    {"FilesOfTheHost", program("host-files", {"{marker}", "{marker}/../marker"})},
    {"UpAndOutOfTheRoot", program("leave-the-root", {"{marker}"})},
    {"LinksThatLeave", program("links-out", {"{marker}"})},
    {"OtherProcesses", program("other-processes")},
    {"WhatWasHandedDown", program("inherited")},
    links_in_the_submission(),
    messages(),
    {"NothingOfASubmissionBefore",
     shell("find / -xdev -name x 2>/dev/null; cat /tmp/* /dev/shm/* /submission/* /results/* "
           "2>/dev/null; exit 0")},
    {"TheMarkerByAnyName", shell("grep -rs \"$(echo word)[0-9]\\{10,\\}\" /etc /tmp /dev/shm "
                                 "/submission /results; exit 0")},
    {"TheEnvironmentOfNode",
     node("console.log(Object.keys(process.env).join()); "
          "require('fs').readdirSync('/').includes('root') && "
          "console.log('reached /root')"),
     "exit 0", "\n",
     [](sandbox::Limits& limits) {
       limits.memory = std::uint64_t{256} << 20;
       limits.processes = 64;
     }},
};

const std::vector<Case> kOut = {
    {"AddressesNearAndFar", program("call-addresses", {"{port}"})},
    {"NamesToLookUp",
     python("import socket\n"
            "for name in ('example.org', 'metadata.google.internal', '169.254.169.254'):\n"
            "  try:\n"
            "    socket.create_connection((name, 80), 2); print('reached', name)\n"
            "  except OSError: pass")},
    {"SocketsOfTheHost", program("unix-sockets", {"{socket}"})},
    {"SocketsOfEveryOtherKind", program("odd-sockets")},
    {"AnInterfaceOfItsOwn", program("new-interface")},
    {"OnlyTheLoopbackInterface",
     python("import socket; print([i[1] for i in socket.if_nameindex()])"), "exit 0", "['lo']\n"},
};

INSTANTIATE_TEST_SUITE_P(Class11, JailAttack, ::testing::ValuesIn(kReading), name_of);
INSTANTIATE_TEST_SUITE_P(Class12, JailAttack, ::testing::ValuesIn(kOut), name_of);

}  // namespace
}  // namespace grader::attacks
