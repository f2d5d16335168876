"""Twisted's way to :data:`crawler.net.names.CHECKED`: connections go to checked addresses and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver, IHostResolution
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.net.names import CHECKED

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


@implementer(IHostResolution)
class _Resolution:
    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """Nothing is under way: the answer was at hand."""


@implementer(IHostnameResolver)
class CheckedResolver:
    """Scrapy's TWISTED_DNS_RESOLVER. A host that was not checked has no address."""

    def __init__(self, reactor: Any) -> None:
        self._reactor = reactor

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> CheckedResolver:
        del crawler  # its settings are the same for every crawl of the process
        return cls(reactor)

    def install_on_reactor(self) -> None:
        self._reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802 Twisted's name
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[Any] | None = None,  # noqa: N803
        transportSemantics: Any = "TCP",  # noqa: N803
    ) -> Any:
        resolution = _Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        for text in CHECKED.get(hostName, ()):
            family = IPv4Address if ip_address(text).version == 4 else IPv6Address
            if addressTypes is None or family in addressTypes:
                resolutionReceiver.addressResolved(family(transportSemantics, text, portNumber))
        resolutionReceiver.resolutionComplete()
        return resolution
