"""A No holds for every record of a pupil, whichever of their names a row has.

Everybody is invented.
"""

from dataclasses import replace
from datetime import date

import pytest

from tests.factories import COLLEGE, SCHOOL, register
from tests.journeys.restrictions.restricted import LAYOUTS, Pupil, leaks

OCTOBER, NOVEMBER, LATER = date(2025, 10, 2), date(2025, 11, 6), date(2026, 10, 1)
#: One person: the school has a No about her first record; the second differs in all.
ISOLDE = Pupil(11, "Isolde", "Quennell", date(2009, 10, 1), yssa="No")
ROSAMUND = Pupil(12, "Rosamund", "Tallis", date(2008, 12, 9), "WN7 1AB", yssa="")


@pytest.fixture
def folder(tmp_path):
    """Makes a new folder each time."""
    made = iter(range(1000))

    def run():
        found = tmp_path / f"f{next(made)}"
        found.mkdir()
        return found

    return run


@pytest.fixture
def send(load, folder):
    def run(layout, pupil, *, as_at, institution=SCHOOL, estab="4034", **how):
        feed, write = LAYOUTS[layout]
        files = write(folder(), [pupil], estab)
        return load(feed, *files, as_at=as_at, institution=institution, **how)

    return run


@pytest.fixture
def two(tmp_path, load, send, as_json):
    """Her two records: one with the No, the other from the college's list."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    send("flat", ISOLDE, as_at=OCTOBER)
    send("list", ROSAMUND, as_at=NOVEMBER, institution=COLLEGE, estab="8600")
    (one,) = as_json("people", "find", "Quennell")
    (two,) = as_json("people", "find", "Tallis")
    return one["person"], two["person"]


@pytest.fixture(params=["the No stands under the other", "the other under the No"])
def merged(two, as_json, request):
    """Her merged record, with either of the two as the one that stays."""
    no, other = two
    if request.param.startswith("the No"):
        as_json("people", "merge", "--yes", other, no)
        return other
    as_json("people", "merge", "--yes", no, other)
    return no


CHANGES = {
    "as it is": {},
    "moved": {"postcode": "WN2 3AB"},
    "no postcode": {"postcode": ""},
    "a slip of the name": {"given": "Isolda"},
}


@pytest.mark.sample(
    "*-list-as it is", "*-flat-a slip of the name", because="three loads for each"
)
@pytest.mark.parametrize("changed", CHANGES)
@pytest.mark.parametrize("layout", ["flat", "list"])
def test_a_row_with_the_name_and_birthday_of_either_record(
    app, as_json, send, merged, layout, changed
) -> None:
    """Its numbers are new: only name and date of birth show whose it is."""
    for who, number in ((ISOLDE, 21), (ROSAMUND, 22)):
        changes = CHANGES[changed] if who is ISOLDE else {"postcode": "WN2 3AB"}
        row = replace(who, number=number, marks=number, yssa="UNS", **changes)
        batch = send(layout, row, as_at=LATER, code=None)
        assert leaks(app, row) == [], batch
        assert "new-in-area" not in batch["outcomes"], batch


def test_after_they_are_parted_each_has_its_own(app, as_json, send, merged) -> None:
    as_json("people", "unmerge", merged)
    row = replace(ISOLDE, number=21, marks=21, yssa="UNS")
    send("flat", row, as_at=LATER, code=None)
    assert leaks(app, row) == []
    free = replace(ROSAMUND, number=22, marks=22, yssa="UNS")
    send("flat", free, as_at=LATER, code=None)
    found = {name for name, _, _ in leaks(app, free)}
    assert {"email", "form_group"} <= found


@pytest.mark.parametrize("layout", ["flat", "list"])
@pytest.mark.parametrize("survivor", [0, 1])
def test_a_merge_brings_the_no_to_what_the_school_passed_on(
    app, as_json, send, two, layout, survivor
) -> None:
    """A month after the No, the school passed on everything about her other record."""
    other = replace(ROSAMUND, yssa="UNS")
    mine = replace(other, marks=31)
    batch = send(layout, mine, as_at=LATER)
    assert {name for name, _, _ in leaks(app, mine)} >= {"email", "phone"}
    assert "new-in-area" not in batch["outcomes"]
    as_json("people", "merge", "--yes", two[survivor], two[1 - survivor])
    held = {name for name, *_ in leaks(app, mine)}
    # The college passed on her numbers too, and may do so.
    assert held <= {"upn", "uln"}, leaks(app, mine)
    as_json("people", "unmerge", two[survivor])
    assert {name for name, *_ in leaks(app, mine)} <= {"upn", "uln"}
