"""``spotcheck doctor``: looks at everything the service needs. Never longer than one look may take."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from crawler import clock
from crawler.config import Config, load_config
from crawler.disk import as_input_error
from crawler.errors import InputError, VerificationError
from results.operations import line, machine, office
from results.operations.symptoms import Look, Patient, State, Symptom, told
from results.text import plain, words

LOOKS: dict[str, Look] = {
    "disk": machine.disk,
    "rights": machine.rights,
    "memory": machine.memory,
    "files": machine.limits,
    "sqlite": machine.sqlite,
    "timezone": machine.timezone,
    "clock": line.clock,
    "names": line.name_servers,
    "ipv4": line.ipv4,
    "ipv6": line.ipv6,
    "browser": machine.browser,
    "letter-fonts": machine.fonts,
    "calendar": office.calendar,
    "rules": office.rules,
    "trail": office.trail,
    "backup": office.backup,
    "service": office.service,
    "campaign": office.campaign,
    "alerts": office.alerts,
}


def examine(data: Path, settings: Path | None, patience_s: float = 15.0) -> list[Symptom]:
    """Every look, side by side; one that takes too long is said to."""
    found, config = _settings(settings)
    patient = Patient(data, config, clock.now, patience_s)
    return [found, *ask(patient, LOOKS)]


def ask(patient: Patient, looks: dict[str, Look]) -> list[Symptom]:
    """The symptoms in the order of the looks."""
    answers: dict[str, list[Symptom]] = {}

    def work(name: str, look: Look) -> None:
        try:
            answers[name] = list(look(patient))
        except (OSError, InputError, VerificationError) as error:
            answers[name] = [_refused(name, error)]

    threads = [threading.Thread(target=work, args=pair, daemon=True) for pair in looks.items()]
    for thread in threads:
        thread.start()
    ends = clock.ticks() + patient.patience_s
    for thread in threads:
        thread.join(max(0.0, ends - clock.ticks()))
    late = f"{patient.patience_s:g}"
    return [
        symptom for name in looks for symptom in answers.get(name, [told(name, State.WARNING, "late", seconds=late)])
    ]


def _refused(name: str, error: OSError | InputError | VerificationError) -> Symptom:
    """What we were not let look at is not in order."""
    known = as_input_error(error) if isinstance(error, OSError) else error
    sentence = words("doctor")["refused"]
    return Symptom(name, State.TROUBLE, plain(f"{sentence['seen']}{known or error}", 400), sentence["mend"])


def is_well(symptoms: Sequence[Symptom]) -> bool:
    return all(symptom.state is not State.TROUBLE for symptom in symptoms)


def _settings(path: Path | None) -> tuple[Symptom, Config]:
    """The settings, or the defaults where they are wrong: the rest can be looked at all the same."""
    try:
        config = load_config(path)
    except InputError as error:
        return told("settings", State.TROUBLE, "bad", detail=error), Config()
    return told("settings", State.OK, "ok" if path else "none", path=path), config
