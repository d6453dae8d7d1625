"""check_includes speaks about each kind of violation and stays silent otherwise."""
import pathlib
import tempfile
import unittest

import check_includes


def found(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return list(check_includes.violations(folder))


class CheckIncludes(unittest.TestCase):
    def test_right_to_left_is_refused(self):
        self.assertEqual(
            found({"sandbox/a.cc": '#include "rubrics/check.h"\n'}),
            ["sandbox/a.cc:1: sandbox may not include rubrics/check.h"])

    def test_neighbours_do_not_know_each_other(self):
        self.assertEqual(
            found({"grader/report/a.cc": '\n#include "grader/engine/grade.h"\n'}),
            ["grader/report/a.cc:2: grader/report may not include grader/engine/grade.h"])

    def test_a_library_has_one_home(self):
        self.assertEqual(
            found({"rubrics/a.cc": "#include <git2.h>\n"}),
            ["rubrics/a.cc:1: git2.h has its home in grader/source"])

    def test_no_third_party_header_in_a_header(self):
        self.assertEqual(
            found({"grader/source/a.h": "#include <git2.h>\n"}),
            ["grader/source/a.h:1: git2.h belongs in a .cc file"])

    def test_left_and_own_are_fine(self):
        self.assertEqual(found({
            "grader/engine/a.cc": '#include "grader/source/source.h"\n#include "grader/engine/b.h"\n',
            "sandbox/a.cc": "#include <seccomp.h>\n#include <vector>\n"}), [])


if __name__ == "__main__":
    unittest.main()
