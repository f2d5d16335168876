"""A mail server and a web server on loopback that keep what they were sent, and misbehave on demand."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


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
def mail_server() -> Iterator[Kept]:
    kept = Kept()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 loopback")
            while line := self.rfile.readline().decode().rstrip("\r\n"):
                word = line.split()[0].upper()
                if word == "EHLO":
                    self.say("250-loopback\r\n250 AUTH PLAIN LOGIN")
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
    kept.port = server.server_address[1]
    with serving(server):
        yield kept


@contextmanager
def web_server() -> Iterator[Kept]:
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
    kept.port = server.server_address[1]
    with serving(server):
        yield kept


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
