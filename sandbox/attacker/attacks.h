// What a hostile program does inside a jail. Each says on stdout what it got through with; saying
// nothing means that the jail held.
#pragma once

#include <string>

namespace grader::sandbox::attacker {

// These do not return: the jail has to end them.
[[noreturn]] void loop_for_ever();
[[noreturn]] void sleep_for_ever();
[[noreturn]] void fork_for_ever();
[[noreturn]] void take_memory_for_ever();
[[noreturn]] void take_shared_memory_for_ever();
[[noreturn]] void print_for_ever();

// A child takes all memory; whether it was killed for that is returned.
bool child_dies_of_memory();
// Starts children until that is refused; how many there were, or -1 after `at_most`.
int count_children(int at_most);
// Fills /tmp. Ends with 1 when there is no room left.
int fill_disk();
// Leaves a process behind that ignores signals, has its own session and keeps the streams open.
int outlive();

// Prints "reached NAME" for each that could be reached. `port` listens on the host's loopback.
void reach_out(int port);
void read_host(const std::string& path);
void write_outside();
void gain_privileges();
// The limits of init, and RLIMIT_CORE, which keeps a handler of crashes from being started outside.
void change_limits();
// What the second wall alone refuses: a device that everybody may write to. Says "no Landlock"
// where the kernel has none.
void pass_second_wall();
// Anything of the engine's or the host's that was handed down.
void look_around();

}  // namespace grader::sandbox::attacker
