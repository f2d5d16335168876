"""What hostile, broken or guarded hosts say instead of a page. None of it accuses anybody."""

# ruff: noqa: E501 - markup and invented sentences stay unbroken

from __future__ import annotations

import struct
import zlib
from functools import cache

from tests.world.model import Answer

MIB = 1024 * 1024

RUISHU = (
    '<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"/>'
    '<meta id="9DhefwqGPrzGxEp9hPaoag" content="kq2!x8" r="m"/>'
    "<script type=\"text/javascript\" r='m'>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=81210;$_ts.cd=\"qErkr\";</script>"
    '<script type="text/javascript" charset="iso-8859-1" src="/4QbVtADbnLVIc/d.FxJzG50F.js" r=\'m\'></script>'
    "</head><body></body></html>"
)
CAPTCHA = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>安全验证</title></head><body><div class="box"><h2>访问验证</h2>'
    "<p>您的访问过于频繁，请输入验证码后继续访问。</p>"
    '<form action="/verify" method="post"><img src="/captcha.jpg" alt="验证码"><input name="captcha"><input type="submit" value="提交验证"></form></div></body></html>'
)
FORBIDDEN = "<html><head><title>403 Forbidden</title></head><body><center><h1>403 Forbidden</h1></center><hr>nginx</body></html>"
ERROR_500 = "<html><head><title>500</title></head><body><h1>HTTP Status 500 – Internal Server Error</h1></body></html>"
ERROR_404 = "<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>"
SOFT_404 = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>提示信息</title></head><body><div style="text-align:center">'
    '<img src="/images/404.png"/><p>很抱歉，您访问的页面不存在或已删除。</p><p><a href="/">返回首页</a></p></div></body></html>'
)

INCLUDE_FAILED = "[an error occurred while processing this directive]"


def html(text: str, status: int = 200, **headers: str) -> Answer:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Answer(text.encode(), status, "text/html; charset=utf-8", named)


@cache
def zip_bomb() -> bytes:
    """Four hundred MiB of blanks in less than half a MiB of gzip. One block is packed and then repeated."""
    block, blocks = b" " * MIB, 400
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = 0
    for _ in range(blocks):
        checksum = zlib.crc32(block, checksum)
    head, last = b"\x1f\x8b\x08" + bytes(6) + b"\xff", b"\x03\x00"
    return head + packed * blocks + last + struct.pack("<II", checksum, blocks * MIB)


@cache
def one_line() -> bytes:
    """Twenty MB without a single line break."""
    head = '<html><head><meta charset="utf-8"><title>一行网页</title></head><body>'.encode()
    cell = "<p>本页由系统自动生成，内容未分行。</p>".encode()
    return head + cell * (20_000_000 // len(cell)) + b"</body></html>"


# Large bodies are made when first asked for: the manner of an Answer names them.
LARGE = {"zip-bomb": zip_bomb, "one-line": one_line}
