"""Adding a young person: similar records are shown first, the impossible is refused."""

from datetime import date, timedelta

import pytest

from tests.acts import act
from tests.factories import AUTHORITY, ELSEWHERE, HERE
from tests.linkage.people import uln, upn
from tests.web.adviser.young import BORN, HERE_ONLY, THERE, TODAY, young
from tests.web.conftest import NOW
from tracker import actions, store
from tracker.actions.people.adding import Newcomer
from tracker.domain.history.person import Identity
from tracker.refusal import Refusal


def may_be(**given) -> list[int]:
    who = Identity(**{"given": "Amina", "family": "Holtby", "born": BORN, **given})
    return [
        each.person for each in actions.people.adding.similar(who, within=HERE_ONLY)
    ]


@pytest.fixture
def person(inside) -> int:
    return young("Amina", "Holtby", upn=upn(7), uln=uln(7))


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, True),
        ({"given": "Ameena"}, True),
        ({"given": "Holtby", "family": "Amina"}, True),
        ({"born": date(2009, 3, 12)}, True),
        ({"born": date(2009, 12, 8), "postcode": HERE}, True),
        ({"family": "Ashcombe", "postcode": HERE}, True),
        ({"given": "Xanthe", "family": "Quarles", "upn": upn(7)}, True),
        ({"given": "Xanthe", "family": "Quarles", "uln": uln(7)}, True),
        ({"given": "Xanthe", "family": "Quarles"}, False),
        ({"given": "Xanthe", "born": date(2010, 5, 1)}, False),
    ],
)
def test_similar_records_are_shown(person, given, found) -> None:
    assert may_be(**given) == ([person] if found else [])


def test_the_likeliest_record_comes_first_with_its_reasons(person) -> None:
    other = young("Amina", "Holtbey", born=date(2009, 12, 8))
    who = Identity("Amina", "Holtby", born=BORN, postcode=HERE)
    found = actions.people.adding.similar(who, within=HERE_ONLY)
    assert [each.person for each in found] == [person, other]
    assert "date of birth" in found[0].reasons[0]


def test_no_record_of_another_authority_is_shown(inside) -> None:
    young("Amina", "Holtby", authority=THERE)
    assert may_be() == []


def test_a_person_added_is_found_at_once(inside) -> None:
    newcomer = Newcomer(
        Identity("Zoë", "O’Neill", born=BORN, sex="F", postcode=HERE),
        address={"line1": "1 Sample Street", "town": "Wigan"},
        phone="01942 000000",
    )
    number = actions.people.adding.add(
        newcomer, act=act(by="me", at=NOW, on=TODAY, authority=AUTHORITY)
    )
    for words in ("zoe oneill", "3/12/2009", HERE):
        (found,) = store.people.finding.find(words, within=HERE_ONLY).people
        assert found.id == number
    record = store.people.records.get(number, within=HERE_ONLY)
    assert record.details["phone"] == "01942 000000"
    assert record.details["address"]["line1"] == "1 Sample Street"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"given": ""}, "given"),
        ({"born": None}, "born"),
        ({"born": date(2027, 1, 1)}, "born"),
        ({"born": date(2019, 1, 1)}, "born"),
        ({"born": date(1999, 1, 1)}, "born"),
    ],
)
def test_a_person_who_cannot_be_added_is_refused(inside, changes, field) -> None:
    who = Identity(**{"given": "A", "family": "B", "born": BORN, **changes})
    with pytest.raises(Refusal) as refused:
        actions.people.adding.add(
            Newcomer(who), act=act(by="me", at=NOW, on=TODAY, authority=AUTHORITY)
        )
    assert refused.value.field == field
    assert store.people.records.everybody(within=HERE_ONLY) == []


def test_a_postcode_elsewhere_is_reported(inside) -> None:
    who = Identity("A", "B", born=BORN, postcode=ELSEWHERE)
    assert actions.people.adding.lives_elsewhere(who, AUTHORITY) not in (
        None,
        AUTHORITY,
    )
    here = Identity("A", "B", born=BORN, postcode=HERE)
    assert actions.people.adding.lives_elsewhere(here, AUTHORITY) is None


def test_a_person_added_twice_by_two_clicks_is_one(inside, at_once) -> None:
    newcomer = Newcomer(Identity("Zoë", "Quill", born=BORN, postcode=HERE))

    def add() -> int:
        return actions.people.adding.add(
            newcomer, act=act(by="me", at=NOW, on=TODAY, authority=AUTHORITY)
        )

    assert len(set(at_once(add, add))) == 1
    assert add() == add()
    other = actions.people.adding.add(
        newcomer, act=act(by="you", at=NOW, on=TODAY, authority=AUTHORITY)
    )
    later = NOW + timedelta(minutes=2)
    again = actions.people.adding.add(
        newcomer, act=act(by="me", at=later, on=TODAY, authority=AUTHORITY)
    )
    assert len({add(), other, again}) == 3
