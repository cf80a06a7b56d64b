"""The details of a person on any day, folded from what sources gave.

What a source adds, such as an older identifier, is kept as well, because users search
for it.

See decisions 0004, 0022 and 0058.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from tracker.domain.history.details.attribution import (
    Line,
    homes_given,
    key_by,
    line_of,
    statements_by_subject,
    upn_of,
)
from tracker.domain.history.details.detail_folds import CHARACTERISTICS, address_of
from tracker.domain.history.details.detail_order import (
    Held,
    all_of,
    first_of,
    gather,
    newest_of,
    until,
)
from tracker.domain.history.details.house_moves import Homes, homes
from tracker.domain.history.details.particulars import DETAILS, FOLDED, Particulars
from tracker.domain.history.details.restriction_answers import (
    Answer,
    Restriction,
    answer_of,
    standing,
)
from tracker.domain.history.evidence import Detail, Evidence, restricting
from tracker.domain.history.identity.fold import agreed, fold_identity
from tracker.domain.history.identity.identity_questions import IdentityQuestion
from tracker.domain.history.person import Identity
from tracker.domain.history.spells import no_register
from tracker.domain.history.stays import Resolve
from tracker.domain.reference.institution import InstitutionRef

#: Subjects that hold for every day, whatever the day of the evidence.
TIMELESS = frozenset(each.fold.about for each in DETAILS if each.fold.timeless)

#: Subjects whose first evidence also holds for the days before it.
ALL_ALONG = tuple(each.fold.about for each in DETAILS if each.fold.all_along)


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
            held, folded.identity, upn_of(upns), address_of(held).get("postcode")
        )
        self._homes: Homes | None = None
        if several:
            self._homes = homes(
                homes_given(addresses, places, resolve),
                address_of(held).get("postcode"),
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
            stands = standing(self._answers, day, born=self._identity.born)
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


def characteristics_on(
    evidence: Iterable[Evidence], days: Sequence[date]
) -> Iterator[frozenset[str]]:
    """The characteristics as at each of these days, as ``Details`` has them.

    For many people at once: nothing else of them is folded.
    """
    subjects = CHARACTERISTICS.subjects
    held = gather(
        it
        for it in evidence
        if isinstance(it.statement, Detail) and it.statement.about in subjects
    ).held
    for day in days:
        known = {
            about: those
            for about, entries in held.items()
            if (those := until(entries, day))
        }
        yield CHARACTERISTICS.of(known)


def _answers(held: Held, resolve: Resolve) -> list[Answer]:
    """The answers to each institution; empty where none of them is a restriction."""
    entries = held.get("restriction", ())
    if all(detail.get("restricted") != "Y" for _, _, detail in entries):
        return []
    return [
        answer_of(detail, key_by(restricting(detail), resolve), as_at)
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
    values = {
        name: fold.of(these)
        for these in (held, first)
        for about in these
        for name, fold in FOLDED.get(about, ())
    }
    values["restrictions"] = stands
    postcode = values["address"].get("postcode") if "address" in values else None
    return Particulars(
        identity=identity
        if postcode == identity.postcode
        else replace(identity, postcode=postcode),
        questions=questions,
        **values,
    )


def _identity(
    held: Held, folded: Identity, upn: str | None, postcode: str | None
) -> Identity:
    """The identity, the same for every day, with the postcode from all evidence.

    ``_particulars`` replaces the postcode by that of the day.
    """
    upns = {*all_of(held, "upn", "upn"), *all_of(held, "former upn", "upn")}
    ypids = all_of(held, "ypid", "ypid") + all_of(held, "former ypid", "ypid")
    return replace(
        folded,
        postcode=postcode,
        upn=upn,
        former_upns=tuple(sorted(upns - {upn})),
        uln=newest_of(held, "uln", "uln"),
        ypid=ypids[0] if ypids else None,
        former_ypids=tuple(dict.fromkeys(ypids[1:])),
    )
