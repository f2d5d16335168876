"""The main job of ``make run``: one quarter, from the inventory to the published list.

Without INVENTORY it inspects the sample city of tests/world, and an invented reviewer concludes the findings by the
city's answer key. With INVENTORY=sites.csv it inspects what that list names; concluding is then left to the office.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
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


def main() -> int:
    data = Path(os.environ.get("DATA") or "var")
    inventory = os.environ.get("INVENTORY", "")
    if inventory:
        own = ["--config", "spotcheck.toml"] if Path("spotcheck.toml").exists() else []
        code = call("run", "--inventory", inventory, "--data", str(data), *own)
        return code or finish(data, own)
    with sample_city(data / "city") as world:
        config = ["--config", world["config"]]
        when = ["--on", world["on"], "--quarter", world["quarter"]]
        code = call("run", "--inventory", world["inventory"], "--data", str(data), *config, *when)
    if code:
        return code
    review(data)
    return finish(data, config)


@contextmanager
def sample_city(folder: Path) -> Iterator[dict[str, Any]]:
    """The city served on loopback in a process of its own; gives its settings."""
    folder.mkdir(parents=True, exist_ok=True)
    words = [sys.executable, "-m", "tests.world", "--data", str(folder)]
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


def finish(data: Path, config: list[str]) -> int:
    """Notices, list and verification, then where everything is."""
    for command in ("notices", "publish"):
        code = call(command, "--data", str(data), *config)
        if code:
            return code
    code = call("verify", "--data", str(data))
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
