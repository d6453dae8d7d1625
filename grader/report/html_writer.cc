#include "grader/report/html_writer.h"

#include <cstdio>

#include "grader/base/text.h"
#include "grader/report/languages.h"

namespace grader::report {
namespace {

// Null where the character stands for itself.
const char* entity(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return nullptr;
  }
}

bool is_language_tag(std::string_view tag) {
  if (tag.empty() || tag.size() > 20) return false;
  for (const char c : tag) {
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-')) {
      return false;
    }
  }
  return true;
}

}  // namespace

void HtmlWriter::escaped(std::string_view outside, std::size_t max_characters, bool keep_lines) {
  outside = capped(outside);
  std::string clean;
  if (outside.find('\x1B') != std::string_view::npos) {
    clean = without_ansi(outside);
    outside = clean;
  }
  for (std::size_t count = 0; !outside.empty(); ++count) {
    if (count == max_characters) {
      out_ += "\xE2\x80\xA6";
      return;
    }
    const Character next = first_character(outside);
    const char c = outside.front();
    if (const char* name = next.length == 1 ? entity(c) : nullptr) {
      out_ += name;
    } else if (next.code == 0xFFFD) {
      out_ += "\xEF\xBF\xBD";
    } else if (!is_hidden(next.code) || (keep_lines && (c == '\n' || c == '\t'))) {
      out_ += outside.substr(0, next.length);
    } else if (c == '\n' || c == '\t' || c == '\r') {
      out_ += ' ';
    } else {
      char chip[48];
      std::snprintf(chip, sizeof chip, "<span class=\"ctl\">U+%04X</span>",
                    static_cast<unsigned>(next.code));
      out_ += chip;
    }
    outside.remove_prefix(next.length);
  }
}

void HtmlWriter::plain(std::string_view outside, std::size_t max_characters) {
  attribute(visible(outside, max_characters));
}

void HtmlWriter::attribute(std::string_view value) {
  for (const char c : visible(value, 2100)) {
    if (const char* name = entity(c)) {
      out_ += name;
    } else {
      out_ += c;
    }
  }
}

void HtmlWriter::write_open(Literal tag, Attributes attributes) {
  out_ += '<';
  out_ += tag.view();
  for (const Attribute& each : attributes) {
    out_ += ' ';
    out_ += each.name.view();
    if (each.value.empty() && each.name.view() == "open") continue;
    out_ += "=\"";
    attribute(each.value);
    out_ += '"';
  }
  out_ += '>';
}

void HtmlWriter::open(Literal tag, Attributes attributes) {
  write_open(tag, attributes);
  open_.push_back(tag.view());
}

void HtmlWriter::close() {
  out_ += "</";
  out_ += open_.back();
  out_ += '>';
  open_.pop_back();
}

void HtmlWriter::empty(Literal tag, Attributes attributes) {
  write_open(tag, attributes);
}

void HtmlWriter::element(Literal tag, Attributes attributes, std::string_view inner) {
  open(tag, attributes);
  text(inner);
  close();
}

void HtmlWriter::element(Literal tag, Attributes attributes, const Spans& inner) {
  open(tag, attributes);
  spans(inner);
  close();
}

void HtmlWriter::text(std::string_view outside) {
  escaped(outside, text_cap_, false);
}

void HtmlWriter::text(std::string_view outside, std::size_t max_characters) {
  escaped(outside, max_characters, false);
}

void HtmlWriter::code(std::string_view outside, std::size_t max_characters) {
  escaped(outside, max_characters, true);
}

void HtmlWriter::spans(const Spans& all) {
  const auto foreign = [&](const Span& span) {
    return !span.language.empty() && span.language != language_;
  };
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Span& span = all[i];
    // The words of one foreign text stand together, in the direction of their language.
    if (foreign(span) && (i == 0 || all[i - 1].language != span.language)) {
      if (is_language_tag(span.language)) {
        open("bdi",
             {{"lang", span.language}, {"dir", is_right_to_left(span.language) ? "rtl" : "ltr"}});
      } else {
        open("bdi");
      }
    }
    switch (span.kind) {
      case Span::Kind::Code:
        element("code", {}, span.text);
        break;
      case Span::Kind::Strong:
        element("strong", {}, span.text);
        break;
      case Span::Kind::Link:
        if (span.href.substr(0, 1) == "#") {
          open("a", {{"href", span.href}});
        } else {
          open("a", {{"href", span.href}, {"data-print", span.href}, {"rel", "noreferrer"}});
        }
        text(span.text);
        close();
        break;
      case Span::Kind::Text:
        if (span.outside && !foreign(span)) {
          element("bdi", {}, span.text);
        } else {
          text(span.text);
        }
        break;
    }
    if (foreign(span) && (i + 1 == all.size() || all[i + 1].language != span.language)) close();
  }
}

void HtmlWriter::shape(std::string_view name, Literal classes) {
  open("svg", {{"class", std::string(classes.view())}, {"aria-hidden", "true"}});
  element("use", {{"href", "#i-" + std::string(name)}}, "");
  close();
}

}  // namespace grader::report
