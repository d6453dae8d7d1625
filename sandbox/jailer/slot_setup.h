// What a slot does once: enters its cgroups and its own mount and, if it can, user namespace.
#pragma once

#include <vector>

#include "grader/base/fd.h"
#include "grader/base/result.h"
#include "sandbox/protocol.h"

namespace grader::sandbox::jailer {

// Gives the uid and gid that the student's processes are to have in the jail. Afterwards the caller
// is root of a user namespace of its own: two ids where `outside_id` is given (0, and kInsideId for
// the student), else one (kInsideId, standing for the caller). Where the kernel gives root no user
// namespace (in a chroot, say) the caller stays the host's root, and `outside_id` is the student.
// `namespaces` are those of SlotSetup's packet: none where each jail has a network of its own.
Result<unsigned> set_up_slot(const SlotSetup& setup, const std::vector<Fd>& namespaces);

// A user namespace in which we are who we are outside, and have every right.
Result<void> enter_user_namespace_as_ourselves();

// Leaves the cgroups and removes them: for when the engine is gone.
void remove_cgroups(const SlotSetup& setup);

}  // namespace grader::sandbox::jailer
