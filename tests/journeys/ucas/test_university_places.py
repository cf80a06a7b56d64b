"""Applications to universities on record: each is kept, a place is expected from its
first day, and a list of those who are there outdoes it. Everybody is invented.
"""

from datetime import date

import pytest

from tests.factories import COLLEGE, SCHOOL, census, provider_list, pupil, register

AUGUST, SEPTEMBER, OCTOBER = date(2027, 8, 20), date(2027, 9, 30), date(2027, 10, 31)
HEAD = "Forename,Surname,DOB,Postcode,UCAS Personal ID,University,Course,UCAS Status"


@pytest.fixture
def on_record(tmp_path, load, clock):
    """Pupils of Year 13; the first has a sister in Year 12."""
    clock.set(date(2027, 11, 12))
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = [pupil(n, date(2009, 3, n), entry="05/09/2025") for n in range(1, 6)]
    home = {"family": rows[0]["family"], "postcode": rows[0]["postcode"]}
    rows.append({**pupil(6, date(2010, 3, 6)), **home})
    load("school-census", census(tmp_path / "c.csv", rows), as_at=date(2027, 5, 20))
    return rows


@pytest.fixture
def send(tmp_path, load):
    """Loads a school's list of (pupil, Personal ID, university, word)."""
    made: list[int] = []

    def run(*lines, as_at: date = AUGUST, **more):
        made.append(1)
        path = tmp_path / f"ucas {len(made)}.csv"
        rows = [
            ",".join(
                (
                    *(row["given"], row["family"], row["born"], row["postcode"]),
                    *(number, at, "Law", word),
                )
            )
            for row, number, at, word in lines
        ]
        path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
        return load("ucas", path, institution=SCHOOL, as_at=as_at, **more)

    return run


@pytest.fixture
def shown(as_json, on_record):
    """What is on record of a pupil on a day."""

    def read(n: int, on: date):
        (found,) = as_json("people", "find", on_record[n - 1]["upn"])
        return as_json("people", "show", found["person"], "--on", on)

    return read


def test_every_application_is_kept_and_the_guarantee_is_untouched(
    on_record, send, shown
) -> None:
    one = on_record[0]
    done = send(
        (one, "1234567890", "University of Leeds", "Declined"),
        (one, "1234567890", "University of York", "Placed"),
        (one, "1234567890", "University of Hull", "Unsuccessful"),
    )
    assert set(done["outcomes"]) <= {"matched-update", "matched-no-change"}
    held = shown(1, AUGUST)
    assert {(it["place"], it["stage"]) for it in held["offers"]} == {
        ("University of Leeds", "declined"),
        ("University of York", "accepted"),
        ("University of Hull", "refused"),
    }
    assert held["guarantee"] == []
    # The sister of the same home has nothing of it.
    assert shown(6, AUGUST)["offers"] == []


def test_a_place_is_an_activity_from_its_first_day_and_not_confirmed(
    on_record, send, shown
) -> None:
    send((on_record[0], "1234567890", "University of York", "Placed"))
    before = shown(1, SEPTEMBER)["position"]
    assert before["activity"] != "240"
    after = shown(1, OCTOBER)["position"]
    assert (after["activity"], after["starts"]) == ("240", "2027-10-01")
    assert after["verified"] is None
    assert shown(2, OCTOBER)["position"]["activity"] != "240"


def test_a_college_that_has_them_outdoes_the_place(
    tmp_path, on_record, send, load, shown
) -> None:
    send((on_record[0], "1234567890", "University of York", "Placed"))
    there = {**on_record[0], "start": "06/09/2027"}
    file = provider_list(tmp_path / "list.csv", [there])
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2027, 10, 8))
    assert shown(1, OCTOBER)["position"]["activity"] != "240"


def test_a_late_list_does_not_bring_back_what_has_changed(
    on_record, send, shown
) -> None:
    send((on_record[0], "1234567890", "University of York", "Declined"))
    send(
        (on_record[0], "1234567890", "University of York", "Firm"),
        as_at=date(2027, 5, 28),
    )
    (newest, *_) = shown(1, OCTOBER)["offers"]
    assert newest["stage"] == "declined"
    assert shown(1, OCTOBER)["position"]["activity"] != "240"


def test_one_personal_id_on_two_names_joins_no_one(on_record, send, shown) -> None:
    send(
        (on_record[0], "1234567890", "University of York", "Firm"),
        (on_record[1], "1234567890", "University of Hull", "Firm"),
    )
    assert [it["place"] for it in shown(1, AUGUST)["offers"]] == ["University of York"]
    assert [it["place"] for it in shown(2, AUGUST)["offers"]] == ["University of Hull"]


def test_a_line_that_cannot_be_read_is_a_problem_and_the_rest_is_taken(
    on_record, send
) -> None:
    done = send(
        (on_record[0], "1234567890", "University of York", "Firm"),
        (on_record[1], "1", "University of Hull", "Who knows"),
    )
    assert done["rows"] == 2
    assert done["outcomes"]["invalid"] == 1
    assert {each["line"] for each in done["problems"]} == {3}
