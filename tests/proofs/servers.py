"""Git over smart HTTP and over ssh on loopback, served by git's own programs."""

import getpass
import os
import shutil
import socket
import socketserver
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import unquote, urlsplit


def backend_environment():
    """For git as a server: repositories of any owner, and no configuration of the user's."""
    return {
        "PATH": os.environ["PATH"],
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "safe.directory",
        "GIT_CONFIG_VALUE_0": "*",
    }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self._serve()

    def do_POST(self):
        self._serve()

    def log_message(self, *_):
        pass

    def _body(self):
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def _serve(self):
        url = urlsplit(self.path)
        body = self._body()
        environment = backend_environment() | {
            "GIT_PROJECT_ROOT": str(self.server.root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "REQUEST_METHOD": self.command,
            "PATH_INFO": unquote(url.path),
            "QUERY_STRING": url.query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            "REMOTE_ADDR": self.client_address[0],
        }
        done = subprocess.run(["git", "http-backend"], input=body, env=environment, capture_output=True)
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        status = 200 if done.returncode == 0 else 500
        headers = []
        for line in head.decode("latin-1").splitlines():
            name, _, value = line.partition(": ")
            if name.lower() == "status":
                status = int(value.split()[0])
            elif name:
                headers.append((name, value))
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


class _Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, *_):
        """A client that went away in the middle (it was killed, say) is nothing to tell about."""


class HttpServer:
    """Serves the repositories below `root` by `git http-backend`."""

    def __init__(self, root):
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.root = Path(root).resolve()
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    def url(self, path):
        return f"http://127.0.0.1:{self.port}/{path}"


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class SshServer:
    """An sshd of our own on loopback, with keys made for it in `folder`."""

    def __init__(self, folder):
        self.folder = Path(folder).resolve()
        self.port = _free_port()
        self.user = getpass.getuser()
        self.key = self.folder / "home" / ".ssh" / "id_ed25519"
        self.home = self.folder / "home"
        self._process = None

    def __enter__(self):
        ssh = self.key.parent
        ssh.mkdir(parents=True, mode=0o700)
        host = self.folder / "host_key"
        for key in (self.key, host):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
        public = host.with_suffix(".pub").read_text().split()[:2]
        (ssh / "known_hosts").write_text(f"[127.0.0.1]:{self.port} {' '.join(public)}\n")
        allowed = self.folder / "authorized_keys"
        # Only git's own reading command, with its configuration.
        wrapper = self.folder / "serve"
        settings = "".join(f"export {k}='{v}'\n" for k, v in backend_environment().items())
        wrapper.write_text(
            f"#!/bin/sh\n{settings}"
            'case $SSH_ORIGINAL_COMMAND in git-upload-pack*) exec git-shell -c "$SSH_ORIGINAL_COMMAND" ;; esac\n'
            "exit 1\n"
        )
        wrapper.chmod(0o755)
        key_text = self.key.with_suffix(".pub").read_text()
        allowed.write_text(f'restrict,command="{wrapper}" {key_text}')
        config = self.folder / "sshd_config"
        config.write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {host}\nAuthorizedKeysFile {allowed}\n"
            f"PidFile none\nUsePAM no\nPasswordAuthentication no\nStrictModes no\nPermitRootLogin yes\n"
            "AcceptEnv GIT_PROTOCOL\n"
        )
        sshd = shutil.which("sshd", path=os.environ["PATH"] + ":/usr/sbin")
        if sshd is None:
            raise RuntimeError("sshd is missing: apt-get install openssh-server")
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(exist_ok=True)
        self._log = open(self.folder / "sshd.log", "wb")
        self._process = subprocess.Popen([sshd, "-D", "-e", "-f", str(config)], stderr=self._log)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port), 0.2).close()
                return self
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("sshd does not answer: " + (self.folder / "sshd.log").read_text())

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait()
        self._log.close()

    def url(self, path):
        return f"ssh://{self.user}@127.0.0.1:{self.port}{path}"
