"""Transfer files applied: proposed places, questions, and what changes them."""

from datetime import date
from typing import Any

import pytest

from tests.factories import COLLEGE, SCHOOL_NUMBER, census, provider_list, register
from tests.feeds.transfer_files.written import SECRET, ctf, pupil
from tests.journeys.restrictions import restricted

SOURCE = ("359", "4999")
NEXT = (SCHOOL_NUMBER[:3], SCHOOL_NUMBER[3:])
UNKNOWN = "left for a place that is not known"
OUTSIDE = "left for a place outside the maintained sector"
UNSURE = "may have moved to another school"
ROBIN = {
    "given": "Robin",
    "family": "Invented",
    "born": "14/03/2010",
    "sex": "F",
    "upn": "L359403421001",
    "postcode": "WN1 1AZ",
}


@pytest.fixture
def send(tmp_path, load, clock):
    """Sends a transfer file on the day on which it is made, or later."""
    clock.set(date(2026, 7, 1))
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    sent: list[str] = []

    def run(to=NEXT, *, on=date(2026, 7, 20), made=None, source=SOURCE, **more: str):
        clock.set(on)
        sent.append("")
        path = tmp_path / f"{''.join(source)}_CTF_{''.join(to)}_{len(sent):03}.xml"
        made = f"{made or on}T09:00:00"
        ctf(path, [pupil(**more)], to=to, source=source, made=made)
        return load("transfer-files", path)

    return run


@pytest.fixture
def shown(as_json):
    """The young person on a day: their position, and the questions about them."""

    def run(on: date) -> dict[str, Any]:
        (one,) = as_json("people", "find", ROBIN["upn"])
        return as_json("people", "show", one["person"], "--on", on)  # type: ignore[no-any-return]

    return run


def kinds(found: dict[str, Any]) -> list[str]:
    return [each["kind"] for each in found["questions"]]


def in_census(tmp_path, load, clock) -> None:
    clock.set(date(2026, 5, 21))
    row = {**ROBIN, "estab": "4999", "enrolled": "C", "year": "11", "yssa": "Yes"}
    path = census(tmp_path / "census.csv", [row])
    load("school-census", path, as_at=date(2026, 5, 21))


def test_a_proposed_place_holds_from_september_and_is_not_verified(
    send, shown, tmp_path, load, clock
) -> None:
    in_census(tmp_path, load, clock)
    send()
    july = shown(date(2026, 7, 21))["position"]
    assert (july["activity"], july["verified"]) == ("110", "2026-05-21")
    found = shown(date(2026, 9, 30))
    position = found["position"]
    assert (position["activity"], position["verified"]) == ("210", None)
    assert position["starts"] == "2026-09-01"
    assert position["institution_name"] == "Testham High School (invented)"
    assert kinds(found) == []


def test_the_next_schools_roll_verifies_it(send, shown, tmp_path, load, clock) -> None:
    send()
    clock.set(date(2026, 9, 18))
    path = provider_list(tmp_path / "roll.csv", [{**ROBIN, "start": "03/09/2026"}])
    load("provider-enrolment", path, institution="106500", as_at=date(2026, 9, 18))
    position = shown(date(2026, 9, 30))["position"]
    assert (position["activity"], position["verified"]) == ("210", "2026-09-18")


@pytest.mark.parametrize("roll_first", [True, False])
def test_a_colleges_roll_outranks_it_in_any_order(
    send, shown, tmp_path, load, clock, roll_first: bool
) -> None:
    def roll() -> None:
        clock.set(date(2026, 9, 18))
        path = provider_list(tmp_path / "roll.csv", [{**ROBIN, "start": "01/09/2026"}])
        load("provider-enrolment", path, institution=COLLEGE, as_at=date(2026, 9, 18))

    if roll_first:
        roll()
    send(on=date(2026, 9, 21), made=date(2026, 7, 20))
    if not roll_first:
        roll()
    position = shown(date(2026, 9, 30))["position"]
    assert (position["activity"], position["verified"]) == ("230", "2026-09-18")


@pytest.mark.parametrize(
    ("to", "more", "kind"),
    [
        (("XXX", "XXXX"), {}, UNKNOWN),
        (("MMM", "MMMM"), {}, OUTSIDE),
        (("359", "4777"), {}, UNSURE),
        (NEXT, {"left": "2026-03-06"}, UNSURE),
        (NEXT, {"left": ""}, UNSURE),
    ],
)
def test_all_else_is_a_question_and_moves_no_one(
    send, shown, tmp_path, load, clock, to, more: dict[str, str], kind: str
) -> None:
    in_census(tmp_path, load, clock)
    before = shown(date(2026, 7, 20))["position"]
    answer = send(to, **more)
    assert answer["raised"] == {kind: 1}
    found = shown(date(2026, 7, 20))
    assert found["position"] == before
    assert kinds(found) == [kind]
    assert shown(date(2026, 9, 30))["position"]["group"] == "not known"


def test_no_question_where_a_roll_has_shown_them_since(
    send, shown, tmp_path, load, clock
) -> None:
    clock.set(date(2026, 9, 18))
    path = provider_list(tmp_path / "roll.csv", [{**ROBIN, "start": "01/09/2026"}])
    load("provider-enrolment", path, institution=COLLEGE, as_at=date(2026, 9, 18))
    answer = send(("XXX", "XXXX"), on=date(2026, 9, 21), made=date(2026, 7, 20))
    assert answer["raised"] == {}
    assert kinds(shown(date(2026, 9, 30))) == []


def test_a_question_closes_when_a_roll_shows_them(
    send, shown, tmp_path, load, clock, flask, as_json
) -> None:
    send(("XXX", "XXXX"))
    assert kinds(shown(date(2026, 9, 17))) == [UNKNOWN]
    clock.set(date(2026, 9, 18))
    path = provider_list(tmp_path / "roll.csv", [{**ROBIN, "start": "03/09/2026"}])
    roll = load("provider-enrolment", path, institution=COLLEGE, as_at=clock.today())
    assert kinds(shown(date(2026, 9, 30))) == []
    as_json("imports", "withdraw", roll["batch"])
    assert kinds(shown(date(2026, 9, 30))) == [UNKNOWN]


def test_withdrawing_takes_the_question_back(send, shown, as_json, flask) -> None:
    batch = send(("XXX", "XXXX"))["batch"]
    assert "left for a place that is not known" in flask("imports", "show", batch).out
    as_json("imports", "withdraw", batch)
    as_json("imports", "apply", batch)
    assert kinds(shown(date(2026, 7, 20))) == [UNKNOWN]


def test_the_newest_of_two_proposals_holds(send, shown, tmp_path) -> None:
    send(NEXT, on=date(2026, 7, 20))
    send(("359", "8600"), on=date(2026, 8, 27))
    position = shown(date(2026, 9, 30))["position"]
    assert (position["activity"], position["verified"]) == ("230", None)


def test_the_same_file_twice_is_nothing(
    send, tmp_path, flask, everything, clock
) -> None:
    send()
    (path,) = tmp_path.glob("*_CTF_*.xml")
    before = everything()
    answer = flask("imports", "load", "transfer-files", path, code=None)
    assert "already" in answer.out + answer.err
    assert everything() == before


def test_copies_of_a_pupil_in_several_files_are_one_person(
    send, shown, tmp_path, load, clock
) -> None:
    folder = tmp_path / "september"
    folder.mkdir()
    clock.set(date(2026, 9, 9))
    for number, to in enumerate((NEXT, NEXT, ("XXX", "XXXX"))):
        ctf(
            folder / f"3594999_CTF_{''.join(to)}_{number:03}.xml",
            [pupil()],
            to=to,
            source=SOURCE,
            made=f"2026-09-0{number + 7}T10:00:00",
        )
    answer = load("transfer-files", folder)
    assert answer["rows"] == 3
    assert answer["raised"] == {UNKNOWN: 1}
    assert shown(date(2026, 9, 30))["position"]["activity"] == "210"


@pytest.mark.law("L-07")
@pytest.mark.parametrize("census_first", [True, False])
def test_a_restricted_pupils_values_are_nowhere(
    send, tmp_path, load, clock, app, census_first: bool
) -> None:
    def answer_no() -> None:
        clock.set(date(2026, 5, 21))
        row = {**ROBIN, "upn": "", "estab": "4999", "year": "11", "yssa": "No"}
        path = census(tmp_path / "census.csv", [{**row, "enrolled": "C"}])
        load("school-census", path, as_at=date(2026, 5, 21))

    if census_first:
        answer_no()
    send(("359", "8600"), UCI="40340A210001X", **SECRET)
    if not census_first:
        answer_no()
    for path in tmp_path.rglob("*.xml"):
        path.unlink()
    hidden = ("07700 900461", "robin@example.org", "Jocasta", "40340A210001X")
    found = [
        (word, where, row)
        for where, row in restricted.everything(app)
        for word in (*hidden, "L359403421001", "WBRI", "07700 900999")
        # Tallies count values, and none of them has a person; a demo is another place.
        if word in row and where != "tallies" and "/demo/" not in where
    ]
    assert found == [], found


def test_sisters_in_one_file_are_two_people(tmp_path, load, clock, as_json) -> None:
    clock.set(date(2026, 7, 20))
    sister = pupil(UPN="B801200005001", Forename="Rowan", DOB="2009-01-30")
    twin = pupil(UPN="N359402219001", Forename="Ruby")
    path = ctf(tmp_path / "sent.xml", [pupil(), sister, twin], source=SOURCE)
    load("transfer-files", path)
    found = [as_json("people", "find", each["UPN"]) for each in (pupil(), sister, twin)]
    assert len({one["person"] for (one,) in found}) == 3
