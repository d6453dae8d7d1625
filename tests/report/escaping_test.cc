// What comes from outside stays text, in every view.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/report/html_writer.h"
#include "grader/report/markdown.h"
#include "grader/report/text.h"
#include "grader/report/words.h"

namespace grader::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Row {
  const char* name;
  std::string outside;
  std::string html;
  std::string markdown;
};

class Escaping : public ::testing::TestWithParam<Row> {};

TEST_P(Escaping, InHtml) {
  HtmlWriter html("en", 100);
  html.text(GetParam().outside);
  EXPECT_EQ(html.take(), GetParam().html);
}

TEST_P(Escaping, InMarkdown) {
  EXPECT_EQ(markdown_text(GetParam().outside, 100), GetParam().markdown);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Escaping,
    ::testing::Values(
        Row{"Tag", "<b>", "&lt;b&gt;", "\\<b\\>"}, Row{"Entity", "&amp;", "&amp;amp;", "\\&amp;"},
        Row{"Quotes", "\"'", "&quot;&#39;", "\"\\'"},
        Row{"Comment", "<!-- x", "&lt;!-- x", "\\<\\!\\-\\- x"},
        Row{"Mention", "@everyone", "@everyone",
            "\\@\xE2\x80\x8B"
            "everyone"},
        Row{"Reference", "#12", "#12",
            "\\#\xE2\x80\x8B"
            "12"},
        Row{"Picture", "![x](y)", "![x](y)", "\\!\\[x\\](y)"},
        Row{"Address", "https://a.example", "https://a.example", "https\\://a\\.example"},
        Row{"List", "1. x", "1. x", "1\\. x"}, Row{"Sentence", "It ends.", "It ends.", "It ends."},
        Row{"Table", "a|b", "a|b", "a\\|b"},
        Row{"Lines", "a\nb\tc", "a b c", "a\\<U\\+000A\\>b\\<U\\+0009\\>c"},
        Row{"Direction",
            "a\xE2\x80\xAE"
            "b",
            "a<span class=\"ctl\">U+202E</span>b", "a\\<U\\+202E\\>b"},
        Row{"ZeroWidth", "a\xE2\x80\x8B", "a<span class=\"ctl\">U+200B</span>", "a\\<U\\+200B\\>"},
        Row{"Tags", "\xF3\xA0\x81\x81", "<span class=\"ctl\">U+E0041</span>", "\\<U\\+E0041\\>"},
        Row{"Colour", "\x1B[31mred\x1B[0m", "red", "red"},
        Row{"WindowTitle", "a\x1B]0;title\x07z", "az", "az"},
        Row{"LoneEscape", "a\x1B", "a<span class=\"ctl\">U+001B</span>", "a\\<U\\+001B\\>"},
        Row{"NotUtf8", "caf\xE9", "caf\xEF\xBF\xBD", "caf\xEF\xBF\xBD"},
        Row{"Nul", std::string("a\0b", 3), "a<span class=\"ctl\">U+0000</span>b",
            "a\\<U\\+0000\\>b"},
        Row{"Arabic", "\xD8\xB9", "\xD8\xB9", "\xD8\xB9"}),
    [](const auto& row) { return row.param.name; });

TEST(HtmlWriter, CutsLongTextBeforeItIsEscaped) {
  HtmlWriter html("en", 3);
  html.text("<<<<<");
  EXPECT_EQ(html.take(), "&lt;&lt;&lt;\xE2\x80\xA6");
}

TEST(HtmlWriter, EscapesAttributes) {
  HtmlWriter html("en", 100);
  html.empty("meta", {{"content", "\"><script>\x01'"}});
  EXPECT_EQ(html.take(), "<meta content=\"&quot;&gt;&lt;script&gt;&lt;U+0001&gt;&#39;\">");
}

TEST(HtmlWriter, IsolatesWhatComesFromOutside) {
  HtmlWriter html("en", 100);
  html.spans(spans_of_marked("File \x01name\x02<a>\x03 of **all**, `x`"));
  EXPECT_EQ(html.take(), "File <bdi>&lt;a&gt;</bdi> of <strong>all</strong>, <code>x</code>");
}

TEST(HtmlWriter, NamesTheLanguageOfForeignText) {
  HtmlWriter html("ar", 100);
  html.spans(spans_of_prose("Which *value*?", "en"));
  EXPECT_EQ(html.take(), "<bdi lang=\"en\" dir=\"ltr\">Which <strong>value</strong>?</bdi>");
}

TEST(HtmlWriter, WritesNoLanguageThatIsNone) {
  HtmlWriter html("en", 100);
  html.spans(spans_of_prose("x", "\"><x>"));
  EXPECT_EQ(html.take(), "<bdi>x</bdi>");
}

TEST(MarkdownCode, HoldsAnyText) {
  EXPECT_EQ(markdown_code("a", 50), "`a`");
  EXPECT_EQ(markdown_code("a`b", 50), "``a`b``");
  EXPECT_EQ(markdown_code("`` x", 50), "``` `` x ```");
  EXPECT_EQ(markdown_code("", 50), "` `");
  EXPECT_EQ(markdown_code("@all <img> #1", 50), "`@all <img> #1`");
  EXPECT_EQ(markdown_code("a\nb", 50), "`a<U+000A>b`");
}

std::string shown(const Spans& spans) {
  HtmlWriter html("en", 1000);
  html.spans(spans);
  return html.take();
}

TEST(Prose, AllowsEmphasisCodeAndHttpsLinks) {
  EXPECT_EQ(shown(spans_of_prose("Is `a < b` *always* **so**?", "en")),
            "Is <code>a &lt; b</code> <strong>always</strong> <strong>so</strong>?");
  EXPECT_EQ(shown(spans_of_prose("See [the page](https://a.example/x).", "en")),
            "See <a href=\"https://a.example/x\" data-print=\"https://a.example/x\" "
            "rel=\"noreferrer\">the page</a>.");
  EXPECT_EQ(
      shown(spans_of_prose("https://a.example/x?y=1&z.", "en")),
      "<a href=\"https://a.example/x?y=1&amp;z\" data-print=\"https://a.example/x?y=1&amp;z\" "
      "rel=\"noreferrer\">a.example/x?y=1&amp;z</a>.");
}

TEST(Prose, LeavesAllElseAsText) {
  for (const char* text : {"[x](javascript:alert(1))", "[x](http://a.example)", "<b>x</b>",
                           "2 * 3 * 4", "a ` b", "**", "[](", "https://"}) {
    EXPECT_THAT(shown(spans_of_prose(text, "en")), Not(HasSubstr("<a"))) << text;
    EXPECT_EQ(plain(spans_of_prose(text, "en")), text);
  }
}

TEST(Prose, ShortensLongAddresses) {
  const std::string address =
      "https://developer.mozilla.org/docs/Web/JavaScript/Reference/Errors/Missing_parenthesis";
  EXPECT_EQ(plain(spans_of_prose(address, "en")), "developer.mozilla.org/.../Missing_parenthesis");
}

TEST(Sentences, MarksInValuesAreNotMarks) {
  const Spans spans = spans_of_marked("A \x01name\x02**b** `c`\x03 end");
  ASSERT_EQ(spans.size(), 3U);
  EXPECT_EQ(spans[1].text, "**b** `c`");
  EXPECT_EQ(spans[1].kind, Span::Kind::Text);
}

TEST(Sentences, PathsAreCode) {
  EXPECT_EQ(shown(spans_of_marked("The file \x01path\x02"
                                  "a.js\x03 is there.")),
            "The file <code>a.js</code> is there.");
}

TEST(TerminalLayout, CountsCells) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("\xE4\xBD\xA0\xE5\xA5\xBD"), 4U);  // two wide characters
  EXPECT_EQ(display_width("e\xCC\x81"), 1U);                 // a letter and its accent
}

TEST(TerminalLayout, BreaksAtSpacesAndWithinLongWords) {
  EXPECT_THAT(wrapped("one two three", 7), ::testing::ElementsAre("one two", "three"));
  EXPECT_THAT(wrapped("abcdefghij", 4), ::testing::ElementsAre("abcd", "efgh", "ij"));
  EXPECT_THAT(wrapped("", 4), ::testing::IsEmpty());
}

}  // namespace
}  // namespace grader::report
