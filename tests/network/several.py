"""Several commands of the product side by side, each in a process of its own, loaded once.

``python -m tests.network.several FOLDER`` reads the commands from ``FOLDER/commands.json`` and writes what each prints
into ``FOLDER/<number>``.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import spotcheck


def main(folder: Path) -> int:
    commands = json.loads((folder / "commands.json").read_text(encoding="utf-8"))
    children = [start(words, folder / str(number)) for number, words in enumerate(commands)]
    return max(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)


def start(words: list[str], output: Path) -> int:
    child = os.fork()
    if child:
        return child
    os.dup2(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), sys.stdout.fileno())
    code = spotcheck.run(words)
    sys.stdout.flush()
    os._exit(code)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
