"""The particulars of a person, folded from the details that sources gave.

For an address or a need the newest source counts, and of two sources of one day the
better. People move house, so the tier does not come first here as it does for
activities. The identity is folded by trust instead: ``domain.history.identity``. What a
source adds, such as an older identifier, is kept as well, because users search for it.

See decisions 0004, 0022 and 0058.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from tracker.domain.history.details.attribution import (
    Line,
    homes_given,
    key_by,
    line_of,
    statements_by_subject,
    upn_of,
)
from tracker.domain.history.details.detail_order import (
    Held,
    all_of,
    first_of,
    gather,
    newest_of,
    until,
)
from tracker.domain.history.details.house_moves import Homes, homes
from tracker.domain.history.details.restrictions import Answer, Restriction, standing
from tracker.domain.history.evidence import Detail, Evidence, restricting
from tracker.domain.history.identity.fold import FoldedIdentity, agreed, fold_identity
from tracker.domain.history.identity.identity_questions import IdentityQuestion
from tracker.domain.history.identity.identity_statements import SUBJECTS
from tracker.domain.history.person import Identity
from tracker.domain.history.spells import no_register
from tracker.domain.history.stays import Resolve
from tracker.domain.reference.codes import (
    AGED_OUT,
    LEFT_ENGLAND,
    PLAN_ENDED,
    TRANSFERRED,
)
from tracker.domain.reference.institution import InstitutionRef

#: Subjects of the identity. They hold for every day, whatever the day of the evidence.
TIMELESS = frozenset(
    {
        *SUBJECTS,
        *("upn", "former upn", "uln", "ypid", "former ypid"),
    }
)

#: Subjects that every person has on every day. Where there is no evidence for a day,
#: the first after it counts: October's return is made in November, from November's
#: lists.
ALL_ALONG = ("address", "ethnicity")

#: Later evidence that undoes a departure: an address here, or an EHC plan.
UNDONE_BY = {
    TRANSFERRED: ("address", None),
    LEFT_ENGLAND: ("address", None),
    PLAN_ENDED: ("send", "Y"),
    AGED_OUT: ("send", "Y"),
}


@dataclass(frozen=True, slots=True)
class Departure:
    """A young person left the authority's care: a leaver status, to where, and when."""

    status: str
    to: str | None
    on: date


@dataclass(frozen=True, slots=True)
class Particulars:
    """The details held about one person. A flag without evidence is False."""

    identity: Identity
    address: Mapping[str, str] = field(default_factory=dict)
    parent: Mapping[str, str] = field(default_factory=dict)
    phone: str | None = None
    email: str | None = None
    ethnicity: str | None = None
    send: bool = False
    sen_support: bool = False
    level_of_need: str | None = None
    free_meals: bool = False
    characteristics: frozenset[str] = frozenset()
    form_group: str | None = None
    restrictions: tuple[Restriction, ...] = ()
    withheld: bool = False
    lead_authority: str | None = None
    educated_authority: str | None = None
    year_11_authority: str | None = None
    ypids: tuple[str, ...] = ()  # the newest first
    former_ypids: tuple[str, ...] = ()
    departure: Departure | None = None
    questions: tuple[IdentityQuestion, ...] = ()  # about the identity
    homes: Homes | None = None  # where sources give another postcode

    @property
    def restricted(self) -> bool:
        """Whether a restriction to any institution stands."""
        return bool(self.restrictions)


class Details:
    """The details of one person, put in order once and folded for any requested day.

    ``on`` uses the evidence up to the day. The identity uses all evidence. An address
    also holds before its first day, as long as there is no older one. Days with the
    same evidence share one result.
    """

    def __init__(
        self, evidence: Iterable[Evidence], resolve: Resolve = no_register
    ) -> None:
        held, identity, addresses, upns, places_of = gather(evidence)
        self._held = held
        self._answers = _answers(held, resolve)
        self._days = sorted(
            {
                as_at
                for about, entries in held.items()
                if about not in TIMELESS
                for _, as_at, _ in entries
            }
        )
        details = [it.statement for it in identity if isinstance(it.statement, Detail)]
        folded = agreed(details)
        postcodes = {detail.get("postcode") for _, _, detail in held.get("address", ())}
        several = len(postcodes - {None}) > 1
        places: dict[Line, InstitutionRef] = {}
        if folded is None or several:
            places = {line_of(source): at for source, at in places_of}
        if folded is None:
            folded = fold_identity(statements_by_subject(identity, places, resolve))
        self._questions = folded.questions
        self._identity = _identity(
            held, folded, upn_of(upns), _address(held).get("postcode")
        )
        self._homes: Homes | None = None
        if several:
            self._homes = homes(
                homes_given(addresses, places, resolve),
                _address(held).get("postcode"),
                frozenset(
                    (detail.get("field") or "", detail.get("value") or "")
                    for detail in details
                    if detail.about == "declined"
                ),
            )
        self._kept: dict[int, Particulars] = {}

    def on(self, day: date | None = None) -> Particulars:
        """The particulars as at ``day``, or from all evidence."""
        known = len(self._days) if day is None else bisect_right(self._days, day)
        found = self._kept.get(known)
        if found is None:
            held, first = self._held, {}
            if known < len(self._days):
                held = {
                    about: those
                    for about, entries in held.items()
                    if (those := entries if about in TIMELESS else until(entries, day))
                }
                first = {
                    about: first_of(self._held[about])
                    for about in ALL_ALONG
                    if about not in held and about in self._held
                }
            stands = standing(self._answers, day if known < len(self._days) else None)
            found = _particulars(held, first, self._identity, stands, self._questions)
            if known == len(self._days) and self._homes is not None:
                found = replace(found, homes=self._homes)
            self._kept[known] = found
        return found


def particulars(
    evidence: Iterable[Evidence],
    *,
    known_at: datetime | None = None,
    on: date | None = None,
    resolve: Resolve = no_register,
) -> Particulars:
    """The particulars of one person, from all their evidence.

    ``known_at`` leaves out evidence recorded or withdrawn after that moment. ``on``
    leaves out evidence about later days (a plan that began afterwards, the next
    address), except for the identity. ``resolve`` finds the institution that a
    restriction is about.
    """
    live = (item for item in evidence if item.known(known_at))
    return Details(live, resolve).on(on)


def _answers(held: Held, resolve: Resolve) -> list[Answer]:
    """The answers to each institution; empty where none of them is a restriction."""
    entries = held.get("restriction", ())
    if all(detail.get("restricted") != "Y" for _, _, detail in entries):
        return []
    return [
        Answer(
            key_by(restricting(detail), resolve), as_at, detail.get("restricted") != "Y"
        )
        for _, as_at, detail in entries
    ]


def _particulars(
    held: Held,
    first: Held,
    identity: Identity,
    stands: tuple[Restriction, ...],
    questions: tuple[IdentityQuestion, ...],
) -> Particulars:
    """The particulars; ``first`` is for subjects without evidence until then."""

    def newest(about: str, name: str) -> str | None:
        return newest_of(held, about, name)

    address = _address(first if "address" in first else held)
    postcode = address.get("postcode")
    return Particulars(
        identity=identity
        if postcode == identity.postcode
        else replace(identity, postcode=postcode),
        address=address,
        parent=dict(held["parent"][0][2].values) if "parent" in held else {},
        phone=newest("phone", "phone"),
        email=newest("email", "email"),
        ethnicity=newest_of(
            first if "ethnicity" in first else held, "ethnicity", "ethnicity"
        ),
        send=newest("send", "send") == "Y",
        sen_support=newest("send", "support") == "Y",
        level_of_need=newest("need", "level"),
        free_meals=newest("meals", "eligible") == "Y",
        characteristics=_characteristics(held),
        form_group=newest("form group", "group"),
        restrictions=stands,
        withheld=newest("withheld", "withheld") == "Y",
        lead_authority=newest("lead authority", "authority"),
        educated_authority=newest("educated authority", "authority"),
        year_11_authority=newest("year 11 authority", "authority"),
        ypids=all_of(held, "ypid", "ypid"),
        former_ypids=all_of(held, "former ypid", "ypid"),
        departure=_departure(held),
        questions=questions,
    )


def _address(held: Held) -> dict[str, str]:
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
    return {name: text for name, text in found if name != "moved"}


def _identity(
    held: Held, folded: FoldedIdentity, upn: str | None, postcode: str | None
) -> Identity:
    """The identity, the same for every day, with the postcode from all evidence.

    ``_particulars`` replaces the postcode by that of the day.
    """
    upns = {*all_of(held, "upn", "upn"), *all_of(held, "former upn", "upn")}
    ypids = all_of(held, "ypid", "ypid") + all_of(held, "former ypid", "ypid")
    return Identity(
        given=folded.given,
        family=folded.family,
        middle=folded.middle,
        other_names=folded.other_names,
        sealed_names=folded.sealed_names,
        born=folded.born,
        sex=folded.sex,
        postcode=postcode,
        upn=upn,
        former_upns=tuple(sorted(upns - {upn})),
        uln=newest_of(held, "uln", "uln"),
        ypid=ypids[0] if ypids else None,
        former_ypids=tuple(dict.fromkeys(ypids[1:])),
    )


def _characteristics(held: Held) -> frozenset[str]:
    """The newest full list, with what other sources added on that day or since."""
    full = held.get("characteristics", ())
    since, codes = date.min, set()
    if full:
        _, since, detail = full[0]
        codes.update((detail.get("codes") or "").split())
    for _, as_at, detail in held.get("characteristic", ()):
        code = detail.get("code")
        if as_at >= since and code is not None:
            codes.add(code)
    return frozenset(codes)


def _departure(held: Held) -> Departure | None:
    """The newest departure, unless later evidence undoes it.

    An address here undoes only a move away: a college that still lists a student who
    has died knows less than the source that reported the death. A month's file dates a
    departure at the end of the month, even where it was confirmed earlier. An address
    given in between is the one that they left.
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
