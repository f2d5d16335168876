"""Every number in a circular's text is a figure that the trail gives, a day, a document's number or an ordinal."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.config import Config, Publish
from crawler.model import IndicatorId, Target
from results.audit import DATABASE
from results.circular.compose import Circular, compose
from results.circular.figures import Figures, Told, percentage
from results.letters.blocks import Paragraph, Small, Table
from results.migrations import connect
from results.publishing.quarter import QuarterResult
from results.schema.figures import FIGURES
from tests.results.circular_quarters import (
    CITY,
    FOOTER,
    PROVINCE,
    bureau,
    city,
    faultless,
    notified,
    portal,
    province,
    result_of,
    voice,
)
from tests.results.published import ACCOUNT_VETO, GOOD, SITE_VETO, Fate

MARK = re.compile("⟦(\\d+)⟧")
# What else may bear digits: days, quarters, numbers of documents, the protocol, a telephone, a fault's place in a list.
OTHER = re.compile(
    r"\d{4}年(?:\d{1,2}月\d{1,2}日|第.季度)|〔\d{4}〕\d+号|IPv[46]|0000-1234567|SHA-256|^\d+\.(?=存在|“)", re.MULTILINE
)


def marked(result: QuarterResult) -> tuple[Circular, list[Told]]:
    """A circular in which each figure stands as its number among those that were told."""
    told: list[Told] = []

    def write(one: Told) -> str:
        told.append(one)
        return f"⟦{len(told) - 1}⟧"

    return compose(result, Figures(result, write)), told


def spoken(circular: Circular) -> str:
    blocks = circular.letter.blocks
    return "\n".join(block.text for block in blocks if isinstance(block, Paragraph | Small))


def asked(data: Path, result: QuarterResult, told: Told) -> str:
    """What the trail says of a figure, as a circular writes it."""
    figure = FIGURES[told.name]
    values = {"quarter": str(result.edition.quarter), **told.asked}
    assert set(figure.parameters) == set(values), told
    connection = connect(data / DATABASE, create=False, readonly=True)
    (row,) = connection.execute(figure.sql, values).fetchall()
    connection.close()
    if told.name == "named_below":
        return f"{Decimal(str(row['value'])).normalize():f}%"
    return percentage(str(row["value"]))


def check(data: Path, result: QuarterResult) -> None:
    circular, told = marked(result)
    text = spoken(circular)
    unmarked = MARK.sub("", text).replace(result.edition.head[1], "")
    assert not re.findall(r"\d", OTHER.sub("", unmarked)), text
    for one in told:
        assert asked(data, result, one) == one.shown, one
    plain = spoken(compose(result))
    assert MARK.sub(lambda found: told[int(found[1])].shown, text) == plain


@pytest.mark.parametrize("fates", [city, province, faultless])
@pytest.mark.parametrize("config", [CITY, PROVINCE], ids=["rounded", "cut"])
def test_every_number_in_the_text_is_what_the_trail_gives(
    tmp_path: Path, fates: Callable[[], Mapping[Target, Fate]], config: Config
) -> None:
    notified(tmp_path, mended=1)
    check(tmp_path, result_of(tmp_path, fates(), config))


@pytest.mark.parametrize(
    ("mended", "expected"),
    [
        (0, "。截至2026年11月21日，上述问题尚未整改到位或者有待复查确认，有关单位要抓紧整改。"),
        (1, "。截至2026年11月21日，经复查已整改到位1个，整改率为33.3%；尚有2个未整改到位或者有待复查确认，"),
        (2, "。截至2026年11月21日，经复查已整改到位2个，整改率为66.7%；尚有1个未整改到位或者有待复查确认，"),
        (3, "，经复查均已整改到位，整改率为100%。"),
    ],
    ids=["none", "one", "two", "all"],
)
def test_what_came_of_the_last_notices_is_what_the_trail_gives(tmp_path: Path, mended: int, expected: str) -> None:
    notified(tmp_path, mended=mended)
    result = result_of(tmp_path, city(), CITY)
    check(tmp_path, result)
    assert f"上次制发整改通知书1份，涉及问题3个{expected}" in spoken(compose(result))


REGIONS = ("临江市", "青石县", "白沙区")


@st.composite
def _fates(draw: st.DrawFn) -> dict[Target, Fate]:
    found: dict[Target, Fate] = {portal(1): GOOD}
    for place in range(draw(st.integers(0, 6))):
        region = draw(st.sampled_from(REGIONS))
        is_site = draw(st.booleans())
        target = (
            bureau(place, region)
            if is_site
            else voice(place, f"{region}发布", draw(st.sampled_from(["微信", ""])), region)
        )
        veto = SITE_VETO if is_site else ACCOUNT_VETO
        bad = [Fate(upheld=(veto,)), Fate(upheld=(veto, FOOTER) if is_site else (veto,))]
        other = [Fate(open=(veto,), set_aside="无法查看"), Fate(chosen=False), Fate(dismissed=(veto,))]
        found[target] = draw(st.sampled_from([GOOD, *bad, *other]))
    return found


@settings(max_examples=25, deadline=None)
@given(fates=_fates(), decimals=st.integers(0, 4), below=st.sampled_from([0, 50, 66.7, 97.5]), full=st.booleans())
def test_whatever_became_of_a_quarter_its_numbers_are_those_of_the_trail(
    fates: dict[Target, Fate], decimals: int, below: float, full: bool
) -> None:
    publish = Publish(decimals=decimals, named_below=below, named_full=full, ranking=full)
    with tempfile.TemporaryDirectory() as name:
        result = result_of(Path(name), fates, CITY.model_copy(update={"publish": publish}))
        check(Path(name), result)


def test_numbers_of_the_ranking_are_those_of_the_trail(tmp_path: Path) -> None:
    result = result_of(tmp_path, province(), PROVINCE)
    circular, told = marked(result)
    tables = [block for block in circular.letter.blocks if isinstance(block, Table)]
    cells = [cell for row in tables[-1].rows for cell in row]
    assert tables[-1].headings[0] == "位次"
    assert all(MARK.fullmatch(cell) for row in tables[-1].rows for place, cell in enumerate(row) if place != 1)
    for cell in cells:
        for number in MARK.findall(cell):
            assert asked(tmp_path, result, told[int(number)]) == told[int(number)].shown


def test_a_class_has_no_more_targets_than_its_faults_together(tmp_path: Path) -> None:
    result = result_of(tmp_path, city(), CITY)
    figures = Figures(result)
    both = (IndicatorId("zl-name"), IndicatorId("zl-guide"))
    assert figures.problems(both) == "3"
    assert len({told.shown for told in figures.told}) == 1
