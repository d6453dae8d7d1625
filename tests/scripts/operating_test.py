"""Everything that docs/operating.md tells an operator to type, in its order, in an installation below a scratch folder.

Usage: operating_test.py BUILD_FOLDER. Absolute places of the document are below the scratch folder, git.school.example
is a server on loopback, and what changes a whole machine has a stand-in: systemd's starts programs as an ordinary user
with cgroups of its own, as the real one does.
"""
import os
import pathlib
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest

from readme_test import commands, pattern

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/source"))
from git_server import Server  # noqa: E402

USER = 54321  # of host_mode
ABSOLUTE = re.compile(r"(?<![\w/.])/(?=(?:usr/local|etc|var|run)\b)")
ONLY_LOOKED_AT = ("scripts/", "cmake --preset", "cmake --build")

STAND_IN = """#!/bin/sh
exec /usr/bin/python3 {test} --stand-in {name} {place} {build} "$@"
"""


def chown(folder):
    folder.mkdir(parents=True, exist_ok=True)
    os.chown(folder, USER, USER)


def as_user(build, place, command, variables):
    """As systemd starts a program: with nothing of our environment."""
    environment = {"PATH": f"{place}/usr/local/bin:/usr/bin:/bin", "HOME": f"{place}/var/lib/grader", **variables}
    for name in ("SSL_CERT_FILE", "XDG_CONFIG_HOME"):
        environment.setdefault(name, os.environ[name])
    mode = [f"{build}/bin/host_mode", "user-with-cgroups"]
    if subprocess.run([*mode, "/bin/true"], check=False, capture_output=True).returncode != 0:
        mode = []  # in a chroot, say
    given = [f"{name}={value}" for name, value in environment.items()]
    return subprocess.run([*mode, "/usr/bin/env", "-i", *given, *command], check=False,
                          cwd=place / "var/lib/grader").returncode


def systemd_run(place, build, arguments):
    """Of systemd-run: the folders and variables that it is told to make."""
    split = arguments.index("--")
    options, command = arguments[:split], arguments[split + 1:]
    assert {"--wait", "--pipe", "--uid=grader"} <= set(options), options
    properties = dict(word.split("=", 1) for flag, word in zip(options, options[1:]) if flag == "-p")
    assert properties["Delegate"] == "yes"
    variables = dict(word.split("=", 1) for flag, word in zip(options, options[1:]) if flag == "-E")
    chown(place / "var/cache" / properties["CacheDirectory"])
    chown(place / "run" / properties["RuntimeDirectory"])
    variables = {name: ABSOLUTE.sub(f"{place}/", value) for name, value in variables.items()}
    return as_user(build, place, command, variables)


def systemctl(place, build, arguments):
    """`start` does what the unit says, as far as the grader's units say something."""
    if arguments[0] == "daemon-reload":
        return 0
    instance = re.fullmatch(r"grader@(.+)\.service", arguments[1]).group(1)
    unit = (place / "etc/systemd/system/grader@.service").read_text()
    assert "Delegate=yes" in unit and "User=grader" in unit
    for letter, meant in {"i": instance, "S": "/var/lib", "C": "/var/cache", "t": "/run"}.items():
        unit = unit.replace("%" + letter, meant)
    unit = ABSOLUTE.sub(f"{place}/", unit)
    values = lambda key: re.findall(rf"^{key}=(.*)$", unit, re.MULTILINE)  # noqa: E731
    for folder in values("RuntimeDirectory"):
        chown(place / "run" / folder)
    given = dict(line.split("=", 1) for line in pathlib.Path(values("EnvironmentFile")[0]).read_text().split())
    command = [re.sub(r"^\$\{(\w+)\}$", lambda name: given[name.group(1)], word)
               for word in values("ExecStart")[0].split()]
    return as_user(build, place, command, {**given, **dict(value.split("=", 1) for value in values("Environment"))})


def apparmor_parser(place, _, arguments):
    profile = (place / "etc/apparmor.d/grader-jailer").read_text()
    jailer = next(place.glob("usr/local/libexec/grader/grader-jailer")).relative_to(place)
    assert arguments == ["-r", str(place / "etc/apparmor.d/grader-jailer")], arguments
    return 0 if f"/{jailer}".replace("/usr/local/", "/usr{,/local}/") in profile and "userns," in profile else 1


def useradd(place, _, arguments):
    assert arguments[-1] == "grader" and str(place / "var/lib/grader") in arguments, arguments
    chown(place / "var/lib/grader")
    return 0


STAND_INS = {"systemd-run": systemd_run, "systemctl": systemctl, "apparmor_parser": apparmor_parser,
             "useradd": useradd, "journalctl": lambda *_: 0}


@unittest.skipIf(os.geteuid() != 0, "the document is for root")
class Operating(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.addCleanup(scratch.cleanup)
        self.place = pathlib.Path(scratch.name)
        self.place.chmod(0o755)
        for folder in ("usr/local/sbin", "etc/systemd/system", "etc/apparmor.d", "etc/grader", "fakes", "config/grader",
                       "served", "elsewhere"):
            (self.place / folder).mkdir(parents=True)
        for name in STAND_INS:
            fake = self.place / "fakes" / name
            fake.write_text(STAND_IN.format(test=__file__, name=name, place=self.place, build=BUILD))
            fake.chmod(0o755)
        # As if the user had built them: other layers may lie where that user cannot go.
        layers = os.environ.get("GRADER_LAYERS") or BUILD / "cache/grader/layers"
        cache = self.place / "var/cache/grader"
        cache.mkdir(parents=True)
        if subprocess.run(["cp", "-al", layers, cache / "layers"], check=False, capture_output=True).returncode != 0:
            subprocess.run(["cp", "-a", layers, cache], check=True)
        subprocess.run([f"{BUILD}/bin/grader", "environment", "prune"], check=True, capture_output=True,
                       env={**os.environ, "GRADER_LAYERS": f"{cache}/layers"})
        (cache / "layers/.lock").unlink()
        chown(cache / "layers")
        example = ROOT / "examples/javascript-week"
        subprocess.run([example / "build-course", self.place / "served/course"], check=True, capture_output=True)
        shutil.copytree(example, self.place / "var/lib/grader/rubrics", ignore=shutil.ignore_patterns("*.git"))
        (self.place / "var/lib/grader/rubrics/rubric.yaml").rename(
            self.place / "var/lib/grader/rubrics/week-2.yaml")
        self.servers = {}

    def meant(self, text):
        """The document's words, in terms of this test."""
        for name, server in self.servers.items():
            text = text.replace(name, server)
        return ABSOLUTE.sub(f"{self.place}/", text).replace("build/release", str(BUILD))

    def run_document(self):
        environment = {**os.environ, "PATH": f"{self.place}/fakes:{self.place}/usr/local/sbin:{self.place}/usr/local/bin"
                       f":{os.environ['PATH']}", "NO_COLOR": "1", "XDG_CONFIG_HOME": f"{self.place}/config",
                       "XDG_CACHE_HOME": f"{self.place}/cache", "SSL_CERT_FILE": f"{self.place}/certificate.pem"}
        environment.pop("GRADER_LAYERS", None)
        for command, lines in commands("docs/operating.md"):
            if command.startswith(ONLY_LOOKED_AT):
                continue
            meant = self.meant(command)
            self.assertNotRegex(meant, ABSOLUTE)
            # A strict root: what others may use must not hang on that.
            done = subprocess.run(f"umask 077; {meant}", shell=True, cwd=self.place / "elsewhere",
                                  env=environment, text=True, stdin=subprocess.DEVNULL, capture_output=True)
            said = done.stdout if lines else ""  # where the document shows nothing it says nothing about it
            self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout}{done.stderr}")
            self.assertRegex(said, pattern([self.meant(line) for line in lines]), f"{command}\n{done.stderr}")

    def test_every_command_does_what_the_document_says(self):
        certificate, key = self.place / "certificate.pem", self.place / "key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate],
                       check=True, capture_output=True)
        certificate.chmod(0o644)
        (self.place / "etc/grader/token").write_text("the-schools-token\n")
        (self.place / "served/private").symlink_to("course")
        document = (ROOT / "docs/operating.md").read_text()
        configuration = re.search(r"^```yaml\n(.*?)^```", document, re.MULTILINE | re.DOTALL).group(1)
        with Server(self.place / "served", certificate=(certificate, key)) as public, \
                Server(self.place / "served", certificate=(certificate, key), token="the-schools-token") as private:
            at = [f"localhost:{server.port}" for server in (public, private)]
            self.servers = {"git.school.example/private": f"{at[1]}/private", "git.school.example": at[0]}
            (self.place / "config/grader/config.yaml").write_text(
                configuration.replace("git.school.example", ", ".join(at)))
            (self.place / "var/lib/grader/week-2.env").write_text(self.meant(
                "SUBMISSION=https://git.school.example/course\nREF=pull/2/head\n"))
            self.run_document()
            self.assertIn("x-access-token:the-schools-token", private.seen_tokens)
        for out in ("2", "week-2"):
            self.assertTrue((self.place / "var/lib/grader/out" / out / "report.html").is_file(), out)
        for path in (self.place / "usr/local").rglob("*"):
            self.assertTrue(path.stat().st_mode & stat.S_IROTH, path)

    @unittest.skipUnless(shutil.which("systemd-analyze"), "systemd is not installed")
    def test_the_unit_is_one(self):
        unit = ROOT / "sandbox/hosts/grader@.service"
        done = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], check=False, capture_output=True, text=True)
        said = [line for line in done.stderr.splitlines() if "/usr/local/bin/grader is not executable" not in line]
        self.assertEqual(said, [])


if sys.argv[1] == "--stand-in":
    sys.exit(STAND_INS[sys.argv[2]](pathlib.Path(sys.argv[3]), sys.argv[4], sys.argv[5:]))
BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
unittest.main(warnings="ignore")
