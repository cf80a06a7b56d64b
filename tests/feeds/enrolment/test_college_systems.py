"""Lists of colleges in the headings of the learner record. Everybody is invented."""

from collections.abc import Callable
from datetime import date

import pytest

from tracker.domain.history.evidence import Doing
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.file_reading import Context
from tracker.feeds.registry import FEEDS
from tracker.feeds.rolls import programmes
from tracker.feeds.row_meaning import Interpretation

FEED, RECORD = FEEDS["provider-enrolment"], FEEDS["ilr"]
ON = date(2026, 11, 20)
SENDER = InstitutionRef(urn="130500", name="Testham College (invented)")
CONTEXT = Context("359", ON, institution=SENDER)
HEAD = (
    "LearnRefNumber,ULN,FamilyName,GivenNames,DateOfBirth,Postcode,PlanLearnHours,"
    "PlanEEPHours,LearnAimRef,AimType,FundModel,ProgType,StdCode,LearnStartDate,"
    "LearnPlanEndDate,CompStatus,LearnActEndDate,WithdrawReason"
)
USUAL = {
    "LearnRefNumber": "A1",
    "ULN": "9999999999",
    "FamilyName": "Trần",
    "GivenNames": "Bryn",
    "DateOfBirth": "03/04/2010",
    "Postcode": "WN1 1AA",
    "LearnAimRef": "60312345",
    "AimType": "4",
    "FundModel": "25",
    "LearnStartDate": "07/09/2026",
    "LearnPlanEndDate": "02/07/2027",
    "CompStatus": "1",
}
GONE = {"CompStatus": "3", "LearnActEndDate": "16/10/2026", "WithdrawReason": "2"}

Read = Callable[..., tuple[list[Interpretation], list[str]]]


@pytest.fixture
def read(write) -> Read:
    """The meaning of rows that differ from the usual one, as one or another feed."""

    def run(*rows: dict[str, str], feed=FEED) -> tuple[list[Interpretation], list[str]]:
        lines = [
            ",".join({**USUAL, **row}.get(name, "") for name in HEAD.split(","))
            for row in rows
        ]
        path = write("list.csv", "\n".join([HEAD, *lines]) + "\n")
        reading = feed.read([path], CONTEXT)
        found = [
            feed.interpret(row.values, row.restricted, row.line, CONTEXT)
            for row in reading.rows
        ]
        return found, reading.notes

    return run


def doing(found: Interpretation) -> list[Doing]:
    return [each for each in found.statements if isinstance(each, Doing)]


#: Cells of one aim, the activity that the row names, and whether it is part time.
MEANT = {
    "a study programme by its hours": (
        {"PlanLearnHours": "480", "PlanEEPHours": "80"},
        (None, False),
    ),
    "a study programme below 540 hours": (
        {"PlanLearnHours": "400", "PlanEEPHours": "80"},
        (None, True),
    ),
    "an apprenticeship standard": (
        {"FundModel": "36", "ProgType": "25", "PlanLearnHours": "300"},
        ("310", None),
    ),
    "a standard without a programme": (
        {"FundModel": "", "StdCode": "105"},
        ("310", None),
    ),
    "an apprenticeship unit": ({"FundModel": "36", "ProgType": "34"}, (None, None)),
    "a T level": ({"ProgType": "31", "PlanLearnHours": "400"}, (None, False)),
    "a traineeship": ({"ProgType": "24"}, ("450", None)),
    "another training": ({"FundModel": "35", "ProgType": "32"}, ("430", None)),
}


@pytest.mark.parametrize("kind", MEANT)
def test_a_row_means_what_the_record_means(read: Read, kind: str) -> None:
    cells, expected = MEANT[kind]
    (found,), _ = read(cells)
    (one,) = doing(found)
    assert (one.activity, one.part_time) == expected
    assert found.problems == () or "register" in found.problems[0].message
    record = {name: text for name, text in cells.items() if name != "StdCode"}
    if record == cells:
        ((same,), _) = read(cells, feed=RECORD)
        (other,) = doing(same)
        assert (other.activity, other.part_time) == expected


def test_a_withdrawn_aim_beside_a_live_one_is_no_leaver(read: Read) -> None:
    found, notes = read({**GONE, "LearnAimRef": "50012345"}, {})
    assert [len(doing(each)) for each in found] == [0, 1]
    assert any("goes on" in note for note in notes)


def test_all_aims_withdrawn_are_a_leaver_with_the_actual_end(read: Read) -> None:
    last = {**GONE, "LearnAimRef": "50012345", "LearnActEndDate": "06/11/2026"}
    found, _ = read(GONE, last)
    ends = [one.ends for each in found for one in doing(each)]
    assert ends == [date(2026, 11, 6)]


def test_a_course_after_another_is_a_time_of_its_own(read: Read) -> None:
    later = {**GONE, "LearnAimRef": "50012345", "LearnActEndDate": "06/11/2026"}
    found, _ = read(GONE, {**later, "LearnStartDate": "02/11/2026"})
    assert [len(doing(each)) for each in found] == [1, 1]


def test_an_unknown_number_makes_no_two_learners_one(read: Read) -> None:
    """Both have 9999999999: the one who left is a leaver all the same."""
    other = {"LearnRefNumber": "B2", "FamilyName": "Holt", "GivenNames": "Ann"}
    found, _ = read(GONE, {**other, "LearnAimRef": "50012345"})
    assert [one.ends for each in found for one in doing(each)] == [
        date(2026, 10, 16),
        None,
    ]


def test_without_a_reference_neither_are_two_learners_one(read: Read) -> None:
    none = {"LearnRefNumber": ""}
    other = {"FamilyName": "Holt", "GivenNames": "Ann", "LearnAimRef": "50012345"}
    found, _ = read({**GONE, **none}, {**other, **none})
    assert [len(doing(each)) for each in found] == [1, 1]


def test_the_chief_programme_of_a_learner_counts(read: Read) -> None:
    apprentice = {"FundModel": "36", "ProgType": "25", "LearnAimRef": "ZPROG001"}
    maths = {"FundModel": "35", "LearnAimRef": "50012345"}
    found, notes = read(maths, apprentice)
    assert [[it.activity for it in doing(each)] for each in found] == [[], ["310"]]
    assert any("claim nothing by themselves: 1" in note for note in notes)


def test_a_break_in_learning_is_no_end(read: Read) -> None:
    (found,), _ = read({"CompStatus": "6", "LearnActEndDate": "16/10/2026"})
    assert doing(found) == []


def test_a_kind_of_programme_that_is_not_known_is_named_and_not_guessed(
    read: Read,
) -> None:
    (found,), _ = read({"ProgType": "77"})
    assert [one.activity for one in doing(found)] == [None]
    (problem,) = [each for each in found.problems if each.column == "ProgType"]
    assert problem.message.startswith("77 is no kind of programme")
    for known in ("25", "31.0", "02", "99"):
        assert programmes.unknown_kind({"prog_type": known}) == ""


def test_the_number_of_the_provider_keeps_two_of_one_name_apart(read: Read) -> None:
    found, _ = read({}, {"LearnRefNumber": "B2"})
    assert [each.identity.reference for each in found] == ["A1", "B2"]


def test_all_headings_are_known(read: Read) -> None:
    _, notes = read({})
    assert not [note for note in notes if "not read" in note]
