// The folder beside a cache into which a jailed program writes a pack, and the way from there into
// the cache: nothing that lies there is believed.
#pragma once

#include <cstdint>
#include <filesystem>

#include "grader/base/result.h"

namespace grader::source {

class Incoming {
 public:
  // <cache>.incoming-XXXXXX, ours and empty. Removes what killed fetches left beside this cache;
  // for the holder of its lock.
  static Result<Incoming> make(const std::filesystem::path& cache);
  Incoming(Incoming&& other) noexcept;
  Incoming& operator=(Incoming&&) = delete;
  // Removes it with all that is left in it.
  ~Incoming();

  const std::filesystem::path& folder() const { return folder_; }

  // Once nobody can write there any more: moves the pack and its index into `packs`, each by one
  // rename, the index last. Nothing where there is none. An Error (Blame::Submission, without a
  // place) where what lies there is not one well-formed pack of at most so many objects.
  Result<void> take(const std::filesystem::path& packs, std::uint64_t max_objects);

 private:
  explicit Incoming(std::filesystem::path folder) : folder_(std::move(folder)) {}
  std::filesystem::path folder_;
};

}  // namespace grader::source
