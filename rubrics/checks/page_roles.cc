#include "rubrics/checks/page_roles.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "grader/base/text.h"

namespace grader::rubrics {
namespace {

constexpr std::string_view kRoles[] = {"alert",
                                       "alertdialog",
                                       "application",
                                       "article",
                                       "banner",
                                       "blockquote",
                                       "button",
                                       "caption",
                                       "cell",
                                       "checkbox",
                                       "code",
                                       "columnheader",
                                       "combobox",
                                       "comment",
                                       "complementary",
                                       "contentinfo",
                                       "definition",
                                       "deletion",
                                       "dialog",
                                       "directory",
                                       "document",
                                       "emphasis",
                                       "feed",
                                       "figure",
                                       "form",
                                       "generic",
                                       "grid",
                                       "gridcell",
                                       "group",
                                       "heading",
                                       "image",
                                       "img",
                                       "insertion",
                                       "link",
                                       "list",
                                       "listbox",
                                       "listitem",
                                       "log",
                                       "main",
                                       "mark",
                                       "marquee",
                                       "math",
                                       "menu",
                                       "menubar",
                                       "menuitem",
                                       "meter",
                                       "menuitemcheckbox",
                                       "menuitemradio",
                                       "navigation",
                                       "none",
                                       "note",
                                       "option",
                                       "paragraph",
                                       "presentation",
                                       "progressbar",
                                       "radio",
                                       "radiogroup",
                                       "region",
                                       "row",
                                       "rowgroup",
                                       "rowheader",
                                       "scrollbar",
                                       "search",
                                       "searchbox",
                                       "separator",
                                       "slider",
                                       "spinbutton",
                                       "status",
                                       "strong",
                                       "subscript",
                                       "suggestion",
                                       "superscript",
                                       "switch",
                                       "tab",
                                       "table",
                                       "tablist",
                                       "tabpanel",
                                       "term",
                                       "textbox",
                                       "time",
                                       "timer",
                                       "toolbar",
                                       "tooltip",
                                       "tree",
                                       "treegrid",
                                       "treeitem"};

// Names of elements, which are none of roles.
struct Element {
  std::string_view name;
  std::string_view role;
};
constexpr Element kElements[] = {{"header", "banner"},    {"footer", "contentinfo"},
                                 {"nav", "navigation"},   {"aside", "complementary"},
                                 {"section", "region"},   {"a", "link"},
                                 {"ul", "list"},          {"ol", "list"},
                                 {"li", "listitem"},      {"h1", "heading"},
                                 {"h2", "heading"},       {"h3", "heading"},
                                 {"p", "paragraph"},      {"input", "textbox"},
                                 {"textarea", "textbox"}, {"select", "combobox"},
                                 {"fieldset", "group"},   {"td", "cell"},
                                 {"th", "columnheader"},  {"tr", "row"},
                                 {"hr", "separator"},     {"progress", "progressbar"},
                                 {"output", "status"},    {"picture", "img"}};

}  // namespace

std::optional<std::string> role_mistake(const std::string& role) {
  if (std::find(std::begin(kRoles), std::end(kRoles), role) != std::end(kRoles)) {
    return std::nullopt;
  }
  std::string message = "no role is called '" + visible(role, 40) + "'";
  for (const Element& element : kElements) {
    if (element.name != role) continue;
    return message + "; <" + std::string(element.name) + "> has the role '" +
           std::string(element.role) + "'";
  }
  const std::string near = did_you_mean(role, kRoles);
  return near.empty() ? message : message + ", did you mean '" + near + "'?";
}

}  // namespace grader::rubrics
