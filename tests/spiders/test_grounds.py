from __future__ import annotations

import pytest

from crawler.addresses import plain_host, registered
from crawler.config import Controls
from crawler.model import Target, TargetId, TargetKind
from spiders.grounds import onward_from, stays_inside
from spiders.shards import shards


def site(address: str, id: str = "x") -> Target:
    return Target(TargetId(id), TargetKind.DEPARTMENT_SITE, id, address, "owner")


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        ("https://zwfw.hubei.gov.cn/a", True),
        ("http://www.云溪.政务/", True),
        ("http://www.hospital.com.cn/list", True),
        ("http://oa.hospital.com.cn:8080/", True),
        ("http://other.com.cn/", False),
        ("http://www.gov.cn.evil.example/", False),
        ("http://notgov.cn/", False),
        ("ftp://www.hospital.com.cn/", False),
        ("javascript:void(0)", False),
        ("http://[bad/", False),
        ("http://www.hospital.com.cn:99999/", False),
        ("http:///path", False),
    ],
)
def test_a_visit_stays_on_government_names_and_its_own_registered_host(url: str, inside: bool) -> None:
    assert stays_inside(url, site("http://www.hospital.com.cn/")) is inside


def test_registered_names_know_the_second_level_of_china() -> None:
    assert registered("www.a.com.cn") == "a.com.cn"
    assert registered("www.b.cn") == "b.cn"
    assert registered("x.y.hb.cn") == "y.hb.cn"
    assert registered("10.0.0.1") == "10.0.0.1"


def test_a_chinese_name_is_written_as_dns_writes_it() -> None:
    assert plain_host("http://云溪.政务/") == "xn--9kq759e.xn--zfr164b"


def test_one_host_is_never_dealt_to_two_processes() -> None:
    targets = [site(f"http://h{n % 7}.gov.test/{n}", f"t{n}") for n in range(50)]
    dealt = shards(targets, 3)
    hosts = [{target.host for target in part} for part in dealt]
    assert sum(len(part) for part in hosts) == len(set().union(*hosts)) == 7
    assert sorted(t.id for part in dealt for t in part) == sorted(t.id for t in targets)


def test_no_process_is_started_for_nothing() -> None:
    assert len(shards([site("http://a.gov.test/")], 8)) == 1
    assert shards([], 4) == []


def test_a_redirect_to_nonsense_leads_off_the_grounds() -> None:
    assert not stays_inside(onward_from("http://a.gov.cn/", "http://[bad"), site("http://a.gov.cn/"))
    assert onward_from("http://a.gov.cn/x/y.html", "../z.html#top") == "http://a.gov.cn/z.html"


def test_accounts_that_share_a_feed_host_or_a_page_host_stay_together() -> None:
    def account(id: str, address: str, feed: str) -> Target:
        return Target(TargetId(id), TargetKind.ACCOUNT, id, address, "", feed=feed)

    joined = [
        account("a", "http://one.test/u/1", "http://feeds.test/1"),
        account("b", "http://two.test/u/2", ""),
        account("c", "http://two.test/u/3", "http://feeds.test/3"),
    ]
    others = [account("d", "http://three.test/u", ""), account("e", "", "http://four.test/f"), account("f", "", "")]
    parts = [{target.id for target in part} for part in shards([*joined, *others], 4)]
    assert {"a", "b", "c"} in parts
    assert sorted(map(len, parts)) == [1, 1, 1, 3]


def test_accounts_stay_with_the_control_accounts_that_are_looked_at_beside_them() -> None:
    def account(id: str, platform: str, feed: str) -> Target:
        return Target(TargetId(id), TargetKind.ACCOUNT, id, "", "", platform=platform, feed=feed)

    targets = [
        account("hub", "douyin", "http://hub.test/1"),
        account("far", "微博", "http://far.test/2"),
        account("other", "bilibili", "http://other.test/3"),
    ]
    controls = {"weibo": Controls(feed=("http://hub.test/control",)), "哔哩哔哩": Controls(page=("http://hub.test/p",))}
    parts = [[target.id for target in part] for part in shards(targets, 3, controls)]
    assert sorted(parts) == [["hub", "far"], ["other"]]


def test_the_heaviest_group_goes_first_and_the_others_level_it_out() -> None:
    light = [site(f"http://h{n}.gov.test/", f"t{n}") for n in range(6)]
    heavy = [site(f"http://one.gov.test/{n}", f"one{n}") for n in range(6)]
    assert [len(part) for part in shards([*light, *heavy], 2)] == [6, 6]
