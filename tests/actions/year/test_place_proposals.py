"""Places proposed for young people who have none: answers, undo, merges, refusals.

The young people are in Year 12 in November 2026, so their ledger is that of the summer
of 2027. All are invented, like the colleges.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from tests.acts import act
from tests.factories import COLLEGE, OTHER_COLLEGE, register
from tests.web.adviser.places.proposed import proposed_for
from tests.web.adviser.young import HERE_ONLY, THERE, TODAY, record_evidence, young
from tests.web.conftest import NOW
from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.work.work_kinds import queries
from tracker.actions.year import cohort_ledgers, place_proposals
from tracker.domain.history.evidence import Offer
from tracker.domain.history.guarantee import guarantee, offers_of
from tracker.domain.people.naming import Because
from tracker.domain.year.allocation import Answer, NewAnswer, NewProposal, Party
from tracker.domain.year.funnel import Part
from tracker.domain.year.ledger_steps import Name
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action, AuditLine
from tracker.store.casework.place_proposals import PlaceProposal
from tracker.store.figures.ledger_counts import Row
from tracker.store.work.items import Selection

DAY = timedelta(days=1)
LEFT = 2027
BY = "adviser@example.org"


@pytest.fixture
def person(inside, load, tmp_path) -> int:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    return young()


class Clock:
    """Acts a minute and more apart, as people record things."""

    minutes = 0

    def __call__(self, by: str = BY):
        Clock.minutes += 2
        return act(by=by, at=NOW + timedelta(minutes=Clock.minutes), on=TODAY)


ACT = Clock()


def place(urn: str = COLLEGE, course: str = "Motor vehicle") -> NewProposal:
    (found,) = store.institutions.institution_names.find(urn)
    return NewProposal(
        store.institutions.institution_names.named(found),
        found.institution.key,
        course,
        "Near home",
        TODAY - 2 * DAY,
        TODAY + 7 * DAY,
    )


def propose(*people: int, new: NewProposal | None = None, by=None) -> list[int]:
    return place_proposals.propose(
        people, new or place(), LEFT, within=HERE_ONLY, act=by or ACT()
    )


def answer(number: int, person: int, party: str, given: str, **more) -> None:
    new = NewAnswer(
        Party(party),
        Answer(given),
        more.pop("on", TODAY),
        why="Too far" if given == "declined" else "",
        **more,
    )
    place_proposals.answer(number, person, new, within=HERE_ONLY, act=ACT())


def row(person: int) -> Row:
    years = cohort_ledgers.current(TODAY)
    cohort_ledgers.refresh(years, within=HERE_ONLY, on=TODAY)
    return place_proposals.in_ledgers(person, on=TODAY, within=HERE_ONLY)[LEFT]


def is_allocated(person: int) -> bool:
    return Part.REACHED.has(row(person).marks, Name.ALLOCATED)


def proposal(person: int) -> PlaceProposal:
    return store.casework.place_proposals.of(person)[0]


def waiting() -> list[int]:
    found = Selection(queries(["place"], within=HERE_ONLY), TODAY).page()
    return [each.person_id for each in found]


PROVIDER, YOUNG = "provider", "young person"
ANSWERS = [
    # answers in their order, how far it is, allocated, still waiting
    ([], "neither has answered", False, True),
    (
        [(PROVIDER, "accepted")],
        "accepted by the provider; the young person has not answered",
        True,
        True,
    ),
    (
        [(PROVIDER, "accepted"), (YOUNG, "agreed")],
        "accepted by the provider, agreed by the young person",
        True,
        False,
    ),
    (
        [(YOUNG, "agreed")],
        "agreed by the young person; the provider has not answered",
        False,
        True,
    ),
    ([(PROVIDER, "declined")], "declined by the provider", False, False),
    (
        [(PROVIDER, "accepted"), (YOUNG, "declined")],
        "declined by the young person",
        False,
        False,
    ),
    # they change their mind
    (
        [(YOUNG, "declined"), (YOUNG, "agreed"), (PROVIDER, "accepted")],
        "accepted by the provider, agreed by the young person",
        True,
        False,
    ),
    (
        [(PROVIDER, "accepted"), (PROVIDER, "declined"), (PROVIDER, "accepted")],
        "accepted by the provider; the young person has not answered",
        True,
        True,
    ),
]


@pytest.mark.parametrize(("answers", "words", "allocated", "waits"), ANSWERS)
def test_the_ledger_and_the_work_follow_from_the_answers(
    person, answers, words, allocated, waits
) -> None:
    (number,) = propose(person)
    for party, given in answers:
        answer(number, person, party, given)
    assert proposal(person).words == words
    assert is_allocated(person) is allocated
    assert waiting() == ([person] if waits else [])
    # The funnel counts those that its list has.
    _, year = cohort_ledgers.current(TODAY)
    line = cohort_ledgers.counts(year, within=HERE_ONLY).line(Name.ALLOCATED)
    total, listed = cohort_ledgers.people(
        year, within=HERE_ONLY, name=Name.ALLOCATED, part=Part.REACHED
    )
    assert line.people[Part.REACHED] == total == len(listed) == int(allocated)
    # No status of the September Guarantee comes of it (NCCIS 3.5).
    ((_, evidence),) = store.history.evidence.histories([person])
    resolve = store.institutions.register.directory().resolve
    assert guarantee(offers_of(evidence), 12, on=TODAY, resolve=resolve) is None
    # All of it taken back, nothing is left of it but the record.
    place_proposals.take_back(number, person, within=HERE_ONLY, act=ACT())
    assert (proposal(person).words, is_allocated(person)) == ("taken back", False)
    assert len(proposal(person).answers) == len(answers)
    assert waiting() == []


def test_the_step_has_the_day_the_place_and_the_source(person) -> None:
    (number,) = propose(person)
    answer(number, person, PROVIDER, "accepted", on=TODAY - DAY, starts_on=TODAY)
    step = row(person).steps[Name.ALLOCATED]
    assert step["on"] == (TODAY - DAY).isoformat()
    assert step["place"] == proposal(person).institution
    assert step["place_name"] == "Testham College (invented)"
    assert step["source"] == "an adviser's contact"


def test_the_newest_answer_is_taken_back_first_and_the_one_before_counts(
    person,
) -> None:
    (number,) = propose(person)
    answer(number, person, PROVIDER, "accepted")
    # It was given before the provider's, and recorded after it.
    answer(number, person, YOUNG, "declined", on=TODAY - DAY)
    accepted, declined = proposal(person).answers
    assert not is_allocated(person)

    def take_back(which: int) -> None:
        place_proposals.take_back_answer(
            number, which, person, within=HERE_ONLY, act=ACT()
        )

    with pytest.raises(Refusal, match="Take back the newer answer first"):
        take_back(accepted.id)
    take_back(declined.id)
    assert is_allocated(person)
    assert waiting() == [person]
    with pytest.raises(Refusal, match="already been taken back"):
        take_back(declined.id)
    assert [each.withdrawn_by for each in proposal(person).answers] == [None, BY]
    take_back(accepted.id)
    assert not is_allocated(person)


def test_one_form_proposes_for_several_or_for_none(person) -> None:
    bea, cato = young("Bea", "Ashby"), young("Cato", "Norley")
    record_evidence(cato, Offer(12, stage="offer"))
    young_once = young("Dora", "Penn", born=date(2005, 1, 1))
    actions.people.not_named_outward.record(
        bea, Because.SAFETY, within=HERE_ONLY, act=ACT()
    )
    with pytest.raises(Refusal) as refused:
        propose(person, bea, cato, young_once, new=replace(place(), why=""))
    assert [sentence for _, sentence in refused.value.problems] == [
        "Enter why this place.",
        "Bea Ashby is not named to schools and colleges.",
        "Cato Norley has an offer already.",
        f"Young person {young_once} is not in this cohort any more.",
    ]
    assert store.casework.place_proposals.of(person) == []
    erin = young("Erin", "Quill")
    assert len(propose(person, erin)) == 2
    assert set(waiting()) == {person, erin}
    (line,) = AuditLine.query.filter_by(action=Action.PLACE_PROPOSED).all()
    assert sorted(line.detail["people"]) == sorted((person, erin))


def test_a_person_has_one_open_proposal_and_a_second_click_makes_none(person) -> None:
    by = ACT()
    assert propose(person, by=by) == propose(person, by=by)
    with pytest.raises(Refusal, match="has an open proposal, at Testham College"):
        propose(person, new=place(OTHER_COLLEGE), by=ACT("other@example.org"))
    # Past the lock of the people, the database refuses it.
    with pytest.raises(IntegrityError):
        proposed_for(person)
    (number,) = [each.id for each in store.casework.place_proposals.of(person)]
    answer(number, person, PROVIDER, "declined")
    (second,) = propose(person, new=place(OTHER_COLLEGE))
    # The first may not be opened again beside it.
    with pytest.raises(Refusal, match="Another proposal is open, at Otherton"):
        answer(number, person, PROVIDER, "accepted")
    answer(second, person, PROVIDER, "accepted")
    assert row(person).steps[Name.ALLOCATED]["place_name"].startswith("Otherton")
    with pytest.raises(Refusal, match="has accepted already"):
        answer(second, person, PROVIDER, "accepted")


def test_an_own_offer_elsewhere_supersedes_it_and_deletes_nothing(person) -> None:
    bea = young("Bea", "Ashby")
    for each in (person, bea):
        (number,) = propose(each)
        answer(number, each, PROVIDER, "accepted")

    def words(of: int) -> list[str]:
        found = place_proposals.superseded([proposal(of)], {LEFT: row(of)})
        return list(found.values())

    assert words(person) == []
    record_evidence(person, Offer(12, at=place(OTHER_COLLEGE).at, stage="offer"))
    record_evidence(bea, Offer(12, at=place().at, stage="offer"))
    assert words(person) == ["Own offer at Otherton College (invented)"]
    assert words(bea) == []  # it is at the place itself
    assert is_allocated(person) and is_allocated(bea)


def test_proposals_go_with_their_records_through_a_merge_and_back(person) -> None:
    other = young("Amina", "Holtbie")
    (mine,), (theirs,) = propose(person), propose(other, new=place(OTHER_COLLEGE))
    answer(theirs, other, PROVIDER, "accepted")
    actions.people.merging.merge(person, [other], within=HERE_ONLY, act=ACT())
    found = store.casework.place_proposals.of(person)
    assert {each.id for each in found} == {mine, theirs}
    assert is_allocated(person)
    assert waiting() == [person, person]
    # What is recorded while they are one stays with the record it is about.
    answer(theirs, person, YOUNG, "declined")
    assert not is_allocated(person)
    actions.people.merging.unmerge(person, within=HERE_ONLY, act=ACT())
    assert [each.id for each in store.casework.place_proposals.of(person)] == [mine]
    assert proposal(other).words == "declined by the young person"
    assert (is_allocated(person), is_allocated(other)) == (False, False)
    assert waiting() == [person]


def test_another_authority_and_another_person_reach_no_proposal(person) -> None:
    (number,) = propose(person)
    with pytest.raises(Refusal, match="There is no young person"):
        place_proposals.take_back(
            number, person, within=authority_scope(THERE), act=ACT()
        )
    with pytest.raises(Refusal, match=f"There is no proposal {number}"):
        answer(number, young("Bryn", "Holtby"), PROVIDER, "accepted")
    with pytest.raises(Refusal, match="no ledger of the leavers of 2020"):
        place_proposals.propose([person], place(), 2020, within=HERE_ONLY, act=ACT())
    with pytest.raises(Refusal, match="Tick at least one young person"):
        propose()


def test_their_own_copy_has_it_and_a_disposal_takes_all(person) -> None:
    other = young("Bryn", "Holtby")
    propose(other)
    (number,) = propose(person)
    answer(number, person, YOUNG, "declined")
    rows = [
        {held.label: held.text for held in found.fields}
        for part in actions.law.subject_copy.gathering.gather(person, within=HERE_ONLY)
        for found in part.rows
        if found.table in ("place_proposals", "place_answers")
    ]
    (proposed,) = [each for each in rows if "Why this place" in each]
    assert proposed["Place"] == "Testham College (invented)"
    (answered,) = [each for each in rows if "Who answered" in each]
    assert (answered["Who answered"], answered["Answer"]) == ("you", "declined")
    with store.database.base.transaction():
        removed = store.law.disposals.removal.remove([person])
    assert (removed["place_proposals"], removed["place_answers"]) == (1, 1)
    assert store.casework.place_proposals.of(other)
