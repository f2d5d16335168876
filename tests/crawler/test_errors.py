"""What text from outside may say on a terminal."""

from __future__ import annotations

import pytest

from crawler.errors import printable


def test_the_wide_blank_of_chinese_text_is_printed() -> None:
    assert printable("复\u3000查\xa0一") == "复\u3000查\xa0一"


@pytest.mark.parametrize("sign", ["\x1b", "\n", "\r", "\x00", "\u202e", "\u2028", "\ud800", "\u200b"])
def test_signs_that_drive_a_terminal_or_forge_a_line_are_shown_as_such(sign: str) -> None:
    assert printable(f"a{sign}b") == "a\ufffdb"
