// Loading a rubric: all mistakes of a file in one pass.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grader/base/yaml.h"
#include "rubrics/rubric.h"
#include "rubrics/settings.h"

namespace grader::rubrics {

struct LoadedRubric {
  std::optional<Rubric> rubric;         // none where there is an error
  std::vector<Diagnostic> diagnostics;  // in the order of the file; may hold only warnings
};

// With the translations beside the file (rubrics/translation.h); mistakes in them count too. An
// unreadable file is a diagnostic too (line 0). With `known`, a name of an environment that is
// not among them is a mistake.
LoadedRubric load_rubric(const std::filesystem::path& file, const KnownNames& known = {});

// The same for a text that is already read; `file` gives names and the place of assets.
LoadedRubric load_rubric_text(std::string_view text, const std::filesystem::path& file,
                              const KnownNames& known = {});

// All errors as one Error (Blame::Rubric): the diagnostics' texts, then "3 mistakes in
// week-2.yaml"; or the one about the file as a whole.
Error to_error(const LoadedRubric& loaded, const std::filesystem::path& file);

// JSON Schemas (draft 2020-12) of a rubric, of a translation and of proofs, generated from the
// tables that their loaders use.
std::string rubric_schema();
std::string translation_schema();
std::string proofs_schema();

// `grader rubric show`: the rubric as it was understood, with points, limits and needs spelled out.
std::string show_rubric(const Rubric& rubric);

// `grader kinds`: one line a kind; `grader kinds files`: its keys, types, defaults and an example.
std::string list_kinds();
Result<std::string> describe_kind(const std::string& kind);

}  // namespace grader::rubrics
