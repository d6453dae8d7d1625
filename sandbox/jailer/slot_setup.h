// What a slot does once: enters its cgroups and its own user and mount namespace.
#pragma once

#include "grader/base/result.h"
#include "sandbox/protocol.h"

namespace grader::sandbox::jailer {

// Afterwards the caller is root of a user namespace of its own: two ids where `outside_id` is
// given (0, and kInsideId for the student), else one (kInsideId, standing for the caller).
Result<void> set_up_slot(const SlotSetup& setup);

// Leaves the cgroups and removes them: for when the engine is gone.
void remove_cgroups(const SlotSetup& setup);

}  // namespace grader::sandbox::jailer
