"""Rows that no identifier decides: automatic, doubtful or new. All invented."""

import random
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.linkage.people import BARE, ELLA, neighbours, row, temporary_upn, uln, upn
from tracker.domain.history.person import Identity
from tracker.linkage.decisions.evaluation import evaluate, invented_list
from tracker.linkage.decisions.matcher import (
    Decision,
    Doubtful,
    Matched,
    Population,
    Unknown,
    decide,
)
from tracker.linkage.model.invented_lists import COLLEGE, NO_IDENTIFIERS

PEOPLE = [(1, ELLA), *neighbours()]

SAFE: list[dict[str, Any]] = [
    {"family": "Penington-Shaw"},
    {"family": "Shaw"},
    {"given": "Liz"},
    {"given": "Elizabeth Rose", "middle": ""},
    {"given": "Pennington-Shaw", "family": "Elizabeth"},
    {"postcode": "WN1 2BB"},  # moved nearby
    # Name and birthday alone: hardly any stranger has both.
    {"postcode": "M46 0AA"},
    {"postcode": None},
    {"postcode": "ZZ99 9ZZ"},
    {"postcode": "M46 0AA", "given": "Liz"},
    {"given": "Liz", "family": "Penington-Shaw"},
    {"given": "E", "middle": ""},  # and no other child there begins with an E
    {"family": "Kaur"},  # a new surname at the old address
    {"given": "Elizabteh"},  # not a name that the country knows
    {"sex": "U", "postcode": "M46 0AA"},  # says nothing that differs
]
DOUBTFUL: list[dict[str, Any]] = [
    {"born": None},
    # a slip in the date of birth is always looked at, whatever else agrees
    {"born": date(2009, 4, 3)},  # day and month exchanged
    {"born": date(2009, 3, 14)},  # a digit more
    {"born": date(2009, 3, 5)},  # one digit wrong
    {"born": date(2008, 3, 4)},
    {"born": date(2009, 4, 3), "family": "Penington-Shaw"},
    {"born": date(2010, 12, 25)},  # or a cousin of the same name at one address
    {"sex": "M", "given": "Liz"},
    {"given": "Matilda", "middle": ""},  # a twin, or another name of hers
    {"given": "Rose", "middle": ""},  # her middle name, or a twin called so
]
UNKNOWN: list[dict[str, Any]] = [
    {"given": "Charlotte", "middle": "", "born": date(2011, 8, 9)},  # a sister
    {"given": "Harry", "middle": "", "sex": "M"},  # a twin brother
    {"given": "Matilda", "middle": "", "uln": uln(7)},  # a twin with her own number
    {"given": "Zainab", "family": "Okafor", "middle": "", "postcode": "M46 0AA"},
    {"family": "Rigby", "middle": "", "postcode": "M46 0AA"},  # first name, birthday
    {"born": date(2006, 11, 28), "postcode": "M46 0AA"},  # a namesake
    {"given": "", "family": "", "born": None, "postcode": None},
]


TABLE = [
    *((changes, Matched) for changes in SAFE),
    *((changes, Doubtful) for changes in DOUBTFUL),
    *((changes, Unknown) for changes in UNKNOWN),
]


@pytest.fixture(scope="module")
def table_decided() -> list[Decision]:
    """All rows of the table in one batch: loading Splink once is slow enough."""
    return decide([row(**changes) for changes, _ in TABLE], Population(PEOPLE))


@pytest.mark.parametrize(("number", "kind"), list(enumerate(kind for _, kind in TABLE)))
def test_a_row_without_known_identifiers(
    table_decided: list[Decision], number: int, kind: type[Decision]
) -> None:
    decision = table_decided[number]
    assert type(decision) is kind, TABLE[number][0]
    assert decision.reasons
    if isinstance(decision, Matched):
        assert (decision.person, decision.level) == (1, "scored")
        assert decision.score == pytest.approx(1 - decision.error)
        assert decision.error < 2e-3
        assert decision.reasons[0].startswith("Decided by: ")
    if isinstance(decision, Doubtful):
        assert [one.person for one in decision.candidates] == [1]
        assert decision.candidates[0].reasons


@pytest.mark.parametrize(
    "sister",
    [
        {"given": "Matilda", "middle": ""},
        {"given": "Eliza", "middle": ""},
        {"given": "Elisabet", "middle": ""},
    ],
)
def test_each_twin_on_record_gets_her_own_row(sister: dict[str, Any]) -> None:
    twin = replace(ELLA, **sister, upn=upn(2), uln=uln(2), ypid=None)
    population = Population([*PEOPLE, (2, twin)])
    rows = [row(**sister), row(), row(family="Shaw"), row(**sister, family="Shaw")]
    decisions = decide(rows, population)
    people = [one.person if isinstance(one, Matched) else None for one in decisions]
    # A list may use Eliza for Elizabeth: that needs a review.
    assert people[0] == (None if sister["given"] == "Eliza" else 2)
    assert people[1] == 1
    assert people[2] in (1, None)  # never the other twin
    assert people[3] in (2, None)


def many_more(count: int = 5_000) -> list[tuple[int, Identity]]:
    """Many other people: a name that none of them has is probably not a name."""
    return [
        (
            10_000 + n,
            Identity(
                given=("Oliver", "Amelia", "Harry", "Isla")[n % 4],
                family=f"Rig{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}by",
                born=date(2007 + n % 3, 1 + n % 12, 1 + n % 28),
                postcode="WN7 1AB",
            ),
        )
        for n in range(count)
    ]


BELLA = Identity(given="Bella", family="Lowe", born=date(2009, 9, 9))
OTHERS = many_more()


@pytest.mark.parametrize(
    ("known", "listed", "others", "kind"),
    [
        # A twin is as like her sister as a slip of the keyboard is.
        ("Ella", "Bella", [], Doubtful),
        ("Ella", "Bella", OTHERS, Doubtful),  # the country has Bellas
        ("Ella", "Bella", [*OTHERS, (9, BELLA)], Doubtful),  # and so have we
        ("Jayden", "Jaxden", [], Doubtful),  # 41 people are too few to know
        ("Jayden", "Jaxden", OTHERS, Matched),  # none of many people has the name
        ("Elizabeth", "Elizabteh", OTHERS, Matched),
    ],
)
def test_a_given_name_one_letter_off_is_a_slip_only_if_it_is_no_name(
    known: str,
    listed: str,
    others: list[tuple[int, Identity]],
    kind: type[Decision],
) -> None:
    held = replace(BARE, given=known, middle="")
    population = Population([(1, held), *others])
    [decision] = decide([replace(held, given=listed)], population, budget=1 / 1_000)
    assert type(decision) is kind, decision.reasons


@pytest.mark.parametrize(
    "born", [date(2009, 4, 3), date(2009, 3, 14), date(2009, 3, 5), date(2008, 3, 4)]
)
def test_a_slip_in_the_date_of_birth_is_reviewed_among_many_too(born: date) -> None:
    [decision] = decide([row(born=born)], Population([(1, ELLA), *OTHERS]))
    assert isinstance(decision, Doubtful)
    assert [one.person for one in decision.candidates] == [1]


def test_a_person_kept_apart_is_not_matched_again() -> None:
    population = Population(PEOPLE)
    rows = [row(upn=upn(1)), row(), row(family="Shaw"), row(postcode="M46 0AA")]
    before = decide(rows, population)
    after = decide(rows, population, apart=[(index, 1) for index in range(len(rows))])
    assert [type(one) for one in before] == [Matched] * 4
    # The last lives elsewhere than the first, who is as new as they are.
    assert [type(one) for one in after] == [Unknown, Unknown, Unknown, Doubtful]
    assert not getattr(after[3], "candidates", None)


def test_apart_applies_only_to_the_row_it_was_decided_for() -> None:
    decisions = decide([row(), row()], Population(PEOPLE), apart=[(1, 1)])
    assert [type(one) for one in decisions] == [Matched, Unknown]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (row(), row(), True),
        (row(), row(given="elizabéth"), True),
        (row(upn=upn(1)), row(upn=upn(1), family="Shaw", postcode=None), True),
        (row(uln=uln(1)), row(uln=uln(1), born=None), True),
        (row(ypid="3590000000001"), row(ypid="3590000000001", given="Liz"), True),
        (row(), row(family="Shaw"), False),  # nearly certain is not certain
        (row(uln=uln(1)), row(given="Matilda", uln=uln(2)), False),
        (row(upn=temporary_upn(1)), row(upn=temporary_upn(1), postcode=None), True),
    ],
)
def test_rows_of_one_batch_about_the_same_new_person(
    first: Identity, second: Identity, same: bool
) -> None:
    decisions = decide([neighbours()[0][1], first, second], Population([]))
    assert [type(one) for one in decisions] == [Unknown] * 3
    assert [one.same_as for one in decisions if isinstance(one, Unknown)] == [
        None,
        None,
        1 if same else None,
    ]


def test_a_third_row_is_compared_with_details_of_the_second() -> None:
    rows = [row(upn=upn(1)), row(upn=upn(1), uln=uln(1)), row(uln=uln(1), born=None)]
    decisions = decide(rows, Population([]))
    assert [getattr(one, "same_as", "?") for one in decisions] == [None, 0, 0]


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        (
            row(uln=uln(1)),
            row(uln=uln(1), given="Zainab", born=date(2010, 8, 9)),
            "shares an identifier with this one, but not the name",
        ),
        # twins, one number
        (row(uln=uln(1)), row(uln=uln(1), given="Matilda"), "shares an identifier"),
        (row(uln=uln(1)), row(uln=uln(2)), "but another UPN or ULN"),
    ],
)
def test_rows_of_one_batch_that_contradict_each_other_are_doubtful(
    first: Identity, second: Identity, why: str
) -> None:
    decisions = decide([neighbours()[0][1], first, second], Population([]))
    assert [type(one) for one in decisions] == [Unknown, Unknown, Doubtful]
    doubtful = decisions[2]
    assert isinstance(doubtful, Doubtful)
    assert doubtful.earlier == (1,)
    assert why in doubtful.reasons[0]


def test_a_population_updated_with_changes_equals_a_new_one(
    decided: list[Decision],
) -> None:
    changed = Population([(person, ELLA) for person, _ in HELD[:200]])
    changed.put(9_999, HELD[7][1])
    decide(ROWS, changed)  # everything is indexed before it changes
    for person, identity in reversed(HELD):
        changed.put(person, identity)
    changed.put(9_999, None)
    assert len(changed) == len(HELD)
    assert decide(ROWS, changed) == decided


def test_a_twin_on_record_does_not_make_her_own_row_doubtful() -> None:
    brother = replace(ELLA, given="Noah", sex=None, upn=upn(2), uln=uln(2), ypid=None)
    listed = row(given="Liz", sex=None, middle="")
    population = Population([(1, ELLA), (2, brother)])
    [decision] = decide([listed], population, budget=1 / 1_000)
    assert isinstance(decision, Matched)
    assert decision.person == 1


def test_a_number_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="given twice"):
        Population([(1, ELLA), (1, BARE)])


def test_no_rows_give_no_decisions() -> None:
    assert decide([], Population(PEOPLE)) == []


HELD, LISTED = invented_list(300, 60, NO_IDENTIFIERS, seed=8)
ROWS = [one for _, one in LISTED]


@pytest.fixture(scope="module")
def decided() -> list[Decision]:
    return decide(ROWS, Population(HELD))


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False))
def test_decisions_do_not_depend_on_the_order_of_the_population(
    decided: list[Decision], chance: random.Random
) -> None:
    shuffled = list(HELD)
    chance.shuffle(shuffled)
    assert decide(ROWS, Population(shuffled)) == decided


def test_a_row_alone_is_decided_as_among_others_or_more_carefully(
    decided: list[Decision],
) -> None:
    assert {Matched, Doubtful, Unknown} == {type(one) for one in decided}
    for kind in (Matched, Doubtful, Unknown):
        index = [type(one) for one in decided].index(kind)
        [alone] = decide([ROWS[index]], Population(HELD))
        assert type(alone) is kind or (kind, type(alone)) == (Matched, Doubtful)


@pytest.mark.parametrize("source", [COLLEGE, NO_IDENTIFIERS])
def test_on_a_list_with_known_truth_matches_are_right_and_few_are_missed(
    source: Any,
) -> None:
    found = evaluate(3_000, 800, source, seed=5)
    assert found.wrong == 0
    assert found.missed <= 0.01 * found.known
    assert found.doubtful_without_the_person == 0
    # Of a college's rows some have a name that a twin may have, as Cathy of Catherine.
    assert found.doubtful <= (0.015 if source is COLLEGE else 0.05) * found.rows
