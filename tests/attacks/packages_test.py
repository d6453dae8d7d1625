"""Class 16: hostile packages, built into an environment by the whole program from a registry here.

The second half is a npm that was taken over: a script in its place, in the same jail.
"""
import base64
import hashlib
import http.server
import io
import json
import pathlib
import shutil
import socket
import stat
import tarfile
import threading

import pytest
from whole_program import BUILD, LAYERS, MARKER, run

LEAD_OUT = "hold a link that leads out of them: "
NOT_PLAIN = "hold what is no plain file: "
LOOK = "\nhint: no package needs that; look at who made it before you use it\n"
ELSEWHERE = "the packages of environment 'hostile' lie elsewhere than at the registry: "


class Registry:
    """Serves `files` by path; what is no bytes is called with the request's handler."""

    def __init__(self, files=()):
        self.files, self.asked = dict(files), []
        owner = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                owner.asked.append(self.path)
                found = owner.files.get(self.path.split("?")[0])
                if callable(found):
                    return found(self)
                self.send_response(404 if found is None else 200)
                self.send_header("Content-Length", str(len(found or b"")))
                self.end_headers()
                self.wfile.write(found or b"")

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.port = self.http.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.http.shutdown()
        self.http.server_close()


def tarball(manifest, *entries):
    """A package. An entry is (path, content or None, type, target of a link)."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for path, content, *more in [("package/package.json", json.dumps(manifest).encode()), *entries]:
            info = tarfile.TarInfo(path)
            info.size, info.mode = len(content or b""), 0o4755
            if more:
                info.type, info.linkname = more
            tar.addfile(info, io.BytesIO(content) if content is not None else None)
    return packed.getvalue()


@pytest.fixture(name="build")
def make_build(tmp_path):
    """Builds an environment of these packages; gives exit code and words."""
    data, layers = tmp_path / "data", tmp_path / "layers"
    for name in ("harness", "messages"):
        data.mkdir(exist_ok=True)
        (data / name).symlink_to((BUILD / "share" / "grader" / name).resolve())
    (data / "environments").mkdir()
    (data / "environments" / "toolchains").symlink_to(
        (BUILD / "share" / "grader" / "environments" / "toolchains").resolve())
    layers.mkdir()
    toolchain = max(LAYERS.glob("toolchain-node-*"), key=lambda one: one.stat().st_mtime)
    (layers / toolchain.name).mkdir()
    for name in ("bin", "npm", "node_modules"):
        (layers / toolchain.name / name).symlink_to((toolchain / name).resolve())

    def build(registry, packages, name="hostile", npm=None, extra=None, **environment):
        folder = data / "environments" / name
        folder.mkdir()
        version = json.loads((toolchain / "npm" / "package.json").read_text())["version"]
        (folder / "environment.yaml").write_text(
            f"title: x\ntoolchain: node\nversions: {{node: 24.21.0, npm: {version}}}\nframeworks: [node-test]\n")
        wanted = {key.removeprefix("node_modules/"): about.pop("wanted", "1.0.0") for key, about in packages.items()}
        root = {"name": "x", "dependencies": wanted, **(extra or {})}
        (folder / "package.json").write_text(json.dumps(root))
        (folder / "package-lock.json").write_text(json.dumps(
            {"name": "x", "lockfileVersion": 3, "requires": True, "packages": {"": root, **packages}}))
        (folder / ".npmrc").write_text("ignore-scripts=false\nregistry=http://127.0.0.1:9/\n"
                                       f"userconfig={tmp_path}/marker\n")
        if npm is not None:
            place = layers / toolchain.name / "npm"
            place.unlink()
            (place / "bin").mkdir(parents=True)
            (place / "bin" / "npm-cli.js").write_text(npm)
        (tmp_path / "npmrc").write_text("fetch-retries=0\n")
        done = run(tmp_path, "environment", "build", name, GRADER_DATA_DIR=str(data), GRADER_LAYERS=str(layers),
                   npm_config_registry=registry.url, npm_config_userconfig=str(tmp_path / "npmrc"), **environment)
        assert not list(layers.glob(".building-*"))
        assert not [path for path in layers.rglob("*") if not path.is_symlink()
                    and (stat.S_ISFIFO(path.stat().st_mode) or path.stat().st_uid >= 64000)]
        return done

    build.layers = layers
    return build


def at(registry, name, **more):
    return {f"node_modules/{name}": {"version": "1.0.0", "resolved": f"{registry.url}{name}.tgz", **more}}


def built(done):
    assert done == (0, done[1]), done[1]
    assert "environment 'hostile' is ready" in done[1] or "environment 'next' is ready" in done[1], done[1]


def installed(layers, name="hostile"):
    folder, = layers.glob(f"packages-{name}-*")
    return folder / "node_modules"


def test_packages_that_do_more_than_lie_there(build, tmp_path):
    run_me = f"touch {tmp_path}/ran /packages/ran ran"
    scripts = dict.fromkeys(("preinstall", "install", "postinstall", "prepare", "prepublish", "dependencies"), run_me)
    with Registry() as registry:
        registry.files = {
            "/scripts.tgz": tarball({"name": "scripts", "version": "1.0.0", "scripts": scripts},
                                    ("package/binding.gyp", b"{'targets': [{'target_name': '<!(touch ran)'}]}"),
                                    ("package/.npmrc", b"ignore-scripts=false\n")),
            "/paths.tgz": tarball({"name": "paths", "version": "1.0.0",
                                   "bin": {"../../../../evil": "x.js", "up": "../../../../../etc/passwd",
                                           "node": "x.js", "npm": "x.js"}},
                                  ("package/x.js", b"1"), ("package/../../../evil", b"1"), ("/tmp/evil", b"1"),
                                  ("../../../../evil", b"1"),
                                  ("package/link", None, tarfile.SYMTYPE, "/etc/passwd"),
                                  ("package/folder", None, tarfile.SYMTYPE, "/"),
                                  ("package/folder/evil", b"1"),
                                  ("package/hard", None, tarfile.LNKTYPE, "/etc/passwd"),
                                  ("package/pipe", None, tarfile.FIFOTYPE, ""),
                                  ("package/device", None, tarfile.CHRTYPE, "")),
        }
        packages = {**at(registry, "scripts", hasInstallScript=True), **at(registry, "paths")}
        built(build(registry, packages, extra={"scripts": scripts}))
    modules = installed(build.layers)
    left = {str(path.relative_to(modules)): path for path in modules.rglob("*")}
    assert not [name for name in left if name.endswith("ran")] and not (tmp_path / "ran").exists()
    assert not [path for path in (tmp_path.parent / "evil", pathlib.Path("/tmp/evil"), pathlib.Path("/evil"))
                if path.exists()]
    for name, path in left.items():
        assert path.resolve().is_relative_to(modules), name
        assert path.is_symlink() or path.is_dir() or path.is_file(), name
        assert path.is_symlink() or not path.stat().st_mode & 0o6000, name
    assert not (modules / "paths" / "link").exists() and not (modules / "paths" / "pipe").exists()


@pytest.mark.parametrize("way", ["lock", "redirect", "metadata"])
def test_packages_that_lie_elsewhere(build, way):
    content = tarball({"name": "tiny", "version": "1.0.0"})
    with Registry({"/tiny.tgz": content}) as elsewhere, Registry() as registry:
        def send_on(request):
            request.send_response(302)
            request.send_header("Location", elsewhere.url + "tiny.tgz")
            request.end_headers()
        registry.files["/tiny.tgz"] = send_on
        registry.files["/tiny"] = json.dumps({"name": "tiny", "dist-tags": {"latest": "1.0.0"}, "versions": {
            "1.0.0": {"name": "tiny", "version": "1.0.0", "dist": {"tarball": elsewhere.url + "tiny.tgz"}}}}).encode()
        packages = at(registry if way == "redirect" else elsewhere, "tiny")
        if way == "metadata":
            del packages["node_modules/tiny"]["resolved"]
        code, words = build(registry, packages)
        assert code == 4
        why = f"GET {elsewhere.url}tiny.tgz: not the allowed host\n"
        if way == "lock":  # so npm itself does not try
            why = 'Fetching packages of type "remote"'
        assert ELSEWHERE + why in words
        assert not elsewhere.asked


@pytest.mark.parametrize("source", ["git+ssh://git@127.0.0.1:{port}/tiny.git#" + "a" * 40,
                                    "git+https://127.0.0.1:{port}/tiny.git#" + "a" * 40])
def test_packages_from_repositories(build, source):
    with socket.create_server(("127.0.0.1", 0)) as listener, Registry() as registry:
        source = source.format(port=listener.getsockname()[1])
        packages = {"node_modules/tiny": {"version": "1.0.0", "resolved": source, "wanted": source}}
        code, words = build(registry, packages)
        assert code == 4
        assert ELSEWHERE + 'Fetching packages of type "git"' in words
        listener.setblocking(False)
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_packages_of_this_machine(build):
    with Registry() as registry:
        link = {"resolved": "../../etc", "link": True, "wanted": "file:../../etc"}
        code, words = build(registry, {"node_modules/tiny": link, "../../etc": {"version": "1.0.0"}})
        assert code == 4
        assert "package.json and package-lock.json of environment 'hostile' do not fit\n" in words, words


def test_packages_that_are_not_the_pinned_ones(build):
    with Registry({"/tiny.tgz": tarball({"name": "tiny", "version": "1.0.0"})}) as registry:
        wrong = "sha512-" + base64.b64encode(hashlib.sha512(b"other").digest()).decode()
        code, words = build(registry, at(registry, "tiny", integrity=wrong))
        assert code == 4
        assert "a package of environment 'hostile' is not the pinned one: " in words, words


def test_packages_that_are_too_deep(build):
    deep = "package/" + "d/" * 60 + "x"
    with Registry({"/tiny.tgz": tarball({"name": "tiny", "version": "1.0.0"}, (deep, b"1"))}) as registry:
        code, words = build(registry, at(registry, "tiny"))
        assert code == 4
        assert ("the packages of environment 'hostile' are too large: more than 2 GiB, 200,000 files or 40 folders "
                "in folders\nhint: leave out what the environment does not need\n") in words, words


@pytest.mark.parametrize("trick, told", [
    ("fs.symlinkSync('/', 'node_modules/all')", LEAD_OUT + "node_modules/all" + LOOK),
    ("fs.rmdirSync('node_modules'); fs.symlinkSync('/root', 'node_modules')", LEAD_OUT + "node_modules" + LOOK),
    ("fs.symlinkSync('a/b', 'node_modules/c'); fs.symlinkSync('../node_modules/c/..', 'node_modules/e')",
     LEAD_OUT + "node_modules/e" + LOOK),
    ("fs.writeFileSync('a', ''); fs.linkSync('a', 'node_modules/b')", NOT_PLAIN),
    ("child.execFileSync('mkfifo', ['node_modules/package.json'])", NOT_PLAIN + "node_modules/package.json" + LOOK),
    ("require('net').createServer().listen('node_modules/socket', () => process.reallyExit(0))",
     NOT_PLAIN + "node_modules/socket" + LOOK),
    ("for (;;) { fs.mkdirSync('d'); process.chdir('d'); }", "are too large: more than 2 GiB"),
    ("process.on('SIGXFSZ', () => {}); fs.truncateSync(fs.openSync('x', 'w'), 2 ** 40)", "exit code 1"),
    ("fs.chmodSync('.', 0); process.reallyExit(3)", "exit code 3"),
    ("process.abort()", "npm ended unexpectedly while it installed the packages of environment 'hostile'\n"),
], ids=["link to all", "link as folder", "link by links", "hard link", "pipe", "socket", "depth", "size", "no rights",
        "abort"])
def test_a_npm_that_was_taken_over(build, trick, told):
    with Registry() as registry:
        npm = ("const fs = require('fs'), child = require('child_process');\n"
               "fs.mkdirSync('node_modules', {recursive: true});\n" + trick + ";\n")
        code, words = build(registry, {}, npm=npm)
    assert code == 4
    assert told in words, words


def test_a_npm_that_looks_around(build, tmp_path):
    npm = """
const fs = require('fs'), net = require('net'), seen = [];
const attempt = (name, action) => { try { action(); seen.push(name); } catch { } };
attempt('marker', () => fs.readFileSync('%s/marker'));
attempt('home', () => fs.readdirSync('%s'));
attempt('shadow', () => fs.readFileSync('/etc/shadow'));
attempt('toolchain', () => fs.writeFileSync('/npm/package/x', ''));
attempt('variable', () => { if (!process.env.GRADER_MARKER) throw 0; });
require('child_process').spawn('/bin/sleep', ['60'], {detached: true, stdio: 'ignore'}).unref();
const places = [['127.0.0.1', PORT], ['169.254.169.254', 80], ['192.0.2.1', 443]];
let open = places.length;
for (const [host, port] of places) {
  const done = () => { if (--open === 0) { console.error('npm error saw ' + JSON.stringify(seen)); process.exit(7); } };
  const socket = net.connect({host, port}, () => { seen.push(host); done(); });
  socket.on('error', done);
}
""" % (tmp_path, tmp_path)
    with Registry() as registry:
        code, words = build(registry, {}, npm=npm.replace("PORT", str(registry.port)))
        assert code == 4
        assert "npm failed for environment 'hostile' with exit code 7: saw []" in words, words
        assert not registry.asked


def test_the_next_one_builds(build, tmp_path):
    with Registry() as registry:
        registry.files = {"/tiny.tgz": tarball({"name": "tiny", "version": "1.0.0"}, ("package/i.js", b"1"))}
        lock = {"node_modules/tiny": {"version": "1.0.0", "resolved": registry.url + "gone.tgz"}}
        assert build(registry, lock)[0] == 4
        built(build(registry, at(registry, "tiny"), name="next"))
        assert (installed(build.layers, "next") / "tiny" / "i.js").read_text() == "1"
        assert MARKER not in "".join(path.read_text() for path in build.layers.rglob("*.json") if path.is_file()
                                     and "toolchain" not in str(path))
    shutil.rmtree(tmp_path / "data")
