#include "grader/source/names.h"

#include <algorithm>
#include <cstdint>

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include "grader/base/text.h"

namespace grader::source {
namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string lower_ascii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

// The characters that HFS+ leaves out when it compares names.
std::string without_ignored(std::string_view name) {
  std::string kept;
  for (std::size_t i = 0; i < name.size();) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(name[at]); };
    if (i + 2 < name.size()) {
      if (byte(i) == 0xE2 && byte(i + 1) == 0x80 &&
          ((byte(i + 2) >= 0x8C && byte(i + 2) <= 0x8F) ||   // U+200C..U+200F
           (byte(i + 2) >= 0xAA && byte(i + 2) <= 0xAE))) {  // U+202A..U+202E
        i += 3;
        continue;
      }
      if (byte(i) == 0xE2 && byte(i + 1) == 0x81 && byte(i + 2) >= 0xAA && byte(i + 2) <= 0xAF) {
        i += 3;  // U+206A..U+206F
        continue;
      }
      if (byte(i) == 0xEF && byte(i + 1) == 0xBB && byte(i + 2) == 0xBF) {
        i += 3;  // U+FEFF
        continue;
      }
    }
    kept += name[i++];
  }
  return kept;
}

bool is_git_part(std::string_view part) {
  part = part.substr(0, part.find(':'));  // NTFS: the rest names a stream
  while (!part.empty() && (part.back() == '.' || part.back() == ' ')) part.remove_suffix(1);
  const std::string lower = lower_ascii(part);
  return lower == ".git" || lower == "git~1";
}

}  // namespace

bool is_git_like(std::string_view name) {
  const std::string plain = without_ignored(name);
  std::string_view rest = plain;
  for (;;) {  // NTFS: a backslash divides like a slash
    const std::size_t end = rest.find('\\');
    if (is_git_part(rest.substr(0, end))) return true;
    if (end == std::string_view::npos) return false;
    rest.remove_prefix(end + 1);
  }
}

std::string compose_name(std::string_view name) {
  if (is_ascii(name) || !is_valid_utf8(name)) return std::string(name);
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status) != 0) return std::string(name);
  const auto text = icu::UnicodeString::fromUTF8({name.data(), static_cast<int32_t>(name.size())});
  std::string composed;
  nfc->normalize(text, status).toUTF8String(composed);
  return U_FAILURE(status) != 0 ? std::string(name) : composed;
}

std::string fold_name(std::string_view name) {
  if (is_ascii(name)) return lower_ascii(name);
  if (!is_valid_utf8(name)) return std::string(name);
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status) != 0) return std::string(name);
  icu::UnicodeString text =
      icu::UnicodeString::fromUTF8({name.data(), static_cast<int32_t>(name.size())});
  std::string folded;
  nfc->normalize(nfc->normalize(text, status).foldCase(), status).toUTF8String(folded);
  return U_FAILURE(status) != 0 ? std::string(name) : folded;
}

bool is_odd_name(std::string_view name) {
  const bool plain =
      std::all_of(name.begin(), name.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
  return !plain && visible(name, name.size() + 1) != name;
}

}  // namespace grader::source
