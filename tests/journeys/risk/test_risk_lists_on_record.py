"""DfE's lists of those at risk on record: found by number. Everybody is invented."""

from datetime import UTC, date, datetime

import pytest

from tests.factories import census, pupil, register, upn
from tracker import store
from tracker.access import authority_scope
from tracker.actions.history import folding
from tracker.actions.year.risk.official_lists import Standing, official_lists
from tracker.extensions import db
from tracker.store.people.records import Person

OCTOBER, NOVEMBER, JUNE = date(2026, 10, 1), date(2026, 11, 20), date(2027, 6, 25)
HEADINGS = "UPN,Surname,Forename,DOB,Year Group,Attendance below 90%,In care,RONI score"
#: The twin of the first pupil, by the number of the UPN.
TWIN = 7


@pytest.fixture
def on_record(tmp_path, load, clock):
    """Pupils of Year 11; two of them are twins."""
    clock.set(datetime(2027, 7, 1, 9, tzinfo=UTC).date())
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = [pupil(n) for n in range(1, 6)]
    twin = {"family": rows[0]["family"], "born": rows[0]["born"], "house": "1"}
    rows.append(pupil(TWIN, **twin, given="Zed", sex=rows[0]["sex"]))
    load("school-census", census(tmp_path / "census.csv", rows), as_at=OCTOBER)


def line(number: int, attendance: str = "Y", **changes: str) -> str:
    one = {**pupil(number), **changes}
    who = (one["upn"], one["family"], one["given"], one["born"], "11")
    return ",".join((*who, attendance, "Y", "6"))


@pytest.fixture
def send(tmp_path, load):
    made = []

    def run(*lines: str, as_at: date = NOVEMBER, headings: str = HEADINGS, **more):
        made.append(tmp_path / f"roni {len(made)}.csv")
        made[-1].write_text("\n".join([headings, *lines]) + "\n", encoding="utf-8")
        return load("risk-lists", made[-1], as_at=as_at, **more)

    return run


@pytest.fixture
def shown(app):
    """Who is on DfE's list or just off it, by the number of the pupil."""

    def read(on: date = date(2027, 7, 1), moment: datetime | None = None):
        with app.app_context():
            found = official_lists(
                on,
                known_at=moment or datetime(2027, 7, 2, tzinfo=UTC),
                within=authority_scope("359"),
                with_indicators=True,
            )
            people = {
                each.upn: each.id for each in db.session.query(Person).all() if each.upn
            }
            numbers = {upn(n): n for n in (1, 2, 3, 4, 5)}
            return {
                numbers.get(number, TWIN): found.people[person]
                for number, person in people.items()
                if person in found.people
            }

    return read


def test_a_line_finds_a_pupil_and_states_nothing(send, shown, app, on_record) -> None:
    with app.app_context():
        before = store.history.positions.on(OCTOBER, within=authority_scope("359"))
    assert send(line(1), line(2))["outcomes"] == {"matched-no-change": 2}
    assert {number: each.standing for number, each in shown().items()} == {
        1: Standing.NEW,
        2: Standing.NEW,
    }
    with app.app_context():
        assert store.history.positions.on(OCTOBER, within=authority_scope("359")) == (
            before
        )
        people = [each.id for each in db.session.query(Person).all()]
        facts = dict(store.history.evidence.histories(people))
        assert not any(
            each.source.name == "risk-lists" for some in facts.values() for each in some
        )
        assert folding.where_on(people, NOVEMBER)


def test_what_is_sealed_of_a_line_is_read_by_no_page(
    send, shown, app, on_record
) -> None:
    send(line(1))
    assert shown()[1].indicators == ("Attendance below 90%",)
    with app.app_context():
        rows = store.database.base.column("SELECT raw::text FROM staged_rows")
        assert not any("In care" in row or "RONI score" in row for row in rows)


def test_the_newest_list_stands_beside_the_one_before(send, shown, on_record) -> None:
    send(line(1), line(2))
    send(line(2), line(3), as_at=JUNE)
    found = shown()
    assert found[1].standing is Standing.OFF
    assert (found[2].standing, found[2].since) == (Standing.STILL, NOVEMBER)
    assert (found[3].standing, found[3].since) == (Standing.NEW, JUNE)
    assert set(shown(on=date(2027, 1, 4))) == {1, 2}


def test_a_late_list_of_an_earlier_day_is_not_the_newest(
    send, shown, on_record
) -> None:
    send(line(3), as_at=JUNE)
    send(line(1))
    assert shown()[3].standing is Standing.NEW
    assert shown()[1].standing is Standing.OFF


def test_years_10_and_11_may_come_in_two_files_of_one_day(
    send, shown, on_record
) -> None:
    send(line(1))
    send(line(2))
    assert {each.standing for each in shown().values()} == {Standing.NEW}


def test_withdrawing_a_list_takes_it_off_the_page(
    send, shown, flask, on_record
) -> None:
    batch = send(line(1))["batch"]
    flask("imports", "withdraw", str(batch))
    assert shown() == {}


def test_a_sisters_number_never_marks_the_sister(send, shown, on_record) -> None:
    """The name and the birthday are one pupil's, the number another's."""
    done = send(line(1, upn=upn(2)))
    assert done["outcomes"] == {"possible": 1}
    assert shown() == {}


def test_twins_are_told_apart_by_number(send, shown, on_record) -> None:
    twin = {
        "family": pupil(1)["family"],
        "given": "Zed",
        "born": pupil(1)["born"],
        "upn": pupil(TWIN)["upn"],
    }
    send(line(TWIN, **twin))
    assert set(shown()) == {TWIN}


def test_a_number_alone_waits_and_a_birthday_beside_it_is_enough(
    send, shown, on_record
) -> None:
    alone = f"{upn(1)},,,,11,Y,,"
    dated = f"{upn(2)},,,{pupil(2)['born']},11,Y,,"
    assert send(alone, dated)["outcomes"] == {"possible": 1, "matched-no-change": 1}
    assert set(shown()) == {2}


def test_a_pupil_twice_is_shown_once_with_all_indicators(
    send, shown, on_record
) -> None:
    headings = HEADINGS.replace("In care", "Suspensions")
    one = ",".join(line(1).split(",")[:5])
    send(f"{one},Y,,1", f"{one},,2,1", headings=headings)
    assert shown()[1].indicators == ("Attendance below 90%", "Suspensions: 2")


def test_a_pupil_who_is_not_on_record_makes_no_record(
    send, shown, app, on_record
) -> None:
    done = send(line(60), line(1))
    assert done["outcomes"] == {"invalid": 1, "matched-no-change": 1}
    with app.app_context():
        assert db.session.query(Person).count() == 6


def test_of_a_list_only_what_was_known_by_then_is_shown(send, shown, on_record) -> None:
    send(line(1))
    early = datetime(2026, 11, 1, tzinfo=UTC)
    assert shown(moment=early) == {}
