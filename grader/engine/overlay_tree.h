// A tree laid over another one: its files win.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "grader/model/tree.h"

namespace grader::engine {

class OverlayTree final : public Tree {
 public:
  // `under` outlives this. Where one has a file and the other a folder of that name, the one that
  // lies over is there.
  OverlayTree(std::unique_ptr<Tree> over, const Tree& under);

  const std::vector<TreeEntry>& entries() const override { return entries_; }
  Result<std::string> read(const TreeEntry& entry) const override;

 private:
  std::unique_ptr<Tree> over_;
  const Tree& under_;
  std::vector<TreeEntry> entries_;
};

}  // namespace grader::engine
