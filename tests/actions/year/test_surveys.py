"""The activity survey of those who left Year 11 in 2026. Everyone is invented.

counted     the survey beside a count from the files themselves
signed      it is kept as it is, and a later one takes its place until January
sealed      codes go to DfE, and no reader without the permission sees them
"""

import csv
import io
from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest

from tests.acts import act
from tests.factories import (
    COLLEGE,
    SCHOOL_NUMBER,
    Row,
    census,
    nccis,
    person,
    provider_list,
    pupil,
    register,
)
from tests.web.officer.held_cases import OPENED, opened
from tracker import actions, store
from tracker.access import authority_scope
from tracker.domain.settings import LEFT_OUT

MAY, AUTUMN, DECEMBER = date(2026, 5, 20), date(2026, 10, 9), date(2026, 12, 4)
IN_NOVEMBER, IN_JANUARY = date(2026, 11, 24), date(2027, 1, 20)
NOVEMBER = date(2026, 11, 1)
WITHIN = authority_scope("359")

#: The pupils of the census of May, by number, and what the college says in autumn:
#: the first day, and the last where there is one.
COLLEGE_DAYS = {
    1: ("07/09/2026", ""),
    2: ("07/09/2026", "31/10/2026"),
    3: ("07/09/2026", "01/11/2026"),
    4: ("01/11/2026", ""),
    5: ("02/11/2026", ""),
    6: ("14/09/2026", ""),
}
#: What the college adds in December.
LATER = {
    4: ("01/11/2026", ""),
    7: ("05/10/2026", ""),
    8: ("02/11/2026", ""),
    6: ("14/09/2026", "23/10/2026"),
}
#: Those of no school, by the activity that an earlier system has in May.
OTHERS = {11: "120", 12: "140", 13: "130", 14: "150"}
#: Pupils of a school in another authority's area, and of another year.
ELSEWHERE, YOUNGER = 15, 21


def born(number: int) -> date:
    day, month, year = person(number)["born"].split("/")
    return date(int(year), int(month), int(day))


def in_may(number: int, **changes: str) -> Row:
    return pupil(number, born(number), **changes)


def at_college(days: dict[int, tuple[str, str]]) -> list[Row]:
    return [person(each, start=a, end=b) for each, (a, b) in days.items()]


@pytest.fixture
def spring(tmp_path, load, clock) -> None:
    """May 2026: a census, and the file of an earlier system."""
    clock.set(MAY)
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    here = [*(in_may(each) for each in range(1, 9)), pupil(YOUNGER, year="10")]
    load("school-census", census(tmp_path / "may.csv", here), as_at=MAY)
    clock.set(date(2026, 6, 3))
    others = [
        *(
            person(each, activity=code, start="03/09/2025", ascertained="03/09/2025")
            for each, code in OTHERS.items()
        ),
        person(
            ELSEWHERE,
            activity="110",
            start="03/09/2025",
            ascertained="03/09/2025",
            laestab="3504001",
            provider="Over the Border School (invented)",
        ),
    ]
    rows = [
        {**row, "ypid": f"3590000{row['upn'][-6:]}", "verified": "20/05/2026"}
        for row in others
    ]
    load("nccis-file", nccis(tmp_path / "may.xml", date(2026, 5, 31), rows))


@pytest.fixture
def autumn(spring, tmp_path, load, clock) -> None:
    """October 2026: the list of the college."""
    clock.set(AUTUMN)
    rows = at_college(COLLEGE_DAYS)
    file = provider_list(tmp_path / "october.csv", rows)
    load("provider-enrolment", file, institution=COLLEGE, as_at=AUTUMN)
    clock.set(IN_NOVEMBER)


@pytest.fixture
def december(tmp_path, load, clock) -> Callable[[], None]:
    """What the college knows in December, some of it about November."""

    def run() -> None:
        clock.set(DECEMBER)
        file = provider_list(tmp_path / "december.csv", at_college(LATER))
        load("provider-enrolment", file, institution=COLLEGE, as_at=DECEMBER)

    return run


@pytest.fixture
def prepare(as_json) -> Callable[..., dict]:
    return lambda *more: as_json("survey", "prepare", "--left", "2026", *more)


def seen(*lists: tuple[date, dict[int, tuple[str, str]]]) -> set[int]:
    """Those who are at the college on 1 November by the newest row about each.

    A row counts for those who had begun by its day.
    """

    def day(text: str) -> date:
        read, month, year = text.split("/")
        return date(int(year), int(month), int(read))

    newest = {each: (on, *row) for on, rows in lists for each, row in rows.items()}
    return {
        each
        for each, (on, a, b) in newest.items()
        if day(a) <= min(NOVEMBER, on) and (not b or day(b) >= NOVEMBER)
    }


@pytest.fixture
def file_of(flask, tmp_path) -> Callable[[int], list[dict[str, str]]]:
    """The rows of the file of a signed survey."""

    def read(number: int) -> list[dict[str, str]]:
        path = tmp_path / f"survey-{number}.csv"
        flask("survey", "show", number, "--out", path)
        text = path.read_text("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    return read


@pytest.mark.law("O3")
def test_the_survey_equals_a_count_from_the_files(
    autumn, december, prepare, flask, file_of
) -> None:
    first = prepare()
    assert first["by_reason"] == {
        "Educated in this area": 8,
        "In custody in this area": 1,
        "Lives in this area; no school elsewhere is known": 1,
        "On no roll, lives in this area": 2,
    }
    assert first["people"] == 12
    assert first["confirmed"] == len(seen((AUTUMN, COLLEGE_DAYS))) == 3
    assert first["by_outcome"] == {
        **{"expected": 1, "lapsed": 1, "not confirmed": 0, "not known": 7}
    }
    december()
    second = prepare()
    # 4 and 7 were learned of later, and so was that 6 had left before the day.
    assert second["changes"] == {"no longer confirmed": 1, "now confirmed": 2}
    flask("survey", "freeze", second["survey"])
    rows = file_of(second["survey"])
    assert Counter(row["CohortReason"] for row in rows) == second["by_reason"]
    doing = {row["UniquePupilNumber"]: row for row in rows}
    confirmed = {
        n for n in range(1, 9) if doing[person(n)["upn"]]["ActivityCode"] != "810"
    }
    assert confirmed == seen((AUTUMN, COLLEGE_DAYS), (DECEMBER, LATER)) == {1, 3, 4, 7}
    seventh = doing[person(7)["upn"]]
    assert seventh["StartDate"] == "2026-10-05"
    assert seventh["SchoolOn31May"] == SCHOOL_NUMBER
    assert seventh["EstablishmentNumber"] == "3598600"
    assert doing[person(5)["upn"]]["StartDate"] == ""


def test_as_known_at_an_earlier_moment_it_is_what_it_was(
    autumn, december, prepare, as_json
) -> None:
    first = prepare()
    december()
    then = prepare("--known-at", "2026-11-24")
    assert then["sha256"] == first["sha256"]
    assert then["known_at"].startswith("2026-11-24")
    assert prepare()["sha256"] != first["sha256"]


@pytest.mark.law("O3")
def test_a_signed_survey_is_kept_as_it_is(
    autumn, december, prepare, flask, file_of, as_json
) -> None:
    number = prepare()["survey"]
    flask("survey", "freeze", number)
    before = file_of(number)
    december()
    assert file_of(number) == before
    assert as_json("survey", "show", number)["confirmed"] == 3
    again = flask("survey", "freeze", number, code=2).err
    assert "already been signed off" in again


def test_a_later_one_takes_its_place_until_january_is_over(
    autumn, prepare, flask, clock, inside
) -> None:
    def counting() -> int | None:
        found = store.nccis_return.surveys.frozen("359", 2026)
        return found.id if found is not None else None

    first = prepare()["survey"]
    assert counting() is None
    flask("survey", "freeze", first)
    clock.set(date(2027, 1, 31))
    second = prepare()["survey"]
    assert counting() == first
    flask("survey", "freeze", second)
    assert counting() == second
    clock.set(date(2027, 2, 1))
    third = prepare()["survey"]
    refused = flask("survey", "freeze", third, code=2).err
    assert f"until 31 January 2027: survey {second} stays" in refused
    assert counting() == second


def test_the_first_may_be_signed_after_january(autumn, prepare, flask, clock) -> None:
    clock.set(date(2027, 3, 1))
    flask("survey", "freeze", prepare()["survey"])


REFUSED = [
    # a day, words, the sentence
    (date(2026, 10, 31), ["prepare", "--left", "2026"], "from that day on"),
    (IN_NOVEMBER, ["prepare", "--left", "2024"], "No young person is known who"),
    (
        IN_NOVEMBER,
        ["prepare", "--left", "2026", "--known-at", "2026-12-24"],
        "Give a moment in the past",
    ),
    (
        IN_NOVEMBER,
        ["prepare", "--left", "2026", "--known-at", "2026-10-31"],
        "Give 1 November 2026 or a later day",
    ),
    (IN_NOVEMBER, ["freeze", "99"], "There is no survey 99."),
    (IN_NOVEMBER, ["show", "99"], "There is no survey 99."),
]


@pytest.mark.parametrize(("day", "words", "sentence"), REFUSED)
def test_what_is_refused(autumn, flask, clock, day, words, sentence) -> None:
    clock.set(day)
    refused = flask("survey", *words, code=2)
    assert sentence in refused.err
    assert "Traceback" not in refused.err


def test_signing_waits_for_the_day_and_for_the_newest(
    autumn, prepare, flask, clock, tmp_path
) -> None:
    clock.set(NOVEMBER)
    first = prepare()["survey"]
    assert "is not over" in flask("survey", "freeze", first, code=2).err
    clock.set(IN_NOVEMBER)
    second = prepare()["survey"]
    assert f"Survey {second} was" in flask("survey", "freeze", first, code=2).err
    early = flask("survey", "show", second, "--out", tmp_path / "x.csv", code=2).err
    assert "Sign the survey off before" in early
    assert not (tmp_path / "x.csv").exists()


def test_before_the_first_one_the_list_says_how_to_begin(flask) -> None:
    assert "flask survey prepare" in flask("survey", "list").out


def test_a_merged_young_person_is_on_it_once_and_the_dead_are_not(
    autumn, prepare, flask, as_json
) -> None:
    found = as_json("survey", "show", prepare()["survey"], "--people")["left_over"]
    kept, lost = found[0]["person"], found[1]["person"]
    flask("people", "merge", kept, lost, "--because", "one person (invented)")
    assert prepare()["people"] == 11
    flask("people", "died", kept, "--on", "2026-11-14")
    after = prepare()
    assert (after["people"], after["changes"]) == (10, {"left the cohort": 1})


@pytest.mark.law("D-09")
def test_a_signed_setting_leaves_out_those_whose_data_is_only_stored(
    autumn, prepare, inside
) -> None:
    first = store.nccis_return.surveys.people(prepare()["survey"])[0].person
    opened("restriction-of-processing", people=[first])
    assert prepare()["people"] == 12
    actions.accounts.settings.change(
        "restricted_in_return", LEFT_OUT, act=OPENED, signs=True
    )
    assert prepare()["people"] == 11


def test_the_list_is_in_the_order_of_follow_up(autumn, prepare, as_json) -> None:
    shown = as_json("survey", "show", prepare()["survey"], "--people")
    outcomes = [each["outcome"] for each in shown["left_over"]]
    # The last day that the list gave was to come by then: it was as planned.
    assert outcomes == ["expected", "lapsed", *["not known"] * 7]


def test_the_file_has_sealed_codes_and_readers_have_what_is_shown(
    autumn, load, tmp_path, prepare, flask, file_of, inside
) -> None:
    """Two are ill, one of them once at college; one is in custody without a review."""
    started = {"start": "12/10/2026", "ascertained": "12/10/2026"}
    rows = [
        {**person(1), **started, "activity": "640"},
        {**person(7), **started, "activity": "640"},
        {**person(8), **started, "activity": "290", "review": "20/09/2026"},
    ]
    load("nccis-file", nccis(tmp_path / "october.xml", date(2026, 10, 31), rows))
    made = prepare()
    # As the file has them: 8 is not known, because custody lapses after its review.
    assert (made["by_group"]["neet"], made["by_outcome"]["lapsed"]) == (2, 2)
    flask("survey", "freeze", made["survey"])
    codes = {row["UniquePupilNumber"]: row["ActivityCode"] for row in file_of(1)}
    assert [codes[person(each)["upn"]] for each in (1, 7, 8)] == ["640", "640", "810"]
    figures = actions.year.survey_figures
    of = store.nccis_return.surveys.survey(made["survey"], within=WITHIN)
    shown, counted = (figures.totals(of, sealed=each) for each in (False, True))
    assert (shown.people, shown.apart, counted.apart) == (12, 3, 0)
    assert "neet" not in shown.groups
    for sealed, made_ in ((False, shown), (True, counted)):
        total, rows = figures.follow_up(of, sealed=sealed)
        assert total == len(rows) == made_.followed_up
        assert {each.outcome for each in rows} <= set(made_.outcomes)
    # In their own copy each has it in words, and nothing stands in its place.
    for each in store.nccis_return.surveys.people(made["survey"]):
        found = actions.law.subject_copy.gathering.gather(each.person, within=WITHIN)
        (row,) = (
            row for part in found for row in part.rows if row.table == "survey_people"
        )
        words = {held.label: held.text for held in row.fields}
        if each.outcome == "not shown":
            assert words["What was known of 1 November"] == "as its activity says"
            assert words["Activity"].endswith("given above")
        assert not [it for it in words.values() if it in ("sealed", "not shown")]


def test_disposal_takes_a_young_person_from_every_file(
    autumn, prepare, flask, file_of, inside
) -> None:
    number = prepare()["survey"]
    flask("survey", "freeze", number)
    rows = file_of(number)
    surveys = store.nccis_return.surveys
    first = surveys.people(number)[0].person
    with store.database.base.transaction():
        removed = store.law.disposals.removal.remove([first])
    assert (removed["surveys"], removed["survey_people"]) == (1, 1)
    of = surveys.survey(number, within=WITHIN)
    assert file_of(number) == rows[1:]
    assert (of.people, len(surveys.people(number))) == (12, 11)
    assert surveys.file_of(of).startswith("\ufeffYoungPersonsID,".encode())


def test_it_goes_to_the_department_by_the_one_door(autumn, prepare, flask, app) -> None:
    number = prepare()["survey"]
    flask("survey", "freeze", number)
    with app.app_context():
        of = store.nccis_return.surveys.survey(number, within=WITHIN)
        sent = actions.year.survey_sign_off.record_sent(
            of, on=IN_NOVEMBER, act=act(at=IN_NOVEMBER_NOON)
        )
        assert (sent.gateway, sent.party, sent.people) == ("survey", "dfe", 12)
        assert of.sent_on == IN_NOVEMBER


IN_NOVEMBER_NOON = act().at
