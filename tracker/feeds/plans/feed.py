"""Education, health and care plans, from the team that keeps them (Feeds F13).

A list with a row for each young person, by its own headings, or the tables of SEN2. A
plan in force sets the flag of the return, and one that ceased or went to another
authority ends it from its day. Another authority's plan is none of ours, and SEN
support is no plan.

See decision 0238.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from tracker.domain.casework.phase_transfer import PhaseTransfer
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Doing, Intention, Statement, Tier
from tracker.domain.history.person import Identity
from tracker.domain.law.gateways import PLANS
from tracker.domain.reference.academic_year import (
    LAST_WITH_PLAN,
    YEAR_11,
    AcademicYear,
    academic_age,
    say_date,
)
from tracker.domain.reference.activity import AT_SCHOOL
from tracker.domain.reference.codes import EDUCATION_ELSEWHERE, SAME_SCHOOL
from tracker.domain.reference.identifiers import AuthorityCode, LaEstab, Ukprn, Urn
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.cells.addresses import address
from tracker.feeds.cells.no_numbers import is_reason
from tracker.feeds.cells.row import Row, person_details, titles_of
from tracker.feeds.census.keeping import YEARS, YOUNGEST, is_tracked, year_of
from tracker.feeds.declaration import Feed, Signature
from tracker.feeds.file_reading import Context, RawRow, Reading, Unreadable
from tracker.feeds.nccis.codes_by_name import code_of
from tracker.feeds.plans import plan_tables, plan_words
from tracker.feeds.plans.columns import COLUMNS, NAME, NEEDS, NOUN, TABLES
from tracker.feeds.plans.plan_words import State
from tracker.feeds.reading.sources import Stored, only
from tracker.feeds.recognition.tables import Table, Wanted, open_tables, renamed
from tracker.feeds.row_meaning import Interpretation

_TITLES = titles_of(COLUMNS)
#: What a statement of the team that keeps the plans has (``detail_folds.plan_of``).
KEPT = "plans"

TOO_OLD = (
    "This person, born on {born}, was {age} on 31 August; a plan ends at the latest "
    "with the school year of the 25th birthday."
)
_NO_STATE = (
    "The row does not say whether there is a plan, so none is recorded or ended."
)
_NOT_OURS = (
    "The plan is kept by another authority, so it is none of ours and nothing is "
    "recorded of it."
)
_SUPPORT = "SEN support is no plan, so no plan is recorded."
_NO_END = (
    "The plan has ceased and there is no day on which it did, so it is not ended; give "
    "the day."
)


def read(
    paths: Sequence[Path],
    context: Context | None = None,
    *,
    aliases: Mapping[str, str] | None = None,
) -> Reading:
    """The rows of CSV and XLSX lists, or one for each person of SEN2 with a plan.

    Raises Unreadable.
    """
    files = only(paths, NOUN)
    on = context.as_at if context is not None else date.max
    found = [(file, list(plan_tables.tables_of(file))) for file in files]
    if any(tables for _, tables in found):
        return _of_return(found, on)
    tables = list(open_tables(files, Wanted(NAME, NOUN, COLUMNS, NEEDS, aliases)))
    for table in tables:
        table.note_unread()
    notes: list[str] = []
    rows = _rows(_of_lists(tables, notes), files[0].name, on, notes)
    return Reading("list", rows, notes=notes, headings=renamed(tables, COLUMNS))


_Cells = Iterable[tuple[str, int, dict[str, str]]]


def _of_return(
    found: Sequence[tuple[Stored, Sequence[tuple[str, Table]]]], on: date
) -> Reading:
    own = plan_tables.gathered([each for _, tables in found for each in tables])
    own.notes += [
        f"{file.name} is not needed and was not read." for file, it in found if not it
    ]
    rows = _rows(plan_tables.rows(own, on), own.persons[0].file, on, own.notes)
    return Reading("sen2 tables", rows, notes=own.notes)


def _of_lists(
    tables: Sequence[Table], notes: list[str]
) -> Iterator[tuple[str, int, dict[str, str]]]:
    for table in tables:
        for line, values in table.noting(notes):
            yield table.file, line, values


def _rows(found: _Cells, name: str, on: date, notes: list[str]) -> Iterator[RawRow]:
    """The rows but for those of young children, who are counted in ``notes``.

    Raises Unreadable where the file of that name and those with it have no line.
    """
    children = rows = 0
    for file, line, values in found:
        rows += 1
        if is_reason(values.get("upn", "")):
            del values["upn"]
        if _is_child(values, on):
            children += 1
            continue
        yield RawRow(line, file, values)
    if children:
        notes.append(
            "Children left out because they are in Year 8 or below and not yet "
            f"{YOUNGEST}: {children}."
        )
    if not rows and not notes:
        raise Unreadable(f"{name} has headings but no rows.")


def _is_child(raw: Mapping[str, str], on: date) -> bool:
    """Whether a row is of a child too young to be tracked; an adult may have a plan."""
    year = year_of(raw, on) if on != date.max else None
    return year is not None and year < YEARS.start and not is_tracked(raw, on)


def interpret(
    raw: Mapping[str, str], restricted: bool, line: int, context: Context
) -> Interpretation:
    """The person, and what the row shows of their plan and of where they are.

    Of a row that shows no plan of ours no record is made.
    """
    row = Row(raw, line, _TITLES)
    as_at = context.as_at
    who = row.identity(as_at)
    statements = person_details(who)
    statements += address([], "", "", who.postcode)
    _refuse_the_old(row, who, as_at)
    state = _state(row, context)
    ended = row.day("plan_end") if state is State.CEASED else None
    if state is State.CURRENT:
        statements.append(detail("send", send="Y", kept=KEPT))
        statements += _places(row, who, as_at, context)
        return Interpretation(
            who,
            tuple(statements),
            tuple(row.problems),
            as_at,
            earlier=_from_the_start(row, as_at),
            phase=_phase(row),
        )
    if state is State.SUPPORT:
        statements = [detail("send", support="Y")]
    elif ended is not None:
        statements = [detail("send", send="N", kept=KEPT)]
    else:
        statements = []
    return Interpretation(
        who,
        tuple(statements),
        tuple(row.problems),
        ended or as_at,
        phase=PhaseTransfer(None) if ended is not None else None,
        finds_only=True,
    )


def _refuse_the_old(row: Row, who: Identity, as_at: date) -> None:
    if who.born is None or row.text("plan_end"):
        return
    age = academic_age(who.born, as_at)
    if age > LAST_WITH_PLAN:
        words = TOO_OLD.format(born=say_date(who.born), age=age)
        row.object_to("dob", words, stops=True)


def _state(row: Row, context: Context) -> State:
    """What the row shows of a plan of ours on the day, with a problem for each doubt.

    ``CEASED`` has a day that is not after it.
    """
    if not _is_ours(row, context):
        return State.NONE
    given, follows = _words(row), _reason(row)
    starts, ends = row.day("plan_start"), row.day("plan_end")
    if _has_wrong_days(row, starts, ends, context.as_at):
        return State.NONE
    if ends is None:
        return _without_end(row, given, starts)
    if ends > context.as_at:
        return State.CURRENT  # it is known already that it will cease
    if follows:
        row.object_to("end_reason", follows)
    return State.CEASED


def _has_wrong_days(
    row: Row, starts: date | None, ends: date | None, as_at: date
) -> bool:
    """Whether the days of a row leave open if there is a plan on the day."""
    if starts is not None and starts > as_at:
        row.object_to(
            "plan_start",
            f"The plan starts on {say_date(starts)}, after {say_date(as_at)}, the day "
            "of the list; it is recorded with a list from then on.",
        )
        return True
    if starts is not None and ends is not None and ends < starts:
        row.object_to(
            "plan_end",
            f"It ceased on {say_date(ends)}, before it started; look at both days.",
        )
        return True
    return ends is None and bool(row.text("plan_end"))


def _without_end(row: Row, given: State | None, starts: date | None) -> State:
    """What a row without a day of the end shows, by its words or else its days."""
    if given is State.CEASED or (given is None and row.text("end_reason")):
        row.object_to("plan_end", _NO_END)
        return State.NONE
    if given is State.SUPPORT:
        row.object_to("provision" if row.text("provision") else "plan", _SUPPORT)
    has_words = bool(row.text("plan") or row.text("provision"))
    if given is None and not has_words:
        if starts is not None or row.text("phase_due"):
            return State.CURRENT
        row.object_to("plan_start", _NO_STATE)
    return given or State.NONE


def _words(row: Row) -> State | None:
    """What the words of a row say of a plan; a state goes before the provision."""
    found: State | None = None
    for name in ("provision", "plan"):
        if not (cell := row.text(name)):
            continue
        known = plan_words.state(cell)
        if known is None:
            row.object_to(
                name,
                f"{cell} is not known as the state of a plan, so none is recorded or "
                "ended; write Y, N or Ceased.",
            )
            return None
        found = known
    return found


def _reason(row: Row) -> str:
    """What the reason for which a plan ceased asks of a person; "" for nothing."""
    cell = row.text("end_reason")
    if not cell:
        return ""
    known = plan_words.reason(cell)
    if known is None:
        row.object_to(
            "end_reason",
            f"{cell} is not known as a reason for which a plan ceases; the day counts "
            "without it.",
        )
    return known.follows if known is not None else ""


def _is_ours(row: Row, context: Context) -> bool:
    """Whether the plan is one of the authority that loads the list."""
    given = row.text("authority")
    if not given:
        return True
    code = AuthorityCode.parse(code_of("LeadLEA", given)).value
    if code is None:
        row.object_to(
            "authority",
            f"{given} is not known as an authority, so it is not certain whose plan it "
            "is and none is recorded; write its three-digit code.",
        )
        return False
    if code != context.authority:
        row.object_to("authority", _NOT_OURS)
    return code == context.authority


def _from_the_start(row: Row, as_at: date) -> tuple[date, tuple[Statement, ...]] | None:
    """The plan as at its first day in this school year: the returns of its months
    before the list have the plan too.
    """
    starts = row.day("plan_start")
    if starts is None or starts >= as_at:
        return None
    first = max(starts, AcademicYear.of(as_at).starts)
    return (first, (detail("send", send="Y", kept=KEPT),)) if first < as_at else None


def _phase(row: Row) -> PhaseTransfer:
    """The day by which the next place has to be in the plan; none once it is."""
    due, final = row.day("phase_due"), row.text("phase_final")
    return PhaseTransfer(None if final else due)


def _places(
    row: Row, who: Identity, as_at: date, context: Context
) -> Iterator[Statement]:
    """Where they are by the plan, and the place that is named for later."""
    area = context.authority
    here = _place(row, "", area)
    entry, leaving = row.day("entry"), row.day("leaving")
    if here is not None and (entry is None or entry <= as_at):
        at_school = who.born and academic_age(who.born, as_at) <= YEAR_11
        gone = leaving is not None and leaving < as_at
        yield Doing(
            AT_SCHOOL.code if at_school else None,
            at=here,
            starts=_since(who, entry) if not at_school else entry,
            ends=leaving if gone else None,
            expected_end=None if gone else leaving,
        )
    then = _place(row, "next_", area)
    if here is not None and entry is not None and entry > as_at:
        then = then or here
    if then is not None:
        yield Intention(SAME_SCHOOL if then == here else EDUCATION_ELSEWHERE, at=then)


def _since(who: Identity, entry: date | None) -> date | None:
    """The first day of what they do after Year 11: also at the school that they came to
    at eleven it begins with Year 12.
    """
    if entry is None or who.born is None:
        return entry
    return max(entry, AcademicYear.of_year_11(who.born).next.starts)


def _place(row: Row, which: str, area: str) -> InstitutionRef | None:
    ref = InstitutionRef(
        urn=row.parsed(f"{which}urn", Urn.parse),
        laestab=None if which else row.parsed("laestab", partial(LaEstab.of, area)),
        ukprn=row.parsed(f"{which}ukprn", Ukprn.parse),
        name=row.text(f"{which}provider") or None,
    )
    return None if ref == InstitutionRef() else ref


FEED = Feed(
    name=NAME,
    title="EHC plans",
    noun=NOUN,
    sender="the team for special educational needs of the authority",
    frequency="every month, and the tables of SEN2 once a year in January",
    silence=(
        "Nothing: a list may be of those whose plan has changed. A plan ends by its "
        "day alone."
    ),
    signature=Signature(
        headings=plan_tables.SIGNS,
        columns=COLUMNS,
        needs=NEEDS,
    ),
    tier=Tier.THIRD_PARTY,
    columns=COLUMNS,
    read=read,
    interpret=interpret,
    whole=False,
    own_headings=True,
    needless=TABLES["needless"],
    is_part=plan_tables.is_part,
    notes_unread=True,
    gateway=PLANS,
)
