"""Parts of a September Guarantee: who is behind a number. All invented."""

import pytest

from tracker.domain.reference.codes import GUARANTEE_STATUSES
from tracker.domain.year.cohort import Why
from tracker.domain.year.guarantee_parts import (
    EVERY,
    Covered,
    Lack,
    Part,
    by_year,
    counted,
    lack,
    owing,
)

HILL, MOOR = "urn:106500", "urn:141200"


def covered(status: str = "159", before: str = "159", **more) -> Covered:
    values = {"year": 11, "why": Why.EDUCATED_HERE, "school": HILL}
    return Covered(**{**values, **more}, status=status, before=before)


def led(code: str) -> Covered:
    return Covered(11, None, None, None, MOOR, led_by=code)


def test_every_status_says_what_is_lacking() -> None:
    assert {each.value: lack(each.value) for each in GUARANTEE_STATUSES} == {
        **dict.fromkeys(("110", "114", "115"), None),
        **dict.fromkeys(("120", "122", "123", "124"), None),
        **dict.fromkeys(("140", "150", "151", "153", "154"), Lack.NO_OFFER),
        "159": Lack.NOT_RECORDED,
    }


HOLDS = [
    # the part, who, whether
    (Part(), covered(), True),
    (Part(), led("350"), False),
    (Part(led_by=EVERY), led("350"), True),
    (Part(led_by="350"), led("350"), True),
    (Part(led_by="351"), led("350"), False),
    (Part(led_by=EVERY), covered(), False),
    (Part(year=12), covered(), False),
    (Part(why=Why.EDUCATED_HERE, year=11), covered(), True),
    (Part(status="159"), covered("110"), False),
    (Part(before="159", status="110"), covered("110", "159"), True),
    (Part(before="159", status="110"), covered("110", "140"), False),
    (Part(changed=True), covered("110", "140"), True),
    (Part(changed=True), covered(), False),
    (Part(lack=Lack.EITHER), covered("159"), True),
    (Part(lack=Lack.EITHER), covered("154"), True),
    (Part(lack=Lack.EITHER), covered("124"), False),
    (Part(lack=Lack.NO_OFFER), covered("159"), False),
    (Part(school=HILL), covered(school=MOOR), False),
    (Part(school=""), covered(school=None), True),
    (Part(school=""), covered(), False),
    (Part(school=HILL, form_group=""), covered(), True),
    (Part(school=HILL, form_group="11A"), covered(form_group="11A"), True),
    (Part(school=HILL, form_group=""), covered(form_group="11A"), False),
]


@pytest.mark.parametrize(("part", "each", "holds"), HOLDS)
def test_who_belongs_to_a_part(part: Part, each: Covered, holds: bool) -> None:
    assert part.holds(each) is holds


def test_a_group_counts_as_many_as_its_parts_hold() -> None:
    people = [
        *(covered(school=HILL) for _ in range(2)),
        covered("140", school=MOOR),
        covered("110", school=MOOR, year=12),
        covered("122", school=None),
    ]
    first, second, third = owing(people, lambda each: each.school or "")
    assert (first.key, first.people, first.not_recorded, first.either) == (
        HILL,
        2,
        2,
        2,
    )
    assert (second.key, second.people, second.no_offer, second.either) == (
        MOOR,
        2,
        1,
        1,
    )
    assert (third.key, third.people, third.either) == ("", 1, 0)
    for group in (first, second, third):
        parts = [Part(school=group.key, lack=each) for each in Lack]
        held = [sum(part.holds(it) for it in people) for part in parts]
        assert held == [group.not_recorded, group.no_offer, group.either]
    years = by_year(people, lambda each: each.status)
    assert years["110"] == {12: 1} and years["159"] == {11: 2}


def test_those_who_are_alike_count_with_their_number() -> None:
    apart = [covered(), covered(), covered(), covered("140"), covered(year=12)]
    together = [covered(people=3), covered("140"), covered(year=12)]
    assert owing(together, lambda each: each.school or "") == owing(
        apart, lambda each: each.school or ""
    )
    assert counted(together, lambda each: each.year) == {11: 4, 12: 1}
    assert by_year(together, lambda each: each.status) == by_year(
        apart, lambda each: each.status
    )
