"""The invented city: its websites and accounts, each row with its family and its one spoil."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import date
from functools import wraps

from tests.world import good, hostile, oddities, report_spoils, spoils
from tests.world.accounts import Account, build_accounts
from tests.world.model import TODAY, Answer, Names, Site
from tests.world.pages import NOT_FOUND, SitePages

CITY = "云川市"
DOMAIN = "yunchuan.gov.test"
ENCODINGS = {"table": "gb18030", "frames": "gb18030", "badge": "utf-8-sig"}
TURNING = ("folders", "jcms", "table", "badge", "vsb", "tuoersi")
Spoil = Callable[[Site], None]


def since(month: int, day: int, spoil: Spoil) -> Spoil:
    """A fault that came up in the course of the city's year."""

    @wraps(spoil)
    def spoiled(site: Site) -> None:
        if site.today >= date(TODAY.year, month, day):
            spoil(site)

    return spoiled


# id, host, area, level, family, spoils
PORTALS: list[tuple[str, str, str, str, str, tuple[Spoil, ...]]] = [
    (
        "yunchuan",
        "www.yunchuan.gov.test",
        CITY,
        "city",
        "folders",
        (oddities.every_innocent_trap, report_spoils.among_others),
    ),
    ("no-rules", "www.no-rules.gov.test", "临江市", "city", "tuoersi", (spoils.no_rules, report_spoils.late)),
    (
        "no-plans",
        "www.no-plans.gov.test",
        "石桥县",
        "county",
        "folders",
        (since(5, 6, spoils.no_plans), spoils.website_form_missing),
    ),
    (
        "outline-missing",
        "www.outline-missing.gov.test",
        "青禾县",
        "county",
        "vsb",
        (spoils.outline_missing, report_spoils.missing),
    ),
    (
        "no-earlier-plans",
        "www.no-earlier-plans.gov.test",
        "白鹭县",
        "county",
        "badge",
        (spoils.no_earlier_plans, report_spoils.days_differ),
    ),
    (
        "portal-domain",
        "zwgk.portal.longtan.gov.test",
        "龙潭区",
        "county",
        "folders",
        (hostile.robots_broken,),
    ),
    (
        "portal-no-aaaa",
        "www.portal-no-aaaa.gov.test",
        "枫林县",
        "county",
        "tuoersi",
        (since(7, 1, spoils.no_aaaa), oddities.platform),
    ),
    (
        "qinghe",
        "www.qinghe.gov.test",
        "清河区",
        "county",
        "jcms",
        (oddities.datastore, oddities.entry_script, oddities.badge_script),
    ),
    (
        "dongling",
        "www.dongling.gov.test",
        "东岭县",
        "county",
        "badge",
        (spoils.disclosure_elsewhere, oddities.footer_script),
    ),
    (
        "nanpu",
        "www.nanpu.gov.test",
        "南浦县",
        "county",
        "vsb",
        (oddities.footer_load, oddities.pinned, oddities.label_breaks, report_spoils.by_year),
    ),
    (
        "xishan",
        "www.xishan.gov.test",
        "西杉区",
        "county",
        "table",
        (oddities.clock, oddities.load_list, oddities.second_document, report_spoils.short_titles),
    ),
    (
        "beiyuan",
        "www.beiyuan.gov.test",
        "北塬县",
        "county",
        "tuoersi",
        (oddities.hover, oddities.redirect_302, oddities.entry_redirect),
    ),
]

# id, organ's name, family, spoils; the host is <id>.yunchuan.gov.test unless HOSTS says otherwise
DEPARTMENTS: list[tuple[str, str, str, tuple[Spoil, ...]]] = [
    (
        "fgw",
        "发展和改革委员会",
        "folders",
        (oddities.every_innocent_trap, oddities.content_network, oddities.future_item),
    ),
    ("home-stale", "人力资源和社会保障局", "folders", (since(4, 1, spoils.home_stale), oddities.clock)),
    ("home-undated", "科学技术局", "vsb", (spoils.home_undated, spoils.document_late)),
    ("five-stale-columns", "工业和信息化局", "folders", (since(7, 1, spoils.five_stale),)),
    ("four-stale-columns", "民政局", "table", (spoils.four_stale,)),
    ("five-blank-columns", "司法局", "vsb", (spoils.five_blank,)),
    (
        "four-blank-columns",
        "财政局",
        "badge",
        (spoils.four_blank, oddities.pages_without_words, oddities.copyright_only),
    ),
    ("blank-explained", "教育局", "folders", (spoils.blank_explained, hostile.broken_columns)),
    ("no-disclosure", "自然资源和规划局", "folders", (spoils.no_disclosure,)),
    ("wrong-name", "生态环境局", "folders", (spoils.wrong_name,)),
    ("entry-inside", "住房和城乡建设局", "folders", (since(7, 1, spoils.entry_inside),)),
    ("guide-missing", "交通运输局", "tuoersi", (spoils.guide_missing, report_spoils.results_broken)),
    ("guide-blank", "水务局", "folders", (spoils.guide_blank, spoils.document_before_signing)),
    ("guide-no-contact", "农业农村局", "vsb", (since(5, 6, spoils.guide_without_contact), spoils.interpretation_late)),
    ("system-missing", "商务局", "badge", (spoils.system_missing,)),
    ("system-blank", "文化和旅游局", "folders", (spoils.system_blank,)),
    ("statutory-missing", "卫生健康委员会", "folders", (spoils.statutory_missing,)),
    ("annual-missing", "退役军人事务局", "folders", (spoils.annual_missing,)),
    ("annual-blank", "应急管理局", "tuoersi", (spoils.annual_blank,)),
    ("apply-missing", "审计局", "table", (spoils.apply_missing, report_spoils.text_differs)),
    ("apply-dead", "国有资产监督管理委员会", "folders", (spoils.apply_dead, report_spoils.scanned)),
    ("validity-unmarked", "市场监督管理局", "vsb", (spoils.validity_unmarked, report_spoils.near_copy)),
    ("no-aaaa", "体育局", "folders", (spoils.no_aaaa, report_spoils.carry_broken)),
    (
        "aaaa-unique-local",
        "统计局",
        "badge",
        (spoils.aaaa_unique_local, oddities.iframe_list, report_spoils.disputes_broken),
    ),
    ("aaaa-v4-mapped", "医疗保障局", "jcms", (spoils.aaaa_v4_mapped, oddities.dataproxy, report_spoils.trial_layout)),
    ("own-domain", "信访局", "folders", (oddities.pictures,)),
    ("no-site-code", "数据局", "folders", (spoils.no_site_code, oddities.json_list, report_spoils.late)),
    ("no-icp", "城市管理局", "tuoersi", (since(9, 1, spoils.no_icp), oddities.unit_list, report_spoils.missing)),
    ("no-police", "机关事务管理局", "table", (spoils.no_police, report_spoils.section_missing)),
    (
        "no-badge",
        "粮食和物资储备局",
        "vsb",
        (since(9, 1, spoils.no_badge), oddities.tips, report_spoils.forward_broken),
    ),
    ("no-sponsor", "园林绿化局", "badge", (spoils.no_sponsor, oddities.script_list, report_spoils.columns_broken)),
    ("wall-ruishu", "税费征管服务局", "folders", (hostile.ruishu,)),
    ("wall-captcha", "港航管理局", "folders", (hostile.captcha,)),
    ("forbidden", "投资促进局", "folders", (hostile.forbidden,)),
    ("error-500", "档案管理局", "jcms", (hostile.error_500,)),
    ("silent", "公共资源交易局", "folders", (hostile.silent,)),
    ("refused", "住房公积金管理局", "folders", (hostile.refused,)),
    ("missing-name", "供销合作管理局", "folders", (hostile.missing_name,)),
    ("name-servfail", "地震监测局", "folders", (hostile.name_servfail,)),
    ("name-timeout", "气象服务局", "folders", (hostile.name_timeout,)),
    ("soft-404", "消防安全局", "folders", (hostile.soft_404,)),
    ("redirect-loop", "邮政管理局", "folders", (hostile.redirect_loop,)),
    ("endless", "河湖管理局", "folders", (hostile.endless,)),
    ("zip-bomb", "行政审批局", "folders", (hostile.zip_bomb,)),
    ("half-response", "地方志编纂局", "folders", (hostile.half,)),
    ("one-line", "林业和草原局", "folders", (hostile.one_line,)),
    ("wrong-charset", "人民防空局", "tuoersi", (hostile.wrong_charset, oddities.redirect_meta, spoils.aaaa_servfail)),
    ("robots-deny-all", "乡村振兴局", "folders", (hostile.robots_deny_all,)),
    ("script-navigation", "民族事务局", "badge", (oddities.script_navigation,)),
    ("old-frames", "老龄工作局", "frames", (oddities.utf16, oddities.redirect_script, spoils.aaaa_refused)),
]
HOSTS = {"own-domain": "www.ycxinfang.gov.test"}


@dataclass(slots=True)
class City:
    sites: list[Site]
    accounts: list[Account]
    pages: dict[str, SitePages] = field(default_factory=dict)
    names: dict[str, Names] = field(default_factory=dict)
    posts: dict[str, dict[str, Callable[[], Answer]]] = field(default_factory=dict)  # host → path → answer
    today: date = TODAY
    turn: int = 0

    def answer(self, host: str, path: str) -> Answer | None:
        """What a host says to a path; None for a host that nobody serves."""
        if host in self.pages:
            return self.pages[host].answer(path, host)
        if host in self.posts:
            maker = self.posts[host].get(path)
            return maker() if maker else NOT_FOUND
        return None


def build_city(turn: int = 0, today: date = TODAY, repaired: Collection[str] = ()) -> City:
    """The whole city, in well under a second; pages are made when they are asked for.

    ``turn`` gives every site the family so many places on: the same faults and the same key in other templates.
    ``today``: a day of the same year after January, on which the city is looked at; what came later is not there.
    ``repaired``: ids of sites and accounts without their faults.
    """
    assert date(TODAY.year, 2, 1) <= today <= date(TODAY.year, 12, 31), today  # yearly papers are those of that year
    ids = [row[0] for row in (*PORTALS, *DEPARTMENTS)]
    sites = [site_of(number, turn, today, is_good=one in repaired) for number, one in enumerate(ids, 1)]
    city = City(sites, build_accounts(sites, today, repaired), today=today, turn=turn)
    for site in sites:
        pages = SitePages(site)
        for host in filter(None, (site.host, site.disclosure_host)):
            city.pages[host], city.names[host] = pages, site.names
    for account in city.accounts:
        for host, path, maker in account.served:
            city.posts.setdefault(host, {})[path] = maker
            city.names.setdefault(host, replace(good.names(190), cname=""))
    return city


def site_of(number: int, turn: int, today: date, *, is_good: bool = False) -> Site:
    """The city's ``number``-th site; ``is_good``: as it is without its faults."""
    if number <= len(PORTALS):
        site_id, host, area, level, family, spoiled = PORTALS[number - 1]
        site = good.portal(site_id, host, area, number, _turned(family, turn), level=level, today=today)
    else:
        site_id, name, family, spoiled = DEPARTMENTS[number - len(PORTALS) - 1]
        host = HOSTS.get(site_id, f"{site_id}.{DOMAIN}")
        site = good.department(site_id, host, name, CITY, number, _turned(family, turn), today=today)
    return _finish(site, () if is_good else spoiled)


def _turned(family: str, turn: int) -> str:
    if family not in TURNING:
        return family
    return TURNING[(TURNING.index(family) + turn) % len(TURNING)]


def _finish(site: Site, spoiled: tuple[Spoil, ...]) -> Site:
    site.encoding = ENCODINGS.get(site.family, "utf-8")
    if site.seed % 3 == 0:
        site.robots = "User-agent: *\nDisallow: /search\nDisallow: /admin/\n"
    for spoil in spoiled:
        spoil(site)
    return site
