"""Sharing a list: the law and the agreement are shown before the file is given."""

import csv
import io
from datetime import date

import pytest

from tests.factories import COLLEGE, COLLEGE_NUMBER, people, provider_list, register
from tracker import actions
from tracker.extensions import db
from tracker.store.law.disclosures import Disclosure

FIELDS = ["name", "born", "plan"]


def text(answer) -> str:
    return " ".join(answer.get_data(as_text=True).split())


@pytest.fixture
def agreement(pages, load, tmp_path, officer, owner) -> int:
    """A college with three learners, and a signed agreement with it."""
    load("establishments", register(tmp_path / "edubasealldata20260901.csv"))
    learners = provider_list(tmp_path / "list.csv", people(3, laestab=COLLEGE_NUMBER))
    load("provider-enrolment", learners, institution=COLLEGE, as_at=date(2026, 11, 2))
    with pages.app_context():
        law = actions.law
        party = law.parties.named(
            law.agreements.outward("enrolled-support").party, COLLEGE, by="359"
        )
        made = law.agreements.propose(
            party,
            "enrolled-support",
            reference="AL-02",
            fields=[*FIELDS, "care"],
            starts=date(2026, 9, 1),
            ends=date(2027, 7, 31),
            review_on=date(2027, 6, 1),
            act=officer.act(),
        )
        law.agreements.sign(made.id, act=owner.act())
        return made.id


@pytest.fixture
def data(desk_of):
    return desk_of("data-manager")


def form(**changes) -> dict[str, object]:
    return {
        "step": "check",
        "who": "enrolled",
        "fields": FIELDS,
        "form": "csv",
        "what": "Support, autumn",
        **changes,
    }


@pytest.mark.law("N-11", "O5", "L-09")
def test_the_page_says_why_before_the_file_is_given(data, pages, agreement) -> None:
    address = f"/share/{agreement}"
    assert data.get(f"/share?agreement={agreement}").location == address
    assert "AL-02, until 31 July 2027" in text(data.get(address))
    page = text(data.send(address, **form()))
    assert "<strong>3 young people</strong>" in page
    assert "Education and Skills Act 2008" in page
    assert "Name, Date of birth, EHC plan" in page
    assert "Agreement AL-02, until 31 July 2027." in page
    with pages.app_context():
        assert db.session.query(Disclosure).count() == 0
    taken = data.send(address, **form(step="share"))
    assert "D-2026-1.csv" in taken.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(taken.get_data().decode("utf-8-sig"))))
    assert [row["Disclosure"] for row in rows] == ["D-2026-1"] * 3
    with pages.app_context():
        (made,) = db.session.query(Disclosure)
        assert (made.people, made.what) == (3, "Support, autumn")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"who": "chosen", "people": "Amina"}, "Enter the numbers of at most 1,000"),
        ({"who": "chosen", "people": ""}, "Enter the numbers of at most 1,000"),
        ({"who": "chosen", "people": "77"}, "No one is left to share"),
        ({"fields": []}, "Choose from: name"),
        ({"fields": ["name", "phone"]}, "phone: not lawful by"),
        ({"fields": ["name", "uln"]}, "does not cover ULN"),
        ({"fields": ["name", "care"]}, "needs a decision about these young people"),
    ],
)
def test_what_may_not_be_shared_is_refused_with_what_was_entered(
    data, pages, agreement, changes, sentence
) -> None:
    for step in ("check", "share"):
        answer = data.send(f"/share/{agreement}", **form(**changes, step=step))
        assert answer.mimetype == "text/html"
        page = text(answer)
        assert sentence in page
        assert "Support, autumn" in page
    with pages.app_context():
        assert db.session.query(Disclosure).count() == 0


@pytest.mark.law("L-09")
def test_an_agreement_that_ended_while_the_page_was_open_gives_nothing(
    data, owner, pages, agreement
) -> None:
    data.send(f"/share/{agreement}", **form())
    with pages.app_context():
        actions.law.agreements.end(
            agreement, on=date(2026, 11, 24), reason="merged", act=owner.act()
        )
    answer = data.send(f"/share/{agreement}", **form(step="share"))
    assert "ended on 24 November 2026" in text(answer)
    page = text(data.get("/share"))
    assert "No agreement for lists is in force" in page


def test_others_find_no_page_to_share(desk_of, agreement) -> None:
    for role in ("adviser", "manager", "school-user", "auditor", "guardian"):
        desk = desk_of(role)
        assert desk.get("/share").status_code == 404
        assert desk.send(f"/share/{agreement}", **form()).status_code == 404


@pytest.mark.law("D-08", "N-19")
def test_who_holds_an_old_value_is_shown(data, officer, agreement) -> None:
    data.send(f"/share/{agreement}", **form(step="share"))
    page = text(officer.get("/disclosures/received?person=1&field=born"))
    assert "D-2026-1" in page
    assert "To inform" not in page
    assert "Choose what they may have received." in text(
        officer.get("/disclosures/received?person=1")
    )
    assert "There is no young person 99." in text(
        officer.get("/disclosures/received?person=99&field=born")
    )


@pytest.mark.law("D-01")
def test_only_who_sees_what_is_sealed_finds_who_received_it(
    officer, owner, agreement
) -> None:
    """That a young person is in care is made of a sealed code."""
    for desk, may_see in ((officer, True), (owner, False)):
        page = text(desk.get("/disclosures/received?person=1&field=care"))
        assert ("It has not been given to anyone." in page) is may_see
        assert ("Choose what they may have received." in page) is not may_see
        assert ('<option value="care"' in page) is may_see
