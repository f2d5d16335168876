"""The parts of the settings by which the service looks after itself: back-ups, keeping, health, alerts."""

from __future__ import annotations

import re
from email.utils import parseaddr
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

from crawler.errors import printable
from crawler.lexicon import say
from crawler.section import Section


class Backup(Section):
    """See ``docs/operations.md``."""

    to: str = Field("", description="Folder of the back-ups, on another disk; relative to the settings.")
    keep: int = Field(30, ge=0, le=10_000, description="Sound back-ups kept; 0: all.")


class Retention(Section):
    """How long captures are kept. What stands behind open matters is kept in any case."""

    keep_days: int = Field(
        0, ge=0, le=36_500, description="Days a run's captures are kept after its end; 0: nothing is deleted."
    )


class Health(Section):
    """From when on a run's own gathering counts as ill, see ``docs/operations.md``. Shares are between 0 and 1."""

    past_runs: int = Field(5, ge=1, le=50, description="Earlier runs that a website is compared with.")
    past_least: int = Field(2, ge=1, le=50, description="Earlier runs without which nothing is compared.")
    yield_least: float = Field(
        0.4, ge=0, le=1, description="A website yields too little below this share of what it usually yields."
    )
    yield_sites: float = Field(0.25, gt=0, le=1, description="The run is ill above this share of such websites.")
    blocked: float = Field(0.2, gt=0, le=1, description="The run is ill above this share of refused pages.")
    cut: float = Field(0.2, gt=0, le=1, description="The run is ill above this share of targets cut short.")
    drift: float = Field(
        0.3, gt=0, le=1, description="A website's reading drifts where this share more than usual cannot be told."
    )
    drift_sites: float = Field(0.25, gt=0, le=1, description="The run is ill above this share of such websites.")
    browser: float = Field(0.5, gt=0, le=1, description="The run is ill above this share of failed renderings.")
    names: float = Field(0.2, gt=0, le=1, description="The run is ill above this share of unanswered name questions.")

    @model_validator(mode="after")
    def _past_can_be_compared(self) -> Self:
        if self.past_least > self.past_runs:
            raise ValueError(say("config.past"))
        return self


def _env_name(name: str) -> str:
    """Raises ValueError where somebody wrote the secret itself in the place of its variable's name."""
    if name and not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        raise ValueError(say("config.not-env"))
    return name


EnvName = Annotated[str, AfterValidator(_env_name)]


class Webhook(Section):
    """The address holds a key, so that it stands in the environment variable that ``url_env`` names."""

    kind: Literal["dingtalk", "wecom", "json"] = Field("json", description="Form of the message.")
    url_env: EnvName = Field(min_length=1, description="Environment variable with the address.")
    secret_env: EnvName = Field("", description="Environment variable with the secret that signs; empty: not signed.")


class Alerts(Section):
    """Passwords and addresses with keys stand in the environment, never in this file, see ``docs/operations.md``."""

    mail_host: str = Field("", description="Mail server; empty: no mail is sent.")
    mail_port: int = Field(465, ge=1, le=65535, description="Its port.")
    mail_security: Literal["tls", "starttls", "none"] = Field("tls", description="How the line to it is secured.")
    mail_user: str = Field("", description="Name to sign in with; empty: without.")
    mail_password_env: EnvName = Field("SPOTCHECK_MAIL_PASSWORD", description="Environment variable with the password.")
    mail_from: str = Field("", description="Address that mails come from.")
    mail_to: tuple[str, ...] = Field((), description="Addresses that mails go to.")
    webhooks: dict[str, Webhook] = Field({}, description="Name to ``kind``, ``url_env`` and ``secret_env``.")
    again_hours: float = Field(24, gt=0, le=720, description="Hours until the same matter is told again.")
    per_hour: int = Field(10, ge=1, le=1000, description="Messages an hour; what is more is summed up in one.")
    timeout_s: float = Field(15, gt=0, le=120, description="Seconds a destination may take.")
    due_days: int = Field(2, ge=0, le=30, description="Working days before its due day that a notice is told of.")
    free_mb: int = Field(2048, ge=0, description="Free MiB on the disk below which an alert is sent.")
    allow_private: bool = Field(False, description="Whether destinations may be in a private network.")

    @field_validator("webhooks")
    @classmethod
    def _names(cls, value: dict[str, Webhook]) -> dict[str, Webhook]:
        for name in value:
            if not name.isascii() or not name.replace("-", "").replace("_", "").isalnum():
                raise ValueError(say("config.webhook-name", name=name))
        return value

    @model_validator(mode="after")
    def _mail_is_whole(self) -> Self:
        """A host alone would send nothing and say nothing."""
        if self.mail_host and not (self.mail_from and self.mail_to):
            raise ValueError(say("config.mail-half"))
        for address in filter(None, (self.mail_from, *self.mail_to)):
            _, plain = parseaddr(address)
            if not re.fullmatch(r"[^@\s]+@[^@\s]+", plain) or not address.isprintable():
                raise ValueError(say("config.mail-address", address=printable(address)))
        return self
