"""What the service has sent: ``python -m results.alerts.post``, on stdin its settings and what it has to tell itself.

It takes nothing from the files of the settings, for what is wrong with them may be the matter.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from crawler import clock
from crawler.config import Config
from crawler.errors import InputError
from results.alerts.delivery import destinations
from results.alerts.message import Alert, Kind
from results.alerts.send import send_news
from results.alerts.words import say

TROUBLE = 3


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything that is handed over. ``matters``: what stands in no table."""

    data: Path
    config: Config
    matters: Sequence[Alert] = ()

    def as_json(self) -> str:
        matters = [asdict(one) for one in self.matters]
        return json.dumps({"data": str(self.data), "config": self.config.model_dump(mode="json"), "matters": matters})

    @classmethod
    def of(cls, text: str) -> Letter:
        given = json.loads(text)
        matters = [Alert(**one | {"kind": Kind(one["kind"])}) for one in given["matters"]]
        return cls(Path(given["data"]), Config.model_validate(given["config"]), tuple(matters))


def has_destination(config: Config) -> bool:
    return bool(config.alerts.mail_host or config.alerts.webhooks)


def main() -> int:
    letter = Letter.of(sys.stdin.read())
    try:
        sent = send_news(letter.data, letter.config, destinations(letter.config), clock.now(), more=letter.matters)
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        return TROUBLE
    for name, why in sent.failures:
        sys.stderr.write(say("send.failed", name=name, why=why) + "\n")
    return 0 if sent.is_whole else TROUBLE


if __name__ == "__main__":
    sys.exit(main())
