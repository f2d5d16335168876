"""A letter of every kind of block, for the tests that measure it."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from datetime import datetime

from crawler.clock import CHINA
from results.letters.blocks import (
    Annex,
    AnnexNote,
    Block,
    Code,
    Form,
    Imprint,
    Letter,
    Line,
    Paragraph,
    Picture,
    Remark,
    Role,
    Signature,
    Small,
    Table,
    Title,
)

AT = datetime(2026, 11, 23, 9, 30, tzinfo=CHINA)
OFFICE = "临江市人民政府办公室"
FULL = "关于进一步加强政府网站日常监管的通知" * 60  # no punctuation: nothing is squeezed
BODY: tuple[Block, ...] = (
    Title(("临江市政府网站与政务新媒体", "问题整改通知书")),
    Line("临江市水利局："),
    Paragraph(FULL),
    Paragraph("一、存在的问题", Role.FIRST_LEVEL),
    Paragraph("（一）临江市水利局网站", Role.SECOND_LEVEL),
    Paragraph("1.首页不更新。已有40天未更新。"),
    Paragraph("末行校验值为：", stays=True),
    Code("ab" * 32),
    AnnexNote("附件：", ("问题清单", "证据材料与留存编号")),
    Signature(OFFICE, "2026年11月23日"),
    Remark("（联系电话：0377-12345678）"),
)


def letter(
    form: Form = Form.LETTER, blocks: Sequence[Block] = BODY, mark: str = OFFICE, number: str = "网改〔2026〕1号"
) -> Letter:
    return Letter(form, mark, number, "问题整改通知书", OFFICE, AT, tuple(blocks))


def annexes() -> tuple[Block, ...]:
    headings = ("序号", "主办单位", "问题描述", "页面地址")
    rows = tuple(
        (str(n), "临江市水利局", "栏目已有40天未更新" * 3, f"http://slj.linjiang.gov.test/{'x' * 60}/{n}")
        for n in range(1, 31)
    )
    return (
        Annex("附件1", "问题清单", sideways=True),
        Table(headings, rows, (8, 20, 50, 50)),
        Annex("附件2", "证据材料与留存编号"),
        Small("检查发现第1号：临江市水利局　首页不更新", Role.FIRST_LEVEL),
        Small("已有40天未更新。"),
        Picture(png(640, 4000), "png", 640, 4000, "图1　临江市水利局", 1, 0.2),
        Imprint("抄送：市纪委监委，市委宣传部。", OFFICE, "2026年11月23日印发"),
    )


def png(width: int, height: int) -> bytes:
    """A picture of one colour."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\xdd\xe6\xf5" * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
