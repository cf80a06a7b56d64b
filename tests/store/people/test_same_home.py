"""Who may be a brother or sister: by address or number, and never by the name alone."""

from datetime import date, timedelta

import pytest

from tests.acts import act
from tests.web.adviser.young import (
    BORN,
    HERE_ONLY,
    THERE,
    TODAY,
    doing,
    record_evidence,
    young,
)
from tests.web.conftest import NOW
from tracker import actions, domain, store
from tracker.access import authority_scope
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.people.confidential_homes import Why
from tracker.domain.people.naming import Because

HOME = {"line1": "7, Sample Street", "postcode": "WN1 1AZ"}
SAME_HOME = {"line1": "7 SAMPLE STREET", "postcode": "WN1 1AZ"}
NEXT_DOOR = {"line1": "9 Sample Street", "postcode": "WN1 1AZ"}
AT_COLLEGE = doing(domain.reference.activity.FURTHER_EDUCATION)
OLDER = date(2008, 3, 4)


def at(person: int, home: dict[str, str]) -> None:
    record_evidence(person, detail("address", **home))


def found(*lost: int) -> dict[int, tuple[int, bool, bool]]:
    actions.history.positions.refresh([TODAY], within=HERE_ONLY)
    homes = store.people.same_home
    relatives = homes.relatives(lost, day=TODAY, within=HERE_ONLY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(homes, "FEW", 0)
        assert homes.relatives(lost, day=TODAY, within=HERE_ONLY) == relatives
    return {
        person: (each.person, each.by_address, each.is_named_alike)
        for person, each in relatives.items()
    }


@pytest.mark.parametrize(
    ("family", "home", "born", "activity", "is_one"),
    [
        ("Holtby", SAME_HOME, OLDER, AT_COLLEGE, True),
        # Siblings of another family name, as in many families.
        ("Jónsdóttir", SAME_HOME, OLDER, AT_COLLEGE, True),
        # A twin.
        ("Holtby", SAME_HOME, BORN, AT_COLLEGE, True),
        ("Holtby", NEXT_DOOR, OLDER, AT_COLLEGE, False),
        # A twin who is not known either answers nothing.
        ("Holtby", SAME_HOME, BORN, None, False),
        # What they do is sealed: they are a lead for no one.
        (
            *("Holtby", SAME_HOME, OLDER),
            doing(domain.reference.activity.PREGNANCY),
            False,
        ),
    ],
)
def test_one_of_the_same_home_who_is_known(
    inside, family, home, born, activity, is_one: bool
) -> None:
    lost, other = young("Amina", "Holtby"), young("Bryn", family, born=born)
    at(lost, HOME)
    at(other, home)
    if activity is not None:
        record_evidence(other, activity)
    alike = family == "Holtby"
    assert found(lost) == ({lost: (other, True, alike)} if is_one else {})


def test_the_same_person_twice_is_no_twin(inside) -> None:
    lost, again = young("Amina", "Holtby"), young("amina", "Holtby-Clegg")
    for each in (lost, again):
        at(each, HOME)
    record_evidence(again, AT_COLLEGE)
    assert found(lost) == {}


@pytest.mark.parametrize(
    ("number", "is_one"), [("07700900123", True), ("see file", False), ("199", False)]
)
def test_one_number_is_one_home_however_it_is_written(inside, number, is_one) -> None:
    lost, other = young("Amina", "Holtby"), young("Bryn", "Clegg", born=OLDER)
    typed = "07700 900123" if is_one else number
    record_evidence(lost, detail("phone", phone=typed))
    record_evidence(other, AT_COLLEGE, detail("parent", name="A", phone=number))
    assert found(lost) == ({lost: (other, False, False)} if is_one else {})


def test_a_home_of_many_is_no_family(inside) -> None:
    """A hostel or a children's home has one address for all who live there."""
    lost = young("Amina", "Holtby")
    at(lost, HOME)
    for number in range(5):
        other = young(f"Young{number}", "Clegg", born=OLDER)
        at(other, HOME)
        record_evidence(other, AT_COLLEGE)
    assert lost in found(lost)
    at(young("Zelda", "Lomax"), HOME)
    assert found(lost) == {}


@pytest.mark.parametrize("guarded", ["lost", "other"])
@pytest.mark.parametrize("mark", ["address", "name"])
def test_no_way_leads_to_or_from_one_who_is_guarded(inside, guarded, mark) -> None:
    lost = young("Amina", "Holtby", phone="07700 900123")
    other = young("Bryn", "Holtby", born=OLDER, phone="07700 900123")
    record_evidence(other, AT_COLLEGE)
    for each in (lost, other):
        at(each, HOME)
    assert found(lost) == {lost: (other, True, True)}
    who = {"lost": lost, "other": other}[guarded]
    doer = act(by="guardian", at=NOW, on=TODAY)
    if mark == "address":
        actions.people.confidential_addresses.record(
            who, Why.SAFETY, within=HERE_ONLY, act=doer
        )
    else:
        actions.people.not_named_outward.record(
            who, Because.SAFETY, within=HERE_ONLY, act=doer
        )
    assert found(lost) == {}


# --- Everybody who shares it, for the page of a young person --------------------------


def sharing(person: int, within=HERE_ONLY) -> list[tuple[int, bool, bool, bool]]:
    return [
        (each.person, each.by_address, each.by_number, each.has_died)
        for each in store.people.same_home.sharers(person, within=within)
    ]


def test_everybody_of_a_home_the_oldest_first_whatever_they_do(inside) -> None:
    """The pregnant sister, the brother who is lost too, the one with the same phone."""
    one = young("Amina", "Holtby", phone="07700 900123")
    sister = young("Bryn", "Holtby", born=OLDER, phone="(07700) 900-123")
    brother = young("Zeki", "Öztürk", born=BORN.replace(year=2011))
    friend = young("Idris", "Clegg", phone="07700 900123", born=BORN.replace(month=1))
    for each, home in ((one, HOME), (sister, SAME_HOME), (brother, HOME)):
        at(each, home)
    at(friend, NEXT_DOOR)
    record_evidence(sister, doing(domain.reference.activity.PREGNANCY))
    assert sharing(one) == [
        (sister, True, True, False),
        (friend, False, True, False),
        (brother, True, False, False),
    ]
    assert sharing(brother) == [(sister, True, False, False), (one, True, False, False)]


def test_a_relative_of_another_authority_is_not_ours_to_show(inside) -> None:
    one = young("Amina", "Holtby", phone="07700 900123")
    young("Bryn", "Holtby", born=OLDER, phone="07700 900123", authority=THERE)
    assert sharing(one) == []
    assert sharing(one, within=authority_scope(THERE)) == []


def test_one_who_has_died_is_marked(inside) -> None:
    """The adviser has to know it before they ring the home."""
    one, other = young("Amina", "Holtby"), young("Bryn", "Holtby", born=OLDER)
    for each in (one, other):
        at(each, HOME)
    by = act(by="me", at=NOW + timedelta(hours=1), on=TODAY)
    actions.people.deaths.record(other, TODAY, within=HERE_ONLY, act=by)
    assert sharing(one) == [(other, True, False, True)]


def test_a_merged_record_is_shown_once_and_after_an_unmerge_again(inside) -> None:
    one, kept = young("Amina", "Holtby"), young("Bryn", "Holtby", born=OLDER)
    double = young("Brynn", "Holtby", born=OLDER)
    for each in (one, kept, double):
        at(each, HOME)
    assert [each[0] for each in sharing(one)] == [kept, double]
    by = act(by="me", at=NOW + timedelta(hours=1), on=TODAY)
    actions.people.merging.merge(kept, [double], within=HERE_ONLY, act=by)
    assert [each[0] for each in sharing(one)] == [kept]
    later = act(by="me", at=NOW + timedelta(hours=2), on=TODAY)
    actions.people.merging.unmerge(kept, within=HERE_ONLY, act=later)
    assert [each[0] for each in sharing(one)] == [kept, double]


@pytest.mark.parametrize("guarded", ["one", "other"])
def test_no_one_guarded_is_shown_at_a_home_or_shows_it(inside, guarded) -> None:
    one, other = young("Amina", "Holtby"), young("Bryn", "Holtby", born=OLDER)
    for each in (one, other):
        at(each, HOME)
    actions.people.confidential_addresses.record(
        {"one": one, "other": other}[guarded],
        Why.SAFETY,
        within=HERE_ONLY,
        act=act(by="guardian", at=NOW, on=TODAY),
    )
    assert sharing(one) == sharing(other) == []
