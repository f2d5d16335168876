"""What decisions amount to: two different persons for a veto, and the database says the same as the program."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checks.catalogue import load_catalogue
from checks.indicator import Consequence
from crawler.errors import InputError
from crawler.model import Decision, DecisionKind, Outcome
from results.audit import DATABASE, Trail
from results.migrations import connect
from results.order_rows import RunOrder
from results.review.conclusions import Conclusion, Standing, concluded, conclusions, person, second_person
from results.review.decide import decide
from tests.results.office import NOON, RECORD, RUN, TARGETS, filled, finding, usual_findings

UPHELD, DISMISSED, UNDECIDABLE = DecisionKind
NAMES = ("王芳", "王 芳", "王　芳", "李强", "Anna Li", "ANNA LI", "anna li")
WORDS = st.tuples(st.sampled_from(NAMES), st.sampled_from(DecisionKind))


def said(*words: tuple[str, DecisionKind]) -> tuple[Decision, ...]:
    return tuple(Decision(1, kind, by, "复核", NOON, number) for number, (by, kind) in enumerate(words, 1))


@pytest.mark.parametrize(
    ("words", "conclusion"),
    [
        ((), Conclusion.OPEN),
        ((("甲", UPHELD),), Conclusion.AWAITING_SECOND),
        ((("甲", UPHELD), ("乙", UPHELD)), Conclusion.UPHELD),
        ((("甲", UPHELD), ("甲", UPHELD)), Conclusion.AWAITING_SECOND),
        ((("甲", UPHELD), ("乙", UNDECIDABLE), ("乙", UPHELD)), Conclusion.AWAITING_SECOND),
        ((("甲", UPHELD), ("乙", DISMISSED), ("甲", UPHELD)), Conclusion.AWAITING_SECOND),
        ((("甲", UPHELD), ("乙", UPHELD), ("甲", UPHELD)), Conclusion.UPHELD),
        ((("甲", UPHELD), ("乙", UPHELD), ("甲", DISMISSED)), Conclusion.DISMISSED),
        ((("甲", UPHELD), ("乙", UNDECIDABLE)), Conclusion.UNDECIDABLE),
    ],
)
def test_a_veto_counts_when_two_persons_upheld_it_without_a_break(
    words: tuple[tuple[str, DecisionKind], ...], conclusion: Conclusion
) -> None:
    assert concluded(said(*words), takes_two=True) is conclusion


@pytest.mark.parametrize("kind", DecisionKind)
def test_elsewhere_one_person_is_enough(kind: DecisionKind) -> None:
    assert concluded(said(("甲", kind)), takes_two=False) == Conclusion(kind.value)


@pytest.mark.parametrize("other", [" 王芳", "王 芳", "王　芳", "王\u200b芳", "王\t芳"])
def test_spaces_and_invisible_signs_make_nobody_another_person(other: str) -> None:
    assert person(other) == person("王芳")


def test_width_and_case_make_nobody_another_person() -> None:
    assert person("ＡＮＮＡ　Ｌｉ") == person("anna li") == person("Anna Li")
    assert person("王芳") != person("王方")


@given(st.lists(WORDS, max_size=8))
def test_what_was_upheld_once_and_is_no_longer_is_known_as_withdrawn(words: list[tuple[str, DecisionKind]]) -> None:
    standing = Standing(said(*words), takes_two=True)
    histories = [concluded(standing.words[:length], takes_two=True) for length in range(len(words) + 1)]
    assert standing.is_withdrawn == (Conclusion.UPHELD in histories and histories[-1] is not Conclusion.UPHELD)


@given(st.lists(WORDS, max_size=8))
def test_no_history_of_one_person_upholds_a_veto(words: list[tuple[str, DecisionKind]]) -> None:
    own = [(by, kind) for by, kind in words if person(by) == person("王芳")]
    assert concluded(said(*own), takes_two=True) is not Conclusion.UPHELD


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("office"))


HISTORY = st.lists(st.tuples(st.integers(0, 5), WORDS), max_size=10)


@given(history=HISTORY)
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_says_the_same_as_the_program(
    office: Path, history: list[tuple[int, tuple[str, DecisionKind]]]
) -> None:
    """Histories go on from example to example: rows only grow."""
    with Trail.open(office) as trail:
        open_ = [f.id for f in trail.findings(RUN) if f.outcome in {Outcome.FAILED, Outcome.CANT_TELL}]
        for place, (by, kind) in history:
            try:
                decide(trail, [open_[place]], kind, by, "复核", NOON)
            except InputError:
                assert conclusions(trail, RUN)[open_[place]] is Conclusion.AWAITING_SECOND
        found = conclusions(trail, RUN)
    connection = connect(office / DATABASE, create=False, readonly=True)
    views = {
        view: {row["finding"] for row in connection.execute(f"SELECT finding FROM {view}")}
        for view in ("second_words", "review_queue", "upheld_findings")
    }
    connection.close()
    assert views["second_words"] == {n for n, one in found.items() if one is Conclusion.AWAITING_SECOND}
    assert views["upheld_findings"] == {n for n, one in found.items() if one is Conclusion.UPHELD}
    done = {n for n, one in found.items() if one in {Conclusion.UPHELD, Conclusion.DISMISSED}}
    assert views["review_queue"] == set(open_) - done


def judged_by(data: Path, content: dict[str, object] | None) -> None:
    with Trail.open(data) as trail:
        trail.begin_run(RECORD, TARGETS)
        if content is not None:
            trail.record_order(RunOrder(RUN, "x", "sha256:p", content), (), NOON)
        trail.record_rules("sha256:k", load_catalogue().indicators, NOON)
        number = trail.begin_judgement(RUN, "sha256:k", "0.1.0", NOON)
        trail.record_findings(
            RUN, number, TARGETS[0].id, [*usual_findings(TARGETS[0]), finding(TARGETS[0], "zl-guide")], NOON
        )


@pytest.mark.parametrize(
    ("content", "taking_two"),
    [
        (None, {Consequence.VETO}),
        ({}, {Consequence.VETO}),
        ({"review": {}}, {Consequence.VETO}),
        ({"review": {"second_person": ["veto", "deduct"]}}, {Consequence.VETO, Consequence.DEDUCT}),
        ({"review": {"second_person": []}}, set()),
    ],
)
def test_a_pack_says_what_takes_two_persons(
    tmp_path: Path, content: dict[str, object], taking_two: set[Consequence]
) -> None:
    judged_by(tmp_path, content)
    with Trail.open(tmp_path) as trail:
        takes_two = second_person(trail, RUN)
        for indicator in load_catalogue().indicators:
            wanted = indicator.consequence in taking_two and indicator.status == "in-force"
            assert takes_two("sha256:k", indicator.id) == wanted, indicator.id
        failed = [f for f in trail.findings(RUN) if f.outcome is Outcome.FAILED]
        for one in failed:
            decide(trail, [one.id], UPHELD, "王芳", "属实", NOON)
        waiting = {n for n, one in conclusions(trail, RUN).items() if one is Conclusion.AWAITING_SECOND}
        assert waiting == {f.id for f in failed if takes_two("sha256:k", f.indicator)}
    connection = connect(tmp_path / DATABASE, create=False, readonly=True)
    assert {row["finding"] for row in connection.execute("SELECT finding FROM second_words")} == waiting
    connection.close()


def test_what_was_judged_before_rules_were_kept_takes_one_person(tmp_path: Path) -> None:
    with Trail.open(filled(tmp_path)) as trail:
        assert not second_person(trail, RUN)("sha256:other", load_catalogue().get("home-stale-14d").id)


def test_the_guides_table_of_words_is_what_the_program_says() -> None:
    text = (Path(__file__).parents[2] / "docs" / "review.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("|")][2:]
    assert len(lines) == 7
    for line in lines:
        history, veto, elsewhere = (cell.strip() for cell in line.strip("|").split("|"))
        pairs = [] if history == "none" else [word.strip().split(" ") for word in history.split(",")]
        words = said(*((by, DecisionKind(kind)) for by, kind in pairs))
        assert (concluded(words, takes_two=True), concluded(words, takes_two=False)) == (veto, elsewhere), line
