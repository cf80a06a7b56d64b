"""The particulars of a person, folded from the details that sources gave.

An address or a need is what the newest source says of it, and of two sources of the
same day the better; a person may move house, so the tier does not come first here as it
does for activities. Who somebody is goes by trust instead: ``domain.identity``. What a
source adds (an older identifier) is kept beside it, because somebody will search for
it.

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
    Told,
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

#: Subjects that say who somebody is: true of every day, whenever they were told.
TIMELESS = frozenset(
    {
        *SUBJECTS,
        *("upn", "former upn", "uln", "ypid", "former ypid"),
    }
)

#: Subjects of which somebody had one all along: where none was told by a day, what was
#: told first after it stands. A return of October is made in November, of lists that
#: speak of November.
ALL_ALONG = ("address", "ethnicity")

#: What undoes a departure when it is told of a later day: an address here, or a plan.
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
    """What is held of one person. Flags are False where nobody said so."""

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
    questions: tuple[IdentityQuestion, ...] = ()  # about who they are
    homes: Homes | None = None  # where another postcode than the one used was given

    @property
    def restricted(self) -> bool:
        """Whether some institution may pass on no more than who and where they are."""
        return bool(self.restrictions)


class Details:
    """The details of one person, put in order once and folded for any day asked.

    ``on`` is what was told of that day and before; who somebody is counts whenever it
    was told, and where they lived as it was told first, until there is something older.
    The same answer is made once however many days ask for it.
    """

    def __init__(
        self, evidence: Iterable[Evidence], resolve: Resolve = no_register
    ) -> None:
        told, who, lived, numbered, placed = gather(evidence)
        self._told = told
        self._answers = _answers(told, resolve)
        self._days = sorted(
            {
                as_at
                for about, said in told.items()
                if about not in TIMELESS
                for _, as_at, _ in said
            }
        )
        details = [each.statement for each in who if isinstance(each.statement, Detail)]
        folded = agreed(details)
        postcodes = {detail.get("postcode") for _, _, detail in told.get("address", ())}
        several = len(postcodes - {None}) > 1
        places: dict[Line, InstitutionRef] = {}
        if folded is None or several:
            places = {line_of(source): at for source, at in placed}
        if folded is None:
            folded = fold_identity(statements_by_subject(who, places, resolve))
        self._folded = folded
        self._who = _identity(
            told, folded, upn_of(numbered), _address(told).get("postcode")
        )
        self._homes: Homes | None = None
        if several:
            self._homes = homes(
                homes_given(lived, places, resolve),
                _address(told).get("postcode"),
                frozenset(
                    (detail.get("field") or "", detail.get("value") or "")
                    for detail in details
                    if detail.about == "declined"
                ),
            )
        self._made: dict[int, Particulars] = {}

    def on(self, day: date | None = None) -> Particulars:
        """The particulars as at ``day``, or with everything that was told."""
        known = len(self._days) if day is None else bisect_right(self._days, day)
        made = self._made.get(known)
        if made is None:
            told, first = self._told, {}
            if known < len(self._days):
                told = {
                    about: those
                    for about, said in told.items()
                    if (those := said if about in TIMELESS else until(said, day))
                }
                first = {
                    about: first_of(self._told[about])
                    for about in ALL_ALONG
                    if about not in told and about in self._told
                }
            stands = standing(self._answers, day if known < len(self._days) else None)
            made = _particulars(told, first, self._who, stands, self._folded.questions)
            if known == len(self._days) and self._homes is not None:
                made = replace(made, homes=self._homes)
            self._made[known] = made
        return made


def particulars(
    evidence: Iterable[Evidence],
    *,
    known_at: datetime | None = None,
    on: date | None = None,
    resolve: Resolve = no_register,
) -> Particulars:
    """Everything that is held of one person, from all their evidence.

    ``known_at`` asks what was known at that moment. ``on`` leaves out what was told of
    later days (a plan that began afterwards, the next address), but never who they are.
    ``resolve`` finds the institution that a restriction is about.
    """
    live = (item for item in evidence if item.known(known_at))
    return Details(live, resolve).on(on)


def _answers(told: Told, resolve: Resolve) -> list[Answer]:
    """What each institution was answered; nothing where no restriction could be."""
    said = told.get("restriction", ())
    if all(detail.get("restricted") != "Y" for _, _, detail in said):
        return []
    return [
        Answer(
            key_by(restricting(detail), resolve), as_at, detail.get("restricted") != "Y"
        )
        for _, as_at, detail in said
    ]


def _particulars(
    told: Told,
    first: Told,
    who: Identity,
    stands: tuple[Restriction, ...],
    questions: tuple[IdentityQuestion, ...],
) -> Particulars:
    """``first`` stands for subjects of which nothing was told yet."""

    def newest(about: str, name: str) -> str | None:
        return newest_of(told, about, name)

    address = _address(first if "address" in first else told)
    postcode = address.get("postcode")
    return Particulars(
        identity=who if postcode == who.postcode else replace(who, postcode=postcode),
        address=address,
        parent=dict(told["parent"][0][2].values) if "parent" in told else {},
        phone=newest("phone", "phone"),
        email=newest("email", "email"),
        ethnicity=newest_of(
            first if "ethnicity" in first else told, "ethnicity", "ethnicity"
        ),
        send=newest("send", "send") == "Y",
        sen_support=newest("send", "support") == "Y",
        level_of_need=newest("need", "level"),
        free_meals=newest("meals", "eligible") == "Y",
        characteristics=_characteristics(told),
        form_group=newest("form group", "group"),
        restrictions=stands,
        withheld=newest("withheld", "withheld") == "Y",
        lead_authority=newest("lead authority", "authority"),
        educated_authority=newest("educated authority", "authority"),
        year_11_authority=newest("year 11 authority", "authority"),
        ypids=all_of(told, "ypid", "ypid"),
        former_ypids=all_of(told, "former ypid", "ypid"),
        departure=_departure(told),
        questions=questions,
    )


def _address(told: Told) -> dict[str, str]:
    """The newest full address.

    A list that gives a postcode alone does not undo it: such postcodes are often those
    of the home before. An officer who decided that they moved undoes it. Where nobody
    gave more, the newest postcode stands.
    """
    said = told.get("address")
    if said is None:
        return {}
    found = next(
        (
            detail.values
            for _, _, detail in said
            if any(name != "postcode" for name, _ in detail.values)
        ),
        said[0][2].values,
    )
    return {name: text for name, text in found if name != "moved"}


def _identity(
    told: Told, who: FoldedIdentity, upn: str | None, postcode: str | None
) -> Identity:
    """Who somebody is, which no day changes, with where they live by all that is told;
    where they lived comes with the day.
    """
    upns = {*all_of(told, "upn", "upn"), *all_of(told, "former upn", "upn")}
    ypids = all_of(told, "ypid", "ypid") + all_of(told, "former ypid", "ypid")
    return Identity(
        given=who.given,
        family=who.family,
        middle=who.middle,
        other_names=who.other_names,
        sealed_names=who.sealed_names,
        born=who.born,
        sex=who.sex,
        postcode=postcode,
        upn=upn,
        former_upns=tuple(sorted(upns - {upn})),
        uln=newest_of(told, "uln", "uln"),
        ypid=ypids[0] if ypids else None,
        former_ypids=tuple(dict.fromkeys(ypids[1:])),
    )


def _characteristics(
    told: Told,
) -> frozenset[str]:
    """The newest full list, and what others added on that day or since."""
    full = told.get("characteristics", ())
    since, codes = date.min, set()
    if full:
        _, since, detail = full[0]
        codes.update((detail.get("codes") or "").split())
    for _, as_at, detail in told.get("characteristic", ()):
        code = detail.get("code")
        if as_at >= since and code is not None:
            codes.add(code)
    return frozenset(codes)


def _departure(
    told: Told,
) -> Departure | None:
    """The newest departure, unless a later source undoes it.

    An address here undoes having moved away and nothing else: a college that still
    lists somebody who died knows less than whoever said so. A month's file tells of
    leaving by its end, though it was confirmed earlier; an address told in between is
    the one that they left.
    """
    departures = told.get("departure")
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
        for _, seen, other in told.get("address", ())
        if seen == as_at and other.get("moved") == "Y"
    }
    for _, seen, other in told.get(about, ()):
        if about == "address" and other.get("postcode") in gone_to:
            continue  # a list that repeats where they have gone
        if seen > max(as_at, on) and wanted in (None, other.get(about)):
            return None
    return Departure(status=status, to=detail.get("to"), on=on)
