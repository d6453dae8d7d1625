// Giving up every right, in the order in which the kernel lets it be done.
#pragma once

#include "grader/base/result.h"
#include "sandbox/protocol.h"

namespace grader::sandbox::jailer {

// Bounding set, groups, ids, capabilities, no_new_privs. `change_ids` where the caller is the
// root of the slot's user namespace; otherwise the ids are the student's already.
Result<void> drop_privileges(bool change_ids);

Result<void> set_resource_limits(const Program& program);

}  // namespace grader::sandbox::jailer
