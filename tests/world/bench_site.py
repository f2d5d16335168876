"""The benchmark's site set: 300 hosts of 20 plain pages of about 30 KB each, cheap to serve, every page linked."""

# ruff: noqa: E501 - markup stays unbroken

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from tests.world import good, words
from tests.world.model import TODAY, Answer, Names
from tests.world.paperwork import Row

HOSTS = 300
COLUMNS = (("ywdt", "要闻动态"), ("tzgg", "通知公告"), ("zcwj", "政策文件"), ("zcjd", "政策解读"), ("ghjh", "规划计划"),
           ("zfxxgk", "政府信息公开"))  # fmt: skip
ARTICLES = 13
PAGE_BYTES = 30_000


@dataclass(slots=True)
class BenchSites:
    """Served like the city. ``paths`` are the 20 addresses of every host."""

    hosts: int = HOSTS
    names: dict[str, Names] = field(default_factory=dict)
    paths: tuple[str, ...] = ("/", *(f"/{key}/" for key, _ in COLUMNS), *(f"/art/{n}.html" for n in range(ARTICLES)))
    _templates: dict[str, tuple[bytes, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names = {f"b{number:03d}.bench.gov.test": good.names(number) for number in range(self.hosts)}
        self._templates = {path: tuple(_page(path).split(b"@@")) for path in self.paths}

    def answer(self, host: str, path: str) -> Answer | None:
        if host not in self.names:
            return None
        pieces = self._templates.get(path)
        return Answer(host[:4].encode().join(pieces)) if pieces else Answer(b"<h1>404</h1>", 404)

    def rows(self) -> list[Row]:
        """The inventory of the benchmark."""
        return [
            {"id": host[:4], "kind": "department_site", "name": f"基准站{host[:4]}", "address": f"http://{host}/",
             "owner": f"基准单位{host[:4]}", "level": "city", "region": "基准市", "status": "running"}
            for host in self.names
        ]  # fmt: skip


def _page(path: str) -> bytes:
    """One page with ``@@`` where the host's number stands."""
    menu = "".join(f'<li><a href="/{key}/">{name}</a></li>' for key, name in COLUMNS)
    if path.startswith("/art/"):
        number = int(path[5:-5])
        title = _titles("ywdt")[number]
        body = (
            f"<h1>{title}</h1><p>发布时间：{_day(number)}　来源：基准单位@@</p>{words.paragraphs('基准单位', title, 6)}"
        )
        body += f'<p>下一篇：<a href="/art/{(number + 1) % ARTICLES}.html">{_titles("ywdt")[(number + 1) % ARTICLES]}</a></p>'
    else:
        shown = [one for one in COLUMNS if path in {"/", f"/{one[0]}/"}]
        body = "".join(f"<h2>{name}</h2><ul>{_items(key)}</ul>" for key, name in shown)
    foot = (
        "<div class='footer'><p>主办单位：基准单位@@　联系电话：0999-8200001</p>"
        '<p>网站标识码：5799000001 <a href="https://beian.miit.gov.cn/">云ICP备99000001号</a></p></div>'
    )
    head = f"<html><head><meta charset='utf-8'><title>基准站@@</title></head><body><ul class='nav'><li><a href='/'>首页</a></li>{menu}</ul>"
    made = (head + body).encode()
    filler = words.paragraphs("基准单位", path, 8).encode()
    while len(made) + len(filler) + len(foot) < PAGE_BYTES:
        made += filler
    return made + foot.encode() + b"</body></html>"


def _titles(key: str) -> list[str]:
    return words.titles("news", "基准单位", key, ARTICLES)


def _day(number: int) -> str:
    return (TODAY - timedelta(days=number)).isoformat()


def _items(key: str) -> str:
    lines = enumerate(_titles("ywdt" if key == "ywdt" else key))
    return "".join(f'<li><a href="/art/{n}.html">{title}</a><span>{_day(n)}</span></li>' for n, title in lines)
