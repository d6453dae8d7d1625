// Giving up every right, in the order in which the kernel lets it be done.
#pragma once

#include "grader/base/result.h"
#include "sandbox/protocol.h"

namespace grader::sandbox::jailer {

// Bounding set, groups, ids, capabilities, no_new_privs. Afterwards uid and gid are `id`.
Result<void> drop_privileges(unsigned id);

Result<void> set_resource_limits(const Program& program);

}  // namespace grader::sandbox::jailer
