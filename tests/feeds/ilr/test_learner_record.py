"""A college's learner record, from the file to the young people. All invented."""

from datetime import date

import pytest

from tests.factories import COLLEGE_UKPRN, register
from tests.feeds.ilr.records import aim, learner, xml

OCTOBER = date(2026, 10, 9)
STUDY = aim(25, "2026-09-04", "2027-07-02")
GONE = aim(
    25,
    *("2026-09-04", "2027-07-02"),
    CompStatus=3,
    LearnActEndDate="2026-09-30",
    WithdrawReason=98,
)
#: Three are called Jane, two of them with one birthday; only one has a number.
SENT = [
    learner("A1", STUDY, GONE, ULN=1061484016, GivenNames="Jane", Postcode="WN2 1AA"),
    learner("A2", STUDY, GivenNames="Jane", Postcode="WN7 1AB"),
    learner("A3", STUDY, GivenNames="Jane", DateOfBirth="2010-02-01"),
    learner("A4", aim(36, "2026-09-07", "2028-03-01", ProgType=25), GivenNames="Omar"),
    learner("A5", GONE, GONE, GivenNames="Li"),
    learner("A6", STUDY, GivenNames="Adult", DateOfBirth="1999-06-09"),
]


#: The activity of each on the day, and the place of those who have one.
MEANT = [
    ("Jane", "WN2 1AA", "230"),
    ("Jane", "WN7 1AB", "230"),
    ("Jane", "WN1 1AA", "230"),
    ("Omar", "WN1 1AA", "310"),
    ("Li", "WN1 1AA", "810"),
]


@pytest.fixture
def sent(load, tmp_path):
    load("establishments", register(tmp_path / "edubasealldata20261001.csv"))
    path = xml(
        tmp_path / "ILR.xml",
        SENT,
        year="2026-27",
        prepared=OCTOBER.isoformat(),
        ukprn=COLLEGE_UKPRN,
    )
    return path, load("ilr", path)


def test_each_learner_is_one_young_person_with_their_activity(sent, as_json) -> None:
    _, found = sent
    assert found["outcomes"] == {"invalid": 1, "new-in-area": 5}
    assert found["sender"] == {"ukprn": COLLEGE_UKPRN}
    shown = [as_json("people", "show", n, "--on", OCTOBER) for n in range(1, 6)]
    assert [
        (
            each["identity"]["given"],
            each["identity"]["postcode"],
            each["position"]["activity"],
        )
        for each in shown
    ] == MEANT
    [spell] = shown[4]["spells"]
    assert (spell["starts"], spell["ends"]) == ("2026-09-04", "2026-09-30")
    assert spell["institution_name"] == "Testham College (invented)"


def test_the_next_months_record_is_about_the_same_five(sent, load, tmp_path) -> None:
    """Postcodes show which of two with one name and birthday a line is about."""
    path, _ = sent
    later = tmp_path / "next.xml"
    later.write_text(
        path.read_text().replace(OCTOBER.isoformat(), "2026-11-09"), encoding="utf-8"
    )
    found = load("ilr", later)
    assert found["outcomes"] == {"invalid": 1, "matched-no-change": 5}
