#include "rubrics/checks/tests_failure.h"

#include <algorithm>

#include "grader/base/text.h"

namespace grader::rubrics {
namespace {

using runners::LoadFailure;

constexpr std::size_t kMaxQuote = 300;

// Where a failure is, if that is a file that the student has.
const TreeEntry* place_of(const LoadFailure& failure, const CheckView& view) {
  return failure.file.empty() ? nullptr : view.submission->find(failure.file);
}

// What a file asks for in vain. A file that shares a process with secret tests could put them
// there, so the word must stand in the file itself.
std::string subject_of(const LoadFailure& failure, const CheckView& view, bool may_quote) {
  if (may_quote) return visible(failure.subject, 100);
  const TreeEntry* entry = place_of(failure, view);
  if (failure.subject.empty() || entry == nullptr) return "";
  const Result<std::string> content = view.submission->read(*entry);
  const bool written = content && content->find(failure.subject) != std::string::npos;
  return written ? visible(failure.subject, 100) : "";
}

Message with_name(std::string id, std::string name, const std::string& value) {
  return {std::move(id), {{std::move(name), value}}, ""};
}

Message message_for(const LoadFailure& failure, const TreeEntry* entry,
                    const std::string& subject) {
  using Kind = LoadFailure::Kind;
  if (failure.kind == Kind::MissingPackage && !subject.empty()) {
    // In Python a package and a file of one's own are asked for in the same way.
    const bool python = failure.file.ends_with(".py");
    return python ? with_name("tests.missing_module", "module", subject)
                  : with_name("tests.missing_package", "package", subject);
  }
  if (failure.kind == Kind::MissingFile && !subject.empty()) {
    return with_name("tests.missing_file", "file", subject);
  }
  if (failure.kind == Kind::NotBuilt) {
    if (!subject.empty()) return with_name("tests.missing_name", "name", subject);
    if (entry == nullptr || failure.line == 0) return {"tests.not_built", {}, ""};
    return {"tests.not_built_at", {{"line", failure.line}}, ""};
  }
  if (entry == nullptr || failure.line == 0) return {"tests.not_loadable", {}, ""};
  if (failure.kind == Kind::Syntax) {
    return {not_readable_at(failure.file), {{"line", failure.line}}, ""};
  }
  return {"tests.not_loadable_at", {{"line", failure.line}}, ""};
}

}  // namespace

const char* not_readable_at(std::string_view file) {
  return file.ends_with(".py") ? "tests.not_readable_python_at" : "tests.not_readable_at";
}

std::string quote_of(const std::string& message) {
  std::string text;
  std::size_t room = kMaxQuote;  // a line that is cut says so itself
  for (const std::string_view line : lines_of(message)) {
    if (trim(line).empty()) continue;
    if (room == 0) break;
    // Where a line begins says something in a difference.
    const std::string_view kept = line.substr(0, line.find(trim(line)) + trim(line).size());
    const std::string shown = visible(kept, room);
    if (!text.empty()) text += '\n';
    text += shown;
    room -= std::min(room, shown.size());
  }
  return text;
}

Message failure_message(const LoadFailure& failure, const std::string& test_file,
                        const CheckView& view, bool secret, bool may_quote) {
  const TreeEntry* entry = place_of(failure, view);
  Message message = message_for(failure, entry, subject_of(failure, view, may_quote));
  // The name of a secret test file is secret too.
  if (entry != nullptr) {
    message.params["path"] = failure.file;
  } else if (secret && view.folder.empty()) {
    message = {"tests.cannot_be_read", {}, ""};
  } else {
    message.params["path"] = secret ? view.folder : test_file;
  }
  if (may_quote && !failure.message.empty()) {
    message.params["original"] = quote_of(failure.message);
  }
  return message;
}

}  // namespace grader::rubrics
