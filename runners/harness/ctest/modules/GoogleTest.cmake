# Found before CMake's own: there, gtest_discover_tests() starts the program while it is built, and
# the code of the submission with it. The names are read from the text of the tests instead.
include("${CMAKE_ROOT}/Modules/GoogleTest.cmake")
function(gtest_discover_tests target)
  gtest_add_tests(TARGET ${target})
endfunction()
