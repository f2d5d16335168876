"""The websites: their pages, the settings of nginx, and certificates good and bad."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.network.world import BY_NAME, CDN, CROWD, OTHER6, SITES, Site, number, own4, own6, parts4, parts6

ODD = ("reset", "mute", "garbage", "slow", "counter", "tarpit", "endless", "stall")  # served by odd.py
SECURE = ("https", "expired", "wrongname", "selfsigned")
PLACES = ("青石", "白鹭", "云溪", "松岭", "柳湾", "双桥", "东浦", "沙坪", "金穗", "望江")
TOPICS = ("道路养护", "春季植树", "防汛演练", "农田灌溉", "图书下乡", "校园安全", "垃圾分类", "便民服务", "养老助餐")
DOINGS = ("工作推进会召开", "专项行动启动", "成效明显", "座谈会举行", "现场办公", "宣传周开幕", "经验交流")
SECTIONS = (("xwzx", "新闻中心"), ("zwgk", "政务公开"))
ARTICLES = 20  # of a section
ON_HOME = 8  # of these, shown on the home page


def write_pages(folder: Path) -> None:
    """A folder of pages for each website, and those that stand for what is wrong."""
    for site in SITES:
        _write_site(folder / site.name, site)
    for name, text in SPOILED.items():
        _write(folder / name / "index.html", text)
    (folder / "cdn").mkdir()
    (folder / "cdn" / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")


def _write_site(folder: Path, site: Site) -> None:
    _write(folder / "index.html", home(site))
    for path, title in SECTIONS:
        _write(folder / path / "index.html", page(site, title, _list(site, f"/{path}/", ARTICLES)))
        for each in range(ARTICLES):
            _write(folder / path / f"{each}.html", page(site, headline(site, each), _article(site, each)))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def home(site: Site, visits: str = "") -> str:
    """A website's home page; ``visits`` is what changes with each visit."""
    body = "".join(f"<h2>{title}</h2>{_list(site, f'/{path}/', ON_HOME)}" for path, title in SECTIONS)
    body += "".join(f"<p>{_paragraph(site, each)}</p>" for each in range(4))
    return page(site, "首页", f"{body}{_parts(site, range(5))}{visits}")


def _parts(site: Site, numbers: range) -> str:
    """Links to the site's further hosts, and a picture from somebody else's."""
    links = "".join(
        f'<li><a href="http://{label}.{site.zone}/{each}.html">{headline(site, each + 3)}</a></li>'
        for label, _ in site.parts
        for each in numbers
    )
    return f'<ul>{links}</ul><img src="http://img.cdn.test/a.png" alt="">' if links else ""


def page(site: Site, title: str, body: str) -> str:
    name = f"{place(site)}区人民政府"
    menu = "".join(f'<a href="/{path}/">{words}</a> ' for path, words in SECTIONS)
    claim = "<p>本站支持IPv6</p>" if site.claims else ""
    foot = f"<div class=footer>主办：{name}办公室　网站标识码：44010000{number(site):02}{claim}</div>"
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}-{name}</title></head><body>'
        f'<h1>{name}</h1><div class=nav><a href="/">首页</a> {menu}</div><div class=main>{body}</div>{foot}'
        "</body></html>"
    )


def place(site: Site) -> str:
    return PLACES[number(site) % len(PLACES)] + PLACES[number(site) // len(PLACES)]


def headline(site: Site, each: int) -> str:
    seed = number(site) * 7 + each
    return f"{place(site)}区{TOPICS[seed % len(TOPICS)]}{DOINGS[seed % len(DOINGS)]}"


def _list(site: Site, path: str, count: int) -> str:
    rows = "".join(
        f'<li><a href="{path}{each}.html">{headline(site, each)}</a><span>2026-11-{21 - each:02}</span></li>'
        for each in range(count)
    )
    return f"<ul>{rows}</ul>"


def _article(site: Site, each: int) -> str:
    text = "".join(f"<p>{_paragraph(site, each + more)}</p>" for more in range(3))
    near = "".join(f'<li><a href="{other}.html">{headline(site, other)}</a></li>' for other in range(ON_HOME, ARTICLES))
    return f"<h2>{headline(site, each)}</h2>{text}<ul>{near}</ul>{_parts(site, range(5, 10))}"


def _paragraph(site: Site, each: int) -> str:
    seed = number(site) * 3 + each
    topics = islice(cycle(TOPICS), seed % len(TOPICS), seed % len(TOPICS) + 4)
    return "".join(
        f"{place(site)}区有关部门围绕{topic}开展第{seed}次走访，逐户听取居民意见并公布答复。" for topic in topics
    )


FOREIGN = "".join(
    f"<p>本公司主营第{each}号系列阀门、法兰与管件，欢迎来电洽谈批发业务，量大从优，厂家直销。</p>" for each in range(30)
)
SPOILED = {
    "spoiled-stub": "<html><head><title>ok</title></head><body>ok</body></html>",
    "spoiled-other": (
        f"<html><head><meta charset=utf-8><title>大江阀门有限公司</title></head><body>{FOREIGN}</body></html>"
    ),
    "spoiled-welcome": (
        "<!DOCTYPE html><html><head><title>Welcome to nginx!</title></head><body><h1>Welcome to nginx!</h1>"
        "<p>If you see this page, the nginx web server is successfully installed and working. Further configuration "
        "is required.</p><p><em>Thank you for using nginx.</em></p></body></html>"
    ),
    "spoiled-wall": (
        "<html><head><meta charset=utf-8><title>访问被拦截</title></head><body><h1>您的访问请求可能存在威胁，"
        "已被网站防火墙拦截</h1></body></html>"
    ),
    "spoiled-challenge": (
        "<html><head><meta charset=utf-8><title>安全验证</title></head><body><script>document.cookie='c=1'</script>"
        "<p>请完成安全验证后继续访问，请输入验证码</p></body></html>"
    ),
}

KEPT_OUT = "User-agent: *\\nDisallow: /\\n"
SETTINGS = """\
user root root;
daemon off;
master_process off;
pid "{folder}/nginx.pid";
error_log stderr crit;
events {{ worker_connections 512; }}
http {{
  log_format short "$server_addr $host $request_uri";
  access_log "{folder}/access.log" short;
  default_type text/html;
  types {{ text/html html; image/png png; }}
  charset utf-8;
  server_names_hash_bucket_size 128;
  client_body_temp_path "{folder}/tmp-body";
  proxy_temp_path "{folder}/tmp-proxy";
  fastcgi_temp_path "{folder}/tmp-fastcgi";
  uwsgi_temp_path "{folder}/tmp-uwsgi";
  scgi_temp_path "{folder}/tmp-scgi";
{servers}
}}
"""


def nginx_settings(folder: Path) -> str:
    """The settings of nginx, whose pages lie in ``folder``/www and certificates in ``folder``/tls."""
    servers = [block for site in SITES for block in _blocks(folder, site)]
    crowd = [f"[240e:0:4::{part:x}]" for part in range(1, CROWD)]
    servers.append(_server(crowd, f'root "{folder}/www/truncated";'))
    servers.append(_server([CDN[0], f"[{CDN[1]}]"], f'root "{folder}/www/cdn";'))
    servers.append(_server([f"[{OTHER6}]"], f'root "{folder}/www/spoiled-welcome";'))
    return SETTINGS.format(folder=folder, servers="\n".join(servers))


def _blocks(folder: Path, site: Site) -> list[str]:
    blocks = [
        _server([address], _answer(folder, site, behind))
        for address, behind in ((own4(site), site.web4), (f"[{own6(site)}]", site.web6))
        if behind not in ODD
    ]
    if site.parts:
        blocks.append(_server([parts4(site), f"[{parts6(site)}]"], f'root "{folder}/www/{site.name}/xwzx";'))
    if site.web4 in SECURE or site.web6 in SECURE:
        addresses = [own4(site), *([] if site.web6 == "https-closed" else [f"[{own6(site)}]"])]
        certificate = (
            f'ssl_certificate "{folder}/tls/{site.name}.pem"; ssl_certificate_key "{folder}/tls/{site.name}.key";'
        )
        blocks.append(_server(addresses, f'{certificate} root "{folder}/www/{site.name}";', port="443 ssl"))
    return blocks


def _server(addresses: list[str], rest: str, port: str = "80") -> str:
    listening = " ".join(f"listen {address}:{port};" for address in addresses)
    return f"  server {{ {listening} {rest} }}"


def _answer(folder: Path, site: Site, behind: str) -> str:
    """What nginx does with a request."""
    www = folder / "www"
    if behind in (*SECURE, "https-closed"):
        return "return 301 https://$host$request_uri;"
    answers = {
        "page": f'root "{www}/{site.name}";',
        "missing": "return 404;",
        "gateway": "return 502;",
        "empty": 'return 200 "";',
        "robots": f'root "{www}/{site.name}"; location = /robots.txt {{ return 200 "{KEPT_OUT}"; }}',
        "loop": "return 302 http://$host/;",
        "inward": "return 302 http://[::1]/;",
        "onward4": f"return 302 http://{BY_NAME['v4only'].host}/;",
        "wall": f'root "{www}/spoiled-wall"; location = / {{ return 403; }} error_page 403 /index.html;',
    }
    return answers.get(behind, f'root "{www}/spoiled-{behind}";')


def write_certificates(folder: Path) -> None:
    """An authority of our own (``authority.pem``), and each secure website's certificate and key."""
    folder.mkdir()
    key = ec.generate_private_key(ec.SECP256R1())
    authority = _certificate("Test Authority", key, "Test Authority", key, authority=True)
    (folder / "authority.pem").write_bytes(authority)
    for site in SITES:
        if site.web4 not in SECURE and site.web6 not in SECURE:
            continue
        own = ec.generate_private_key(ec.SECP256R1())
        name = "mail.elsewhere.test" if site.web4 == "wrongname" else site.host
        alone = site.web4 == "selfsigned"
        issuer, signer = (name, own) if alone else ("Test Authority", key)
        made = _certificate(name, own, issuer, signer, expired=site.web4 == "expired")
        (folder / f"{site.name}.pem").write_bytes(made)
        (folder / f"{site.name}.key").write_bytes(
            own.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    signer: ec.EllipticCurvePrivateKey,
    *,
    authority: bool = False,
    expired: bool = False,
) -> bytes:
    now = datetime.now(UTC)
    begins, ends = (now - timedelta(days=60), now + timedelta(days=30))
    if expired:
        ends = now - timedelta(days=3)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    if not authority:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    return builder.sign(signer, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
