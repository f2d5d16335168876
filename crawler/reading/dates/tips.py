"""Pop-up tips of one site builder: the only place where some of its lists keep their dates."""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import Any

TIPS = re.compile(r"""showTips\s*\(\s*(?:[^'"()]{0,200},\s*)?['"]([A-Za-z0-9+/=\s]{8,20000})['"]""")


def decode_tips(text: str) -> dict[str, Any]:
    """The fields of ``showTips('<base64>')`` or of the base64 alone: JSON in GBK or UTF-8 (``gidate``, ``gidocno``,
    ``giindentifier`` ...). Empty where it is none."""
    match = TIPS.search(text)
    encoded = re.sub(r"\s", "", match[1] if match else text[:20000])
    try:
        body = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return {}
    for charset in ("utf-8", "gb18030"):
        try:
            value = json.loads(body.decode(charset), strict=False)
        except (UnicodeDecodeError, ValueError, RecursionError):
            continue
        return value if isinstance(value, dict) else {}
    return {}
