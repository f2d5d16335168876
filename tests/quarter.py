"""The main job of ``make run``: four quarters of the sample city, from the inventory to the published results.

Three quarters draw a sample, the fourth looks at the whole city of tests/world. After each, two invented reviewers
conclude everything that asks a person, owners get their letters, and the quarter is published; before the next, a few
owners answer, most of them having put things right, and a re-check looks again.
With INVENTORY=sites.csv one quarter over what that list names is run instead; concluding is then left to the office.
"""

from __future__ import annotations

import csv
import json
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
SPOTCHECK = [sys.executable, "-m", "spotcheck"]
REVIEWER, SECOND = "示例审核员甲", "示例审核员乙"
SHOWN_WORDS = 6  # of a long list of numbers
HEAD, TAIL = 8, 4  # lines of a long output


@dataclass(frozen=True, slots=True)
class Season:
    """One quarter, and what owners do after it."""

    name: str
    on: str
    title: str
    published_on: str
    rate: str = ""  # of the draw; empty: the whole city
    lot: str = ""  # a number that nobody chose: part of the seed
    answered_on: str = ""
    looked_on: str = ""  # the day of the re-check
    answered: tuple[str, ...] = ()  # whose owners say that they put it right
    repaired: tuple[str, ...] = ()  # what was put right indeed
    relapsed: tuple[str, ...] = ()  # what was put right before, and is broken again


SEASONS = (
    Season(
        "2026Q1", "2026-03-16", "2026年第一季度", "2026-03-20", "30%", "066", "2026-03-27", "2026-03-31",
        answered=("five-blank-columns", "guide-missing", "wrong-name"),
        repaired=("five-blank-columns", "guide-missing"),
    ),
    Season(
        "2026Q2", "2026-05-18", "2026年第二季度", "2026-05-22", "30%", "030", "2026-05-29", "2026-06-02",
        answered=("home-stale", "no-plans", "guide-no-contact"),
        repaired=("home-stale", "advertising", "no-plans", "platform-stale-toutiao"),
    ),
    Season(
        "2026Q3", "2026-08-17", "2026年第三季度", "2026-08-21", "30%", "105", "2026-08-28", "2026-09-01",
        answered=("five-stale-columns", "entry-inside"),
        repaired=("entry-inside",),
    ),
    Season("2026Q4", "2026-11-16", "2026年第四季度", "2026-11-20", relapsed=("home-stale",)),
)  # fmt: skip

# What the reviewers of the sample city found to be so where the machine only asked; everything else was in order.
UPHELD = {
    ("off-duty", "m-entertainment"): "示例：经阅看，多数标题与本单位职责无关，问题属实",
    ("advertising", "m-commercial-ad"): "示例：经阅看，所发内容为商业广告，问题属实",
    ("validity-unmarked", "ar-dup"): "示例：经比对，除数字外与上年年报雷同，问题属实",
}
FAULTY = "示例：经查看页面与截图，问题属实"
FAULTY_TOO = "示例：再次核对，问题属实"
LOOKED = {
    "rectified": "示例：经查看，已整改",
    "not-rectified": "示例：经查看，未整改",
    "unclear": "示例：未能查看，另行安排复查",
}
CLEAN = {
    "account": "示例：在平台内打开账号阅看，可以留言咨询，未发现问题",
    "cantTell": "示例：人工打开网站查看，未发现问题",
    "untested": "示例：人工抽查，未发现问题",
}


def main() -> int:
    data = Path(os.environ.get("DATA") or "var")
    inventory = os.environ.get("INVENTORY", "")
    if inventory:
        own = ["--config", "spotcheck.toml"] if Path("spotcheck.toml").exists() else []
        code = call("run", "--inventory", inventory, "--data", str(data), *own)
        code = (
            code or call("notices", "--data", str(data), *own) or call("publish", "--draft", *own, "--data", str(data))
        )
        return code or finish(data)
    good: frozenset[str] = frozenset()
    for season in SEASONS:
        good -= {*season.relapsed}
        code = quarter(data, season, good)
        if code:
            return code
        good |= {*season.repaired}
    return call_briefly("due", "--on", SEASONS[-1].on, "--data", str(data)) or finish(data)


def quarter(data: Path, season: Season, good: Collection[str]) -> int:
    """One quarter to its published results, and what owners do about it."""
    heading(f"{season.title}：{f'按 {season.rate} 抽查' if season.rate else '全部检查'}（监测日 {season.on}）")
    with sample_city(data / "city", season.on, good) as world:
        config = ["--config", world["config"]]
        code = inspect(data, season, world)
    if code:
        return code
    heading(f"{season.title}：两名审核员认定")
    review(data)
    heading(f"{season.title}：制发文书，公布结果")
    code = call_briefly("notices", "--on", season.on, "--data", str(data), *config) or publish(data, season, config)
    return code or (rectify(data, season, good) if season.answered else 0)


def inspect(data: Path, season: Season, world: dict[str, Any]) -> int:
    """Draws, where a part is looked at, and runs."""
    listed, whole = ["--inventory", world["inventory"], "--data", str(data)], list[str]()
    if season.rate:
        drawn = [
            "--rate",
            season.rate,
            "--seed",
            f"{season.title}，摇号{season.lot}",
            "--quarter",
            season.name,
            "--by",
            REVIEWER,
        ]
        code = call_briefly("sample", *drawn, *listed)
        if code:
            return code
        whole = ["--sample", f"{season.name}-1"]
    return call("run", *listed, "--config", world["config"], "--on", season.on, "--quarter", season.name, *whole)


@contextmanager
def sample_city(folder: Path, on: str, repaired: Collection[str] = ()) -> Iterator[dict[str, Any]]:
    """The city of that day served on loopback in a process of its own; gives its settings."""
    folder.mkdir(parents=True, exist_ok=True)
    words = ["--data", str(folder), "--on", on, "--repaired", *sorted(repaired)]
    served = [sys.executable, "-m", "tests.world", *words]
    with subprocess.Popen(served, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            assert process.stdout
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


def review(data: Path) -> None:
    """Two invented reviewers conclude on all that is open: planted faults stand, the rest was looked at."""
    waiting = [one for one in told("review", "--data", str(data)) if one["weight"] != "trial"]
    by_reason: dict[str, list[int]] = {}
    for one in waiting:
        reason = UPHELD.get((one["target"], one["indicator"]))
        if reason:
            by_reason.setdefault(reason, []).append(one["id"])
    decide(data, "upheld", REVIEWER, FAULTY, ["--outcome", "failed"])
    for reason, numbers in by_reason.items():
        decide(data, "upheld", REVIEWER, reason, numbers)
    decide(data, "upheld", SECOND, FAULTY_TOO, seconded(waiting))
    clean: dict[str, list[int]] = {}
    for one in waiting:
        if one["outcome"] != "failed" and (one["target"], one["indicator"]) not in UPHELD:
            kind = "account" if one["indicator"].startswith("m-") else one["outcome"]
            clean.setdefault(kind, []).append(one["id"])
    for kind, numbers in clean.items():
        decide(data, "dismissed", REVIEWER, CLEAN[kind], numbers)


def seconded(waiting: Iterable[dict[str, Any]]) -> list[int]:
    """What vetoes takes a second person."""
    upheld = (one for one in waiting if one["outcome"] == "failed" or (one["target"], one["indicator"]) in UPHELD)
    return [one["id"] for one in upheld if one["weight"].startswith("veto")]


def decide(data: Path, kind: str, by: str, reason: str, chosen: Iterable[str | int]) -> None:
    call("decide", *map(str, chosen), "--as", kind, "--by", by, "--reason", reason, "--data", str(data))


def rectify(data: Path, season: Season, good: Collection[str]) -> int:
    """Some owners answer, most of them have repaired; what a re-check then sees is concluded and closed."""
    heading(f"{season.title}的整改：反馈 {season.answered_on}，复查 {season.looked_on}")
    desk = ["--by", REVIEWER, "--data", str(data)]
    answered = {target: name for target, name in noticed(data, season).items() if target in season.answered}
    for name in sorted(set(answered.values())):
        call("notice", "serve", name, "--how", "公文交换系统", "--on", season.on, *desk)
        call("notice", "respond", name, "--note", "示例：已按要求整改", "--on", season.answered_on, *desk)
    looked = ["--on", season.looked_on]
    with sample_city(data / "city", season.looked_on, {*good, *season.repaired}) as world:
        (done,) = told("recheck", "--all-answered", *looked, "--data", str(data), "--config", world["config"])
    for state in done["proposed"]:
        call("recheck", "confirm", done["run"], "--as", state, "--reason", LOOKED[state], *looked, *desk)
    done_by = sorted({answered[target] for target in season.repaired if target in answered})
    closed = (call("notice", "close", name, "--note", "示例：已整改到位", *looked, *desk) for name in done_by)
    return max(closed, default=0)


def noticed(data: Path, season: Season) -> dict[str, str]:
    """Target → the rectification notice its owner was sent in this quarter."""
    with (data / "city" / "inventory.csv").open(encoding="utf-8-sig", newline="") as file:
        owners = {row["id"]: row["owner"] for row in csv.DictReader(file)}
    listed = told("notice", "list", "--data", str(data))
    names = {one["owner"]: one["name"] for one in listed if one["kind"] == "rectification"}
    return {target: names[owner] for target, owner in owners.items() if owner in names}


def publish(data: Path, season: Season, config: list[str]) -> int:
    """The quarter's results, as the office puts them out."""
    return call("publish", "--by", REVIEWER, "--on", season.published_on, *config, "--data", str(data))


def call(*words: str) -> int:
    """One command as the user would type it, shown before it runs."""
    print("$ spotcheck " + shown(words), flush=True)
    return subprocess.run([*SPOTCHECK, *words], check=False).returncode


def call_briefly(*words: str) -> int:
    """The same, of whose long output the beginning and the end are shown."""
    print("$ spotcheck " + shown(words), flush=True)
    done = subprocess.run([*SPOTCHECK, *words], check=False, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    lines = done.stdout.splitlines()
    left = len(lines) - HEAD - TAIL
    print("\n".join([*lines[:HEAD], f"……（略 {left} 行）", *lines[-TAIL:]] if left > 1 else lines), flush=True)
    return done.returncode


def told(*words: str) -> list[dict[str, Any]]:
    """What a command says as JSON, one object a line."""
    print("$ spotcheck " + shown([*words, "--json"]), flush=True)
    done = subprocess.run([*SPOTCHECK, *words, "--json"], check=True, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def shown(words: Iterable[str]) -> str:
    """As it would be typed; of many numbers the first ones."""
    found = list(words)
    numbers = [word for word in found if word.isdecimal()]
    if len(numbers) > SHOWN_WORDS:
        place = found.index(numbers[SHOWN_WORDS])
        kept = [word for word in found[place:] if not word.isdecimal()]
        found = [*found[:place], f"…（共 {len(numbers)} 条）", *kept]
    return " ".join(word if word.startswith("…") else shlex.quote(word) if " " in word else word for word in found)


def heading(text: str) -> None:
    print(f"\n=== {text}  [{time.monotonic() - STARTED:.0f} 秒]", flush=True)


def finish(data: Path) -> int:
    """Verification, then where everything is."""
    code = call("verify", "--data", str(data))
    where = data.resolve()
    print(
        f"""
公布内容  {where / "published"}/
通报      {where / "circulars"}/
文书      {where / "notices"}/
数据库    {where / "spotcheck.sqlite"}（审计记录）  {where / "captures"}/（WARC 原件）

接下来可以试试：
  .venv/bin/spotcheck findings --outcome failed --data {data}
  .venv/bin/spotcheck samples --data {data}
  .venv/bin/spotcheck catalogue
  .venv/bin/spotcheck verify --data {data}
  .venv/bin/spotcheck datasette-metadata --out metadata.json   # 再用浏览器查看数据库，见 docs/browsing.md"""
    )
    return code


STARTED = time.monotonic()

if __name__ == "__main__":
    sys.exit(main())
