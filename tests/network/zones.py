"""Zone files and settings of the name servers: the registry, the hosting company, a lame server, the resolvers."""

from __future__ import annotations

from pathlib import Path

from tests.network.world import (
    BY_NAME,
    CDN,
    HIDING_RESOLVER,
    HOSTING,
    LAME,
    ODD_SERVER,
    REGISTRY,
    RESOLVERS,
    SILENT4,
    SILENT6,
    SITES,
    Site,
    own4,
    own6,
    parts4,
    parts6,
    records,
)

DATAGRAM = 512  # bytes; small, so that longer answers need TCP
CLOSED_SERVER6 = "240e:0:c105::53"
PRIVATE6 = "fd12:3456:789a::53"
STALE = "stale.gov.test.old"
SOA = "@ SOA {primary} hostmaster.nic.test. 2026112201 7200 3600 1209600 300"

# The zone's own servers by how a zone is served; others have ns1 and ns2.
SERVERS = {
    "lame": ("ns-lame.dns.test.",),
    "halflame": ("ns1.dns.test.", "ns-lame.dns.test."),
    "silent": ("ns-silent.dns.test.",),
    "noglue": ("ns1.noglue.gov.test.",),
    "nodelegation": ("ns1.nowhere.test.", "ns2.nowhere.test."),
    "notcp": ("ns-odd.dns.test.",),
    "stale": ("ns1.dns.test.", "ns-odd.dns.test."),
    "ns6only": ("ns1-six.dns.test.", "ns2-six.dns.test."),
    "ns4only": ("ns1-four.dns.test.", "ns2-four.dns.test."),
    "ns6dead": ("ns1-dead6.dns.test.", "ns2-dead6.dns.test."),
    "ns6closed": ("ns1-closed6.dns.test.", "ns2-closed6.dns.test."),
    "ns6ula": ("ns1-private6.dns.test.", "ns2-private6.dns.test."),
    "ns6half": ("ns1.dns.test.", "ns2-four.dns.test."),
    "glue6": ("ns1.glue6.gov.test.", "ns2.glue6.gov.test."),
    "glue4": ("ns1.glue4.gov.test.", "ns2.glue4.gov.test."),
}
ORDINARY = ("ns1.dns.test.", "ns2.dns.test.")
WITHOUT_FILE = ("servfail", "lame", "silent", "noglue", "nodelegation")
UNSERVED = ("lame", "silent", "noglue", "nodelegation", "notcp")  # the hosting company knows nothing of these zones
ALIASES = {"alias": "both.cdn.test.", "alias4": "four.cdn.test.", "dangling": "nobody.cdn.test.", "loop": "www"}


def write_zones(folder: Path) -> dict[str, list[str]]:
    """Write every zone file; returns the zones of each server, one of them without a file where that is its fault."""
    files = {".": _root(), "test": _test(), "gov.test": _gov_test(), "dns.test": _dns_test(), "cdn.test": _cdn_test()}
    files |= {site.zone: _site(site) for site in SITES if site.dns not in WITHOUT_FILE}
    files[STALE] = [line for line in files[BY_NAME["stale"].zone] if "AAAA" not in line]
    for zone, lines in files.items():
        (folder / f"{zone.strip('.') or 'root'}.zone").write_text("\n".join(["$TTL 300", *lines, ""]))
    hosted = [site.zone for site in SITES if site.dns not in UNSERVED]
    return {
        "registry": [".", "test", "gov.test"],
        "hosting": ["dns.test", "cdn.test", *hosted],
        "lame": [],
        "odd": [BY_NAME["notcp"].zone, BY_NAME["stale"].zone],
    }


def _root() -> list[str]:
    registry = f"a.nic.test. A {REGISTRY[0]}", f"a.nic.test. AAAA {REGISTRY[1]}"
    return ["$ORIGIN .", SOA.format(primary="a.nic.test."), "@ NS a.nic.test.", "test. NS a.nic.test.", *registry]


def _test() -> list[str]:
    delegated = [f"{zone} NS {server}" for zone in ("dns", "cdn") for server in ORDINARY]
    glue = [line for each, pair in enumerate(HOSTING, 1) for line in _addresses(f"ns{each}.dns", *pair)]
    registry = _addresses("a.nic", *REGISTRY)
    return ["$ORIGIN test.", SOA.format(primary="a.nic.test."), "@ NS a.nic.test.", "gov NS a.nic.test.",
            *registry, *delegated, *glue]  # fmt: skip


def _gov_test() -> list[str]:
    lines = ["$ORIGIN gov.test.", SOA.format(primary="a.nic.test."), "@ NS a.nic.test."]
    for site in SITES:
        lines += [f"{site.name} NS {server}" for server in SERVERS.get(site.dns, ORDINARY)]
        if site.dns in ("glue6", "glue4"):
            for each, (four, six) in enumerate(HOSTING, 1):
                lines += _addresses(f"ns{each}.{site.name}", four, six if site.dns == "glue6" else "")
    return lines


def _dns_test() -> list[str]:
    """The names of name servers, good and bad."""
    lines = ["$ORIGIN dns.test.", SOA.format(primary="ns1.dns.test."), *(f"@ NS {server}" for server in ORDINARY)]
    for each, (four, six) in enumerate(HOSTING, 1):
        lines += _addresses(f"ns{each}", four, six)
        lines += _addresses(f"ns{each}-four", four, "")
        lines += [f"ns{each}-six AAAA {six}"]
        lines += _addresses(f"ns{each}-dead6", four, f"240e:0:dead::53:{each}")
        lines += _addresses(f"ns{each}-closed6", four, f"{CLOSED_SERVER6}:{each}")
        lines += _addresses(f"ns{each}-private6", four, f"{PRIVATE6}:{each}")
    return [
        *lines,
        *_addresses("ns-lame", *LAME),
        *_addresses("ns-odd", *ODD_SERVER),
        *_addresses("ns-silent", SILENT4, SILENT6),
    ]


def _cdn_test() -> list[str]:
    lines = ["$ORIGIN cdn.test.", SOA.format(primary="ns1.dns.test."), *(f"@ NS {server}" for server in ORDINARY)]
    lines += _addresses("img", *CDN)
    both, four = BY_NAME["cname-cdn"], BY_NAME["cname-cdn4"]
    return [*lines, *_addresses("both", own4(both), own6(both)), *_addresses("four", own4(four), "")]


def _site(site: Site) -> list[str]:
    servers = SERVERS.get(site.dns, ORDINARY)
    lines = [f"$ORIGIN {site.zone}.", SOA.format(primary=servers[0]), *(f"@ NS {server}" for server in servers)]
    if site.dns in ("glue6", "glue4"):
        lines += [line for each, pair in enumerate(HOSTING, 1) for line in _addresses(f"ns{each}", *pair)]
    for label, has_aaaa in site.parts:
        lines += _addresses(label, parts4(site), parts6(site) if has_aaaa else "")
    if site.dns in ALIASES:
        return [*lines, f"www CNAME {ALIASES[site.dns]}"]
    if site.dns == "inside":
        told = [f"portal {kind} {address}" for kind in ("A", "AAAA") for address in records(site, kind)]
        return [*lines, "www CNAME portal", *told]
    if site.dns == "nxdomain":
        return lines
    owner = "*" if site.dns == "wildcard" else "www"
    told = [f"{owner} {kind} {address}" for kind in ("A", "AAAA") for address in records(site, kind)]
    return [*lines, f'{owner} TXT "www"', *told]


def _addresses(name: str, four: str, six: str) -> list[str]:
    return [f"{name} A {four}", *([f"{name} AAAA {six}"] if six else [])]


def nsd_settings(folder: Path, name: str, zones: list[str], addresses: list[str]) -> str:
    """One name server's settings. Debian's own limit of 200 answers a second drops the rest in silence."""
    server = ["server:", *(f"  ip-address: {address}" for address in addresses), "  server-count: 1"]
    server += ["  rrl-ratelimit: 0", f"  ipv4-edns-size: {DATAGRAM}", f"  ipv6-edns-size: {DATAGRAM}"]
    server += ['  username: ""', '  chroot: ""', '  database: ""', '  pidfile: ""', '  xfrdfile: ""']
    server += [f'  zonesdir: "{folder}"', f'  xfrdir: "{folder}"', f'  zonelistfile: "{folder}/{name}.list"']
    # One place for TCP, which the far side takes itself: everybody else is turned away.
    server += ["  tcp-count: 1", "  tcp-timeout: 3600", "  tcp-reject-overflow: yes"] if name == "odd" else []
    lines = [*server, "remote-control:", "  control-enable: no"]
    for zone in zones:
        old = name == "odd" and zone == BY_NAME["stale"].zone
        file = f"{STALE if old else zone.strip('.') or 'root'}.zone"
        lines += ["zone:", f'  name: "{zone}"', f'  zonefile: "{file}"']
    return "\n".join([*lines, ""])


def unbound_settings(folder: Path, *, hiding: bool) -> str:
    """The resolvers' settings; ``hiding``: one that keeps every AAAA record to itself, as some do."""
    addresses = (HIDING_RESOLVER,) if hiding else RESOLVERS
    split, refused = BY_NAME["split"], BY_NAME["refused-dns"]
    lines = ["server:", *(f"  interface: {address}" for address in addresses)]
    lines += ['  username: ""', '  chroot: ""', '  pidfile: ""', "  use-syslog: no", f'  directory: "{folder}"']
    lines += [
        '  module-config: "iterator"',
        f'  root-hints: "{folder}/hints.zone"',
        "  access-control: 0.0.0.0/0 allow",
    ]
    lines += [f"  edns-buffer-size: {DATAGRAM}", f"  max-udp-size: {DATAGRAM}", "  num-threads: 1", "  verbosity: 0"]
    lines += ["  do-daemonize: no", "  unknown-server-time-limit: 200", "  outbound-msg-retry: 2"]
    lines += ['  local-zone: "test." nodefault']  # a reserved name, which it would deny by itself
    lines += [f'  local-zone: "{refused.zone}." refuse', f'  local-zone: "{split.host}." static']
    lines += [f'  local-data: "{split.host}. A {own4(split)}"']
    lines += ["  private-address: ::/0"] if hiding else []
    return "\n".join([*lines, "remote-control:", "  control-enable: no", ""])


def hints() -> str:
    """Where a resolver finds the root."""
    return f". 3600 NS a.nic.test.\na.nic.test. 3600 A {REGISTRY[0]}\na.nic.test. 3600 AAAA {REGISTRY[1]}\n"
