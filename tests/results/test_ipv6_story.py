"""The story of a host over IPv6: facts in, text and JSON out."""

from __future__ import annotations

import io
import json
import re
import shlex
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from checks.catalogue import load_catalogue
from checks.judge import Judged
from crawler.model import Fault, FaultKind, Outcome, cant_tell, failed
from crawler.reading.names.agreement import TELLING
from crawler.reading.names.answers import AnswerKind, Source
from crawler.reading.service.facts import HostSupport, Likeness, LikenessKind, LinkLevel, LinkSupport, Support, Vantage
from crawler.reading.service.probe import End, Family
from crawler.reading.service.support import PROVEN_ABSENT, UNPROVEN
from results.ipv6.inspection import Log, Story
from results.ipv6.machine import as_json, one_line
from results.ipv6.repeat import commands, dig
from results.ipv6.service import reason_of
from results.ipv6.story import tell, tell_in_a_line
from results.text import words
from tests.results.ipv6_example import (
    CERTIFICATE,
    HOME,
    HOST,
    RESOLVERS,
    V4,
    V6,
    answer,
    authority,
    control,
    names,
    own,
    probe,
    silent,
    story,
)

CHINESE = re.compile("[\u3400-\u9fff]")
HOSTILE = "evil\x1b[2J\u202e.test"


def told(of: Story, width: int = 100) -> str:
    console = Console(file=io.StringIO(), width=width)
    tell(console, of)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def line_with(text: str, *parts: str) -> str:
    """The only line that holds all of these."""
    found = [one for one in text.splitlines() if all(part in one for part in parts)]
    assert len(found) == 1, (parts, found)
    return " ".join(found[0].split())


def judged(outcome: Outcome = Outcome.FAILED) -> Judged:
    data = {"host": HOST, "servers": list(RESOLVERS)}
    verdict = failed("no-aaaa", **data) if outcome is Outcome.FAILED else cant_tell("answers-differ", **data)
    return Judged(load_catalogue().get("v6-aaaa"), verdict)


def test_the_verdict_stands_first_and_the_commands_last() -> None:
    text = told(story(judged=(judged(),)))
    order = ["结论", "本机线路", "域名解析\n", "权威域名服务器", "首页访问", "内容比对", "二级、三级链接", "复核命令"]
    assert [text.index(one) for one in order] == sorted(text.index(one) for one in order)
    assert line_with(text, "不符合").startswith(f"不符合 域名IPv6解析 域名{HOST}有IPv4地址解析")


def test_not_knowing_is_not_called_a_failure() -> None:
    text = told(story(judged=(judged(Outcome.CANT_TELL),)))
    assert line_with(text, "未能核验 域名IPv6解析".replace(" ", "  "))
    assert "不符合" not in text


def test_every_source_is_told_with_kind_class_and_ttl() -> None:
    text = told(story())
    assert line_with(text, "解析服务器 192.0.2.53:53", "AAAA", "有记录") == (
        f"解析服务器 192.0.2.53:53 AAAA 有记录 {V6}（全球单播地址） 600"
    )
    assert line_with(text, "权威 ns1.yunxi.gov.test", "AAAA", "（全球单播地址）")


def test_sources_that_disagree_stand_side_by_side() -> None:
    split = names(answer("AAAA", RESOLVERS[0], V6), answer("AAAA", RESOLVERS[1]), own("AAAA", V6))
    lines = told(story(names=split)).splitlines()
    at = next(number for number, one in enumerate(lines) if "各来源的说法不一" in one)
    block = lines[at + 1 : at + 6]
    assert "有记录" in block[1] and "无此类记录" in block[1]
    assert V6 in block[2]
    assert RESOLVERS[0] in block[3] and RESOLVERS[1] in block[3]
    assert "各来源的说法不一" not in told(story())


def test_different_addresses_are_no_contradiction() -> None:
    spread = names(answer("AAAA", RESOLVERS[0], V6), answer("AAAA", RESOLVERS[1], "240e:7::7"))
    text = told(story(names=spread))
    assert "地址不同" in text and "说法不一" not in text


def test_a_chain_a_wildcard_and_trouble_are_told() -> None:
    through = answer("AAAA", RESOLVERS[0], V6, chain=("a.cdn.example", "b.cdn.example"))
    lost = answer("AAAA", RESOLVERS[1], kind=AnswerKind.ERROR, detail="NOTIMP")
    anything = answer("AAAA", RESOLVERS[0], V6, name="spotcheck-0a1b.yunxi.gov.test")
    text = told(story(names=names(through, lost, wildcard=(anything,))))
    assert "→ a.cdn.example" in text and "→ b.cdn.example" in text
    assert "应答异常（NOTIMP）" in text
    assert "泛解析" in text and "spotcheck-0a1b.yunxi.gov.test" in text


def test_each_name_server_is_told_by_family() -> None:
    text = told(story())
    assert line_with(text, "203.0.113.53（").endswith("有 正常 正常")
    assert line_with(text, "203.0.113.54（").endswith("不需要 拒绝查询（REFUSED） 未问")
    assert "AAAA 无此类记录" in text


def test_lists_of_name_servers_that_differ_are_shown() -> None:
    other = answer("NS", RESOLVERS[1], name="yunxi.gov.test", records=("old.example",))
    zone = authority()
    text = told(story(authority=replace(zone, told=(*zone.told, other))))
    assert "名单各来源说法不一" in text and "old.example" in text


def test_every_attempt_is_told_with_the_time_of_each_step() -> None:
    text = told(story())
    assert line_with(text, "IPv4", V4, " 1 ", "打开") == f"IPv4 {V4} 1 打开 200 11 32 101 7"
    assert line_with(text, "IPv6", V6, " 2 ", "超时") == f"IPv6 {V6} 2 超时 - - - - -"
    assert line_with(text, "IPv6：尝试") == "IPv6：尝试 2 次，打开 1 次。"


def test_redirects_and_bad_certificates_are_told() -> None:
    expired = replace(CERTIFICATE, expired=True, name_matches=False, chain="certificate has expired")
    moved = replace(probe(Family.V6, status=302, location="/index/"), hops=(
        *probe(Family.V6, status=302, location="/index/", certificate=expired).hops, *probe(Family.V6).hops,
    ))  # fmt: skip
    text = told(story(service=replace(story().service, probes=(moved,))))  # type: ignore[type-var]
    assert "302 → /index/" in text
    assert "不在有效期" in text and "certificate" in text.partition("证书链")[2]
    assert "IPv4：未尝试。" in text


def test_without_a_line_of_our_own_every_attempt_is_still_told() -> None:
    fault = Fault(FaultKind.NO_IPV6_VANTAGE, "", HOME)
    dark = [control(family, number, End.NO_ROUTE if family is Family.V6 else End.ANSWERED) for number in (1, 2)
            for family in Family]  # fmt: skip
    log = Log([probe(Family.V4), silent(Family.V6)], dark, [])
    text = told(story(service=fault, vantage=Vantage(True, True, False), log=log, likeness=fault, links=None))
    assert "IPv6线路未能证实可用" in text
    assert "没有可用的IPv6线路" in text
    assert "IPv6线路未能证实可用" in told(story(service=fault, vantage=fault, log=log))
    assert "没有得出结论" in told(story(service=fault, vantage=None, log=log))
    assert line_with(text, "IPv6", V6, "超时")
    assert line_with(text, "2 ", "control.test", "无路由")


def test_both_pages_and_the_hosts_of_links_are_told() -> None:
    text = told(story())
    assert "基本一致" in text and "98.5%" in text
    assert line_with(text, "IPv6", "5198") == "IPv6 云溪市人民政府 5198"
    assert line_with(text, "二级", "zwfw.yunxi.gov.test", " 4 ") == "二级 zwfw.yunxi.gov.test 4 不支持 无IPv6地址 -"
    assert text.index("站外主机") < text.index("static.cdn.example")


def test_pages_that_did_not_both_open_have_no_shares() -> None:
    text = told(story(likeness=Likeness(LikenessKind.UNSEEN, 0, 0)))
    assert "不能比对" in text and "0.0%" not in text


def test_what_was_not_gathered_has_no_heading() -> None:
    text = told(story(authority=None, service=None, likeness=None, links=None, log=Log()))
    assert "域名解析" in text
    for heading in ("本机线路", "权威域名服务器", "首页访问", "内容比对", "二级、三级链接"):
        assert heading not in text.splitlines()


def test_no_line_but_a_command_is_wider_than_the_terminal() -> None:
    for width in (80, 100):
        for line in told(story(judged=(judged(),)), width).splitlines():
            assert cell_len(line.rstrip()) <= width or line.lstrip().startswith(("dig ", "curl ", "openssl "))


def test_commands_are_one_line_each_and_repeat_every_step() -> None:
    text = told(story())
    shown = [line.strip() for line in text.splitlines()]
    for one in commands(story()):
        assert one.command in shown
    asked = {one.command: one for one in commands(story())}
    assert asked[f"dig @192.0.2.54 -p 5353 -q {HOST} -t AAAA"].seen == f"有记录 {V6}"
    assert f"dig +trace -q {HOST} -t AAAA" in asked
    assert f"dig @240e:1:2::53 +norecurse -q {HOST} -t AAAA" in asked
    assert "dig @203.0.113.54 +norecurse -q yunxi.gov.test -t SOA" in asked
    assert "dig -q zwfw.yunxi.gov.test -t AAAA" in asked
    (six,) = [one for one in asked if one.startswith("curl") and f"[{V6}]" in one]
    assert f"{HOST}:443:[{V6}]" in shlex.split(six) and shlex.split(six)[-1] == HOME
    assert asked[six].seen == "有应答 200、超时"
    assert any(one.startswith("openssl s_client -connect") and one.endswith("</dev/null") for one in asked)


@pytest.mark.parametrize("name", ["-f/etc/passwd.test", "@192.0.2.1", "+trace.test", "a b;reboot.test", "$(id).test"])
def test_a_hostile_name_stays_one_word_behind_its_option(name: str) -> None:
    assert shlex.split(dig(name, "AAAA")) == ["dig", "-q", name, "-t", "AAAA"]


def test_nothing_fetched_drives_the_terminal() -> None:
    bad = answer("AAAA", RESOLVERS[0], chain=(HOSTILE,), kind=AnswerKind.ERROR, detail=HOSTILE)
    nasty = LinkSupport(LinkLevel(1, (HostSupport(HOSTILE, 1, Support.UNKNOWN, HOSTILE),)), LinkLevel(0, ()))
    shown = replace(CERTIFICATE, names=(HOSTILE,), issuer=HOSTILE, chain=HOSTILE)
    sent = probe(Family.V6, status=302, location=f"http://{HOSTILE}/", certificate=shown)
    zone = replace(authority(), zone=HOSTILE)
    likeness = replace(story().likeness, ipv6_title=f"[bold]{HOSTILE}[/nope]")  # type: ignore[type-var]
    text = told(story(
        names=names(bad), links=nasty, authority=zone, likeness=likeness,
        service=replace(story().service, probes=(sent,)),  # type: ignore[type-var]
    ))  # fmt: skip
    assert "\x1b" not in text and "\u202e" not in text
    assert "[bold]evil[2J.test[/nope]" in text


def test_a_list_of_hosts_gets_a_line_each() -> None:
    console = Console(file=io.StringIO(), width=60)
    tell_in_a_line(console, story(judged=(judged(),)))
    assert isinstance(console.file, io.StringIO)
    (line,) = console.file.getvalue().splitlines()
    assert line.startswith(f"不符合  {HOST}  域名")


def test_the_object_for_a_machine_holds_everything_and_is_json() -> None:
    found = json.loads(json.dumps(as_json(story(judged=(judged(),))), ensure_ascii=False))
    assert list(found) == [
        "host", "url", "on", "findings", "names", "authority", "service", "links", "likeness", "vantage", "commands",
    ]  # fmt: skip
    assert (found["host"], found["url"], found["on"]) == (HOST, HOME, "2026-11-21")
    (finding,) = found["findings"]
    assert list(finding) == ["indicator", "title", "outcome", "reason", "data", "message", "subjects"]
    assert (finding["indicator"], finding["outcome"], finding["reason"]) == ("v6-aaaa", "failed", "no-aaaa")
    assert finding["message"].startswith(f"域名{HOST}")
    assert [one["kind"] for one in found["names"]["aaaa"]] == ["answer"] * 3
    assert found["names"]["aaaa"][2]["source"] == Source.AUTHORITY
    assert found["names"]["classes"] == {V4: "documentation", V6: "global"}
    assert found["authority"]["servers"][0]["has_glue"] is True
    assert found["service"]["probes"][0]["hops"][0]["steps"][0] == {"name": "tcp", "ms": 11.4}
    assert found["links"]["second"]["counts"] == {"served": 30, "not-served": 4, "unknown": 0}
    assert found["links"]["outside"][0]["host"] == "static.cdn.example"
    assert found["likeness"]["kind"] == "alike"
    assert (found["vantage"]["ipv6"], len(found["vantage"]["probes"])) == (True, 4)
    assert all(set(one) == {"what", "seen", "command"} for one in found["commands"])


def test_what_could_not_be_seen_is_a_fault_and_what_was_not_gathered_null() -> None:
    fault = Fault(FaultKind.NO_IPV6_VANTAGE, "no route", HOME)
    found = as_json(story(service=fault, likeness=fault, links=None, vantage=None, authority=None))
    assert found["likeness"] == {"fault": "no-ipv6-vantage", "detail": "no route"}
    assert found["service"]["fault"] == "no-ipv6-vantage" and len(found["service"]["probes"]) == 4
    assert found["links"] is None and found["authority"] is None
    assert found["vantage"]["ipv6"] is None and len(found["vantage"]["probes"]) == 4
    assert as_json(story(service=None, log=Log()))["service"] is None


def test_every_value_that_a_story_can_hold_has_a_word() -> None:
    table = words("ipv6")
    assert set(table["answers"]) == {str(kind) for kind in AnswerKind}
    assert set(table["ends"]) == {str(end) for end in End} | {"opened"}
    assert set(table["likeness_kinds"]) == {str(kind) for kind in LikenessKind}
    assert set(table["support"]) == {str(kind) for kind in Support}
    assert set(table["outcomes"]) == {str(kind) for kind in Outcome}


REASONS = [*PROVEN_ABSENT.values(), *UNPROVEN.values(), *(f"dns-{kind}" for kind in TELLING), *End, "not-sampled",
           "not-asked", "not-visited", "has-aaaa", "one-source", "http-status", "other-status"]  # fmt: skip


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_of_a_host_has_a_word(reason: str) -> None:
    assert CHINESE.search(reason_of(HostSupport(HOST, 1, Support.UNKNOWN, str(reason))))


def test_a_host_that_is_served_needs_no_reason() -> None:
    assert reason_of(HostSupport(HOST, 1, Support.SERVED)) == ""


def test_json_drives_no_terminal_and_loses_nothing() -> None:
    odd = {"title": "\x1b[2J\x9b\u202e云溪\U000e0001\udcff"}
    line = one_line(odd)
    assert line.isprintable() and "云溪" in line
    assert json.loads(line) == odd
