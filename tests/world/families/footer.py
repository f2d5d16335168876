"""The footer in all the ways it is delivered: in the page, by a script of the site, or loaded as a fragment."""

# ruff: noqa: E501 - markup stays unbroken

from __future__ import annotations

from tests.world.model import Site

REGISTER = "https://beian.miit.gov.cn/"
POLICE = "http://www.beian.gov.cn/portal/registerSystemInfo?recordcode={}"
BADGE_SCRIPT = "<span id='_ideConac'></span><script src='http://dcs.conac.cn/js/33/000/0000/6000/CA330000000600000001.js'></script>"


class FooterPart:
    """What every family says at the foot of a page."""

    def footer(self, site: Site) -> str:
        foot = site.marks
        who = [
            f"版权所有：{foot.copyright}" if foot.copyright else "",
            f"主办单位：{foot.sponsor}" if foot.sponsor else "",
            f"承办单位：{foot.maintainer}" if foot.maintainer else "",
            f"联系电话：{foot.telephone}" if foot.telephone else "",
            f"地址：{foot.address}" if foot.address else "",
        ]
        codes = [
            f"网站标识码：{foot.site_code}" if foot.site_code else "",
            f'<a href="{REGISTER}" target="_blank">{foot.icp}</a>' if foot.icp else "",
            self.police(foot.police) if foot.police else "",
        ]
        links = ['<a href="/wzdt/">网站地图</a>'] * foot.sitemap + ['<a href="/wzsm/">网站声明</a>']
        badge = self.badge(site) if foot.badge else ""
        report = self.error_report(site) if foot.error_report else ""
        return (
            f'<div class="footer"><p>{" | ".join(links)}</p><p>{"　".join(filter(None, who))}</p>'
            f"<p>{'　'.join(filter(None, codes))}</p>{badge}{report}</div>"
        )

    def police(self, number: str) -> str:
        digits = "".join(filter(str.isdigit, number))
        return f'<a href="{POLICE.format(digits)}"><img src="/images/ghs.png" alt=""/>{number}</a>'

    def badge(self, site: Site) -> str:
        return f'<a href="http://bszs.conac.cn/sitename?method=show&amp;id={site.seed:032X}"><img src="/images/red.png" alt=""/></a>'

    def error_report(self, site: Site) -> str:
        return f'<script id="_jiucuo_" sitecode="{site.marks.site_code or ""}" src="http://zfwzgl.www.gov.cn/exposure/jiucuo.js"></script>'

    def footer_slot(self, site: Site) -> str:
        if site.footer == "script":
            return '<script type="text/javascript" src="/js/foot.js"></script>'
        if site.footer == "load":
            return '<div id="footer"></div><script>$(function(){$("#footer").load("/common/footer.html");});</script>'
        return self.footer(site)

    def footer_script(self, site: Site) -> str:
        lines = self.footer(site).replace("</", "<\\/").replace("'", "\\'").split("<p>")
        return "\n".join(f"document.write('{'<p>' if place else ''}{line}');" for place, line in enumerate(lines))
