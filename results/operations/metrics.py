"""Figures for a monitoring system, in Prometheus' text form (version 0.0.4). Pure but for what it is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

PREFIX = "spotcheck"
ESCAPES = {"\\": r"\\", "\n": r"\n", '"': r"\""}


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure with its samples: (labels, value)."""

    name: str
    help: str
    samples: Sequence[tuple[Mapping[str, str], float]] = field(default_factory=tuple)
    type: str = "gauge"


def exposition(metrics: Iterable[Metric]) -> str:
    """The text; a metric without a sample is left out."""
    return "".join(f"{line}\n" for metric in metrics if metric.samples for line in _lines(metric))


def _lines(metric: Metric) -> list[str]:
    name = f"{PREFIX}_{metric.name}"
    about = metric.help.replace("\\", r"\\").replace("\n", r"\n")
    head = [f"# HELP {name} {about}", f"# TYPE {name} {metric.type}"]
    return head + [f"{name}{_labels(labels)} {_number(value)}" for labels, value in metric.samples]


def _labels(labels: Mapping[str, str]) -> str:
    if not labels:
        return ""
    told = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items())
    return f"{{{told}}}"


def _escaped(value: str) -> str:
    return "".join(ESCAPES.get(sign, sign) for sign in value)


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)
