"""Find a browser and Chinese fonts for this machine, or install them where that can be done without a question.

Order: a browser already here, Playwright's own download, the distribution's package where we are root. Without any,
everything but pages that need a script still works, and the run says so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from spiders.chromium import find_browser

APT = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
DRIVER = [sys.executable, "-m", "playwright", "--version"]  # needs a library that a small Debian does not have
LIMIT_S = 600


def main() -> None:
    """Provide what is missing; never fails."""
    if find_browser("") is None:
        provide_browser()
    if not succeeds(DRIVER) and can_install():
        install("libatomic1")
    if not has_chinese_fonts() and can_install():
        install("fonts-noto-cjk")


def provide_browser() -> None:
    print("No browser found; installing one ...", file=sys.stderr)
    succeeds([sys.executable, "-m", "playwright", "install", "chromium"])
    if find_browser("") is None and can_install():
        install("chromium") or install("chromium-browser")
    if find_browser("") is None:
        print(
            "No browser could be installed. Pages that need a script will be reported as cantTell / no-browser. "
            "To change that: sudo apt-get install chromium",
            file=sys.stderr,
        )


def has_chinese_fonts() -> bool:
    """Screenshots without them show empty boxes."""
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False, timeout=60)
    return bool(listed.stdout.strip())


def can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(package: str) -> bool:
    """One package of the distribution; True where it is there afterwards."""
    return succeeds([*APT, package]) or (succeeds(["apt-get", "update", "-qq"]) and succeeds([*APT, package]))


def succeeds(words: list[str]) -> bool:
    try:
        done = subprocess.run(words, capture_output=True, check=False, timeout=LIMIT_S)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


if __name__ == "__main__":
    main()
