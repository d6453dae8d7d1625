#include "grader/source/remote.h"

namespace grader::source {

Result<RemoteCommits> fetch_commits(const RemoteAddress&, const std::vector<WantedRef>&,
                                    const Policy&, const std::filesystem::path&, const Progress&) {
  return grader_error("remote repositories cannot be fetched in this build");
}

}  // namespace grader::source
