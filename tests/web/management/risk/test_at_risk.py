"""Who is at risk of NEET, on pages: reasons, DfE's list, decisions. All is invented."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from tests.factories import census, pupil, register
from tests.web.adviser.plans.agreed import agreed_with
from tests.web.conftest import token
from tests.web.management.reading import main_text
from tests.web.management.test_dashboard import page
from tracker.extensions import db
from tracker.store.accounts.audit import Action, AuditLine
from tracker.store.people.records import Person
from tracker.store.year.risk_decisions import RiskDecision

pytestmark = pytest.mark.law("D-11")

OCTOBER = date(2026, 10, 1)
#: Pupils of Year 11 by their needs: a plan, free meals, SEN support, nothing.
PUPILS = (
    {"sen": "E", "meals": "Y"},
    {"sen": "N", "meals": "Y"},
    {"sen": "K", "meals": "N"},
    {"sen": "N", "meals": "N"},
)


@pytest.fixture
def school_year(pages: Flask, load, tmp_path: Path) -> Flask:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = [pupil(number, **needs) for number, needs in enumerate(PUPILS, start=1)]
    load("school-census", census(tmp_path / "census.csv", rows), as_at=OCTOBER)
    return pages


@pytest.fixture
def dfe(school_year: Flask, load, tmp_path: Path) -> None:
    """DfE's list has the pupil without any need."""
    one = pupil(4)
    path = tmp_path / "roni.csv"
    path.write_text(
        "UPN,Surname,Forename,DOB,NC Year,Attendance below 90%,Looked after,Total\n"
        f"{one['upn']},{one['family']},{one['given']},{one['born']},11,Y,Y,7\n",
        encoding="utf-8",
    )
    load("risk-lists", path, as_at=date(2026, 11, 12))


def number_of(app: Flask, each: int) -> int:
    with app.app_context():
        return db.session.query(Person).filter_by(upn=pupil(each)["upn"]).one().id


@pytest.fixture
def boss(school_year: Flask, signed_in):
    return signed_in("manager")


@pytest.fixture
def adviser(school_year: Flask, signed_in):
    return signed_in("adviser")


def test_those_with_enough_points_are_listed_with_reasons(boss) -> None:
    shown = page(boss, "/risk")
    words = main_text(shown)
    assert "2 young people of 4 in Year 11" in words
    assert shown.count('/risk">') == 2
    assert "Education, health and care plan 2" in words
    assert "Eligible for free school meals 2" in words
    assert "It changes no status, sends nothing and decides nothing alone" in words


def test_what_is_not_known_is_not_a_no(boss) -> None:
    words = main_text(page(boss, "/risk"))
    assert "Not known of any of them: Young carer, In alternative provision." in words
    assert "Not known: Young carer" not in words


def test_dfes_list_stands_beside_without_what_is_sealed(boss, dfe) -> None:
    shown = page(boss, "/risk")
    words = main_text(shown)
    assert "3 young people of 4 in Year 11" in words
    assert "DfE’s list of 12 November 2026" in words
    assert "since 12 November 2026" in words and "Attendance below 90%" not in words
    one = main_text(page(boss, "/risk?official=New+on+it"))
    assert "1 New on it" in one or "New on it" in one
    assert "Looked after" not in words and "Total" not in words


def test_a_reason_of_dfe_that_is_sealed_looks_like_one_that_is_not_there(
    boss, school_year, load, tmp_path: Path
) -> None:
    """One pupil has a sealed column, one an open one, one nothing beside the number."""
    path = tmp_path / "roni.csv"
    lines = [
        f"{row['upn']},{row['family']},{row['given']},{row['born']},11,{cells}"
        for row, cells in zip(map(pupil, (1, 2, 3)), (",Y", "Y,", ","), strict=True)
    ]
    head = "UPN,Surname,Forename,DOB,NC Year,Attendance below 90%,Looked after"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    load("risk-lists", path, as_at=date(2026, 11, 12))
    file = boss.get("/risk.csv").get_data(as_text=True)
    stands = [",".join(line.split(",")[-5:-2]) for line in file.splitlines()[1:]]
    assert len({each for each in stands if "New on it" in each}) == 1
    own = [
        main_text(page(boss, f"/people/{number_of(school_year, each)}/risk"))
        for each in (1, 2, 3)
    ]
    words = "Columns of it that may be shown: none. Whether it has others is not shown"
    sealed, open_, nothing = own
    assert words in sealed and words in nothing
    assert "may be shown: Attendance below 90%. Whether it has others" in open_
    assert not any("Looked after" in each for each in own)


def test_the_page_names_which_points_are_in_no_score(
    boss, adviser, school_year
) -> None:
    sentence = (
        "In no score, for any reader, are points for what is sealed, because a sum "
        "would give it away: in care, pregnant, young parent, supervised by the youth "
        "justice team, in custody."
    )
    assert sentence in main_text(page(boss, "/risk"))
    number = number_of(school_year, 1)
    assert sentence in main_text(page(adviser, f"/people/{number}/risk"))


def test_the_list_is_narrowed_by_points_and_by_school(boss) -> None:
    assert "2 young people of 4 in Year 11" in main_text(page(boss, "/risk"))
    shown = main_text(page(boss, "/risk?points=4"))
    assert pupil(1)["family"] in shown and pupil(2)["family"] not in shown
    assert "Those with most points first" in shown
    assert "Testham High School" in main_text(page(boss, "/risk?sort=school"))


def test_a_year_group_that_is_on_record_is_offered(boss, load, tmp_path: Path) -> None:
    shown = page(boss, "/risk")
    assert "group=10" not in shown and "group=13" not in shown
    younger = [pupil(20, date(2011, 10, 3), year="10", sen="E")]
    load("school-census", census(tmp_path / "10.csv", younger), as_at=OCTOBER)
    assert "group=10" in page(boss, "/risk")
    words = main_text(page(boss, "/risk?group=10"))
    assert "1 young person of 1 in Year 10" in words


@pytest.mark.law("D-13")
def test_the_file_has_the_rows_of_the_page_and_is_audited(boss, school_year) -> None:
    answer = boss.get("/risk.csv?points=4")
    assert answer.status_code == 200
    heading, *lines = answer.get_data(as_text=True).splitlines()
    assert "Points,Reasons,Not known" in heading and len(lines) == 1
    assert pupil(1)["family"] in lines[0]
    assert "Education, health and care plan 2; " in lines[0]
    assert boss.get("/risk.xlsx").status_code == 200
    with school_year.app_context():
        line = (
            db.session.query(AuditLine)
            .filter_by(action=Action.FIGURE_LIST_DOWNLOADED)
            .order_by(AuditLine.id)
            .first()
        )
        assert line.detail["people"] == [number_of(school_year, 1)]
        assert line.detail["form"] == "csv" and line.detail["why"]


def test_a_change_of_the_points_holds_at_once(boss, monkeypatch, tmp_path) -> None:
    """A text is read each time, and nothing that is stored depends on it."""
    (tmp_path / "ours.toml").write_text(
        'title = "Ours"\nthreshold = 1\n[points]\nsen_support = 1\n', "utf-8"
    )
    monkeypatch.setattr(
        "tracker.packing.local_folder.risk", lambda: iter([tmp_path]), raising=True
    )
    assert "1 young person of 4 in Year 11" in main_text(page(boss, "/risk"))
    (tmp_path / "ours.toml").write_text(
        'title = "Ours"\nthreshold = 1\n[points]\nsen_support = 1\nplan = 3\n', "utf-8"
    )
    words = main_text(page(boss, "/risk"))
    assert "2 young people of 4 in Year 11" in words and "Ours, from 1 point" in words


def test_the_list_is_narrowed_by_what_was_decided(boss, adviser, school_year) -> None:
    number = number_of(school_year, 1)
    decide(adviser, number, "no support needed", reason="Has a place at Lake College")
    shown = main_text(page(boss, "/risk?support=No+support+agreed+yet"))
    assert pupil(2)["family"] in shown and pupil(1)["family"] not in shown
    assert "1 without a decision" in shown


def decide(client, number: int, decision: str, **more: str):
    shown = client.get(f"/people/{number}/risk").get_data(as_text=True)
    data = {"decision": decision, "csrf_token": token(shown), **more}
    return client.post(f"/people/{number}/risk/decide", data=data)


def test_a_decision_has_its_user_and_is_never_overwritten(adviser, school_year) -> None:
    number = number_of(school_year, 2)
    assert (
        decide(adviser, number, "no support needed", reason="Goes to Lake").status_code
        == 302
    )
    with school_year.app_context():
        plan = agreed_with(number)
    assert decide(adviser, number, "support agreed").status_code == 302
    with school_year.app_context():
        rows = db.session.query(RiskDecision).order_by(RiskDecision.id).all()
        assert [(each.decision, each.plan_id) for each in rows] == [
            ("no support needed", None),
            ("support agreed", plan),
        ]
        assert {each.decided_by for each in rows} != {""}
        lines = db.session.query(AuditLine).filter_by(action=Action.RISK_DECIDED).all()
        assert [each.detail["decision"] for each in lines] == [
            "no support needed",
            "support agreed",
        ]
    words = main_text(page(adviser, f"/people/{number}/risk"))
    assert "Ring the college, adviser, by" in words
    assert "No support needed: Goes to Lake" in words


def test_support_without_a_plan_and_no_support_without_a_reason_are_refused(
    adviser, school_year
) -> None:
    number = number_of(school_year, 1)
    answer = decide(adviser, number, "support agreed")
    assert "There is no plan with this young person" in main_text(
        answer.get_data(as_text=True)
    )
    answer = decide(adviser, number, "no support needed")
    assert "Enter why no support is needed" in answer.get_data(as_text=True)
    with school_year.app_context():
        assert db.session.query(RiskDecision).count() == 0


def test_a_second_click_decides_once(adviser, school_year) -> None:
    number = number_of(school_year, 1)
    for _ in range(2):
        decide(adviser, number, "no support needed", reason="Goes to Lake")
    with school_year.app_context():
        assert db.session.query(RiskDecision).count() == 1


def test_a_year_group_without_anybody_and_an_unknown_one(boss) -> None:
    assert "No one is in Year 9 yet" in main_text(page(boss, "/risk?group=9"))
    assert boss.get("/risk?group=8").status_code == 404
    assert boss.get("/risk?scheme=none").status_code == 404
    words = main_text(page(boss, "/risk?scheme=buckinghamshire"))
    assert "1 young person of 4 in Year 11" in words


def test_queries_do_not_grow_with_the_list(boss, load, tmp_path, queries) -> None:
    page(boss, "/risk")  # the register is read once
    with queries() as before:
        page(boss, "/risk")
    more = [pupil(number, sen="E", meals="Y") for number in range(11, 31)]
    load(
        "school-census",
        census(tmp_path / "more.csv", more),
        as_at=OCTOBER,
    )
    assert "22 young people of 24" in main_text(page(boss, "/risk"))
    with queries() as after:
        page(boss, "/risk")
    assert len(after) == len(before)
