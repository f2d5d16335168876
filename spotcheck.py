"""The door: each thing done by hand. It only puts the stages' own commands together."""

from __future__ import annotations

import sys

import typer

import scheduler
from checks import commands as checks_commands
from checks import pack_commands
from crawler import calendar_commands
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
        app(arguments, standalone_mode=True)
    except BrokenPipeError:
        return DONE  # the reader of our output has seen enough
    except (InputError, OSError) as error:
        told = as_input_error(error) if isinstance(error, OSError) else error
        if told is None:
            raise
        print(told, file=sys.stderr)
        return BAD_INPUT
    except VerificationError as error:
        print(error, file=sys.stderr)
        return NOT_VERIFIED
    except KeyboardInterrupt:
        print(_interrupted(arguments), file=sys.stderr)
        return INTERRUPTED
    except SystemExit as end:
        if end.code == INTERRUPTED:  # typer turns Ctrl-C into an exit of its own
            print(_interrupted(arguments), file=sys.stderr)
        return end.code if isinstance(end.code, int) else DONE
    return DONE


def _interrupted(arguments: list[str]) -> str:
    """What an interruption leaves behind: a look at single hosts cannot be gone on with."""
    return say("ipv6.interrupted" if arguments[:1] == ["ipv6"] else "door.interrupted")


if __name__ == "__main__":
    main()
