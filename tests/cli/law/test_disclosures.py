"""flask agreements, disclose and disclosures: the one door out, from the terminal."""

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.acts import act
from tests.factories import (
    AUTHORITY,
    COLLEGE,
    COLLEGE_NUMBER,
    people,
    person,
    provider_list,
)
from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.history.evidence import UserEvidence
from tracker.domain.history.evidence import Doing
from tracker.store.accounts.audit import Action, Criteria

AGREED = "name,born,uln,plan,previous"
HERE = authority_scope(AUTHORITY)
SUPPORT = ("enrolled-support", "--to", COLLEGE)


@pytest.fixture
def college(registered: None, load: Any, tmp_path: Path) -> None:
    """A college with three learners."""
    load(
        "provider-enrolment",
        provider_list(tmp_path / "list.csv", people(3, laestab=COLLEGE_NUMBER)),
        institution=COLLEGE,
        as_at=date(2026, 11, 2),
    )


@pytest.fixture
def agree(flask: Any) -> Callable[..., None]:
    """Makes and signs an agreement with the college."""

    def make(
        reference: str = "AL-02",
        *more: str,
        fields: str = AGREED,
        starts: str = "2026-09-01",
    ) -> None:
        flask(
            *("agreements", "propose", reference, "--gateway", "enrolled-support"),
            *("--with", COLLEGE, "--fields", fields, "--from", starts),
            *("--to", "2027-07-31", "--review", "2027-06-01", *more, "--for", "Bethan"),
        )
        flask("agreements", "sign", reference, "--for", "Judith")

    return make


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def refused(flask: Any, out: Path, *words: str) -> str:
    """The sentence of a disclosure that is refused with nothing written."""
    before = set(out.parent.iterdir())
    answer = flask("disclose", *words, "--out", out, code=2)
    assert set(out.parent.iterdir()) == before
    assert flask("disclosures", "list", "--json").json == []
    return str(answer.err)


@pytest.mark.law("N-11", "L-09", "O5")
def test_a_college_receives_what_secures_support(
    flask: Any, college: None, agree: Any, tmp_path: Path
) -> None:
    agree()
    out = tmp_path / "support.csv"
    made = flask("disclose", *SUPPORT, "--enrolled", "--out", out, "--json").json
    assert (made["mark"], made["people"], made["left_out"]) == ("D-2026-1", 3, {})
    found = rows_of(out)
    assert len(found) == 3
    assert list(found[0]) == [
        *("Given name", "Family name", "Date of birth", "ULN", "EHC plan"),
        *("School in Year 11", "Disclosure"),
    ]
    assert {each["Disclosure"] for each in found} == {"D-2026-1"}
    (listed,) = flask("disclosures", "list", "--json").json
    assert listed["fields"] == ["name", "born", "uln", "plan", "previous"]
    assert listed["party_name"]
    assert flask("disclose", *SUPPORT, "--enrolled", "--out", out, "--json").json[
        "mark"
    ] == ("D-2026-2")


@pytest.mark.law("N-09", "N-11", "O5")
@pytest.mark.parametrize("code", ["290", "640", "650", "710"])
def test_a_sealed_status_changes_nothing_that_a_college_receives(
    app: Any, flask: Any, college: None, agree: Any, tmp_path: Path, code: str
) -> None:
    """Of two lists, one before and one after it, neither marks her."""
    agree()
    out = tmp_path / "support.csv"
    flask("disclose", *SUPPORT, "--enrolled", "--out", out)
    before = [{**each, "Disclosure": ""} for each in rows_of(out)]
    learned = act("adviser@example.org", datetime(2026, 11, 23, 9, tzinfo=UTC))
    with app.app_context():
        her = min(store.people.records.everybody(within=HERE))
        doing = Doing(code, starts=date(2026, 11, 16), ascertained=learned.on)
        actions.history.evidence.record(
            {learned: [UserEvidence(her, (doing,), learned.on)]}, source="contact"
        )
        (where,) = store.history.positions.of([her], date(2026, 11, 24)).values()
        assert where.position.activity.code == "sealed"
    flask("disclose", *SUPPORT, "--enrolled", "--out", out)
    assert [{**each, "Disclosure": ""} for each in rows_of(out)] == before


@pytest.mark.law("N-11", "O5")
def test_a_workbook_says_what_it_is_and_why_it_was_lawful(
    flask: Any, college: None, agree: Any, tmp_path: Path
) -> None:
    agree()
    out = tmp_path / "support.xlsx"
    flask("disclose", *SUPPORT, "--enrolled", "--out", out)
    book = CalamineWorkbook.from_path(str(out))
    about = book.get_sheet_by_name("About this list").to_python()
    words = " ".join(str(cell) for line in about for cell in line)
    for each in ("D-2026-1", "AL-02", "Education and Skills Act 2008"):
        assert each in words
    listed = book.get_sheet_by_name("List").to_python()
    assert listed[3][0] == "Given name"
    assert len(listed) == 7


@pytest.mark.law("L-09", "D-16", "N-17")
def test_without_an_agreement_nothing_is_written(
    app: Any, flask: Any, college: None, tmp_path: Path
) -> None:
    out = tmp_path / "out" / "support.csv"
    out.parent.mkdir()
    words = (*SUPPORT, "--enrolled")
    assert "No agreement with" in refused(flask, out, *words)
    with app.app_context():
        (line,) = store.accounts.audit.lines(
            Criteria(actions=(Action.DISCLOSURE_REFUSED,)),
            within=authority_scope(AUTHORITY),
            offset=0,
            limit=10,
        )
    assert line.detail["why"].startswith("No agreement with")


@pytest.mark.law("L-09", "D-16")
def test_an_agreement_that_is_not_signed_begins_later_or_ended_covers_nothing(
    flask: Any, college: None, agree: Any, clock: Any, tmp_path: Path
) -> None:
    out = tmp_path / "out" / "support.csv"
    out.parent.mkdir()
    words = (*SUPPORT, "--enrolled")
    flask(
        *("agreements", "propose", "AL-01", "--gateway", "enrolled-support"),
        *("--with", COLLEGE, "--fields", AGREED, "--from", "2026-09-01"),
        *("--review", "2027-06-01"),
    )
    assert "is not signed yet" in refused(flask, out, *words)
    flask("agreements", "decline", "AL-01", "--because", "too wide", "--for", "Judith")
    agree("AL-02")
    flask("agreements", "end", "AL-02", "--because", "merged", "--for", "Judith")
    assert "ended on 24 November 2026" in refused(flask, out, *words)
    agree("AL-03", starts="2026-12-01")
    assert "begins on 1 December 2026" in refused(flask, out, *words)
    clock.set(date(2027, 8, 2))
    assert "ended on 31 July 2027" in refused(flask, out, *words)


@pytest.mark.law("D-16")
@pytest.mark.parametrize("who", [(), ("--for", "Bethan")])
def test_who_proposes_an_agreement_does_not_sign_it(
    flask: Any, college: None, who: tuple[str, ...]
) -> None:
    flask(
        *("agreements", "propose", "AL-01", "--gateway", "enrolled-support"),
        *("--with", COLLEGE, "--fields", AGREED, "--from", "2026-09-01"),
        *("--review", "2027-06-01", *who),
    )
    answer = flask("agreements", "sign", "AL-01", *who, code=2)
    assert "another asset owner" in answer.err
    (listed,) = flask("agreements", "list", "--json").json
    assert listed["state"] == "proposed"


@pytest.mark.law("L-09", "D-02")
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ("name,support", "does not cover SEN support"),
        ("name,phone", "not lawful by"),
        ("name,nonsense", "nonsense: not lawful by"),
    ],
)
def test_a_field_that_was_not_agreed_is_refused(
    flask: Any, college: None, agree: Any, tmp_path: Path, fields: str, sentence: str
) -> None:
    out = tmp_path / "out" / "support.csv"
    out.parent.mkdir()
    agree()
    words = (*SUPPORT, "--enrolled", "--fields", fields)
    assert sentence in refused(flask, out, *words)


@pytest.mark.law("O5", "D-16")
def test_care_is_given_by_a_decision_about_these_people_alone(
    flask: Any, college: None, agree: Any, tmp_path: Path
) -> None:
    out = tmp_path / "out" / "care.csv"
    out.parent.mkdir()
    agree(fields=f"{AGREED},care")
    words = (*SUPPORT, "--fields", "name,care")
    sentence = refused(flask, out, *words, "--enrolled")
    assert "needs a decision about these young people" in sentence
    requested = flask(
        *("disclosures", "request", *SUPPORT, "--fields", "name,care"),
        *("--person", "1", "--purpose", "a bursary", "--for", "Bethan", "--json"),
    ).json
    number = requested["id"]
    again = flask("disclose", *SUPPORT, "--request", number, "--out", out, code=2)
    assert "is not approved" in again.err
    own = flask("disclosures", "approve", number, "--for", "Bethan", code=2)
    assert "You requested this disclosure" in own.err
    flask("disclosures", "approve", number, "--for", "Judith")
    for other in (("--enrolled",), ("--person", "2"), ("--fields", "name,care,born")):
        # The whole college, another and more are not what was approved.
        words = (*SUPPORT, "--request", number, *other)
        more = flask("disclose", *words, "--out", out, code=2).err
        assert "has its own young people and fields" in more
    made = flask("disclose", *SUPPORT, "--request", number, "--out", out, "--json").json
    assert (made["people"], made["purpose"]) == (1, "a bursary")
    assert rows_of(out)[0]["In care or a care leaver"] == "No"
    twice = flask("disclose", *SUPPORT, "--request", number, "--out", out, code=2)
    assert "it is made" in twice.err


@pytest.mark.law("N-11", "D-02")
def test_who_is_not_a_learner_there_or_not_named_outward_is_left_out(
    flask: Any, college: None, agree: Any, load: Any, tmp_path: Path
) -> None:
    agree()
    flask("people", "withhold", "2")
    elsewhere = provider_list(
        tmp_path / "other.csv",
        [person(9, laestab="3594034")],
    )
    load("provider-enrolment", elsewhere, institution="106500", as_at=date(2026, 11, 2))
    out = tmp_path / "support.csv"
    words = [each for number in (1, 2, 3, 4, 99) for each in ("--person", number)]
    made = flask("disclose", *SUPPORT, *words, "--out", out, "--json").json
    assert made["people"] == 2
    assert made["left_out"] == {
        "not named outward": 1,
        "not enrolled there": 1,
        "not on record": 1,
    }


@pytest.mark.law("D-08", "D-16")
def test_an_approved_request_is_not_carried_out_without_one_of_its_people(
    flask: Any, college: None, agree: Any, tmp_path: Path
) -> None:
    """Its record of people stays as approved, so it may not be wider than the list."""
    agree(fields=f"{AGREED},care")
    made = flask(
        *("disclosures", "request", *SUPPORT, "--fields", "name,care"),
        *("--person", "1", "--person", "2", "--purpose", "a bursary"),
        *("--for", "Bethan", "--json"),
    ).json
    flask("disclosures", "approve", made["id"], "--for", "Judith")
    flask("people", "withhold", "2", "--because", "their safety")
    out = tmp_path / "out" / "care.csv"
    out.parent.mkdir()
    words = (*SUPPORT, "--request", str(made["id"]))
    assert "1 not named outward. Request it again" in refused(flask, out, *words)


@pytest.mark.law("O6", "N-06")
def test_a_work_list_ends_and_only_for_so_long(
    flask: Any, college: None, tmp_path: Path
) -> None:
    flask(
        *("agreements", "propose", "YH-01", "--gateway", "work-list"),
        *("--with", "Youth  Hub", "--fields", "name,phone,status"),
        *("--from", "2026-09-01", "--review", "2027-06-01", "--for", "Bethan"),
    )
    flask("agreements", "sign", "YH-01", "--for", "Judith")
    out = tmp_path / "out" / "list.csv"
    out.parent.mkdir()
    words = ("work-list", "--to", "youth hub", "--person", "1")
    assert "22 December 2026" in refused(flask, out, *words, "--expires", "2026-12-23")
    assert "in the past" in refused(flask, out, *words, "--expires", "2026-11-23")
    made = flask("disclose", *words, "--out", out, "--json").json
    assert made["expires_on"] == "2026-12-22"
    assert made["party_name"] == "Youth Hub"


@pytest.mark.law("D-08", "N-19")
def test_a_corrected_date_of_birth_names_who_received_the_old_one(
    flask: Any, college: None, agree: Any, load: Any, clock: Any, tmp_path: Path
) -> None:
    agree()
    flask(
        *("agreements", "propose", "YH-01", "--gateway", "work-list"),
        *("--with", "Youth Hub", "--fields", "name,born,status"),
        *("--from", "2026-09-01", "--review", "2027-06-01", "--for", "Bethan"),
    )
    flask("agreements", "sign", "YH-01", "--for", "Judith")
    out = tmp_path / "list.csv"
    to_hub = ("work-list", "--to", "Youth Hub", "--person", "1", "--out", out)
    flask("disclose", *SUPPORT, "--enrolled", "--out", out)
    flask("disclose", *to_hub)
    # Without the date of birth: this recipient has nothing to correct.
    other = ("--fields", "name,status", "--out", out)
    flask(*("disclose", "work-list", "--to", "Youth Hub", "--person", "2"), *other)
    received = ("disclosures", "received", "--person", "1", "--field", "born")
    assert flask(*received, "--outdated", "--json").json == []
    corrected = person(1, date(2009, 3, 9), laestab=COLLEGE_NUMBER)
    clock.set(date(2026, 11, 30))
    load(
        "provider-enrolment",
        provider_list(tmp_path / "again.csv", [corrected]),
        institution=COLLEGE,
        as_at=date(2026, 11, 27),
    )
    names = {
        each["party_name"] for each in flask(*received, "--outdated", "--json").json
    }
    assert len(names) == 2
    assert "Youth Hub" in names
    clock.set(date(2026, 12, 1))
    flask("disclose", *to_hub)
    # A later list with the right one does not say that the first was wrong.
    left = flask(*received, "--outdated", "--json").json
    assert {each["party_name"] for each in left} == names
    values = [
        each["values"]["Date of birth"] for each in flask(*received, "--json").json
    ]
    assert values[0] == "09/03/2009"
    assert set(values[1:]) == {"02/10/2009"}
