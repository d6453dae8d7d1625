// Whether a pack and its index have the form that git gives them. What the objects say is found out
// when they are read: each is then held against its id.
#pragma once

#include <cstdint>

namespace grader::source {

// `pack` and `index` are open regular files that nobody changes. Sizes, counts, order and offsets
// of the index; header and checksum field of the pack.
bool is_sound_pack(int pack, int index, std::uint64_t max_objects);

}  // namespace grader::source
