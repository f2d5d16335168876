"""Rule packs: what a child says wins, nothing else of the parent is lost, and a mistake is named with its place."""

from __future__ import annotations

import itertools
import json
import pickle
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.catalogue import load_catalogue, merged, under
from checks.indicator import Consequence, Points, Status, Table
from checks.limits import settled
from checks.pack import Basis, Deadlines, Pack, Review, Rule, Scoring
from checks.packs import DEFAULT, PACKS, load_lineage, load_pack, shipped_packs
from crawler.errors import InputError
from crawler.intervals import shipped
from crawler.model import TargetKind

ROOT = Path(__file__).parents[2]
CATALOGUE = load_catalogue()
HEAD = 'id = "ours-2026"\ntitle = "本市规则"\ninherits = "national-2019"\n'

# inheritance

NUMBERS = {
    ("scoring", "pass_line"): st.integers(0, 60),
    ("scoring", "bonus_full"): st.integers(0, 30),
    ("deadlines", "veto"): st.integers(1, 250),
    ("deadlines", "deduct"): st.integers(1, 250),
    ("indicators", "m-stale-14d", "limits", "days"): st.integers(1, 366),
    ("indicators", "columns-stale-5", "limits", "news_days"): st.integers(1, 366),
    ("indicators", "columns-stale-5", "limits", "count"): st.integers(1, 99),
    ("indicators", "foot-icp", "points", "value"): st.integers(1, 9),
    ("indicators", "foot-icp", "due_workdays"): st.integers(1, 99),
}
LAYERS = st.lists(st.fixed_dictionaries({}, optional=NUMBERS), min_size=1, max_size=4)


def toml(values: Mapping[tuple[str, ...], Any]) -> str:
    """Each value in a table of its own path."""
    tables: dict[str, list[str]] = {}
    for path, value in values.items():
        tables.setdefault(".".join(path[:-1]), []).append(f"{path[-1]} = {json.dumps(value, ensure_ascii=False)}")
    return "".join(f"[{name}]\n" + "\n".join(lines) + "\n" for name, lines in tables.items())


def write(folder: Path, layers: list[dict[tuple[str, ...], Any]]) -> Path:
    """A lineage below the national pack; the path of the last file."""
    for number, layer in enumerate(layers):
        parent = f"p{number - 1}.toml" if number else DEFAULT
        text = f'id = "p{number}"\ntitle = "第{number}级"\ninherits = "{parent}"\n{toml(layer)}'
        (folder / f"p{number}.toml").write_text(text, encoding="utf-8")
    return folder / f"p{len(layers) - 1}.toml"


def at(content: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        content = content.get(key) if isinstance(content, Mapping) else None
    return content


@given(layers=LAYERS)
@settings(max_examples=60, deadline=None)
def test_the_last_pack_that_says_something_wins_and_the_rest_stays(
    layers: list[dict[tuple[str, ...], Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = write(tmp_path_factory.mktemp("lineage"), layers)
    pack, national = load_pack(str(path)), load_pack()
    assert pack.lineage == (DEFAULT, *(f"p{number}" for number in range(len(layers))))
    for key in NUMBERS:
        said = [layer[key] for layer in layers if key in layer]
        found = at(pack.content, key)
        assert found == at(national.content, key) if not said else Decimal(found) == said[-1]


@given(layers=LAYERS, data=st.data())
@settings(max_examples=40, deadline=None)
def test_the_order_of_keys_makes_no_other_digest(
    layers: list[dict[tuple[str, ...], Any]], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("lineage")
    digest = load_pack(str(write(folder, layers))).digest
    shuffled = [dict(data.draw(st.permutations(list(layer.items())))) for layer in layers]
    assert load_pack(str(write(folder, shuffled))).digest == digest


@given(layers=LAYERS)
@settings(max_examples=40, deadline=None)
def test_a_pack_is_made_again_of_what_the_trail_keeps(
    layers: list[dict[tuple[str, ...], Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    pack = load_pack(str(write(tmp_path_factory.mktemp("lineage"), layers)))
    again = Pack.model_validate(json.loads(json.dumps(pack.content)))
    assert (again, again.digest) == (pack, pack.digest)
    assert under(CATALOGUE, again).digest == under(CATALOGUE, pack).digest


KEYS = st.sampled_from("abc")
TREES = st.recursive(
    st.integers(0, 3) | st.lists(st.integers(0, 3), max_size=2),
    lambda inner: st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)
TABLES = st.dictionaries(KEYS, TREES, max_size=3)


@given(before=TABLES, after=TABLES)
def test_merged_tables_hold_all_of_the_child_and_whatever_it_does_not_name(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    def agrees(found: Any, old: Any, new: Any, named: bool) -> bool:
        if not named:
            return bool(found == old)
        if isinstance(new, dict) and isinstance(old, dict):
            keys = old.keys() | new.keys()
            return found.keys() == keys and all(agrees(found[k], old.get(k), new.get(k), k in new) for k in keys)
        return bool(found == new)

    assert agrees(merged(before, after), before, after, named=True)
    assert merged(merged(before, after), after) == merged(before, after)


def test_lists_are_changed_down_the_lineage(tmp_path: Path) -> None:
    limit = "[indicators.m-zombie-close.limits]\nclean_up_words = "
    (tmp_path / "province.toml").write_text(HEAD + limit + '{ add = ["拟停更"] }\n', encoding="utf-8")
    child = HEAD.replace("ours-2026", "city").replace("national-2019", "province.toml")
    path = tmp_path / "city.toml"
    path.write_text(child + limit + '{ add = ["待归并"], remove = ["拟合并"] }\n', encoding="utf-8")
    words = load_pack(str(path)).rule(CATALOGUE.get("m-zombie-close").id).limits["clean_up_words"]
    own = [word for word in CATALOGUE.get("m-zombie-close").limits["clean_up_words"] if word != "拟合并"]
    assert words == [*own, "拟停更", "待归并"]
    path.write_text(child + limit + '["只有这个"]\n', encoding="utf-8")
    words = load_pack(str(path)).rule(CATALOGUE.get("m-zombie-close").id).limits["clean_up_words"]
    assert words == ["只有这个"]


# the catalogue under a pack


def ours(folder: Path, text: str) -> Pack:
    path = folder / "ours.toml"
    path.write_text(HEAD + text, encoding="utf-8")
    return load_pack(str(path))


def test_limits_status_consequence_and_points_are_the_packs(tmp_path: Path) -> None:
    text = """
filing_workdays = 3
[indicators.m-commercial-ad]
status = "in-force"
consequence = "deduct"
points = { value = 5, each = 0.5 }
[indicators.zl-guide.limits.fields]
hours = "对外办公时间"
"""
    catalogue = load_catalogue(pack=ours(tmp_path, text))
    advertising = catalogue.get("m-commercial-ad")
    assert (advertising.status, advertising.consequence, advertising.effect) == (
        Status.IN_FORCE,
        Consequence.DEDUCT,
        "",
    )
    assert advertising.points == Points(value=Decimal(5), each=Decimal("0.5"))
    assert catalogue.get("m-filing-late").limits["workdays"] == 3
    fields = CATALOGUE.get("zl-guide").limits["fields"]
    assert catalogue.get("zl-guide").limits["fields"] == {**fields, "hours": "对外办公时间"}
    assert catalogue.get("foot-icp") == CATALOGUE.get("foot-icp")
    assert catalogue.digest != CATALOGUE.digest
    assert pickle.loads(pickle.dumps(catalogue)).digest == catalogue.digest  # as judging processes get it


def test_a_packs_table_of_intervals_is_part_of_it(tmp_path: Path) -> None:
    table = tmp_path / "columns.toml"
    head = 'title = "本市"\nset_by = "市政务公开办"\n'
    table.write_text(head + "[[interval]]\nothers = true\ndays = 45\n", encoding="utf-8")
    pack = ours(tmp_path, 'intervals = "columns.toml"\n')
    table.unlink()
    again = Pack.model_validate(pack.content)
    assert load_catalogue(pack=again, intervals=shipped("county-tool")).intervals.rows[0].days == 45
    plain = load_catalogue(pack=load_pack(), intervals=shipped("county-tool"))
    assert plain.intervals == shipped("county-tool")  # the office's, where the pack has none


def test_a_child_without_a_word_on_intervals_keeps_its_parents_and_an_empty_one_gives_them_up(tmp_path: Path) -> None:
    parent = HEAD.replace("national-2019", "example-county-intervals")
    (tmp_path / "a.toml").write_text(parent, encoding="utf-8")
    assert load_pack(str(tmp_path / "a.toml")).interval_table == load_pack("example-county-intervals").interval_table
    (tmp_path / "a.toml").write_text(parent + 'intervals = ""\n', encoding="utf-8")
    assert load_pack(str(tmp_path / "a.toml")).interval_table == {}


def test_a_factor_may_be_written_as_a_fraction(tmp_path: Path) -> None:
    text = '[scoring]\nwithout_services = "4/3"\nservice_indicators = ["interaction-no-channel"]\n'
    factor = ours(tmp_path, text).scoring.without_services
    assert factor is not None
    assert round(75 * factor, 9) == 100


@pytest.mark.parametrize("indicator", [pytest.param(one, id=one.id) for one in CATALOGUE.indicators])
def test_the_catalogues_own_limits_could_stand_in_a_pack(indicator: Any) -> None:
    assert settled(indicator, indicator.limits, {}) == indicator.limits


# what ships


def test_the_national_pack_changes_no_rule_and_gives_no_points() -> None:
    pack = load_pack()
    assert load_catalogue(pack=pack).digest == CATALOGUE.digest
    assert {pack.basis(kind) for kind in TargetKind} == {Basis.VETOES}
    scoring = pack.scoring
    lines = [scoring.full, scoring.pass_line, scoring.bonus_gate, scoring.bonus_full]
    assert [int(line) for line in lines] == [100, 60, 80, 30]


@pytest.mark.parametrize("identifier", shipped_packs())
def test_a_shipped_pack_is_right_and_says_on_what_it_rests(identifier: str) -> None:
    lineage = load_lineage(identifier)
    pack = lineage[-1].pack
    assert (pack.id, pack.lineage[0]) == (identifier, DEFAULT)
    assert pack.documents and pack.issued_by
    assert "示例" in pack.title or identifier == DEFAULT
    text = (PACKS / f"{identifier}.toml").read_text(encoding="utf-8")
    assert text.startswith("#")
    assert identifier == DEFAULT or "Invented for this example" in text


def test_the_examples_show_what_local_rules_add() -> None:
    city, county = load_pack("example-city-points"), load_pack("example-county-intervals")
    assert city.scoring.pass_line == 80
    assert {city.basis(kind) for kind in TargetKind} == {Basis.POINTS}
    for kind in (TargetKind.PORTAL, TargetKind.DEPARTMENT_SITE, TargetKind.ACCOUNT):
        scored = [one for one in load_catalogue(pack=city).indicators if one.points and kind in one.applies_to.kinds]
        assert sum(one.points.value for one in scored if one.points) <= 100
    assert load_catalogue(pack=county).intervals == shipped("county-monitor")
    assert load_catalogue(pack=county).get("columns-overdue-10").status is Status.IN_FORCE


def test_every_key_of_a_pack_is_in_its_document() -> None:
    text = (ROOT / "docs" / "packs.md").read_text(encoding="utf-8")
    models: tuple[type[Table], ...] = (Pack, Scoring, Deadlines, Review, Rule, Points)
    keys = set(itertools.chain.from_iterable(model.model_fields for model in models)) - {"lineage", "interval_table"}
    assert {key for key in keys if f"`{key}`" not in text and f"`[{key}" not in text} == set()


# mistakes

MISTAKES: tuple[tuple[str, int, str], ...] = (
    ("colour = 1\n", 4, "colour"),
    ("lineage = []\n", 4, "lineage"),
    ("[scoring]\npass_lin = 3\n", 5, "pass_lin"),
    ('[scoring]\nportal = "points"\n', 5, "points"),
    ('[scoring]\nportal = "stars"\n', 5, "stars"),
    ("[scoring]\npass_line = 101\n", 5, "101"),
    ("[scoring]\npass_line = -1\n", 5, "-1"),
    ("[scoring]\npass_line = nan\n", 5, "NaN"),
    ('[scoring]\nfull = "much"\n', 5, "much"),
    ("[scoring]\nbonus_gate = 120\n", 5, "120"),
    ('[scoring]\nwithout_services = "4/3"\n', 5, "1.33"),
    ('[scoring]\nservice_indicators = ["nothing"]\n', 5, "nothing"),
    ('[scoring]\nonce = [["foot-icp", "nothing"]]\n', 5, "nothing"),
    ('[scoring]\nonce = ["foot-icp"]\n', 5, "foot-icp"),
    ("[deadlines]\nveto = 0\n", 5, "0"),
    ("[deadlines]\nveto = 10.5\n", 5, "10.5"),
    ('[deadlines]\nveto = "10"\n', 5, "10"),
    ('[review]\nrectified_counts = "no"\n', 5, "no"),
    ('[review]\nsecond_person = ["veto", "vetos"]\n', 5, "vetos"),
    ("filing_workdays = 0\n", 4, "0"),
    ('intervals = "nowhere.toml"\n', 4, "nowhere.toml"),
    ("intervals = 3\n", 4, "3"),
    ("indicators = 3\n", 4, "3"),
    ("[indicators]\nfoot-icp = 3\n", 5, "3"),
    ('[indicators.foot-ipc]\nstatus = "trial"\n', 4, "foot-ipc"),
    ('[indicators.foot-icp]\nstatus = "on"\n', 5, "on"),
    ("[indicators.foot-icp]\nlimit = 3\n", 5, "limit"),
    ("[indicators.foot-icp]\nlimits = { days = 3 }\n", 5, "days"),
    ("[indicators.foot-icp]\nlimits = 3\n", 5, "3"),
    ("[indicators.foot-icp]\npoints = { value = 2, each = 3 }\n", 5, "3"),
    ("[indicators.foot-icp]\npoints = { value = 0 }\n", 5, "0"),
    ("[indicators.foot-icp]\npoints = 3\n", 5, "3"),
    ("[indicators.home-stale-14d]\npoints = { value = 3 }\n", 5, "veto"),
    ("[indicators.m-filing-late]\npoints = { value = 3 }\n", 5, "trial"),
    ("[indicators.home-stale-14d]\nlimits = { days = 0 }\n", 5, "0"),
    ("[indicators.home-stale-14d.limits]\ndays = 10000\n", 5, "10000"),
    ('[indicators.home-stale-14d.limits]\ndays = "14"\n', 5, "14"),
    ("[indicators.home-stale-14d.limits]\ndays = 14.0\n", 5, "14.0"),
    ("[indicators.home-stale-14d.limits]\ndays = true\n", 5, "True"),
    ("[indicators.home-stale-14d.limits]\nweeks = 2\n", 5, "weeks"),
    ("[indicators.v6-home-success.limits]\nleast_percent = 101\n", 5, "101"),
    ('[indicators.ar-dept-0131.limits]\nby = "02-30"\n', 5, "02-30"),
    ('[indicators.ar-dept-0131.limits]\nby = "02-29"\n', 5, "02-29"),
    ('[indicators.ar-dept-0131.limits]\nby = ""\n', 5, "by"),
    ("[indicators.ar-dept-0131.limits]\nby = 2026-01-31\n", 5, "2026-01-31"),
    ('[indicators.ar-local-earlier.limits]\nportal = "2/20"\n', 5, "2/20"),
    ('[indicators.m-filing-late.limits]\nsince = "2020"\n', 5, "2020"),
    ("[indicators.m-filing-late.limits]\nworkdays = 3\n", 5, "3"),
    ('[indicators.foot-idcode.limits]\npattern = "[0-9"\n', 5, "[0-9"),
    ("[indicators.dom-suffix.limits]\nsuffixes = []\n", 5, "[]"),
    ('[indicators.dom-suffix.limits]\nsuffixes = ["gov.cn", " "]\n', 5, "suffixes"),
    ("[indicators.dom-suffix.limits]\nsuffixes = [1]\n", 5, "1"),
    ('[indicators.dom-suffix.limits]\nsuffixes = { with = ["cn"] }\n', 5, "with"),
    ('[indicators.dom-suffix.limits]\nsuffixes = { add = "cn" }\n', 5, "add"),
    ('[indicators.dom-suffix.limits]\nsuffixes = { remove = ["org"] }\n', 5, "org"),
    ('[indicators.zl-guide.limits]\nfields = { fax = "传真" }\n', 5, "fax"),
    ('[indicators.zl-guide.limits.fields]\nfax = "传真"\n', 5, "fax"),
    ("[indicators.plan-145.limits]\nperiods = [{ number = 14 }]\n", 5, "name"),
    ("wrong = = 1\n", 4, "TOML"),
)


@pytest.mark.parametrize(("text", "line", "shown"), MISTAKES, ids=range(len(MISTAKES)))
def test_a_mistake_is_named_with_file_line_value_and_next_step(
    text: str, line: int, shown: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        ours(tmp_path, text)
    error = caught.value
    assert (error.file, error.line) == (str(tmp_path / "ours.toml"), line)
    assert shown in str(error)
    assert re.search("[\u3400-\u9fff]", error.problem)
    assert error.next_step


@pytest.mark.parametrize(
    ("text", "line", "shown"),
    [
        ('id = "x"\ntitle = "规则"\ninherits = "national-2018"\n', 3, "national-2019"),
        ('id = "x"\ntitle = "规则"\ninherits = "nowhere.toml"\n', 3, "nowhere.toml"),
        ('id = "x"\ntitle = "规则"\ninherits = "../indicators/home-stale-14d"\n', 3, "home-stale-14d"),
        ('id = "x"\ntitle = "规则"\ninherits = 3\n', 3, "3"),
        ('id = "x"\ntitle = "规则"\ninherits = "ours.toml"\n', 3, "ours.toml ← ours.toml"),
        ('id = "x"\n', 0, "title"),
        ('title = "规则"\n', 0, "id"),
        ('id = "Our Rules"\ntitle = "规则"\n', 1, "Our Rules"),
        ('id = "national-2019"\ntitle = "规则"\n', 1, "national-2019"),
        ('id = 3\ntitle = "规则"\n', 1, "3"),
        ('id = "x"\ntitle = 2019-01-01\n[deadlines]\nveto = 0\n', 4, "0"),
    ],
)  # fmt: skip
def test_a_pack_without_a_name_or_with_a_wrong_parent_is_named(
    text: str, line: int, shown: str, tmp_path: Path
) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_pack(str(path))
    assert (caught.value.file, caught.value.line) == (str(path), line)
    assert shown in str(caught.value)
    assert caught.value.next_step


def test_packs_that_inherit_each_other_are_named_in_the_file_that_closes_the_ring(tmp_path: Path) -> None:
    for name, parent in (("a", "b"), ("b", "c"), ("c", "a")):
        text = f'id = "{name}"\ntitle = "规则"\ninherits = "{parent}.toml"\n'
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.toml ← c\.toml ← b\.toml ← a\.toml") as caught:
        load_pack(str(tmp_path / "a.toml"))
    assert (caught.value.file, caught.value.line) == (str(tmp_path / "c.toml"), 3)


def test_a_mistake_of_the_parent_is_named_in_the_parents_file(tmp_path: Path) -> None:
    (tmp_path / "parent.toml").write_text(HEAD + "[deadlines]\nveto = 0\n", encoding="utf-8")
    path = tmp_path / "child.toml"
    path.write_text('id = "child"\ntitle = "规则"\ninherits = "parent.toml"\n', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_pack(str(path))
    assert (caught.value.file, caught.value.line) == (str(tmp_path / "parent.toml"), 5)


def test_two_packs_of_a_lineage_do_not_share_an_id(tmp_path: Path) -> None:
    (tmp_path / "parent.toml").write_text(HEAD, encoding="utf-8")
    path = tmp_path / "child.toml"
    path.write_text(HEAD.replace("national-2019", "parent.toml"), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_pack(str(path))
    assert (caught.value.line, caught.value.value) == (1, "ours-2026")


@pytest.mark.parametrize("wanted", ["national", "", "nowhere.toml", "national-2019.toml", "../packs/national-2019"])
def test_a_pack_that_is_not_there_is_named_with_those_that_are(wanted: str) -> None:
    with pytest.raises(InputError) as caught:
        load_pack(wanted)
    assert DEFAULT in caught.value.next_step
