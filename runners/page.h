// A browser in a jail that looks at pages of the submission (harness/page), and what it wrote down.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "grader/base/result.h"
#include "grader/model/verdict.h"
#include "runners/environment.h"
#include "sandbox/launcher.h"

namespace grader::runners {

// A picture that the browser took.
struct PagePicture {
  std::string kind;        // "asked", or "last": how the page looked in the end
  std::string media_type;  // "image/png" or "image/jpeg"
  std::string content;
  std::int64_t width = 0, height = 0;
};

// How a look at one page ended.
enum class PageEnd {
  Done,
  NotThere,  // there is no such file
  Late,      // it did not answer in its time
  Crashed,   // it took the browser with it
  Lost,      // it went away under our hands
};

// What was seen of one check's page.
struct PageSeen {
  PageEnd end = PageEnd::Late;
  bool opened = true;                       // the page came as far as that
  std::string near;                         // where it is not there: a name with other capitals
  std::map<std::size_t, std::string> acts;  // by its place in the request: one JSON object
  std::vector<std::string> refused;         // servers that it asked for and that are not there
  std::vector<PagePicture> pictures;
  std::string outline;        // what assistive technology is told, one thing a line
  std::string said;           // what our own program said of its end, for the operator
  Cause cause = Cause::None;  // where the jail ended before the look did: how
};

struct PageRun {
  std::vector<PageSeen> checks;  // in the order of the request
  std::string not_started;       // why there was no browser at all; empty: there was one
};

// What the browser needs itself comes on top of what the rubric gives the pages.
sandbox::Limits page_limits(const sandbox::Limits& limits, std::size_t checks);

// `checks` are JSON objects, as harness/page/run.js reads them; each gets so long. `site`: where
// the pages of an app lie that was built; empty: the submission's own. The caller adds these files.
sandbox::Command page_command(const Environment& environment,
                              const std::vector<std::string>& checks,
                              std::chrono::milliseconds budget, const std::string& site = "");

// Total: anything may stand in the outcome.
PageRun read_page(std::size_t checks, const sandbox::Outcome& outcome, Cause cause);

// Whether the browser of this environment starts in a jail and shows a page.
Result<void> check_browser(const Environment& environment, sandbox::Launcher& launcher);

}  // namespace grader::runners
