"""Another system's file of one month: read, and each record matched with a person.

Nothing of it is stored: no batch, no line, no evidence. See decision 0226.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from tracker import feeds, returns, store
from tracker.access import authority_scope
from tracker.actions.accounts import settings
from tracker.actions.act import Act
from tracker.actions.intake.matching import known_people
from tracker.actions.intake.matching.match import lead_authority, remembered
from tracker.actions.intake.moving_in import month_files
from tracker.actions.intake.questions.lead_authority import LEAD
from tracker.actions.work.tasks import Say, silent
from tracker.confinement import readings
from tracker.domain.history.person import Identity
from tracker.domain.nccis_return.parallel_run.comparing import TheirRecord
from tracker.domain.reference.academic_year import Period
from tracker.domain.reference.codes import AUTHORITIES
from tracker.domain.reference.identifiers import Ypid
from tracker.feeds.file_reading import Context, RawRow
from tracker.feeds.nccis.columns import NAME, PERIOD_END
from tracker.feeds.nccis.returned_cells import returned
from tracker.feeds.registry import FEEDS
from tracker.linkage.comparing.verdicts import Decision, Doubtful, Matched
from tracker.linkage.decisions.matcher import decide
from tracker.refusal import Refusal
from tracker.wording.counts import counted

#: Why no young person on record was found for a record of theirs.
UNCERTAIN = "too little agrees to be certain who it is"
NOT_ON_RECORD = "not on record here"
UNUSABLE = "without what is needed to find anybody: name, date of birth or number"
#: Progress is reported after this many records.
_AT_ONCE = 1_000
#: As many of those who may be meant are named.
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class TheirFile:
    """What their file has: its month, and its records.

    ``left_out`` counts those that others lead, and ``led_elsewhere`` has the authority
    of each young person on record among them. ``database`` is the number of their
    database, as most of their IDs have it, "" where none is known.
    """

    period: Period
    records: Sequence[TheirRecord]
    left_out: int = 0
    led_elsewhere: Mapping[int, str] = field(default_factory=dict)
    database: str = ""


@dataclass(slots=True)
class _Read:
    row: RawRow
    who: Identity
    usable: bool
    led_by: str | None


def read(
    paths: Sequence[Path], *, month: Period | None, act: Act, say: Say = silent
) -> TheirFile:
    """The records of a file, each with its young person, where one is on record.

    ``month`` is needed of a table that does not give its own, and is compared with
    that of one that does. Raises feeds.file_reading.Unreadable, and Refusal where the
    file is not of one month.
    """
    rows, period = _rows(paths, month, act, say)
    if period.first > act.on:
        raise Refusal(
            f"{period.label} has not started, so there is no return of ours to compare "
            "it with.",
            "month",
        )
    say("Looking for the young people of their file.")
    decisions = _decided([each.who for each in rows], act)
    found = list(zip(rows, decisions, strict=True))
    records = [_record(each, decision) for each, decision in found if not each.led_by]
    elsewhere = {
        decision.person: each.led_by
        for each, decision in found
        if each.led_by and isinstance(decision, Matched)
    }
    roots = store.people.records.roots(elsewhere)
    return TheirFile(
        period,
        _on_their_own_records(records),
        left_out=sum(each.led_by is not None for each in rows),
        led_elsewhere={roots.get(it, it): lead for it, lead in elsewhere.items()},
        database=database_of(each.who.ypid for each in rows),
    )


def _rows(
    paths: Sequence[Path], month: Period | None, act: Act, say: Say
) -> tuple[list[_Read], Period]:
    feed, given = FEEDS[NAME], month.end if month is not None else None
    context = Context(act.authority, as_at=given or act.on)
    days: set[date] = set()
    rows: list[_Read] = []
    names = [each.name for each in paths]
    with ExitStack() as at_the_end:
        reading = feeds.confined.read(feed, paths, context)
        at_the_end.callback(readings.end, reading.rows)
        if reading.as_at is not None and reading.day_column is None:
            days.add(reading.as_at)
        for count, row in enumerate(reading.rows):
            if count % _AT_ONCE == 0:
                say(f"Reading their file: {counted(count, 'record')} so far.", count)
            if own := row.values.get(PERIOD_END):
                days.add(date.fromisoformat(own))
            meaning = feed.interpret(row.values, False, row.line, context)
            usable = bool(meaning.identity.family or meaning.identity.ypid)
            lead = _leads_elsewhere(row, act.authority)
            rows.append(_Read(row, meaning.identity, usable, lead))
    if not rows:
        raise Refusal(f"{names[0]} has no records, so there is nothing to compare.")
    _of_this_authority(rows, reading.authorities or (), names[0], act.authority)
    return rows, _month(days, given, names)


def _of_this_authority(
    rows: Sequence[_Read], named: Sequence[str], name: str, authority: str
) -> None:
    """Raises Refusal for a file of another authority, by its header or its records."""
    others = [each.led_by for each in rows if each.led_by is not None]
    leads = Counter(_lead_of(each.row) for each in rows)
    by_header = bool(named) and authority not in named and not leads[authority]
    if not by_header and 2 * len(others) <= len(rows):
        return
    lead = Counter(named if by_header else others).most_common(1)[0][0]
    whose = AUTHORITIES.get(lead)
    raise Refusal(
        f"{name} is of {whose.title if whose is not None else lead} and not of "
        f"{AUTHORITIES[authority].title}, so it is not compared. Choose the file of "
        "this authority."
    )


def database_of(numbers: Iterable[str | None]) -> str:
    """The number of the database that most of these IDs are of, "" without any."""
    databases = Counter(Ypid.database(each) for each in numbers if each)
    return databases.most_common(1)[0][0] if databases else ""


def _month(days: set[date], given: date | None, names: Sequence[str]) -> Period:
    """The one month of a file. Raises Refusal."""
    months = sorted({Period.of(day).iso for day in days})
    if len(months) > 1:
        raise Refusal(
            f"{names[0]} has records of {len(months)} months, {months[0]} to "
            f"{months[-1]}; compare one month at a time.",
            "month",
        )
    if not months:
        if given is None:
            raise Refusal(
                f"{names[0]} does not give its month, so the month has to be entered.",
                "month",
            )
        return Period.of(given)
    period = Period.parse(months[0])
    if (day := max(days)) != period.end:
        raise Refusal(month_files.not_a_month_end(names[0], day), "month")
    if given is not None and Period.of(given) != period:
        raise Refusal(
            f"{names[0]} is of {period.label} and not of {Period.of(given).label}.",
            "month",
        )
    return period


def _lead_of(row: RawRow) -> str | None:
    """The authority that leads the record, None where it names none."""
    return lead_authority({LEAD: row.values.get(LEAD, "")}, None)


def _leads_elsewhere(row: RawRow, authority: str) -> str | None:
    """The other authority that leads the record, as in a file of several of them."""
    led_by = _lead_of(row)
    return led_by if led_by in AUTHORITIES and led_by != authority else None


def _decided(identities: Sequence[Identity], act: Act) -> list[Decision]:
    """The person of each record, as an import would decide it."""
    scope = authority_scope(act.authority)
    with known_people.population(within=scope) as population:
        return decide(
            list(identities),
            population,
            remembered(list(identities), scope),
            places=[None] * len(identities),
            away={},
            budget=settings.of(act.authority).budget,
        )


def _record(each: _Read, decision: Decision) -> TheirRecord:
    record = returns.build.shown(returned(each.row.values))
    their_id = each.who.ypid or ""
    found = TheirRecord(each.row.line, their_id, record)
    if isinstance(decision, Matched):
        return replace(found, person=decision.person)
    if not each.usable:
        return replace(found, why=UNUSABLE)
    if isinstance(decision, Doubtful):
        return replace(found, why=_uncertain(decision))
    return replace(found, why=NOT_ON_RECORD)


def _uncertain(decision: Doubtful) -> str:
    """Why no one was taken, with those on record who may be meant."""
    numbers = [str(each.person) for each in decision.candidates[:_MOST_NAMED]]
    if not numbers:
        return UNCERTAIN
    return f"{UNCERTAIN}: perhaps young person {' or '.join(numbers)}"


def _on_their_own_records(found: Sequence[TheirRecord]) -> list[TheirRecord]:
    """The records with the young person that a merged record stands for."""
    numbers = {each.person for each in found if each.person is not None}
    roots = store.people.records.roots(numbers)
    return [
        each
        if each.person is None
        else replace(each, person=roots.get(each.person, each.person))
        for each in found
    ]
