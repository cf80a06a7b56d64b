"""Who is expected at each place, worked out with the ledger, as the place may see it.

As for its leavers and pupils (decisions 0048, 0115 and 0165), what is sealed is left
out as if no source had given it, a place's own statement gives it no sight of a young
person, and those who may not be named to it are in no row. See decision 0211.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker import store
from tracker.access import authority_scope
from tracker.actions.history import leaver_proof
from tracker.actions.history.leaving import is_unlisted
from tracker.domain.history.evidence import Evidence
from tracker.domain.history.guarantee import YEARS
from tracker.domain.history.sealed_statements import without_sealed
from tracker.domain.leavers.expected_places import (
    Expectation,
    ExpectedPlace,
    expected_places,
)
from tracker.domain.year.allocation import Answer, Party
from tracker.store.casework.place_proposals import PlaceProposal
from tracker.store.history.ledger.expected_rows import Learner, NewExpected
from tracker.store.history.ledger.owed_rows import Year
from tracker.store.institutions.institution_keys import institution_of
from tracker.store.people.records import Person


@dataclass(frozen=True, slots=True)
class Found:
    """A place where a young person is expected, without their record."""

    person: int
    year_group: int
    at: ExpectedPlace


class ExpectedLearners:
    """Finds where the young people of a ledger are expected, as on its day."""

    def __init__(self, authority: str) -> None:
        self._resolve = store.institutions.register.directory().resolve
        self._own = leaver_proof.own_statements(authority)

    def of(
        self, person: int, everything: Sequence[Evidence], year_group: int, year: Year
    ) -> Iterator[Found]:
        """The places where a person of Year 11 or 12 is expected after leaving."""
        if year_group not in YEARS:
            return
        for each in expected_places(
            without_sealed(everything),
            year_group,
            year.left,
            on=year.as_of,
            own=self._own,
            resolve=self._resolve,
        ):
            yield Found(person, year_group, each)


def write(authority: str, found: Mapping[Year, Iterable[Found]]) -> None:
    """Stores the rows of those who may be named to the place that expects them.

    Runs in the open transaction.
    """
    persons = sorted({each.person for some in found.values() for each in some})
    scope = authority_scope(authority)
    records = {
        each.id: each for each in store.people.records.records(persons, within=scope)
    }
    proposals = _proposals(persons)
    for year, some in found.items():
        rows = (_row(each, records, proposals) for each in some)
        store.history.ledger.expected_rows.write(
            authority, year, (row for row in rows if row is not None)
        )


def _proposals(persons: Sequence[int]) -> dict[tuple[int, str], PlaceProposal]:
    """The newest proposal that stands, by person and present key of the place."""
    register = store.institutions.register.directory()
    return {
        (person, institution_of(each.institution, register).key): each
        for person, each in store.casework.place_proposals.standing_of(persons)
    }


def _row(
    found: Found,
    records: Mapping[int, Person],
    proposals: Mapping[tuple[int, str], PlaceProposal],
) -> NewExpected | None:
    record, at = records.get(found.person), found.at
    if record is None or record.born is None or is_unlisted(record, at.place):
        return None
    proposal = proposals.get((found.person, at.place))
    standing = proposal.standing if proposal is not None else None
    if at.how is Expectation.TURNED_DOWN and (
        # What a young person declined is no business of the place any more.
        standing is None
        or standing.young_person is Answer.DECLINED
        or standing.provider is not Answer.DECLINED
    ):
        return None
    if at.how not in _OF_A_PROPOSAL:
        proposal = None
    given = proposal.standing_answers.get(Party.PROVIDER) if proposal else None
    return NewExpected(
        at.place,
        Learner(
            person=found.person,
            given=record.given,
            family=record.family,
            born=record.born,
            year_group=found.year_group,
            how=at.how,
            since=at.since,
            course=at.course,
            came_on=at.came_on,
            left_on=at.left_on,
            proposal=proposal.id if proposal is not None else None,
            answer=given.answer if given is not None else None,
            answered_on=given.answered_on if given is not None else None,
        ),
    )


#: What is expected by a proposal of the authority, and no application of their own.
_OF_A_PROPOSAL = frozenset(
    {Expectation.PROPOSED, Expectation.ALLOCATED, Expectation.TURNED_DOWN}
)
