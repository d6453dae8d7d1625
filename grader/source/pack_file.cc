#include "grader/source/pack_file.h"

#include <cstring>
#include <string_view>

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace grader::source {
namespace {

// Version 2 of the format: magic and version, 256 counts, ids, checksums, offsets, long offsets,
// the pack's checksum and its own.
constexpr std::string_view kMagic("\377tOc\0\0\0\2", 8);
constexpr std::string_view kPackMagic("PACK\0\0\0\2", 8);
constexpr std::uint64_t kFanout = 256;
constexpr std::uint64_t kId = 20;
constexpr std::uint64_t kHead = 8 + 4 * kFanout;
constexpr std::uint64_t kPackHead = 12;
constexpr std::uint32_t kLong = 0x80000000;

std::uint32_t number(const char* at) {
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(at[i]);
  return value;
}

std::uint64_t size_of(int file) {
  struct stat facts {};
  return ::fstat(file, &facts) == 0 ? static_cast<std::uint64_t>(facts.st_size) : 0;
}

class Mapping {
 public:
  explicit Mapping(int file) : size_(size_of(file)) {
    if (size_ == 0) return;
    void* at = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0);
    if (at != MAP_FAILED) data_ = static_cast<const char*>(at);
  }
  ~Mapping() {
    if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
  }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;

  std::string_view bytes() const { return {data_, data_ == nullptr ? 0 : size_}; }

 private:
  std::uint64_t size_;
  const char* data_ = nullptr;
};

// Ids ascend, and the counts say how many begin with at most each byte.
bool are_ids_in_order(std::string_view index, std::uint64_t count) {
  const char* ids = index.data() + kHead;
  for (std::uint64_t i = 1; i < count; ++i) {
    if (std::memcmp(ids + (i - 1) * kId, ids + i * kId, kId) >= 0) return false;
  }
  std::uint64_t at = 0;
  for (std::uint64_t byte = 0; byte < kFanout; ++byte) {
    while (at < count && static_cast<unsigned char>(ids[at * kId]) <= byte) ++at;
    if (number(index.data() + 8 + 4 * byte) != at) return false;
  }
  return true;
}

// Every object begins within the pack; as many long offsets as are pointed at, each inside.
bool are_offsets_inside(std::string_view index, std::uint64_t count, std::uint64_t pack_end) {
  const char* offsets = index.data() + kHead + count * (kId + 4);
  const char* long_offsets = offsets + count * 4;
  const std::uint64_t long_bytes = index.size() - kHead - count * (kId + 8) - 2 * kId;
  if (long_bytes % 8 != 0) return false;
  for (std::uint64_t i = 0; i < count; ++i) {
    std::uint64_t offset = number(offsets + i * 4);
    if ((offset & kLong) != 0) {
      const std::uint64_t place = offset & ~std::uint64_t{kLong};
      if (place >= long_bytes / 8) return false;
      const char* at = long_offsets + place * 8;
      offset = std::uint64_t{number(at)} << 32 | number(at + 4);
    }
    if (offset < kPackHead || offset >= pack_end) return false;
  }
  return true;
}

}  // namespace

bool is_sound_pack(int pack, int index_file, std::uint64_t max_objects) {
  const std::uint64_t pack_size = size_of(pack);
  char head[kPackHead], tail[kId];
  if (pack_size < kPackHead + kId ||
      ::pread(pack, head, sizeof head, 0) != static_cast<ssize_t>(sizeof head) ||
      ::pread(pack, tail, sizeof tail, static_cast<off_t>(pack_size - kId)) !=
          static_cast<ssize_t>(sizeof tail)) {
    return false;
  }
  const Mapping mapping(index_file);
  const std::string_view index = mapping.bytes();
  if (index.size() < kHead + 2 * kId || !index.starts_with(kMagic)) return false;
  const std::uint64_t count = number(index.data() + kHead - 4);
  return std::string_view(head, kPackMagic.size()) == kPackMagic &&
         number(head + kPackMagic.size()) == count && count <= max_objects &&
         index.size() >= kHead + count * (kId + 8) + 2 * kId &&
         index.substr(index.size() - 2 * kId, kId) == std::string_view(tail, kId) &&
         are_ids_in_order(index, count) && are_offsets_inside(index, count, pack_size - kId);
}

}  // namespace grader::source
