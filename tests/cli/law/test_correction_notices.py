"""flask cases notices: who hold a value that was corrected. Everybody is invented."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.actions.people.changing import change
from tests.factories import (
    COLLEGE,
    COLLEGE_NUMBER,
    people,
    person,
    provider_list,
)

__all__ = ["change"]

NAMED = ("--fields", "name,born,status")


@pytest.fixture
def learners(registered: None, load: Any, tmp_path: Path) -> None:
    load(
        "provider-enrolment",
        provider_list(tmp_path / "list.csv", people(3, laestab=COLLEGE_NUMBER)),
        institution=COLLEGE,
        as_at=date(2026, 11, 2),
    )


@pytest.fixture
def services(flask: Any) -> None:
    """Agreements with three services."""
    for number, name in enumerate(("Youth Hub", "Late Hub", "Nameless Hub"), 1):
        flask(
            *("agreements", "propose", f"YH-{number}", "--gateway", "work-list"),
            *("--with", name, *NAMED, "--from", "2026-09-01"),
            *("--review", "2027-06-01", "--for", "Bethan"),
        )
        flask("agreements", "sign", f"YH-{number}", "--for", "Judith")


@pytest.fixture
def give(flask: Any, tmp_path: Path) -> Callable[..., None]:
    def to(name: str, fields: str = "name,born,status", number: int = 1) -> None:
        flask(
            *("disclose", "work-list", "--to", name, "--person", number),
            *("--fields", fields, "--out", tmp_path / "out.csv"),
        )

    return to


@pytest.fixture
def correct(load: Any, clock: Any, tmp_path: Path) -> Callable[[], None]:
    """The college corrects the date of birth of its first learner."""

    def now() -> None:
        clock.set(date(2026, 11, 30))
        row = person(1, date(2009, 3, 9), laestab=COLLEGE_NUMBER)
        load(
            "provider-enrolment",
            provider_list(tmp_path / "again.csv", [row]),
            institution=COLLEGE,
            as_at=date(2026, 11, 27),
        )

    return now


def opened(flask: Any, number: int = 1, kind: str = "correction") -> str:
    made = flask(
        *("cases", "open", kind, "Date of birth", "--received", "2026-11-20"),
        *("--person", number, "--json"),
    ).json
    return str(made["case"])


@pytest.mark.law("D-08", "N-19", "O11")
def test_the_notices_name_exactly_who_received_the_old_value(
    flask: Any, learners: None, services: None, give: Any, correct: Any, clock: Any
) -> None:
    give("Youth Hub")
    give("Nameless Hub", "name,status")
    correct()
    give("Late Hub")
    case = opened(flask)
    (made,) = flask("cases", "notices", case, "--json").json
    assert made["party_name"] == "Youth Hub"
    (line,) = made["corrects"]
    assert (line["disclosure"], line["field"]) == ("D-2026-1", "born")
    assert (line["given"], line["now"]) == ("02/10/2009", "09/03/2009")
    assert line["row"] in made["letter"] and "article 19" in made["letter"]
    # The same again makes no second one.
    assert len(flask("cases", "notices", case, "--json").json) == 1
    shown = flask("cases", "show", case, "--json").json
    assert shown["events"][-2]["note"] == "For 1 recipient"


@pytest.mark.law("D-08", "N-19", "O11")
@pytest.mark.parametrize(
    ("form", "values", "field"),
    [
        ("born", {"born": "2009-03-09"}, "born"),
        ("name", {"given": "Amina", "family": "Wintersgill"}, "name"),
    ],
)
def test_a_change_by_hand_has_its_notices_as_any_correction(
    flask: Any,
    learners: None,
    services: None,
    give: Any,
    change: Any,
    form: str,
    values: dict[str, str],
    field: str,
) -> None:
    give("Youth Hub")
    change(1, form, **values)
    (made,) = flask("cases", "notices", opened(flask), "--json").json
    assert made["party_name"] == "Youth Hub"
    assert [line["field"] for line in made["corrects"]] == [field]


@pytest.mark.law("D-08", "N-19")
def test_a_notice_waits_until_it_is_sent_and_the_case_until_then(
    flask: Any, learners: None, services: None, give: Any, correct: Any
) -> None:
    give("Youth Hub")
    correct()
    case = opened(flask)
    (made,) = flask("cases", "notices", case, "--json").json
    assert "How" not in flask("cases", "notices", case).out
    number = made["notice"]
    refused = flask("cases", "notices", case, "--sent", number, code=2)
    assert "Enter how it was sent" in refused.err
    (sent,) = flask(
        *("cases", "notices", case, "--sent", number, "--how", "By post", "--json")
    ).json
    assert sent["dispatched_at"] and sent["how"] == "By post"
    (event, *_) = [
        each
        for each in flask("cases", "show", case, "--json").json["events"]
        if each["what"] == "notices sent"
    ]
    assert event["note"] == "To 1 recipient"
    assert "has been sent already" in (
        flask("cases", "notices", case, "--sent", number, "--how", "x", code=2).err
    )
    # The new value left by the one door, so a later list finds nothing outdated.
    (newest, *_) = flask("disclosures", "list", "--json").json
    assert newest["what"] == f"Notice {number} of a correction"
    assert (newest["people"], newest["fields"]) == (1, ["born"])
    received = ("disclosures", "received", "--person", 1, "--field", "born")
    assert flask(*received, "--outdated", "--json").json == []


@pytest.mark.law("D-08", "L-09")
def test_the_new_value_is_not_given_where_the_agreement_has_ended(
    flask: Any, learners: None, services: None, give: Any, correct: Any
) -> None:
    give("Youth Hub")
    correct()
    flask(
        *("agreements", "end", "YH-1", "--on", "2026-11-30"),
        *("--because", "The service closed", "--for", "Judith"),
    )
    case = opened(flask)
    (made,) = flask("cases", "notices", case, "--json").json
    assert made["corrects"][0]["now"] is None
    assert "09/03/2009" not in made["letter"]
    assert "Delete what you hold" in made["letter"]
    number = made["notice"]
    flask("cases", "notices", case, "--sent", number, "--how", "By post")
    assert len(flask("disclosures", "list", "--json").json) == 1


@pytest.mark.law("D-08")
def test_a_recipient_of_a_record_that_was_merged_is_named(
    flask: Any, learners: None, services: None, give: Any, load: Any, tmp_path: Path
) -> None:
    """The hub had the date of the second record, which was wrong, and only that."""
    second = {**person(1, date(2008, 10, 5), laestab=COLLEGE_NUMBER)}
    second.update({k: "" for k in ("uln", "upn") if k in second})
    second["family"] = "Quillfeather"
    load(
        "provider-enrolment",
        provider_list(tmp_path / "second.csv", [second]),
        institution=COLLEGE,
        as_at=date(2026, 11, 3),
    )
    give("Youth Hub", number=4)
    flask("people", "merge", 1, 4, "--because", "One person", "--born-of", 1)
    case = opened(flask)
    (made,) = flask("cases", "notices", case, "--field", "born", "--json").json
    assert made["party_name"] == "Youth Hub"
    assert made["corrects"][0]["given"] == "05/10/2008"


def test_only_a_correction_has_notices_and_only_of_what_is_disclosed(
    flask: Any, learners: None
) -> None:
    case = opened(flask, kind="subject-access")
    assert "not about a correction" in flask("cases", "notices", case, code=2).err
    case = opened(flask)
    assert "surname is not a field" in (
        flask("cases", "notices", case, "--field", "surname", code=2).err
    )
    assert "Care is sealed" in (
        flask("cases", "notices", case, "--field", "care", code=2).err
    )
    assert flask("cases", "notices", case, "--json").json == []


@pytest.mark.law("D-14", "D-08")
def test_a_breach_is_about_everybody_in_a_disclosure(
    flask: Any, learners: None, services: None, give: Any
) -> None:
    give("Youth Hub")
    flask("cases", "open", "breach", "Lost list", "--received", "2026-11-23T09:00")
    affected = ("cases", "event", "BR-1", "affected", "--disclosure")
    assert "no disclosure D-2026-7" in flask(*affected, "D-2026-7", code=2).err
    flask(*affected, "d-2026-1")
    assert flask("cases", "show", "BR-1", "--json").json["people"] == [1]
