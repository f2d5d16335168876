"""一、总体情况: what came of the last notices, how it was checked, the results of websites, accounts, regions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from results.circular.wording import MOST_NAMED, Wording
from results.publishing.figures import Dimension, Field, Group, field_of
from results.publishing.lines import shown
from results.publishing.quarter import Entry
from results.publishing.rows import Standing

ASIDE_NAMED = 10  # targets set aside that are named with their reasons

Part = tuple[str, list[str]]  # heading, paragraphs


def overall(wording: Wording, annex_of: Callable[[Field], str]) -> Iterator[Part]:
    """The parts in their order. ``annex_of``: the annex that lists the targets of a field."""
    last = _last(wording)
    if last:
        yield wording.own("headings", "last"), [last]
    yield wording.own("headings", "this"), [wording.own("this", "text")]
    for field in wording.fields:
        yield wording.own("headings", str(field)), _results(wording, field, annex_of(field))
    regions = ["".join(_regions(wording, field)) for field in wording.fields]
    if any(regions):
        yield wording.own("headings", "regions"), [text for text in regions if text]


def _last(wording: Wording) -> str:
    found = wording.figures.rectification
    if found is None:
        return ""
    key = "one" if found.findings == 1 else "all"
    if found.open:
        key = "some" if found.rectified else "none"
    until = wording.own("last", "until_draft" if wording.result.is_draft else "until")
    said = wording.own("last", key, until=until, **wording.figures.last(found))
    return said + "".join(_late(wording))


def _late(wording: Wording) -> Iterator[str]:
    """Units whose day is past, by name: those who failed the re-check, then those nobody heard of."""
    for key in ("failed", "silent"):
        units = [shown(one) for one in getattr(wording.given, key)]
        if units:
            names = wording.joined(units[:MOST_NAMED])
            names = wording.own("problems", "more", names=names) if len(units) > MOST_NAMED else names
            yield wording.own("last", key, names=names)


def _results(wording: Wording, field: Field, annex: str) -> list[str]:
    group = wording.figures.group(field)
    texts = [
        _population(wording, group),
        _rated(wording, group),
        _parts(wording, field),
        _bad(wording, field, annex),
        _aside(wording, group, annex),
        _pending(wording, group),
    ]
    return ["".join(texts)]


def _population(wording: Wording, group: Group) -> str:
    count = group.count
    key = "none" if not count.checked else "some" if count.checked < count.running else "all"
    key = "one" if key == "all" and count.running == 1 else key
    words = {"what": wording.what(group.field), "running": _counted(wording, "running", group)}
    if count.checked:
        words["coverage"] = wording.figures.coverage(group)
    if key == "some":
        words["checked"] = _counted(wording, "checked", group)
    return wording.own("results", f"running_{key}", **words)


def _rated(wording: Wording, group: Group) -> str:
    count = group.count
    if not count.rated:
        return ""
    mixed = 0 < count.qualified < count.rated
    good = "good" if count.qualified else "bad"
    key = "some_good" if mixed else f"{'one' if count.rated == 1 else 'all'}_{good}"
    words = {"rated": _counted(wording, "rated", group)}
    if mixed:
        words |= {name: _counted(wording, name, group) for name in ("qualified", "unqualified")}
    numbers = {name: wording.figures.count(name, group) for name in ("qualified", "rated")}
    fraction = wording.own("results", "fraction", **numbers)
    return wording.own("results", key, pass_rate=wording.figures.pass_rate(group), fraction=fraction, **words)


def _parts(wording: Wording, field: Field) -> str:
    """Portals apart from departments, or platforms from each other, where they add up to the whole."""
    kinds = field is Field.SITES
    found = wording.figures.of(field, Dimension.KIND if kinds else Dimension.PLATFORM)
    whole = wording.figures.group(field).count.rated
    if len(found) < 2 or sum(one.count.rated for one in found) != whole:
        return ""
    named = [(_kind(wording, one) if kinds else _platform(wording, one), one) for one in found]
    parts = wording.own("results", "part_stop").join(_part(wording, name, one) for name, one in named)
    return wording.own("results", "by_kind" if kinds else "by_platform", parts=parts)


def _kind(wording: Wording, group: Group) -> str:
    return wording.own("results", group.name)


def _platform(wording: Wording, group: Group) -> str:
    return wording.own("results", "platform", name=shown(group.name))


def _part(wording: Wording, name: str, group: Group) -> str:
    count = group.count
    rated = _counted(wording, "rated", group)
    if 0 < count.qualified < count.rated:
        qualified, rate = _counted(wording, "qualified", group), wording.figures.pass_rate(group)
        return wording.own("results", "part_some", name=name, rated=rated, qualified=qualified, pass_rate=rate)
    if count.rated == 1:
        key = "part_one_good" if count.qualified else "part_one_bad"
    else:
        key = "part_all" if count.qualified else "part_none"
    return wording.own("results", key, name=name, rated=rated)


def _bad(wording: Wording, field: Field, annex: str) -> str:
    bad = _standing(wording, field, Standing.UNQUALIFIED)
    if not bad:
        return ""
    what = wording.what(field)
    if len(bad) > MOST_NAMED:
        return wording.own("results", "bad_listed", what=what, annex=annex)
    return wording.own("results", "bad_names", what=what, names=wording.names(bad))


def _aside(wording: Wording, group: Group, annex: str) -> str:
    aside = _standing(wording, group.field, Standing.SET_ASIDE)
    if not aside:
        return ""
    key = "aside" if group.count.rated else "aside_all"
    words = {"set_aside": _counted(wording, "set_aside", group), "annex": annex}
    if len(aside) > ASIDE_NAMED:
        return wording.own("results", f"{key}_listed", **words)
    stop = wording.shared("words", "stop")
    named = [
        wording.own("results", "aside_one", name=wording.name(one.target), reason=shown(one.reason).rstrip(stop))
        for one in aside
    ]
    return wording.own("results", key, names=wording.joined(named), **words)


def _pending(wording: Wording, group: Group) -> str:
    if not group.count.pending:
        return ""
    return wording.own("results", "pending", pending=_counted(wording, "pending", group))


def _standing(wording: Wording, field: Field, standing: Standing) -> Sequence[Entry]:
    entries = wording.result.entries
    return [one for one in entries if one.standing is standing and field_of(one.target) is field]


def _counted(wording: Wording, name: str, group: Group) -> str:
    return wording.counted(group.field, wording.figures.count(name, group))


def _regions(wording: Wording, field: Field) -> Iterator[str]:
    """The best and the worst by name, as far as the office wants them named; nobody is compared with himself."""
    found = wording.figures.of(field, Dimension.REGION)
    settings = wording.result.edition.words.get("settings", {})
    if len(found) < 2:
        return
    full = [one for one in found if one.count.qualified == one.count.rated]
    if settings.get("named_full") and full:
        yield _full(wording, full, len(full) == len(found))
    percent = float(settings.get("named_below") or 0)
    below = [one for one in found if one.is_below(percent)]
    if below:
        yield _below(wording, below, percent)


def _full(wording: Wording, full: Sequence[Group], everywhere: bool) -> str:
    what = wording.what(full[0].field)
    names = wording.joined([shown(one.name) for one in full[:MOST_NAMED]])
    if everywhere or len(full) == 1:
        return wording.own("regions", "full_all" if everywhere else "full_one", what=what, names=names)
    key = "full_many" if len(full) > MOST_NAMED else "full_some"
    return wording.own("regions", key, what=what, names=names, count=wording.figures.many("groups_full", full))


def _below(wording: Wording, below: Sequence[Group], percent: float) -> str:
    named = [
        wording.own("regions", "below_name", name=shown(one.name), pass_rate=wording.figures.pass_rate(one))
        for one in below[:MOST_NAMED]
    ]
    words = {"what": wording.what(below[0].field), "limit": wording.figures.limit(percent)}
    names = wording.joined(named)
    if len(below) == 1:
        return wording.own("regions", "below_one", names=names, **words)
    names = wording.own("problems", "more", names=names) if len(below) > MOST_NAMED else names
    count = wording.figures.many("groups_below", below, percent)
    return wording.own("regions", "below", names=names, count=count, **words)
