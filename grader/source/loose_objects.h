// Loose objects of a repository that somebody may have made by hand, looked at before libgit2
// reads them: version 1.5 believes the size that an object states, and writes past its buffer where
// the content is longer.
#pragma once

#include <cstdint>
#include <filesystem>

#include "grader/base/result.h"

namespace grader::source {

// Reads every loose object below `objects` (a repository's folder of that name). An Error
// (Blame::Submission) for the first one that is no regular file, is not zlib's, states another
// size than it has, or has another hash than its name. Blobs that state more than `max_blob_bytes`
// are not unpacked: they are refused by their size before anybody reads them.
Result<void> check_loose_objects(const std::filesystem::path& objects,
                                 std::uint64_t max_blob_bytes);

}  // namespace grader::source
