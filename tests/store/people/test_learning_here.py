"""Those who learn here and live in another authority, one difference at a time.

The list goes by stretches of postcodes and by an index; here each is judged alone.
"""

from datetime import date, timedelta
from itertools import product

import pytest

from tests.store import rows
from tests.store.rows import HERE, ON, THERE, THERE_ONLY
from tracker import actions
from tracker.domain.intake.living_elsewhere import Group, group_of
from tracker.domain.reference.activity import ACTIVITIES
from tracker.feeds.cells.postcodes import authority_of

pytestmark = pytest.mark.usefixtures("inside")

OURS, BOLTON, MANCHESTER, WALES = "359", "350", "352", "001"
#: Keys that show by themselves in which authority an institution lies.
AT_OURS, AT_THEIRS = "laestab:3594567", "laestab:3504567"
AT_HOME, IN_BOLTON, IN_MANCHESTER = "WN1 1AZ", "BL1 1RU", "M1 1AA"
IN_WALES, IN_NO_PLACE, UNLISTED = "CF10 1EP", "ZZ99 9ZZ", "M1 1ZZ"
BORN = date(2009, 11, 3)
SEALED = next(code for code, each in ACTIVITIES.items() if each.sealed)

residents = actions.law.neighbours.residents


def learner(
    postcode: str | None = IN_BOLTON,
    lead: str | None = None,
    *,
    authority: str = OURS,
    day: date = ON,
    year_group: int = 12,
    institution: str | None = AT_OURS,
    at: dict[str, object] | None = None,
    **columns: object,
) -> int:
    details = {"lead_authority": lead} if lead else {}
    details |= columns.pop("details", {})  # type: ignore[arg-type]
    usual = {"born": BORN, "authority": authority, "postcode": postcode}
    made = rows.person(**{**usual, **columns}, details=details)  # type: ignore[arg-type]
    rows.position(
        made,
        day,
        authority=authority,
        institution=institution,
        year_group=year_group,
        **(at or {}),
    )
    return made


def listed(lead: str | None = None, *, on: date = ON, within=HERE) -> list[int]:
    return [each.person for each in residents.residents(on, within=within, lead=lead)]


def test_the_home_is_that_of_the_file_or_else_of_the_postcode() -> None:
    homes = [None, AT_HOME, IN_BOLTON, IN_MANCHESTER, IN_WALES, IN_NO_PLACE, UNLISTED]
    assert authority_of(UNLISTED) is None
    leads = [None, OURS, BOLTON, MANCHESTER, WALES, "999"]
    wanted: dict[int, tuple[str, Group]] = {}
    for at, (postcode, lead) in enumerate(product(homes, leads)):
        year_group = 11 + at % 4
        person = learner(postcode, lead, year_group=year_group)
        home = lead if lead not in (None, OURS) else authority_of(postcode)
        if home in (BOLTON, MANCHESTER):
            wanted[person] = (home, group_of(year_group))
    found = residents.residents(ON, within=HERE)
    assert {each.person: (each.home, each.group) for each in found} == wanted
    assert [each.person for each in found] == list(wanted)
    for lead in (BOLTON, MANCHESTER, OURS, WALES, "999", "x"):
        assert listed(lead) == [
            person for person, (home, _) in wanted.items() if home == lead
        ]
    numbers = residents.numbers(ON, within=HERE)
    assert set(numbers) == {BOLTON, MANCHESTER}
    for home, groups in numbers.items():
        of_home = [group for where, group in wanted.values() if where == home]
        assert groups == {group: of_home.count(group) for group in of_home}


def test_who_is_on_no_list() -> None:
    kept = learner()
    learner(institution=AT_THEIRS)
    learner(institution=None)
    learner(live=False)
    learner(merged_into=kept)
    learner(details={"departure": "D"})
    learner(at={"activity": SEALED})
    learner(at={"lapses": ON - timedelta(days=1)})
    learner(day=ON - timedelta(days=1))
    rows.person(postcode=IN_BOLTON, born=BORN)
    until_today = learner(at={"lapses": ON})
    withheld = learner(details={"withheld": True})
    assert listed() == listed(BOLTON) == [kept, until_today, withheld]
    assert residents.numbers(ON, within=HERE) == {BOLTON: {Group.YEAR_12: 3}}
    marks = [each.withheld for each in residents.residents(ON, within=HERE)]
    assert marks == [False, False, True]
    assert listed(on=ON + timedelta(days=1)) == []
    assert residents.numbers(ON + timedelta(days=1), within=HERE) == {}


def test_they_come_by_family_name() -> None:
    one = learner(family="Young", given="Zoe")
    two = learner(IN_MANCHESTER, family="Abel", given="Yan")
    three = learner(None, BOLTON, family="Abel", given="Ann")
    assert listed() == [three, two, one]
    assert listed(BOLTON) == [three, one]


def test_each_authority_has_its_own() -> None:
    ours = learner()
    theirs = learner(
        AT_HOME, authority=THERE_ONLY, institution=f"laestab:{THERE_ONLY}4567"
    )
    learner(institution=f"laestab:{THERE_ONLY}4567")
    assert listed() == [ours]
    assert listed(within=THERE) == listed(OURS, within=THERE) == [theirs]
    assert residents.numbers(ON, within=THERE) == {OURS: {Group.YEAR_12: 1}}


def test_without_any_people() -> None:
    assert listed() == []
    assert residents.numbers(ON, within=HERE) == {}
