"""A look at a website's names and at both families, as the spiders and the command for single hosts take it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crawler.addresses import plain_host
from crawler.config import Config
from crawler.net.asking import Asker
from crawler.turns import Turns
from spiders.control import Control
from spiders.names import ask_names
from spiders.service import visit_service
from spiders.tools import Desk, Tools


@dataclass(frozen=True, slots=True)
class Looking:
    """What a process needs for it. ``on`` is the monitoring day, for reading pages."""

    tools: Tools
    control: Control
    on: date

    @classmethod
    def begin(cls, config: Config, on: date, asker: Asker | None = None, turns: Turns | None = None) -> Looking:
        tools = Tools(config, asker, turns)
        return cls(tools, Control(tools), on)

    async def names(self, desk: Desk) -> None:
        """The name level."""
        await ask_names(desk, plain_host(desk.target.address))

    async def service(self, desk: Desk) -> None:
        """The service level, where it is wanted."""
        if desk.config.ipv6.service and not desk.over:
            await visit_service(desk, self.control, self.on)

    async def close(self) -> None:
        await self.tools.close()
