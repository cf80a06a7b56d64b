"""Another system's file of one month: read, and each record matched with a person.

Nothing of it is stored: no batch, no line, no evidence. See decision 0226.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tracker import feeds, returns, store
from tracker.access import authority_scope
from tracker.actions.accounts import settings
from tracker.actions.act import Act
from tracker.actions.intake.matching import known_people
from tracker.actions.intake.matching.match import lead_authority, remembered
from tracker.actions.work.tasks import Say, silent
from tracker.confinement import readings
from tracker.domain.history.person import Identity
from tracker.domain.nccis_return.parallel_run.comparing import TheirRecord
from tracker.domain.reference.academic_year import Period
from tracker.domain.reference.codes import AUTHORITIES
from tracker.feeds.declaration import Context, RawRow
from tracker.feeds.nccis.columns import NAME, PERIOD_END
from tracker.feeds.nccis.returned_cells import returned
from tracker.feeds.registry import FEEDS
from tracker.linkage.comparing.verdicts import Decision, Doubtful, Matched
from tracker.linkage.decisions.matcher import decide
from tracker.refusal import Refusal
from tracker.wording.counts import counted

#: Why no young person on record was found for a record of theirs.
WAITS = "several on record may be this young person: it waits for a decision"
NOT_ON_RECORD = "not on record here"
UNUSABLE = "without what is needed to find anybody: name, date of birth or number"
#: Progress is reported after this many records.
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class TheirFile:
    """What their file has: its month, its records, and how many others lead."""

    period: Period
    records: Sequence[TheirRecord]
    left_out: int


@dataclass(slots=True)
class _Read:
    row: RawRow
    who: Identity
    usable: bool


def read(
    paths: Sequence[Path], *, month: Period | None, act: Act, say: Say = silent
) -> TheirFile:
    """The records of a file, each with its young person, where one is on record.

    ``month`` is needed of a table that does not give its own, and is compared with
    that of one that does. Raises feeds.declaration.Unreadable, and Refusal where the
    file is not of one month.
    """
    rows, period, left_out = _rows(paths, month, act, say)
    if period.first > act.on:
        raise Refusal(
            f"{period.label} has not started, so there is no return of ours to compare "
            "it with.",
            "month",
        )
    say("Looking for the young people of their file.")
    decisions = _decided([each.who for each in rows], act)
    found = [
        _record(each, decision) for each, decision in zip(rows, decisions, strict=True)
    ]
    return TheirFile(period, _on_their_own_records(found), left_out)


def _rows(
    paths: Sequence[Path], month: Period | None, act: Act, say: Say
) -> tuple[list[_Read], Period, int]:
    feed, given = FEEDS[NAME], month.end if month is not None else None
    context = Context(act.authority, as_at=given or act.on)
    days: set[date] = set()
    rows: list[_Read] = []
    left_out = 0
    with ExitStack() as at_the_end:
        reading = feeds.confined.read(feed, paths, context)
        at_the_end.callback(readings.end, reading.rows)
        for count, row in enumerate(reading.rows):
            if count % _AT_ONCE == 0:
                say(f"Reading their file: {counted(count, 'record')} so far.", count)
            if own := row.values.get(PERIOD_END):
                days.add(date.fromisoformat(own))
            if _leads_elsewhere(row, act.authority):
                left_out += 1
                continue
            meaning = feed.interpret(row.values, False, row.line, context)
            usable = bool(meaning.identity.family or meaning.identity.ypid)
            rows.append(_Read(row, meaning.identity, usable))
    return rows, _month(days, given, [each.name for each in paths]), left_out


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
    if given is not None and Period.of(given) != period:
        raise Refusal(
            f"{names[0]} is of {period.label} and not of {Period.of(given).label}.",
            "month",
        )
    return period


def _leads_elsewhere(row: RawRow, authority: str) -> bool:
    """Whether another authority leads the record, as in a file of several of them."""
    led_by = lead_authority({"LeadLEA": row.values.get("LeadLEA", "")}, None)
    return led_by is not None and led_by in AUTHORITIES and led_by != authority


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
        return replace(found, why=WAITS)
    return replace(found, why=NOT_ON_RECORD)


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
