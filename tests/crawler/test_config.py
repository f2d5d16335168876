"""The settings: typed values, wrong keys named by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.config import Config, load_config, split_server
from crawler.errors import InputError


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "spotcheck.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_every_key_has_its_default() -> None:
    config = load_config(None)
    assert config == Config()
    assert (config.pacing.delay_s, config.pacing.per_host) == (1.0, 1)


def test_the_documented_keys_are_read(tmp_path: Path) -> None:
    text = """
[network]
nameservers = ["127.0.0.1:5353"]
proxy = "127.0.0.1:8080"
user_agent = "inspector"
contact = "http://www.yunchuan.gov.test/contact"
[pacing]
delay_s = 0
per_host = 2
timeout_s = 4.5
"""
    config = load_config(write(tmp_path, text))
    assert config.network.proxy == "http://127.0.0.1:8080"
    assert config.network.agent == "inspector (+http://www.yunchuan.gov.test/contact)"
    assert (config.pacing.delay_s, config.pacing.timeout_s) == (0, 4.5)


@pytest.mark.parametrize(
    ("text", "line", "shown"),
    [
        ("[pacing]\ndelay_s = -1\n", 2, "delay_s"),
        ("[pacing]\n\ndelays = 1\n", 3, "delays"),
        ("[network]\nproxy = 'ftp://x'\n", 2, "proxy"),
        ("[network]\nnameservers = ['dns.example']\n", 2, "nameservers"),
        ("[nets]\nproxy = ''\n", 1, "nets"),
        ("[pacing\n", 1, "TOML"),
    ],
)
def test_a_wrong_setting_is_named_with_file_and_line(tmp_path: Path, text: str, line: int, shown: str) -> None:
    with pytest.raises(InputError) as caught:
        load_config(write(tmp_path, text))
    assert caught.value.file.endswith("spotcheck.toml")
    assert caught.value.line == line
    assert shown in str(caught.value)
    assert caught.value.next_step


def test_an_empty_file_is_not_taken_for_all_defaults(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"spotcheck\.toml"):
        load_config(write(tmp_path, "\n"))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.toml"):
        load_config(tmp_path / "nowhere.toml")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("192.0.2.1", ("192.0.2.1", 53)),
        ("192.0.2.1:5353", ("192.0.2.1", 5353)),
        ("[2001:db8::1]:5353", ("2001:db8::1", 5353)),
        ("2001:db8::1", ("2001:db8::1", 53)),
    ],
)
def test_name_servers_are_read_with_their_port(text: str, expected: tuple[str, int]) -> None:
    assert split_server(text) == expected


CHINESE = [
    ('[alerts]\nmail_port = 99999\n', 2, "不得大于 65535"),
    ('[alerts]\nmail_security = "ssl"\n', 2, "只能是 'tls', 'starttls', 'none'"),
    ('[alerts]\nmail_to = "a@b.cn"\n', 2, "应为列表"),
    ('[alerts]\nmail_host = "smtp.gov.test"\nmail_to = ["a@b.cn"]\n', 1, "mail_from"),
    ('[alerts]\nmail_host = "h"\nmail_to = ["王芳"]\nmail_from = "a@b.cn"\n', 1, "不是邮件地址：王芳"),
    ('[alerts]\nmail_host = "h"\nmail_to = ["a@b.cn\\nBcc: x@y.cn"]\nmail_from = "a@b.cn"\n', 1, "不是邮件地址"),
    ('[alerts.webhooks."值班群"]\nkind = "json"\nurl_env = "X"\n', 1, "名称只能用"),
    ('[alerts]\n\n[alerts.webhooks.duty]\nkind = "json"\n', 3, "没有填写"),
    ('[health]\npast_runs = 1\n', 1, "past_least 不得大于 past_runs"),
    ('[health]\nblocked = 20\n', 2, "不得大于 1 [20]"),
    ('[retention]\nkeep_days = "两年"\n', 2, "应为整数 [两年]"),
    ('[retention]\nkeep_days = 3.5\n', 2, "应为整数"),
    ('[schedule]\nweekly_check = 5\n', 2, "应为文字"),
    ('[schedule]\nweekly_check = "0 25 * * *"\n', 2, "时 0 至 23"),
    ('[schedule]\nsample_percent = 0\n', 2, "应大于 0"),
    ('schedule = 5\n', 1, "写成 [schedule] 一节"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "shown"), CHINESE)
def test_what_a_value_has_to_be_is_told_in_chinese(tmp_path: Path, text: str, line: int, shown: str) -> None:
    with pytest.raises(InputError) as caught:
        load_config(write(tmp_path, text))
    assert shown in str(caught.value)
    assert caught.value.line == line
    assert "Input should" not in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


SECRET = "geheim-0123456789"
MISPLACED = [
    f'[alerts]\nmail_password = "{SECRET}"\n',
    f'[alerts]\nmail_password_env = "{SECRET}"\n',
    f'[alerts.webhooks.duty]\nurl_env = "https://oapi.gov.test/send?access_token={SECRET}"\n',
    f'[alerts.webhooks.duty]\nurl_env = "X"\nurl = "https://oapi.gov.test/send?access_token={SECRET}"\n',
    f'[alerts.webhooks.duty]\nurl_env = "X"\nkind = "{SECRET}"\n',
    f'[alerts.webhooks]\nduty = "https://oapi.gov.test/send?access_token={SECRET}"\n',
]


@pytest.mark.parametrize("text", MISPLACED)
def test_a_secret_in_the_wrong_place_is_refused_and_not_repeated(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError) as caught:
        load_config(write(tmp_path, text))
    assert SECRET not in str(caught.value)
    assert SECRET not in repr(caught.value.__dict__)
