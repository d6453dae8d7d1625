"""The archive of scripts/package, unpacked elsewhere on a host without the libraries; and the templates of examples/ci,
whose steps are run as they are, with that archive.

Usage: package_test.py BUILD_FOLDER. `sudo`, `curl` and `gh` have stand-ins; repositories are local ones.
"""
import ctypes
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
CI = ROOT / "examples/ci"
EXAMPLE = ROOT / "examples/javascript-week"
CLONE_NEWNS, MS_BIND, MS_REC, MS_PRIVATE = 0x20000, 0x1000, 0x4000, 1 << 18
# Node needs these of the host, inside of the jail.
STAY = re.compile(r"lib(stdc\+\+|gcc_s)\.so")

# As sudo: nothing of the environment but what is asked for, and where this test keeps things.
SUDO = """#!/bin/bash
keep=(HOME XDG_CACHE_HOME GRADER_LAYERS)
if [[ $1 == --preserve-env=* ]]; then IFS=, read -ra more <<<"${1#*=}"; keep+=("${more[@]}"); shift; fi
for name in "${keep[@]}"; do [[ -v $name ]] && given+=("$name=${!name}"); done
exec env -i "PATH=/usr/local/bin:/usr/bin:/bin" "${given[@]}" "$@"
"""
CURL = """#!/bin/bash
while (($#)); do [[ $1 == --output ]] && out=$2; last=$1; shift; done
[[ $last == "$PACKAGE" ]] && cp "$ARCHIVE" "$out"
"""
GH = """#!/bin/bash
echo "$@" >"$GH_SAID"
"""


def run(*command, **more):
    return subprocess.run([str(word) for word in command], check=False, stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, **more)


def git(*arguments, **more):
    return subprocess.run(["git", "-c", "user.name=Sam", "-c", "user.email=sam@example.org", *map(str, arguments)],
                          check=True, capture_output=True, text=True, **more)


@unittest.skipIf(os.geteuid() != 0, "jails are made as root here")
class Package(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.place = pathlib.Path(scratch.name)
        cls.place.chmod(0o755)
        cls.archive = cls.place / "grader.tar.gz"
        made = run(ROOT / "scripts/package", "--build", BUILD, "--out", cls.archive)
        assert made.returncode == 0, made.stderr
        cls.said = made.stdout
        run("tar", "-xzf", cls.archive, "-C", cls.place)
        cls.tree = next(cls.place.glob("grader-*-linux-*"))
        layers = os.environ.get("GRADER_LAYERS") or BUILD / "cache/grader/layers"
        cls.environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(cls.place), "NO_COLOR": "1",
                           "XDG_CACHE_HOME": str(cls.place / "cache"), "GRADER_LAYERS": str(layers)}
        cls.course = cls.place / "school/course"
        cls.course.parent.mkdir()
        git_made = run(EXAMPLE / "build-course", cls.course)
        assert git_made.returncode == 0, git_made.stderr

    def in_hiding(self, *command):
        """With nothing in place of every library that came along."""
        libc = ctypes.CDLL(None, use_errno=True)
        hidden = [path.encode() for path in self.hidden()]

        def hide():
            done = libc.unshare(CLONE_NEWNS) or libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None)
            for path in hidden:
                done = done or libc.mount(b"/dev/null", path, None, MS_BIND, None)
            if done:
                raise OSError(ctypes.get_errno(), "cannot hide libraries")
        return run(*command, env=self.environment, preexec_fn=hide)

    def hidden(self):
        listed = run("ldconfig", "-p").stdout
        for library in (self.tree / "libexec/grader/lib").iterdir():
            found = re.search(rf"^\s*{re.escape(library.name)} .*=> (\S+)$", listed, re.MULTILINE)
            if found and not STAY.match(library.name):
                yield os.path.realpath(found.group(1))

    def test_it_says_what_it_made(self):
        self.assertRegex(self.said, rf"\A{re.escape(str(self.archive))}\n"
                                    r"It needs Linux on \w+ with glibc 2\.\d+ or later\.\n\Z")

    def test_it_holds_files_of_everybody_and_the_licences(self):
        with tarfile.open(self.archive) as archive:
            for member in archive:
                self.assertEqual((member.uid, member.gid), (0, 0))
                self.assertEqual(member.mode & 0o005, 0o005 if member.isdir() else member.mode & 0o001 | 0o004, member.name)
        libraries = list((self.tree / "libexec/grader/lib").iterdir())
        self.assertGreater(len(libraries), 5)
        self.assertTrue(any(path.name.startswith("libgit2") for path in libraries))
        self.assertFalse(any(re.match(r"libc\.so|ld-linux", path.name) for path in libraries))
        self.assertTrue(any((self.tree / "share/doc/grader/licences").glob("libgit2*")))

    def test_its_programs_find_what_came_along(self):
        for program in ("bin/grader", "libexec/grader/grader-fetcher"):
            for line in run("ldd", self.tree / program, env=self.environment).stdout.splitlines():
                name, _, rest = line.strip().partition(" => ")
                if rest and (self.tree / "libexec/grader/lib" / name).exists():
                    self.assertTrue(rest.startswith(str(self.tree)), line)

    def test_it_grades_where_the_libraries_are_missing(self):
        self.assertGreater(len(list(self.hidden())), 5)
        installed = self.in_hiding(BUILD / "bin/grader", "--version")
        self.assertIn("error while loading shared libraries", installed.stderr)
        graded = self.in_hiding(self.tree / "bin/grader", "grade", self.course, "--ref", "pull/2/head", "--rubric",
                                EXAMPLE / "rubric.yaml", "--out", self.place / "out")
        self.assertEqual(graded.returncode, 0, graded.stderr)
        self.assertIn("On the way: 43.01 of 100 points", graded.stdout)

    def test_its_doctor_sees_the_jail_hold(self):
        seen = self.in_hiding(self.tree / "bin/grader", "doctor")
        # Python and the compiler of this host miss their libraries now; that is not what is looked at.
        jail = seen.stdout[:seen.stdout.index("Environments:")]
        self.assertIn("Attacks on the jail, each run now:", jail)
        self.assertNotIn("THROUGH", jail)
        self.assertNotIn("MISSING", jail.replace("second wall (not needed)  MISSING", ""))

    # ----- examples/ci ------------------------------------------------------------------------------

    def job(self, lines, cwd, **variables):
        """The lines of a job, one shell after another as the runner does it."""
        fakes = self.place / "fakes"
        fakes.mkdir(exist_ok=True)
        for name, text in {"sudo": SUDO, "curl": CURL, "gh": GH}.items():
            (fakes / name).write_text(text)
            (fakes / name).chmod(0o755)
        digest = run("sha256sum", self.archive).stdout.split()[0]
        environment = {**self.environment, "PATH": f"{fakes}:{self.environment['PATH']}", "ARCHIVE": str(self.archive),
                       "PACKAGE_SHA256": digest, "GH_SAID": str(self.place / "gh"), **variables}
        out = ""
        for script in lines:
            done = run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script, cwd=cwd, env=environment)
            out += done.stdout + done.stderr
            if done.returncode != 0:
                return done.returncode, out
        return 0, out

    def course_folder(self, name):
        folder = self.place / name
        (folder / "grading").mkdir(parents=True)
        (folder / "grading/week-2.yaml").write_text((EXAMPLE / "rubric.yaml").read_text())
        shutil.copytree(EXAMPLE / "variants", folder / "grading/variants")
        return folder

    def test_the_workflow_grades_and_comments(self):
        workflow = yaml.safe_load((CI / "github/grade.yml").read_text())
        grade, comment = workflow["jobs"]["grade"], workflow["jobs"]["comment"]
        folder = self.course_folder("github")
        head = git("-C", self.course, "rev-parse", "refs/pull/2/head").stdout.strip()
        event = folder / "event.json"
        event.write_text(json.dumps({"action": "opened", "number": 2, "pull_request": {
            "number": 2, "title": "$(touch x)", "body": "", "user": {"login": "sam"},
            "head": {"ref": "`touch x`", "sha": head}}}))
        (folder / "temp").mkdir()
        variables = {key: str(value) for key, value in workflow["env"].items() if key != "PACKAGE_SHA256"}
        code, said = self.job([step["run"] for step in grade["steps"] if "run" in step], folder, **variables, NUMBER="2",
                              RUN_PAGE="https://git.school.example/school/course/actions/runs/7",
                              RUNNER_TEMP=str(folder / "temp"), GITHUB_SERVER_URL=str(self.course.parent.parent),
                              GITHUB_REPOSITORY="school/course", GITHUB_EVENT_PATH=str(event), GRADER_TOKEN="secret",
                              GITHUB_STEP_SUMMARY=str(folder / "summary.md"))
        self.assertEqual(code, 1, said)  # that is below 70
        self.assertIn("\n::notice title=JavaScript%2C week 2%3A a small public library::On the way: 43.01 of 100 points\n", said)
        self.assertRegex(said, r"\n::warning file=week-2/LEARNED\.md,line=9,")
        self.assertTrue((folder / "summary.md").read_text().startswith("## JavaScript, week 2"))
        for said in ("summary.md", "report/report.md"):
            self.assertIn("\n[The whole report](<https://git.school.example/school/course/actions/runs/7>)\n",
                          (folder / said).read_text())
        for name in ("report.json", "report.html", "report.md", "report-github.txt", "report-junit.xml"):
            self.assertTrue((folder / "report" / name).is_file(), name)
        code, said = self.job([step["run"] for step in comment["steps"] if "run" in step], folder, NUMBER="2",
                              GITHUB_REPOSITORY="school/course")
        self.assertEqual(code, 0, said)
        self.assertIn("pr comment 2 --repo school/course --body-file report/report.md", (self.place / "gh").read_text())

    def test_the_workflow_gives_no_rights_to_students_code(self):
        text = (CI / "github/grade.yml").read_text()
        workflow = yaml.safe_load(text)
        self.assertEqual(list(workflow[True]), ["pull_request_target"])  # YAML 1.1 reads `on` as true
        self.assertEqual(workflow["permissions"], {"contents": "read"})
        self.assertNotIn("permissions", workflow["jobs"]["grade"])
        for name, job in workflow["jobs"].items():
            for step in job["steps"]:
                self.assertNotIn("${{", step.get("run", ""), "texts of a pull request would be commands")
                self.assertNotIn("ref", step.get("with", {}), "nothing of the student's is checked out")
            runs_students_code = any(" grade " in step.get("run", "") for step in job["steps"])
            self.assertEqual(runs_students_code, name == "grade")

    def test_the_pipeline_grades_what_the_webhook_names(self):
        pipeline = yaml.safe_load((CI / "gitlab/.gitlab-ci.yml").read_text())
        self.assertEqual(pipeline["workflow"]["rules"], [{"if": '$CI_PIPELINE_SOURCE == "trigger"'}])
        job = pipeline["grade"]
        folder = self.course_folder("gitlab")
        for name in ("week-2.yaml", "variants"):
            (folder / "grading" / name).rename(folder / name)
        (folder / "config.yaml").write_text((CI / "gitlab/config.yaml").read_text())
        head = git("-C", self.course, "rev-parse", "refs/pull/2/head").stdout.strip()
        payload = folder / "payload.json"
        payload.write_text(json.dumps({"object_kind": "push", "ref": "refs/heads/week-2", "checkout_sha": head, "after": head,
                                       "user_username": "sam", "project": {"git_http_url": str(self.course)}}))
        variables = {key: str(value) for key, value in pipeline["variables"].items() if key != "PACKAGE_SHA256"}
        # GitLab runs the lines of a script in one shell.
        code, said = self.job(["\n".join(job["script"])], folder, **variables, TRIGGER_PAYLOAD=str(payload),
                              GRADER_TOKEN="secret")
        self.assertEqual(code, 1, said)
        self.assertIn("On the way: 43.01 of 100 points", said)
        self.assertTrue((folder / job["artifacts"]["reports"]["junit"]).is_file())

    def test_the_hook_tells_the_student_at_once(self):
        repository, work = self.place / "hook.git", self.place / "hook-work"
        run("cp", "-a", self.course, repository)
        hook = repository / "hooks/post-receive"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text((CI / "hook/post-receive").read_text())
        hook.chmod(0o755)
        git("clone", "-q", repository, work)
        git("-C", work, "fetch", "-q", "origin", "refs/pull/2/head")
        environment = {**self.environment, "GRADER": str(self.tree / "bin/grader"), "RUBRIC": str(EXAMPLE / "rubric.yaml"),
                       "REPORTS": str(self.place / "reports")}
        pushed = run("git", "-C", work, "push", "origin", "FETCH_HEAD:refs/heads/sam", env=environment)
        self.assertEqual(pushed.returncode, 0, pushed.stderr)
        self.assertIn("remote: On the way: 43.01 of 100 points", pushed.stderr)
        head = git("-C", work, "rev-parse", "FETCH_HEAD").stdout.strip()
        self.assertTrue((self.place / "reports" / head / "report.html").is_file())
        deleted = run("git", "-C", work, "push", "origin", ":refs/heads/sam", env=environment)
        self.assertNotIn("points", deleted.stderr)
        environment["RUBRIC"] = "/nowhere.yaml"
        broken = run("git", "-C", work, "push", "origin", "FETCH_HEAD:refs/heads/sam", env=environment)
        self.assertEqual(broken.returncode, 0)
        self.assertIn("remote: This push could not be graded now; a teacher will see to it.", broken.stderr)


if __name__ == "__main__":
    BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
