"""The scripts: what holds for all of them, and what install-dependencies promises."""
import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPTS = [path for path in sorted((ROOT / "scripts").iterdir()) if os.access(path, os.X_OK)]
SHELL = [path for path in [*SCRIPTS, ROOT / ".ci/run"] if b"bash" in path.read_bytes()[:40]]
INSTALL = ROOT / "scripts/install-dependencies"


def run(*command, **more):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, **more)


class Scripts(unittest.TestCase):
    def test_every_script_explains_itself_from_anywhere(self):
        for script in SCRIPTS:
            with self.subTest(script.name):
                done = run(script, "--help", cwd="/")
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertIn(f"usage: scripts/{script.name}", done.stdout)

    def test_an_unknown_argument_is_refused(self):
        for script in SHELL[:-1]:
            with self.subTest(script.name):
                done = run(script, "--no-such-thing", cwd="/")
                self.assertEqual(done.returncode, 2)
                self.assertIn("--no-such-thing", done.stderr)

    def test_shellcheck_is_silent(self):
        done = run("shellcheck", "--severity=warning", *SHELL)
        self.assertEqual(done.stdout, "")

    def test_ci_runs_the_tests_and_nothing_clever(self):
        self.assertEqual((ROOT / ".ci/run").read_text().splitlines()[1:],
                         ['exec "$(dirname "${BASH_SOURCE[0]}")/../scripts/test"'])


class InstallDependencies(unittest.TestCase):
    """With fakes of dpkg-query, apt-get, sudo and npm in front of the real ones."""

    def setUp(self):
        self.place = tempfile.TemporaryDirectory()
        self.addCleanup(self.place.cleanup)
        self.bin = pathlib.Path(self.place.name)
        self.installed = self.bin / "installed"
        self.installed.write_text("")
        self.fake("dpkg-query", 'sed "s/^/installed /" "$(dirname "$0")/installed"; exit 1')
        self.fake("npm", "exit 0")
        self.fake("sudo", 'exec "$@"')

    def fake(self, name, body):
        path = self.bin / name
        path.write_text(f"#!/bin/bash\n{body}\n")
        path.chmod(0o755)

    def have(self, packages):
        self.installed.write_text("".join(f"{package}\n" for package in packages))

    def install(self, *arguments):
        return run(INSTALL, *arguments, env={**os.environ, "PATH": f"{self.bin}:/usr/bin:/bin"})

    def wanted(self, *arguments):
        return self.install("--list", *arguments).stdout.split()

    def test_where_nothing_is_missing_apt_is_not_called(self):
        self.have(self.wanted())
        self.fake("apt-get", "exit 9")
        done = self.install()
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def test_only_what_is_missing_is_installed(self):
        self.have(package for package in self.wanted() if package != "ninja-build")
        self.fake("apt-get", 'case "$*" in *" install "*) echo "$*" >>"$(dirname "$0")/calls";'
                  ' echo ninja-build >>"$(dirname "$0")/installed";; esac')
        done = self.install()
        self.assertEqual(done.returncode, 0, done.stderr)
        call = (self.bin / "calls").read_text()
        self.assertTrue(call.endswith("install -y --no-install-recommends ninja-build\n"), call)

    def test_failing_apt_is_told_with_its_words_and_a_next_step(self):
        self.fake("apt-get", "echo 'E: no such luck'; exit 100")
        done = self.install("--for", "demo")
        self.assertEqual(done.returncode, 1)
        self.assertIn("E: no such luck", done.stderr)
        self.assertIn("apt-get could not fetch the lists of packages", done.stderr)
        self.assertIn("hint: ", done.stderr)

    def test_the_demo_needs_no_browser_and_no_test_tools(self):
        demo, test = set(self.wanted("--for", "demo")), set(self.wanted("--for", "test"))
        self.assertLess(demo, test)
        for package in ("chromium", "libvalijson-dev", "clang-tidy-14"):
            self.assertIn(package, test - demo)

    def test_npm_is_wanted_only_where_there_is_none(self):
        self.assertNotIn("npm", self.wanted())

    def test_every_package_stands_in_the_document(self):
        document = (ROOT / "docs/dependencies.md").read_text()
        for package in self.wanted("--for", "fuzz"):
            self.assertIn(f"`{package}`", document)


if __name__ == "__main__":
    unittest.main()
