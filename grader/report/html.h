// The student's page: one self-contained file, without a script.
#pragma once

#include <string>

#include "grader/report/html_writer.h"
#include "grader/report/render.h"
#include "grader/report/view.h"

namespace grader::report {

inline constexpr std::size_t kMaxPageBytes = std::size_t{500} << 10;

// In options.language; over kMaxPageBytes examples and findings are cut, with their count.
std::string render_html(const Report& report, const RenderOptions& options);

// What the parts of a page are made from.
struct Page {
  HtmlWriter& html;
  const Words& words;
  const View& view;
  const Caps& caps;

  // A title of the rubric: only words. No part of a sentence of ours.
  Spans title(const std::string& text) const {
    Spans spans = spans_of_text(text);
    spans.front().language = words.language_of(text);
    spans.front().outside = false;
    return spans;
  }

  // A text of the rubric, in its language or translated.
  Spans prose(const std::string& text) const {
    return spans_of_prose(text, words.language_of(text));
  }
};

// The label, the points and their bar, what is open.
void write_result(const Page& page);

// The section "Exercises in detail".
void write_exercises(const Page& page);

void write_sentences(HtmlWriter& html, const std::vector<Spans>& sentences);

// A paragraph with a shape of the sprite, coloured as `status` ("" for none).
void write_note(const Page& page, std::string_view status, std::string_view shape,
                const std::vector<Spans>& sentences);
}  // namespace grader::report
