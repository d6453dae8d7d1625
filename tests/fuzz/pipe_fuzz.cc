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

void use(const grader::runners::Beside& beside) {
  if (beside.after) use(*beside.after);
  for (const grader::runners::CalledBack& one : beside.called) {
    if (one.times < 0 || one.calls.size() > static_cast<std::size_t>(one.times)) std::abort();
    for (const grader::Value& call : one.calls) use(call);
  }
}

// `asked`: one bit for each line that a reply can have behind its value; 16: it loads a module.
void use_reply(std::string_view text, unsigned asked) {
  grader::runners::Ask ask;
  ask.after = (asked & 1U) != 0;
  ask.prints = (asked & 2U) != 0;
  if ((asked & 4U) != 0) {
    ask.arguments.items.push_back(grader::Value::of(grader::Value::Kind::Function));
  }
  ask.take = (asked & 8U) != 0 ? 3 : 0;
  const auto reply = grader::runners::read_reply(text, "7", asked == 16 ? nullptr : &ask);
  if (!reply) return;
  if (const auto* returned = std::get_if<grader::runners::Returned>(&*reply)) {
    use(returned->value);
    if (returned->beside.after.has_value() != ask.after) std::abort();
    use(returned->beside);
  }
  if (const auto* yielded = std::get_if<grader::runners::Yielded>(&*reply)) {
    if (yielded->values.items.size() > 3) std::abort();
    use(yielded->values);
    use(yielded->beside);
  }
  if (const auto* threw = std::get_if<grader::runners::Threw>(&*reply)) {
    if (threw->types.size() > 50) std::abort();
    use(threw->beside);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto value = grader::value_from_json(text)) use(*value);
  for (const unsigned asked : {0U, 1U, 2U, 4U, 8U, 15U, 16U}) use_reply(text, asked);
  return 0;
}
