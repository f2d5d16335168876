"""The doctor's looks at the machine: room, rights, limits, fonts, the browser."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import typst

from crawler.clock import CHINA
from crawler.snapshot import sqlite_version
from results.audit import DATABASE
from results.letters.fonts import faces
from results.operations.symptoms import Patient, State, Symptom, told
from results.text import words

MIB = 1 << 20
INODES = 10_000
OPEN_FILES = (1024, 4096)  # below the first nothing goes on for long; below the second not with many processes
WATCHES = Path("/proc/sys/fs/inotify")
INSTANCES, WATCHED = 64, 4096
MEMORY_MB = 1024
DRIVER = (sys.executable, "-m", "playwright")  # what drives the browser
OLDEST_SQLITE = (3, 37)  # STRICT tables


def disk(patient: Patient) -> Iterator[Symptom]:
    folder = _standing(patient.data)
    free, least = shutil.disk_usage(folder).free // MIB, patient.config.alerts.free_mb
    inodes = os.statvfs(folder)
    if inodes.f_files and inodes.f_favail < INODES:
        yield told("disk", State.TROUBLE, "inodes", free=inodes.f_favail)
    state = State.OK if free >= least else State.WARNING if free >= least / 4 else State.TROUBLE
    yield told("disk", state, "ok" if state is State.OK else "low", free=free, least=least)


def rights(patient: Patient) -> Iterator[Symptom]:
    """The data folder is ours to write and nobody else's to read: it holds people's names and replies."""
    folder = patient.data
    if not folder.exists():
        writable = os.access(_standing(folder), os.W_OK)
        yield told("rights", State.OK if writable else State.TROUBLE, "new" if writable else "closed", data=folder)
        return
    closed = [path for path in (folder, *_kept(folder)) if not os.access(path, os.W_OK)]
    if not folder.is_dir():
        yield told("rights", State.TROUBLE, "file", data=folder)
    elif closed:
        yield told("rights", State.TROUBLE, "closed", data=closed[0])
    elif folder.stat().st_mode & 0o007:
        yield told("rights", State.WARNING, "open", data=folder)
    else:
        yield told("rights", State.OK, "ok", data=folder)


def limits(patient: Patient) -> Iterator[Symptom]:
    del patient
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    least, good = OPEN_FILES
    endless = soft == resource.RLIM_INFINITY or soft >= good
    state = State.OK if endless else State.WARNING if soft >= least else State.TROUBLE
    yield told("files", state, "ok" if state is State.OK else "few", count=soft)
    instances, watched = _number("max_user_instances"), _number("max_user_watches")
    if instances is not None and watched is not None:
        few = instances < INSTANCES or watched < WATCHED
        state = State.WARNING if few else State.OK
        yield told("inotify", state, "few" if few else "ok", instances=instances, watched=watched)


def memory(patient: Patient) -> Iterator[Symptom]:
    del patient
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return
    free = next((int(line.split()[1]) // 1024 for line in lines if line.startswith("MemAvailable:")), MEMORY_MB)
    is_enough = free >= MEMORY_MB
    yield told("memory", State.OK if is_enough else State.WARNING, "ok" if is_enough else "low", free=free)


def sqlite(patient: Patient) -> Iterator[Symptom]:
    del patient
    found = sqlite_version()
    is_new = tuple(int(part) for part in found.split(".")[:2]) >= OLDEST_SQLITE
    yield told("sqlite", State.OK if is_new else State.TROUBLE, "ok" if is_new else "old", version=found)


def timezone(patient: Patient) -> Iterator[Symptom]:
    """All days are days in China whatever the machine's zone is; its own logs are not."""
    here = patient.now().astimezone()
    same = here.utcoffset() == CHINA.utcoffset(None)
    state = State.OK if same else State.WARNING
    yield told("timezone", state, "ok" if same else "other", zone=here.strftime("%Z %z"))


def fonts(patient: Patient) -> Iterator[Symptom]:
    """Those letters are printed with, and those pages are photographed with."""
    found = faces()
    missing = [role for role, names in found.families.items() if not names]
    state = State.TROUBLE if missing else State.WARNING if found.replaced else State.OK
    key = "missing" if missing else "replaced" if found.replaced else "ok"
    yield told("letter-fonts", state, key, fonts="、".join(name for name, _ in found.replaced))
    if patient.config.browser.enabled:
        here = set(typst.Fonts().families())
        known = {name for names in words("fonts")["printed"].values() for name in names}
        chinese = here & (known | set(words("doctor")["page-fonts"]["others"]))
        latin = set(words("fonts")["printed"]["latin"])
        is_there = bool(chinese - latin)
        yield told("page-fonts", State.OK if is_there else State.WARNING, "ok" if is_there else "missing")


def browser(patient: Patient) -> Iterator[Symptom]:
    settings = patient.config.browser
    if not settings.enabled:
        yield told("browser", State.OK, "off")
        return
    # What drives browsers takes seconds to load, and no other command needs it.
    from spiders.chromium import find_browser  # noqa: PLC0415

    found = find_browser(settings.executable)
    if found is None:
        yield told("browser", State.TROUBLE, "missing")
        return
    version, why = _version([found], patient.patience_s * 0.4)
    if why:
        yield told("browser", State.TROUBLE, "broken", path=found, detail=why)
        return
    _, why = _version(DRIVER, patient.patience_s * 0.4)
    if why:
        yield told("browser", State.TROUBLE, "driver", detail=why)
    else:
        yield told("browser", State.OK, "ok", version=version or found)


def _version(program: Sequence[str], wait_s: float) -> tuple[str, str]:
    """(what a program says of its version, why it does not start)."""
    try:
        asked = subprocess.run([*program, "--version"], capture_output=True, timeout=wait_s, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return "", type(error).__name__
    if asked.returncode:
        return "", (asked.stderr.decode(errors="replace").strip().splitlines() or [f"exit code {asked.returncode}"])[-1]
    return asked.stdout.decode(errors="replace").strip(), ""


def _standing(path: Path) -> Path:
    """The folder, or the first one above it that exists."""
    return next(one for one in (path, *path.absolute().parents) if one.exists())


def _kept(folder: Path) -> Iterator[Path]:
    names = (DATABASE, "captures", "captures/index.sqlite", "notices", "files")
    return (folder / name for name in names if (folder / name).exists())


def _number(name: str) -> int | None:
    try:
        return int((WATCHES / name).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
