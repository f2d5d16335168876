"""``spotcheck ipv6`` as typed: what it is asked, what it refuses, what it prints."""

from __future__ import annotations

import json
import shlex
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest
from dnslib import AAAA, QTYPE, RR, SOA, A, DNSRecord
from dnslib.server import BaseResolver, DNSLogger, DNSServer
from typer.testing import CliRunner, Result

import spotcheck
from crawler import clock
from crawler.captures.store import CaptureStore
from crawler.config import Config
from crawler.errors import InputError
from crawler.model import RunId, Target
from results.ipv6 import commands
from results.ipv6.commands import app
from results.ipv6.hosts import narrow, target_of
from spiders import ipv6
from tests.results.ipv6_example import RESOLVERS, answer

RUN = RunId("ipv6-test")
SIX = "240e:1:2::10"


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def refused(*arguments: str) -> InputError:
    error = call(*arguments).exception
    assert isinstance(error, InputError), error
    assert error.next_step
    return error


@dataclass
class Visits:
    """A gathering that answers for every host without a network, and remembers what it was told."""

    lots: list[list[Target]] = field(default_factory=list)
    data: Path = Path()
    config: Config = field(default_factory=Config)
    names_only: bool = False

    def __call__(
        self, targets: Sequence[Target], data: Path, config: Config, on: date, on_done: Any, *, names_only: bool = False
    ) -> RunId:
        self.lots.append(list(targets))
        self.data, self.config, self.names_only = data, config, names_only
        with CaptureStore(data / "captures") as store, store.writer(RUN, f"lot{len(self.lots)}") as keep:
            for target in reversed(targets):
                for server in RESOLVERS:
                    keep.write_dns(target.id, answer("A", server, "203.0.113.10", name=target.host), b"")
                    keep.write_dns(target.id, answer("AAAA", server, SIX, name=target.host), b"")
                on_done(target)
        return RUN

    @property
    def hosts(self) -> list[str]:
        return [target.host for lot in self.lots for target in lot]


@pytest.fixture
def visits(monkeypatch: pytest.MonkeyPatch) -> Visits:
    fake = Visits()
    monkeypatch.setattr(ipv6, "inspect_hosts", fake)
    return fake


def test_hosts_are_told_in_the_order_given_each_once(visits: Visits) -> None:
    printed = call("b.gov.test", "http://a.gov.test/index.html", "https://b.gov.test", "--json", "--on", "2026-11-20")
    told = [json.loads(line) for line in printed.stdout.splitlines()]
    assert [(one["host"], one["on"]) for one in told] == [("b.gov.test", "2026-11-20"), ("a.gov.test", "2026-11-20")]
    assert told[1]["url"] == "http://a.gov.test/index.html"
    assert {one["indicator"]: one["outcome"] for one in told[0]["findings"]}["v6-aaaa"] == "passed"
    assert {one["indicator"].split("-")[0] for one in told[0]["findings"]} == {"v6"}
    assert printed.exit_code == 0


def test_what_is_printed_for_a_person_has_no_colour_in_a_file(visits: Visits) -> None:
    printed = call("www.yunxi.gov.test")
    assert printed.exit_code == 0
    assert ["符合", "域名IPv6解析"] in [line.split()[:2] for line in printed.stdout.splitlines()]
    assert "复核命令" in printed.stdout
    assert "\x1b" not in printed.stdout


def test_names_only_says_one_line_a_host_and_opens_nothing(visits: Visits) -> None:
    printed = call("a.gov.test", "b.gov.test", "--names-only")
    assert [line.split()[:2] for line in printed.stdout.splitlines()] == [
        ["符合", "a.gov.test"],
        ["符合", "b.gov.test"],
    ]
    assert visits.names_only
    assert "复核命令" in call("a.gov.test", "--names-only").stdout


def test_a_long_list_is_looked_at_lot_by_lot(visits: Visits, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(commands, "LOT", 3)
    listed = tmp_path / "hosts.txt"
    listed.write_bytes("# 各部门\r\n\r\n".encode("gb18030") + b"".join(b"h%d.gov.test\r\n" % n for n in range(7)))
    told = [json.loads(line)["host"] for line in call("--from", str(listed), "--json").stdout.splitlines()]
    assert told == [f"h{number}.gov.test" for number in range(7)]
    assert [len(lot) for lot in visits.lots] == [3, 3, 1]


def test_a_list_and_hosts_come_together(visits: Visits, tmp_path: Path) -> None:
    listed = tmp_path / "hosts"
    listed.write_text("\ufeffb.gov.test\n http://c.gov.test/ \n", encoding="utf-8")
    assert call("a.gov.test", "--from", str(listed)).exit_code == 0
    assert visits.hosts == ["a.gov.test", "b.gov.test", "c.gov.test"]


def test_an_inventory_gives_its_websites_in_operation(visits: Visits, tmp_path: Path) -> None:
    listed = tmp_path / "sites.csv"
    rows = ("名称,网址,主办单位,类型,状态", "甲,http://www.jia.gov.test/,甲办,门户网站,", "乙,没有网址,乙办,门户网站,",
            "丙,http://www.bing.gov.test/,丙办,部门网站,已关停", "丁,,丁办,政务新媒体,")  # fmt: skip
    listed.write_text("\n".join(rows), encoding="utf-8")
    printed = call("--from", str(listed))
    assert printed.exit_code == 0
    assert visits.hosts == ["www.jia.gov.test"]
    assert f"{listed}:3" in printed.stderr


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("www.yunxi.gov.test", "http://www.yunxi.gov.test/"),
        ("ｗｗｗ．ＹＵＮＸＩ．ｇｏｖ．ｔｅｓｔ", "http://www.yunxi.gov.test/"),
        ("https：／／www。yunxi。gov。test／index．html", "https://www.yunxi.gov.test/index.html"),
        ("云溪.政务", "http://云溪.政务/"),
        ("www.yunxi.gov.test:8080", "http://www.yunxi.gov.test:8080/"),
        ("2408:8000::10", None),
        ("http://[2408:8000::10]/", "http://[2408:8000::10]/"),
        ("www", None),
        ("", None),
        ("ftp://www.yunxi.gov.test/", None),
        ("-f.gov.test", None),
        ("a b.gov.test", None),
        ("a.gov.test/\udcff", None),
        ("a.gov.test/\u202e", None),
    ],
)
def test_hosts_as_people_type_them(typed: str, address: str | None) -> None:
    if address is None:
        with pytest.raises(InputError):
            target_of(typed)
    else:
        assert target_of(typed).address == address


def test_plain_text_stays_as_it_is() -> None:
    assert narrow(" a.gov.test ") == "a.gov.test"


@pytest.mark.parametrize(
    ("arguments", "value"),
    [
        (("a.gov.test", "no host"), "no host"),
        (("a.gov.test", "--nameserver", "dns.example"), "dns.example"),
        (("a.gov.test", "--nameserver", "192.0.2.1:99999"), "192.0.2.1:99999"),
        (("a.gov.test", "--control", "https://www.gov.test/x"), "https://www.gov.test/x"),
        (("a.gov.test", "--attempts", "0"), "0"),
        (("a.gov.test", "--attempts", "21"), "21"),
        (("a.gov.test", "--on", "yesterday"), "yesterday"),
        ((), ""),
    ],
)
def test_bad_input_is_named_with_its_value(visits: Visits, arguments: tuple[str, ...], value: str) -> None:
    assert refused(*arguments).value == value
    assert visits.lots == []


def test_a_bad_list_is_named_with_its_line(tmp_path: Path) -> None:
    listed = tmp_path / "hosts.txt"
    listed.write_text("a.gov.test\nnot a host\n", encoding="utf-8")
    error = refused("--from", str(listed))
    assert (error.file, error.line, error.value) == (str(listed), 2, "not a host")
    assert refused("--from", str(tmp_path / "none.txt")).file.endswith("none.txt")
    (tmp_path / "sites.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    assert ".xlsx" in refused("--from", str(tmp_path / "sites.xls")).next_step
    listed.write_text("# nothing\n", encoding="utf-8")
    assert refused("--from", str(listed)).file == str(listed)


def test_the_command_line_overrides_the_settings(visits: Visits, tmp_path: Path) -> None:
    settings = tmp_path / "spotcheck.toml"
    settings.write_text('[ipv6]\nattempts = 2\ncontrol_hosts = ["x.test"]\n[network]\nnameservers = ["192.0.2.9"]\n')
    call("a.gov.test", "--config", str(settings))
    assert (visits.config.ipv6.attempts, visits.config.ipv6.control_hosts) == (2, ("x.test",))
    options = (
        "--control",
        "one.test",
        "--control",
        "two.test：8080",
        "--nameserver",
        "192.0.2.1:5353",
        "--attempts",
        "5",
    )
    call("a.gov.test", "--config", str(settings), *options)
    assert visits.config.ipv6.attempts == 5
    assert visits.config.ipv6.control_hosts == ("one.test", "two.test:8080")
    assert visits.config.network.nameservers == ("192.0.2.1:5353",)


def test_captures_are_kept_where_told_and_else_go(visits: Visits, tmp_path: Path) -> None:
    call("a.gov.test")
    assert not visits.data.exists()
    assert call("a.gov.test", "--keep", str(tmp_path / "evidence")).exit_code == 0
    with CaptureStore(tmp_path / "evidence" / "captures") as store:
        assert len(list(store.of_target(RUN, visits.lots[-1][0].id))) == 4
    (tmp_path / "file").write_text("")
    assert refused("a.gov.test", "--keep", str(tmp_path / "file")).file.endswith("file")


def test_interrupted_ends_with_130_and_says_what_holds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folders: list[Path] = []

    def interrupted(targets: object, data: Path, *_: object, **__: object) -> None:
        folders.append(data)
        raise KeyboardInterrupt

    monkeypatch.setattr(ipv6, "inspect_hosts", interrupted)
    assert spotcheck.run(["ipv6", "a.gov.test"]) == 130
    assert "其余主机未作判定" in capsys.readouterr().err
    assert not folders[0].exists()


def test_the_door_ends_with_two_for_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert spotcheck.run(["ipv6", "no\x1bhost"]) == 2
    err = capsys.readouterr().err
    assert "不是主机名或网址" in err and "\x1b" not in err


class Zone(BaseResolver):  # type: ignore[misc]
    """One zone: a host with an IPv6 address, one without, and two that stand on this machine."""

    RECORDS: ClassVar = {("six.gov.test.", "AAAA"): AAAA(SIX), ("six.gov.test.", "A"): A("203.0.113.10"),
               ("four.gov.test.", "A"): A("203.0.113.11"), ("control.test.", "AAAA"): AAAA("240e:9::80"),
               ("here.gov.test.", "A"): A("127.0.0.1"), ("here.gov.test.", "AAAA"): AAAA("::1"),
               ("near.test.", "A"): A("127.0.0.1"), ("near.test.", "AAAA"): AAAA("::1")}  # fmt: skip

    def resolve(self, request: DNSRecord, handler: object) -> DNSRecord:
        reply, name = request.reply(), str(request.q.qname)
        found = self.RECORDS.get((name, QTYPE[request.q.qtype]))
        if found is not None:
            reply.add_answer(RR(name, getattr(QTYPE, type(found).__name__), rdata=found, ttl=60))
        else:
            reply.add_auth(RR("test.", QTYPE.SOA, rdata=SOA("ns.test.", "root.test."), ttl=60))
        return reply


@pytest.fixture
def resolver() -> Iterator[str]:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    servers = [DNSServer(Zone(), "127.0.0.1", port, tcp=tcp, logger=DNSLogger("", logf=lambda *_: None))
               for tcp in (False, True)]  # fmt: skip
    for one in servers:
        one.start_thread()
    yield f"127.0.0.1:{port}"
    for one in servers:
        one.stop()
        one.server.server_close()


def test_names_are_asked_of_a_real_server_and_nobody_is_accused_by_one(resolver: str) -> None:
    words = ("six.gov.test", "four.gov.test", "--names-only", "--json", "--nameserver", resolver)
    printed = call(*words, "--control", "control.test")
    assert printed.exit_code == 0, printed.exception
    told = {one["host"]: one for one in map(json.loads, printed.stdout.splitlines())}
    assert {answer["kind"] for answer in told["six.gov.test"]["names"]["aaaa"]} == {"answer"}
    assert {answer["kind"] for answer in told["four.gov.test"]["names"]["aaaa"]} == {"nodata"}
    outcomes = {
        host: {one["indicator"]: one["outcome"] for one in object_["findings"]} for host, object_ in told.items()
    }
    assert outcomes["four.gov.test"]["v6-aaaa"] == "cantTell"
    assert "failed" not in outcomes["six.gov.test"].values()
    assert f"dig @127.0.0.1 -p {resolver.split(':')[1]} -q six.gov.test -t AAAA" in {
        one["command"] for one in told["six.gov.test"]["commands"]
    }
    assert told["six.gov.test"]["on"] == clock.today().isoformat()


class Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = "<title>云溪市人民政府</title><h1>云溪市人民政府</h1><a href='/zwgk/'>政务公开</a>".encode()
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing to say."""


class SixServer(ThreadingHTTPServer):
    address_family = socket.AF_INET6


@pytest.fixture
def website() -> Iterator[int]:
    """The port of one website over both families."""
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Page)]
    port = servers[0].server_address[1]
    try:
        servers.append(SixServer(("::1", port), Page))
    except OSError as error:
        servers[0].server_close()
        pytest.skip(f"no IPv6 on the loopback interface: {error}")
    for one in servers:
        Thread(target=one.serve_forever, args=(0.01,), daemon=True).start()
    yield port
    for one in servers:
        one.shutdown()
        one.server_close()


def test_a_website_is_opened_over_both_families_and_its_story_told(
    resolver: str, website: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spiders.control.APART_S", 0.0)
    settings = tmp_path / "spotcheck.toml"
    settings.write_text(
        '[network]\nallow_private = ["127.0.0.0/8", "::1/128"]\n[pacing]\ndelay_s = 0\n[ipv6]\nattempt_pause_s = 0\n'
    )
    words = ("--config", str(settings), "--nameserver", resolver, "--control", f"near.test:{website}")
    printed = call(f"here.gov.test:{website}", "--attempts", "2", "--json", *words)
    assert printed.exit_code == 0, printed.exception
    told = json.loads(printed.stdout)
    probes = [(one["family"], one["attempt"], one["hops"][-1]["status"]) for one in told["service"]["probes"]]
    assert sorted(probes) == [(family, attempt, 200) for family in ("ipv4", "ipv6") for attempt in (1, 2)]
    assert (told["vantage"]["ipv4"], told["vantage"]["ipv6"]) == (True, True)
    assert told["names"]["classes"]["::1"] == "loopback"
    assert told["likeness"]["ipv6_title"] == "云溪市人民政府"
    assert "failed" not in {one["outcome"] for one in told["findings"]}
    curls = [shlex.split(one["command"]) for one in told["commands"] if one["command"].startswith("curl")]
    assert any(f"here.gov.test:{website}:[::1]" in one for one in curls)
