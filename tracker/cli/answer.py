"""The answers of commands: in words, as JSON, or one clear sentence of refusal.

Exit codes: 0 done, 1 done with issues, 2 could not be done, 130 stopped half-way.
"""

import functools
import gc
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from tracker.cli import actor, clock, failures, stopping, terminal
from tracker.config import Settings
from tracker.domain.reference.academic_year import MONTHS
from tracker.domain.reference.england import HERE, on_day
from tracker.packing.program_files import typed
from tracker.refusal import Refusal

if TYPE_CHECKING:
    from tracker.actions.act import Act

T = TypeVar("T")

#: Characters that a file may hold and a terminal would obey.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f]")
DONE, DONE_WITH_ISSUES, NOT_DONE, STOPPED = 0, 1, 2, 130

_JSON = click.Option(
    ("--json", "as_json"), is_flag=True, help="Answer in JSON, for machines."
)


class CannotBeDone(Refusal):
    """A command cannot be done; the text is the sentence with the reason."""


def now() -> datetime:
    """The moment of the command. Below the commands and pages, time is an argument."""
    return datetime.now(UTC)


def today() -> date:
    """The day in England on which the command runs, or on which a demo stands."""
    return clock.day_of(datetime.now(UTC))


def now_on_day() -> datetime:
    """The moment of the command on that day, for the time left of what is due."""
    return on_day(now(), today())


def settings() -> Settings:
    """The settings of this installation."""
    found: Settings = current_app.config["TRACKER"]
    return found


def in_json() -> bool:
    """Whether the command that runs is to answer in JSON."""
    return bool(click.get_current_context().params["as_json"])


def act(authority: str) -> "Act":
    """What the user of the command does now, for an action to carry out."""
    from tracker.actions.act import Act

    return Act(
        by=actor.user_name(),
        at=now(),
        on=today(),
        authority=authority,
        acts_for=actor.acts_for(),
    )


def note_shown(
    authority: str, people: Iterable[int], *, lines: Sequence[int] = ()
) -> None:
    """Notes in the audit that the command shows these young people, and these lines.

    It is noted first: a reader may stop reading the output at any line.
    """
    context = click.get_current_context()
    command = _words(context.info_name, context.parent)
    act(authority).note_list(command, list(dict.fromkeys(people)), lines)


def command(
    group: click.Group | None,
    name: str,
    *,
    database: bool = True,
    hidden: bool = False,
) -> Callable[[Callable[..., Any]], click.Command]:
    """A command with --json, its database up to date, and its errors in a sentence.

    Without a ``group`` it is called by its name alone. The function returns nothing or
    an exit code.
    """

    def decorate(function: Callable[..., Any]) -> click.Command:
        @functools.wraps(function)
        def run(*args: Any, as_json: bool, **kwargs: Any) -> None:
            # Evidence comes by the hundred thousand and never in reference cycles. The
            # search for cycles would take a quarter of a load's time.
            gc.set_threshold(5_000_000, 20, 100)
            kwargs.pop(actor.ACTS_FOR, None)
            try:
                with stopping.stoppable():
                    if database:
                        start()
                        _bring_up_to_date()
                        if refusal := clock.refusal():
                            raise CannotBeDone(refusal)
                        show_rows_of(kwargs.get("authority"))
                    code = function(*args, **kwargs)
            except (click.ClickException, click.Abort):
                raise
            except BrokenPipeError:
                # The reader of the output has stopped reading it.
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
                sys.exit(DONE)
            except Exception as error:
                fail(_sentence(error), as_json=as_json)
            sys.exit(code or DONE)

        made = click.command(name, cls=Command, hidden=hidden)(with_appcontext(run))
        # The last of the options, whatever other options a command has.
        made.params += [actor.OPTION, _JSON] if database else [_JSON]
        (group or COMMANDS).add_command(made)
        return made

    return decorate


@contextmanager
def _in_one_sentence(as_json: bool, words: str) -> Iterator[None]:
    """Prints one sentence where click would print several lines."""
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.ClickException as error:
        sentence = " ".join(error.format_message().split())
        if not sentence.endswith((".", "?", "!")):
            sentence += "."
        if isinstance(error, click.UsageError):
            sentence += f" See flask {words} --help."
        fail(sentence, as_json=as_json)
    except (KeyboardInterrupt, click.Abort):
        fail(failures.STOPPED, as_json=as_json, code=STOPPED)


def _words(name: str | None, parent: click.Context | None) -> str:
    """The words typed after `flask` to call a command."""
    words = [name or ""]
    while parent is not None and parent.parent is not None:
        words.insert(0, parent.info_name or "")
        parent = parent.parent
    return " ".join(words)


class _Sentences(click.Command):
    """A command or group that reports mistakes in its words in a sentence, or JSON."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        with _in_one_sentence("--json" in args, _words(info_name, parent)):
            return super().make_context(info_name, args, parent, **extra)

    def get_help(self, ctx: click.Context) -> str:
        return typed(super().get_help(ctx))


class Command(_Sentences):
    """A command whose mistakes are each reported in a sentence, or in JSON."""

    def invoke(self, ctx: click.Context) -> Any:
        as_json = bool(ctx.params.get("as_json"))
        with _in_one_sentence(as_json, _words(ctx.info_name, ctx.parent)):
            return super().invoke(ctx)


class Group(_Sentences, click.Group):
    """Commands that belong together."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        with _in_one_sentence("--json" in args, _words(ctx.info_name, ctx.parent)):
            return super().resolve_command(ctx, args)


class Commands(AppGroup):
    """All commands of the application. Flask's own commands are found first."""

    def get_help(self, ctx: click.Context) -> str:
        return typed(super().get_help(ctx))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = super().get_command(ctx, cmd_name)
        if found is None and not ctx.resilient_parsing:
            fail(
                f"There is no command {cmd_name[:40]}. See flask --help.",
                as_json="--json" in sys.argv,
            )
        return found


#: Each module of a folder of commands adds its own while it is imported.
COMMANDS = Commands("tracker")


def start() -> None:
    """Loads the code that uses the database, for a command that starts without it.

    A command that only checks a file needs neither that code nor the time it takes.
    """
    current_app.extensions["tracker"]()


def show_rows_of(authority: str | None) -> None:
    """Shows a command the rows of one authority; None means every authority.

    Each command begins with it. Commands that need the whole installation, or that make
    their own database ready, call it again.
    """
    from tracker import store

    shown = store.database.shown
    if authority is None:
        shown.show_all()
    else:
        shown.show([authority])
    # A command may run for weeks, and would keep locks on what it looked at.
    store.database.base.end()


def _bring_up_to_date() -> None:
    from tracker import store

    store.tables.bring_up_to_date(embedded=settings().database_url is None)


def _sentence(error: Exception) -> str:
    here = settings()
    return failures.sentence(
        error,
        embedded=here.database_url is None,
        var=here.var,
        at=now(),
    )


def fail(sentence: str, *, as_json: bool, code: int = NOT_DONE) -> NoReturn:
    """Ends a command that could not be done, with the reason in a sentence."""
    sentence = typed(sentence)
    if as_json:
        click.echo(json.dumps({"error": sentence}, ensure_ascii=False))
    click.echo(sentence, err=True)
    sys.exit(code)


def found(value: T | None, sentence: str) -> T:
    """The value. Raises CannotBeDone, with the sentence, where there is none."""
    if value is None:
        raise CannotBeDone(sentence)
    return value


def give(result: Any, *words: str | Iterable[str]) -> None:
    """Prints an answer: its result as JSON, or the answer in words."""
    if in_json():
        show(result)
    else:
        say(*words)


def say(*words: str | Iterable[str]) -> None:
    """Prints lines and tables; the lines of a table are made only now."""
    terminal.show(
        line for each in words for line in ((each,) if isinstance(each, str) else each)
    )


def show(result: Any) -> None:
    """Prints an answer as JSON."""
    click.echo(json.dumps(result, ensure_ascii=False, indent=2, default=_plain))


def show_long(
    rest: Mapping[str, Any], name: str, items: Iterable[Mapping[str, Any]]
) -> None:
    """Prints an answer as JSON whose last entry is a list too long for memory.

    The items are flat. The output is the same as that of ``show`` for the whole answer.
    """
    whole = json.dumps({**rest, name: []}, ensure_ascii=False, indent=2, default=_plain)
    click.echo(whole.removesuffix("]\n}"), nl=False)
    between, within = "\n    },\n    {\n      ", (",\n      ", ": ")
    begins = "\n    {\n      "
    while some := [
        json.dumps(item, ensure_ascii=False, separators=within, default=_plain)
        for item in islice(items, 1_000)
    ]:
        click.echo(begins + between.join(text[1:-1] for text in some), nl=False)
        begins = between
    click.echo("]\n}" if begins != between else "\n    }\n  ]\n}")


def fields(record: object, *names: str) -> dict[str, Any]:
    """The named fields of a record, as they are, for an answer in JSON."""
    return {name: getattr(record, name) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The lines of rows under headings, numbers to the right.

    Without rows the only line is "None.".
    """
    shown = [[_cell(value) for value in row] for row in rows]
    return terminal.table(headings, shown)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.1f}"
    if isinstance(value, date):
        return local(value) if isinstance(value, datetime) else short(value)
    return _UNPRINTABLE.sub(" ", str(value))


def short(day: date) -> str:
    """A date where there is little room: 24 Nov 2026."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def local(at: datetime) -> str:
    """A moment in English time: 24 Nov 2026 18:31."""
    here = at.astimezone(HERE)
    return f"{short(here.date())} {here:%H:%M}"


def progress() -> Callable[[str], Any] | None:
    """The output for the progress of long work: on stderr, or nowhere with JSON."""
    return None if in_json() else functools.partial(click.echo, err=True)
