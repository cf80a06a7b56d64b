"""Learner records: the stay that a learner's aims mean together. All invented."""

import resource
import time
from datetime import date
from typing import Any

import pytest

from tests.feeds.ilr.records import aim, extract, learner, xml
from tracker.domain.history.evidence import Doing
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.file_reading import Context, Unreadable
from tracker.feeds.registry import FEEDS, recognise
from tracker.feeds.row_meaning import Interpretation

FEED = FEEDS["ilr"]
COLLEGE = InstitutionRef(ukprn="10002638")
OCTOBER = date(2025, 10, 9)
NOW, NEXT = ("2025-09-04", "2026-07-03"), ("2025-11-03", "2026-07-03")
STUDY = aim(25, *NOW)


def gone(fund: int, ended: str, status: int = 3, **more: Any) -> dict[str, Any]:
    why = {"WithdrawReason": 98} if status == 3 else {}
    more = {"CompStatus": status, "LearnActEndDate": ended, **why, **more}
    return aim(fund, *NOW, **more)


def meant(*paths, on: date = OCTOBER) -> list[Interpretation]:
    context = Context("359", on, COLLEGE)
    return [
        FEED.interpret(row.values, row.restricted, row.line, context)
        for row in FEED.read(paths, context).rows
    ]


def doings(found: Interpretation) -> list[Doing]:
    return [each for each in found.statements if isinstance(each, Doing)]


def day(text: str) -> date:
    return date.fromisoformat(text)


#: The aims of one learner, and (start, end, expected end, activity) of each stay.
#: An activity of None is what the kind of the place means.
STAYS: dict[str, tuple[list[dict[str, Any]], list[tuple[Any, ...]]]] = {
    "one aim": ([STUDY], [("2025-09-04", None, "2026-07-03", None)]),
    "a withdrawn aim beside a live one": (
        [gone(25, "2025-10-01"), STUDY],
        [("2025-09-04", None, "2026-07-03", None)],
    ),
    "a completed aim beside a live one that began later": (
        [gone(25, "2025-09-30", 2), aim(25, "2025-10-01", "2026-07-03")],
        [("2025-10-01", None, "2026-07-03", None)],
    ),
    "all aims withdrawn": (
        [gone(25, "2025-09-20"), gone(25, "2025-10-02"), gone(25, "2025-09-25")],
        [("2025-09-04", "2025-10-02", None, None)],
    ),
    "one withdrawn after another was completed": (
        [gone(25, "2025-09-20", 2), gone(25, "2025-10-02")],
        [("2025-09-04", "2025-10-02", None, None)],
    ),
    "a break in learning": ([gone(25, "2025-09-30", 6)], []),
    "a break beside a live aim": (
        [gone(25, "2025-09-30", 6), STUDY],
        [("2025-09-04", None, "2026-07-03", None)],
    ),
    "a break beside a withdrawn aim": (
        [gone(25, "2025-09-30", 6), gone(25, "2025-09-20")],
        [],
    ),
    "withdrawn, and another aim begins next month": (
        [gone(25, "2025-10-01"), aim(25, *NEXT)],
        [
            ("2025-09-04", "2025-10-01", None, None),
            ("2025-11-03", None, "2026-07-03", None),
        ],
    ),
    "a status of withdrawn with an end that is to come": (
        [gone(25, "2025-11-20")],
        [("2025-09-04", None, "2025-11-20", None)],
    ),
    "an end without a status of an end": (
        [aim(25, *NOW, LearnActEndDate="2025-10-01")],
        [("2025-09-04", "2025-10-01", None, None)],
    ),
    "an apprenticeship standard": (
        [
            aim(36, *NOW, ProgType=25, AimType=3),
            aim(36, *NOW, ProgType=25, AimType=1, LearnAimRef="ZPROG001"),
        ],
        [("2025-09-04", None, "2026-07-03", "310")],
    ),
    "a supported internship within a study programme": (
        [STUDY, aim(25, "2025-10-06", "2026-07-03", LearnAimRef="Z0002347")],
        [("2025-10-06", None, "2026-07-03", "460")],
    ),
    "a supported internship that is over, and the programme goes on": (
        [STUDY, gone(25, "2025-10-01", 2, LearnAimRef="Z0002347")],
        [("2025-09-04", None, "2026-07-03", None)],
    ),
    "an older standard": (
        [aim(81, *NOW, ProgType=25)],
        [("2025-09-04", None, "2026-07-03", "310")],
    ),
    "an apprenticeship unit of 2026-27": (
        [aim(39, *NOW, ProgType=34)],
        [("2025-09-04", None, "2026-07-03", None)],
    ),
    "an apprenticeship beside an English course": (
        [aim(99, "2025-09-01", "2026-06-01"), aim(36, *NOW, ProgType=25)],
        [("2025-09-04", None, "2026-07-03", "310")],
    ),
    "a programme that ended and an apprenticeship that goes on": (
        [gone(25, "2025-09-12"), aim(36, "2025-09-15", "2027-03-01", ProgType=25)],
        [("2025-09-15", None, "2027-03-01", "310")],
    ),
    "a T level": (
        [aim(25, *NOW, ProgType=31, AimType=1)],
        [("2025-09-04", None, "2026-07-03", None)],
    ),
    "a skills bootcamp": (
        [aim(37, *NOW, ProgType=32)],
        [("2025-09-04", None, "2026-07-03", "430")],
    ),
}


@pytest.mark.parametrize("name", STAYS)
@pytest.mark.parametrize("write", [xml, extract])
def test_the_stay_that_aims_mean(tmp_path, name: str, write) -> None:
    aims, expected = STAYS[name]
    found = meant(write(tmp_path / f"sent.{write.__name__}", [learner("A1", *aims)]))
    stays = [
        (each.starts, each.ends, each.expected_end, each.activity)
        for each in (doing for one in found for doing in doings(one))
    ]
    assert stays == [
        tuple(day(it) if it and it[:2] == "20" else it for it in each)
        for each in expected
    ]
    assert all(one.usable for one in found)


@pytest.mark.parametrize(
    ("hours", "aims", "part_time"),
    [
        ({}, [STUDY], False),
        ({"PlanLearnHours": 440, "PlanEEPHours": 100}, [STUDY], False),
        ({"PlanLearnHours": 440, "PlanEEPHours": 99}, [STUDY], True),
        ({"PlanLearnHours": 345, "PlanEEPHours": ""}, [STUDY], True),
        ({"PlanLearnHours": "", "PlanEEPHours": ""}, [STUDY], None),
        # Its own hours are those of two years.
        (
            {"PlanLearnHours": 50, "PlanEEPHours": 0},
            [aim(25, *NOW, ProgType=31)],
            False,
        ),
        ({"PlanLearnHours": 50}, [aim(36, *NOW, ProgType=25)], None),
    ],
)
def test_hours_of_the_year_are_full_or_part_time(
    tmp_path, hours, aims, part_time
) -> None:
    (found,) = meant(xml(tmp_path / "ilr.xml", [learner("A1", *aims, **hours)]))
    assert [each.part_time for each in doings(found)] == [part_time]


def test_the_learner_is_stated_with_plan_address_and_ethnicity(tmp_path) -> None:
    one = learner("A1", STUDY, ULN=1061484016, TelNo="01942 000000", Ethnicity=39)
    one["marks"] = {"HNS": 1, "EHC": 1, "LSR": 55}
    (found,) = meant(xml(tmp_path / "ilr.xml", [one]))
    assert found.identity.uln == "1061484016"
    assert found.identity.reference == "A1"
    stated = {
        each.about: dict(each.values)
        for each in found.statements
        if not isinstance(each, Doing)
    }
    assert stated["send"]["send"] == "Y"
    assert stated["ethnicity"]["ethnicity"] == "AIND"
    assert stated["address"]["line1"] == "1 Invented Street"
    assert stated["phone"]["phone"] == "01942 000000"


def test_a_number_that_is_not_known_is_no_number(tmp_path) -> None:
    alike = [learner(f"A{n}", STUDY) for n in range(6)]
    for write in (xml, extract):
        found = meant(write(tmp_path / f"a.{write.__name__}", alike))
        assert [each.identity.uln for each in found] == [None] * 6
        references = [each.identity.reference.split()[-1] for each in found]
        assert references == [f"A{n}" for n in range(6)]


def test_an_adult_and_a_learner_of_higher_education_are_not_taken(tmp_path) -> None:
    higher = aim(
        99, *NOW, inner="<LearningDeliveryHE><TYPEYR>2</TYPEYR></LearningDeliveryHE>"
    )
    sent = [
        learner("Adult", STUDY, DateOfBirth="1999-06-09"),
        learner("Higher", higher, DateOfBirth="2007-06-09"),
        learner("Both", higher, STUDY),
        learner("Plan", STUDY, DateOfBirth="2003-06-09", marks={"EHC": 1}),
    ]
    adult, alone, both, plan = meant(xml(tmp_path / "ilr.xml", sent))
    assert "was 26 on 31 August and is an adult" in adult.problems[0].message
    assert "enter EHC = Y" in adult.problems[0].message
    assert not adult.usable and not alone.usable
    assert "higher education" in alone.problems[0].message
    assert both.usable and plan.usable


@pytest.mark.parametrize("year", ["2025-26", "2026-27", "2031-32"])
def test_a_record_of_each_year_is_known_and_read(tmp_path, year: str) -> None:
    path = xml(tmp_path / "sent.xml", [learner("A1", STUDY)], year=year)
    assert recognise(path) == "ilr"
    reading = FEED.read([path])
    assert (reading.as_at, reading.institution) == (OCTOBER, COLLEGE)
    assert len(list(reading.rows)) == 1
    assert any("no schema" in note for note in reading.notes) is (year != "2025-26")


def test_an_extract_is_no_enrolment_list(tmp_path) -> None:
    path = extract(tmp_path / "export.csv", [learner("A1", STUDY, STUDY)])
    assert recognise(path) == "ilr"
    (found,) = meant(path)
    assert len(doings(found)) == 1
    reading = FEED.read([path])
    assert list(reading.rows)
    (note,) = reading.notes
    assert note.startswith("Columns not read: LLDDHealthProb, PostcodePrior, Aim")


def test_the_schema_warns_and_refuses_nothing(tmp_path) -> None:
    sent = [
        learner("A1", STUDY),
        learner("Far too long a reference", STUDY),
        learner("A3", STUDY, PlanLearnHours="many"),
    ]
    reading = FEED.read([xml(tmp_path / "ilr.xml", sent)])
    assert len(list(reading.rows)) == 3
    (note,) = reading.notes
    assert "do not fit the schema of their year: 2" in note
    assert "LearnRefNumber does not fit" in note
    assert "Far too long" not in note


def test_a_provider_without_a_number_of_its_own_takes_the_chosen_sender(
    tmp_path,
) -> None:
    """The Department's sample has the number 99999999, which is that of no provider."""
    path = xml(tmp_path / "ilr.xml", [learner("A1", STUDY)], ukprn="99999999")
    reading = FEED.read([path])
    assert reading.institution is None
    (found,) = meant(path)
    assert doings(found)[0].at == COLLEGE
    assert found.usable and not found.problems
    assert "is no provider's number" in reading.notes[0]


def test_records_of_two_providers_are_sent_apart(tmp_path) -> None:
    paths = [
        xml(tmp_path / f"{number}.xml", [learner("A1", STUDY)], ukprn=number)
        for number in ("10002638", "10003189")
    ]
    with pytest.raises(Unreadable, match=r"of 2 providers .*; import each by itself"):
        FEED.read(paths)


def test_a_record_that_breaks_off_is_refused_with_its_line(tmp_path) -> None:
    path = xml(tmp_path / "ilr.xml", [learner(f"A{n}", STUDY) for n in range(40)])
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Unreadable, match=r"ilr\.xml .* line \d+"):
        list(FEED.read([path]).rows)


@pytest.mark.long
def test_a_college_of_5000_is_read_in_20_seconds(tmp_path) -> None:
    sent = (learner(f"A{n}", *[STUDY] * 5, AddLine1="x" * 40) for n in range(5_000))
    path = xml(tmp_path / "ilr.xml", sent)
    before = time.monotonic()
    assert len(meant(path)) == 5_000
    assert time.monotonic() - before < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 500 * 1024
