"""Who stands in the network of the tests: every website, what is wrong with it, and what must be found: the answer key.

Every website starts from a good one, in a zone of its own, and is spoiled in one way. The key is a closed world: what
it does not call ``failed`` must not fail.
"""

from __future__ import annotations

from dataclasses import dataclass, field

AAAA, REACHABLE, SUCCESS, PERF = "v6-aaaa", "v6-home-reachable", "v6-home-success", "v6-perf"
AUTHORITY, CONSISTENCY, BADGE = "v6-authority", "v6-consistency", "v6-badge"
SECOND, THIRD = "v6-second-level", "v6-third-level"
INDICATORS = (AAAA, REACHABLE, SUCCESS, AUTHORITY, CONSISTENCY, SECOND, THIRD, PERF, BADGE)
SERVICE = tuple(name for name in INDICATORS if name not in (AAAA, BADGE))

NEAR4, FAR4 = "192.0.2.2", "192.0.2.1"
NEAR6, FAR6 = "240e:0:f::2", "240e:0:f::1"
RESOLVERS = ("203.0.113.53", "203.0.113.54")
HIDING_RESOLVER = "203.0.113.55"  # tells no AAAA record of anybody
REGISTRY = ("203.0.113.1", "240e:0:53::1")  # the root, test and gov.test
HOSTING = (("203.0.113.11", "240e:0:53::11"), ("203.0.113.12", "240e:0:53::12"))  # every website's zone
LAME = ("203.0.113.13", "240e:0:53::13")  # a name server that serves nothing
ODD_SERVER = ("203.0.113.14", "240e:0:53::14")  # a name server without TCP, and with an old copy of one zone
VOID4, VOID6 = "198.18.200.0/24", "240e:0:dead::/48"  # silence
CLOSED6 = "240e:0:c105::/48"  # hosts that serve nothing
BARRED6 = "240e:0:bad::/48"  # a router forbids it
LOST6 = "240e:0:105::/48"  # a router says that there is no way
SILENT4, SILENT6 = "198.18.200.53", "240e:0:dead::53"
CDN = ("198.18.3.1", "240e:0:3::1")

Key = dict[str, str]

GOOD: Key = {
    AAAA: "passed global-address",
    REACHABLE: "passed",
    SUCCESS: "passed",
    AUTHORITY: "passed",
    CONSISTENCY: "passed",
    SECOND: "passed",
    THIRD: "passed",
    PERF: "passed",
    BADGE: "inapplicable",
}
UNSEEN = "cantTell"
EITHER = "either"  # chance decides, and nobody is accused
NO_SERVICE: Key = {REACHABLE: UNSEEN, SUCCESS: UNSEEN, CONSISTENCY: UNSEEN, SECOND: UNSEEN, THIRD: UNSEEN, PERF: UNSEEN}
SHUT: Key = {SUCCESS: "failed low-success-rate", CONSISTENCY: UNSEEN, PERF: UNSEEN, SECOND: "failed", THIRD: "failed"}
CLOSED: Key = {REACHABLE: "failed connection-closed", **SHUT}
ONE_PAGE: Key = {SECOND: UNSEEN, THIRD: UNSEEN}  # the home page opens and nothing below it
NO_AAAA: Key = {
    AAAA: "failed no-aaaa",
    REACHABLE: "failed no-aaaa",
    SUCCESS: "inapplicable no-aaaa",
    CONSISTENCY: "inapplicable no-aaaa",
    PERF: "inapplicable no-aaaa",
    SECOND: "failed",
    THIRD: "failed",
}
NOT_GLOBAL: Key = {**NO_AAAA, AAAA: "failed not-global", REACHABLE: "failed not-global"}
DIFFER: Key = {AAAA: "cantTell answers-differ", **NO_SERVICE}
STALE: Key = {AAAA: "cantTell answers-differ", **dict.fromkeys(NO_SERVICE, EITHER)}
NO_NAMES: Key = {AAAA: UNSEEN, **NO_SERVICE}
UNRESOLVED: Key = {**NO_NAMES, AUTHORITY: UNSEEN, BADGE: UNSEEN}


@dataclass(frozen=True)
class Site:
    """One website ``www.<name>.gov.test`` and its zone.

    ``aaaa`` and ``a``: addresses, where the words own, void, closed and lost stand for one of that kind.
    ``web4`` and ``web6``: what stands behind its own addresses (see web.py). ``dns``: how its zone is served (see
    zones.py).
    """

    name: str
    fault: str
    key: Key = field(default_factory=dict)
    a: tuple[str, ...] = ("own",)
    aaaa: tuple[str, ...] = ("own",)
    web4: str = "page"
    web6: str = "page"
    dns: str = "ordinary"
    claims: bool = False
    parts: tuple[tuple[str, bool], ...] = ()  # further hosts of the site, and whether they have an AAAA record

    @property
    def host(self) -> str:
        return f"www.{self.name}.gov.test"

    @property
    def zone(self) -> str:
        return f"{self.name}.gov.test"

    @property
    def expected(self) -> Key:
        return {**GOOD, **self.key}


SITES = (
    # What names lead to.
    Site("good", "nothing"),
    Site("v4only", "no AAAA record", NO_AAAA, aaaa=()),
    Site("v6only", "no A record", {CONSISTENCY: UNSEEN, PERF: UNSEEN}, a=()),
    Site("ula", "an address of a private network", NOT_GLOBAL, aaaa=("fd12:3456:789a::1",)),
    Site("linklocal", "a link-local address", NOT_GLOBAL, aaaa=("fe80::1",)),
    Site("loopback6", "its own machine", NOT_GLOBAL, aaaa=("::1",)),
    Site("mapped", "an IPv4 address in disguise", NOT_GLOBAL, aaaa=("::ffff:198.18.1.9",)),
    Site("sixtofour", "a 6to4 address", NOT_GLOBAL, aaaa=("2002:c612:109::1",)),
    Site("teredo", "a Teredo address", NOT_GLOBAL, aaaa=("2001:0:c612:109::1",)),
    Site("nat64", "an address of a translator", NOT_GLOBAL, aaaa=("64:ff9b::c612:109",)),
    Site("documentation", "an address from a manual", NOT_GLOBAL, aaaa=("2001:db8::1",)),
    Site("mixed", "a private address beside a good one", {}, aaaa=("own", "fd12:3456:789a::1")),
    Site("nxdomain", "no such name", UNRESOLVED, dns="nxdomain"),
    Site("nodata", "a name with no address at all", UNRESOLVED, a=(), aaaa=()),
    Site("servfail", "a zone whose file is lost", UNRESOLVED, dns="servfail"),
    Site("lame", "name servers that do not know the zone", UNRESOLVED, dns="lame"),
    Site("halflame", "one name server that does not know the zone", {}, dns="halflame"),
    Site("silent-ns", "name servers that keep silent", UNRESOLVED, dns="silent"),
    Site("noglue", "name servers inside the zone, whose addresses nobody tells", UNRESOLVED, dns="noglue"),
    Site("nodelegation", "name servers that do not exist", UNRESOLVED, dns="nodelegation"),
    Site("refused-dns", "resolvers that refuse the question", UNRESOLVED, dns="refused"),
    Site("split", "resolvers that tell another tale than the zone", DIFFER, dns="split"),
    Site("cname-cdn", "an alias for a name of another zone", dns="alias"),
    Site("cname-cdn4", "an alias for a name without AAAA", {**NO_AAAA}, dns="alias4"),
    Site("cname-inside", "an alias for a name of its own zone", dns="inside"),
    Site("cname-loop", "an alias for itself", UNRESOLVED, dns="loop"),
    Site("cname-dangling", "an alias for no name", UNRESOLVED, dns="dangling"),
    Site("wildcard", "any name exists", dns="wildcard"),
    Site("truncated", "more addresses than a datagram holds", dns="crowd"),
    Site("notcp", "more addresses than a datagram holds, and no TCP", NO_NAMES, dns="notcp"),
    Site("stale", "one name server with an old copy of the zone", STALE, dns="stale"),
    # Who speaks for the zone.
    Site("ns4only", "name servers without AAAA record", {AUTHORITY: "failed"}, dns="ns4only"),
    Site("ns6only", "name servers without A record", dns="ns6only"),
    Site("ns6dead", "name servers that are silent over IPv6", {AUTHORITY: UNSEEN}, dns="ns6dead"),
    Site("ns6closed", "name servers that serve nothing over IPv6", {AUTHORITY: UNSEEN}, dns="ns6closed"),
    Site("ns6ula", "name servers with a private IPv6 address", {AUTHORITY: "failed"}, dns="ns6ula"),
    Site("ns6half", "one name server of two without AAAA record", {}, dns="ns6half"),
    Site("glue6", "name servers inside the zone, all told", {}, dns="glue6"),
    Site("glue4", "name servers inside the zone, whose IPv6 address the registry does not tell", {}, dns="glue4"),
    # Who opens the door.
    Site("broken6-refused", "a closed door", CLOSED, aaaa=("closed",)),
    Site("broken6-silent", "silence", NO_SERVICE, aaaa=("void",)),
    Site("broken6-lost", "no way there", NO_SERVICE, aaaa=("lost",)),
    Site("broken6-barred", "a router that forbids the way", NO_SERVICE, aaaa=("barred",)),
    Site("broken6-reset", "broken connections", NO_SERVICE, web6="reset"),
    Site("broken6-mute", "an open door and not a word", NO_SERVICE, web6="mute"),
    Site("broken6-garbage", "no HTTP", NO_SERVICE, web6="garbage"),
    Site("half6-silent", "one address of two is silent", {}, aaaa=("own", "void")),
    Site("half6-other", "one address of two is another site's", {CONSISTENCY: UNSEEN}, aaaa=("own", "other")),
    Site("half6-refused", "one address of two is closed", {}, aaaa=("own", "closed")),
    Site("broken4", "silence over IPv4 alone", {CONSISTENCY: UNSEEN, PERF: UNSEEN}, a=("void",)),
    Site("down", "closed over both families", {**NO_SERVICE, BADGE: UNSEEN}, a=("closed",), aaaa=("closed",)),
    Site("both-closed", "down over both families", {**NO_SERVICE, BADGE: UNSEEN}, web4="reset", aaaa=("closed",)),
    # What stands behind it.
    Site("stub6", "next to nothing over IPv6", {CONSISTENCY: "failed stub-page", **ONE_PAGE}, web6="stub"),
    Site("other6", "another site over IPv6", {CONSISTENCY: "failed", **ONE_PAGE}, web6="other"),
    Site("vhost6", "a bare web server's welcome over IPv6", {CONSISTENCY: "failed", **ONE_PAGE}, web6="welcome"),
    Site("error6", "not found over IPv6", {REACHABLE: "failed page-missing", **SHUT}, web6="missing"),
    Site("error-both", "not found over both families", {**NO_SERVICE, BADGE: UNSEEN}, web4="missing", web6="missing"),
    Site("gateway6", "a broken gateway over IPv6", NO_SERVICE, web6="gateway"),
    Site("wall6", "a firewall's refusal over IPv6", NO_SERVICE, web6="wall"),
    Site("wall4", "a firewall's refusal over IPv4", {CONSISTENCY: UNSEEN, PERF: UNSEEN}, web4="wall"),
    Site("robots", "keeps robots out", {**NO_SERVICE, BADGE: UNSEEN}, web4="robots", web6="robots"),
    Site("challenge6", "a firewall's riddle over IPv6", {CONSISTENCY: UNSEEN, **ONE_PAGE}, web6="challenge"),
    Site("empty6", "an empty page over IPv6", {CONSISTENCY: UNSEEN, THIRD: UNSEEN}, web6="empty"),
    Site("endless6", "a page without end over IPv6", {CONSISTENCY: UNSEEN, THIRD: UNSEEN}, web6="endless"),
    Site("stall6", "silent after the first words over IPv6", {CONSISTENCY: UNSEEN, THIRD: UNSEEN}, web6="stall"),
    Site("tarpit6", "a byte now and then over IPv6", NO_SERVICE, web6="tarpit"),
    Site("loop6", "sent round in circles over IPv6", NO_SERVICE, web6="loop"),
    Site("inward6", "sent to the visitor's own machine over IPv6", NO_SERVICE, web6="inward"),
    Site("slow6", "slow over IPv6", {PERF: "passed slower-steps", THIRD: UNSEEN}, web6="slow"),
    Site("counter6", "a visitor counter and a clock", {THIRD: UNSEEN}, web4="counter", web6="counter"),
    Site("https", "sends visitors on to TLS", web4="https", web6="https"),
    Site("https6", "sends visitors on to TLS over IPv6 alone", web6="https"),
    Site("https6closed", "sends visitors on to TLS, closed over IPv6", CLOSED, web4="https", web6="https-closed"),
    Site("expired", "a certificate that is too old", web4="expired", web6="expired"),
    Site("wrongname", "a certificate of somebody else", web4="wrongname", web6="wrongname"),
    Site("selfsigned", "a certificate that nobody vouches for", web4="selfsigned", web6="selfsigned"),
    Site("onward4", "sends visitors on to a host without AAAA", NO_SERVICE, web4="onward4", web6="onward4"),
    # What it claims.
    Site("claim6", "says that it supports IPv6, and does", {BADGE: "passed"}, claims=True),
    Site("claim4", "says that it supports IPv6, without AAAA", {**NO_AAAA, BADGE: "failed"}, aaaa=(), claims=True),
    # Where its links lead.
    Site(
        "links",
        "parts of the site without AAAA record",
        {SECOND: "failed", THIRD: "failed"},
        parts=(("six", True), ("four", False), ("old", False)),
    ),
    # Our own proof.
    Site("control1", "nothing"),
    Site("control2", "nothing"),
    Site("control-down", "a control host that is down", NO_SERVICE, a=("void",), aaaa=("void",)),
)
BY_NAME = {site.name: site for site in SITES}
CONTROLS = tuple(BY_NAME[name].host for name in ("control1", "control2"))
SUBJECTS = tuple(site for site in SITES if not site.name.startswith("control"))


def number(site: Site) -> int:
    """A website's number, which its addresses end in."""
    return SITES.index(site) + 1


def own4(site: Site) -> str:
    return f"198.18.1.{number(site)}"


def own6(site: Site) -> str:
    return f"240e:0:1::{number(site):x}"


def parts4(site: Site) -> str:
    return f"198.18.2.{number(site)}"


def parts6(site: Site) -> str:
    return f"240e:0:2::{number(site):x}"


def records(site: Site, record_type: str) -> tuple[str, ...]:
    """The addresses in a website's zone."""
    if record_type == "A":
        meant = {"own": own4(site), "void": f"198.18.200.{number(site) + 100}", "closed": f"198.18.5.{number(site)}"}
        return tuple(meant.get(word, word) for word in site.a)
    end = f"{number(site):x}"
    meant = {"own": own6(site), "void": f"240e:0:dead::{end}"}
    meant |= {
        "closed": f"240e:0:c105::{end}",
        "lost": f"240e:0:105::{end}",
        "barred": f"240e:0:bad::{end}",
        "other": OTHER6,
    }
    crowd = tuple(f"240e:0:4::{part:x}" for part in range(1, CROWD)) if site.dns in ("crowd", "notcp") else ()
    return (*(meant.get(word, word) for word in site.aaaa), *crowd)


OTHER6 = "240e:0:4::ff"  # a bare web server
CROWD = 20  # addresses that no datagram of 512 bytes holds
