// The running ssh-agent, for somebody who is not trusted with all of it.
#pragma once

#include <chrono>
#include <string>

namespace grader::source {

// The answer to one message of its protocol, both without their lengths. Empty where the message
// does something else than list keys or sign with one, or where no agent answers at `place` in
// time.
std::string ask_ssh_agent(const std::string& place, const std::string& message,
                          std::chrono::steady_clock::time_point deadline);

}  // namespace grader::source
