"""Evidence written short, for tests of the folds. Every person and place is invented.

A day is ISO text. A place is the name of an invented school or college.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import (
    Doing,
    Evidence,
    Offer,
    Source,
    Statement,
    Tier,
)
from tracker.domain.history.position import Position, position_on
from tracker.domain.history.spells import Spell, spells
from tracker.domain.reference.institution import InstitutionRef

ROLL = Tier.PROVIDER_ROLL
CENSUS = Tier.SCHOOL_CENSUS
ADVISER = Tier.ADVISER
NOTICE = Tier.LEAVING_NOTICE
ACCEPTED = Tier.OFFER_ACCEPTED
SELF = Tier.SELF_REPORT
NEIGHBOUR = Tier.THIRD_PARTY

DATES = ("ends", "expected_end", "review", "neet_since", "ascertained")


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text is not None else None


def evidence_from(
    tier: Tier,
    statement: Statement,
    as_at: str,
    *,
    recorded: str | None = None,
    withdrawn: str | None = None,
    line: int | None = None,
) -> Evidence:
    """One piece of evidence, recorded on the evening of its day by default."""
    return Evidence(
        statement,
        Source(tier, tier.title, line=line),
        date.fromisoformat(as_at),
        _evening(recorded or as_at),
        _evening(withdrawn) if withdrawn else None,
    )


def in_file(item: Evidence) -> Evidence:
    """The same evidence as a line of a file."""
    return item._replace(source=replace(item.source, batch=1))


def _evening(text: str) -> datetime:
    return datetime.combine(date.fromisoformat(text), time(18), UTC)


def says(
    tier: Tier,
    code: str | None,
    starts: str | None,
    as_at: str,
    at: str | None = None,
    *,
    recorded: str | None = None,
    withdrawn: str | None = None,
    part_time: bool | None = None,
    **more: str,
) -> Evidence:
    """Evidence of a tier: this activity, since a day, as at a day."""
    doing = Doing(
        code,
        at=InstitutionRef(name=at) if at else None,
        starts=day(starts),
        part_time=part_time,
        **{name: day(more.pop(name)) for name in DATES if name in more},
    )
    assert not more, more
    return evidence_from(tier, doing, as_at, recorded=recorded, withdrawn=withdrawn)


def particular(tier: Tier, about: str, as_at: str, **values: Any) -> Evidence:
    return evidence_from(tier, detail(about, **values), as_at)


def offer(year: int, status: str, as_at: str) -> Evidence:
    return evidence_from(ADVISER, Offer(year, status), as_at)


def shown(spell: Spell) -> str:
    """A spell on one line: "230 Lake College 2026-09-05 to 2026-11-01 ?"."""
    place = spell.institution_name
    parts = [spell.activity.code, place, str(spell.starts), "to", str(spell.ends or "")]
    return " ".join(part for part in parts if part) + (" ?" * spell.questioned)


def history(*evidence: Evidence, **more: Any) -> list[str]:
    return [shown(spell) for spell in spells(evidence, **more)]


def position(evidence: Iterable[Evidence], on: str, born: str) -> Position:
    evidence = list(evidence)
    return position_on(
        spells(evidence),
        date.fromisoformat(on),
        born=date.fromisoformat(born),
        since=min(item.as_at for item in evidence),
    )
