"""Where the programs of the network come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.network import provision


def test_an_unpacked_program_is_found_where_the_machine_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, libraries = tmp_path / "usr/sbin/a-server-of-our-own", tmp_path / "usr/lib/any-linux-gnu"
    libraries.mkdir(parents=True)
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert provision.find(program.name) is None
    monkeypatch.setattr(provision, "FOLDER", tmp_path)
    assert provision.find(program.name) == str(program)
    assert provision.environment()["LD_LIBRARY_PATH"].split(":")[0] == str(libraries)


def test_what_is_missing_is_named_and_nothing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(provision, "FOLDER", tmp_path)
    monkeypatch.setattr(provision, "PACKAGES", {"a-server-of-nobody": "a-package-of-nobody"})
    monkeypatch.setattr(provision, "provide", lambda packages: None)
    provision.main()
    assert "sudo apt-get install --no-install-recommends a-package-of-nobody" in capsys.readouterr().err
