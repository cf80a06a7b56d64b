"""The pupils that a school or college sent to the council, as it sent them.

A pupil is one's own by a line of one's own, whichever school has them now and whatever
another source calls them, or because the register has them there. So one institution's
list takes no pupil away from another, and shows none of what another one sent.

See decision 0193.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from tracker import store
from tracker.access import Scope
from tracker.actions.intake.interpret import context_of, with_register
from tracker.actions.intake.questions import door
from tracker.domain.history.person import Identity
from tracker.domain.reference.letters import folded
from tracker.feeds.registry import FEEDS
from tracker.refusal import Refusal


@dataclass(frozen=True, slots=True)
class OwnPupil:
    """A pupil as the institution's line has them, and as at which day.

    ``record`` is the record of the line; ``person`` is the one that it stands for.
    """

    person: int
    record: int
    given: str
    family: str
    born: date | None
    as_at: date


def sent(
    persons: Collection[int], keys: Collection[str], *, within: Scope
) -> list[OwnPupil]:
    """These people as the lines of an institution have them, the newest line first."""
    known = store.people.records.records(sorted(persons), within=within)
    lines = _lines([each.id for each in known], keys)
    return sorted(lines, key=lambda each: each.as_at, reverse=True)


def _lines(persons: Collection[int], keys: Collection[str]) -> Iterator[OwnPupil]:
    passed_on_by = door.Keys()
    found = store.law.restrictions.lines_of(persons) if persons else {}
    roots = store.people.records.roots(
        record for lines in found.values() for _, (record,) in lines
    )
    for batch, lines in found.items():
        feed = FEEDS[batch.feed]
        if not feed.from_institutions:
            continue
        context = with_register(context_of(batch))
        for line, (record,) in lines:
            meaning = feed.interpret(line.raw, line.restricted, line.line, context)
            if passed_on_by.of(meaning).isdisjoint(keys):
                continue
            who = meaning.identity
            yield OwnPupil(
                *(roots[record], record, who.given, who.family, who.born),
                meaning.as_at,
            )


def find(who: Identity, keys: Collection[str], *, within: Scope) -> tuple[int, int]:
    """The only own pupil of this name and date of birth: the person, and the record.

    Raises Refusal, with the same sentence whether or not the council knows them.
    """
    near = store.people.finding.near(who, within=within)
    lines = [each for each in sent(near, keys, within=within) if _is(who, each)]
    if not lines:
        there = {
            person
            for key in keys
            for person in store.history.positions.ever_at(key, within=within)
        }
        known = store.people.records.records(
            sorted(there.intersection(near)), within=within
        )
        lines = [
            OwnPupil(each.id, each.id, each.given, each.family, each.born, date.min)
            for each in known
            if _is(who, each.identity)
        ]
    if len({each.person for each in lines}) != 1:
        raise Refusal(
            "You have sent no pupil with this name and date of birth. Enter them as in "
            "your last census or list, or write to the council.",
            "family",
        )
    return lines[0].person, lines[0].record


def _is(who: Identity, other: OwnPupil | Identity) -> bool:
    return who.born == other.born and _letters(who) == _letters(other)


def _letters(who: OwnPupil | Identity) -> tuple[str, ...]:
    return tuple(
        "".join(sign for sign in folded(name or "").casefold() if sign.isalnum())
        for name in (who.given, who.family)
    )
