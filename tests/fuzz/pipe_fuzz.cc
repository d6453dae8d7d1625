// Replies from a jail: every text is a reply that prints and compares, or none.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "grader/model/value_json.h"
#include "runners/pipe.h"

namespace {

void use(const grader::Value& value) {
  using grader::Language;
  (void)to_text(value, Language::JavaScript);
  if (to_text(value, Language::Python, 40).size() > 40 * 8 + 3) std::abort();
  (void)equals(value, value, 0.5);
  // What was read can be written, and soon stays the same: names are made safe once more.
  std::string json = grader::to_json(value);
  for (int i = 0; i < 3; ++i) {
    const std::optional<grader::Value> again = grader::value_from_json(json);
    if (!again) std::abort();
    const std::string next = grader::to_json(*again);
    if (i == 2 && next != json) std::abort();
    json = next;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto value = grader::value_from_json(text)) use(*value);
  const auto reply = grader::runners::read_reply(text, "7");
  if (!reply) return 0;
  if (const auto* returned = std::get_if<grader::runners::Returned>(&*reply)) {
    use(returned->value);
    if (returned->after) use(*returned->after);
  }
  if (const auto* threw = std::get_if<grader::runners::Threw>(&*reply)) {
    if (threw->types.size() > 50) std::abort();
    if (threw->after) use(*threw->after);
  }
  return 0;
}
