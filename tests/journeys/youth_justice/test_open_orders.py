"""Open orders on record: found for certain or in question, sealed, and
over by their day or by a complete list. Everybody is invented.
"""

from datetime import UTC, date, datetime

import pytest

from tests.factories import COLLEGE, census, provider_list, pupil, register
from tests.feeds.youth_justice.orders import order, orders
from tracker import actions, store
from tracker.domain.history.details.detail_folds import CHARACTERISTICS
from tracker.domain.history.details.details_by_day import characteristics_on
from tracker.extensions import db
from tracker.store.people.records import Person

OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 31), date(2026, 11, 30), date(2026, 12, 31)
TWIN, SISTER = 7, 8


@pytest.fixture
def on_record(tmp_path, load, clock):
    """Pupils of Year 12; the first has a twin and a sister in the same household."""
    clock.set(date(2027, 1, 12))
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    born = [date(2009, 10, n) for n in range(1, 7)]
    rows = [pupil(n, day) for n, day in enumerate(born, start=1)]
    home = {"family": rows[0]["family"], "postcode": rows[0]["postcode"]}
    rows.append({**pupil(TWIN, born[0]), **home, "given": "Zed", "house": "1"})
    rows.append({**pupil(SISTER, date(2010, 11, 2)), **home, "house": "1"})
    load("school-census", census(tmp_path / "c.csv", rows), as_at=date(2026, 5, 21))
    return rows


@pytest.fixture
def send(tmp_path, load):
    """Loads a list of open orders."""
    made: list[int] = []

    def run(*lines, as_at: date = OCTOBER, complete: bool = True, **more):
        made.append(1)
        path = orders(tmp_path / f"orders {len(made)}.csv", lines)
        return load("youth-justice", path, as_at=as_at, complete=complete, **more)

    return run


@pytest.fixture
def held(app, on_record):
    """Whether a pupil is on record as supervised, on a day."""

    def read(number: int, on: date = OCTOBER) -> bool:
        row = next(it for it in on_record if it["upn"] == pupil(number)["upn"])
        with app.app_context():
            of = (
                db.session.query(Person)
                .filter_by(family=row["family"], given=row["given"])
                .one()
                .id
            )
            ((_, evidence),) = store.history.evidence.of_subjects(
                [of], CHARACTERISTICS.subjects, opened=True
            )
            return "170" in next(characteristics_on(evidence, [on]))

    return read


@pytest.fixture
def night(app, clock):
    """The night before a day, as the worker does it."""

    def run(on: date) -> None:
        clock.set(on)
        at = datetime(on.year, on.month, on.day, 3, tzinfo=UTC)
        with app.app_context():
            for task in actions.worker.nightly.request(at=at, on=on):
                actions.work.tasks.run(task.id, clock=lambda: at, day=lambda _: on)
            db.session.remove()

    return run


def test_an_order_is_found_by_number_or_by_name_birthday_and_postcode(
    on_record, send, held
) -> None:
    by_number = order(on_record[0], postcode="")
    by_home = order(on_record[1], upn="")
    done = send(by_number, by_home)
    assert done["outcomes"] == {"matched-update": 2}
    assert [held(n) for n in (1, 2, 3)] == [True, True, False]
    # Neither the twin nor the sister gets it.
    assert not held(TWIN) and not held(SISTER)


def test_what_is_only_likely_is_asked(on_record, send, held) -> None:
    elsewhere = {**on_record[2], "postcode": "WN2 2ZZ"}
    nowhere = order({**on_record[3], "postcode": ""}, upn="")
    short = order({**on_record[4], "given": on_record[4]["given"][:1]}, upn="")
    done = send(order(elsewhere, upn=""), nowhere, short)
    assert "matched-update" not in done["outcomes"]
    assert "new-in-area" not in done["outcomes"]
    assert [held(n) for n in (3, 4, 5)] == [False] * 3


def test_a_sister_is_never_found_by_the_household(on_record, send, held) -> None:
    unknown = {**on_record[SISTER - 1], "given": "Qi", "born": "05/05/2009"}
    done = send(order(unknown, upn=""))
    assert "matched-update" not in done["outcomes"]
    assert not held(SISTER) and not held(1) and not held(TWIN)


def test_a_list_makes_no_record(on_record, send, everything) -> None:
    before = everything()["people"]
    stranger = {**pupil(90), "born": "03/10/2009"}
    done = send(order(stranger))
    assert done["outcomes"] == {"invalid": 1}
    assert everything()["people"] == before


def test_an_order_is_over_where_a_complete_list_leaves_it_out(
    on_record, send, held, flask
) -> None:
    send(order(on_record[0]), order(on_record[1]))
    second = send(order(on_record[1]), as_at=NOVEMBER)
    assert not held(1, NOVEMBER) and held(1, OCTOBER)
    assert held(2, NOVEMBER)
    flask("imports", "withdraw", second["batch"])
    assert held(1, NOVEMBER)


def test_a_part_of_a_list_ends_nothing(on_record, send, held) -> None:
    send(order(on_record[0]), order(on_record[1]))
    send(order(on_record[1]), as_at=NOVEMBER, complete=False)
    assert held(1, NOVEMBER)


def test_a_list_that_many_are_missing_from_is_asked_about(
    on_record, send, held
) -> None:
    send(*(order(on_record[n]) for n in range(5)))
    answer = send(order(on_record[0]), as_at=NOVEMBER, yes=False, code=None)
    assert not answer["applied"]
    assert "it may be a part of the list" in str(answer)
    assert held(4, NOVEMBER)


def test_a_late_list_is_asked_about_and_brings_nothing_back(
    on_record, send, held
) -> None:
    send(order(on_record[0]), order(on_record[1]))
    send(order(on_record[1]), as_at=DECEMBER)
    late = [order(on_record[0]), order(on_record[1])]
    answer = send(*late, as_at=NOVEMBER, yes=False, code=None)
    assert not answer["applied"]
    assert not held(1, DECEMBER)
    send(*late, order(on_record[2]), as_at=date(2026, 11, 29))
    assert not held(1, DECEMBER)


def test_a_line_that_waits_may_be_theirs_so_nothing_is_over(
    on_record, send, held
) -> None:
    send(order(on_record[0]), order(on_record[1]))
    moved = {**on_record[0], "postcode": "WN2 2ZZ"}
    done = send(order(moved, upn=""), order(on_record[1]), as_at=NOVEMBER)
    assert done["outcomes"].get("possible", 0) + done["outcomes"].get("invalid", 0) == 1
    assert held(1, NOVEMBER)


def test_an_order_is_over_with_its_last_day(
    on_record, send, held, night, flask
) -> None:
    sent = send(order(on_record[0], end="15/01/2027"), order(on_record[1]))
    night(date(2027, 1, 15))
    assert held(1, date(2027, 1, 15))
    night(date(2027, 1, 16))
    assert not held(1, date(2027, 1, 16))
    assert held(1, date(2027, 1, 15)) and held(2, date(2027, 1, 16))
    flask("imports", "withdraw", sent["batch"])
    assert not held(1, date(2027, 1, 15)) and not held(2, date(2027, 1, 16))


def test_a_night_repeats_nothing_and_one_order_of_two_goes_on(
    on_record, send, held, night, everything
) -> None:
    over = order(on_record[0], "01/02/2026", "30/09/2026")
    send(over, order(on_record[0], end="15/01/2027"))
    assert held(1)
    night(date(2027, 1, 10))
    assert held(1, date(2027, 1, 10))
    night(date(2027, 1, 16))
    assert not held(1, date(2027, 1, 16))
    before = everything()["evidence"]
    night(date(2027, 1, 17))
    assert everything()["evidence"] == before


def test_custody_does_not_overrule_a_college(
    tmp_path, on_record, send, load, as_json
) -> None:
    file = provider_list(tmp_path / "list.csv", on_record[:1])
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 10, 9))
    send(order(on_record[0], custody=("Y", "", "01/04/2027", "01/02/2027")))
    (found,) = as_json("people", "find", on_record[0]["upn"])
    shown = as_json("people", "show", found["person"], "--on", OCTOBER)
    assert shown["position"]["activity"] in ("210", "220", "230")


def test_the_same_list_twice_changes_nothing(on_record, send, everything) -> None:
    send(order(on_record[0]))
    before = everything()["evidence"]
    send(order(on_record[0]))
    assert everything()["evidence"] == before
