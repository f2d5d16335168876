"""Messages in the forms that webhooks want, and their signatures. Pure.

Plain text everywhere: in Markdown a stranger's title could be a link or a picture.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus

from results.alerts.message import Message
from results.rows import instant
from results.text import words

BYTES = {"dingtalk": 18_000, "wecom": 2_000}  # of a text that the platforms take


def body_of(message: Message, kind: str, now: datetime) -> dict[str, Any]:
    """The body for ``dingtalk``, ``wecom`` or ``json``."""
    if kind == "json":
        return {"kind": message.kind.value, "title": message.title, "text": message.text, "at": instant(now)}
    return {"msgtype": "text", "text": {"content": shortened(f"{message.title}\n{message.text}", BYTES[kind])}}


def signed_address(url: str, kind: str, secret: str, now: datetime) -> str:
    """DingTalk's signature: HMAC-SHA256 over the milliseconds and the secret, in the address."""
    if kind != "dingtalk" or not secret:
        return url
    stamp = int(now.timestamp() * 1000)
    made = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    return f"{url}{'&' if '?' in url else '?'}timestamp={stamp}&sign={quote_plus(base64.b64encode(made))}"


def signed_headers(kind: str, secret: str, body: bytes) -> dict[str, str]:
    """Of a generic webhook: HMAC-SHA256 over the body."""
    if kind != "json" or not secret:
        return {}
    return {"X-Spotcheck-Signature": f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"}


def shortened(text: str, most: int) -> str:
    """At most so many bytes of UTF-8, cut between characters."""
    raw = text.encode()
    if len(raw) <= most:
        return text
    cut = str(words("letter")["cut"])
    return raw[: most - len(cut.encode())].decode(errors="ignore") + cut
