"""Children in care and care leavers, from children's services (Feeds F12).

SSDA903, the yearly return, as CSV tables or as XML, and lists 8 and 9 of Annex A. What
they bring is sealed: that a child is or was in care, or came alone to seek asylum. A
row finds a young person on record and makes none. The return has no names, so its rows
are found by the UPN. Where a child lives is not kept.

See decision 0239.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Doing, Statement, Tier
from tracker.domain.history.person import Identity
from tracker.domain.law.gateways import CARE_LIST
from tracker.domain.reference import codes
from tracker.domain.reference.academic_year import AcademicYear, birthday
from tracker.domain.reference.identifiers import Upn
from tracker.feeds.care import care_tables, care_words, care_xml
from tracker.feeds.care.care_words import Stage
from tracker.feeds.care.children import Child, together
from tracker.feeds.care.columns import COLUMNS, NAME, NOUN, RETURNED_IN
from tracker.feeds.cells.row import Row, titles_of
from tracker.feeds.census.keeping import YEARS, YOUNGEST, is_tracked, year_of
from tracker.feeds.declaration import Feed, Signature, XmlSignature
from tracker.feeds.file_reading import Context, RawRow, Reading, Unreadable
from tracker.feeds.reading.sources import Stored, stored
from tracker.feeds.recognition.likeness import refuse_other_xml, say_likeness
from tracker.feeds.recognition.sealed_lists import unquoted
from tracker.feeds.row_meaning import Interpretation, Problem

_TITLES = titles_of(COLUMNS)

#: The only sentences about a line: none quotes a cell.
NO_NUMBER = (
    "There is no UPN and no name, so the line cannot be matched. The header of SSDA903 "
    "has the UPN of a child: send it together with this list."
)
_WRONG = {
    "upn": "There is no UPN that can be used; correct it in the children's system.",
    "dob": "There is no date of birth that can be used.",
    "care_start": "There is no first day that can be used.",
    "care_end": "There is no last day that can be used, so nothing is recorded of it.",
    "asylum_end": "There is no day of the end that can be used.",
    "sex": "There is no sex that can be used.",
}
_LOOK = (
    "Nothing is recorded of this line. Open it, and look at it before anybody writes "
    "or rings."
)
_NOT_KNOWN = "This word is not known here, so nothing is recorded of it."
_SEVERAL = (
    "Lines whose activity could be several of the return's, of which no activity is "
    "recorded:"
)


def read(
    paths: Sequence[Path],
    context: Context | None = None,
    *,
    aliases: Mapping[str, str] | None = None,
) -> Reading:
    """One row for each child of the tables, lists or XML. Raises Unreadable."""
    files = stored(paths)
    on = context.as_at if context is not None else date.max
    if any(file.kind == "xml" for file in files[:1]):
        return _of_xml(files, on)
    tables = care_tables.gathered(files)
    annex = tables.has(care_tables.LIST_8, care_tables.LIST_9)
    layout = "annex a" if annex else "ssda903"
    notes = tables.notes
    if tables.has(care_tables.HEADER) and not tables.has(care_tables.EPISODES):
        notes.append(_NO_EPISODES)
    _note_homes(care_tables.homes(tables), notes)
    children = together(care_tables.lines(tables))
    rows = _rows(children, files[0].name, on, layout, notes)
    return Reading(layout, rows, notes=notes)


_NO_EPISODES = (
    "There is no table of episodes, so no child is recorded as in care; send Episodes "
    "with the header."
)


def _of_xml(files: Sequence[Stored], on: date) -> Reading:
    for file in files:
        if file.kind != "xml":
            raise Unreadable(f"{file.name} is not {NOUN}.{say_likeness(file, NAME)}")
        refuse_other_xml(file, NAME)
    notes: list[str] = []
    returns = list(map(care_xml.Return, files))
    rows = _of_returns(returns, files[0].name, on, notes)
    return Reading("ssda903 xml", rows, notes=notes)


def _of_returns(
    returns: Sequence[care_xml.Return], name: str, on: date, notes: list[str]
) -> Iterator[RawRow]:
    lines = (line for each in returns for line in each.lines())
    yield from _rows(together(lines), name, on, "ssda903", notes)
    if not any(each.has_episodes for each in returns):
        notes.append(_NO_EPISODES)
    if any(each.has_homes for each in returns):
        _note_homes(list(care_tables.HOME_COLUMNS), notes)


def _note_homes(headings: Sequence[str], notes: list[str]) -> None:
    if headings:
        notes.append(
            "Columns about where a child lives, of which nothing is stored: "
            f"{', '.join(headings)}."
        )


def _rows(
    children: Iterable[Child],
    name: str,
    on: date,
    returned_in: str,
    notes: list[str],
) -> Iterator[RawRow]:
    """The rows but for those of young children, who are counted in ``notes``.

    Raises Unreadable where the file of that name and those with it have no line.
    """
    young = several = every = 0
    for every, child in enumerate(children, start=1):  # noqa: B007 - counted
        values = child.row(on, returned_in)
        if _is_young(values, on):
            young += 1
            continue
        several += any(map(_is_several, _activities(values)))
        yield RawRow(child.line, child.file, values)
    if not every:
        raise Unreadable(f"{name} has headings but no rows.")
    if young:
        notes.append(
            "Children left out because they are in Year 8 or below and not yet "
            f"{YOUNGEST}: {young}."
        )
    if several:
        notes.append(f"{_SEVERAL} {several}.")


def _is_young(values: Mapping[str, str], on: date) -> bool:
    year = year_of(values, on) if on != date.max else None
    return year is not None and year < YEARS.start and not is_tracked(values, on)


def _activities(values: Mapping[str, str]) -> Iterator[str]:
    for name in ("activity", "activity_now"):
        code = care_words.activity_code(values.get(name, ""))
        if code is not None:
            yield code


def _is_several(code: str) -> bool:
    return code != "0" and care_words.activity(code) is None


def interpret(
    raw: Mapping[str, str], restricted: bool, line: int, context: Context
) -> Interpretation:
    """The young person to be found on record, and what is sealed about them."""
    row = Row(raw, line, _TITLES)
    meaning = _Meaning(row, context.as_at)
    who = meaning.identity()
    statements = meaning.statements()
    now, earlier = meaning.earlier(who, statements)
    return Interpretation(
        who,
        tuple(now),
        tuple(meaning.problems()),
        context.as_at,
        earlier=earlier,
        finds_only=True,
        ended=tuple(meaning.ended),
    )


class _Meaning:
    """What a row means on a day; its problems quote none of its cells.

    ``ended`` are the characteristics that are over by the day.
    """

    def __init__(self, row: Row, on: date) -> None:
        self._row = row
        self._on = on
        self._own: list[Problem] = []
        self.ended: list[str] = []
        self._since: date | None = None

    def _object(self, name: str, message: str, *, stops: bool = False) -> None:
        title = _TITLES.get(name, "")
        self._own.append(Problem(self._row.line, title, message, stops))

    def problems(self) -> Iterator[Problem]:
        """One problem for each column of the row, and those of its meaning."""
        yield from unquoted(self._row, _TITLES, _WRONG)
        yield from self._own

    def identity(self) -> Identity:
        """The child, by number or by name and birth: without either not usable."""
        row = self._row
        given, family = row.names()
        who = Identity(
            given=given,
            family=family,
            middle=row.name("middle_names"),
            born=row.born(self._on),
            sex=row.sex(),
            upn=row.parsed("upn", Upn.parse),
        )
        if who.upn is None and not (family and who.born is not None):
            if row.text("upn"):
                self._object("upn", _WRONG["upn"], stops=True)
            else:
                self._object("upn", NO_NUMBER, stops=True)
        return who

    def statements(self) -> list[Statement]:
        """The characteristics on the day."""
        row = self._row
        if care_words.in_touch(row.text("in_touch")) == care_words.DIED:
            self._object("in_touch", _LOOK)
            return []
        found = []
        if self._is_in_care():
            found.append(codes.LOOKED_AFTER)
        elif self._has_left():
            found.append(codes.CARE_LEAVER)
        if self._is_alone():
            found.append(codes.REFUGEE)
        return [detail("characteristic", code=code) for code in found]

    def _is_in_care(self) -> bool:
        row, on = self._row, self._on
        if row.text("eligibility") and not row.text("care_start"):
            return care_words.stage(row.text("eligibility")) is Stage.IN_CARE
        if not row.text("care_start"):
            return False
        start, end = row.day("care_start"), row.day("care_end")
        if row.text("care_end") and end is None:
            return False
        if start is None or start > on:
            return False
        if end is not None and end <= on:
            self.ended.append(codes.LOOKED_AFTER)
            return False
        self._since = start
        return True

    def _has_left(self) -> bool:
        row = self._row
        if care_words.in_touch(row.text("in_touch")) == care_words.AT_HOME:
            self.ended.append(codes.CARE_LEAVER)
            return False
        if given := row.text("eligibility"):
            stage = care_words.stage(given)
            if stage is None:
                self._object("eligibility", _NOT_KNOWN)
            return stage is Stage.LEFT
        return bool(row.text("in_touch") or row.text("activity"))

    def _is_alone(self) -> bool:
        row = self._row
        given = row.text("asylum")
        if not given:
            return False
        answer = care_words.yes(given)
        if answer is None:
            self._object("asylum", _NOT_KNOWN)
        end = row.day("asylum_end")
        if not answer or (row.text("asylum_end") and end is None):
            return False
        if end is not None and end <= self._on:
            self.ended.append(codes.REFUGEE)
            return False
        return True

    def earlier(
        self, who: Identity, now: list[Statement]
    ) -> tuple[list[Statement], tuple[date, tuple[Statement, ...]] | None]:
        """The statements of the day, and those of one before it.

        The activity of the return is that of their birthday; one in care is so from the
        first day within the school year, so that the returns of its months have it.
        """
        row = self._row
        if (doing := self._doing("activity_now")) is not None:
            now = [*now, doing]
        if self._since is not None:
            first = max(self._since, AcademicYear.of(self._on).starts)
            if first < self._on:
                held = tuple(
                    each
                    for each in now
                    if each == detail("characteristic", code=codes.LOOKED_AFTER)
                )
                return now, (first, held)
        doing = self._doing("activity")
        if doing is None:
            return now, None
        if who.born is None or row.text("eligibility"):
            return [*now, doing], None
        return now, (_birthday(who.born, self._on), (doing,))

    def _doing(self, name: str) -> Doing | None:
        cell = self._row.text(name)
        if not cell:
            return None
        code = care_words.activity_code(cell)
        if code is None:
            self._object(name, _NOT_KNOWN)
            return None
        activity = care_words.activity(code)
        return Doing(activity) if activity is not None else None


def _birthday(born: date, on: date) -> date:
    """The last birthday up to a day."""
    this_year = birthday(born, on.year - born.year)
    return this_year if this_year <= on else birthday(born, on.year - born.year - 1)


def sealed_cells(raw: Mapping[str, str]) -> frozenset[str]:
    """All cells of a line but the kind of file that it is from."""
    return frozenset(raw.keys() - {RETURNED_IN})


FEED = Feed(
    name=NAME,
    title="Children in care and care leavers",
    noun=NOUN,
    sender="children's services and the virtual school of the authority",
    frequency="every month as lists, and once a year with the return SSDA903",
    silence="Nothing: a list may be of those of one team or of one age.",
    signature=Signature(
        headings=care_tables.SIGNS,
        by_headings_alone=True,
        xml=XmlSignature(
            roots=("expssda903", "ssda903"),
            namespaces=("ssda903",),
            collections=(
                *("ssda903", "cla", "childrenlookedafter", "lookedafterchildren"),
            ),
        ),
    ),
    tier=Tier.THIRD_PARTY,
    columns=COLUMNS,
    read=read,
    interpret=interpret,
    whole=False,
    gateway=CARE_LIST,
    sealed_cells=sealed_cells,
    unnamed=True,
)
