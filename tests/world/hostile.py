"""Spoils of hosts that can never be accused: guarded, broken, slow, or not there at all."""

from __future__ import annotations

from dataclasses import replace

from tests.world import answers
from tests.world.model import Answer, Site
from tests.world.spoils import address


def everything(site: Site, answer: Answer) -> None:
    site.answers["*"] = answer


def ruishu(site: Site) -> None:
    everything(site, answers.html(answers.RUISHU, 412, Set_Cookie="FSSBBIl1UgzbN7N80S=5aBc; Path=/; HttpOnly"))


def captcha(site: Site) -> None:
    everything(site, answers.html(answers.CAPTCHA))


def forbidden(site: Site) -> None:
    everything(site, answers.html(answers.FORBIDDEN, 403))


def error_500(site: Site) -> None:
    everything(site, answers.html(answers.ERROR_500, 500))


def silent(site: Site) -> None:
    everything(site, Answer(manner="hang"))


def refused(site: Site) -> None:
    everything(site, Answer(manner="refused"))


def soft_404(site: Site) -> None:
    site.answers["/"] = answers.html(answers.SOFT_404)


def redirect_loop(site: Site) -> None:
    everything(site, Answer(status=302, headers=(("Location", f"http://{site.host}/login/index"),)))


def endless(site: Site) -> None:
    site.answers["/"] = Answer(manner="endless")


def zip_bomb(site: Site) -> None:
    site.answers["/"] = Answer(manner="zip-bomb", headers=(("Content-Encoding", "gzip"),))


def broken_columns(site: Site) -> None:
    """One column leads to a parked domain, another answers with a broken gzip stream."""
    away = Answer(status=302, headers=(("Location", "http://parked-domain.example/"),))
    broken = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03not deflate"
    site.answers[address(site, site.column("zxzx"))] = away
    site.answers[address(site, site.column("bmts"))] = Answer(broken, headers=(("Content-Encoding", "gzip"),))


def half(site: Site) -> None:
    """Every page breaks off in the middle of its promised length."""
    site.traps.add("half")


def one_line(site: Site) -> None:
    site.answers["/"] = Answer(manner="one-line")


def wrong_charset(site: Site) -> None:
    site.encoding, site.charset_header = "gb18030", "ISO-8859-1"


def robots_deny_all(site: Site) -> None:
    site.robots = "User-agent: *\nDisallow: /\n"


def robots_broken(site: Site) -> None:
    site.answers["/robots.txt"] = answers.html(answers.ERROR_500, 503)


def missing_name(site: Site) -> None:
    site.names = replace(site.names, a=("nxdomain", ()), aaaa=("nxdomain", ()))


def name_servfail(site: Site) -> None:
    site.names = replace(site.names, a=("servfail", ()), aaaa=("servfail", ()))


def name_timeout(site: Site) -> None:
    site.names = replace(site.names, a=("timeout", ()), aaaa=("timeout", ()))
