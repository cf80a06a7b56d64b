"""Rows that the program works out, in words: positions, the ledger, lists of leavers.

Such a row is no statement of a source, so its days are given as worked out, and the
source is the one that the day was worked out from. What is sealed stands in them as
codes of ours; the copy has what it stands for. See Law D-05.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from tracker.actions.law.subject_copy import stated
from tracker.actions.law.subject_copy.beside_rows import Known, Row
from tracker.domain.history.details.particulars import DETAILS, value_of
from tracker.domain.history.evidence import Doing, Evidence, Intention, Offer, Tier
from tracker.domain.history.position import Position
from tracker.domain.history.sealed_statements import STAND_IN_CODES, is_hidden
from tracker.domain.nccis_return.return_details import from_json
from tracker.domain.reference import codes
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.activity import ACTIVITIES
from tracker.domain.year.ledger_steps import BY_MARK, STEPS, Name, State
from tracker.store.history.ledger.ledger_rows import from_text
from tracker.wording import choices, details, places

_OF_POSITION = tuple(
    name for name in Position._fields if name not in ("day", "activity", "tier")
)
_TIERS = {each.title: each for each in Tier}
#: The steps that intentions and applications reach.
_BEFORE_LEAVING = frozenset(
    (Name.PLAN, Name.APPLIED, Name.OFFER, Name.ACCEPTED, Name.ALLOCATED)
)
Kinds = tuple[type, ...]
#: Instead of the word for a step that depends on what is sealed.
_OF_SEALED = "depends on the activity that is sealed, given above"


def is_sealed(row: Row) -> bool:
    """Whether a position has something in the place of what is sealed."""
    held = row["characteristics"]
    return is_hidden(row["activity"]) or not STAND_IN_CODES.isdisjoint(held)


def opened(row: Row, known: Known) -> dict[str, Any]:
    """The columns of a position whose sealed values are stored apart, by their names.

    Empty where nothing is sealed, and where the day cannot be worked out again.
    """
    day = date.fromisoformat(row["as_of"])
    people = known.person.members if known.person is not None else ()
    member = next((each for each in people if each.as_of == day), None)
    if member is None or not is_sealed(row):
        return {}
    where = member.position
    found: dict[str, Any] = {
        name: _plain(getattr(where, name)) for name in _OF_POSITION
    }
    found["activity"] = where.activity.code
    found["tier"] = int(where.tier) if where.tier is not None else None
    found["characteristics"] = sorted(member.characteristics)
    return {name: each for name, each in found.items() if each != row[name]}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def activity(row: Row) -> str:
    """The activity of a position; in words of its own where only its place is kept."""
    code = str(row["activity"])
    if code in ACTIVITIES:
        return ACTIVITIES[code].title
    since = say_date(date.fromisoformat(row["starts"]))
    return f"the activity recorded from {since}, given above"


def characteristics(stored: Iterable[str]) -> str:
    """Characteristics by their titles; what stands for a sealed one in words."""
    return ", ".join(
        "one that is given above"
        if each in STAND_IN_CODES
        else details.title(codes.CHARACTERISTICS, each)
        for each in stored
    )


def day(name: str, row: Row, known: Known) -> str:
    """A day that a position has, with a note where no source gave it.

    Where they are not known to do anything, there is no day of finding out.
    """
    doing = ACTIVITIES.get(row["activity"])
    if not row[name] or (doing is not None and doing.is_not_known):
        return ""
    found = date.fromisoformat(row[name])
    given = {
        each
        for item in _evidence(known, date.fromisoformat(row["as_of"]))
        if isinstance(item.statement, Doing)
        for each in (item.as_at, item.statement.ascertained)
    }
    worked_out = "" if found in given else " (worked out; no source reported that day)"
    return f"{say_date(found)}{worked_out}"


def source(
    tier: int | None, on: str | None, known: Known, kinds: Kinds = (Doing,)
) -> str:
    """The source of a tier from which a day was worked out, with its own day.

    ``kinds`` are the kinds of statement that count. A tier alone says only what sort of
    source it was: a file of another system has that of an adviser.
    """
    if tier is None:
        return ""
    until = date.fromisoformat(on) if on is not None else date.max
    alike = [
        item
        for item in (known.person.evidence if known.person is not None else ())
        if item.known(None)
        and item.source.tier == tier
        and isinstance(item.statement, kinds)
    ]
    here = set(_evidence(known, until))
    found = [item for item in alike if item in here] or alike
    if not found:
        return Tier(tier).title
    before = [item for item in found if item.as_at <= until]
    nearest = (
        max(before, key=lambda item: item.as_at)
        if before
        else min(found, key=lambda item: item.as_at)
    )
    return stated.source_on(nearest.source.name, nearest.as_at, known.roles)


def source_by_title(
    title: str | None, on: str | None, known: Known, kinds: Kinds = (Doing,)
) -> str:
    """The same by the title of the tier, as rows store it."""
    if not title or title not in _TIERS:
        return title or ""
    return source(int(_TIERS[title]), on, known, kinds)


def _evidence(known: Known, on: date) -> tuple[Evidence, ...]:
    """The evidence of the activity that they had on a day, or of the last before."""
    spells = known.person.spells if known.person is not None else ()
    return next(
        (each.evidence for each in reversed(spells) if each.starts <= on),
        (),
    )


def steps(row: Row, known: Known) -> str:
    """Each step of the ledger with how far it is: "Offer: reached on 3 May 2027, at
    Lake College, from the applications and offers of 4 May 2027".
    """
    return "; ".join(
        f"{step.title}: {_step(step.name, BY_MARK[mark], row['steps'], known)}"
        for step, mark in zip(STEPS.values(), row["marks"], strict=False)
    )


def _step(name: Name, state: State, steps: Mapping[str, Any], known: Known) -> str:
    if state is State.NOT_SHOWN:
        return _OF_SEALED
    given = steps.get(name, {})
    on, left, key = given.get("on"), given.get("left_on"), given.get("place")
    named = given.get("place_name") or places.place(
        key, known.register.name_of(key) if key else None
    )
    reached = state is State.REACHED
    came = source_by_title(
        given.get("source"),
        on,
        known,
        (Offer, Intention) if name in _BEFORE_LEAVING else (Doing,),
    )
    words = [
        f"{state} on {say_date(date.fromisoformat(on))}" if on and reached else state,
        f"{'' if reached else 'expected '}at {named}" if named else "",
        f"left on {say_date(date.fromisoformat(left))}" if left else "",
        f"from {came}" if came else "",
    ]
    return ", ".join(filter(None, words))


def step(name: str) -> str:
    """The title of a step of the ledger."""
    return next((each.title for each in STEPS.values() if each.name == name), name)


def guarantee(stored: str) -> str:
    """The statuses of the September Guarantee, each with its first day."""
    return ", ".join(
        f"{details.title(codes.GUARANTEE_STATUSES, status)} from {say_date(first)}"
        for first, status in from_text(stored)
    )


def return_details(row: Row) -> str:
    """What is ready for the return, each value under the name that pages give it."""
    return "; ".join(f"{label}: {text}" for label, text in _details(row) if text)


def _details(row: Row) -> Iterator[tuple[str, str]]:
    found = from_json(row["details"])
    for each in DETAILS:
        value = value_of(found.known, each)
        if each.name == "guarantee_lists":
            for september, why in value.items():
                yield f"List of the September Guarantee {september}", why
        else:
            yield each.label, details.in_words(each, value)
    for offer in found.offers:
        yield "Offer", choices.offer(offer, "")
    if found.intention:
        title = details.title(codes.INTENDED_DESTINATIONS, found.intention)
        yield "Plan after Year 11", title
    yield "Place", choices.place(found.named, None)
