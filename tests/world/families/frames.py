"""A frameset of 2003 around the table layout: the home address holds two frames and nothing else."""

# ruff: noqa: E501 - markup and invented sentences stay unbroken

from __future__ import annotations

from tests.world.families.table import Table
from tests.world.model import Site


class Frames(Table):
    def home(self, site: Site) -> str:
        return (
            f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{site.name}</title></head>'
            '<frameset rows="100,*" border="0"><frame src="/top.asp" name="top" noresize><frame src="/main.asp" name="main"></frameset></html>'
        )

    def top(self, site: Site) -> str:
        return f"<html>{self.head(site, site.name, {})}<body>{self.navigation(site)}</body></html>"
