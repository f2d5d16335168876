"""A list of accounts is fetched with its pictures; what could not be had stands beside the row and loses none."""

from __future__ import annotations

import csv
import json
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import spotcheck
from crawler.captures.store import CaptureStore
from crawler.inventory import load_inventory
from crawler.lexicon import say
from crawler.model import Digest, FaultKind
from tests.spiders.portal_server import Portal, answer, portal

TITLE = "<title>政务新媒体矩阵-云溪县人民政府</title>"
CARD = "<li><img src='{src}'><p>{name}</p><p>主办单位：云溪县{owner}</p></li>"


def png(seed: int) -> bytes:
    """A picture of its own for every seed."""
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", 120, 120, 8, 0, 0, 0, 0)), (b"tEXt", b"n\0%d" % seed)]
    chunks += [(b"IDAT", zlib.compress(b"\0" * 121 * 120)), (b"IEND", b"")]
    packed = (struct.pack(">I", len(d)) + kind + d + struct.pack(">I", zlib.crc32(kind + d)) for kind, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def page(body: str) -> bytes:
    return answer(f"<html><head>{TITLE}</head><body>{body}</body></html>".encode())


def cards(*cards: tuple[str, str, str]) -> str:
    rows = "".join(CARD.format(src=src, name=name, owner=owner) for src, name, owner in cards)
    return f"<h3>微信公众号</h3><ul>{rows}</ul>"


@pytest.fixture
def server() -> Iterator[Portal]:
    with portal() as served:
        yield served


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    text = (
        "[network]\nallow_private = ['127.0.0.0/8']\n[pacing]\ndelay_s = 0\ntimeout_s = 3\n"
        "[browser]\nenabled = false\n[gather]\nmax_body_mb = 1\n"
    )
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    return tmp_path


def call(folder: Path, *words: str) -> int:
    given = ["--data", str(folder / "var"), "--config", str(folder / "config.toml")]
    return spotcheck.run(["inventory", "accounts", *words, *given])


def rows(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


def stored(folder: Path, digest: str) -> tuple[str, bytes]:
    with CaptureStore(folder / "var" / "captures") as store:
        capture, body = store.read(Digest(digest))
        return capture.url, body


def test_every_picture_that_can_be_had_is_kept_and_the_others_say_why(
    server: Portal, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.robots["127.0.0.1"] = answer(b"User-agent: *\nDisallow: /no/", kind="text/plain")
    server.more["/xmt/"] = page(
        cards(
            ("/ewm/1.png", "云溪教育", "教育局"), ("/ewm/2.png", "云溪审计", "审计局"),
            ("/no/ewm3.png", "云溪林业", "林业局"),
            ("/ewm/4.png", "云溪水利", "水利局"), ("http://10.0.0.1/ewm5.png", "云溪交通", "交通局"),
            ("/big/ewm6.png", "云溪农业", "农业局"), ("/ewm/7.png", "云溪文旅", "文旅局"),
        )
    )  # fmt: skip
    server.more["/ewm/1.png"] = answer(png(1), kind="image/png")
    server.more["/ewm/4.png"] = answer(b"<html><body>404 page of the house</body></html>")
    server.more["/big/ewm6.png"] = answer(png(6) + b"\0" * (2 << 20), kind="image/png")
    server.more["/ewm/7.png"] = answer(b"", 302, ("Location: /moved/7.png",))
    server.more["/moved/7.png"] = answer(png(7), kind="image/png")
    assert call(folder, server.url("/xmt/"), "--json") == 0
    found = rows(capsys)
    assert [row["name"][2:] for row in found] == ["教育", "审计", "林业", "水利", "交通", "农业", "文旅"]
    assert [(row["code_fault"] or {}).get("kind") for row in found] == [
        None, "http-status", "robots-denied", "unknown", "robots-unreadable", "too-large", None,
    ]  # fmt: skip
    assert stored(folder, found[0]["code_capture"]) == (server.url("/ewm/1.png"), png(1))
    assert stored(folder, found[6]["code_capture"]) == (server.url("/moved/7.png"), png(7))
    assert stored(folder, found[0]["page_capture"])[0] == server.url("/xmt/")
    assert ("127.0.0.1", "/no/ewm3.png") not in server.requests


def test_the_inventory_names_the_digest_and_loads(
    server: Portal, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.more["/xmt/"] = page(cards(("/ewm/1.png", "云溪教育", "教育局"), ("/ewm/2.png", "云溪审计", "审计局")))
    server.more["/ewm/1.png"] = answer(png(1), kind="image/png")
    out = folder / "list.csv"
    assert call(folder, server.url("/xmt/"), "--out", str(out)) == 0
    assert "已留存 1 张，未取到 1 张" in capsys.readouterr().err
    notes = [row["备注"] for row in csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines())]
    assert "图片已留存：sha256:" in notes[0] and "图片未取到：服务器返回错误状态" in notes[1]
    assert len(load_inventory(out).targets) == 2


def test_a_saved_page_is_not_asked_for_again_and_its_pictures_only_where_they_are_wanted(
    server: Portal, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = folder / "list.html"
    saved.write_bytes(page(cards(("/ewm/1.png", "云溪教育", "教育局"))).partition(b"\r\n\r\n")[2])
    server.more["/ewm/1.png"] = answer(png(1), kind="image/png")
    address = ["--url", server.url("/xmt/")]
    assert call(folder, str(saved), *address, "--json") == 0
    assert rows(capsys)[0]["code_capture"] is None and not server.requests
    assert call(folder, str(saved), *address, "--codes", "--json") == 0
    (row,) = rows(capsys)
    assert stored(folder, row["code_capture"])[1] == png(1)
    assert stored(folder, row["page_capture"])[1] == saved.read_bytes()
    assert ("127.0.0.1", "/xmt/") not in server.requests


def test_what_stands_in_frames_of_the_same_host_is_read_in_its_place(
    server: Portal, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    frames = "<iframe src='in/list.html'></iframe><iframe src='http://localhost:9/x.html'></iframe>"
    server.more["/xmt/"] = page(f"<h2>新媒体矩阵</h2>{frames}")
    server.more["/xmt/in/list.html"] = answer(cards(("ewm/1.png", "云溪教育", "教育局")).encode())
    assert call(folder, server.url("/xmt/"), "--no-codes", "--json") == 0
    (row,) = rows(capsys)
    assert (row["platform"], row["name"], row["owner"]) == ("微信公众号", "云溪教育", "云溪县教育局")
    assert row["picture"] == server.url("/xmt/in/ewm/1.png")
    assert not [path for _, path in server.requests if path.endswith(".png") or path == "/x.html"]


def test_a_page_that_cannot_be_had_says_why(server: Portal, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(folder, server.url("/loop")) == 2
    captured = capsys.readouterr()
    assert "循环跳转" in captured.err and not captured.out


@pytest.mark.parametrize("kind", [*FaultKind])
def test_every_fault_of_a_page_has_words(kind: FaultKind) -> None:
    assert say(f"list-fault.{kind}")
