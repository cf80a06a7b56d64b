"""Invented people and the lives they lead: valid, coherent, as many as there are."""

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from tracker import domain
from tracker.demo.people.institutions import Institutions
from tracker.demo.people.places import Places
from tracker.demo.people.residents import make_everybody
from tracker.domain.reference.academic_year import year_group
from tracker.domain.reference.activity import (
    APPRENTICE,
    CARER,
    FULL_TIME_EDUCATION,
    PREGNANCY,
    activity,
)
from tracker.domain.reference.identifiers import Postcode, Uln, Upn

ON = date(2026, 11, 24)


@pytest.fixture(scope="module")
def everybody():
    places = Places("359")
    return make_everybody(
        size=2_000,
        seed=11,
        first=2024,
        on=ON,
        institutions=Institutions("359", 2024),
        places=places,
        progress=lambda sentence: None,
    )


def _aged_16_17(everybody, day):
    year = day.year if day.month >= 9 else day.year - 1
    return [
        person
        for person in everybody.residents
        if person.cohort in (year - 1, year - 2)
        and (person.leaves is None or person.leaves > day)
    ]


def test_the_cohort_is_as_large_as_requested(everybody):
    now = _aged_16_17(everybody, ON)
    assert 1_940 <= len(now) <= 2_000
    assert all(year_group(person.born, ON) in (12, 13) for person in now)


@pytest.mark.parametrize(
    "day", [date(2024, 12, 31), date(2025, 3, 31), date(2026, 10, 31)]
)
def test_the_shares_are_near_those_of_the_real_authority(everybody, day):
    people = _aged_16_17(everybody, day)
    counted = Counter()
    for person in people:
        spell = person.spell_on(day)
        if spell is not None and not spell.hidden:
            doing = activity(spell.activity)
            counted["neet"] += doing.is_neet
            counted[doing.participation_type] += 1
        else:
            counted["not known"] += 1
    share = {name: 100 * count / len(people) for name, count in counted.items()}
    assert 2.5 <= share["neet"] <= 5.5
    assert 0.4 <= share["not known"] <= 2.5
    assert 76 <= share[FULL_TIME_EDUCATION] <= 84
    assert 4 <= share[APPRENTICE] <= 9


def test_needs_are_as_common_as_they_are(everybody):
    sen = Counter(person.sen for person in _aged_16_17(everybody, ON))
    total = sum(sen.values())
    assert 0.035 <= sen["E"] / total <= 0.08
    assert 0.08 <= sen["K"] / total <= 0.145
    twins = [person for person in everybody.residents if person.twin]
    assert 0.007 <= len(twins) / len(everybody.residents) <= 0.025


def test_spells_follow_one_another_and_never_overlap(everybody):
    for person in everybody.people:
        spells = person.school + person.later
        for spell in spells:
            assert spell.ends is None or spell.starts <= spell.ends, person
            assert spell.starts <= ON or spell in person.school
        for before, after in pairwise(spells):
            assert before.ends is not None, person
            assert before.ends < after.starts, person


def test_a_reason_to_be_neet_goes_with_the_characteristic_that_the_rules_ask_for(
    everybody,
):
    for person in everybody.residents:
        reasons = {spell.activity for spell in person.later}
        if PREGNANCY.code in reasons:
            assert person.sex == "F"
            assert domain.reference.codes.PREGNANT in person.characteristics
        if CARER.code in reasons:
            assert domain.reference.codes.CARER in person.characteristics


def test_those_who_need_a_plan_for_their_place_have_one(everybody):
    for person in everybody.residents:
        if any(activity(spell.activity).needs_send for spell in person.later):
            assert person.sen == "E"


def test_identifiers_are_valid_and_of_one_person(everybody):
    upns = [person.upn for person in everybody.people]
    ulns = [person.uln for person in everybody.people if person.uln]
    assert len(set(upns)) == len(upns)
    assert len(set(ulns)) == len(ulns)
    for upn in upns:
        assert Upn.parse(upn).value == upn
        assert Upn.parse(upn).warning is None
    assert all(Uln.parse(uln).value == uln for uln in ulns)
    assert 0.02 <= 1 - len(ulns) / len(upns) <= 0.04
    temporary = [each.temporary_upn for each in everybody.people if each.temporary_upn]
    assert temporary
    assert all(Upn.is_temporary(upn) for upn in temporary)


def test_twins_share_a_birthday_a_home_and_a_surname_but_not_a_name(everybody):
    by_key = {person.key: person for person in everybody.people}
    for person in everybody.residents:
        if person.twin:
            twin = by_key[person.twin]
            assert (twin.born, twin.family, twin.home) == (
                person.born,
                person.family,
                person.home,
            )
            assert twin.given != person.given
            assert twin.upn != person.upn


def test_homes_have_postcodes_as_the_return_writes_them(everybody):
    for person in everybody.people:
        assert Postcode.parse(person.home.postcode).value == person.home.postcode
    assert {person.home.authority for person in everybody.residents} == {"359"}
    assert "359" not in {person.home.authority for person in everybody.outsiders}
