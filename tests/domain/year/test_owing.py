"""Who owes what: who fills each gap, and what they owe together."""

from datetime import date

import pytest

from tracker.domain.year.ledger_steps import Name, Owner
from tracker.domain.year.owing import (
    Debtor,
    Gap,
    Kind,
    by_debtor,
    people_of,
    words_of,
)

SCHOOL, COLLEGE = "urn:106500", "urn:130500"


def gap(
    step: Name,
    owner: Owner,
    *people: int,
    institution: str | None = SCHOOL,
    place: str | None = None,
    adviser: int | None = None,
) -> Gap:
    return Gap(step, owner, institution, place, adviser, people)


@pytest.mark.parametrize(
    ("owner", "institution", "place", "adviser", "debtor"),
    [
        (Owner.SCHOOL, SCHOOL, COLLEGE, 7, Debtor(Kind.SCHOOL, SCHOOL)),
        (Owner.SCHOOL, None, COLLEGE, 7, Debtor(Kind.DATA_TEAM)),
        (Owner.COLLEGE, SCHOOL, COLLEGE, 7, Debtor(Kind.COLLEGE, COLLEGE)),
        # The school that they left is not the place that should have seen them.
        (Owner.COLLEGE, SCHOOL, None, 7, Debtor(Kind.DATA_TEAM)),
        (Owner.ADVISER, SCHOOL, COLLEGE, 7, Debtor(Kind.ADVISER, "7")),
        (Owner.ADVISER, SCHOOL, COLLEGE, None, Debtor(Kind.LEADER)),
    ],
)
def test_who_fills_a_gap(owner, institution, place, adviser, debtor) -> None:
    found = Gap(Name.OFFER, owner, institution, place, adviser, (1,))
    assert found.debtor == debtor
    assert Debtor.parse(str(debtor)) == debtor


@pytest.mark.parametrize(
    ("step", "kind", "words"),
    [
        (Name.DAY_42, Kind.ADVISER, "left by day 42"),
        (Name.DAY_42, Kind.LEADER, "left by day 42"),
        (Name.DAY_42, Kind.COLLEGE, "not seen since day 42"),
        (Name.DAY_42, Kind.DATA_TEAM, "not seen since day 42"),
        (Name.OFFER, Kind.DATA_TEAM, "had no offer"),
    ],
)
def test_who_left_and_who_was_not_seen_have_words_of_their_own(
    step: Name, kind: Kind, words: str
) -> None:
    assert words_of(step, kind) == words


@pytest.mark.parametrize(
    "words", ["", "school", "school:", "data team:1", "data team:", "parent:1", "x"]
)
def test_an_address_that_names_no_debtor(words: str) -> None:
    assert Debtor.parse(words) is None


def test_who_owes_the_most_comes_first_with_steps_in_their_order() -> None:
    gaps = [
        gap(Name.ENROLLED, Owner.ADVISER, 1, 2, adviser=9),
        gap(Name.OFFER, Owner.SCHOOL, 3, 4, 5),
        gap(Name.PLAN, Owner.SCHOOL, 6),
        gap(Name.PLAN, Owner.SCHOOL, institution="urn:2"),
        # The same adviser, of another school: one line of who owes.
        gap(Name.ALLOCATED, Owner.ADVISER, 7, institution="urn:2", adviser=9),
    ]
    school, adviser = by_debtor(gaps)
    assert (school.debtor, school.gaps) == (Debtor(Kind.SCHOOL, SCHOOL), 4)
    assert list(school.steps.items()) == [(Name.PLAN, 1), (Name.OFFER, 3)]
    assert school.oldest(2027) == date(2027, 3, 31)
    assert (adviser.debtor.key, adviser.gaps) == ("9", 3)
    assert adviser.oldest(2026) == date(2026, 8, 31)


def test_a_step_alone_has_only_those_who_owe_it() -> None:
    gaps = [
        gap(Name.OFFER, Owner.SCHOOL, 3, 4, 5),
        gap(Name.ENROLLED, Owner.ADVISER, 1, 2, adviser=9),
    ]
    (only,) = by_debtor(gaps, steps=[Name.ENROLLED])
    assert (only.debtor.kind, only.gaps) == (Kind.ADVISER, 2)
    assert by_debtor(gaps, steps=[Name.MARCH]) == []
    assert people_of(gaps, lambda each: each.step is Name.OFFER) == [3, 4, 5]
