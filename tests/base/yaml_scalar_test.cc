#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "grader/base/yaml.h"

namespace grader {
namespace {

YamlNode plain(const std::string& text) {
  YamlNode node;
  node.plain = true;
  node.scalar = text;
  return node;
}

TEST(YamlScalar, OnlyTheWordsOfTheCoreSchemaAreBooleans) {
  for (const char* text : {"true", "True", "TRUE"}) EXPECT_EQ(as_bool(plain(text)), true) << text;
  for (const char* text : {"false", "False", "FALSE"}) {
    EXPECT_EQ(as_bool(plain(text)), false) << text;
  }
  for (const char* text : {"yes", "no", "on", "off", "y", "n", "tRUE", "1", ""}) {
    EXPECT_EQ(as_bool(plain(text)), std::nullopt) << text;
  }
}

TEST(YamlScalar, Nulls) {
  for (const char* text : {"", "~", "null", "Null", "NULL"}) EXPECT_TRUE(is_null(plain(text)));
  for (const char* text : {"nil", "none", "nULL"}) EXPECT_FALSE(is_null(plain(text)));
}

struct IntegerRow {
  const char* text;
  std::optional<std::int64_t> value;
};

TEST(YamlScalar, Integers) {
  const IntegerRow rows[] = {
      {"0", 0},
      {"-7", -7},
      {"+7", 7},
      {"007", 7},
      {"0x1F", 31},
      {"0o17", 15},
      {"9223372036854775807", std::numeric_limits<std::int64_t>::max()},
      {"-9223372036854775808", std::numeric_limits<std::int64_t>::min()},
      {"9223372036854775808", std::nullopt},
      {"1.0", std::nullopt},
      {"1_000", std::nullopt},
      {"0b1", std::nullopt},
      {"0x", std::nullopt},
      {"-0x1", std::nullopt},
      {"0x-1", std::nullopt},
      {"+-1", std::nullopt},
      {"--1", std::nullopt},
      {"12:30", std::nullopt},
      {"", std::nullopt},
      {"-", std::nullopt},
  };
  for (const IntegerRow& row : rows) EXPECT_EQ(as_integer(plain(row.text)), row.value) << row.text;
}

struct NumberRow {
  const char* text;
  std::optional<double> value;
};

TEST(YamlScalar, Numbers) {
  const NumberRow rows[] = {
      {"1", 1.0},
      {"1.5", 1.5},
      {"-.5", -0.5},
      {"+1.5", 1.5},
      {"1.", 1.0},
      {"1e3", 1000.0},
      {"1.5E-1", 0.15},
      {"0x10", 16.0},
      {".inf", std::nullopt},
      {"-.inf", std::nullopt},
      {".nan", std::nullopt},
      {"inf", std::nullopt},
      {"nan", std::nullopt},
      {"1e999", std::nullopt},
      {"1.10s", std::nullopt},
      {"1.2.3", std::nullopt},
      {"e3", std::nullopt},
      {".", std::nullopt},
      {"+-1", std::nullopt},
      {"", std::nullopt},
  };
  for (const NumberRow& row : rows) EXPECT_EQ(as_number(plain(row.text)), row.value) << row.text;
}

TEST(YamlScalar, QuotedIsText) {
  YamlNode node = plain("true");
  node.plain = false;
  EXPECT_EQ(as_bool(node), std::nullopt);
  node.scalar = "1";
  EXPECT_EQ(as_integer(node), std::nullopt);
  EXPECT_EQ(as_number(node), std::nullopt);
  node.scalar = "";
  EXPECT_FALSE(is_null(node));
}

}  // namespace
}  // namespace grader
