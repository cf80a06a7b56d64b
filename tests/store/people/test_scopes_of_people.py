"""Who comes back from a search for people, and who must not. All are invented.

Each search has people who differ from the wanted one in a single thing.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.linkage.people import uln, upn
from tests.store import rows
from tests.store.rows import AT_SCHOOL, BOTH, HERE, OTHER_SCHOOL, THERE, THERE_ONLY
from tracker import store
from tracker.domain.history.person import Identity
from tracker.store.people.finding import Fit, Found

pytestmark = pytest.mark.usefixtures("inside")

BORN = date(2009, 3, 4)
WHO = Identity("Amina", "Holtby", born=BORN, postcode="WN1 1AZ", upn=upn(1), uln=uln(1))


def known(**changes: Any) -> int:
    details = {"born": BORN, "postcode": "WN1 1AZ", "upn": upn(1), "uln": uln(1)}
    return rows.person(**{**details, **changes})


@pytest.fixture
def people() -> dict[str, int]:
    """One person here, and those who must not be found beside her."""
    here = known()
    found = {
        "here": here,
        "there": known(authority=THERE_ONLY),
        "without evidence": known(live=False),
        "merged": known(merged_into=here),
        "pupil": known(),
        "other pupil": known(),
    }
    rows.leaver(found["pupil"])
    rows.leaver(found["other pupil"], institution=OTHER_SCHOOL)
    return found


def numbers(some: Any) -> list[int]:
    return [each.id for each in some]


def fits(found: Found) -> set[Fit]:
    return set(found.fits.values())


#: A search, as a function of the scope.
SEARCHES: dict[str, Callable[[Any], list[int]]] = {
    "find": lambda it: numbers(store.people.finding.find("holtby", within=it).people),
    "each": lambda it: numbers(
        store.people.finding.each([["holtby", "amina"]], within=it)[0]
    ),
    "alike": lambda it: list(store.people.finding.alike(WHO, within=it)),
    "population": lambda it: [n for n, _ in store.people.records.population(within=it)],
    "could be": lambda it: numbers(store.leavers.notices.could_be(WHO, within=it)),
    "sharing": lambda it: [
        number
        for number, kind in store.people.doubtful_lines.sharing(WHO, 0, within=it)
        if kind == "UPN"
    ],
}
#: Those that a school may make among its own leavers.
OF_A_SCHOOL = {"find"}
#: Those that are about identities everywhere in the authority.
OF_THE_AUTHORITY = {"could be", "sharing"}


@pytest.mark.parametrize("search", SEARCHES)
def test_a_search_finds_living_records_of_its_own_authority_alone(
    search: str, people: dict[str, int]
) -> None:
    find = SEARCHES[search]
    here = [people[name] for name in ("here", "pupil", "other pupil")]
    assert sorted(find(HERE)) == here
    assert find(THERE) == [people["there"]]
    assert sorted(find(BOTH)) == sorted([*here, people["there"]])
    if search not in OF_THE_AUTHORITY:
        seen = [people["pupil"]] if search in OF_A_SCHOOL else []
        assert find(AT_SCHOOL) == seen


def test_the_records_of_a_scope_whatever_has_become_of_them(
    people: dict[str, int],
) -> None:
    records = store.people.records
    every = [people[name] for name in people if name != "there"]
    wanted = list(people.values())
    assert numbers(records.records(wanted, within=HERE)) == every
    assert numbers(records.records(wanted, within=AT_SCHOOL)) == [people["pupil"]]
    assert numbers(records.records(wanted[:2], within=BOTH)) == wanted[:2]
    for number in wanted:
        found = records.get(number, within=HERE)
        assert (found.id if found else None) == (
            None if number == people["there"] else number
        )
        assert (records.get(number, within=AT_SCHOOL) is not None) is (
            number == people["pupil"]
        )
    standing = [each for each in every if each != people["merged"]]
    assert records.everybody(within=HERE) == standing
    assert records.everybody(within=AT_SCHOOL) == []
    some = records.population(within=HERE, only=[people["pupil"], people["there"]])
    assert [number for number, _ in some] == [people["pupil"]]
    lines = store.people.doubtful_lines.people(wanted, within=HERE)
    assert sorted(lines) == every


def test_people_come_by_name_as_many_as_are_shown_and_all_are_counted() -> None:
    twin = rows.person("Ann", "Orr", id=9_000)
    for given, family in (("Bea", "Orr"), ("Ann", "Orr"), ("Ann", "Lee Orr")):
        rows.person(given, family)
    find = store.people.finding.find
    every = find("orr", within=HERE)
    assert [(one.family, one.given) for one in every.people] == [
        *(("Lee Orr", "Ann"), ("Orr", "Ann"), ("Orr", "Ann"), ("Orr", "Bea"))
    ]
    assert every.people[2].id == twin
    assert (every.total, fits(every)) == (4, {Fit.EXACT})
    for limit in (2, 4, 5):
        found = find("orr", within=HERE, limit=limit)
        assert (len(found.people), found.total) == (min(limit, 4), 4)
    for number in range(60):
        rows.person(f"Ann{number:02}", "Many")
    many = find("many", within=HERE)
    assert (len(many.people), many.total) == (50, 60)


def test_a_search_is_by_the_words_then_by_the_letter_then_by_the_sound() -> None:
    number = known()
    find = store.people.finding.find
    for words, fit in (
        ("Holtby", Fit.EXACT),
        (upn(1)[1:], Fit.EXACT),
        ("Holtbie", Fit.SOUND),
        ("Holtbie 2009-03-04", Fit.SOUND),
    ):
        found = find(words, within=HERE)
        assert (numbers(found.people), found.total) == ([number], 1), words
        assert fits(found) == {fit}
    for words in ("Zzyzx", "WN9", upn(2)[1:]):
        nothing = find(words, within=HERE)
        assert (list(nothing.people), nothing.total) == ([], 0)
    assert fits(find("2001-01-01", within=HERE)) == set()


def test_each_line_gets_its_own_people_and_at_most_a_few() -> None:
    orrs = [rows.person("Ann", "Orr") for _ in range(7)]
    lee = rows.person("Ann", "Lee")
    each = store.people.finding.each
    most = store.people.finding.MOST_KEYS
    found = each(
        [["ann", "lee"], [], ["orr"], ["ann"] * most, ["ann"] * (most + 1)],
        within=HERE,
    )
    assert [numbers(some) for some in found] == [[lee], [], orrs[:5], orrs[:5], []]
    assert numbers(each([["orr"]], within=HERE, limit=2)[0]) == orrs[:2]


#: What a person shares with a newcomer, and whether they may be one person.
SHARED: list[tuple[dict[str, Any], bool]] = [
    # an identifier, the birthday, the sound of the whole name, of one at home
    ({"upn": upn(1)}, True),
    ({"uln": uln(1)}, True),
    ({"born": BORN}, True),
    ({"given": "Ameena", "family": "Holtbie"}, True),
    ({"given": "Ameena", "postcode": "WN1 1AZ"}, True),
    ({"family": "Holtbie", "postcode": "WN1 1AZ"}, True),
    ({"given": "Ameena"}, False),
    ({"postcode": "WN1 1AZ"}, False),
    ({"born": date(2009, 4, 3)}, False),
    ({"upn": upn(2)}, False),
]


def test_a_newcomer_is_like_a_person_who_shares_one_of_these() -> None:
    for changes, found in SHARED:
        details: dict[str, Any] = {"given": "Zoe", "family": "Orr", **changes}
        number = rows.person(**details)
        alike = store.people.finding.alike(WHO, within=HERE)
        assert list(alike) == ([number] if found else []), changes
        assert all(it.given == details["given"] for it in alike.values())
        rows.without_any()


def test_a_newcomer_with_one_name_or_none_is_like_no_one() -> None:
    rows.person("Amina", "Holtby")
    alike = store.people.finding.alike
    assert alike(Identity(given="Amina"), within=HERE) == {}
    assert alike(Identity(), within=HERE) == {}
    many = [rows.person("Zoe", "Orr", born=BORN) for _ in range(4)]
    assert list(alike(Identity(born=BORN), within=HERE, limit=3)) == many[:3]


def test_a_notice_could_be_about_a_person_of_that_number_or_name_and_birth() -> None:
    number = known()
    for who, found in (
        (Identity(upn=upn(1)), True),
        (Identity(uln=uln(1)), True),
        (Identity("Amina", "Holtby", born=BORN), True),
        (Identity("Amina", "Holtby"), False),
        (Identity("Amina", "Holtby", born=date(2009, 4, 3)), False),
        (Identity("Zoe", "Holtby", born=BORN), False),
        (Identity(upn=upn(2), uln=uln(2)), False),
        (Identity(), False),
    ):
        could_be = store.leavers.notices.could_be(who, within=HERE)
        assert numbers(could_be) == ([number] if found else []), who


def test_a_notice_could_be_about_twenty_people_at_most_in_order() -> None:
    many = [known(uln=None) for _ in range(22)]
    could_be = store.leavers.notices.could_be(Identity(upn=upn(1)), within=HERE)
    assert numbers(could_be) == many[:20]


def test_other_people_with_the_same_number_are_named_with_its_kind() -> None:
    both, with_upn = known(), known(uln=None)
    with_uln, other = known(upn=None), known(upn=upn(2), uln=uln(2))
    sharing = store.people.doubtful_lines.sharing
    assert sharing(WHO, both, within=HERE) == [(with_upn, "UPN"), (with_uln, "ULN")]
    assert sharing(WHO, other, within=HERE) == [
        *((both, "UPN"), (with_upn, "UPN"), (both, "ULN"), (with_uln, "ULN"))
    ]
    assert sharing(Identity("Amina", "Holtby"), other, within=HERE) == []
