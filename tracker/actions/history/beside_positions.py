"""What is stored beside the positions of people: returns of month ends, indicators.

Both are made in the fold that makes the positions, and are deleted with them.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from tracker import store
from tracker.actions.history.leaver_proof import Proven
from tracker.domain.history.details.form_groups import form_group_of, form_groups
from tracker.domain.history.evidence import Evidence
from tracker.domain.history.members import Member
from tracker.domain.history.membership import Folded, fold
from tracker.domain.history.sealed_statements import without_sealed
from tracker.domain.nccis_return.return_details import Returned, returned
from tracker.domain.reference.academic_year import Period
from tracker.domain.year.pupils.pupil_facts import facts
from tracker.domain.year.pupils.pupil_indicators import (
    INDICATORS,
    PUPIL_YEARS,
    Indicator,
    holds,
)
from tracker.store.history.ledger.indicator_rows import New

#: Made for days less than this before the newest kept day: for returns that may still
#: be prepared, and for the lists of today.
MADE_FOR = timedelta(days=62)
#: The return details of a month are kept for this long after it.
RETURN_KEPT = timedelta(days=100)

_COUNTED: tuple[Indicator, ...] = tuple(
    each for each in INDICATORS.values() if each.counts
)


class Beside:
    """Collects what is stored beside the positions of some days, and stores it."""

    def __init__(
        self, authority: str, days: Iterable[date], proven: Proven | None = None
    ) -> None:
        """``proven`` is that of the caller, who may have read what it needs."""
        self._authority = authority
        self._proven = proven or Proven(authority)
        wanted = set(days)
        newest = max((*store.history.days.kept(authority), *wanted), default=date.min)
        self._days = {day for day in wanted if day + MADE_FOR > newest}
        self._ends = {day for day in self._days if day == Period.of(day).end}
        self._details: list[tuple[date, int, str, Returned]] = []
        self._indicators: list[New] = []

    def add(self, folded: Folded) -> None:
        """A person, with a member for each of the days."""
        self.add_returned(folded)
        self._indicators.extend(self._rows(folded))

    def add_returned(self, folded: Folded) -> None:
        """One who is in returns alone: a merged record that appears once more."""
        for member in folded.members:
            day = member.as_of
            if member.status is not None and day in self._ends:
                details = returned(
                    folded.details.on(day),
                    folded.evidence,
                    on=day,
                    place=member.position.institution,
                    resolve=folded.resolve,
                )
                self._details.append((day, member.person, member.authority, details))

    def write(self) -> None:
        """Stores what was added since the last time."""
        store.history.return_details.write(self._details)
        store.history.ledger.indicator_rows.write(self._indicators)
        self._details, self._indicators = [], []

    def _rows(self, folded: Folded) -> Iterator[New]:
        """The indicators of a pupil on each day on which they are here."""
        for member in folded.members:
            day = member.as_of
            if day not in self._days or member.year_group not in PUPIL_YEARS:
                continue
            departure = folded.details.on(day).departure
            if departure is not None and departure.on <= day:
                continue
            known = facts(member, folded.evidence, folded.spells)
            found = {each.name: holds(each, known) for each in _COUNTED}
            place = self._seen_by(folded, member)
            yield New(
                day,
                member.person,
                member.authority,
                member.year_group,
                [name for name, answer in found.items() if answer],
                [name for name, answer in found.items() if answer is None],
                member.position.institution,
                place,
                None
                if place is None
                else form_group_of(
                    form_groups(folded.evidence, folded.resolve), place, by=day
                ),
            )

    def _seen_by(self, folded: Folded, member: Member) -> str | None:
        """The school or college whose own pupil they are, as far as it may know.

        It is decided as for the ledger that schools see (decision 0197).
        """
        seen = without_sealed(folded.evidence)
        has_sealed = len(seen) < len(folded.evidence)
        if has_sealed or self._proven.includes_own_statement(seen):
            outward = self._outward(folded, seen, member.as_of)
        else:
            outward = member
        if outward is None or outward.position.is_not_known:
            return None
        return outward.position.institution

    def _outward(
        self, folded: Folded, seen: list[Evidence], day: date
    ) -> Member | None:
        proven = self._proven.members(folded.person, seen, [day])
        if proven is not None:
            return proven.get(day)
        again = fold(
            folded.person, self._authority, seen, on=[day], resolve=folded.resolve
        )
        return next(iter(again.members), None) if again is not None else None


def delete_old(authority: str, *, on: date) -> None:
    """Deletes what no page or return needs any more, before a day."""
    store.history.return_details.forget_before(authority, on - RETURN_KEPT)
    store.history.ledger.indicator_rows.forget_before(authority, on - MADE_FOR)
