"""A mail server and a web server on loopback that keep what they were sent, and misbehave on demand."""

from __future__ import annotations

import json
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from crawler import clock


def certified(folder: Path, name: str) -> tuple[ssl.SSLContext, Path]:
    """A server's side that shows a certificate of its own making for a name, and the certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    day = timedelta(days=1)
    now = clock.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    shown, secret = folder / f"{name}.pem", folder / f"{name}.key"
    shown.write_bytes(made.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown, secret)
    return context, shown


@dataclass
class Kept:
    """What a server was sent. ``answer``: (status, body) of the web server."""

    port: int = 0
    mails: list[str] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    signed_in: list[str] = field(default_factory=list)
    posts: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    answer: tuple[int, bytes] = (200, b'{"errcode": 0, "errmsg": "ok"}')
    location: str = ""
    refuses: bool = False
    upgraded: bool = False

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, _, body in self.posts]


@contextmanager
def serving(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def mail_server(secure: ssl.SSLContext | None = None, upgrade: ssl.SSLContext | None = None) -> Iterator[Kept]:
    """``secure``: TLS from the first byte; ``upgrade``: after STARTTLS."""
    kept = Kept()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 loopback")
            while line := self.rfile.readline().decode().rstrip("\r\n"):
                word = line.split()[0].upper()
                if word == "EHLO":
                    offered = "250-STARTTLS\r\n" if upgrade and not kept.upgraded else ""
                    self.say(f"250-loopback\r\n{offered}250 AUTH PLAIN LOGIN")
                elif word == "STARTTLS" and upgrade:
                    self.say("220 go on")
                    self.upgrade(upgrade)
                elif word == "AUTH":
                    kept.signed_in.append(line)
                    self.say(f"535 no: {line}" if kept.refuses else "235 in")
                elif word == "RCPT":
                    kept.to.append(line)
                    self.say("250 ok")
                elif word == "DATA":
                    self.say("354 go on")
                    kept.mails.append(self.mail())
                    self.say("250 ok")
                else:
                    self.say("221 bye" if word == "QUIT" else "250 ok")

        def upgrade(self, context: ssl.SSLContext) -> None:
            self.request = context.wrap_socket(self.request, server_side=True)
            self.setup()
            kept.upgraded = True

        def mail(self) -> str:
            lines = []
            while (line := self.rfile.readline().decode()) != ".\r\n":
                lines.append(line)
            return "".join(lines)

        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = daemon_threads = True

    server = Server(("127.0.0.1", 0), Handler)
    if secure:
        server.socket = secure.wrap_socket(server.socket, server_side=True)
    kept.port = server.server_address[1]
    with serving(server):
        yield kept


@contextmanager
def web_server(secure: ssl.SSLContext | None = None) -> Iterator[Kept]:
    kept = Kept()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.posts.append((self.path, dict(self.headers), body))
            self.send_response(kept.answer[0])
            if kept.location:
                self.send_header("Location", kept.location)
            self.send_header("Content-Length", str(len(kept.answer[1])))
            self.end_headers()
            self.wfile.write(kept.answer[1])

        def log_message(self, *arguments: object) -> None:
            del arguments

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if secure:
        server.socket = secure.wrap_socket(server.socket, server_side=True)
    kept.port = server.server_address[1]
    with serving(server):
        yield kept


@contextmanager
def proxy_server(to: int, status: bytes = b"200 ok") -> Iterator[list[str]]:
    """Takes CONNECT to any host, and leads to a port of our own; what was asked of it."""
    asked: list[str] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            asked.append(self.rfile.readline().decode().strip())
            while self.rfile.readline().strip():
                pass
            self.wfile.write(b"HTTP/1.1 " + status + b"\r\n\r\n")
            if status.startswith(b"200"):
                with socket.create_connection(("127.0.0.1", to)) as far:
                    back = threading.Thread(target=pour, args=(far, self.request), daemon=True)
                    back.start()
                    pour(self.request, far)
                    back.join(5)

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = daemon_threads = True

    server = Server(("127.0.0.1", 0), Handler)
    asked.append(f"http://127.0.0.1:{server.server_address[1]}")
    with serving(server):
        yield asked


def pour(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while part := one.recv(65536):
            other.sendall(part)
        other.shutdown(socket.SHUT_WR)


@contextmanager
def mute_server() -> Iterator[int]:
    """Takes the connection and never says a word."""
    over = threading.Event()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            over.wait(30)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    server = Server(("127.0.0.1", 0), Handler)
    with serving(server):
        yield server.server_address[1]
        over.set()
