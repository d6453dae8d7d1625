// Plain data: what equals what, how it looks, and how it crosses.
#include "grader/model/value.h"

#include <cmath>
#include <ostream>

#include <gtest/gtest.h>

#include "grader/model/value_json.h"

namespace grader {

void PrintTo(const Value& value, std::ostream* out) {
  *out << to_text(value, Language::JavaScript);
}

namespace {

Value read(const std::string& json) {
  std::optional<Value> value = value_from_json(json);
  if (!value) ADD_FAILURE() << "no value: " << json;
  return value.value_or(Value::undefined());
}

struct Pair {
  std::string expected, actual;
  bool equal = true;
  double within = 0;
};
void PrintTo(const Pair& pair, std::ostream* out) {
  *out << pair.expected << " and " << pair.actual;
}

class ValueEqualsTest : public ::testing::TestWithParam<Pair> {};
TEST_P(ValueEqualsTest, AsRubricsMeanIt) {
  const Pair& pair = GetParam();
  EXPECT_EQ(equals(read(pair.expected), read(pair.actual), pair.within), pair.equal);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, ValueEqualsTest,
    ::testing::Values(
        Pair{"1", "1.0"}, Pair{"1", "\"1\"", false}, Pair{"1", "true", false},
        Pair{"0.3", "0.30000000000000004", false}, Pair{"23.4", "23.35", true, 0.05},
        Pair{"23.4", "23.34", false, 0.05}, Pair{"1", R"({"$js":"Infinity"})", false, 1000},
        Pair{R"({"$js":"Infinity"})", R"({"$js":"Infinity"})", true, 1},
        Pair{R"({"$js":"NaN"})", R"({"$js":"NaN"})"}, Pair{"0", R"({"$js":"NaN"})", false, 1},
        Pair{"0", R"({"$js":"-0"})"}, Pair{R"({"$js":"-0"})", "0", false},
        Pair{R"({"$js":"-0"})", R"({"$js":"-0"})"}, Pair{"null", R"({"$js":"undefined"})", false},
        Pair{"[1,[2]]", "[1,[2]]"}, Pair{"[1,2]", "[2,1]", false}, Pair{"[1]", "[1,2]", false},
        Pair{"[1.0]", "[1.04]", true, 0.05}, Pair{"[1]", R"({"$tuple":[1]})", false},
        Pair{R"({"a":1,"b":2})", R"({"b":2,"a":1})"},
        Pair{R"({"a":1})", R"({"a":1,"b":{"$js":"undefined"}})"},
        Pair{R"({"a":1})", R"({"a":1,"b":null})", false},
        Pair{R"({"x":1})", R"({"$object":{"class":"Point","fields":{"x":1}}})"},
        Pair{R"({"$set":[1,2,2.5]})", R"({"$set":[2.5,1,2]})"},
        Pair{R"({"$set":[1,2]})", R"({"$set":[1,1]})", false},
        Pair{R"({"$map":[[1,"a"],[2,"b"]]})", R"({"$map":[[2,"b"],[1,"a"]]})"},
        Pair{R"({"$map":[[1,"a"]]})", R"({"$map":[[1,"b"]]})", false},
        Pair{R"({"$bigint":"12"})", R"({"$bigint":"12"})"},
        Pair{R"({"$bigint":"12"})", "12", false}, Pair{R"({"$date":5})", R"({"$date":5})"},
        Pair{R"({"$date":5})", R"({"$date":6})", false},
        Pair{R"({"$other":"function"})", R"({"$other":"function"})", false}));

INSTANTIATE_TEST_SUITE_P(
    OfClasses, ValueEqualsTest,
    ::testing::Values(Pair{R"({"$regexp":"/a/g"})", R"({"$regexp":"/a/g"})"},
                      Pair{R"({"$regexp":"/a/g"})", R"({"$regexp":"/a/"})", false},
                      Pair{R"({"$typed":{"type":"Uint8Array","items":[1]}})",
                           R"({"$typed":{"type":"Uint8Array","items":[1]}})"},
                      Pair{R"({"$typed":{"type":"Uint8Array","items":[1]}})",
                           R"({"$typed":{"type":"Int8Array","items":[1]}})", false},
                      Pair{R"({"$typed":{"type":"Float32Array","items":[0.1]}})",
                           R"({"$typed":{"type":"Float32Array","items":[0.11]}})", true, 0.1},
                      Pair{R"({"$error":{"types":["Error"],"message":"x"}})",
                           R"({"$error":{"types":["RangeError","Error"],"message":"x"}})"},
                      Pair{R"({"$error":{"types":["RangeError"],"message":"x"}})",
                           R"({"$error":{"types":["Error"],"message":"x"}})", false},
                      Pair{R"({"$error":{"types":[],"message":"x"}})",
                           R"({"$error":{"types":["Error"],"message":"y"}})", false},
                      Pair{R"({"$bytes":"00ff"})", R"({"$bytes":"00ff"})"},
                      Pair{R"({"$bytes":"00ff"})", R"({"$bytes":"00fe"})", false},
                      Pair{R"({"$decimal":"1.10"})", R"({"$decimal":"1.1"})"},
                      Pair{R"({"$decimal":"100"})", R"({"$decimal":"1E+2"})"},
                      Pair{R"({"$decimal":"0"})", R"({"$decimal":"-0.00"})"},
                      Pair{R"({"$decimal":"1.1"})", R"({"$decimal":"1.11"})", false},
                      Pair{R"({"$decimal":"1.1"})", R"({"$decimal":"1.11"})", true, 0.01},
                      Pair{R"({"$decimal":"NaN"})", R"({"$decimal":"NaN"})"},
                      Pair{R"({"$decimal":"Infinity"})", R"({"$decimal":"-Infinity"})", false},
                      Pair{R"({"$decimal":"1"})", "1", false},
                      Pair{R"({"$datetime":["date",0]})", R"({"$datetime":["date",0]})"},
                      Pair{R"({"$datetime":["date",0]})", R"({"$datetime":["local",0]})", false},
                      Pair{R"({"a":[{"$up":2}]})", R"({"a":[{"$up":2}]})"},
                      Pair{R"({"a":[{"$up":2}]})", R"({"a":[{"$up":1}]})", false}));

struct Shown {
  std::string json, javascript, python;
};
void PrintTo(const Shown& shown, std::ostream* out) {
  *out << shown.json;
}
class ValueTextTest : public ::testing::TestWithParam<Shown> {};
TEST_P(ValueTextTest, LooksAsInTheLanguage) {
  const Value value = read(GetParam().json);
  EXPECT_EQ(to_text(value, Language::JavaScript), GetParam().javascript);
  EXPECT_EQ(to_text(value, Language::Python), GetParam().python);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, ValueTextTest,
    ::testing::Values(
        Shown{"[null,true,false]", "[null, true, false]", "[None, True, False]"},
        Shown{"[0.1,1e21,1e-7,-0.5,100000000000000000000]",
              "[0.1, 1e+21, 1e-07, -0.5, 100000000000000000000]",
              "[0.1, 1e+21, 1e-07, -0.5, 100000000000000000000]"},
        Shown{R"([{"$js":"-0"},{"$js":"NaN"},{"$js":"-Infinity"}])", "[-0, NaN, -Infinity]",
              "[-0, nan, -inf]"},
        Shown{R"("a\n\"\\b")", R"("a\n\"\\b")", R"("a\n\"\\b")"},
        Shown{R"({"a":1,"b c":[]})", R"({a: 1, "b c": []})", R"({"a": 1, "b c": []})"},
        Shown{R"({"$object":{"class":"Point","fields":{"x":1}}})", "Point {x: 1}",
              R"(Point {"x": 1})"},
        Shown{R"({"$map":[[1,2]]})", "Map {1 => 2}", "{1: 2}"},
        Shown{R"([{"$set":[1]},{"$set":[]}])", "[Set {1}, Set {}]", "[{1}, set()]"},
        Shown{R"([{"$tuple":[1]},{"$tuple":[1,2]}])", "[(1,), (1, 2)]", "[(1,), (1, 2)]"},
        Shown{R"([{"$bigint":"7"}])", "[7n]", "[7]"},
        Shown{R"([{"$date":1763919000000},{"$date":null}])",
              "[Date 2025-11-23T17:30:00Z, Invalid Date]",
              "[Date 2025-11-23T17:30:00Z, Invalid Date]"},
        Shown{R"([{"$datetime":["date",86400000]},{"$datetime":["local",0]}])",
              "[date 1970-01-02, Date 1970-01-01T00:00:00]",
              "[date 1970-01-02, datetime 1970-01-01T00:00:00]"},
        Shown{R"([{"$datetime":["zoned",0]}])", "[Date 1970-01-01T00:00:00Z]",
              "[datetime 1970-01-01T00:00:00Z]"},
        Shown{R"([{"$regexp":"/a+/gi"}])", "[/a+/gi]", "[/a+/gi]"},
        Shown{R"({"$typed":{"type":"Uint8Array","items":[1,2]}})", "Uint8Array [1, 2]",
              "Uint8Array [1, 2]"},
        Shown{R"({"$error":{"types":["Odd","Error"],"message":"no"}})", "Odd(\"no\")",
              "Odd(\"no\")"},
        Shown{R"({"$error":{"types":[],"message":"no"}})", "Error(\"no\")", "Exception(\"no\")"},
        Shown{R"({"$bytes":"61ff22"})", R"(b"a\xff\"")", R"(b"a\xff\"")"},
        Shown{R"({"$decimal":"1.10"})", R"(Decimal("1.10"))", R"(Decimal("1.10"))"},
        Shown{R"([{"$up":1}])", "[<circular>]", "[<circular>]"},
        Shown{R"({"$other":"function"})", "<function>", "<function>"}));

TEST(ValueText, IsCutAndSafe) {
  EXPECT_EQ(to_text(read("[1,2,3,4,5,6,7,8,9]"), Language::JavaScript, 10), "[1, 2, 3, ...");
  EXPECT_EQ(to_text(Value::text_of("\x1b[31m\u202e"), Language::JavaScript),
            "\"<U+001B>[31m<U+202E>\"");
  const std::string long_text(100'000, 'x');
  EXPECT_LT(to_text(Value::text_of(long_text), Language::Python).size(), 310u);
}

class ValueJsonTest : public ::testing::TestWithParam<std::string> {};
TEST_P(ValueJsonTest, ComesBackAsItWent) {
  EXPECT_EQ(to_json(read(GetParam())), GetParam());
}
INSTANTIATE_TEST_SUITE_P(
    Rows, ValueJsonTest,
    ::testing::Values("null", "[1,2.5,\"a\"]", R"({"a":{"b":[]}})", R"({"$js":"undefined"})",
                      R"({"$js":"-0"})", R"({"$bigint":"-12"})", R"({"$date":null})",
                      R"({"$map":[[1,{"a":2}]]})", R"({"$set":[1]})", R"({"$tuple":[1,[2]]})",
                      R"({"$object":{"class":"","fields":{"$js":"x","__proto__":1}}})",
                      R"({"$other":"promise"})", "9007199254740992", R"({"$regexp":"/a\\/b/gi"})",
                      R"({"$typed":{"items":[1,{"$js":"NaN"}],"type":"Float64Array"}})",
                      R"({"$typed":{"items":[{"$bigint":"1"}],"type":"BigInt64Array"}})",
                      R"({"$error":{"message":"x","types":["RangeError","Error"]}})",
                      R"({"$bytes":"00ff"})", R"({"$decimal":"-1.10E+5"})",
                      R"({"$datetime":["zoned",1.5]})", R"({"a":[{"$up":1},{"$up":2}]})"));

class NoValueTest : public ::testing::TestWithParam<std::string> {};
TEST_P(NoValueTest, IsRefused) {
  EXPECT_FALSE(value_from_json(GetParam())) << GetParam().substr(0, 100);
}
INSTANTIATE_TEST_SUITE_P(
    Rows, NoValueTest,
    ::testing::Values(
        "", "{", "[1,]", "1 2", R"({"$js":"no"})", R"({"$js":1})", R"({"$bigint":"1x"})",
        R"({"$bigint":""})", R"({"$bigint":12})", R"({"$date":"2026"})", R"({"$map":[[1]]})",
        R"({"$map":{}})", R"({"$set":1})", R"({"$unknown":1})",
        R"({"$object":{"class":1,"fields":{}}})", R"({"$object":{"fields":{}}})",
        R"({"$object":{"class":"","fields":[]}})", R"({"$regexp":"a"})", R"({"$regexp":"//"})",
        R"({"$regexp":"/a/gg"})", R"({"$regexp":"/a/x"})",
        R"({"$typed":{"type":"Array","items":[]}})",
        R"({"$typed":{"type":"Uint8Array","items":["a"]}})", R"({"$typed":{"type":"Uint8Array"}})",
        R"({"$error":{"types":["E"]}})", R"({"$error":{"types":[1],"message":""}})",
        R"({"$error":{"types":"E","message":""}})", R"({"$bytes":"0"})", R"({"$bytes":"0G"})",
        R"({"$decimal":"1x"})", R"({"$decimal":"1e9999999"})", R"({"$decimal":""})",
        R"({"$datetime":["week",1]})", R"({"$datetime":["date","1"]})", R"({"$up":1})",
        R"([{"$up":0}])", R"([{"$up":2}])", R"([{"$up":1.5}])", R"({"$function":{"name":"f"}})",
        "\"\xff\"", R"("\ud800")", std::string(100, '[') + std::string(100, ']'),
        std::string(200'000, '['), "[" + std::string(200'001, '1').replace(1, 1, ",") + "]"));

TEST(ValueJson, TooManyValuesAreRefused) {
  std::string many = "[1";
  for (std::size_t i = 0; i < kMaxValues; ++i) many += ",1";
  EXPECT_FALSE(value_from_json(many + "]"));
}

}  // namespace
}  // namespace grader
