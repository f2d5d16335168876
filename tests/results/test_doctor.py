"""The doctor: each line says what, how it is and how to mend it, and no look holds up the others."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingUDPServer
from typing import Any

import dns.message
import dns.rrset
import pytest
from typer.testing import CliRunner

from crawler.config import Browser, Config, Ipv6, Network, Rules
from crawler.lock import only_one
from crawler.service_sections import Alerts
from results.alerts import delivery
from results.operations import line, machine, office
from results.operations.backup import Request, make
from results.operations.doctor import LOOKS, ask, is_well
from results.operations.symptoms import Patient, State, Symptom, told
from results.text import words
from spotcheck import app
from tests.results.alert_servers import serving
from tests.results.office import NOON, filled

OK, WARNING, TROUBLE = State.OK, State.WARNING, State.TROUBLE


def patient(data: Path, config: Config | None = None, **other: Any) -> Patient:
    return Patient(data, config or Config(), lambda: NOON, **{"patience_s": 4.0, **other})


def states(found: Iterator[Symptom]) -> dict[str, State]:
    symptoms = list(found)
    assert all(bool(one.mend) is (one.state is not OK) for one in symptoms)
    return {one.what: one.state for one in symptoms}


@contextmanager
def web(ahead: timedelta) -> Iterator[str]:
    """A control host whose clock is so far ahead of NOON; "host:port"."""

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response_only(200)
            self.send_header("Date", format_datetime(NOON + ahead))
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            del arguments

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    with serving(server):
        yield f"127.0.0.1:{server.server_address[1]}"


@contextmanager
def names(address: str = "127.0.0.1", rcode: int = 0) -> Iterator[str]:
    """A name server that answers every question for an address; "address:port"."""

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            data, socket = self.request
            reply = dns.message.make_response(dns.message.from_wire(data))
            reply.set_rcode(rcode)  # type: ignore[arg-type]
            question = reply.question[0]
            if question.rdtype == 1 and not rcode:
                reply.answer.append(dns.rrset.from_text(question.name, 60, "IN", "A", address))
            socket.sendto(reply.to_wire(), self.client_address)

    server = ThreadingUDPServer(("127.0.0.1", 0), Handler)
    with serving(server):
        yield f"127.0.0.1:{server.server_address[1]}"


def lined(*hosts: str, servers: tuple[str, ...] = ()) -> Config:
    return Config(network=Network(nameservers=servers), ipv6=Ipv6(control_hosts=hosts))


@pytest.mark.parametrize(
    ("ahead", "state"),
    [
        (timedelta(0), OK),
        (timedelta(seconds=20), OK),
        (timedelta(seconds=60), WARNING),
        (timedelta(hours=1), TROUBLE),
        (timedelta(days=-400), TROUBLE),
    ],
)
def test_the_clock_is_held_against_those_of_control_hosts(tmp_path: Path, ahead: timedelta, state: State) -> None:
    with web(-ahead) as one, web(-ahead) as other:
        (found,) = line.clock(patient(tmp_path, lined(one, other)))
    assert found.state is state
    if state is TROUBLE:
        assert ("快" if ahead > timedelta(0) else "慢") in found.seen


def test_one_clock_alone_proves_nothing_and_one_of_three_is_outvoted(tmp_path: Path) -> None:
    with web(timedelta(hours=9)) as wrong, web(timedelta(0)) as one, web(timedelta(0)) as other:
        assert states(line.clock(patient(tmp_path, lined(wrong)))) == {"clock": WARNING}
        assert states(line.clock(patient(tmp_path, lined(wrong, one, other)))) == {"clock": OK}
    assert states(line.clock(patient(tmp_path, lined("127.0.0.1:1")))) == {"clock": WARNING}


def test_control_hosts_are_found_by_the_offices_own_name_servers(tmp_path: Path) -> None:
    with web(timedelta(0)) as host, names() as server:
        port = host.split(":")[1]
        config = lined(f"control.gov.test:{port}", servers=(server,))
        assert states(line.ipv4(patient(tmp_path, config))) == {"ipv4": OK}
        assert states(line.ipv6(patient(tmp_path, config))) == {"ipv6": WARNING}
        assert states(line.clock(patient(tmp_path, config))) == {"clock": OK}
    assert states(line.ipv4(patient(tmp_path, lined("127.0.0.1:1")))) == {"ipv4": TROUBLE}


def test_behind_a_proxy_nothing_is_connected_to(tmp_path: Path) -> None:
    config = Config(network=Network(proxy="http://127.0.0.1:1"))
    assert states(line.ipv4(patient(tmp_path, config))) == {"ipv4": OK}
    assert list(line.ipv6(patient(tmp_path, config))) == []


def test_each_name_server_is_asked_alone(tmp_path: Path) -> None:
    with names() as good, names(rcode=5) as refusing:
        config = lined("control.gov.test", servers=(good, refusing, "127.0.0.1:1"))
        found = list(line.name_servers(patient(tmp_path, config, patience_s=2.0)))
        assert [one.state for one in found] == [OK, WARNING, TROUBLE]
        assert "REFUSED" in found[1].seen
        alone = list(line.name_servers(patient(tmp_path, lined("control.gov.test", servers=(good,)))))
    assert [one.state for one in alone] == [WARNING, OK]


def test_a_full_disk_is_trouble(tmp_path: Path) -> None:
    free = machine.shutil.disk_usage(tmp_path).free // machine.MIB
    for least, state in ((0, OK), (free * 2, WARNING), (free * 8, TROUBLE)):
        config = Config(alerts=Alerts(free_mb=least))
        assert states(machine.disk(patient(tmp_path / "not" / "yet", config)))["disk"] is state


def test_a_data_folder_that_others_may_read_is_said(tmp_path: Path) -> None:
    data = tmp_path / "office"
    assert states(machine.rights(patient(data))) == {"rights": OK}
    data.mkdir(mode=0o755)
    assert states(machine.rights(patient(data))) == {"rights": WARNING}
    data.chmod(0o700)
    assert states(machine.rights(patient(data))) == {"rights": OK}


@pytest.mark.parametrize(
    ("script", "state", "patience_s"),
    [("echo Chromium 1.2", OK, 60), ("exit 127", TROUBLE, 60), ("exec sleep 60", TROUBLE, 1)],
)
def test_a_browser_is_started_and_not_waited_for(tmp_path: Path, script: str, state: State, patience_s: float) -> None:
    path = tmp_path / "chromium"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    config = Config(browser=Browser(executable=str(path)))
    (found,) = machine.browser(patient(tmp_path, config, patience_s=patience_s))
    assert found.state is state
    gone = Config(browser=Browser(executable=str(tmp_path / "nowhere")))
    assert states(machine.browser(patient(tmp_path, gone))) == {"browser": TROUBLE}
    assert states(machine.browser(patient(tmp_path, Config(browser=Browser(enabled=False))))) == {"browser": OK}


def test_a_driver_that_lacks_a_library_is_told_with_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    driver, path = tmp_path / "node", tmp_path / "chromium"
    missing = "node: error while loading shared libraries: libatomic.so.1: cannot open shared object file"
    driver.write_text(f"#!/bin/sh\necho '{missing}' >&2\nexit 127\n")
    path.write_text("#!/bin/sh\necho Chromium 1.2\n")
    for one in (driver, path):
        one.chmod(0o755)
    monkeypatch.setattr(machine, "DRIVER", (str(driver),))
    (found,) = machine.browser(patient(tmp_path, Config(browser=Browser(executable=str(path))), patience_s=60))
    assert found.state is TROUBLE
    assert "libatomic.so.1" in found.seen
    assert "libatomic1" in found.mend


def test_the_machine_is_looked_at(tmp_path: Path) -> None:
    found = states(
        symptom
        for look in (machine.memory, machine.limits, machine.sqlite, machine.timezone, machine.fonts)
        for symptom in look(patient(tmp_path))
    )
    assert {"files", "sqlite", "timezone", "letter-fonts", "page-fonts"} <= found.keys()
    assert found["sqlite"] is OK


def test_a_year_without_a_calendar_is_trouble_and_the_next_one_a_reminder(tmp_path: Path) -> None:
    one = patient(tmp_path)
    assert states(office.calendar(one)) == {"calendar": OK}
    assert states(office.calendar(replace(one, now=lambda: NOON.replace(month=12)))) == {"calendar": WARNING}
    assert states(office.calendar(replace(one, now=lambda: NOON.replace(year=2090)))) == {"calendar": TROUBLE}


def test_rules_that_cannot_be_read_are_trouble(tmp_path: Path) -> None:
    config = Config(rules=Rules(pack=str(tmp_path / "nowhere.toml")))
    assert states(office.rules(patient(tmp_path, config))) == {"rules": TROUBLE}
    assert states(office.rules(patient(tmp_path))) == {"rules": OK}


def test_a_changed_trail_is_trouble(tmp_path: Path) -> None:
    assert states(office.trail(patient(tmp_path))) == {"trail": OK}
    data = filled(tmp_path / "office")
    assert states(office.trail(patient(data))) == {"trail": OK}
    path = data / "spotcheck.sqlite"
    raw = bytearray(path.read_bytes())
    raw[-100] ^= 1
    path.write_bytes(raw)
    assert states(office.trail(patient(data))) == {"trail": TROUBLE}
    path.write_bytes(b"nonsense")
    assert states(office.trail(patient(data))) == {"trail": TROUBLE}


def test_an_old_back_up_is_said(tmp_path: Path) -> None:
    assert list(office.backup(patient(tmp_path))) == []
    data = filled(tmp_path / "office")
    assert states(office.backup(patient(data))) == {"backup": WARNING}
    make(Request(data, tmp_path / "disk"), NOON)
    for days, state in ((0, OK), (3, WARNING), (9, TROUBLE)):
        later = replace(patient(data), now=lambda days=days: NOON + timedelta(days))
        assert states(office.backup(later)) == {"backup": state}


def test_a_timetable_that_nobody_keeps_is_said(tmp_path: Path) -> None:
    assert list(office.service(patient(tmp_path))) == []
    with only_one(tmp_path / "schedule.lock", "taken", "wait"):
        assert states(office.service(patient(tmp_path))) == {"service": OK}
    assert states(office.service(patient(tmp_path))) == {"service": WARNING}


def test_secrets_that_are_not_at_hand_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert states(office.alerts(patient(tmp_path))) == {"alerts": WARNING}
    config = Config(
        alerts=Alerts(mail_host="mail.gov.test", mail_user="x", mail_from="x@gov.test", mail_to=("a@gov.test",))
    )
    monkeypatch.delenv("SPOTCHECK_MAIL_PASSWORD", raising=False)
    (found,) = office.alerts(patient(tmp_path, config))
    assert (found.state, "SPOTCHECK_MAIL_PASSWORD" in found.seen) == (TROUBLE, True)
    monkeypatch.setenv("SPOTCHECK_MAIL_PASSWORD", "secret-word")
    (found,) = office.alerts(patient(tmp_path, config))
    assert (found.state, "secret-word" in found.seen) == (OK, False)
    assert delivery.destinations(config)


def test_what_is_no_folder_or_no_seal_is_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert states(machine.rights(patient(tmp_path / "file"))) == {"rights": TROUBLE}
    data = filled(tmp_path / "office")
    (data / "spotcheck.seal").write_text("{")
    (symptom,) = office.trail(patient(data))
    assert (symptom.state, "spotcheck.seal" in symptom.seen) == (TROUBLE, True)
    assert "Expecting" not in symptom.seen


def test_what_we_may_not_look_at_is_trouble_and_no_stack_trace(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(one: Patient) -> Iterator[Symptom]:
        raise PermissionError(13, "Permission denied", str(one.data))

    (symptom,) = ask(patient(tmp_path), {"disk": refuse})
    assert symptom.state is TROUBLE
    assert str(tmp_path) in symptom.seen and "没有权限" in symptom.seen
    assert capsys.readouterr().err == ""


def test_a_look_that_hangs_holds_up_no_other(tmp_path: Path) -> None:
    over = threading.Event()

    def hangs(patient: Patient) -> Iterator[Symptom]:
        over.wait(30)
        yield told("disk", OK, "ok", free=1)

    looks = {"clock": hangs, "sqlite": machine.sqlite}
    found = ask(patient(tmp_path, patience_s=0.3), looks)
    over.set()
    assert [(one.what, one.state) for one in found] == [("clock", WARNING), ("sqlite", OK)]
    assert is_well(found)


def test_every_look_has_its_words() -> None:
    assert LOOKS.keys() <= words("doctor").keys()
    for name in LOOKS:
        assert {"title", "late", "late-mend"} <= words("doctor")[name].keys()


def test_the_door_tells_it_to_people_and_machines(tmp_path: Path) -> None:
    config = tmp_path / "spotcheck.toml"
    config.write_text('[network]\nnameservers = ["127.0.0.1:1"]\n[ipv6]\ncontrol_hosts = ["127.0.0.1:1"]\n')
    options = ["doctor", "--data", str(tmp_path), "--config", str(config)]
    result = CliRunner().invoke(app, [*options, "--json"])
    assert result.exit_code == 3
    rows = {row["what"]: row for row in map(json.loads, result.stdout.splitlines())}
    assert rows["ipv4"]["state"] == "trouble"
    assert rows["settings"] == {"what": "settings", "state": "ok", "seen": f"{config} 无误", "mend": ""}
    text = CliRunner().invoke(app, options).stdout
    assert "[故障] IPv4 线路：参照站点均无法连接 → " in text
    config.write_text("[network]\nnameserver = 3\n")
    text = CliRunner().invoke(app, options).stdout
    assert "[故障] 设置" in text
