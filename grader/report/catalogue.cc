#include "grader/report/catalogue.h"

#include <algorithm>
#include <mutex>
#include <set>

#include <unicode/datefmt.h>
#include <unicode/dcfmtsym.h>
#include <unicode/listformatter.h>
#include <unicode/locid.h>
#include <unicode/messagepattern.h>
#include <unicode/msgfmt.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>

#include <nlohmann/json.hpp>

#include "grader/base/file.h"
#include "grader/base/places.h"
#include "grader/base/text.h"
#include "grader/report/languages.h"
#include "grader/report/words.h"

namespace grader::report {
namespace {

namespace fs = std::filesystem;

icu::UnicodeString to_icu(std::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

std::string from_icu(const icu::UnicodeString& text) {
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

// The name under which the text of a parameter is passed; the plain name is for choosing.
constexpr const char16_t* kTextSuffix = u"_text";

// Whether the part is the type of "{count, number}".
bool is_plain_number(const icu::MessagePattern& parsed, int32_t part) {
  return parsed.getPartType(part) == UMSGPAT_PART_TYPE_ARG_TYPE &&
         parsed.getSubstring(parsed.getPart(part)) == icu::UnicodeString(u"number") &&
         parsed.getPartType(part + 1) == UMSGPAT_PART_TYPE_ARG_LIMIT;
}

// Rewrites "{count}", "{count, number}" and the "#" of a plural to "{count_text}": ICU would print
// numbers with separators ("line 1,204") and in the digits of the language.
icu::UnicodeString with_text_parameters(const icu::UnicodeString& pattern, UErrorCode& status) {
  const icu::MessagePattern parsed(pattern, nullptr, status);
  if (U_FAILURE(status)) return pattern;
  struct Edit {
    int32_t at;
    int32_t remove;
    icu::UnicodeString insert;
  };
  std::vector<Edit> edits;
  std::vector<icu::UnicodeString> open;  // names of the enclosing arguments
  for (int32_t i = 0; i < parsed.countParts(); ++i) {
    const icu::MessagePattern::Part& part = parsed.getPart(i);
    if (part.getType() == UMSGPAT_PART_TYPE_ARG_START) {
      const icu::MessagePattern::Part& name = parsed.getPart(i + 1);
      open.push_back(parsed.getSubstring(name));
      if (part.getArgType() == UMSGPAT_ARG_TYPE_NONE) {
        edits.push_back({name.getLimit(), 0, icu::UnicodeString(kTextSuffix)});
      } else if (is_plain_number(parsed, i + 2)) {
        const int32_t end = parsed.getPatternIndex(parsed.getLimitPartIndex(i));
        edits.push_back({name.getLimit(), end - name.getLimit(), icu::UnicodeString(kTextSuffix)});
      }
    } else if (part.getType() == UMSGPAT_PART_TYPE_ARG_LIMIT) {
      open.pop_back();
    } else if (part.getType() == UMSGPAT_PART_TYPE_REPLACE_NUMBER && !open.empty()) {
      edits.push_back({part.getIndex(), part.getLength(),
                       icu::UnicodeString(u"{") + open.back() + kTextSuffix + u"}"});
    }
  }
  icu::UnicodeString rewritten = pattern;
  for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit) {
    rewritten.replace(edit->at, edit->remove, edit->insert);
  }
  return rewritten;
}

std::string without_marks(std::string_view text) {
  std::string clean = to_valid_utf8(text);
  std::erase_if(clean,
                [](char c) { return c == kParamStart || c == kParamValue || c == kParamEnd; });
  return clean;
}

// A number as Points print it, with the decimal sign of the language.
std::string with_sign(std::string number, const std::string& sign) {
  const std::size_t point = number.find('.');
  const bool decimal = point != std::string::npos && point > 0 &&
                       number.find_first_not_of("0123456789.") == std::string::npos &&
                       number.find('.', point + 1) == std::string::npos;
  if (decimal) number.replace(point, 1, sign);
  return number;
}

}  // namespace

struct Catalogue::State {
  std::string language = "en";
  icu::Locale locale = icu::Locale::getEnglish();
  std::string decimal_sign = ".";
  std::map<std::string, std::string, std::less<>> patterns;
  // Parsed when first used: a page needs a part of them.
  std::map<std::string, std::unique_ptr<icu::MessageFormat>, std::less<>> formats;
  std::mutex mutex;
};

Catalogue::Catalogue() : state_(std::make_unique<State>()) {}
Catalogue::~Catalogue() = default;

Result<std::unique_ptr<Catalogue>> Catalogue::load(const fs::path& messages,
                                                   std::string_view language) {
  const std::vector<std::string> known = languages_in(messages);
  if (known.empty()) {
    return grader_error("no message catalogues found", messages.string(),
                        "is Grader installed as a whole? GRADER_DATA_DIR names its data folder");
  }
  Result<std::string> found = language_of(language, known);
  if (!found) return std::move(found).error();
  std::unique_ptr<Catalogue> catalogue(new Catalogue);
  State& state = *catalogue->state_;
  state.language = std::move(*found);
  state.locale = icu::Locale::createFromName((state.language + "@numbers=latn").c_str());
  UErrorCode status = U_ZERO_ERROR;
  const icu::DecimalFormatSymbols symbols(state.locale, status);
  if (U_SUCCESS(status)) {
    state.decimal_sign =
        from_icu(symbols.getConstSymbol(icu::DecimalFormatSymbols::kDecimalSeparatorSymbol));
  }
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(messages / state.language, ignored)) {
    if (entry.path().extension() != ".json") continue;
    Result<std::string> content = read_file(entry.path());
    if (!content) return std::move(content).error();
    const nlohmann::json document = nlohmann::json::parse(*content, nullptr, false);
    if (!document.is_object())
      return grader_error("not a message catalogue", entry.path().string());
    for (const auto& item : document.items()) {
      if (!item.value().is_string() ||
          !state.patterns.emplace(item.key(), item.value().get<std::string>()).second) {
        return grader_error("the message '" + item.key() + "' is not text, or stands in two files",
                            entry.path().string());
      }
    }
  }
  return catalogue;
}

Result<const Catalogue*> Catalogue::of(std::string_view language) {
  static std::mutex mutex;
  static std::map<std::string, std::unique_ptr<Catalogue>, std::less<>> loaded;
  const std::lock_guard lock(mutex);
  // By the tag as it is asked for: "es-MX" stands beside "es".
  if (const auto found = loaded.find(language); found != loaded.end()) return found->second.get();
  Result<std::unique_ptr<Catalogue>> catalogue = load(data_directory() / "messages", language);
  if (!catalogue) return std::move(catalogue).error();
  return loaded.emplace(language, std::move(*catalogue)).first->second.get();
}

const Catalogue& Catalogue::empty() {
  static const Catalogue catalogue;
  return catalogue;
}

const std::string& Catalogue::language() const {
  return state_->language;
}
bool Catalogue::right_to_left() const {
  return state_->locale.isRightToLeft();
}
bool Catalogue::has(std::string_view id) const {
  return state_->patterns.count(id) != 0;
}

std::vector<std::string> Catalogue::ids() const {
  std::vector<std::string> ids;
  for (const auto& [id, pattern] : state_->patterns) ids.push_back(id);
  return ids;
}

const std::string& Catalogue::pattern(std::string_view id) const {
  static const std::string none;
  const auto found = state_->patterns.find(id);
  return found == state_->patterns.end() ? none : found->second;
}

std::string Catalogue::text(std::string_view id, const Args& args) const {
  return format(id, args, false);
}

std::string Catalogue::marked(std::string_view id, const Args& args) const {
  return format(id, args, true);
}

std::string Catalogue::format(std::string_view id, const Args& args, bool mark) const {
  const std::string missing = "[" + std::string(id) + "]";
  UErrorCode status = U_ZERO_ERROR;
  const std::lock_guard lock(state_->mutex);
  auto found = state_->formats.find(id);
  if (found == state_->formats.end()) {
    const auto pattern = state_->patterns.find(id);
    if (pattern == state_->patterns.end()) return missing;
    const icu::UnicodeString rewritten = with_text_parameters(to_icu(pattern->second), status);
    auto made = std::make_unique<icu::MessageFormat>(rewritten, state_->locale, status);
    if (U_FAILURE(status)) return missing;
    found = state_->formats.emplace(std::string(id), std::move(made)).first;
  }
  std::vector<icu::UnicodeString> names;
  std::vector<icu::Formattable> values;
  for (const auto& [name, value] : args) {
    std::string text;
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      text = std::to_string(*number);
      values.emplace_back(*number);
    } else if (const auto* points = std::get_if<Points>(&value)) {
      text = this->number(*points);
      values.emplace_back(static_cast<double>(points->hundredths) / 100.0);
    } else {
      text = without_marks(std::get<std::string>(value));
      // Points of a stored message.
      if (name == "points" || name == "possible") text = with_sign(text, state_->decimal_sign);
      values.emplace_back(to_icu(text));
      if (mark) text = kParamStart + without_marks(name) + kParamValue + text + kParamEnd;
    }
    names.push_back(to_icu(name));
    names.push_back(to_icu(name) + kTextSuffix);
    values.emplace_back(to_icu(text));
  }
  icu::UnicodeString result;
  found->second->format(names.data(), values.data(), static_cast<int32_t>(names.size()), result,
                        status);
  if (U_FAILURE(status)) return missing;
  // A parameter that was not given stands there as its name.
  result.findAndReplace(icu::UnicodeString(kTextSuffix) + u"}", u"}");
  return from_icu(result);
}

std::vector<std::string> Catalogue::parameters(std::string_view id) const {
  std::set<std::string> names;
  const auto pattern = state_->patterns.find(id);
  if (pattern == state_->patterns.end()) return {};
  UErrorCode status = U_ZERO_ERROR;
  const icu::MessagePattern parsed(to_icu(pattern->second), nullptr, status);
  for (int32_t i = 0; U_SUCCESS(status) && i < parsed.countParts(); ++i) {
    const icu::MessagePattern::Part& part = parsed.getPart(i);
    if (part.getType() == UMSGPAT_PART_TYPE_ARG_NAME) {
      names.insert(from_icu(parsed.getSubstring(part)));
    }
  }
  return {names.begin(), names.end()};
}

std::string Catalogue::number(Points points) const {
  return with_sign(to_text(points), state_->decimal_sign);
}

std::string Catalogue::list(const std::vector<std::string>& items) const {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::ListFormatter> formatter(
      icu::ListFormatter::createInstance(state_->locale, status));
  std::vector<icu::UnicodeString> texts;
  texts.reserve(items.size());
  for (const std::string& item : items) texts.push_back(to_icu(item));
  icu::UnicodeString result;
  if (U_SUCCESS(status)) {
    formatter->format(texts.data(), static_cast<int32_t>(texts.size()), result, status);
  }
  return U_SUCCESS(status) ? from_icu(result) : join(items, ", ");
}

std::string Catalogue::date(const std::string& moment) const {
  UErrorCode status = U_ZERO_ERROR;
  icu::SimpleDateFormat rfc3339(u"yyyy-MM-dd'T'HH:mm:ss", icu::Locale::getRoot(), status);
  icu::SimpleDateFormat ours(to_icu(text("page.date_pattern")), state_->locale, status);
  if (U_FAILURE(status)) return moment;
  rfc3339.adoptTimeZone(icu::TimeZone::createTimeZone(u"UTC"));
  ours.adoptTimeZone(icu::TimeZone::createTimeZone(u"UTC"));
  icu::ParsePosition end(0);
  const UDate parsed = rfc3339.parse(to_icu(moment), end);
  if (end.getIndex() == 0 || moment.size() > 40) return moment;
  icu::UnicodeString result;
  return from_icu(ours.format(parsed, result));
}

Args args_of(const Message& message) {
  Args args;
  for (const auto& [name, value] : message.params) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      args.emplace_back(name, *number);
    } else {
      args.emplace_back(name, std::string(capped(std::get<std::string>(value))));
    }
  }
  return args;
}

}  // namespace grader::report
