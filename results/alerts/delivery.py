"""The ways out: mail and webhooks. Each is bounded in time, enters no private network unasked, and tells no secret."""

from __future__ import annotations

import base64
import http.client
import json
import os
import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from ipaddress import ip_address
from urllib.parse import parse_qsl, quote, urlsplit

from crawler.config import Config
from crawler.errors import printable
from crawler.net.guard import Guard
from crawler.service_sections import Alerts, Webhook
from results.alerts.forms import body_of, signed_address, signed_headers
from results.alerts.message import Message
from results.alerts.words import say
from results.text import plain

PRINTED = re.compile(r"[\x21-\x7e]+")
ANSWER = 64 * 1024  # bytes of an answer that are read
HIDDEN = "***"
KEY_LENGTH = 8  # characters from which a part of an address may be a key


class UndeliveredError(Exception):
    """A message did not go out; the text is for people and holds no secret."""


@dataclass(slots=True)
class Secrets:
    """What was read from the environment, so that it can be taken out of whatever is said."""

    values: set[str] = field(default_factory=set)

    def read(self, variable: str) -> str:
        """Raises UndeliveredError where the variable is not set."""
        value = os.environ.get(variable, "").strip()
        if not value:
            raise UndeliveredError(say("failed.no-secret", variable=variable))
        self.values |= {value, base64.b64encode(value.encode()).decode(), quote(value, safe="")}
        with suppress(ValueError):
            parts = urlsplit(value)
            self.values |= {text for _, text in parse_qsl(parts.query)} | {parts.query, parts.path.strip("/")}
            self.values |= {text for text in parts.path.split("/") if len(text) >= KEY_LENGTH} | {parts.password or ""}
        return value

    def hide(self, text: str) -> str:
        for value in sorted(self.values, key=len, reverse=True):
            text = text.replace(value, HIDDEN) if len(value) > 3 else text
        return plain(printable(text), 300)


@dataclass(frozen=True, slots=True)
class Destination:
    """One way out. ``send`` raises UndeliveredError, OSError and what the protocols raise."""

    name: str
    send: Callable[[Message, datetime, Secrets], None]
    timeout_s: float

    def deliver(self, message: Message, now: datetime) -> str:
        """Empty where it went out, else why not. Never longer than its time, whatever the far end does."""
        found: list[str] = []
        worker = threading.Thread(target=self._try, args=(message, now, found), daemon=True)
        worker.start()
        worker.join(self.timeout_s)
        return found[0] if found else say("failed.late", seconds=f"{self.timeout_s:g}")

    def _try(self, message: Message, now: datetime, found: list[str]) -> None:
        secrets = Secrets()
        try:
            self.send(message, now, secrets)
            found.append("")
        except UndeliveredError as error:
            found.append(secrets.hide(str(error)))
        except (OSError, smtplib.SMTPException, http.client.HTTPException, ValueError) as error:
            found.append(secrets.hide(say("failed.line", kind=type(error).__name__, detail=error)))


def destinations(config: Config) -> list[Destination]:
    """What the settings name, mail first."""
    alerts, guard = config.alerts, _Door(config)
    found = []
    if alerts.mail_host and alerts.mail_to:
        found.append(Destination("mail", _Mail(alerts, guard).send, alerts.timeout_s))
    for name, hook in alerts.webhooks.items():
        found.append(Destination(name, _Hook(hook, alerts, guard).send, alerts.timeout_s))
    return found


class _Door:
    """Where destinations may be."""

    def __init__(self, config: Config) -> None:
        self._guard = Guard(config.network)
        self._open = config.alerts.allow_private
        self.proxy = config.network.proxy

    def address(self, host: str, port: int) -> str:
        """The first address of a host that may be entered. Raises UndeliveredError where there is none."""
        found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        for address in found:
            if self._open or self._guard.allows(ip_address(address.split("%")[0])):
                return address
        raise UndeliveredError(say("failed.private", host=host))

    def admits(self, host: str) -> bool:
        return self._open or self._guard.allows_host(host)


@dataclass(frozen=True, slots=True)
class _Mail:
    alerts: Alerts
    door: _Door

    def send(self, message: Message, now: datetime, secrets: Secrets) -> None:
        alerts = self.alerts
        password = secrets.read(alerts.mail_password_env) if alerts.mail_user else ""
        if password and alerts.mail_security == "none" and not alerts.allow_private:
            raise UndeliveredError(say("failed.plain-mail"))
        with self._server() as server:
            if password:
                server.login(alerts.mail_user, password)
            refused = server.send_message(mail_of(message, alerts, now))
        if refused:
            raise UndeliveredError(say("failed.refused", addresses=", ".join(refused)))

    def _server(self) -> smtplib.SMTP:
        alerts, context = self.alerts, ssl.create_default_context()
        address = self.door.address(alerts.mail_host, alerts.mail_port)
        if alerts.mail_security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(timeout=alerts.timeout_s, context=context)
        else:
            server = smtplib.SMTP(timeout=alerts.timeout_s)
        # Connected to by the address that was looked at; its certificate must bear the name.
        server._host = alerts.mail_host  # type: ignore[attr-defined]
        server.connect(address, alerts.mail_port)
        if alerts.mail_security == "starttls":
            server.starttls(context=context)
        return server


def mail_of(message: Message, alerts: Alerts, now: datetime) -> EmailMessage:
    """The mail. Titles come from pages of strangers: a line end in one would begin a header of its own."""
    mail = EmailMessage()
    mail["Subject"] = plain(message.title)
    mail["From"], mail["To"] = alerts.mail_from, ", ".join(alerts.mail_to)
    mail["Date"], mail["Message-ID"] = format_datetime(now), make_msgid(domain="spotcheck")
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text, cte="base64")  # not every server takes eight bits
    return mail


@dataclass(frozen=True, slots=True)
class _Hook:
    hook: Webhook
    alerts: Alerts
    door: _Door

    def send(self, message: Message, now: datetime, secrets: Secrets) -> None:
        url = secrets.read(self.hook.url_env)
        secret = secrets.read(self.hook.secret_env) if self.hook.secret_env else ""
        body = json.dumps(body_of(message, self.hook.kind, now), ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8", **signed_headers(self.hook.kind, secret, body)}
        status, answer = self._post(signed_address(url, self.hook.kind, secret, now), body, headers)
        if not 200 <= status < 300:
            raise UndeliveredError(say("failed.status", status=status))
        _refuse_error(self.hook.kind, answer)

    def _post(self, url: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        """One request; redirects are not followed, for they would carry the key elsewhere."""
        parts = urlsplit(url)
        host, secure = parts.hostname or "", parts.scheme == "https"
        if not host or parts.scheme not in {"http", "https"} or not PRINTED.fullmatch(url):
            raise UndeliveredError(say("failed.address", variable=self.hook.url_env))
        if not secure and not self.alerts.allow_private:
            raise UndeliveredError(say("failed.plain", variable=self.hook.url_env))
        line = self._line(host, parts.port or (443 if secure else 80), secure)
        try:
            line.request("POST", f"{parts.path or '/'}?{parts.query}".rstrip("?"), body, headers)
            answer = line.getresponse()
            return answer.status, answer.read(ANSWER)
        finally:
            line.close()

    def _line(self, host: str, port: int, secure: bool) -> http.client.HTTPConnection:
        wait = self.alerts.timeout_s
        if self.door.proxy and secure:
            proxy = urlsplit(self.door.proxy)
            if not self.door.admits(host):
                raise UndeliveredError(say("failed.private", host=host))
            tunnel = http.client.HTTPSConnection(proxy.hostname or "", proxy.port, timeout=wait)
            tunnel.set_tunnel(host, port)
            return tunnel
        address = self.door.address(host, port)
        return _NamedLine(host, address, port, wait) if secure else _PlainLine(host, address, port, wait)


class _PlainLine(http.client.HTTPConnection):
    """Connected to by the address that was looked at, asked by name: a second look-up could say another address."""

    def __init__(self, host: str, address: str, port: int, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self._address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)


class _NamedLine(_PlainLine):
    def connect(self) -> None:
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def _refuse_error(kind: str, answer: bytes) -> None:
    """DingTalk and WeCom answer 200 and say in the body that it was nothing."""
    if kind == "json":
        return
    try:
        told = json.loads(answer)
        code, text = told["errcode"], str(told.get("errmsg", ""))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UndeliveredError(say("failed.answer")) from error
    if code != 0:
        raise UndeliveredError(say("failed.code", code=code, text=text))
