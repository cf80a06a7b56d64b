"""The ledger as schools and colleges may see it: their own pupils of Years 11 and 12.

Who is a school's own pupil, and what it may see of them, is decided as for its leavers
(decisions 0048, 0115 and 0165): what is sealed is left out as if no source had given
it, an institution's own word gives it no sight of a young person, and those who may not
be named to it are in no row. See decision 0197.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker import store
from tracker.access import authority_scope
from tracker.actions.history.leaver_proof import Proven
from tracker.actions.history.leaving import is_unlisted
from tracker.actions.year.person_steps import ByThen
from tracker.domain.history.evidence import Evidence
from tracker.domain.history.guarantee import YEARS
from tracker.domain.history.members import Member
from tracker.domain.history.membership import fold
from tracker.domain.history.sealed_statements import without_sealed
from tracker.domain.year.ledger import Step
from tracker.domain.year.school_view import as_seen
from tracker.store.history.ledger.owed_rows import Year
from tracker.store.history.ledger.school_rows import NewPupil


@dataclass(frozen=True, slots=True)
class Found:
    """A pupil of an institution (key), without what their record says."""

    person: int
    institution: str
    year_group: int
    form_group: str | None
    steps: Sequence[Step]


class OwnPupils:
    """Finds the pupils of every institution in some leaving years.

    ``members`` are those of Years 11 and 12 on the day from which each year's cohort is
    known, by person.
    """

    def __init__(
        self, authority: str, members: Mapping[Year, Mapping[int, Member]]
    ) -> None:
        self._authority = authority
        self._members = members
        self._resolve = store.institutions.register.directory().resolve
        self._proven = Proven(authority)

    @property
    def persons(self) -> set[int]:
        """Everybody whose evidence is needed."""
        return {person for members in self._members.values() for person in members}

    def of(
        self,
        person: int,
        everything: Sequence[Evidence],
        born: date,
        known: Mapping[date, ByThen],
    ) -> Iterator[tuple[Year, Found]]:
        """The years in which a person is a pupil somewhere, with what is seen of them.

        ``known`` is what all the evidence comes to, by day; it is the same where
        nothing is sealed.
        """
        evidence = without_sealed(everything)
        if not evidence:
            return
        has_sealed = len(evidence) < len(everything)
        as_stored = not (has_sealed or self._proven.includes_own_statement(evidence))
        seen = {} if has_sealed else dict(known)
        for year, members in self._members.items():
            member = members.get(person)
            if member is not None and not as_stored:
                member = self._member(person, evidence, member.as_of)
            if member is None or member.year_group not in YEARS:
                continue
            place, counted_on = member.position.institution, member.as_of
            if place is None or member.position.is_not_known:
                continue
            if year.as_of not in seen:
                seen[year.as_of] = ByThen.of(evidence, year.as_of, self._resolve)
            then = seen[year.as_of]
            steps = then.steps(
                year, member.year_group, born=born, resolve=self._resolve
            )
            yield (
                year,
                Found(
                    person,
                    place,
                    member.year_group,
                    then.form_group(place, counted_on, self._resolve),
                    as_seen(steps, then.spells),
                ),
            )

    def _member(
        self, person: int, evidence: Sequence[Evidence], day: date
    ) -> Member | None:
        """A person on a day, as far as an institution may see them."""
        proven = self._proven.members(person, evidence, [day])
        if proven is not None:
            return proven.get(day)
        folded = fold(
            person, self._authority, evidence, on=[day], resolve=self._resolve
        )
        return next(iter(folded.members), None) if folded else None


def write(authority: str, found: Mapping[Year, Iterable[Found]]) -> None:
    """Stores the rows of those who may be named to their institution.

    Runs in the open transaction.
    """
    persons = {each.person for some in found.values() for each in some}
    records = {
        each.id: each
        for each in store.people.records.records(
            sorted(persons), within=authority_scope(authority)
        )
    }
    for year, some in found.items():
        store.history.ledger.school_rows.write(
            authority,
            year,
            (
                NewPupil(
                    *(each.person, each.institution, each.year_group, record.upn),
                    *(record.given, record.family, each.form_group, each.steps),
                )
                for each in some
                if (record := records.get(each.person)) is not None
                and not is_unlisted(record, each.institution)
            ),
        )
