"""A smart HTTP server on loopback around git's own http-backend, which can also misbehave.

As a module: serve(folder, **behaviour) gives a running Server with .port and .requests.
"""
import base64
import http.server
import os
import socket
import ssl
import subprocess
import threading
import time


class Server:
    """Serves the repositories below `folder`.

    redirect: answer everything by sending on to this base address.
    drop_after: close the connection after so many bytes of a pack.
    stall: answer the first request, then send nothing more for this many seconds.
    lie: what to answer to a request for a pack instead of git: gives an iterable of bytes.
    token: ask for this password. certificate: (certificate, key) files, for https.
    """

    def __init__(self, folder, redirect=None, drop_after=None, stall=None, token=None, certificate=None,
                 answer=None, lie=None):
        self.folder = str(folder)
        self.redirect, self.drop_after, self.stall = redirect, drop_after, stall
        self.token, self.answer, self.lie = token, answer, lie
        self.requests, self.seen_tokens = [], []
        handler = type("Handler", (Handler,), {"owner": self})
        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.http.daemon_threads = True
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
        self.port = self.http.server_address[1]
        self.scheme = "https" if certificate else "http"
        self.url = f"{self.scheme}://127.0.0.1:{self.port}"
        threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.http.shutdown()
        self.http.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    owner = None

    def log_message(self, *_):
        pass

    def setup(self):
        super().setup()
        self.wfile = self.connection.makefile("wb", buffering=65536)

    def plain(self, status, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", "0")
        self.end_headers()
        self.wfile.flush()

    def answer_with(self, parts):
        self.send_response(200)
        self.send_header("Content-Type", "application/x-git-upload-pack-result")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for part in parts:
            self.wfile.write(b"%x\r\n" % len(part) + part + b"\r\n")
            self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")
        self.wfile.flush()

    def handle_git(self):
        server = self.owner
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.headers.get("Transfer-Encoding") == "chunked":
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        server.requests.append(self.path)
        given = self.headers.get("Authorization")
        if given:
            server.seen_tokens.append(base64.b64decode(given.split()[1]).decode())
        if server.redirect:
            return self.plain(301, Location=server.redirect + self.path)
        if server.answer:
            return self.plain(server.answer)
        if server.token and (not given or not server.seen_tokens[-1].endswith(":" + server.token)):
            return self.plain(401, WWW_Authenticate='Basic realm="git"')
        if server.lie and self.command == "POST":
            return self.answer_with(server.lie())
        path, _, query = self.path.partition("?")
        environment = dict(os.environ, GIT_PROJECT_ROOT=server.folder, GIT_HTTP_EXPORT_ALL="1",
                           PATH_INFO=path, QUERY_STRING=query, REQUEST_METHOD=self.command,
                           CONTENT_TYPE=self.headers.get("Content-Type", ""),
                           CONTENT_LENGTH=str(len(body)), REMOTE_ADDR="127.0.0.1",
                           HTTP_CONTENT_ENCODING=self.headers.get("Content-Encoding", ""),
                           GIT_PROTOCOL=self.headers.get("Git-Protocol", ""),
                           GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_COUNT="1",
                           GIT_CONFIG_KEY_0="safe.directory", GIT_CONFIG_VALUE_0="*")
        if server.stall and self.command == "POST":
            time.sleep(server.stall)
        cgi = subprocess.Popen(["git", "http-backend"], env=environment, stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        threading.Thread(target=lambda: (cgi.stdin.write(body), cgi.stdin.close()), daemon=True).start()
        status, headers = 200, []
        while line := cgi.stdout.readline().strip():
            name, value = line.decode().split(": ", 1)
            if name == "Status":
                status = int(value.split()[0])
            else:
                headers.append((name, value))
        self.send_response(status)
        for name, value in headers:
            if name != "Content-Length":
                self.send_header(name, value)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        sent = 0
        while data := cgi.stdout.read1(65536):
            if server.drop_after is not None and self.command == "POST" and sent + len(data) > server.drop_after:
                self.wfile.flush()
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
                cgi.kill()
                cgi.wait()
                return None
            sent += len(data)
            self.wfile.write(b"%x\r\n" % len(data) + data + b"\r\n")
        self.wfile.write(b"0\r\n\r\n")
        self.wfile.flush()
        return cgi.wait()

    def do_GET(self):
        try:
            self.handle_git()
        except (BrokenPipeError, ConnectionError, ValueError, OSError):
            self.close_connection = True

    do_POST = do_GET


if __name__ == "__main__":
    import sys

    with Server(sys.argv[1]) as running:
        print(running.port, flush=True)
        sys.stdin.read()
