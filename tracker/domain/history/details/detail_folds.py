"""Folds: how the evidence under one subject becomes the one value of a detail.

For an address or a need the newest source counts, and of two sources of one day the
more trusted one. People move house, so trust (the tier) does not come first here as it
does for activities. The identity is folded by trust instead:
``domain.history.identity``.

See decisions 0004, 0022 and 0058.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tracker.domain.history.details.detail_order import (
    BY_HAND,
    ENDED,
    Held,
    all_of,
    newest_of,
)
from tracker.domain.history.evidence import Tier
from tracker.domain.reference.codes import (
    AGED_OUT,
    LEFT_ENGLAND,
    PLAN_ENDED,
    TRANSFERRED,
)

#: Later evidence that undoes a departure: an address here, or an EHC plan.
UNDONE_BY = {
    TRANSFERRED: ("address", None),
    LEFT_ENGLAND: ("address", None),
    PLAN_ENDED: ("send", "Y"),
    AGED_OUT: ("send", "Y"),
}


#: The field of a plan by which it is from the team that keeps the plans.
KEEPER = "kept"
_OF_INSTITUTIONS = (int(Tier.PROVIDER_ROLL), int(Tier.SCHOOL_CENSUS))

#: The field of what stands in place of a confidential address; it is no value.
CONFIDENTIAL = "confidential"


#: An earlier system says that its September Guarantee does not cover this person.
NOT_LISTED = "not listed"


@dataclass(frozen=True, slots=True)
class Departure:
    """A young person left the authority's care: a leaver status, to where, and when."""

    status: str
    to: str | None
    on: date


@dataclass(frozen=True, slots=True)
class Fold:
    """A fold of the evidence under a subject ``about``, with the fields that it reads.

    ``of`` makes the value from all details of a person in order; without any evidence
    it makes the empty value. ``words`` explain it in the data dictionary. ``also`` are
    other subjects of the same detail, with their fields. A ``timeless`` value holds for
    every day, whatever the day of the evidence. A value that is there ``all_along``
    also holds before its first evidence: October's return is made in November, from
    November's lists.
    """

    about: str
    fields: tuple[str, ...]
    words: str
    of: Callable[[Held], Any]
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    timeless: bool = False
    all_along: bool = False

    @property
    def subjects(self) -> Mapping[str, tuple[str, ...]]:
        """Every subject that it reads, with the fields."""
        return {self.about: self.fields, **self.also}


def newest(about: str, name: str = "", *, all_along: bool = False) -> Fold:
    """The newest value of a field, by default the one that is named as the subject."""
    field_name = name or about
    return Fold(
        about,
        (field_name,),
        "the newest",
        lambda held: newest_of(held, about, field_name),
        all_along=all_along,
    )


def newest_flag(about: str, name: str = "") -> Fold:
    """Whether the newest value of a field is Y. Without evidence it is not."""
    value = newest(about, name)
    return replace(value, of=lambda held: value.of(held) == "Y")


def every(about: str, name: str) -> Fold:
    """Every value of a field, each once, the newest first."""
    words = "every value, the newest first"
    return Fold(
        about, (name,), words, lambda held: all_of(held, about, name), timeless=True
    )


def newest_whole(about: str, *names: str) -> Fold:
    """The fields of the newest statement together, none of them from an older one."""
    return Fold(
        about,
        names,
        "the newest",
        lambda held: {
            name: text
            for _, _, detail in held.get(about, ())[:1]
            for name, text in detail.values
            if name in names
        },
    )


def address_of(held: Held) -> dict[str, str]:
    """The newest full address.

    A postcode alone does not replace it, because it is often that of the former home.
    An officer's decision that the young person has moved does. Without any full
    address, the newest postcode stands.
    """
    entries = held.get("address")
    if entries is None:
        return {}
    found = next(
        (
            detail.values
            for _, _, detail in entries
            if any(name != "postcode" for name, _ in detail.values)
        ),
        entries[0][2].values,
    )
    return {name: text for name, text in found if name not in ("moved", CONFIDENTIAL)}


def parent_of(held: Held) -> dict[str, str]:
    """The newest name and address of a parent, as one source gives them.

    Lists give no phone of a parent and no relation: those that an officer entered for
    the same name stay.
    """
    entries = held.get("parent", ())
    found = dict(entries[0][2].values) if entries else {}
    if ENDED in found:
        return {}
    for _, _, older in entries[1:]:
        if ENDED in dict(older.values) or not _same_name(older.get("name"), found):
            break
        for name in ("phone", "relation"):
            if name not in found and (text := older.get(name)):
                found[name] = text
    found.pop(CONFIDENTIAL, None)
    return found


def _same_name(name: str | None, found: Mapping[str, str]) -> bool:
    return (name or "").casefold().split() == found.get("name", "").casefold().split()


def plan_of(held: Held) -> bool:
    """Whether there is an EHC plan: what the newest source says.

    Where the team that keeps the plans has answered at all (``KEEPER``), no list of a
    school or college counts, however new: it goes on with a plan that has ceased, and
    does not know of one that was made since. See decision 0238.
    """
    entries = held.get("send", ())
    kept = any(detail.get(KEEPER) for _, _, detail in entries)
    for (_, tier, *_), _, detail in entries:
        if kept and tier in _OF_INSTITUTIONS:
            continue
        if (answer := detail.get("send")) is not None:
            return answer == "Y"
    return False


def characteristics_of(held: Held) -> frozenset[str]:
    """The newest full list, with what other sources added on that day or since.

    To a list entered by hand, only what was recorded later is added on its day: what
    was there before was left out by the person who entered it.
    """
    full = held.get("characteristics", ())
    since, after, codes = date.min, 1.0, set()
    if full:
        (_, source, moment, _), since, detail = full[0]
        codes.update((detail.get("codes") or "").split())
        if source == BY_HAND:
            after = moment
    for (_, _, moment, _), as_at, detail in held.get("characteristic", ()):
        code = detail.get("code")
        if code is not None and (as_at > since or (as_at == since and moment < after)):
            codes.add(code)
    return frozenset(codes)


def departure_of(held: Held) -> Departure | None:
    """The newest departure, unless later evidence undoes it.

    An address here undoes only a move away, because a college that still lists a
    student who has died knows less than the source that reported the death. A month's
    file dates a departure at the end of the month, even where it was confirmed earlier.
    An address given in between is the one that they left.
    """
    departures = held.get("departure")
    if not departures:
        return None
    _, as_at, detail = departures[0]
    status = detail.get("status")
    if status is None:
        return None
    day = detail.get("on")
    on = date.fromisoformat(day) if day else as_at
    about, wanted = UNDONE_BY.get(status, ("", None))
    gone_to = {
        other.get("postcode")
        for _, seen, other in held.get("address", ())
        if seen == as_at and other.get("moved") == "Y"
    }
    for _, seen, other in held.get(about, ()):
        if about == "address" and other.get("postcode") in gone_to:
            continue  # a list that repeats where they have gone
        if seen > max(as_at, on) and wanted in (None, other.get(about)):
            return None
    return Departure(status=status, to=detail.get("to"), on=on)


def guarantee_lists_of(held: Held) -> dict[str, str]:
    """By September: why they are on its list, or NOT_LISTED.

    Our own list has a reason, and stands whatever another source says since.
    """
    found: dict[str, str] = {}
    for _, _, detail in held.get("guarantee list", ()):
        september, why = detail.get("september"), detail.get("why")
        if september is not None and (why or september not in found):
            found[september] = why or NOT_LISTED
    return found


ADDRESS = Fold(
    "address",
    (*("line1", "line2", "line3", "line4"), "town", "county", "postcode"),
    "the newest full address",
    address_of,
    all_along=True,
)
PARENT = Fold(
    "parent", ("name", "relation", "phone", "address"), "the newest", parent_of
)
PLAN = Fold(
    "send",
    ("send", KEEPER),
    "the newest; of the team that keeps the plans before any list of a school",
    plan_of,
)
CHARACTERISTICS = Fold(
    "characteristics",
    ("codes",),  # all of them, space separated; "" for none
    "the newest list, and what is added since",
    characteristics_of,
    # one more, from a source that does not know the others
    also={"characteristic": ("code",)},
)
RESTRICTIONS = Fold(
    "restriction",
    # ``by``, ``how`` and ``reference`` only of an answer that was recorded by hand.
    (
        *("restricted", "urn", "laestab", "ukprn", "provider"),
        *("by", "how", "reference", "late"),
    ),
    "the newest answer to each institution",
    lambda held: (),  # from the answers and the register: ``Details``
)
GUARANTEE_LISTS = Fold(
    "guarantee list",
    # ``why`` only in the list that this authority fixed; ``year`` is 11 or 12.
    ("september", "year", "why"),
    "our own list of each September, else that of another system",
    guarantee_lists_of,
    timeless=True,
)
DEPARTURE = Fold(
    "departure",
    ("status", "to", "on"),
    "the newest, unless a later address or plan undoes it",
    departure_of,
)
