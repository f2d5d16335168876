"""Every figure of a list equals what SQL counts in the trail, and parts add up to totals, however they are rounded."""

from __future__ import annotations

import tempfile
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.model import Target, TargetStatus
from results.audit import Trail
from results.publishing.figures import Dimension, Field, Group, groups, of, problem_counts, ranked, rectification
from results.publishing.quarter import QuarterResult, published
from results.publishing.rows import Weight
from results.rating.percent import Rounding, percent
from tests.results import published as office
from tests.results.published import ACCOUNT_VETO, DEDUCTION, GOOD, SITE_VETO, Fate, account, inspected, released, site

REGIONS = ("临江市本级", "青石县", "<白沙>区", "")


@st.composite
def _fates(draw: st.DrawFn) -> dict[Target, Fate]:
    found: dict[Target, Fate] = {}
    for number in range(draw(st.integers(1, 7))):
        is_site = draw(st.booleans())
        region = draw(st.sampled_from(REGIONS))
        closed = {"status": TargetStatus.CLOSED} if draw(st.integers(0, 7)) == 0 else {}
        target = (site if is_site else account)(number, region, **closed)
        veto = SITE_VETO if is_site else ACCOUNT_VETO
        found[target] = draw(
            st.sampled_from(
                [
                    GOOD,
                    Fate(upheld=(veto,)),
                    Fate(dismissed=(veto,)),
                    Fate(upheld=(DEDUCTION,) if is_site else ()),
                    Fate(upheld=(veto, DEDUCTION) if is_site else (veto,)),
                    Fate(open=(veto,), set_aside="无法查看"),
                    Fate(chosen=False),
                ]
            )
        )
    found[site(90)] = GOOD  # somebody has to be rated
    return found


def _result(data: Path, fates: dict[Target, Fate], decimals: int, rounding: Rounding) -> QuarterResult:
    config = office.settings(decimals=decimals, rounding=str(rounding))
    edition = released(data, inspected(data, fates), config)
    with Trail.read(data) as trail:
        return published(trail, edition)


@settings(max_examples=40, deadline=None)
@given(fates=_fates(), decimals=st.integers(0, 4), rounding=st.sampled_from(Rounding))
def test_every_group_equals_its_row_in_the_trail(fates: dict[Target, Fate], decimals: int, rounding: Rounding) -> None:
    with tempfile.TemporaryDirectory() as name:
        result = _result(Path(name), fates, decimals, rounding)
        with Trail.read(Path(name)) as trail:
            rows = {(row["field"], row["dimension"], row["name"]): row for row in trail.known_rows("pass_rates")}
            counted = [dict(row) for row in trail.known_rows("problem_counts")]
            excused = list(trail.known_rows("excused_counts"))
    found = {(str(one.field), str(one.dimension), one.name): one for one in groups(result)}
    assert found.keys() == rows.keys()
    for key, one in found.items():
        count, row = one.count, rows[key]
        assert (row["running"], row["checked"], row["rated"]) == (count.running, count.checked, count.rated)
        assert (row["qualified"], row["unqualified"], row["set_aside"]) == (
            count.qualified,
            count.unqualified,
            count.set_aside,
        )
        assert (row["pass_rate"], row["coverage"], row["set_aside_share"]) == (
            one.pass_rate,
            one.coverage,
            one.undecided_share,
        )
    problems = {(str(one.field), one.indicator): one.targets for one in problem_counts(result)}
    assert {(row["field"], row["indicator"]): row["targets"] for row in counted} == problems
    assert dict(result.excused) == {Weight.EXPLAINED: 0, Weight.RECTIFIED: 0}
    assert all(row["explained"] == row["rectified"] == 0 for row in excused)


@settings(max_examples=30, deadline=None)
@given(fates=_fates(), decimals=st.integers(0, 4), rounding=st.sampled_from(Rounding))
def test_parts_add_up_to_totals(fates: dict[Target, Fate], decimals: int, rounding: Rounding) -> None:
    with tempfile.TemporaryDirectory() as name:
        result = _result(Path(name), fates, decimals, rounding)
    found = groups(result)
    for field in Field:
        whole = of(found, field, Dimension.ALL)
        for dimension in Dimension:
            parts = of(found, field, dimension)
            nameless = sum(one.count.running for one in _nameless(result, field, dimension))
            assert sum(one.count.running for one in parts) + nameless == sum(one.count.running for one in whole)
        for one in whole:
            assert one.count.qualified + one.count.unqualified == one.count.rated
            assert one.count.rated + one.count.set_aside + one.count.pending == one.count.checked
            assert one.count.checked <= one.count.running


def _nameless(result: QuarterResult, field: Field, dimension: Dimension) -> list[Group]:
    """Targets without a value in a dimension, as groups of one."""
    from results.publishing.figures import Count, field_of  # noqa: PLC0415

    targets = [*(entry.target for entry in result.entries), *result.unchecked]
    return [
        Group(field, dimension, "", Count(running=1), result.edition)
        for target in targets
        if field_of(target) is field and dimension is not Dimension.ALL and not getattr(target, dimension)
    ]


@given(part=st.integers(0, 5000), more=st.integers(0, 5000), decimals=st.integers(0, 4))
def test_a_percentage_is_rounded_as_decimals_round_and_never_up_to_all(part: int, more: int, decimals: int) -> None:
    of_ = part + more
    for rounding, way in ((Rounding.HALF_UP, ROUND_HALF_UP), (Rounding.TRUNCATE, ROUND_DOWN)):
        shown = percent(part, of_, decimals, rounding)
        if not of_:
            assert shown == ""
            continue
        exact = (Decimal(part * 100) / Decimal(of_)).quantize(Decimal(1).scaleb(-decimals), way)
        all_but_one = part < of_ and exact == 100
        assert Decimal(shown.rstrip("%")) == (100 - Decimal(1).scaleb(-decimals) if all_but_one else exact)


def test_published_percentages_are_those_of_real_circulars() -> None:
    assert percent(47, 49, 1) == "95.9%"
    assert percent(826, 842, 1) == "98.1%"
    assert percent(37, 53, 2) == "69.81%"
    assert percent(291, 294, 1, Rounding.TRUNCATE) == "98.9%"


def test_a_dismissed_finding_changes_no_figure(tmp_path: Path) -> None:
    clean = _result(tmp_path / "clean", {site(1): GOOD, site(2): GOOD}, 2, Rounding.HALF_UP)
    dismissed = Fate(dismissed=(SITE_VETO, DEDUCTION))
    other = _result(tmp_path / "other", {site(1): dismissed, site(2): GOOD}, 2, Rounding.HALF_UP)
    assert [one.count for one in groups(clean)] == [one.count for one in groups(other)]
    assert problem_counts(other) == ()


def test_equal_regions_share_a_place(tmp_path: Path) -> None:
    fates = {site(1, "甲县"): GOOD, site(2, "乙县"): GOOD, site(3, "丙县"): Fate(upheld=(SITE_VETO,))}
    result = _result(tmp_path, fates, 2, Rounding.HALF_UP)
    places = [(place, one.name) for place, one in ranked(of(groups(result), Field.SITES, Dimension.REGION))]
    assert places == [(1, "甲县"), (1, "乙县"), (3, "丙县")]


def test_without_a_notice_before_there_is_nothing_to_tell_of_rectification(tmp_path: Path) -> None:
    assert rectification(_result(tmp_path, {site(1): GOOD}, 2, Rounding.HALF_UP)) is None
