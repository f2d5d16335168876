"""The tables of the settings: what may stand in them, which values, and the defaults.

``docs/configuration.md`` is generated from the field descriptions here.
"""

from __future__ import annotations

import ipaddress
import re
from typing import Literal

from pydantic import Field, field_validator

from crawler.availability import Availability
from crawler.intervals import NATIONAL
from crawler.schedule import Schedule
from crawler.section import Section
from crawler.service_sections import Alerts, Backup, Health, Retention


class Network(Section):
    nameservers: tuple[str, ...] = Field((), description="Name servers to ask, as IP:port; empty: the system's own.")
    dns_timeout_s: float = Field(
        5.0, gt=0, le=60, description="Seconds until a name server's silence counts as no answer; asked thrice by then."
    )
    dns_in_flight: int = Field(
        32, ge=1, le=1000, description="Questions under way at once at one name server, of each gathering process."
    )
    dns_per_second: float = Field(
        0, ge=0, le=100000, description="Questions a second to one name server, of each gathering process; 0: no limit."
    )
    proxy: str = Field("", description="HTTP proxy for every request, as http://host:port; empty: none.")
    user_agent: str = Field("spotcheck/0.1", description="How the crawler names itself; the contact is added.")
    contact: str = Field("", description="Web page or e-mail address where a webmaster reaches the office.")
    allow_private: tuple[str, ...] = Field(
        (), description="Private networks (CIDR) the crawler may enter; empty: none. A proxy needs no entry."
    )

    @field_validator("nameservers")
    @classmethod
    def _servers(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for server in value:
            split_server(server)
        return value

    @field_validator("proxy")
    @classmethod
    def _proxy(cls, value: str) -> str:
        if value and "://" not in value:
            value = f"http://{value}"
        if value and not re.fullmatch(r"https?://[^/\s]+:\d+/?", value):
            raise ValueError("a proxy is written http://host:port")
        return value.rstrip("/")

    @field_validator("allow_private")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for network in value:
            ipaddress.ip_network(network)
        return value

    @property
    def agent(self) -> str:
        """The full User-Agent: name and contact."""
        return f"{self.user_agent} (+{self.contact})" if self.contact else self.user_agent


class Pacing(Section):
    delay_s: float = Field(1.0, ge=0, le=3600, description="Seconds between two requests to one host.")
    crawl_delay_max_s: float = Field(
        5.0, ge=0, le=3600, description="Longest Crawl-delay of a robots.txt that is kept, in seconds; 0: none is."
    )
    retry_after_max_s: float = Field(
        60.0, ge=0, le=3600, description="Longest pause kept that a busy server asks for (Retry-After), in seconds."
    )
    per_host: int = Field(1, ge=1, le=8, description="Requests under way at once on one host.")
    timeout_s: float = Field(20.0, gt=0, le=600, description="Seconds until a request counts as unanswered.")


class Gather(Section):
    processes: int = Field(0, ge=0, le=64, description="Gathering processes; 0: one for each core.")
    columns: int = Field(60, ge=1, le=2000, description="Column pages visited on one site at most.")
    details: int = Field(8, ge=0, le=200, description="Article and document pages sampled on one site at most.")
    list_pages: int = Field(5, ge=1, le=100, description="Pages of one list read at most, where all matter.")
    reports: int = Field(2, ge=0, le=3, description="Annual reports of the newest years read on one site at most.")
    report_files: int = Field(2, ge=0, le=20, description="Attached files opened for one annual report at most.")
    report_lists: int = Field(8, ge=0, le=200, description="Sub-lists of annual reports opened on one site at most.")
    max_body_mb: int = Field(16, ge=1, le=512, description="Largest body taken, in MiB.")
    target_minutes: float = Field(30.0, gt=0, description="Minutes until a target's visit is ended as it stands.")
    captures_mb_per_file: int = Field(512, ge=1, description="Size in MiB at which a new WARC file is begun.")


class Browser(Section):
    enabled: bool = Field(True, description="Whether pages that need a script are opened in a browser.")
    executable: str = Field("", description="Path of a Chromium or Chrome; empty: found by itself.")
    pages: int = Field(4, ge=1, le=16, description="Pages open at once.")
    renders: int = Field(10, ge=0, le=100, description="Pages rendered on one site at most.")
    screenshots: bool = Field(False, description="Whether every website's home page is photographed too.")


class Ipv6(Section):
    """How websites are looked at over IPv6. Behind a proxy only names are asked: connections would go round it."""

    service: bool = Field(True, description="Whether home pages and links are opened over each family.")
    control_hosts: tuple[str, ...] = Field(
        ("www.gov.cn", "www.tsinghua.edu.cn", "www.baidu.com"),
        description="Hosts, as host or host:port, known to work over IPv4 and IPv6: they prove our own line.",
    )
    authority: bool = Field(True, description="Whether the zone's own name servers are asked too.")
    attempts: int = Field(3, ge=1, le=20, description="Attempts to open the home page by each address.")
    attempt_pause_s: float = Field(2.0, ge=0, le=600, description="Seconds between two attempts.")
    timeout_s: float = Field(10.0, gt=0, le=120, description="Seconds until an attempt counts as unanswered.")
    second_pages: int = Field(5, ge=0, le=50, description="Pages of the second level read for third-level links.")
    link_hosts: int = Field(30, ge=0, le=500, description="Hosts of in-site links looked at on one site at most.")
    link_samples: int = Field(2, ge=1, le=20, description="Links opened over IPv6 on each of these hosts at most.")


class Controls(Section):
    """Accounts of one platform that are known to post, by the kind of source they are seen through."""

    feed: tuple[str, ...] = Field((), description="Addresses of feeds.")
    page: tuple[str, ...] = Field((), description="Addresses of public pages.")


class Newmedia(Section):
    """How accounts are looked at. ``[newmedia.controls."NAME"]`` with ``feed`` and ``page`` names known posters."""

    sources: tuple[Literal["feed", "page", "import", "attest"], ...] = Field(
        ("feed", "page", "import", "attest"), description="Kinds of sources, in the order in which they are seen."
    )
    controls: dict[str, Controls] = Field(
        {},
        description="Platform to addresses (feed, page) of accounts known to post: they prove that a source works.",
    )

    given_days: int = Field(
        14, ge=1, le=366, description="Days an import or attestation of an account is looked at by runs."
    )
    main_by: tuple[Literal["activity", "name", "verified", "first"], ...] = Field(
        ("activity", "name", "verified", "first"),
        description="What makes an account the main one of its owner on a platform, in this order.",
    )
    main_equal_days: int = Field(
        7, ge=0, le=366, description="Accounts whose newest posts are so many days apart count as equally active."
    )

    @field_validator("controls")
    @classmethod
    def _addresses(cls, value: dict[str, Controls]) -> dict[str, Controls]:
        for control in value.values():
            for url in (*control.feed, *control.page):
                if not url.startswith(("http://", "https://")):
                    raise ValueError(f"a control is an http address, not {url!r}")
        return value


class Office(Section):
    name: str = Field("", description="The supervising office as notices and lists sign it.")
    city: str = Field("", description="The area the office answers for, as titles name it.")
    telephone: str = Field("", description="Telephone for questions, printed in notices.")
    letter_mark: str = Field("", description="The mark of the office in its letters' numbers; empty: the template's.")
    templates: str = Field(
        "", description="Folder of the office's own templates of letters, relative to the settings; empty: as shipped."
    )
    due_workdays: int = Field(10, ge=1, le=250, description="Working days an owner has for rectification.")
    reconsideration: bool = Field(False, description="Whether units may ask for one, see ``docs/casework.md``.")


class Publish(Section):
    """How pass rates are written and what lists and circulars tell beside them, see ``docs/publishing.md``."""

    decimals: int = Field(2, ge=0, le=4, description="Decimals of a published percentage.")
    rounding: Literal["half-up", "truncate"] = Field(
        "half-up", description="How percentages are rounded. Never up to 100 % where one of them is missing."
    )
    ranking: bool = Field(False, description="Whether regions, or departments where there are none, are ranked.")
    named_below: float = Field(
        0, ge=0, le=100, description="Regions with a pass rate below, in per cent, are named in the circular; 0: none."
    )
    named_full: bool = Field(False, description="Whether regions with a pass rate of 100 % are named in the circular.")
    annex_rows: int = Field(
        500, ge=0, le=20000, description="Targets up to which the circular's annexes list all; above, the unqualified."
    )


class Columns(Section):
    """How often columns are expected to be updated: ``national``, ``county-monitor``, ``county-tool``, or a file."""

    intervals: str = Field(
        NATIONAL,
        description="Table of update intervals: a shipped one by name, or a TOML file, relative to the settings.",
    )


class Rules(Section):
    """By which rules targets are judged, scored and given time: a rule pack, see ``docs/packs.md``."""

    pack: str = Field(
        "national-2019",
        description="Rule pack: a shipped one by id, or a file ending with .toml, relative to the settings.",
    )
    calendar: str = Field(
        "",
        description="Calendar of the office's own, added to the shipped one: a TOML file, relative to the settings.",
    )


class Config(Section):
    network: Network = Network()
    pacing: Pacing = Pacing()
    gather: Gather = Gather()
    browser: Browser = Browser()
    ipv6: Ipv6 = Ipv6()
    newmedia: Newmedia = Newmedia()
    office: Office = Office()
    publish: Publish = Publish()
    columns: Columns = Columns()
    rules: Rules = Rules()
    schedule: Schedule = Schedule()
    availability: Availability = Availability()
    health: Health = Health()
    alerts: Alerts = Alerts()
    backup: Backup = Backup()
    retention: Retention = Retention()


def split_server(server: str) -> tuple[str, int]:
    """("192.0.2.1", 53) from "192.0.2.1", "192.0.2.1:53" or "[2001:db8::1]:53". Raises ValueError otherwise."""
    match = re.fullmatch(r"\[([0-9a-fA-F:.]+)\](?::(\d{1,5}))?|([0-9.]+)(?::(\d{1,5}))?|([0-9a-fA-F:]+)", server)
    if not match:
        raise ValueError(f"a name server is written IP:port, not {server!r}")
    host = match[1] or match[3] or match[5]
    port = int(match[2] or match[4] or 53)
    ipaddress.ip_address(host)
    if not 0 < port < 65536:
        raise ValueError(f"port {port} does not exist")
    return host, port
