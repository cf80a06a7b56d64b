"""The options of commands, read and checked before anything is done."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import click
from flask.cli import ScriptInfo

from tracker import domain
from tracker.cli import answer
from tracker.config import Settings
from tracker.domain.reference.academic_year import Period
from tracker.domain.reference.england import HERE
from tracker.domain.reference.identifiers import AuthorityCode

#: No records of young people were kept in this form before this year.
FIRST_YEAR = 2005
_LAST_NUMBER = 2**63 - 1
_FIRST_DAY = date(2000, 1, 1)
_DAYS_AHEAD = 366
_MOMENTS = range(1900, 2100)


class Kind(click.ParamType[Any, Any]):
    """A kind of option: its form in help, and the function that reads and checks it."""

    def __init__(self, name: str, read: Callable[[str], Any]) -> None:
        self.name, self._read = name, read

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        return self._read(value)


def _record_number(given: str) -> int:
    """The number of a batch, a row, a run or a young person."""
    text = given.strip()
    if re.fullmatch("[0-9]{1,19}", text) and 1 <= int(text) <= _LAST_NUMBER:
        return int(text)
    shown = text if len(text) <= 40 else f"{text[:40]}..."
    raise click.BadParameter(
        f"{shown} is not a record number; those are 1, 2, 3 and so on."
    )


def _year(given: str) -> int:
    """A year for which there may be records."""
    text = given.strip()
    last = answer.today().year + 1
    if re.fullmatch("[0-9]{4}", text) and FIRST_YEAR <= int(text) <= last:
        return int(text)
    raise click.BadParameter(f"{text[:40]} is not a year from {FIRST_YEAR} to {last}.")


class PathGiven(click.Path):
    """A path. An empty one is refused, because it would mean the current folder."""

    def __init__(self, *endings: str, **more: Any) -> None:
        super().__init__(path_type=Path, **more)
        self._endings = endings

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        if not str(value).strip():
            self.fail("Give its name; it is empty.", param, ctx)
        path = Path(super().convert(value, param, ctx))  # type: ignore[arg-type]
        if self._endings and path.suffix.lower() not in self._endings:
            shown = " or ".join(self._endings)
            self.fail(f"Give a file name that ends in {shown}.", param, ctx)
        return path


def refuse_device(path: Path) -> None:
    """Refuses a pipe or a device, which may never end."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise answer.CannotBeDone(f"{path} is neither a file nor a folder.")


class FeedName(click.Choice[str]):
    """The name of a feed. The feeds are loaded only once a command needs one."""

    case_sensitive = True

    def __init__(self, *, with_template: bool = False) -> None:
        self._with_template = with_template

    @property
    def choices(self) -> tuple[str, ...]:  # type: ignore[override]
        from tracker.feeds.registry import FEEDS

        return tuple(
            name
            for name, feed in FEEDS.items()
            if feed.template is not None or not self._with_template
        )


class FeedArgument(click.Argument):
    """A feed; the sentence about a wrong one lists the feeds once."""

    def get_error_hint(self, ctx: click.Context | None) -> str:
        return "'FEED'"


def _day(text: str) -> date:
    """Reads the date of an option: 2026-10-01 or 01/10/2026."""
    from tracker.feeds.cells.dates import parse_date

    read = parse_date(text)
    if not isinstance(read, date):
        raise click.BadParameter(read or "Give a date such as 2026-10-01.")
    return read


def day_of_file(text: str) -> date:
    """Reads the as-at date of a file, or `today`; a date far off is refused."""
    if text.strip().casefold() == "today":
        return answer.today()
    read = _day(text)
    if read < _FIRST_DAY:
        raise click.BadParameter(f"{text} is too long ago for any file.")
    if read > answer.today() + timedelta(days=_DAYS_AHEAD):
        raise click.BadParameter(
            f"{text} is more than a year ahead, which is too far for any file."
        )
    return read


def _moment(text: str) -> datetime:
    """Reads a moment: an ISO date and time, or a date, which means its last moment.

    Without a time zone it is the time in England, whatever that of the machine is.
    """
    try:
        if "T" not in text and ":" not in text:
            return datetime.combine(_day(text), time.max, tzinfo=HERE)
        read = datetime.fromisoformat(text.strip())
        if read.year not in _MOMENTS:
            raise click.BadParameter(f"{text} has a year that cannot be right.")
        return read if read.tzinfo is not None else read.replace(tzinfo=HERE)
    except (ValueError, OverflowError) as error:
        raise click.BadParameter(
            f"{text} is not a moment such as 2026-10-01 or 2026-10-01T14:30."
        ) from error


def _month(text: str) -> Period:
    """Reads a month such as 2026-10."""
    try:
        read = Period.parse(text)
    except ValueError as error:
        raise click.BadParameter(f"{text} is not a month such as 2026-10.") from error
    last = answer.today().year + 1
    if not FIRST_YEAR <= read.year <= last:
        raise click.BadParameter(
            f"{text} is not a month of the years {FIRST_YEAR} to {last}."
        )
    return read


NUMBER = Kind("number", _record_number)
YEAR = Kind("2025", _year)
DAY = Kind("date", _day)
DAY_OF_FILE = Kind("date", day_of_file)
MOMENT = Kind("moment", _moment)
MONTH = Kind("2026-10", _month)
FEED = FeedName()
FEED_WITH_TEMPLATE = FeedName(with_template=True)
FILE = PathGiven()
FOLDER = PathGiven(file_okay=False)
TABLE = PathGiven(".xlsx", ".csv", dir_okay=False)


def authority(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> str:
    """The authority in the option, or that of this installation."""
    # No context is opened here: a mistake in an option would leave it open.
    here: Settings = context.ensure_object(ScriptInfo).load_app().config["TRACKER"]
    given = value or here.authority
    if given is None:
        raise click.BadParameter(
            "Give --authority CODE, or set TRACKER_AUTHORITY for this installation."
        )
    parsed = AuthorityCode.parse(given)
    if parsed.value is None:
        raise click.BadParameter(parsed.reason or f"{given} is not an authority code.")
    if domain.reference.codes.AUTHORITIES[parsed.value].status == "special":
        raise click.BadParameter(f"{given} is not the code of a council.")
    return parsed.value


authority_option = click.option(
    "--authority",
    callback=authority,
    metavar="CODE",
    help="The local authority, as its three-digit code. [default: TRACKER_AUTHORITY]",
)
