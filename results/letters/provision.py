"""Find fonts for the letters' roles, or unpack free ones beside the program; nothing is installed, no root is needed.

Without them letters are printed in whatever Chinese font is here, and the command that prints them says so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from results.letters.fonts import FOLDER, faces, rare_here

# Role → the Debian package that has a free face for it, and which of its files.
PACKAGES = {
    "body": ("texlive-lang-chinese", "FandolFang-*.otf"),
    "second_level": ("fonts-arphic-gkai00mp", "gkai00mp.ttf"),
    "rare": ("fonts-hanazono", "HanaMinB.ttf"),
}
# The face a role gets where none of its own is here.
STAND_IN = ("Noto Serif CJK SC", "Source Han Serif SC", "FandolSong")
LIMIT_S = 600


def main() -> None:
    """Provide what is missing, quietly; never fails: the command that prints letters says what is replaced."""
    wanted = {role: PACKAGES[role] for role in missing()}
    if not wanted or not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        return
    print(f"Unpacking fonts for letters into {FOLDER.name}/ ...", file=sys.stderr)
    for package, pattern in wanted.values():
        if not unpack(package, pattern):
            print(
                f"Letters will be printed without the font of {package}. To change that: "
                f"sudo apt-get install --no-install-recommends {package}",
                file=sys.stderr,
            )


def missing() -> list[str]:
    """Roles without a face of their own kind."""
    found = faces().families
    roles = [role for role in PACKAGES if role in found and (not found[role] or found[role][0] in STAND_IN)]
    return roles if rare_here() else [*roles, "rare"]


def unpack(package: str, pattern: str) -> bool:
    """The fonts of one package, and nothing else of it; True where they are there afterwards."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not (_download(package, folder) or _download(package, folder, fresh=True)):
            return False
        for archive in folder.glob("*.deb"):
            succeeds(["dpkg-deb", "-x", str(archive), str(folder / "tree")], folder)
        fonts = sorted((folder / "tree").rglob(pattern))
        FOLDER.mkdir(exist_ok=True)
        for font in fonts:
            draft = FOLDER / f"{font.name}.{os.getpid()}"
            shutil.copyfile(font, draft)
            draft.replace(FOLDER / font.name)
        return bool(fonts)


def _download(package: str, folder: Path, fresh: bool = False) -> bool:
    """``fresh``: with lists of packages of our own, for machines whose lists are missing or out of date."""
    apt = ["apt-get", "-qq", "-o", "Debug::NoLocking=1", "-o", "APT::Sandbox::User=", "-o", f"Dir::Cache={folder}"]
    if fresh:
        (folder / "lists" / "partial").mkdir(parents=True, exist_ok=True)
        apt += ["-o", f"Dir::State::lists={folder / 'lists'}"]
        if not succeeds([*apt, "update"], folder):
            return False
    return succeeds([*apt, "download", package], folder)


def succeeds(words: list[str], folder: Path) -> bool:
    try:
        done = subprocess.run(
            words, cwd=folder, capture_output=True, check=False, timeout=LIMIT_S, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


if __name__ == "__main__":
    main()
