"""Children in care and care leavers on record: found by number, sealed, and ended.

Everybody is invented.
"""

from datetime import date
from pathlib import Path

import pytest

from tests.factories import census, person, pupil, register, upn
from tests.feeds.care.care_files import Child, episode, leaver, tables, xml
from tracker import store
from tracker.domain.history.details.detail_folds import CHARACTERISTICS
from tracker.domain.history.details.details_by_day import characteristics_on
from tracker.extensions import db
from tracker.store.people.records import Person

#: The twin of the first pupil, by the number of the UPN.
TWIN = 7
OCTOBER, MARCH = date(2026, 10, 1), date(2027, 3, 31)


@pytest.fixture
def on_record(tmp_path, load, clock):
    """Pupils of Year 11; two of them are twins."""
    clock.set(date(2027, 4, 12))
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = [pupil(n) for n in range(1, 6)]
    twin = {"family": rows[0]["family"], "born": rows[0]["born"], "house": "1"}
    rows.append(pupil(TWIN, **twin, given="Zed", sex=rows[0]["sex"]))
    load("school-census", census(tmp_path / "census.csv", rows), as_at=OCTOBER)


def child(number: int, **more) -> Child:
    """A child of the return with the number of a pupil."""
    row = pupil(number)
    sex = "1" if row["sex"] == "M" else "2"
    return Child(f"9000{number}", row["born"], sex, row["upn"], **more)


IN_CARE = {"episodes": [episode("01/02/2020")]}
GONE = {"episodes": [episode("01/02/2020", "01/03/2027")]}


@pytest.fixture
def send(tmp_path, load):
    """Loads a return with these children, as tables or as XML."""
    made = []

    def run(*children: Child, as_xml: bool = False, as_at: date = MARCH, **more):
        path = tmp_path / f"return {len(made)}"
        made.append(path)
        if as_xml:
            files = [xml(path.with_suffix(".xml"), children)]
        else:
            files = tables(path, children)
        return load("care", *files, as_at=as_at, **more)

    return run


@pytest.fixture
def held(app):
    """The characteristics of a pupil as the return of DfE has them."""

    def read(number: int, on: date = MARCH) -> set[str]:
        with app.app_context():
            given = "Zed" if number == TWIN else pupil(number)["given"]
            family = pupil(1 if number == TWIN else number)["family"]
            of = db.session.query(Person).filter_by(family=family, given=given).one().id
            ((_, evidence),) = store.history.evidence.of_subjects(
                [of], CHARACTERISTICS.subjects, opened=True
            )
            return set(next(characteristics_on(evidence, [on])))

    return read


@pytest.mark.parametrize("as_xml", [False, True])
def test_children_are_found_by_number_and_birthday(
    on_record, send, held, as_xml: bool
) -> None:
    grown = Child("8", "03/10/2005", "1", upn(800), leaver=leaver())
    done = send(child(1, **IN_CARE), child(2, leaver=leaver()), grown, as_xml=as_xml)
    assert done["outcomes"] == {"invalid": 1, "matched-update": 2}
    assert [held(n) for n in (1, 2, 3)] == [{"110"}, {"160"}, set()]
    assert held(1, date(2026, 10, 31)) == {"110"}
    assert held(2, date(2026, 10, 31)) == set()


def test_of_twins_the_one_with_the_number_is_meant(on_record, send, held) -> None:
    send(child(1, **IN_CARE))
    assert (held(1), held(TWIN)) == ({"110"}, set())


def test_no_person_is_made_of_a_return(on_record, send, as_json, everything) -> None:
    before = everything()["people"]
    other = Child("8", "03/10/2010", "1", upn(800), **IN_CARE)
    without = Child("9", "03/10/2010", "1", "UN4", **IN_CARE)
    done = send(other, without, code=1)
    assert done["outcomes"] == {"invalid": 2}
    assert everything()["people"] == before
    sentences = {each["message"] for each in done["problems"]}
    assert len(sentences) == 2 and all(
        "UPN" in it or "no record" in it for it in sentences
    )


def test_a_number_with_another_birthday_or_sex_waits(on_record, send, held) -> None:
    wrong, other = child(1, **IN_CARE), child(2, **IN_CARE)
    wrong.born = "04/10/2010"
    other.sex = {"1": "2", "2": "1"}[other.sex]
    done = send(wrong, other, code=None)
    assert done["outcomes"] == {"possible": 2}
    assert held(1) == held(2) == set()


def test_care_that_has_ended_is_taken_off_and_the_rest_stays(
    tmp_path: Path, on_record, send, held, flask
) -> None:
    alone = child(1, **IN_CARE, alone_until="")
    send(alone, as_at=date(2026, 12, 1))
    assert held(1, date(2026, 12, 31)) == {"110", "130"}
    batch = send(child(1, **GONE, leaver=leaver()))
    assert held(1) == {"130", "160"}
    assert held(1, date(2026, 12, 31)) == {"110", "130"}
    flask("imports", "withdraw", batch["batch"])
    assert held(1) == {"110", "130"}


def test_a_late_file_does_not_bring_back_what_has_ended(on_record, send, held) -> None:
    send(child(1, **IN_CARE), as_at=date(2026, 10, 31))
    send(child(1, **GONE, leaver=leaver()))
    send(child(1, **IN_CARE, alone_until=""), as_at=date(2026, 11, 30))
    assert held(1) == {"160"}


def test_the_same_return_twice_changes_nothing(on_record, send, everything) -> None:
    send(child(1, **IN_CARE))
    before = everything()["evidence"]
    send(child(1, **IN_CARE))
    assert everything()["evidence"] == before


def test_a_list_with_names_finds_and_makes_none(
    tmp_path: Path, on_record, load, held
) -> None:
    one, other = pupil(1), person(70)
    lines = [
        f"{n},{row['family']},{row['given']},{row['born']},b) Former relevant child"
        for n, row in enumerate((one, other))
    ]
    path = tmp_path / "list9.csv"
    head = "Child Unique ID,Surname,Forename,Date of Birth,Eligibility Category"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    done = load("care", path, as_at=MARCH)
    assert done["outcomes"].get("invalid") == 1
    assert "new-in-area" not in done["outcomes"]
