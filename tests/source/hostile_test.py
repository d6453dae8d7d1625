"""Servers that lie, and a program in the jail that was taken over: what they reach, and what is told.

The second kind is played by a script in place of grader-fetcher: it speaks the same words from the
same jail.
"""
import os
import pathlib
import re
import resource
import shutil
import socket
import struct
import subprocess
import threading
import time
import zlib

import pytest
from fetching import PROBE, cache_folder, commit, error, facts, git, make_course, probe  # noqa: F401
from git_server import Server

# Seconds, for slow hosts; far from the ten minutes that the attackers would wait.
SOON = 120
BY_HAND = "\nhint: clone it by hand and grade the clone"
LIBEXEC = pathlib.Path(PROBE).parent.parent / "libexec" / "grader"
PROLOGUE = """#!/usr/bin/python3 -I
import os, signal, socket, struct, sys, time
parent = socket.socket(fileno=3)
BEGIN, DIAL, DIALLED, ASK, CREDENTIAL, ASK_AGENT, ANSWER, REFS, DOWNLOAD, MOVED, FETCHED, FAILED = range(1, 13)
number = lambda n: struct.pack("<Q", n)
text = lambda t: number(len(t)) + (t.encode() if isinstance(t, str) else t)
def tell(*parts):
    word = b"".join(number(p) if isinstance(p, int) else text(p) for p in parts)
    parent.sendall(number(len(word)) + word)
def hear():
    (size,) = struct.unpack("<Q", parent.recv(8, socket.MSG_WAITALL))
    return parent.recv(size, socket.MSG_WAITALL)
def dial(host, port):
    tell(DIAL, host, str(port))
    data, fds, _, _ = socket.recv_fds(parent, 8, 1)
    parent.recv(struct.unpack("<Q", data)[0], socket.MSG_WAITALL)
    return fds
def say(what):
    tell(FAILED, 0, 0, 1, 0, str(what))
def give_refs():
    tell(REFS, 1, 1, "HEAD", "a" * 40)
    return hear()
hear()
"""


@pytest.fixture(name="taken_over")
def make_taken_over(tmp_path, cache):
    """Runs a script in place of the program that fetches; gives what the grader made of it."""
    listener = socket.create_server(("127.0.0.1", 0))

    def run(script, *arguments, **environment):
        folder = tmp_path / "libexec"
        folder.mkdir(exist_ok=True)
        for name in ("grader-jailer", "grader-attacker"):
            if not (folder / name).exists():
                shutil.copy(LIBEXEC / name, folder / name)
        program = folder / "grader-fetcher"
        program.write_text(PROLOGUE + script)
        program.chmod(0o755)
        return probe(environment.pop("url", run.url), *arguments, cache=cache,
                     environment={"GRADER_LIBEXEC_DIR": str(folder), **environment})

    run.port = listener.getsockname()[1]
    run.url = f"http://127.0.0.1:{run.port}/course"
    yield run
    listener.close()


def said(done):
    code, message = error(done)
    assert code == 3
    match = re.fullmatch(r"\S+ cannot fetch: (.*)\nhint: check the address and the network", message, re.DOTALL)
    assert match, message
    return match.group(1)


def refused(done):
    code, message = error(done)
    assert code == 3, message
    return message.partition(": ")[2].removesuffix(BY_HAND)


def nothing_is_left(cache):
    assert not list(cache.glob("*.incoming-*"))
    for repository in cache.glob("*/objects"):
        git(repository.parent, "fsck", "--full")


def test_program_reaches_nothing_but_the_dialled_socket(taken_over, tmp_path, cache):
    marker = tmp_path / "marker"
    marker.write_text("MARKER")
    with socket.create_server(("127.0.0.1", 0)) as other, socket.socket(socket.AF_UNIX) as local:
        local.bind("\0grader-test-%d" % os.getpid())
        local.listen()
        port = other.getsockname()[1]
        script = f"""
seen = []
def attempt(name, action):
    try:
        action()
        seen.append(name)
    except OSError:
        pass
def connect(family, place):
    socket.socket(family).connect(place)
attempt("tcp", lambda: connect(socket.AF_INET, ("127.0.0.1", {port})))
attempt("tcp6", lambda: connect(socket.AF_INET6, ("::1", {port})))
attempt("world", lambda: connect(socket.AF_INET, ("192.0.2.1", 80)))
attempt("abstract", lambda: connect(socket.AF_UNIX, "\\0grader-test-{os.getpid()}"))
attempt("marker", lambda: open({str(marker)!r}))
attempt("cache", lambda: os.listdir({str(cache)!r}))
attempt("written", lambda: open("/cache/x", "w"))
attempt("home", lambda: os.listdir({str(pathlib.Path.home())!r}))
attempt("process", lambda: os.kill({os.getpid()}, 0))
attempt("mount", lambda: os.listdir("/sys"))
fds = [fd for fd in range(64) if os.path.exists(f"/proc/self/fd/{{fd}}")]
names = sorted(set(os.environ) - set(["SSL_CERT_FILE"]))
say(f"{{seen}} {{fds[:4]}} {{names}}")
"""""
        done = taken_over(script)
        assert said(done) == "[] [0, 1, 2, 3] ['HOME', 'LC_CTYPE']"
        other.setblocking(False)
        with pytest.raises(BlockingIOError):
            other.accept()


def test_connection_cannot_be_turned_to_another_place(taken_over):
    # A socket of the host's network could hang up and connect again, or listen.
    with socket.create_server(("127.0.0.1", 0)) as other:
        script = f"""
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
fd, = dial("127.0.0.1", {taken_over.port})
connection = socket.socket(fileno=fd)
seen = [connection.family.name]
def attempt(name, action):
    try:
        if action() in (None, 0):
            seen.append(name)
    except OSError:
        pass
place = struct.pack(">HH4s8x", socket.htons(socket.AF_INET), {other.getsockname()[1]}, bytes([127, 0, 0, 1]))
attempt("hung up", lambda: libc.connect(fd, bytes(16), 16))
attempt("connected", lambda: libc.connect(fd, place, 16))
attempt("bound", lambda: libc.bind(fd, bytes([2]) + bytes(15), 16))
attempt("listens", lambda: libc.listen(fd, 5))
say(seen)
"""
        assert said(taken_over(script)) == "['AF_UNIX']"
        other.setblocking(False)
        with pytest.raises(BlockingIOError):
            other.accept()


def test_connection_that_lingers_holds_nobody(taken_over):
    # The server reads nothing, so what was sent to it never arrives; closing must not wait for that.
    script = f"""
fd, = dial("127.0.0.1", {taken_over.port})
connection = socket.socket(fileno=fd)
connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 600))
connection.setblocking(False)
try:
    while True: connection.send(bytes(1 << 20))
except BlockingIOError:
    say("full")
"""
    start = time.monotonic()
    assert said(taken_over(script)) == "full"
    assert time.monotonic() - start < SOON


@pytest.mark.parametrize("host, port", [("127.0.0.1", 1), ("localhost", None), ("169.254.169.254", 80)])
def test_program_cannot_have_another_place_dialled(taken_over, host, port):
    port = port or taken_over.port
    assert error(taken_over(f"dial({host!r}, {port}); say('refused'); time.sleep(600)")) == (
        3, f"{taken_over.url}: the server sends on to '{host}:{port}'\nhint: give the repository's own address")


@pytest.mark.parametrize("script", [
    "parent.sendall(b'\\xff' * 64)",
    "parent.sendall(number(1 << 40))",
    "tell(99)",
    "tell(DIAL, 'x' * 300, '80')",
    "tell(CREDENTIAL, 1, 'a', 'b')",
    "tell(FETCHED)",
    "tell(MOVED, 1, 2)",
    "[tell(ASK, 1) for _ in range(300)]",
    "socket.send_fds(parent, [number(8) + number(FETCHED)], [0, 1, 2])",
    "os._exit(0)",
])
def test_nonsense_is_told_as_such(taken_over, cache, script):
    assert refused(taken_over(script + "; time.sleep(600)")) == "the program that fetches does not keep to its protocol"
    nothing_is_left(cache)


@pytest.mark.parametrize("refs", ["1, 1, '../../etc', 'g' * 40", "1, 1, 'refs/heads/a b', 'a' * 40",
                                  "1, 1, '--upload-pack=x', 'a' * 40", "1, 2, 'HEAD', 'a' * 40",
                                  "1, 1, 'HEAD', 'a' * 40, 7", "1, 1 << 62", "1, 5000"])
def test_refs_that_cannot_be_are_not_read(taken_over, refs):
    assert refused(taken_over(f"tell(REFS, {refs}); time.sleep(600)")) == "the list of the server's refs cannot be read"


def test_half_a_word_ends_at_the_time_limit(taken_over):
    start = time.monotonic()
    assert error(taken_over("parent.sendall(number(100) + b'x'); time.sleep(600)", "--timeout", "1")) == (
        3, f"{taken_over.url}: fetching took longer than 1 s\n"
           "hint: try again later, or raise the time limit for fetching")
    assert time.monotonic() - start < SOON


@pytest.mark.parametrize("script, told", [
    ("os.kill(os.getpid(), signal.SIGSEGV)", "the program that fetches crashed: signal 11"),
    ("os._exit(7)", "the program that fetches failed: exit code 7"),
    ("a = bytearray(300 << 20)", "the repository is too large: fetching it takes more than 64 MiB of memory"),
    ("signal.signal(signal.SIGXFSZ, signal.SIG_DFL)\n"
     "some = bytes(1 << 20)\n"
     "while 1: open(f'/incoming/{time.monotonic_ns()}', 'wb').write(some)",
     "the repository is too large: fetching it takes more than 66 MiB on disk"),
    ("while os.fork() or 1: pass", "the program that fetches went out of its bounds"),
    ("sys.stdout.write('x' * (1 << 20)); sys.stdout.flush(); time.sleep(600)",
     "the program that fetches went out of its bounds"),
    ("signal.signal(signal.SIGTERM, signal.SIG_IGN); give_refs(); tell(FETCHED); time.sleep(600)",
     "the program that fetches did not end"),
])
def test_program_that_ends_badly(taken_over, cache, script, told):
    start = time.monotonic()
    done = taken_over(script, "--max-fetch-memory", str(64 << 20), "--max-fetch-bytes", str(1 << 20),
                      "--max-fetch-objects", "10")
    assert refused(done) == told
    assert time.monotonic() - start < SOON
    nothing_is_left(cache)


def test_folders_without_end_are_removed(taken_over, cache):
    script = """
import resource
at = os.open("/incoming", os.O_RDONLY)
while 1:
    os.mkdir("d", 0o700, dir_fd=at)
    below = os.open("d", os.O_RDONLY, dir_fd=at)
    os.close(at)
    at = below
"""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (80, limit[1]))
    try:
        assert "on disk" in refused(taken_over(script))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limit)
    nothing_is_left(cache)


def test_refs_without_end_do_not_fill_the_memory_of_the_grader(taken_over):
    # Above what the grader itself may take here the test would be killed with it.
    script = """
part = b"".join(text("refs/heads/" + "x" * 4000) + text("a" * 40) for _ in range(1000))
word = number(REFS) + number(0) + number(1000) + part
while 1:
    parent.sendall(number(len(word)) + word)
"""
    done = taken_over(script)
    assert refused(done) == "the repository is too large: its server lists more than 1,000,000 refs, or 64 MiB of them"


def test_program_that_never_stops_ends_at_the_time_limit(taken_over):
    start = time.monotonic()
    assert "took longer than 2 s" in error(taken_over("while 1: pass", "--timeout", "2"))[1]
    assert time.monotonic() - start < SOON


def pack_files(folder):
    """A sound pack of one object and its index, as Python source of a dictionary."""
    git(folder, "init", "-q", "packed")
    commit(folder / "packed", "a.txt", "a\n")
    git(folder / "packed", "repack", "-q", "-a", "-d")
    packs = folder / "packed" / ".git" / "objects" / "pack"
    pack, = packs.glob("*.pack")
    return pack.stem, pack.read_bytes(), pack.with_suffix(".idx").read_bytes()


@pytest.mark.parametrize("trick", [
    "put(name + '.idx', index)",
    "put(name + '.pack', pack)\nos.symlink('/etc/passwd', place + name + '.idx')",
    "put('x', index); put(name + '.pack', pack)\nos.link(place + 'x', place + name + '.idx')",
    "put(name + '.pack', pack)\nos.mkfifo(place + name + '.idx')",
    "put(name + '.pack', pack)\nos.mkdir(place + name + '.idx')",
    "put(name + '.pack', pack); put(name + '.idx', b'')",
    "put(name + '.pack', b'PACK'); put(name + '.idx', index)",
    "put(name + '.pack', pack[:-20] + bytes(20)); put(name + '.idx', index)",
    "put(name + '.pack', pack); put(name + '.idx', index[:-1])",
    "put(name + '.pack', pack); put(name + '.idx', index[:8] + bytes(1024) + index[1032:])",
    "put(name + '.pack', pack); put(name + '.idx', index[:1028] + b'\\x7f\\xff\\xff\\xff' + index[1032:])",
    "put(name + '.pack', pack); put(name + '.idx', index[:-52] + b'\\x7f\\xff\\xff\\xff' + index[-48:])",
    "put(name + '.pack', pack); put(name + '.idx', index[:-52] + b'\\xff\\xff\\xff\\xff' + index[-48:])",
    "put(name + '.pack', pack); put(name + '.idx', index); put(name[:-1] + 'z.idx', index)\n"
    "other = name[:-2] + '00'; put(other + '.pack', pack); put(other + '.idx', index)",
])
def test_packs_that_are_none_stay_out(taken_over, cache, tmp_path, trick):
    name, pack, index = pack_files(tmp_path)
    script = f"""
name, pack, index, place = {name!r}, {pack!r}, {index!r}, "/incoming/"
def put(file, content):
    with open(place + file, "wb") as out: out.write(content)
give_refs()
{trick}
tell(FETCHED)
"""
    assert refused(taken_over(script)) == "what was fetched is not a sound pack"
    assert not list(cache.glob("*/objects/pack/*"))
    nothing_is_left(cache)


def test_other_files_stay_out_and_wrong_objects_are_found_out(taken_over, cache, tmp_path):
    name, pack, index = pack_files(tmp_path)
    script = f"""
give_refs()
open("/incoming/{name}.pack", "wb").write({pack!r})
open("/incoming/{name}.idx", "wb").write({index!r})
open("/incoming/pack-../../x.idx", "wb") if 0 else open("/incoming/multi-pack-index", "wb").write(b"x")
os.mkdir("/incoming/folder")
tell(FETCHED)
"""
    code, message = error(taken_over(script))
    assert code == 3 and f"cannot read commit {'a' * 40}" in message
    for broken in cache.glob("*.broken"):
        shutil.rmtree(broken)
    nothing_is_left(cache)
    assert {path.name for path in cache.glob("*/objects/pack/*")} <= {name + ".pack", name + ".idx"}


def test_secrets_are_in_no_message(taken_over):
    # A program that was taken over can still send them to the server; not into our words.
    script = """
import base64
tell(ASK, 2)
answer = hear()
assert b"x-access-token" in answer, answer
secret = answer[-int(24):].decode()
coded = base64.b64encode(b"x-access-token:" + secret.encode()).decode()
say(f"it is {secret} or {coded}")
"""
    token = "tok-" + "0123456789" * 2
    done = taken_over(script, url=f"https://127.0.0.1:{taken_over.port}/course", GRADER_TOKEN=token)
    assert said(done) == "it is *** or ***"
    assert token not in done.stdout + done.stderr


def test_agent_only_lists_and_signs(taken_over, tmp_path):
    place = str(tmp_path / "agent")
    heard = []
    with socket.socket(socket.AF_UNIX) as agent:
        agent.bind(place)
        agent.listen()

        def talk():
            while True:
                try:
                    client, _ = agent.accept()
                except OSError:
                    return
                with client:
                    message = client.recv(1000)
                    heard.append(message[4])
                    client.sendall(struct.pack(">I", 1) + b"\x05")
        threading.Thread(target=talk, daemon=True).start()
        script = """
tell(ASK_AGENT, b"\\x0b")
before = hear()[16:]
tell(ASK, 4)
hear()
answers = []
for kind in (11, 13, 17, 18, 19, 22, 27):
    tell(ASK_AGENT, bytes([kind]))
    answers.append(hear()[16:])
say(f"{before} {answers}")
"""
        done = taken_over(script, url="ssh://git@127.0.0.1:1/course", SSH_AUTH_SOCK=place)
        assert said(done) == r"b'' [b'\x05', b'\x05', b'', b'', b'', b'', b'']"
    assert heard == [11, 13] * 2  # a failure that is not the network's: once more with a fresh cache


def test_agent_that_does_not_answer_ends_at_the_time_limit(taken_over, tmp_path):
    place = str(tmp_path / "agent")
    with socket.socket(socket.AF_UNIX) as agent:
        agent.bind(place)
        agent.listen()
        start = time.monotonic()
        code, message = error(taken_over("tell(ASK, 4); hear(); tell(ASK_AGENT, b'\\x0b'); say(len(hear()))", "--timeout", "2",
                                         url="ssh://git@127.0.0.1:1/course", SSH_AUTH_SOCK=place))
        assert code == 3 and "took longer than 2 s" in message
        assert time.monotonic() - start < SOON


# ----- servers ------------------------------------------------------------------------------------

def packet(data):
    return b"%04x" % (len(data) + 4) + data


def band(number, data):
    return b"".join(packet(bytes([number]) + data[at:at + 60000]) for at in range(0, len(data), 60000))


def pack_header(objects):
    return b"PACK" + struct.pack(">II", 2, objects)


def blob_header(size):
    first, size = (3 << 4) | (size & 15), size >> 4
    out = []
    while size:
        out.append(first | 0x80)
        first, size = size & 0x7F, size >> 7
    return bytes(out + [first])


def zeros_packed(megabytes):
    stream = zlib.compressobj(9)
    chunk = bytes(1 << 20)
    return b"".join(stream.compress(chunk) for _ in range(megabytes)) + stream.flush()


def endless_data():
    stored = zlib.compressobj(0)
    yield packet(b"NAK\n") + band(1, pack_header(1) + blob_header(400 << 20))
    while True:
        yield band(1, stored.compress(os.urandom(60000)))


def endless_progress():
    yield packet(b"NAK\n")
    while True:
        yield band(2, b"still counting\r")
        time.sleep(0.02)


def trickle():
    yield packet(b"NAK\n") + band(1, pack_header(2))
    while True:
        yield band(1, b"\x30")
        time.sleep(0.05)


@pytest.mark.parametrize("lie, told", [
    (lambda: [packet(b"NAK\n") + band(1, os.urandom(5000)) + b"0000"], "cannot fetch: "),
    (lambda: [packet(b"NAK\n") + band(1, pack_header(1) + b"\x31\x00") + b"0000"], "cannot fetch: "),
    (lambda: [packet(b"NAK\n") + band(1, pack_header(0)) + b"0000"], "cannot fetch: "),
    (lambda: [b"zzzz"], "cannot fetch: "),
    (lambda: [packet(b"ERR \x1b[31mgo away\x07\n")], "cannot fetch: "),
    (lambda: [packet(b"NAK\n") + band(1, pack_header(6_000_000)) + b"0000"],
     r"the repository is too large: 6,000,000 objects would be fetched, the limit is 5,000,000"),
    (lambda: [packet(b"NAK\n") + band(1, pack_header(0xFFFFFFFF)) + b"0000"],
     "cannot fetch: |the repository is too large: "),
    (lambda: [packet(b"NAK\n") + band(1, pack_header(1) + blob_header(3000 << 20) + zeros_packed(3000) + bytes(20))
              + b"0000"], "cannot fetch: |fetching took longer than 3 s"),
    (endless_data, r"the repository is too large: more than 20 MiB would be fetched"),
    (endless_progress, r"fetching took longer than 3 s"),
    (trickle, r"cannot fetch: |fetching took longer than 3 s"),
], ids=["garbage", "broken object", "no checksum", "no packet", "error", "count", "highest count", "bomb", "endless data",
        "endless progress", "trickle"])
def test_servers_that_lie(course, cache, lie, told):
    folder, ids = course
    start = time.monotonic()
    with Server(folder.parent, lie=lie) as server:
        url = server.url + "/course"
        # Three seconds only for those that would never end.
        done = probe(url, "--timeout", "3" if "took longer" in told else "100", "--max-fetch-bytes", str(20 << 20), "--max-fetch-memory",
                     str(256 << 20), cache=cache)
        code, message = error(done)
    assert code == 3
    assert re.match(re.escape(url) + ": (" + told + ")", message), message
    assert "\x1b" not in message and "\x07" not in message
    assert time.monotonic() - start < SOON
    for broken in cache.glob("*.broken"):
        shutil.rmtree(broken)
    nothing_is_left(cache)
    with Server(folder.parent) as server:
        assert facts(probe(server.url + "/course", cache=cache))["commit"] == ids["main"]


def traces():
    """What a fetch could leave on this host."""
    processes = subprocess.run(["ps", "-eo", "pid,args"], check=True, capture_output=True, text=True).stdout
    ours = [line for line in processes.splitlines() if str(LIBEXEC) in line or "/grader/grader-" in line]
    mounts = pathlib.Path("/proc/self/mountinfo").read_text()
    return ours, mounts


def test_killed_grader_leaves_no_process_mount_or_folder(course, cache):
    folder, ids = course
    _, mounts = traces()
    with Server(folder.parent, stall=600) as server:
        host = f"127.0.0.1:{server.port}"
        running = subprocess.Popen([PROBE, server.url + "/course", "--cache", str(cache), "--scheme", "http",
                                    "--host", host, "--quiet"], stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + SOON
        while len(server.requests) < 2 and time.monotonic() < deadline:
            time.sleep(0.02)
        assert list(cache.glob("*.incoming-*"))
        slots = {pathlib.Path(folder, name) for folder, names, _ in os.walk("/sys/fs/cgroup")
                 for name in names if name.startswith(f"grader-{running.pid}-")}
        running.kill()
        running.wait()
        while time.monotonic() < deadline:
            left = [path for path in slots if path.exists()]
            children = [line for line in traces()[0] if f" {running.pid} " in line]
            if not left and not children:
                break
            time.sleep(0.05)
        assert not left
        assert traces()[1] == mounts
    with Server(folder.parent) as server:
        # Another address, so another cache: what lies beside the first goes with its next fetch.
        assert facts(probe(server.url + "/course", cache=cache))["commit"] == ids["main"]
    for repository in cache.glob("*/HEAD"):
        git(repository.parent, "fsck", "--full")
