"""Every command refuses what means nothing in Chinese, with the value and the next step, and ends with 2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

import spotcheck
from crawler.config import load_config
from crawler.errors import InputError
from tests.results.office import filled

ENGLISH = re.compile(r"[A-Za-z]{2,}(?: [A-Za-z']{2,}){2,}")
OWN = re.compile(r"spotcheck(?: [a-z0-9-]+)+|passed、.*|--?[a-z-]+|/\S+")
DAYS = {"--on", "--until", "--due", "--from", "--last-post", "--before", "--at", "--seen-at", "--within", "--quarter"}
# What looks at something else first, or at no data at all.
OTHERS_FIRST = {("read",), ("recheck",), ("recheck", "confirm"), ("reconsider",), ("notice", "show"), ("doctor",)}
NO_DATA = {("datasette-metadata",), ("retain",), ("metrics",), ("schedule", "list"), ("doctor",), ("alert", "send")}
WORDS = {"as_": "upheld", "how": "x", "rate": "30%", "quarter": "2026Q4", "within": "3d", "last_post": "2026-11-01"}


def _walk(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    inner = getattr(command, "commands", None)
    if inner is None or getattr(command, "invoke_without_command", False):
        yield path, command
    for name, one in (inner or {}).items():
        yield from _walk(one, (*path, name))


DOOR = typer.main.get_command(spotcheck.app)
COMMANDS = dict(_walk(DOOR))
each_command = pytest.mark.parametrize("path", COMMANDS, ids=" ".join)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("office") / "data")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands that take the data folder for granted find none; the door is put together once for all."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("typer.main.get_command", lambda _: DOOR)


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert spotcheck.run([*words]) == 2, words
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert "→" in told
    spoken = OWN.sub("", told)
    assert not ENGLISH.search(spoken), told
    assert re.search(r"[\u4e00-\u9fff]", told)
    return told


def annotation(param: Any) -> str:
    return str(param.type_descriptor.annotation) if hasattr(param, "type_descriptor") else ""


def required(command: Any, *, but: Any = None) -> list[str]:
    """Words that give a command everything it cannot do without."""
    words: list[str] = []
    for param in command.params:
        if param.required and param is not but:
            value = "1" if "int" in annotation(param) else WORDS.get(param.name, "none.csv")
            words += [value] if param.param_type_name == "argument" else [param.opts[0], value]
    return words


def with_data(command: Any, data: Path) -> list[str]:
    return ["--data", str(data)] if any("--data" in param.opts for param in command.params) else []


@each_command
def test_an_unknown_option_is_named(path: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert "没有这个选项 [--no-such]" in refused(capsys, *path, "--no-such")
    assert "没有这个选项 [-q]" in refused(capsys, *path, "-q")


@each_command
def test_what_is_missing_is_named(path: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    for param in COMMANDS[path].params:
        if param.required:
            told = refused(capsys, *path, *required(COMMANDS[path], but=param))
            assert "缺少" in told
            assert param.opts[0] in told or param.param_type_name == "argument"


@each_command
def test_an_option_without_its_value_is_named(path: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    for param in COMMANDS[path].params:
        name = param.opts[0]
        if name.startswith("-"):
            is_flag = param.is_flag
            told = refused(capsys, *path, f"{name}=3" if is_flag else name)
            assert name in told and ("后面不写值" if is_flag else "后面缺少值") in told


@each_command
def test_a_number_that_is_none_is_named(path: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    command = COMMANDS[path]
    for param in command.params:
        if "int" in annotation(param):
            own = [param.opts[0]] if param.opts[0].startswith("-") else []
            told = refused(capsys, *path, *required(command, but=param), *own, "十二")
            assert "应为整数 [十二]" in told


@each_command
def test_a_day_that_is_none_is_named(path: tuple[str, ...], data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = COMMANDS[path]
    for param in command.params:
        if DAYS & {*param.opts} and "Path" not in annotation(param):
            words = required(command, but=param)
            told = refused(capsys, *path, *words, param.opts[0], "2026-13-45", *with_data(command, data))
            assert "2026-13-45" in told or "none.csv" in told or path in OTHERS_FIRST


@each_command
def test_a_file_that_is_none_is_named(path: tuple[str, ...], data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = COMMANDS[path]
    for param in command.params:
        names = {*param.opts}
        if "Path" not in annotation(param) or names & {"--out", "--to", "--html", "--csv", "--keep", "--data"}:
            continue
        if path in {("review", "export"), ("templates", "export"), ("doctor",)}:
            continue
        own = [param.opts[0]] if param.opts[0].startswith("-") else []
        more = [] if names & {"--config", "--from"} else with_data(command, data)
        told = refused(capsys, *path, *required(command, but=param), *own, "nowhere/none.toml", *more)
        assert "none" in told or path in OTHERS_FIRST


@each_command
def test_a_path_of_nothing_is_not_the_folder_one_stands_in(
    path: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    for param in COMMANDS[path].params:
        name = param.opts[0]
        if "Path" in annotation(param) and name.startswith("-"):
            for words in ((name, ""), (name, " "), (f"{name}=",)):
                assert f"{name} 后面的路径是空的" in refused(capsys, *path, *words)


@each_command
def test_a_data_folder_that_is_a_file_is_named(
    path: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = COMMANDS[path]
    if path in NO_DATA or not with_data(command, tmp_path):
        return
    (tmp_path / "file").write_text("x")
    code = spotcheck.run([*path, *required(command), "--data", str(tmp_path / "file")])
    told = capsys.readouterr().err
    assert "Traceback" not in told and not ENGLISH.search(OWN.sub("", told)), told
    assert code == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[publish]\ndecimals = 9", "decimals 的值不对：不得大于 4"),
        ('[publish]\ndecimals = "two"', "应为整数"),
        ('[publish]\nrounding = "up"', "只能是 half-up 或 truncate"),
        ("[publish]\nranking = 3", "应为 true 或 false"),
        ("[publish]\nnamed_below = -1", "不得小于 0"),
        ("[pacing]\ntimeout_s = 0", "应大于 0"),
        ("[office]\nname = 3", "应为文字"),
        ("publish = 3", "应为一个表"),
        ('[network]\nnameservers = "x"', "应为列表"),
        ('[network]\nnameservers = ["x"]', "域名服务器应写成 IP 地址或 IP:端口，不是 x"),
        ('[network]\nnameservers = ["10.0.0.1:99999"]', "没有 99999 这个端口"),
        ('[network]\nproxy = "x"', "代理应写成 http://主机:端口"),
        ('[network]\nallow_private = ["x"]', "应为网段"),
        ('[newmedia.controls."微信"]\nfeed = ["x"]', "开头的网址，不是 x"),
        ('[alerts.webhooks."a b"]\nurl_env = "X"', "下划线：a b"),
        ('[alerts.webhooks.a]\nurl_env = ""', "文字太短，至少 1 个字"),
        ('[newmedia]\nsources = ["x"]', "只能是 feed、page、import 或 attest"),
        ('[schedule]\nbackup = "61 * * * *"', "61 不成立"),
        ('[schedule]\nbackup = "x * * * *"', "x 不成立"),
        ('[office\nname = "x"', "第 1 行第 8 列附近写法不对"),
        ('[office]\nname = """x', "到文件末尾还缺引号或者括号"),
    ],
)
def test_a_setting_is_refused_in_chinese(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "spotcheck.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_config(path)
    assert told in str(error.value)
    assert not ENGLISH.search(OWN.sub("", str(error.value).removeprefix(str(path))))


def test_a_setting_in_another_encoding_is_refused_in_chinese(tmp_path: Path) -> None:
    path = tmp_path / "spotcheck.toml"
    path.write_bytes('[office]\nname = "临江市"'.encode("gb18030"))
    with pytest.raises(InputError, match="不是 UTF-8 文字"):
        load_config(path)


def test_a_mistyped_command_or_option_is_told_what_it_may_have_meant(capsys: pytest.CaptureFixture[str]) -> None:
    assert "没有这个命令 [findngs] → 是否想写 findings？" in refused(capsys, "findngs")
    assert "是否想写 serve？" in refused(capsys, "notice", "server")
    assert "是否想写 --indicator？" in refused(capsys, "findings", "--indicater", "x")
    assert "只能是 portal、department_site 或 account [site]" in refused(
        capsys, "run", "--inventory", "x.csv", "--kind", "site"
    )
    assert "不得小于 1 [0]" in refused(capsys, "schedule", "show", "backup", "--history", "0")
    assert "多出了没有用处的内容 [a b]" in refused(capsys, "verify", "a", "b")


def test_a_group_alone_is_answered_with_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert spotcheck.run(["notice"]) == 2
    found = capsys.readouterr()
    assert "销号" in found.out + found.err
    assert "写法不对" not in found.err
    assert spotcheck.run(["notice", "--help"]) == 0
