"""How a command answers: in words or as JSON, and with one clear sentence if it cannot.

Exit codes: 0 done, 1 done with issues, 2 could not be done.
"""

import functools
import gc
import getpass
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, NoReturn

import click
from flask import current_app
from flask.cli import ScriptInfo, with_appcontext

from tracker.config import Settings

DONE, DONE_WITH_ISSUES, NOT_DONE = 0, 1, 2


class CannotBeDone(Exception):
    """A command cannot be done; the text is the one sentence that says why."""


def now() -> datetime:
    """The moment at which the command runs. Below the doors, time is an argument."""
    return datetime.now(UTC)


def today() -> date:
    """The day on which the command runs."""
    return datetime.now().astimezone().date()


def settings() -> Settings:
    """The settings of this installation."""
    found: Settings = current_app.config["TRACKER"]
    return found


def who() -> str:
    """Who runs the command, for the audit."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "command line"


def command(
    group: click.Group | None, name: str, *, database: bool = True
) -> Callable[[Callable[..., Any]], click.Command]:
    """A command with --json, its database up to date, and its errors in a sentence.

    The function gets ``as_json`` and returns nothing or an exit code.
    """

    def decorate(function: Callable[..., Any]) -> click.Command:
        @click.option(
            "--json", "as_json", is_flag=True, help="Answer in JSON, for machines."
        )
        @functools.wraps(function)
        def run(*args: Any, as_json: bool, **kwargs: Any) -> None:
            # Evidence comes by the hundred thousand and never in circles: looking for
            # circles among it takes a quarter of a load's time.
            gc.set_threshold(5_000_000, 20, 100)
            try:
                if database:
                    start()
                    _bring_up_to_date()
                code = function(*args, as_json=as_json, **kwargs)
            except click.ClickException:
                raise
            except BrokenPipeError:
                # Whoever read the answer has seen enough of it.
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
                sys.exit(DONE)
            except Exception as error:
                fail(_sentence(error), as_json=as_json)
            sys.exit(code or DONE)

        made = click.command(name)(with_appcontext(run))
        if group is not None:
            group.add_command(made)
        return made

    return decorate


def start() -> None:
    """Loads what speaks with the database, for a command that does without until then.

    A file that is only checked needs none of it, nor the time that it takes.
    """
    current_app.extensions["tracker"]()


def _bring_up_to_date() -> None:
    from tracker.store import tables

    tables.bring_up_to_date(embedded=settings().database_url is None)


def fail(sentence: str, *, as_json: bool) -> NoReturn:
    """Ends the command: it could not be done, and this is why."""
    if as_json:
        click.echo(json.dumps({"error": sentence}, ensure_ascii=False))
    click.echo(sentence, err=True)
    sys.exit(NOT_DONE)


#: What is raised on purpose, by the module it comes from: its text is for the user.
_SPEAKS = {
    "AlreadyLoaded",
    "CannotBeDone",
    "DatabaseUnavailable",
    "MigrationOwed",
    "NotApplicable",
    "NotFreezable",
    "NotMergeable",
    "NotResolvable",
    "SettingMissing",
    "Unreadable",
    "UnreadableError",
}


def _sentence(error: Exception) -> str:
    """What to tell the user of an error; the rest goes to a log that they never see."""
    if type(error).__name__ in _SPEAKS or isinstance(error, ValueError):
        return " ".join(str(error).split())
    if type(error).__name__ == "OperationalError":
        return (
            "The database cannot be reached. Check DATABASE_URL, or leave it out to "
            "use the embedded database."
        )
    if isinstance(error, MemoryError):
        return "There is not enough memory for this."
    log = settings().var / "log" / "errors.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"\n{now().isoformat()}\n{''.join(_frames(error))}")
    except OSError:
        return f"Something failed that was not foreseen ({type(error).__name__})."
    return (
        f"Something failed that was not foreseen ({type(error).__name__}); nothing was "
        f"changed. Where it happened is written in {log}."
    )


def _frames(error: Exception) -> Iterable[str]:
    """Where it happened, without the values, which may be somebody's."""
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__name__}\n"


def show(told: Any) -> None:
    """Prints an answer as JSON."""
    click.echo(json.dumps(told, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Prints rows under headings, numbers to the right; says where there are none."""
    shown = [[_cell(value) for value in row] for row in rows]
    if not shown:
        click.echo("None.")
        return
    numeric = [
        all(
            row[i].replace(",", "").replace(".", "").isdigit() or not row[i]
            for row in shown
        )
        for i in range(len(headings))
    ]
    widths = [
        max(len(heading), *(len(row[i]) for row in shown))
        for i, heading in enumerate(headings)
    ]
    for row in (list(headings), *shown):
        cells = [
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, numeric, strict=True)
        ]
        click.echo("  ".join(cells).rstrip())


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return str(value)


def day(context: click.Context, parameter: click.Parameter, value: str | None) -> Any:
    """Reads a date of an option: 2026-10-01 or 01/10/2026."""
    if value is None:
        return None
    from tracker.feeds.dates import parse_date

    read = parse_date(value)
    if not isinstance(read, date):
        raise click.BadParameter(read or "Give a date such as 2026-10-01.")
    return read


def moment(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> Any:
    """Reads a moment: ISO date and time, or a date, which means the end of it."""
    if value is None:
        return None
    try:
        if "T" not in value and ":" not in value:
            whole_day = day(context, parameter, value)
            return datetime.combine(whole_day, time.max).astimezone()
        read = datetime.fromisoformat(value.strip())
    except ValueError as error:
        raise click.BadParameter(
            f"{value} is not a moment such as 2026-10-01 or 2026-10-01T14:30."
        ) from error
    return read if read.tzinfo is not None else read.astimezone()


def month(context: click.Context, parameter: click.Parameter, value: str | None) -> Any:
    """Reads a month such as 2026-10."""
    if value is None:
        return None
    from tracker.domain.academic_year import Period

    try:
        return Period.parse(value)
    except ValueError as error:
        raise click.BadParameter(f"{error}.") from error


def authority(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> str:
    """The authority asked for, or that of this installation."""
    from tracker.domain import codes
    from tracker.domain.identifiers import AuthorityCode

    # No context is opened here: what is wrong with an option would leave it open.
    here: Settings = context.ensure_object(ScriptInfo).load_app().config["TRACKER"]
    given = value or here.authority
    if given is None:
        raise click.BadParameter(
            "Say --authority CODE, or set TRACKER_AUTHORITY for this installation."
        )
    parsed = AuthorityCode.parse(given)
    if parsed.value is None:
        raise click.BadParameter(parsed.reason or f"{given} is not an authority code.")
    if codes.AUTHORITIES[parsed.value].status == "special":
        raise click.BadParameter(f"{given} is not a council; it stands for no one.")
    return parsed.value


authority_option = click.option(
    "--authority",
    callback=authority,
    metavar="CODE",
    help="The local authority, as its three-digit code. [default: TRACKER_AUTHORITY]",
)


def local(at: datetime) -> str:
    """A moment as people here read it."""
    return f"{at.astimezone():%d/%m/%Y %H:%M}"
