#include "tests/support/report_schema.h"

#include <string>

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "grader/report/render.h"

namespace grader::testing {
namespace {

// The schema keeps to what drafts 7 and 2020-12 share, since valijson knows draft 7.
const valijson::Schema& schema() {
  static const auto* parsed = [] {
    const nlohmann::json document = nlohmann::json::parse(report::report_schema());
    auto* made = new valijson::Schema;  // lives as long as the program
    valijson::SchemaParser(valijson::SchemaParser::kDraft7)
        .populateSchema(valijson::adapters::NlohmannJsonAdapter(document), *made);
    return made;
  }();
  return *parsed;
}

}  // namespace

::testing::AssertionResult ValidatesAsReport(std::string_view json) {
  const nlohmann::json document = nlohmann::json::parse(json, nullptr, false);
  if (document.is_discarded()) return ::testing::AssertionFailure() << "not JSON";
  valijson::ValidationResults mistakes;
  valijson::Validator validator;
  if (validator.validate(schema(), valijson::adapters::NlohmannJsonAdapter(document), &mistakes)) {
    return ::testing::AssertionSuccess();
  }
  auto failure = ::testing::AssertionFailure();
  for (valijson::ValidationResults::Error mistake; mistakes.popError(mistake);) {
    for (const std::string& part : mistake.context) failure << part;
    failure << ": " << mistake.description << "\n";
  }
  return failure;
}

}  // namespace grader::testing
