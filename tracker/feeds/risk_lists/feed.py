"""DfE's lists of pupils in Years 10 and 11 who are at risk of NEET (Feeds F15).

The lists come twice a year and are by UPN. They are a signal: a line finds a young
person on record, and states nothing that a position, a figure or the return is made
from. Its indicators are shown beside the council's own reasons.

See decision 0249.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from tracker.domain.history.evidence import Tier
from tracker.domain.history.person import Identity
from tracker.domain.law.gateways import RISK
from tracker.domain.reference.academic_year import year_group
from tracker.domain.reference.identifiers import Upn
from tracker.feeds.cells.line_problems import MARKS
from tracker.feeds.cells.row import Row, flag_of, titles_of
from tracker.feeds.declaration import Feed, Signature
from tracker.feeds.feed_columns import Column, read_columns
from tracker.feeds.file_reading import Context, RawRow, Reading, Unreadable
from tracker.feeds.headings.matched_headings import heading_key
from tracker.feeds.reading.sources import Stored, only
from tracker.feeds.recognition.tables import (
    Table,
    Wanted,
    note_on_unread,
    open_tables,
    renamed,
)
from tracker.feeds.risk_lists import indicator_cells
from tracker.feeds.risk_lists.indicator_cells import Kind
from tracker.feeds.row_meaning import Interpretation
from tracker.wording.quotations import clipped

NAME, NOUN = "risk-lists", "a list of pupils at risk of NEET"
_TABLES = read_columns(Path(__file__).with_name("columns.csv"))
COLUMNS = _TABLES["list"]
NEEDS = (("upn",),)
YEARS = range(10, 12)
#: A list of more further columns than this is another table.
MOST_INDICATORS = 60
_TITLES = titles_of(COLUMNS)
#: The columns that a line is made of; no heading of a sender names them.
_MADE = ("open_indicators", "sealed_indicators")
_READ = tuple(each for each in COLUMNS if each.name not in _MADE)
#: What a user may explain any further heading to be.
(_INDICATOR,) = _TABLES["explained"]
#: Our names for the further columns of a table.
_FURTHER = "further "

NO_NUMBER = (
    "There is no UPN that can be used, and a line of this list is found by its UPN; "
    "correct it in the list."
)
_NOT_AT_RISK = "The list has this pupil as not at risk, so they are not shown as on it."
_ODD_YEAR = (
    "The list is of Years 10 and 11, and this line has {given}; it counts all the same."
)
_OTHER_YEAR = (
    "By the date of birth in the line it is Year {by_birth}; look whether the number "
    "is another pupil's."
)

#: Headings that only this list has. A flag alone is also in lists of plans of pupils.
HEADINGS = tuple(
    frozenset({heading_key(each)})
    for each in (
        *("RONI score", "RONI total", "RONI list date", "RONI indicators"),
        *("RONI reasons", "Number of indicators", "Number of RONI indicators"),
        *("Risk of NEET indicators", "Risk of NEET score", "RONI indicator count"),
    )
)


def read(
    paths: Sequence[Path],
    context: Context | None = None,
    *,
    aliases: Mapping[str, str] | None = None,
) -> Reading:
    """The rows of CSV and XLSX lists, with every further column as an indicator.

    Raises Unreadable.
    """
    files = only(paths, NOUN)
    # As an indicator a heading is read by its own words; one without a meaning is not.
    aliases = {
        heading: name
        for heading, name in (aliases or {}).items()
        if name != _INDICATOR.name
    }
    first = list(open_tables(files, Wanted(NAME, NOUN, _READ, NEEDS, aliases)))
    left_out = {heading_key(each) for each, name in aliases.items() if not name}
    further, needless = _further(first, left_out)
    wanted = Wanted(NAME, NOUN, (*_READ, *further), NEEDS, aliases)
    tables = list(open_tables(files, wanted))
    notes = _not_kept(further, needless)
    rows = _rows(tables, files[0], further, notes)
    return Reading(
        "list", rows, notes=notes, headings=renamed(tables, (*_READ, *further))
    )


def _further(
    tables: Sequence[Table], left_out: Collection[str]
) -> tuple[tuple[Column, ...], list[str]]:
    """The columns of these tables that are none of ours, each heading once; and the
    headings that a user has ``left_out``.

    Raises Unreadable where there are too many for such a list.
    """
    headings = dict.fromkeys(each for table in tables for each in table.unread)
    by_key = {heading_key(each): each for each in reversed(headings) if each}
    every = [each for each in headings if by_key.get(heading_key(each)) == each]
    found = [each for each in every if heading_key(each) not in left_out]
    if len(found) > MOST_INDICATORS:
        raise Unreadable(
            f"{tables[0].file} has {len(found)} columns beside the number and the name "
            f"of a pupil, and {NOUN} has at most {MOST_INDICATORS}; leave out those "
            "that are no indicators."
        )
    needless = [each for each in every if each not in found]
    return tuple(Column(f"{_FURTHER}{each}", each) for each in found), needless


def _not_kept(further: Sequence[Column], needless: Sequence[str]) -> list[str]:
    """A note on the columns of which nothing is stored."""
    unkept = list(map(clipped, needless))
    unkept += [
        clipped(each.title)
        for each in further
        if indicator_cells.kind_of(each.title) is Kind.LEFT_OUT
    ]
    return [note_on_unread(unkept)] if unkept else []


def _rows(
    tables: Sequence[Table],
    file: Stored,
    further: Sequence[Column],
    notes: list[str],
) -> Iterator[RawRow]:
    """The rows of tables; raises Unreadable where they have none."""
    count = 0
    for table in tables:
        for line, values in table.noting(notes):
            count += 1
            yield RawRow(line, table.file, _gathered(values, further))
    if not count:
        raise Unreadable(f"{file.name} has headings but no rows.")


def _gathered(values: Mapping[str, str], further: Sequence[Column]) -> dict[str, str]:
    """The cells of a line, with its indicators in one text of each kind."""
    own = {each.name for each in _READ} | set(MARKS)
    found = {name: cell for name, cell in values.items() if name in own}
    cells = {each.title: values[each.name] for each in further if each.name in values}
    words = found.pop("reasons", "")
    for name, kind in (
        ("open_indicators", Kind.OPEN),
        ("sealed_indicators", Kind.SEALED),
    ):
        text = indicator_cells.joined(
            (
                indicator_cells.written(cells, kind),
                indicator_cells.worded(words, kind),
            )
        )
        if text:
            found[name] = text
    return found


def interpret(
    raw: Mapping[str, str], restricted: bool, line: int, context: Context
) -> Interpretation:
    """The pupil to be found on record by number, and not a single statement."""
    row = Row(raw, line, _TITLES)
    given, family = row.names()
    who = Identity(
        given=given,
        family=family,
        middle=row.name("middle_names"),
        born=row.born(context.as_at),
        sex=row.sex(),
        upn=row.parsed("upn", Upn.parse),
    )
    if who.upn is None:
        row.object_to("upn", NO_NUMBER, stops=True)
    if row.flag("listed") is False:
        row.object_to("listed", _NOT_AT_RISK)
    _look_at_year(row, who, context)
    return Interpretation(who, (), tuple(row.problems), context.as_at, finds_only=True)


def _look_at_year(row: Row, who: Identity, context: Context) -> None:
    """Adds a problem where a line is of another year group than the list is."""
    cell = row.text("year_group")
    digits = "".join(filter(str.isdecimal, cell))
    if cell and (not digits.isascii() or digits not in map(str, YEARS)):
        row.object_to("year_group", _ODD_YEAR.format(given=clipped(cell)))
    elif digits and who.born is not None:
        by_birth = year_group(who.born, context.as_at)
        if str(by_birth) != digits:
            row.object_to("year_group", _OTHER_YEAR.format(by_birth=by_birth))


def is_listed(raw: Mapping[str, str]) -> bool:
    """Whether a stored line has its pupil as at risk; a flag may deny it."""
    return flag_of(raw.get("listed", "")) != "N"


def sealed_cells(raw: Mapping[str, str]) -> frozenset[str]:
    """The indicators that may not be shown."""
    return frozenset(raw.keys() & {"sealed_indicators"})


FEED = Feed(
    name=NAME,
    title="Pupils at risk of NEET, by DfE",
    noun=NOUN,
    sender="the Department for Education, by its service for NCCIS",
    frequency="twice a year, in the autumn and in the summer",
    silence=(
        "DfE's rules do not have the pupil at risk on that day: they are shown as off "
        "the list, and nothing else follows."
    ),
    signature=Signature(
        headings=HEADINGS,
        columns=(*_READ, _INDICATOR),
        needs=NEEDS,
        by_headings_alone=True,
    ),
    tier=Tier.THIRD_PARTY,
    columns=COLUMNS,
    read=read,
    interpret=interpret,
    whole=False,
    own_headings=True,
    further=_INDICATOR.name,
    unshown=indicator_cells.is_certainly_closed,
    notes_unread=True,
    gateway=RISK,
    sealed_cells=sealed_cells,
    by_number=True,
)
