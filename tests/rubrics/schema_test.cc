// The JSON Schema for editors agrees with the loader where a schema can.
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "grader/base/file.h"
#include "grader/base/yaml.h"
#include "rubrics/load.h"

namespace grader::rubrics {
namespace {

using Json = nlohmann::json;

const std::filesystem::path kSource = std::filesystem::path(GRADER_TESTS_DIR).parent_path();

Json to_json(const YamlNode& node) {
  if (node.kind == YamlNode::Kind::Sequence) {
    Json list = Json::array();
    for (const YamlNode& item : node.items) list.push_back(to_json(item));
    return list;
  }
  if (node.kind == YamlNode::Kind::Map) {
    Json map = Json::object();
    for (const YamlEntry& entry : node.entries) map[entry.key] = to_json(entry.value);
    return map;
  }
  if (is_null(node)) return nullptr;
  if (const auto flag = as_bool(node)) return *flag;
  if (const auto integer = as_integer(node)) return *integer;
  if (const auto number = as_number(node)) return *number;
  return node.scalar;
}

bool text_is_valid(const std::string& text, const valijson::Schema& schema) {
  const YamlDocument yaml = parse_yaml(text, "text.yaml");
  if (!yaml.root) return false;
  const Json json = to_json(*yaml.root);
  valijson::Validator validator;
  return validator.validate(schema, valijson::adapters::NlohmannJsonAdapter(json), nullptr);
}

bool is_valid(const std::filesystem::path& file, const valijson::Schema& schema) {
  const Result<std::string> text = read_file(file);
  EXPECT_TRUE(text) << file;
  return text_is_valid(*text, schema);
}

void read_schema(const Json& document, valijson::Schema& schema) {
  valijson::SchemaParser parser;
  parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(document), schema);
}

bool is_valid(const std::filesystem::path& file, const Json& document) {
  valijson::Schema schema;
  read_schema(document, schema);
  return is_valid(file, schema);
}

bool is_valid(const std::filesystem::path& rubric) {
  static const Json document = Json::parse(rubric_schema());
  static const valijson::Schema* schema = [] {
    auto* made = new valijson::Schema();
    read_schema(document, *made);
    return made;
  }();
  return is_valid(rubric, *schema);
}

TEST(RubricSchema, TheCheckedInCopiesAreWhatTheTablesSay) {
  const std::map<std::string, std::string> schemas{{"rubric", rubric_schema()},
                                                   {"translation", translation_schema()},
                                                   {"proofs", proofs_schema()}};
  for (const auto& [name, schema] : schemas) {
    const std::filesystem::path file = kSource / "rubrics/schema" / (name + ".schema.json");
    if (std::getenv("GRADER_UPDATE_GOLDEN") != nullptr) {
      ASSERT_TRUE(write_file_atomically(file, schema, false));
    }
    const Result<std::string> copy = read_file(file);
    ASSERT_TRUE(copy) << file;
    EXPECT_EQ(*copy, schema) << "GRADER_UPDATE_GOLDEN=1 writes it anew";
  }
}

TEST(RubricSchema, TheProofsOfTheExamplesAreValid) {
  const Json document = Json::parse(proofs_schema());
  std::size_t seen = 0;
  for (const auto& folder : std::filesystem::directory_iterator(kSource / "examples")) {
    const std::filesystem::path file = folder.path() / "rubric.proofs.yaml";
    if (!std::filesystem::exists(file)) continue;
    ++seen;
    EXPECT_TRUE(is_valid(file, document)) << file;
    EXPECT_FALSE(is_valid(file, Json::parse(rubric_schema()))) << file;
  }
  EXPECT_GE(seen, 8U);
}

TEST(RubricSchema, ProofsThatTheLoaderRefusesForTheirStructureAreNotValid) {
  valijson::Schema schema;
  read_schema(Json::parse(proofs_schema()), schema);
  EXPECT_TRUE(text_is_valid("proofs: 1\nsolution: {folder: a}\n", schema));
  for (const char* text : {"proofs: 2\nsolution: {folder: a}\n", "proofs: 1\n",
                           "proofs: 1\nsolution: {folder: a, changes: b}\n",
                           "proofs: 1\nsolution: {folder: a, pints: 3}\n",
                           "proofs: 1\nsolution: {folder: a, checks: {a/b: passed}}\n",
                           "proofs: 1\nsolution: {folder: a}\ntemplate: {changes: b}\n",
                           "proofs: 1\nsolution: {folder: a, tasks: {a: {cause: tests}}}\n"}) {
    EXPECT_FALSE(text_is_valid(text, schema)) << text;
  }
}

TEST(RubricSchema, TheTranslationsOfTheExamplesAreValid) {
  const Json document = Json::parse(translation_schema());
  for (const char* language : {"ar", "es"}) {
    const std::filesystem::path file =
        kSource / "examples/python-basics" / (std::string("rubric.") + language + ".yaml");
    EXPECT_TRUE(is_valid(file, document)) << file;
    EXPECT_FALSE(is_valid(file, Json::parse(rubric_schema()))) << file;
  }
}

TEST(RubricSchema, GoodRubricsAreValid) {
  for (const auto& folder :
       std::filesystem::directory_iterator(kSource / "tests/rubrics/golden/good")) {
    EXPECT_TRUE(is_valid(folder.path() / "rubric.yaml")) << folder.path();
  }
  EXPECT_TRUE(is_valid(kSource / "examples/javascript-week/rubric.yaml"));
}

TEST(RubricSchema, MistakesOfStructureAreNot) {
  for (const char* name : {"a-list",
                           "bad-ids",
                           "bad-limits",
                           "bad-pass",
                           "bad-template",
                           "bad-texts",
                           "block-in-a-block",
                           "core-schema-scalars",
                           "empty-file",
                           "empty-lists",
                           "half-a-template",
                           "language",
                           "later-keys",
                           "later-kinds",
                           "missing-keys",
                           "no-checks",
                           "no-kind",
                           "nothing-asked",
                           "points-and-weight-in-one",
                           "two-kinds",
                           "unknown-choice",
                           "unknown-key",
                           "unknown-key-far",
                           "unknown-key-in-kind",
                           "wrong-types"}) {
    EXPECT_FALSE(is_valid(kSource / "tests/rubrics/golden/mistakes" / name / "rubric.yaml"))
        << name;
  }
}

}  // namespace
}  // namespace grader::rubrics
