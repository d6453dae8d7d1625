"""Class 15: hostile repositories and hostile servers, graded by the whole program from an URL."""
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import threading
import time

import pytest
from whole_program import run

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "source"))
from git_server import Server  # noqa: E402

RUBRIC = """
rubric: attacks/file
version: 1
title: A file
template: none
tasks:
  - {id: file, title: File, path: "a.txt", points: 2, checks: [
      {id: there, title: It is there, points: 1, files: {required: ["a.txt"]}},
      {id: says, title: It says hello, points: 1, text: {in: ["a.txt"], require: [{pattern: hello}]}}]}
"""
ENVIRONMENT = {
    **os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Sam", "GIT_AUTHOR_EMAIL": "sam@example.org", "GIT_AUTHOR_DATE": "2026-03-01T10:00:00Z",
    "GIT_COMMITTER_NAME": "Sam", "GIT_COMMITTER_EMAIL": "sam@example.org",
    "GIT_COMMITTER_DATE": "2026-03-01T10:00:00Z",
}


class Repository:
    """Objects of every kind, also those that git itself would not make."""

    def __init__(self, folder):
        self.folder = folder
        self.git("init", "-q", "--bare", "-b", "main", folder, at=None)
        for key, value in (("transfer.fsckObjects", "false"), ("core.protectNTFS", "false"),
                           ("core.protectHFS", "false"), ("uploadpack.allowAnySHA1InWant", "true")):
            self.git("config", key, value)

    def git(self, *arguments, at=True, text=b""):
        command = ["git", *(["-C", str(self.folder)] if at else []), *map(str, arguments)]
        return subprocess.run(command, env=ENVIRONMENT, input=text, check=True, capture_output=True).stdout.decode().strip()

    def write(self, kind, content):
        content = content if isinstance(content, bytes) else content.encode()
        return self.git("hash-object", "-w", "--literally", "-t", kind, "--stdin", text=content)

    def tree(self, *entries):
        """Of (mode, name, id): in this order, whatever the names are."""
        parts = [mode.encode() + b" " + (name if isinstance(name, bytes) else name.encode()) + b"\0" + bytes.fromhex(oid)
                 for mode, name, oid in entries]
        return self.write("tree", b"".join(parts))

    def commit(self, tree, author="Sam <sam@example.org> 1772359200 +0000", more=""):
        return self.write("commit", f"tree {tree}\nauthor {author}\ncommitter {author}\n{more}\nwork\n")

    def pack(self):
        listed = self.git("cat-file", "--batch-all-objects", "--batch-check=%(objectname)").encode() + b"\n"
        return subprocess.run(["git", "-C", self.folder, "pack-objects", "-q", "--stdout"], input=listed, check=True,
                              capture_output=True, env=ENVIRONMENT).stdout

    def main(self, oid):
        (self.folder / "refs" / "heads" / "main").write_text(oid + "\n")

    def hello(self):
        return "100644", "a.txt", self.write("blob", "hello\n")


@pytest.fixture(name="grade")
def make_grade(tmp_path):
    """Grades an URL of a server; gives exit code, words and the report."""
    (tmp_path / "rubric.yaml").write_text(RUBRIC)

    def grade(port, name="course", *arguments, host="127.0.0.1", limits="fetch_timeout: 3s", patience=12):
        (tmp_path / "config.yaml").write_text(
            f"schemes: [http]\nhosts: ['{host}:{port}']\nsubmission: {{{limits}}}\n")
        out = tmp_path / "out"
        code, words = run(tmp_path, "grade", f"http://{host}:{port}/{name}", "--rubric", tmp_path / "rubric.yaml",
                          "--config", tmp_path / "config.yaml", "--out", out, "--format", "json,html,md,text",
                          *arguments, patience=patience)
        assert not list(tmp_path.glob("cache/grader/repositories/*.incoming-*"))
        assert "\x1b" not in words and "\x07" not in words and "\u202e" not in words
        report = json.loads((out / "report.json").read_text()) if code in (0, 1) else None
        if report:
            for page in out.glob("report.html"):
                assert "<script>alert" not in page.read_text() and "\u202e" not in page.read_text()
            del report["run"]
        return code, words, report
    return grade


def packet(data):
    return b"%04x" % (len(data) + 4) + data


def band(number, data):
    return b"".join(packet(bytes([number]) + data[at:at + 60000]) for at in range(0, len(data), 60000))


def honest(folder):
    repository = Repository(folder)
    repository.main(repository.commit(repository.tree(repository.hello())))


def refused(done, told):
    code, words, _ = done
    assert code == 3, words
    assert re.search(told, words), words


# ----- repositories -------------------------------------------------------------------------------

def hostile_names(repo):
    blob = repo.write("blob", "x\n")
    names = [b"\x1b[2J\x07", b"<script>alert(1)</script>", "\u202egnp.exe".encode(), b"\xff\xfe", b"a\nb", b"con",
             b"x" * 4000, b"::set-output name=x::y", b"=cmd|' /C calc'!A0", b"%s%n", b" ", b"-rf", b"\\..\\..\\x", b"a.txt "]
    return repo.tree(repo.hello(), *[("100644", name, blob) for name in names])


def links(repo):
    marker = repo.write("blob", str(repo.folder.parent.parent / "marker"))
    return repo.tree(("120000", "a.txt", marker), ("120000", "b", repo.write("blob", "/etc/passwd")),
                     ("120000", "c", repo.write("blob", "../" * 20 + "etc/passwd")),
                     ("120000", "d", repo.write("blob", "d")))


def linked_folder(repo):
    return repo.tree(("120000", "a.txt", repo.write("blob", "../.git/config\0hello")),
                     ("120000", "week", repo.write("blob", "/")))


def filters(repo):
    run_me = f"touch {repo.folder.parent.parent}/ran"
    config = f"[filter \"x\"]\n\tsmudge = {run_me}\n\tclean = {run_me}\n[core]\n\tfsmonitor = {run_me}\n\thooksPath = .\n"
    hook = repo.write("blob", f"#!/bin/sh\n{run_me}\n")
    attributes = repo.write("blob", "* filter=x diff=x merge=x working-tree-encoding=UTF-16\n")
    return repo.tree(("100644", ".gitattributes", attributes),
                     ("100644", ".gitconfig", repo.write("blob", config)), repo.hello(),
                     ("100755", "post-checkout", hook), ("100755", "pre-commit", hook))


def submodules(repo):
    modules = (f"[submodule \"x\"]\n\tpath = sub\n\turl = http://127.0.0.1:{repo.other}/x\n\tupdate = !touch ran\n"
               "[submodule \"../../y\"]\n\tpath = y\n\turl = -u./payload\n")
    return repo.tree(("100644", ".gitmodules", repo.write("blob", modules)), repo.hello(), ("160000", "sub", "a" * 40),
                     ("160000", "y", "b" * 40))


def impossible_names(repo):
    config = repo.tree(("100644", "config", repo.hello()[2]))
    return repo.tree(("40000", "..", config), ("40000", ".git", config), ("40000", ".GIT", config), repo.hello(),
                     repo.hello(), ("100644", "x/../../y", repo.hello()[2]))


def bomb(repo):
    tree = repo.tree(repo.hello())
    for _ in range(12):
        tree = repo.tree(repo.hello(), *[("40000", f"d{i}", tree) for i in range(10)])
    return tree


def deep(repo):
    tree = repo.tree(repo.hello())
    for _ in range(300):
        tree = repo.tree(("40000", "d", tree))
    return tree


@pytest.mark.parametrize("make, points", [
    (hostile_names, 2), (links, 0), (linked_folder, 0), (filters, 2), (submodules, 2), (impossible_names, 2),
], ids=lambda value: getattr(value, "__name__", ""))
def test_repositories_that_are_graded_and_do_no_harm(grade, tmp_path, make, points):
    with socket.create_server(("127.0.0.1", 0)) as other:
        honest(tmp_path / "served" / "honest")
        repository = Repository(tmp_path / "served" / "course")
        repository.other = other.getsockname()[1]
        repository.main(repository.commit(make(repository)))
        with Server(tmp_path / "served") as server:
            code, words, _ = grade(server.port)
            assert code == 0, words
            assert words.splitlines()[1].endswith(f": {points} of 2 points"), words
            assert grade(server.port, "honest")[1].startswith("A file\nComplete: 2 of 2 points\n")
        other.setblocking(False)
        with pytest.raises(BlockingIOError):
            other.accept()
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("make, told", [
    (bomb, "the submission is too large: "),
    (deep, "the submission is too large: |folders"),
    (lambda repo: repo.tree(("100644", "", repo.hello()[2]), repo.hello()), "cannot read"),
    (lambda repo: repo.tree(("777777777777777777777", "a.txt", repo.hello()[2])), "cannot read"),
    (lambda repo: repo.tree(("100644", "a.txt", repo.tree(repo.hello()))), "the commit is broken"),
    (lambda repo: repo.tree(("40000", "a.txt", repo.hello()[2])), "cannot read folder 'a.txt'"),
    (lambda repo: repo.tree(("100644", "a.txt", "a" * 40)), "cannot read 'a.txt'"),
    (lambda repo: repo.write("tree", b"40000"), "cannot read the tree"),
    (lambda repo: repo.hello()[2], "cannot read the tree"),
], ids=["bomb", "deep", "nameless", "odd mode", "folder as file", "file as folder", "nothing", "half a tree",
        "file as tree"])
def test_repositories_that_are_refused(grade, tmp_path, make, told):
    repository = Repository(tmp_path / "served" / "course")
    repository.main(repository.commit(make(repository)))
    # By a server that sends what it has; git's own would look at it.
    with Server(tmp_path / "served", lie=lambda: [packet(b"NAK\n") + band(1, repository.pack()) + b"0000"]) as server:
        refused(grade(server.port), told)


def commit_at(second):
    return lambda repo: repo.commit(repo.tree(repo.hello()), author=f"Sam <sam@example.org> {second} +0000")


def chain_of_tags(repo):
    oid, kind = repo.commit(repo.tree(repo.hello())), "commit"
    for _ in range(30):
        oid, kind = repo.write("tag", f"object {oid}\ntype {kind}\ntag t\ntagger S <s@x> 1 +0000\n\nx\n"), "tag"
    return oid


@pytest.mark.parametrize("make, told", [
    (commit_at("99999999999"), None),
    (commit_at("9223372036854775807"), None),
    (commit_at("99999999999999999999"), "cannot read commit"),
    (commit_at("-1"), None),
    (commit_at("1772359200 +9999999\nencoding \x1b[31m"), "cannot read commit"),
    (lambda repo: repo.commit(repo.tree(repo.hello()), author="\x1b]0;x\x07<script>alert(1)</script> <\u202e> 1 +0000"),
     None),
    (lambda repo: repo.commit(repo.tree(repo.hello()), more="parent " + "b" * 40 + "\n"), None),
    (chain_of_tags, None),
    (lambda repo: repo.commit("a" * 40), "cannot read the tree"),
    (lambda repo: repo.write("commit", "tree x\n"), "cannot read|cannot fetch"),
    (lambda repo: repo.write("commit", b"\0" * (40 << 20)), "cannot read|cannot fetch|too large"),
    (lambda repo: repo.hello()[2], "is not a commit"),
], ids=["far", "last", "beyond", "before", "zone", "author", "parent", "tags", "no tree", "no commit", "huge", "file"])
def test_commits_that_are_odd(grade, tmp_path, make, told):
    repository = Repository(tmp_path / "served" / "course")
    repository.main(make(repository))
    with Server(tmp_path / "served", lie=lambda: [packet(b"NAK\n") + band(1, repository.pack()) + b"0000"]) as server:
        done = grade(server.port, limits="fetch_timeout: 10s", patience=20)
    if told:
        return refused(done, told)
    assert done[0] == 0, done[1]
    assert done[1].startswith("A file\nComplete: 2 of 2 points\n")
    return None


# ----- servers ------------------------------------------------------------------------------------

class Lying:
    """A server of HTTP that answers each request with the next of its answers, as they are."""

    def __init__(self, *answers, head=None):
        self.answers, self.asked = list(answers), []
        self.head = head or b"HTTP/1.1 200 OK\r\nContent-Type: application/x-git-upload-pack-%s\r\nConnection: close\r\n\r\n"
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()

    def serve(self):
        while True:
            try:
                peer, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.answer, args=(peer,), daemon=True).start()

    def answer(self, peer):
        with peer:
            request = b""
            while b"\r\n\r\n" not in request:
                got = peer.recv(65536)
                if not got:
                    return
                request += got
            self.asked.append(request.split(b"\r\n")[0].decode())
            posts = request.startswith(b"POST")
            answer = self.answers[min(1 if posts else 0, len(self.answers) - 1)]
            try:
                if self.head:
                    peer.sendall(self.head % (b"result" if posts else b"advertisement") if b"%s" in self.head else self.head)
                for part in [answer] if isinstance(answer, bytes) else answer():
                    peer.sendall(part)
                peer.shutdown(socket.SHUT_WR)
                peer.settimeout(1)
                peer.recv(65536)
            except OSError:
                pass


SERVICE = packet(b"# service=git-upload-pack\n") + b"0000"


def for_ever(part, pause=0.0):
    def answer():
        while True:
            yield part
            time.sleep(pause)
    return answer


def first(part, *rest):
    def answer():
        yield part
        for one in rest:
            yield from one()
    return answer


def many_refs(form, count):
    end = "\0ofs-delta\n"  # of the first
    lines = [packet(f"{'a' * 40} {form % i}{end if i == 0 else chr(10)}".encode()) for i in range(count)]
    return SERVICE + b"".join(lines) + b"0000"


LIMITED = "fetching took longer than 2 s|too large|cannot fetch"


@pytest.mark.parametrize("answer, head, told", [
    (for_ever(b"x", 0.05), None, LIMITED),
    (first(SERVICE, for_ever(packet(b"a" * 40 + b" refs/heads/x" + b"y" * 60000))), None, LIMITED),
    (first(SERVICE, for_ever(packet(b"a" * 40 + b" refs/heads/x\n") * 1000)), None, LIMITED),
    (for_ever(b"X-Header: " + b"y" * 60000 + b"\r\n"), b"HTTP/1.1 200 OK\r\n", LIMITED),
    (for_ever(b"HTTP/1.1 100 Continue\r\n\r\n" * 100), b"HTTP/1.1 100 Continue\r\n\r\n", LIMITED),
    (for_ever(b"1\r\nx\r\n" * 1000), b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", LIMITED),
    (b"ffffffffffffffffff\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "cannot fetch"),
    (b"", b"HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\n", "cannot fetch"),
    (b"", b"HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n",
     "the server asks for credentials, which are not sent over http"),
    (b"", b"HTTP/1.1 401 No\r\nWWW-Authenticate: Negotiate\r\nContent-Length: 0\r\n\r\n", "cannot fetch|credentials"),
    (b"", b"\0" * 1000, "cannot fetch|fetching took"),
    (b"0001000200030004zzzz", None, "cannot fetch|empty"),
    (SERVICE + packet(b"ERR \x1b[31m<script>alert(1)</script>\n"), None, "cannot fetch"),
    (SERVICE + packet(b"x" * 40 + b" HEAD\0\n") + b"0000", None, "cannot fetch|empty"),
    (SERVICE + packet(b"a" * 40 + b" HEAD\0symref=HEAD:../../x symref=HEAD: object-format=sha512\n") + b"0000",
     None, "cannot|empty"),
    (many_refs("refs/heads/--upload-pack=touch ran%d", 3), None, "empty|HEAD names"),
    (many_refs("refs/heads/<script>alert(%d)</script>\x1b[2J", 3), None, "empty|HEAD names|unknown ref"),
    (many_refs("refs/heads/" + "m" * 3000 + "%d", 5000), None, "HEAD names|unknown ref"),
], ids=["slow", "long ref", "endless refs", "endless headers", "endless continue", "endless chunks", "chunk", "length",
        "password", "kerberos", "zeros", "packets", "error", "id", "capabilities", "options", "script", "names"])
def test_servers_that_lie(grade, answer, head, told):
    with Lying(answer, head=head) as server:
        time = "2s" if told is LIMITED else "10s"  # a slow host needs some for many names
        refused(grade(server.port, limits=f"fetch_timeout: {time}, max_fetch: 16MiB, fetch_memory: 256MiB", patience=20),
                told)


def test_servers_that_send_on(grade, tmp_path):
    honest(tmp_path / "served" / "course")
    with Server(tmp_path / "served") as inside:
        for place in (inside.url, f"http://localhost:{inside.port}", "http://169.254.169.254", "file:///etc"):
            with Server(tmp_path / "served", redirect=place) as server:
                refused(grade(server.port), "the server sends on to |cannot fetch: ")
        assert not inside.requests
        assert grade(inside.port)[0] == 0


def test_names_that_lead_inside(grade, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as inside:
        port = inside.getsockname()[1]
        for host in (socket.gethostname(), "ip6-localhost", "2130706433"):
            refused(grade(port, host=host), "which is not a public address|cannot look up|there is no host|cannot connect")
        inside.setblocking(False)
        with pytest.raises(BlockingIOError):
            inside.accept()
