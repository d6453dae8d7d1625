"""Fetching over http, https and ssh on loopback: what comes, what is refused, what a kill leaves."""
import concurrent.futures
import getpass
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import threading
import time

import pytest
from fetching import PROBE, cache_folder, commit, error, facts, git, make_course, probe  # noqa: F401
from git_server import Server

def test_fetches_refs_with_their_templates(course, cache):
    folder, ids = course
    with Server(folder.parent) as server:
        url = server.url + "/course"
        for ref, commit_id, base in (("pull/2/head", "open", "main"), ("pull/1/head", "merged", "root"),
                                     ("refs/pull/2/head", "open", "main"), (ids["open"], "open", "main")):
            got = facts(probe(url, "--ref", ref, "--merge-base", "main", cache=cache))
            assert got["commit"] == ids[commit_id]
            assert got["base"] == ids[base]
        assert facts(probe(url, cache=cache))["commit"] == ids["main"]
        local = facts(probe(str(folder), "--ref", "pull/2/head", "--merge-base", "main", cache=cache))
        assert local["tree"] == facts(probe(url, "--ref", "pull/2/head", cache=cache))["tree"]


def test_fetches_only_the_refs_asked_for(course, cache):
    folder, ids = course
    with Server(folder.parent) as server:
        facts(probe(server.url + "/course", "--ref", "pull/1/head", cache=cache))
    repository = next(path for path in cache.iterdir() if path.is_dir())
    kept = git(repository, "cat-file", "--batch-all-objects", "--batch-check")
    assert ids["merged"] in kept
    assert ids["open"] not in kept and ids["main"] not in kept
    assert (repository / "description").read_text().startswith(server.url + "/course")


def test_known_commits_need_no_network(course, cache):
    folder, ids = course
    with Server(folder.parent) as server:
        url = server.url + "/course"
        facts(probe(url, "--ref", "pull/2/head", "--merge-base", "main", cache=cache))
        before = len(server.requests)
        facts(probe(url, "--ref", ids["open"], "--base", ids["main"], cache=cache))
        assert len(server.requests) == before
    assert facts(probe(url, "--ref", ids["open"], cache=cache))["commit"] == ids["open"]


def test_new_work_comes_incrementally(course, cache):
    folder, _ = course
    for i in range(50):
        (folder / f"{i}.txt").write_text(str(i) * 1000)
    commit(folder, "a.txt", "many files\n")
    with Server(folder.parent) as server:
        url = server.url + "/course"
        facts(probe(url, "--ref", "main", cache=cache))
        newest = commit(folder, "b.txt", "one more\n")
        assert facts(probe(url, "--ref", "main", cache=cache))["commit"] == newest
    indexes = [path.read_bytes() for path in cache.glob("*/objects/pack/*.idx")]
    # Version 2 of the format: the last of 256 counts is the number of objects.
    objects = sorted(int.from_bytes(index[8 + 255 * 4:8 + 256 * 4], "big") for index in indexes)
    # A commit, its tree, a file, and perhaps what the tree is a change of.
    assert objects[0] in (3, 4) and objects[1] == 60
    # A branch that becomes a folder of branches is no trouble either.
    git(folder, "branch", "-m", "main", "side")
    git(folder, "checkout", "-q", "-b", "main/2")
    with Server(folder.parent) as server:
        facts(probe(server.url + "/course", "--ref", "main/2", cache=cache))


def test_many_packs_get_one_index(course, cache):
    folder, ids = course
    with Server(folder.parent) as server:
        url = server.url + "/course"
        facts(probe(url, "--ref", "pull/1/head", cache=cache))
        repository = next(path for path in cache.iterdir() if path.is_dir())
        for i in range(32):
            blob = subprocess.run(["git", "-C", repository, "hash-object", "-w", "--stdin"], input=str(i),
                                  check=True, capture_output=True, text=True).stdout
            subprocess.run(["git", "-C", repository, "pack-objects", "-q", "objects/pack/pack"], input=blob,
                           check=True, capture_output=True, text=True)
        index = repository / "objects" / "pack" / "multi-pack-index"
        assert not index.exists()
        facts(probe(url, "--ref", "pull/2/head", cache=cache))
        assert index.exists()
        got = facts(probe(url, "--ref", ids["open"], "--base", ids["root"], cache=cache))
        assert got["commit"] == ids["open"]
        facts(probe(url, "--ref", "main", cache=cache))
    git(repository, "fsck", "--full")
    git(repository, "multi-pack-index", "verify")


def test_commit_that_no_ref_names_is_found_below_branches_and_pulls(course, cache):
    folder, ids = course
    git(folder, "checkout", "-q", "--detach", ids["open"])
    git(folder, "update-ref", "refs/pull/2/head", commit(folder, "week.js", "newer\n"))
    git(folder, "checkout", "-q", "main")
    for allowed in ("false", "true"):
        git(folder, "config", "uploadpack.allowReachableSHA1InWant", allowed)
        with Server(folder.parent) as server:
            for commit_id in (ids["root"], ids["open"]):
                got = facts(probe(server.url + "/course", "--ref", commit_id, cache=cache / allowed))
                assert got["commit"] == commit_id


def test_commit_that_is_nowhere(course, cache):
    with Server(course[0].parent) as server:
        url = server.url + "/course"
        assert error(probe(url, "--ref", "a" * 40, cache=cache)) == (
            3, f"{url}: there is no commit {'a' * 40}\n"
               "hint: check the id; the commit may have been removed by a forced push")


def test_refs_that_are_not_there(course, cache):
    folder, _ = course
    empty = folder.parent / "empty"
    empty.mkdir()
    git(empty, "init", "-q")
    with Server(folder.parent) as server:
        url = server.url + "/course"
        assert error(probe(url, "--ref", "mian", cache=cache)) == (
            3, f"{url}: unknown ref 'mian', did you mean 'main'?\n"
               "hint: give a branch, a tag, a commit id of 40 digits or pull/N/head")
        assert error(probe(url, "--ref", "pull/9/head", cache=cache)) == (
            3, f"{url}: there is no pull request 9\n"
               "hint: check the number in the address of the pull request")
        assert error(probe(url, "--ref", "main", "--base", "nothing", cache=cache))[0] == 2
        assert error(probe(server.url + "/empty", "--ref", "main", cache=cache)) == (
            3, f"{server.url}/empty: the repository is empty\nhint: commit and push at least one file")
        assert error(probe(server.url + "/none", "--ref", "main", cache=cache)) == (
            3, f"{server.url}/none: there is no repository at this address\nhint: check the address")


def test_hosts_that_do_not_answer(cache):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    url = f"http://127.0.0.1:{port}/course"
    assert error(probe(url, cache=cache)) == (
        3, f"{url}: cannot connect to '127.0.0.1' at port {port}: Connection refused\n"
           "hint: check the address and the network")
    code, text = error(probe("http://nowhere.invalid/course", cache=cache))
    assert code == 3
    assert re.fullmatch(r"http://nowhere.invalid/course: (there is no host 'nowhere.invalid'|"
                        r"cannot look up 'nowhere.invalid': .+)\n"
                        r"hint: check the address and the network", text)


def test_loopback_only_where_it_is_listed_itself(course, cache):
    with Server(course[0].parent) as server:
        url = f"http://localhost:{server.port}/course"
        facts(probe(url, cache=cache))
        facts(probe(url, "--host", f"127.0.0.1:{server.port}", cache=cache))
        assert error(probe(server.url + "/course", cache=cache, host="github.com"))[1].startswith(
            f"{server.url}/course: the host '127.0.0.1:{server.port}' is not allowed\n")


def test_name_that_leads_to_a_private_place_is_refused(cache):
    # The machine's own name stands for a listed host whose address was changed.
    name = socket.gethostname()
    try:
        place = socket.gethostbyname(name)
    except OSError:
        place = "127.0.0.1"
        name = "ip6-localhost"
    with Server(cache.parent) as server:
        code, text = error(probe(f"http://{name}:{server.port}/course", cache=cache))
        assert code == 3
        assert re.fullmatch(rf"http://{name}:{server.port}/course: '{name}' is at \S+, which is not a public "
                            "address\nhint: to allow it, list the address itself among the allowed hosts", text), place
        assert not server.requests


def test_redirects_to_elsewhere_are_refused(course, cache):
    with Server(course[0].parent) as target:
        for elsewhere in (target.url, f"http://localhost:{target.port}", "https://github.com"):
            with Server(course[0].parent, redirect=elsewhere) as server:
                url = server.url + "/course"
                code, text = error(probe(url, cache=cache))
                assert code == 3
                assert re.fullmatch(rf"{url}: the server sends on to (another address|'\S+')\n"
                                    "hint: give the repository's own address", text)
        assert not target.requests


def test_redirect_to_another_path_of_the_same_server_is_followed(course, cache):
    folder, ids = course
    with Server(folder.parent) as server:
        (folder.parent / "moved").symlink_to("course")
        assert facts(probe(server.url + "/moved", cache=cache))["commit"] == ids["main"]


def test_servers_that_break_off(course, cache):
    folder, _ = course
    with Server(folder.parent, drop_after=100) as server:
        url = server.url + "/course"
        code, text = error(probe(url, cache=cache))
        assert code == 3
        assert text.startswith(f"{url}: cannot fetch: ")
        assert text.endswith("hint: check the address and the network")
    with Server(folder.parent, answer=500) as server:
        assert error(probe(server.url + "/course", cache=cache)) == (
            3, f"{server.url}/course: cannot fetch: unexpected http status code: 500\n"
               "hint: check the address and the network")


def test_server_that_stalls_ends_at_the_time_limit(course, cache):
    with Server(course[0].parent, stall=600) as server:
        url = server.url + "/course"
        start = time.monotonic()
        assert error(probe(url, "--timeout", "1", cache=cache)) == (
            3, f"{url}: fetching took longer than 1 s\n"
               "hint: try again later, or raise the time limit for fetching")
        assert time.monotonic() - start < 120


@pytest.mark.parametrize("scheme", ["http", "ssh"])
def test_server_that_says_nothing_ends_at_the_time_limit(scheme, cache):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"{scheme}://127.0.0.1:{silent.getsockname()[1]}/course"
        start = time.monotonic()
        assert error(probe(url, "--timeout", "1", cache=cache)) == (
            3, f"{url}: fetching took longer than 1 s\n"
               "hint: try again later, or raise the time limit for fetching")
        assert time.monotonic() - start < 120


def test_endless_list_of_refs_is_cut_off(cache):
    with socket.create_server(("127.0.0.1", 0)) as endless:
        def talk():
            connection, _ = endless.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/x-git-upload-pack-advertisement"
                                   b"\r\nTransfer-Encoding: chunked\r\n\r\n")
                service = b"001e# service=git-upload-pack\n0000"
                connection.sendall(b"%x\r\n%s\r\n" % (len(service), service))
                for number in range(10_000_000):
                    line = b"%040x refs/heads/%d%s" % (number + 1, number, b"\0multi_ack\n" if number == 0 else b"\n")
                    packet = b"%04x%s" % (len(line) + 4, line)
                    try:
                        connection.sendall(b"%x\r\n%s\r\n" % (len(packet), packet))
                    except OSError:
                        return
        threading.Thread(target=talk, daemon=True).start()
        url = f"http://127.0.0.1:{endless.getsockname()[1]}/course"
        assert error(probe(url, "--max-fetch-bytes", "1000000", cache=cache)) == (
            3, f"{url}: the repository is too large: more than 976.6 KiB would be fetched\n"
               "hint: clone it by hand and grade the clone")


def test_caps_on_bytes_and_objects(course, cache):
    folder, _ = course
    (folder / "noise").write_bytes(os.urandom(300_000))
    commit(folder, "a.txt", "a\n")
    with Server(folder.parent) as server:
        url = server.url + "/course"
        assert error(probe(url, "--max-fetch-bytes", "100000", cache=cache)) == (
            3, f"{url}: the repository is too large: more than 97.7 KiB would be fetched\n"
               "hint: clone it by hand and grade the clone")
        code, text = error(probe(url, "--max-fetch-objects", "3", cache=cache))
        assert code == 3
        assert re.fullmatch(rf"{url}: the repository is too large: \d+ objects would be fetched, the limit is 3\n"
                            "hint: clone it by hand and grade the clone", text)
        facts(probe(url, cache=cache))


def test_plain_http_gets_no_credentials(course, cache):
    with Server(course[0].parent, token="secret") as server:
        host = f"127.0.0.1:{server.port}"
        for environment in ({}, {"GRADER_TOKEN": "secret"}):
            done = probe(f"http://sam:secret@{host}/course", cache=cache, environment=environment)
            assert error(done) == (3, f"http://{host}/course: the server asks for credentials, which are not "
                                      "sent over http\nhint: use https")
        assert not server.seen_tokens


@pytest.fixture(name="certificate", scope="session")
def make_certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", folder / "key.pem",
                    "-out", folder / "cert.pem", "-days", "2", "-subj", "/CN=localhost", "-addext",
                    "subjectAltName=DNS:localhost,IP:127.0.0.1"], check=True, capture_output=True)
    return str(folder / "cert.pem"), str(folder / "key.pem")


def test_https_with_tokens(course, cache, certificate):
    folder, ids = course
    with Server(folder.parent, token="secret", certificate=certificate) as server:
        url = f"https://localhost:{server.port}/course"
        trusted = {"SSL_CERT_FILE": certificate[0]}

        def run(address=url, **environment):
            return probe(address, cache=cache, environment={**trusted, **environment})

        assert error(run()) == (
            3, f"{url}: there is no public repository at this address\nhint: check the address; for a private "
               "repository set GRADER_TOKEN or GRADER_TOKEN_FILE")
        assert error(run(GRADER_TOKEN="wrong")) == (
            3, f"{url}: the server refuses the credentials\n"
               "hint: check that the token is valid and may read this repository")
        assert "wrong" not in run(GRADER_TOKEN="wrong").stdout
        token_file = cache / "token"
        token_file.write_text("secret\n")
        for environment in ({"GRADER_TOKEN": "secret"}, {"GRADER_TOKEN_FILE": str(token_file)}):
            shutil.rmtree(cache / "x", ignore_errors=True)
            assert facts(run(**environment))["commit"] == ids["main"]
        got = run(f"https://sam:secret@localhost:{server.port}/course")
        assert facts(got)["commit"] == ids["main"]
        assert "secret" not in got.stdout + got.stderr
        assert error(probe(url, cache=cache, environment={"SSL_CERT_FILE": "/etc/ssl/certs/ca-certificates.crt"})) == (
            3, f"{url}: the certificate of 'localhost' is not trusted\n"
               "hint: set SSL_CERT_FILE to a file with the authority's certificate")
        assert error(probe(url, cache=cache, environment={"SSL_CERT_FILE": "/nowhere.pem"})) == (
            3, f"{url}: the certificate of 'localhost' is not trusted\n"
               "hint: SSL_CERT_FILE names '/nowhere.pem', which cannot be read")
        assert error(run(GRADER_TOKEN_FILE="/nowhere")) == (
            4, "/nowhere: cannot open: No such file or directory\nhint: GRADER_TOKEN_FILE names it")
        token_file.write_text("\n")
        assert error(run(GRADER_TOKEN_FILE=str(token_file))) == (
            4, f"{token_file}: the file is empty\nhint: GRADER_TOKEN_FILE names it")


@pytest.fixture(name="ssh")
def make_ssh(tmp_path):
    """An sshd of our own on loopback: gives the port and the folder with its keys."""
    sshd = shutil.which("sshd", path=os.environ["PATH"] + ":/usr/sbin")
    if sshd is None:
        assert "GRADER_SOURCE_MUST_WORK" not in os.environ, "sshd is missing: install openssh-server"
        pytest.skip("sshd is missing: install openssh-server")
    folder = tmp_path / "ssh"
    folder.mkdir(mode=0o700)
    for name in ("host", "user", "stranger"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    shutil.copy(folder / "user.pub", folder / "authorized")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    if os.geteuid() == 0:
        pathlib.Path("/run/sshd").mkdir(exist_ok=True)
    settings = folder / "config"
    settings.write_text(f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nPidFile {folder}/pid\n"
                        f"AuthorizedKeysFile {folder}/authorized\nStrictModes no\nUsePAM no\n"
                        "PasswordAuthentication no\nPermitRootLogin yes\nSetEnv GIT_CONFIG_COUNT=1 "
                        "GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0=*\n")
    with open(folder / "log", "wb") as log:
        server = subprocess.Popen([sshd, "-D", "-e", "-f", str(settings)], stderr=log)
    for _ in range(200):
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield port, folder
    server.terminate()
    server.wait()


def test_ssh_with_keys_and_known_hosts(course, cache, ssh):
    folder, ids = course
    port, keys = ssh
    url = f"ssh://{getpass.getuser()}@127.0.0.1:{port}{folder}"
    known = cache / ".ssh"
    known.mkdir(parents=True)

    def run(*arguments, **environment):
        return probe(url, *arguments, cache=cache, environment=environment)

    assert error(run(GRADER_SSH_KEY=str(keys / "user"))) == (
        3, f"{url}: the host key of '127.0.0.1' is not known\n"
           f"hint: compare it and add it to ~/.ssh/known_hosts: ssh-keyscan -p {port} 127.0.0.1")
    host_key = (keys / "host.pub").read_text()
    (known / "known_hosts").write_text(f"[127.0.0.1]:{port} {host_key}")
    got = facts(run("--ref", "pull/1/head", "--merge-base", "main", GRADER_SSH_KEY=str(keys / "user")))
    assert (got["commit"], got["base"]) == (ids["merged"], ids["root"])
    assert facts(run("--ref", ids["root"], GRADER_SSH_KEY=str(keys / "user")))["commit"] == ids["root"]
    assert error(run(GRADER_SSH_KEY=str(keys / "stranger"))) == (
        3, f"{url}: the server refuses the credentials\nhint: check that the key may read this repository")
    for kind in ("ed25519", "rsa"):
        for form in ([], ["-m", "PEM"]):
            locked = keys / f"locked-{kind}-{len(form)}"
            subprocess.run(["ssh-keygen", "-q", "-t", kind, *form, "-N", "secret", "-f", locked], check=True)
            assert error(run(GRADER_SSH_KEY=str(locked))) == (
                4, f"{locked}: the key has a passphrase\n"
                   "hint: GRADER_SSH_KEY has to name one without, or ssh-agent has to run")
    assert error(run(GRADER_SSH_KEY="/nowhere")) == (
        4, "/nowhere: cannot open: No such file or directory\nhint: GRADER_SSH_KEY names it")
    assert error(run()) == (
        3, f"{url}: ssh needs a key\nhint: set GRADER_SSH_KEY to the file of a private key, or start ssh-agent")
    changed = (keys / "stranger.pub").read_text()
    (known / "known_hosts").write_text(f"[127.0.0.1]:{port} {changed}")
    assert error(run(GRADER_SSH_KEY=str(keys / "user")))[1].startswith(
        f"{url}: the host key of '127.0.0.1' is not known\n")


def test_ssh_agent(course, cache, ssh):
    folder, ids = course
    port, keys = ssh
    known = cache / ".ssh"
    known.mkdir(parents=True)
    (known / "known_hosts").write_text(f"[127.0.0.1]:{port} {(keys / 'host.pub').read_text()}")
    place = str(keys / "agent")
    agent = subprocess.Popen(["ssh-agent", "-D", "-a", place], stdout=subprocess.DEVNULL)
    try:
        for _ in range(200):
            if os.path.exists(place):
                break
            time.sleep(0.02)
        subprocess.run(["ssh-add", "-q", keys / "user"], env={**os.environ, "SSH_AUTH_SOCK": place}, check=True)
        url = f"ssh://{getpass.getuser()}@127.0.0.1:{port}{folder}"
        assert facts(probe(url, cache=cache, environment={"SSH_AUTH_SOCK": place}))["commit"] == ids["main"]
    finally:
        agent.terminate()
        agent.wait()


def test_processes_share_a_cache(course, cache):
    folder, ids = course
    with Server(folder.parent) as server:
        def run(i):
            ref = ("pull/1/head", "pull/2/head", "main")[i % 3]
            return facts(probe(server.url + "/course", "--ref", ref, "--merge-base", "main", cache=cache)
                         if ref != "main" else probe(server.url + "/course", "--ref", ref, cache=cache))
        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            commits = [got["commit"] for got in pool.map(run, range(6))]
    assert commits == [ids["merged"], ids["open"], ids["main"]] * 2
    assert len([path for path in cache.iterdir() if path.is_dir()]) == 1


def test_killed_fetches_leave_a_usable_cache(course, cache):
    folder, _ = course
    for i in range(200):
        (folder / f"{i}.bin").write_bytes(os.urandom(20_000))
    newest = commit(folder, "a.txt", "a\n")
    with Server(folder.parent) as server:
        url, host = server.url + "/course", f"127.0.0.1:{server.port}"
        command = [PROBE, url, "--cache", str(cache), "--scheme", "http", "--host", host, "--quiet"]
        start = time.monotonic()
        subprocess.run(command[:3] + [str(cache) + "-timing"] + command[4:], check=True, capture_output=True)
        whole = time.monotonic() - start
        for step in range(10):
            running = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            time.sleep(whole * (step + 1) / 11)
            running.send_signal(signal.SIGKILL)
            running.wait()
        assert facts(probe(url, cache=cache))["commit"] == newest
    repository = next(path for path in cache.iterdir() if path.is_dir())
    assert not list(repository.glob("objects/pack/pack_git2_*"))
    git(repository, "fsck", "--full", "--strict")


def test_broken_caches_are_made_anew(course, cache):
    folder, ids = course
    with Server(folder.parent) as server:
        url = server.url + "/course"
        facts(probe(url, "--ref", "main", cache=cache))
        repository = next(path for path in cache.iterdir() if path.is_dir())

        def lose_head():
            (repository / "HEAD").unlink()

        def lose_packs():
            for pack in repository.glob("objects/pack/*"):
                pack.unlink()

        def damage_packs():
            for pack in repository.glob("objects/pack/*.pack"):
                pack.chmod(0o600)
                content = bytearray(pack.read_bytes())
                content[12:-20] = bytes(len(content) - 32)
                pack.write_bytes(content)

        def be_a_file():
            shutil.rmtree(repository)
            repository.write_text("")

        for damage in (lose_head, lose_packs, damage_packs, be_a_file):
            damage()
            assert facts(probe(url, "--ref", "main", cache=cache))["commit"] == ids["main"], damage.__name__
            git(repository, "fsck", "--full")
