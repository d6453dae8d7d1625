// grader-fetcher: fetches one repository in a jail without a network. Started by the grader with a
// socket as descriptor 3 (fetch_words.h); not for people: it has no options.
//
// Everything that a stranger's server sends is read here and only here.
#include <csignal>

#include <sys/stat.h>
#include <unistd.h>

#include "grader/source/fetcher/conversation.h"
#include "grader/source/fetcher/parent.h"
#include "grader/source/git.h"

#ifdef __SANITIZE_ADDRESS__
// What libgit2 1.5 forgets to free goes with the jail, where no leak could be looked for anyway.
extern "C" const char* __asan_default_options() {
  return "detect_leaks=0:allocator_may_return_null=1";
}
#endif

namespace grader::source::fetcher {
namespace {

void talk() {
  Parent parent(kFetchSocket);
  const std::string repository = kFetchRepository;
  if (::mkdir((repository + "/refs").c_str(), 0700) != 0 ||
      ::symlink(kFetchIncoming, (repository + "/objects/pack").c_str()) != 0 || !start_git()) {
    parent.tell(encode(Failed{Failed::Why::Git, 0, 1, 0, "libgit2 cannot start"}));
    return;
  }
  // The grader may still be trying the walls around us: up to here nobody told us anything.
  const std::optional<std::string> first = parent.hear();
  const std::optional<Begin> begin = first ? decode_begin(*first) : std::nullopt;
  if (!begin) return;
  Conversation conversation(parent, *begin);
  std::optional<Failed> failed = conversation.open();
  if (!failed) {
    conversation.tell_refs();
    const std::optional<std::string> next = parent.hear();
    const std::optional<Download> wish = next ? decode_download(*next) : std::nullopt;
    if (!wish) ::_exit(0);
    failed = conversation.download(wish->names);
  }
  parent.tell(failed ? encode(*failed) : encode(Word::Fetched));
  // Nothing is said to the server any more, and nothing needs to be freed.
  ::_exit(0);
}

}  // namespace
}  // namespace grader::source::fetcher

int main() {
  std::signal(SIGPIPE, SIG_IGN);
  grader::source::fetcher::talk();
  ::_exit(1);
}
