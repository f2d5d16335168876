"""The door: each thing done by hand. It only puts the stages' own commands together."""

from __future__ import annotations

import sys

import typer

import scheduler
from checks import commands as checks_commands
from checks import pack_commands
from crawler import calendar_commands, refusals, usage
from crawler import commands as crawler_commands
from crawler.disk import as_input_error
from crawler.errors import InputError, VerificationError
from crawler.lexicon import say
from results import commands as results_commands
from results import run_commands
from results.accounts import list_commands as account_list_commands
from results.accounts import main_commands as main_account_commands
from results.alerts import commands as alert_commands
from results.campaigns import commands as campaign_commands
from results.casework import commands as case_commands
from results.casework import due_commands, recheck_commands, reconsider_commands
from results.exchange import commands as exchange_commands
from results.health import commands as health_commands
from results.ipv6 import commands as ipv6_commands
from results.ledger import commands as ledger_commands
from results.notices import commands as letter_commands
from results.operations import backup_commands, doctor_commands, metrics_commands
from results.publishing import commands as publishing_commands
from results.rating import commands as rating_commands
from results.retention import commands as retention_commands
from results.review import capture_commands, desk_commands, exemption_commands
from results.sampling import commands as sample_commands
from results.timetable import commands as timetable_commands
from results.warning import commands as warn_commands

DONE, BAD_INPUT, UNHEALTHY, NOT_VERIFIED, INTERRUPTED = 0, 2, 3, 4, 130

app = typer.Typer(help=say("door.help"), no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
app.add_typer(account_list_commands.app, name="inventory")
app.add_typer(main_account_commands.app, name="account")
app.add_typer(pack_commands.app, name="pack")
app.add_typer(case_commands.app, name="notice")
app.add_typer(campaign_commands.app, name="campaign")
app.add_typer(alert_commands.app, name="alert")
app.add_typer(desk_commands.app, name="review")
app.add_typer(recheck_commands.app, name="recheck")
app.add_typer(ledger_commands.app, name="ledger")
app.add_typer(letter_commands.templates_app, name="templates")
for stage in (
    run_commands,
    crawler_commands,
    calendar_commands,
    checks_commands,
    exchange_commands,
    results_commands,
    publishing_commands,
    letter_commands,
    warn_commands,
    due_commands,
    reconsider_commands,
    sample_commands,
    rating_commands,
    exemption_commands,
    capture_commands,
    ipv6_commands,
    timetable_commands,
    backup_commands,
    retention_commands,
    health_commands,
    doctor_commands,
    metrics_commands,
):
    app.registered_commands += stage.app.registered_commands
app.add_typer(scheduler.app, name="schedule")


def main() -> None:
    """Run one command and end with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """One command; returns the exit code. Only our own mistakes show a stack trace, and say so."""
    try:
        usage.require_paths(arguments)
        code = app(arguments, prog_name="spotcheck", standalone_mode=False)
    except VerificationError as error:
        print(error, file=sys.stderr)
        return NOT_VERIFIED
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        return DONE  # the reader of our output has seen enough
    except (InputError, OSError, typer.TyperException, typer.Abort) as error:
        told = _told(error)
        if told is None:
            raise
        print(told, file=sys.stderr, end="\n" if told else "")
        return BAD_INPUT
    except SystemExit as end:
        code = end.code
    if code == INTERRUPTED:  # typer turns Ctrl-C into an exit of its own
        print(_interrupted(arguments), file=sys.stderr)
    return code if isinstance(code, int) else DONE


def _told(error: Exception) -> str | None:
    """What a person gave us, or a disk does not allow, in words; None for what is our own mistake."""
    if isinstance(error, OSError):
        refused = as_input_error(error)
        return str(refused) if refused else None
    if isinstance(error, typer.Abort):
        return refusals.say("usage", "aborted")
    if isinstance(error, typer.TyperException):
        return error.message if usage.is_help(error) else str(usage.refusal(error))  # help may be printed already
    return str(error)


def _interrupted(arguments: list[str]) -> str:
    """What an interruption leaves behind: a look at single hosts cannot be gone on with."""
    return say("ipv6.interrupted" if arguments[:1] == ["ipv6"] else "door.interrupted")


if __name__ == "__main__":
    main()
