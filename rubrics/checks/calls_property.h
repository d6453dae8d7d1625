// What must hold of each of many calls, whatever goes in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rubrics/checks/calls_generate.h"
#include "runners/pipe.h"

namespace grader::rubrics {

struct Property {
  enum class Kind {
    SameAs,      // the rubric's own solution gives the same
    SameLength,  // as the first argument
    Ascending,
    Descending,
    SameItems,    // as the first argument, in any order
    Unchanged,    // the arguments
    Idempotent,   // called with the result it gives it again
    Commutative,  // with its first two arguments changed over it gives the same
    RoundTrip,    // `function`, called with the result, gives the first argument
  };
  Kind kind = Kind::SameAs;
  std::string function;
};

// A case whose inputs are made.
struct GeneratedCalls {
  std::vector<Generator> arguments;
  std::vector<Property> properties;  // at least one
  std::int64_t runs = 100;
  std::uint64_t seed = 1;
  double within = 0;

  bool compares() const { return properties.front().kind == Property::Kind::SameAs; }
};

// The arguments of one run, 0 to runs - 1; later ones are larger.
Value arguments_of(const GeneratedCalls& generated, Random& random, std::int64_t run);

// Arguments that it could have made too and that are smaller, the smallest first.
std::vector<Value> smaller_arguments(const GeneratedCalls& generated, const Value& arguments);

// What else must be asked to know whether it holds: of the student's code, or, for SameAs, of the
// rubric's solution. nullopt: nothing.
std::optional<runners::Ask> further_ask(const Property& property, const runners::Ask& ask,
                                        const runners::Reply& reply);

// `other`: the reply to the further ask; null where there was none.
bool holds(const Property& property, const runners::Ask& ask, const runners::Reply& reply,
           const runners::Reply* other, double within);

}  // namespace grader::rubrics
