// Message catalogues: sentences by id in one language.
//
// A catalogue is the flat JSON files of data_directory()/messages/<language>/: each maps ids to
// ICU MessageFormat patterns with named parameters and plurals. In sentences `code` and **strong**
// mark words. Numbers are written with the digits 0-9 and without separators in every language, so
// that they match code and line numbers; only the decimal sign of points is the language's.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "grader/base/result.h"
#include "grader/model/message.h"
#include "grader/model/points.h"

namespace grader::report {

using Arg = std::variant<std::string, std::int64_t, Points>;
using Args = std::vector<std::pair<std::string, Arg>>;

// Around the value of a text parameter in marked(): kParamStart name kParamValue value kParamEnd.
// The values themselves hold none of them.
inline constexpr char kParamStart = '\x01';
inline constexpr char kParamValue = '\x02';
inline constexpr char kParamEnd = '\x03';

// Safe to use from several threads.
class Catalogue {
 public:
  // The catalogue of `language`, or of the more general one ("es" for "es-MX"), read once and kept
  // as long as the program. A language that is not there is a usage error that names those that
  // are.
  static Result<const Catalogue*> of(std::string_view language);

  // From another folder than the installed one.
  static Result<std::unique_ptr<Catalogue>> load(const std::filesystem::path& messages,
                                                 std::string_view language);

  // Where there are none: every sentence shows as its id, and the views stay whole.
  static const Catalogue& empty();

  ~Catalogue();
  Catalogue(const Catalogue&) = delete;
  Catalogue& operator=(const Catalogue&) = delete;

  const std::string& language() const;
  bool right_to_left() const;
  bool has(std::string_view id) const;
  std::vector<std::string> ids() const;  // sorted
  const std::string& pattern(
      std::string_view id) const;  // as it is written; "" where it is missing

  // The sentence; what is missing shows: "[no.such_id]" for the id, "{name}" for a parameter.
  std::string text(std::string_view id, const Args& args = {}) const;

  // As text(), with the values of text parameters marked, so that a view can keep them apart from
  // the words of the sentence.
  std::string marked(std::string_view id, const Args& args = {}) const;

  // The parameters that the pattern of `id` uses, sorted.
  std::vector<std::string> parameters(std::string_view id) const;

  // "2.5", in Spanish "2,5".
  std::string number(Points points) const;

  // "9 and 14".
  std::string list(const std::vector<std::string>& items) const;

  // An RFC 3339 moment in UTC, by the catalogue's pattern "page.date_pattern"; as it is where it
  // is not one.
  std::string date(const std::string& moment) const;

 private:
  Catalogue();
  std::string format(std::string_view id, const Args& args, bool mark) const;

  struct State;
  std::unique_ptr<State> state_;
};

// The parameters of a stored message.
Args args_of(const Message& message);

}  // namespace grader::report
