"""Agreements: whether one with a party covers what is to be disclosed on a day.

See Law L-09 and decision 0171.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.law.gateways import FIELDS, Gateway
from tracker.domain.reference.academic_year import say_date


class State(StrEnum):
    """The state of an agreement on a day."""

    PROPOSED = "proposed"  # the asset owner has not signed
    DECLINED = "declined"
    NOT_BEGUN = "not begun"
    LIVE = "live"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one agreement.

    ``ends`` is its last day, None for one without an end. ``ended_on`` is the day on
    which it was ended early: it covers nothing on that day or later.
    """

    reference: str
    gateway: str
    fields: frozenset[str]
    starts: date
    ends: date | None
    signed: bool
    declined: bool
    ended_on: date | None
    review_on: date

    def state(self, on: date) -> State:
        """The state on a day."""
        if self.declined:
            return State.DECLINED
        if not self.signed:
            return State.PROPOSED
        if self.ended_on is not None and self.ended_on <= on:
            return State.ENDED
        if self.has_run_out(on):
            return State.ENDED
        return State.LIVE if self.starts <= on else State.NOT_BEGUN

    def has_run_out(self, on: date) -> bool:
        """Whether its last day has passed, signed or not."""
        return self.ends is not None and self.ends < on

    def missing(self, fields: Collection[str]) -> list[str]:
        """The labels of the fields that it does not cover, in order."""
        return [
            each.label
            for name, each in FIELDS.items()
            if name in fields and name not in self.fields
        ]


def why_not(
    gateway: Gateway,
    party: str,
    agreements: Iterable[Terms],
    fields: Collection[str],
    *,
    on: date,
) -> str | None:
    """Why nothing may pass by a gateway to this party on a day; None if it may.

    ``agreements`` are those with the party by that gateway. The sentence says what to
    do.
    """
    if unlawful := [
        FIELDS[name].label for name in FIELDS if name in {*fields} - {*gateway.fields}
    ]:
        return (
            f"{gateway.title} does not let {_list(unlawful)} through: {gateway.law}. "
            "Leave it out."
        )
    if gateway.by_law:
        return None
    known = sorted(agreements, key=lambda each: (each.starts, each.reference))
    live = [each for each in known if each.state(on) is State.LIVE]
    if not live:
        return _none_live(gateway, party, known, on)
    if any(not each.missing(fields) for each in live):
        return None
    newest = live[-1]
    return (
        f"Agreement {newest.reference} with {party} does not cover "
        f"{_list(newest.missing(fields))}. Leave it out, or agree on it first."
    )


def _none_live(
    gateway: Gateway, party: str, agreements: Sequence[Terms], on: date
) -> str:
    """Why none of these agreements, in order of their first day, is in force.

    Of those that ended the last to end is named, unless a later one may still come into
    force: that is its renewal.
    """
    over = [
        each
        for each in agreements
        if each.has_run_out(on) or each.state(on) is State.ENDED
        if not each.declined
    ]
    last = max(over, key=_last_day) if over else None
    later = agreements[agreements.index(last) + 1 :] if last else agreements
    for each in reversed(later):
        which = f"Agreement {each.reference} with {party}"
        match each.state(on):
            case State.PROPOSED if not each.has_run_out(on):
                return f"{which} is not signed yet. The asset owner signs it."
            case State.NOT_BEGUN:
                return f"{which} begins on {say_date(each.starts)}."
    if last is not None:
        unsigned = "" if last.signed else " unsigned"
        return (
            f"Agreement {last.reference} with {party} ended on "
            f"{say_date(_last_day(last))}{unsigned}. Sign a new one first."
        )
    return (
        f"No agreement with {party} covers “{gateway.title}”. The information officer "
        "proposes one, and the asset owner signs it."
    )


def _last_day(over: Terms) -> date:
    """The day on which an agreement ended that is over."""
    return min(filter(None, (over.ended_on, over.ends)))


def _list(labels: Collection[str]) -> str:
    *first, last = labels
    return f"{', '.join(first)} and {last}" if first else last


def a_year_after(day: date, ends: date | None) -> date:
    """The usual day of the next review: a year on, or the last day if sooner."""
    try:
        next_year = day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        next_year = day.replace(year=day.year + 1, day=28)
    return min(next_year, ends or next_year)
