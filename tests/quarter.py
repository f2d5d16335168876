"""The main job of ``make run``: one quarter, from the inventory through re-checks to the published list.

Without INVENTORY it inspects the sample city of tests/world: two invented reviewers conclude the findings by the
city's answer key, three owners answer their notices, two of them repaired their sites, and a re-check looks again.
With INVENTORY=sites.csv it inspects what that list names; concluding is then left to the office.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
SPOTCHECK = [sys.executable, "-m", "spotcheck"]
REVIEWER, SECOND = "示例审核员甲", "示例审核员乙"
# What no machine sees of an account from outside, and the reviewer of the sample city saw with a telephone in his hand.
LOOKED_AT = {
    "m-no-interaction": "示例：在平台内打开账号，可以留言咨询",
    "m-serious-problem": "示例：在平台内阅看账号信息，未发现问题",
    "m-app-unusable": "示例：实际下载并使用，未发现问题",
}


REPAIRED = {"home-stale", "guide-missing"}  # what their owners put right between the two passes
ANSWERED = {*REPAIRED, "wrong-name"}  # whose owners answered; the last only said so


def main() -> int:
    data = Path(os.environ.get("DATA") or "var")
    inventory = os.environ.get("INVENTORY", "")
    if inventory:
        own = ["--config", "spotcheck.toml"] if Path("spotcheck.toml").exists() else []
        code = call("run", "--inventory", inventory, "--data", str(data), *own)
        return code or call("notices", "--data", str(data), *own) or finish(data, own)
    with sample_city(data / "city") as world:
        config = ["--config", world["config"]]
        when = ["--on", world["on"], "--quarter", world["quarter"]]
        code = call("run", "--inventory", world["inventory"], "--data", str(data), *config, *when)
    if code:
        return code
    review(data)
    code = call("notices", "--on", world["on"], "--data", str(data), *config)
    return code or second_pass(data, world["on"]) or finish(data, config)


@contextmanager
def sample_city(folder: Path, repaired: Collection[str] = ()) -> Iterator[dict[str, Any]]:
    """The city served on loopback in a process of its own; gives its settings."""
    folder.mkdir(parents=True, exist_ok=True)
    words = [sys.executable, "-m", "tests.world", "--data", str(folder), "--repaired", *sorted(repaired)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            assert process.stdout
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


def call(*words: str) -> int:
    """One command as the user would type it, shown before it runs."""
    print("$ spotcheck " + " ".join(words), flush=True)
    return subprocess.run([*SPOTCHECK, *words], check=False).returncode


def review(data: Path) -> None:
    """What two invented reviewers of the sample city conclude: faults found stand, what only a person sees is clean."""
    for by, reason in ((REVIEWER, "示例：经查看页面与截图，问题属实"), (SECOND, "示例：再次核对，问题属实")):
        words = ["--outcome", "failed", "--as", "upheld", "--by", by, "--reason", reason]
        call("decide", *words, "--data", str(data))
    for indicator in ("severe-wording-error", "interaction-no-channel"):
        dismiss(data, indicator, "untested", "示例：人工抽查，未发现问题")
    for indicator, seen in LOOKED_AT.items():
        dismiss(data, indicator, "cantTell", seen)


def dismiss(data: Path, indicator: str, outcome: str, reason: str) -> None:
    """What a person looked at and found in order."""
    words = ["--indicator", indicator, "--outcome", outcome, "--as", "dismissed", "--by", REVIEWER, "--reason", reason]
    call("decide", *words, "--data", str(data))


def second_pass(data: Path, on: str) -> int:
    """Three owners answer, two of them have repaired; what a re-check then sees is concluded and closed."""
    desk = ["--by", REVIEWER, "--on", on, "--data", str(data)]
    answered = {target: name for target, name in noticed(data).items() if target in ANSWERED}
    for name in sorted(set(answered.values())):
        call("notice", "serve", name, "--how", "公文交换系统", *desk)
        call("notice", "respond", name, "--note", "示例：已按要求整改", *desk)
    with sample_city(data / "city", REPAIRED) as world:
        (done,) = told("recheck", "--all-answered", "--on", on, "--data", str(data), "--config", world["config"])
    run = done["run"]
    call("recheck", "show", run, "--data", str(data))
    for state, reason in (("rectified", "示例：经查看，已整改"), ("not-rectified", "示例：经查看，未整改")):
        call("recheck", "confirm", run, "--as", state, "--reason", reason, *desk)
    for target in sorted(REPAIRED):
        call("notice", "close", answered[target], "--note", "示例：已整改到位", *desk)
    return call("due", "--on", on, "--data", str(data))


def noticed(data: Path) -> dict[str, str]:
    """Target → the rectification notice its owner was sent."""
    with (data / "city" / "inventory.csv").open(encoding="utf-8-sig", newline="") as file:
        owners = {row["id"]: row["owner"] for row in csv.DictReader(file)}
    listed = told("notice", "list", "--data", str(data))
    names = {one["owner"]: one["name"] for one in listed if one["kind"] == "rectification"}
    return {target: names[owner] for target, owner in owners.items() if owner in names}


def told(*words: str) -> list[dict[str, Any]]:
    """What a command says as JSON, one object a line."""
    print("$ spotcheck " + " ".join([*words, "--json"]), flush=True)
    done = subprocess.run([*SPOTCHECK, *words, "--json"], check=True, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def finish(data: Path, config: list[str]) -> int:
    """List and verification, then where everything is."""
    for command in (["publish", *config], ["verify"]):
        code = call(*command, "--data", str(data))
        if code:
            return code
    where = data.resolve()
    print(
        f"""
名单      {where / "published"}/
整改通知  {where / "notices"}/
数据库    {where / "spotcheck.sqlite"}（审计记录）  {where / "captures"}/（WARC 原件）

接下来可以试试：
  .venv/bin/spotcheck findings --outcome failed --data {data}
  .venv/bin/spotcheck findings --outcome cantTell --data {data}
  .venv/bin/spotcheck catalogue
  .venv/bin/spotcheck verify --data {data}
  .venv/bin/datasette {where / "spotcheck.sqlite"}"""
    )
    return code


if __name__ == "__main__":
    sys.exit(main())
