// Times as text.
#pragma once

#include <cstdint>
#include <string>

namespace grader {

// Seconds since 1970 as RFC 3339 in UTC: "2026-11-23T17:30:00Z". Held to the years 1970 to 9999,
// so that a forged date stays readable.
std::string rfc3339_utc(std::int64_t seconds);

}  // namespace grader
