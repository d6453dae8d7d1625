// Whole files: bounded reading, atomic writing.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "grader/base/result.h"

namespace grader {

inline constexpr std::size_t kMaxFileBytes = std::size_t{64} << 20;

// The whole of a regular file; anything else (a pipe, a device) is an error. Over `max_bytes` it is
// an error that says so; nothing is cut silently.
Result<std::string> read_file(const std::filesystem::path& path,
                              std::size_t max_bytes = kMaxFileBytes);

// Readers see the old content or the new, never a part: a new file in the same directory is
// written, synced and renamed over `path`. On failure the old content stays and no temporary
// file is left. With `durable` off the sync is left out: safe for what can be made again (caches).
Result<void> write_file_atomically(const std::filesystem::path& path, std::string_view content,
                                   bool durable = true);

// Makes `path` and its parents where they do not exist.
Result<void> make_directories(const std::filesystem::path& path);

}  // namespace grader
