"""``spotcheck ipv6`` over every website of the network, against the answer key; and its stories, step by step."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from typing import Any

import pytest

from tests.network.line import Network
from tests.network.product import (
    Findings,
    Settings,
    ask_side_by_side,
    failed,
    findings,
    fits,
    key_failed,
    read,
    some,
    words,
)
from tests.network.world import AAAA, BY_NAME, HIDING_RESOLVER, INDICATORS, RESOLVERS, SERVICE, SUBJECTS, Site, records

pytestmark = pytest.mark.xdist_group("network")

STORIES = some("good", "v4only", "broken6-refused", "cname-cdn", "https", "stub6")
HIDDEN = some("good", "v4only", "ula")
HALF = some("good", "v4only", "broken6-refused")
UNPROVEN = some("broken6-refused", "v4only")
ADDRESS = re.compile(r"\b(?:\d+\.){3}\d+\b|\b[0-9a-f]+:[0-9a-f:]+\b")


@dataclass(frozen=True)
class Asked:
    """Every look at the undisturbed network."""

    all: list[dict[str, Any]]
    told: str  # to a person
    hidden: Findings
    blind: Findings
    half: Findings  # of the control hosts is up; the system's own resolvers
    no_control: Findings


@pytest.fixture(scope="module")
def asked(bare_network: Network, tmp_path_factory: pytest.TempPathFactory) -> Asked:
    folder = tmp_path_factory.mktemp("key")
    bare_network.mend()

    def command(sites: tuple[Site, ...], settings: Settings, *options: str) -> list[str]:
        return words(sites, settings.write(folder), *options)

    down, up = BY_NAME["control-down"].host, BY_NAME["control1"].host
    (every,) = ask_side_by_side(bare_network, folder, [command(SUBJECTS, Settings())])  # alone: its times count
    told, *others = ask_side_by_side(
        bare_network,
        folder,
        [
            command(STORIES, Settings(), "--attempts", "3"),
            command(HIDDEN, Settings(nameservers=(HIDING_RESOLVER, RESOLVERS[0]))),
            command(HIDDEN, Settings(nameservers=(HIDING_RESOLVER,))),
            command(HALF, Settings(nameservers=(), controls=(down, up))),
            command(UNPROVEN, Settings(controls=(down,))),
        ],
    )
    return Asked(read(every), told, *(findings(read(output)) for output in others))


@pytest.mark.parametrize("site", SUBJECTS, ids=lambda site: site.name)
def test_each_website_is_judged_as_the_key_says(asked: Asked, site: Site) -> None:
    told = findings(asked.all)[site.host]
    assert {name: told.get(name, "") for name in INDICATORS if not fits(told.get(name, ""), site.expected[name])} == {}


def test_nothing_is_accused_outside_the_key_and_all_of_the_key_is_found(asked: Asked) -> None:
    assert failed(findings(asked.all)) == key_failed(SUBJECTS)


def test_where_one_resolver_hides_addresses_others_and_the_zone_tell(asked: Asked) -> None:
    assert asked.hidden[BY_NAME["good"].host][AAAA] == "cantTell answers-differ"
    assert asked.hidden[BY_NAME["v4only"].host][AAAA] == "failed no-aaaa"


def test_where_every_resolver_hides_addresses_nobody_is_accused(asked: Asked) -> None:
    assert {host: rows[AAAA].split()[0] for host, rows in asked.blind.items()} == dict.fromkeys(asked.blind, "cantTell")


def test_the_system_s_own_resolvers_and_one_control_host_of_two_are_enough(asked: Asked) -> None:
    assert failed(asked.half) == key_failed(HALF)
    assert {asked.half[BY_NAME["good"].host][name].split()[0] for name in SERVICE} == {"passed"}


def test_without_a_proof_of_our_line_no_door_is_called_closed(asked: Asked) -> None:
    assert failed(asked.no_control) == {(BY_NAME["v4only"].host, AAAA)}


@pytest.mark.parametrize("site", STORIES, ids=lambda site: site.name)
def test_a_person_reads_addresses_sentences_and_commands(asked: Asked, site: Site) -> None:
    (told,) = (one for one in asked.all if one["host"] == site.host)
    plain = "".join(asked.told.split())
    assert all(address in plain for kind in ("A", "AAAA") for address in records(site, kind))
    assert all("".join(each["message"].split()) in plain for each in told["findings"] if each["indicator"] == AAAA)
    assert all("".join(each["title"].split()) in plain for each in told["findings"])
    assert all(each["command"] in asked.told for each in told["commands"])
    assert {each["command"].split()[0] for each in told["commands"]} >= {"dig", "curl"}


@pytest.mark.parametrize("site", STORIES, ids=lambda site: site.name)
def test_every_command_shows_what_the_story_says(network: Network, asked: Asked, site: Site) -> None:
    (told,) = (one for one in asked.all if one["host"] == site.host)
    assert len(told["commands"]) > 10
    assert [wrong for each in told["commands"] if (wrong := disagreement(network, each))] == []


def disagreement(network: Network, each: dict[str, Any]) -> str:
    """What a command shows, where it is not what the story says it showed."""
    program = each["command"].split()[0]
    if shutil.which(program) is None and program not in ("dig", "curl"):
        return ""
    done = network.run("sh", "-c", each["command"], limit_s=20)
    shown = done.stdout + done.stderr
    wanted = ADDRESS.findall(each["seen"]) if program == "dig" else re.findall(r"\b\d{3}\b", each["seen"])
    missing = [text for text in wanted if text not in shown]
    return f"{each['command']}: {missing} not in {shown}" if missing or not shown.strip() else ""
