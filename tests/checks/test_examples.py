"""Every worked example of the catalogue, through the real judge."""

from __future__ import annotations

import string

import pytest

from checks.catalogue import Indicator, load_catalogue
from checks.indicator import Example
from tests.checks.examples import judge_example

CATALOGUE = load_catalogue()
EXAMPLES = [
    pytest.param(indicator, example, id=f"{indicator.id}: {example.name}")
    for indicator in CATALOGUE.indicators
    for example in indicator.examples
]


@pytest.mark.parametrize(("indicator", "example"), EXAMPLES)
def test_an_example_is_judged_as_it_says(indicator: Indicator, example: Example) -> None:
    judged = judge_example(CATALOGUE, indicator, example)
    assert (judged.verdict.outcome, judged.verdict.reason, judged.error) == (example.outcome, example.reason, "")


@pytest.mark.parametrize(("indicator", "example"), EXAMPLES)
def test_an_example_fills_every_placeholder_of_its_message(indicator: Indicator, example: Example) -> None:
    verdict = judge_example(CATALOGUE, indicator, example).verdict
    message = indicator.messages[verdict.reason]
    wanted = {name for _, name, _, _ in string.Formatter().parse(message) if name}
    assert wanted <= verdict.data.keys()
    text = message.format_map(verdict.data)
    assert "{" not in text
    assert "None" not in text
    assert text.endswith("。")
