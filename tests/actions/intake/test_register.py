"""A school and the academy that it became are one institution."""

import zipfile
from datetime import date

import pytest

from tests import factories
from tests.acts import act
from tests.factories import ACADEMY, SCHOOL, SCHOOL_NUMBER, census, links, pupil
from tracker import store
from tracker.domain.reference.institution import InstitutionRef

BEFORE, AFTER = date(2024, 5, 16), date(2026, 10, 1)
BORN = date(2010, 10, 1)


@pytest.fixture
def both(tmp_path, load):
    """One pupil by the school's number, one by the academy's, before any register."""
    first = census(
        tmp_path / "school.csv", [pupil(1, BORN, year="9", estab=SCHOOL_NUMBER)]
    )
    second = census(tmp_path / "academy.csv", [pupil(2, BORN, estab="4999")])
    load("school-census", first, as_at=BEFORE)
    load("school-census", second, as_at=AFTER)


def where(as_json, number: int, on: str):
    (found,) = as_json("people", "find", pupil(number)["upn"])
    return as_json("people", "show", found["person"], "--on", on)["position"]


def test_before_the_register_each_number_is_a_place_of_its_own(both, as_json) -> None:
    assert where(as_json, 1, "2024-06-01")["institution"] == "laestab:3594034"
    assert where(as_json, 2, "2026-10-15")["institution"] == "laestab:3594999"


def test_the_register_afterwards_makes_them_one(both, as_json, load, tmp_path) -> None:
    load(
        "establishments",
        factories.register(tmp_path / "edubasealldata.csv", academy=True),
        links(tmp_path / "links_edubasealldata.csv"),
    )
    first, second = where(as_json, 1, "2024-06-01"), where(as_json, 2, "2026-10-15")
    assert first["institution"] == second["institution"] == f"urn:{SCHOOL}"
    assert second["institution_name"] == "Testham Academy (invented)"


@pytest.mark.parametrize(
    "number", [SCHOOL, ACADEMY, SCHOOL_NUMBER, "359/4034", "3594999", "10099990"]
)
def test_it_is_found_by_any_number_it_has_had(as_json, load, tmp_path, number) -> None:
    load(
        "establishments",
        factories.register(tmp_path / "edubasealldata.csv", academy=True),
        links(tmp_path / "links_edubasealldata.csv"),
    )
    answer = as_json("destinations", "--institution", number, "--left", 2026)
    assert answer["institution"] == f"urn:{SCHOOL}"


def test_withdrawing_the_register_withdraws_its_facts(
    both, as_json, load, tmp_path
) -> None:
    before = where(as_json, 1, "2024-06-01")
    batch = load(
        "establishments",
        factories.register(tmp_path / "edubasealldata.csv", academy=True),
        links(tmp_path / "links_edubasealldata.csv"),
    )["batch"]
    known = where(as_json, 1, "2024-06-01")
    as_json("imports", "withdraw", batch)
    assert where(as_json, 1, "2024-06-01") == before
    as_json("imports", "apply", batch)
    assert where(as_json, 1, "2024-06-01") == known


def test_the_same_register_again_changes_nothing(load, tmp_path, everything) -> None:
    file = factories.register(tmp_path / "edubasealldata.csv")
    first = load("establishments", file)
    before = everything()
    assert load("establishments", file)["batch"] == first["batch"]
    assert everything() == before


def test_a_newer_register_stores_only_what_is_new(load, tmp_path, everything) -> None:
    load(
        "establishments",
        factories.register(tmp_path / "one.csv"),
        as_at=date(2026, 9, 1),
    )
    facts = len(everything()["register_facts"])
    newer = factories.register(tmp_path / "two.csv", academy=True)
    load("establishments", newer, as_at=date(2026, 10, 1))
    # The academy is new and the school has closed.
    assert len(everything()["register_facts"]) == facts + 2


PUBLISHED = [
    # the days in the names of the first and the second file; the school's state
    ("20260901", "20250901", "open"),
    ("20250901", "20260901", "closed"),
    ("20260901", "20260901", "closed"),
]


def _published(folder, day: str, *, academy: bool, packed: bool):
    name = f"edubasealldata{day}.csv"
    file = factories.register(folder / name, academy=academy)
    if not packed:
        return file
    with zipfile.ZipFile(folder / f"{academy}.zip", "w") as archive:
        archive.write(file, f"extract/{name}")
    return folder / f"{academy}.zip"


@pytest.mark.parametrize("packed", [False, True], ids=["csv", "zip"])
@pytest.mark.parametrize(("first", "second", "now"), PUBLISHED)
def test_the_name_of_the_file_says_of_which_day_it_is(
    load, app, tmp_path, first, second, now, packed
) -> None:
    """In the second register the school has closed, whenever it is loaded."""
    days = []
    for day, academy in ((first, False), (second, True)):
        file = _published(tmp_path, day, academy=academy, packed=packed)
        days.append(load("establishments", file)["as_at"])
    assert days == [f"{day[:4]}-{day[4:6]}-{day[6:]}" for day in (first, second)]
    assert _school(app) == now


def _school(app) -> str:
    with app.app_context():
        found = store.institutions.register.directory().resolve(
            InstitutionRef(urn=SCHOOL)
        )
    assert found is not None
    return "closed" if found.closed else "open"


def test_an_older_register_is_named_as_such_and_can_be_withdrawn(
    load, as_json, app, tmp_path
) -> None:
    newer = factories.register(tmp_path / "edubasealldata20260901.csv")
    first = load("establishments", newer)
    older = factories.register(tmp_path / "edubasealldata20250901.csv", academy=True)
    notes = load("establishments", older)["notes"]
    assert "This register is as at 1 September 2025, and one as at" in notes[-1]
    assert _school(app) == "open"
    as_json("imports", "withdraw", first["batch"])
    assert _school(app) == "closed"
    as_json("imports", "apply", first["batch"])
    assert _school(app) == "open"


def test_a_given_date_goes_before_the_one_in_the_name(load, tmp_path) -> None:
    file = factories.register(tmp_path / "edubasealldata20260901.csv")
    loaded = load("establishments", file, as_at=date(2026, 9, 4))
    assert loaded["as_at"] == "2026-09-04"


def cut_after(count, tmp_path):
    """The first lines of the register of three, with the school under another name."""
    whole = factories.register(tmp_path / "whole.csv").read_bytes()
    whole = whole.replace(b"Testham High School", b"Testham Free School")
    file = tmp_path / f"first{count}.csv"
    file.write_bytes(b"".join(whole.splitlines(keepends=True)[: count + 1]))
    return file


def _name(app) -> str:
    with app.app_context():
        found = store.institutions.register.directory().resolve(
            InstitutionRef(urn=SCHOOL)
        )
    assert found is not None
    return found.name


def test_a_register_cut_off_raises_a_question(load, as_json, app, tmp_path) -> None:
    """Three are known; a file of one may have been cut off, one of two is usual."""
    load("establishments", factories.register(tmp_path / "one.csv"))
    answer = load("establishments", cut_after(1, tmp_path), yes=False, code=1)
    sentence = "It lists 1 establishment, but 3 were known. It may have been cut short."
    assert answer["alarms"] == [sentence]
    assert answer["questions"] == [
        {"kind": "unusual", "question": sentence, "answer": "--yes"}
    ]
    assert not answer["applied"]
    assert as_json("imports", "preview", answer["batch"], code=1)["alarms"] == [
        sentence
    ]
    assert as_json("imports", "apply", answer["batch"], code=1)["alarms"] == [sentence]
    assert _name(app) == "Testham High School (invented)"
    assert as_json("imports", "apply", answer["batch"], "--yes")["applied"]
    assert _name(app) == "Testham Free School (invented)"
    # There was a reason to withdraw it, so it is confirmed again.
    as_json("imports", "withdraw", answer["batch"])
    assert _name(app) == "Testham High School (invented)"
    assert as_json("imports", "apply", answer["batch"], code=1)["alarms"] == [sentence]
    assert as_json("imports", "apply", answer["batch"], "--yes")["applied"]
    assert _name(app) == "Testham Free School (invented)"


def test_a_register_of_two_in_three_is_usual(load, app, tmp_path) -> None:
    load("establishments", factories.register(tmp_path / "one.csv"))
    assert load("establishments", cut_after(2, tmp_path), yes=False)["applied"]
    assert _name(app) == "Testham Free School (invented)"


def test_the_first_register_is_compared_with_nothing(load, tmp_path) -> None:
    notes = load("establishments", factories.register(tmp_path / "one.csv"))["notes"]
    assert not any("cut short" in note for note in notes)


def test_positions_of_another_authority_are_rebuilt_too(inside, tmp_path) -> None:
    """They share the register: it counts for the positions of both."""
    from datetime import UTC, datetime

    from tracker import actions, store
    from tracker.access import authority_scope
    from tracker.feeds.registry import FEEDS

    at, end = datetime(2026, 11, 24, 12, tzinfo=UTC), date(2026, 10, 31)
    on = at.date()
    ours, theirs = authority_scope("359"), authority_scope("888")
    row = pupil(1, BORN, estab=SCHOOL_NUMBER, postcode="PR1 1AA", lead="888")
    file = census(tmp_path / "school.csv", [row])
    batch = actions.intake.receive.receive(
        FEEDS["school-census"],
        [file],
        act=act(by="theirs", at=at, authority="888"),
        institution=None,
        as_at=AFTER,
        complete=False,
    )
    actions.intake.matching.match.match(batch, act=act(by="theirs", at=at))
    actions.intake.apply.apply(batch, act=act(by="theirs", at=at, on=on))

    def place() -> str | None:
        actions.history.positions.refresh([end], within=theirs)
        (member,) = store.figures.members.members(end, within=theirs)
        return member.position.institution

    assert place() == f"laestab:{SCHOOL_NUMBER}"
    actions.intake.register.load(
        [factories.register(tmp_path / "edubasealldata.csv")],
        act=act(by="ours", at=at, on=on, authority="359"),
        as_at=on,
    )
    assert place() == f"urn:{SCHOOL}"
    assert not list(store.figures.members.members(end, within=ours))
