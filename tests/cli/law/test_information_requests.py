"""flask requests, and gateways that are suspended. Everybody here is invented."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.factories import COLLEGE, COLLEGE_NUMBER, people, provider_list

RECORD = (
    *("requests", "record", "72", "--to", COLLEGE, "--about", "All in Year 12"),
    *("--fields", "name,born,address,parent"),
)


@pytest.fixture
def batch(load: Any, tmp_path: Path) -> Any:
    def received() -> None:
        load(
            "provider-enrolment",
            provider_list(tmp_path / "list.csv", people(3, laestab=COLLEGE_NUMBER)),
            institution=COLLEGE,
            as_at=date(2026, 11, 2),
        )

    return received


@pytest.mark.law("L-06")
def test_a_request_is_kept_with_its_scope_and_its_answer(
    registered: None, flask: Any, batch: Any, clock: Any
) -> None:
    made = flask(*RECORD, "--json").json
    assert made["law"] == "Education and Skills Act 2008, section 72"
    assert made["fields"] == ["name", "born", "address", "parent"]
    assert (made["sent_on"], made["due_on"]) == ("2026-11-24", "2026-12-22")
    assert made["answer"] is None
    batch()
    (loaded, *_) = flask("imports", "list", "--json").json
    clock.set(date(2026, 12, 4))
    answer = ("requests", "answer", made["request"], "given")
    assert "number of the import" in flask(*answer, code=2).err
    assert "no import 99" in flask(*answer, "--batch", "99", code=2).err
    done = flask(*answer, "--batch", loaded["batch"], "--json").json
    assert (done["answer"], done["answered_on"]) == ("given", "2026-12-04")
    assert "answered already" in flask(*answer, "--note", "By post", code=2).err
    (listed,) = flask("requests", "list", "--json").json
    assert listed == done


@pytest.mark.law("L-06")
def test_a_refusal_has_its_reason_and_no_import(registered: None, flask: Any) -> None:
    number = flask(*RECORD, "--json").json["request"]
    answer = ("requests", "answer", number, "refused")
    assert "Enter why it was refused" in flask(*answer, code=2).err
    done = flask(*answer, "--note", "A parent has limited it", "--json").json
    assert (done["answer"], done["batch_id"]) == ("refused", None)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("--fields", "name,shoe-size"), "shoe-size: not a field"),
        (("--fields", "name,contact"), "contact: not a field that it may pass on"),
        (("--to", "999999"), "not in the register"),
        (("--sent", "2026-11-25"), "still to come"),
        (("--sent", "2026-11-20", "--due", "2026-11-19"), "due before"),
        (("--about", " "), "about which young people"),
    ],
)
def test_what_is_no_request_is_refused(
    registered: None, flask: Any, more: tuple[str, ...], sentence: str
) -> None:
    assert sentence in flask(*RECORD, *more, code=2).err
    assert flask("requests", "list", "--json").json == []


@pytest.mark.law("L-09", "L-06")
def test_nothing_goes_out_by_a_gateway_that_is_suspended(
    registered: None, flask: Any, clock: Any
) -> None:
    suspend = ("agreements", "suspend", "leavers", "--because", "Wrong codes were sent")
    flask(*suspend, "--from", "2026-12-01", "--for", "Judith")
    (shown,) = [
        each
        for each in flask("agreements", "gateways", "--json").json
        if each["gateway"] == "leavers"
    ]
    assert shown["suspended_from"] == "2026-12-01"
    assert "is suspended already" in flask(*suspend, code=2).err
    assert "End the agreement instead" in (
        flask("agreements", "suspend", "work-list", "--because", "x", code=2).err
    )
    flask("agreements", "lift", "leavers", "--for", "Judith")
    assert "is not suspended" in (
        flask("agreements", "lift", "leavers", "--for", "Judith", code=2).err
    )
