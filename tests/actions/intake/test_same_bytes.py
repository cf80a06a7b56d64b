"""The same file again: the batch that it was before, unless a statement is new."""

from datetime import date

import pytest

from tests.factories import (
    COLLEGE,
    COLLEGE_NUMBER,
    COLLEGE_UKPRN,
    OTHER_COLLEGE,
    people,
    provider_list,
    register,
)

OCTOBER, NOVEMBER = date(2026, 10, 9), date(2026, 11, 6)


@pytest.fixture
def file(tmp_path, load):
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    return provider_list(tmp_path / "list.csv", people(3))


@pytest.mark.parametrize(
    ("first", "again", "same"),
    [
        # no statement about it: nothing new
        ({"as_at": OCTOBER}, {}, True),
        ({"as_at": OCTOBER}, {"as_at": OCTOBER}, True),
        ({"as_at": OCTOBER}, {"as_at": NOVEMBER}, False),
        ({}, {}, True),
        ({}, {"as_at": date(2026, 11, 24)}, True),  # the day that was used for it
        ({}, {"as_at": NOVEMBER}, False),
        # one institution by each of its numbers
        ({"institution": COLLEGE}, {"institution": COLLEGE_UKPRN}, True),
        ({"institution": COLLEGE}, {"institution": COLLEGE_NUMBER}, True),
        ({"institution": COLLEGE_UKPRN}, {"institution": COLLEGE}, True),
        ({"institution": COLLEGE}, {"institution": OTHER_COLLEGE}, False),
        ({"institution": COLLEGE}, {"institution": None}, True),
        # a number in no register means only itself
        ({"institution": "10066666"}, {"institution": "10066666"}, True),
        ({"institution": "10066666"}, {"institution": "10066667"}, False),
        # that it is complete is new; that it may not be is not
        ({}, {"complete": True}, False),
        ({"complete": True}, {}, True),
    ],
)
def test_the_same_bytes_are_the_same_batch_unless_the_day_differs(
    file, load, as_json, first, again, same
):
    common = {"institution": COLLEGE}
    one = load("provider-enrolment", file, **{**common, **first})
    other = load("provider-enrolment", file, **{**common, **again})
    assert (other["batch"] == one["batch"]) is same
    assert other["already_loaded"] is same
    lists = [b for b in as_json("imports", "list") if b["feed"] == "provider-enrolment"]
    assert len(lists) == (1 if same else 2)


def test_the_given_day_selects_one_of_two_earlier_batches(file, load) -> None:
    """Loaded for two days it is one of the two, and the newest if no day is given."""
    one, two = (
        load("provider-enrolment", file, institution=COLLEGE, as_at=day)["batch"]
        for day in (OCTOBER, NOVEMBER)
    )
    assert one != two
    for day, batch in ((OCTOBER, one), (NOVEMBER, two), (None, two)):
        again = load("provider-enrolment", file, institution=COLLEGE, as_at=day)
        assert again["batch"] == batch


def test_another_name_for_the_file_is_no_new_evidence(file, load, tmp_path) -> None:
    one = load("provider-enrolment", file, institution=COLLEGE, as_at=OCTOBER)
    renamed = tmp_path / "list (1).csv"
    renamed.write_bytes(file.read_bytes())
    assert (
        load("provider-enrolment", renamed, institution=COLLEGE)["batch"]
        == (one["batch"])
    )
