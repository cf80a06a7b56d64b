"""The answers to institutions that are on record, whichever record they are on.

Everybody is invented.
"""

from datetime import datetime
from itertools import count
from typing import Any

import pytest

from tests.store import rows
from tests.store.rows import AT, AT_SCHOOL, BOTH, HERE, ON, THERE, THERE_ONLY, later
from tracker.domain.history.evidence import Detail, as_json
from tracker.store.history.evidence import Entry, EvidenceRow, Fact
from tracker.store.law.restriction_answers import of

YES, NO = "N", "Y"  # whether it is restricted
DIGESTS = count()


def answer(
    person: int,
    restricted: str,
    *,
    authority: str = "359",
    about: str = "restriction",
    recorded: datetime = AT,
    withdrawn: datetime | None = None,
    **more: str,
) -> int:
    """The entry of an answer about a record."""
    statement = Detail(about, tuple(sorted({"restricted": restricted, **more}.items())))
    entry = rows.added(
        Entry(
            authority=authority,
            source="an answer",
            made_by="me@example.org",
            recorded_at=recorded,
            withdrawn_at=withdrawn,
            withdrawn_by=None if withdrawn is None else "me@example.org",
        )
    )
    fact = rows.added(
        Fact(
            authority=authority,
            person_id=person,
            digest=next(DIGESTS).to_bytes(8),
            statement=as_json(statement),
        )
    )
    rows.added(
        EvidenceRow(
            authority=authority,
            person_id=person,
            entry_id=entry.id,
            tier=1,
            as_at=ON,
            facts=[fact.id],
        )
    )
    number: int = entry.id
    return number


@pytest.fixture
def found(inside) -> Any:
    """The entries of the answers, in order."""

    def entries(**which: Any) -> list[int]:
        return [each.entry for each in of(**{"within": HERE, **which})]

    return entries


def test_all_answers_about_people_with_a_no_by_name(found) -> None:
    bea, ann = rows.person("Bea", "Orr"), rows.person("Ann", "Orr")
    first, second = answer(bea, NO), answer(bea, YES)
    of_ann = answer(ann, NO)
    only_yes = rows.person("Cat", "Orr")
    answer(only_yes, YES)
    answer(rows.person("Dot", "Orr"), NO, about="agreement")
    answer(ann, NO, withdrawn=AT)
    assert found() == [of_ann, first, second]
    assert found(persons=[bea, only_yes]) == [first, second]
    assert found(persons=[only_yes]) == found(persons=[]) == []


def test_a_no_counts_whichever_record_of_a_person_it_is_on(found) -> None:
    kept = rows.person("Amina", "Orr")
    gone, also_gone = (rows.person("Amina", merged_into=kept) for _ in range(2))
    on_kept, on_gone = answer(kept, YES), answer(gone, NO)
    on_other = answer(also_gone, YES, how="letter")
    assert found() == [on_kept, on_gone, on_other]
    assert {each.person for each in of(within=HERE)} == {kept}
    assert found(persons=[kept]) == [on_kept, on_gone, on_other]
    assert found(persons=[gone]) == []
    assert found(by_hand=True) == found(by_hand=True, persons=[kept]) == [on_other]
    assert found(by_hand=True, persons=[gone]) == []


def test_by_hand_are_those_with_how_it_was_given(found) -> None:
    bea, ann = rows.person("Bea", "Orr"), rows.person("Ann", "Orr")
    answer(bea, NO)
    written = answer(bea, YES, how="letter")
    rung = answer(ann, YES, how="phone")
    answer(ann, NO, how="letter", about="agreement")
    answer(ann, NO, how="letter", withdrawn=AT)
    assert found(by_hand=True) == [rung, written]


def test_the_answers_as_they_were_known_at_a_moment(found) -> None:
    bea = rows.person("Bea", "Orr")
    early = answer(bea, NO, recorded=later(-9), withdrawn=later(-3))
    late = answer(bea, YES, recorded=later(-1), how="letter")
    assert found() == found(by_hand=True) == [late]
    assert found(known_at=later(-10)) == []
    assert found(known_at=later(-5)) == [early]
    assert found(known_at=later(-2)) == []
    assert found(known_at=AT) == [late]


def test_each_authority_has_its_own(found) -> None:
    here = answer(rows.person("Bea", "Orr"), NO, how="letter")
    person = rows.person("Ann", "Orr", authority=THERE_ONLY)
    there = answer(person, NO, authority=THERE_ONLY, how="letter")
    for by_hand in (False, True):
        assert found(by_hand=by_hand) == [here]
        assert found(by_hand=by_hand, within=THERE) == [there]
        assert found(by_hand=by_hand, within=BOTH) == [there, here]
        assert found(by_hand=by_hand, within=AT_SCHOOL) == []
