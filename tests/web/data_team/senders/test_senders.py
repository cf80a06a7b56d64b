"""Which sender has sent what, and which owe a list: the grid of senders by month."""

from datetime import date

import pytest
from sqlalchemy import text

from tests.factories import (
    COLLEGE,
    OTHER_COLLEGE,
    SCHOOL,
    census,
    people,
    person,
    pupil,
)
from tests.web.conftest import NOW
from tests.web.data_team.conftest import NOVEMBER, OCTOBER, WITHIN
from tracker import actions
from tracker.domain.figures.measures import Figure
from tracker.extensions import db
from tracker.store.intake.sendings import Sending


@pytest.fixture
def morning(desk):
    """Makes the positions of the day, as the nightly work does."""

    def make() -> None:
        with desk.pages.app_context():
            actions.history.positions.refresh([NOW.date()], within=WITHIN)

    return make


def row_of(page: str, name: str) -> str:
    """The row of a sender, in one line."""
    flat = " ".join(page.split())
    assert f">{name}</th>" in flat, flat
    return flat.split(f">{name}</th>")[1].split("</tr>")[0]


def test_the_page_before_the_first_list(desk) -> None:
    assert "No lists have been received yet" in desk.get("/senders")


def test_a_list_stands_under_its_month_and_leads_to_the_batch(
    desk, college_list
) -> None:
    college_list([*people(8), person(30, family="", upn="", uln="")])
    page = desk.get("/senders")
    row = row_of(page, "Testham College (invented)")
    assert 'href="/imports/2">9<' in row
    assert "lines from Testham College (invented), October 2026, batch 2" in row
    assert "89%" in row
    assert 'class="govuk-table__cell tracker-grid__partly"' in row


@pytest.mark.parametrize("role", ["manager", "team-leader"])
def test_who_imports_no_file_reads_who_owes_a_list(
    desk, signed_in, college_list, role
) -> None:
    college_list(people(8))
    page = signed_in(role).get("/senders").text
    assert ">8<br>100%" in row_of(page, "Testham College (invented)")
    assert 'href="/imports' not in page


def test_an_adviser_chases_people_and_no_lists(signed_in) -> None:
    assert signed_in("adviser").get("/senders").status_code == 404


def test_a_sender_with_our_students_owes_this_month(
    desk, college_list, morning
) -> None:
    college_list(people(8))
    morning()
    row = row_of(desk.get("/senders"), "Testham College (invented)")
    assert "By 30 Nov 2026" in row
    assert "tracker-grid__owed" in row


def test_a_sender_that_has_sent_owes_nothing(desk, college_list, morning) -> None:
    college_list(people(8), as_at=NOVEMBER)
    morning()
    row = row_of(desk.get("/senders"), "Testham College (invented)")
    assert 'tracker-grid__owes">Up to date</td>' in row
    assert 'govuk-table__cell--numeric">8</td>' in row


def test_a_sender_named_only_by_others_owes_too(desk, college_list, morning) -> None:
    college_list([person(1, laestab="3598601"), person(2)], as_at=NOVEMBER)
    morning()
    row = row_of(desk.get("/senders"), "Otherton College (invented)")
    assert "By 30 Nov 2026" in row


#: The name that `load` was given for a sender with its first list.
NAMED = "Sender of a test"


def test_an_unregistered_provider_has_the_name_it_was_given(
    desk, college_list, morning, flask
) -> None:
    trained = {"ukprn": "10098801", "situation": "Training", "provider": "Forge Skills"}
    college_list(people(3, **trained), institution="10098801")
    morning()
    page = desk.get("/senders")
    assert 'href="/imports/2">3<' in row_of(page, NAMED)
    assert "UKPRN" not in page
    for elsewhere in ("/imports", "/imports/2", "/imports/2/lines"):
        page = desk.get(elsewhere)
        assert NAMED in page
        assert "UKPRN 1" not in page
    assert NAMED in flask("imports", "list").out
    assert f"from {NAMED}." in flask("imports", "show", "2").out


def unnamed(desk) -> None:
    """Removes the sender's name: its lists came before senders had to be named."""
    with desk.pages.app_context():
        db.session.execute(text("DELETE FROM new_senders"))
        db.session.commit()


def test_an_unregistered_provider_has_the_name_in_its_list(
    desk, college_list, morning
) -> None:
    trained = {"ukprn": "10098801", "situation": "Training", "provider": "Forge Skills"}
    college_list(people(3, **trained), institution="10098801")
    unnamed(desk)
    morning()
    assert 'href="/imports/2">3<' in row_of(desk.get("/senders"), "Forge Skills")


def test_an_unnamed_provider_is_shown_by_its_number(desk, college_list) -> None:
    trained = people(1, situation="Training", provider="")
    college_list(trained, institution="10098802")
    unnamed(desk)
    assert "UKPRN 10098802" in desk.get("/imports/2")


def test_a_report_of_no_change_counts_as_sent(desk, college_list, morning) -> None:
    college_list(people(8))
    morning()
    with desk.pages.app_context():
        db.session.add(
            Sending(
                authority="359",
                institution=f"urn:{COLLEGE}",
                kind="unchanged",
                state="sent",
                as_at=date(2026, 11, 20),
                made_by="college-user@example.org",
                made_at=NOW,
            )
        )
        db.session.commit()
    row = row_of(desk.get("/senders"), "Testham College (invented)")
    assert "No change" in row
    assert "By 30 Nov" not in row


def test_a_census_of_many_schools_counts_for_each(desk, registered, load, tmp_path):
    file = census(tmp_path / "pupils.csv", [pupil(n) for n in range(1, 5)])
    load("school-census", file, as_at=OCTOBER)
    row = row_of(desk.get("/senders"), "Testham High School (invented)")
    assert 'href="/imports/2">4<' in row


def test_a_withdrawn_batch_does_not_count_as_sent(desk, college_list) -> None:
    college_list(people(3))
    desk.post("/imports/2/withdraw", sure="yes")
    desk.work()
    assert "No lists have been received yet" in desk.get("/senders")


@pytest.mark.parametrize("many", [3])
def test_the_grid_costs_the_same_for_many(desk, college_list, queries, many) -> None:
    college_list(people(2))
    desk.get("/senders")
    with queries() as few:
        desk.get("/senders")
    for number in range(many):
        college_list(
            people(2, first=10 * number + 10),
            f"list{number}.csv",
            institution=(OTHER_COLLEGE, SCHOOL, COLLEGE)[number],
        )
    desk.get("/senders")
    with queries() as more:
        desk.get("/senders")
    assert len(more) == len(few)


def figures(cohort: int, not_known: int) -> list[Figure]:
    return [
        Figure("cohort_16_17", "Aged 16 and 17", cohort, cohort),
        Figure("not_known", "Not known", not_known, cohort),
    ]


def test_the_chase_board_begins_with_the_list_that_would_explain_most(
    desk, college_list, morning, monkeypatch
) -> None:
    """Ten are not known: two at one college, four at another, four at neither."""
    college_list(people(2), "few.csv")
    college_list(people(4, first=10), "more.csv", institution=OTHER_COLLEGE)
    morning()
    lists = {f"urn:{COLLEGE}": figures(2, 2), f"urn:{OTHER_COLLEGE}": figures(5, 4)}
    counted = {"everybody": {"": figures(40, 10)}, "institution": lists}
    monkeypatch.setattr(
        actions.figures.measured,
        "by_day",
        lambda days, **_: dict.fromkeys(days, counted),
    )

    def board(address: str) -> str:
        page = " ".join(desk.get(address).split())
        assert "Not known is <b>25.0%</b>, 10 young people" in page
        assert "it would be <b>10.0%</b>" in page
        return page.split("Places, by the effect of their list, table")[1]

    first = board("/senders")
    assert first.index("Otherton College") < first.index("Testham College")
    assert "<b>1</b> of 5 confirmed" in first and "4 outstanding" in first
    assert "−10.0</b>" in first and "−5.0</b>" in first
    turned = board("/senders?sort=effect")
    assert turned.index("Testham College") < turned.index("Otherton College")
    late = " ".join(desk.get("/senders?list=late").split())
    assert "No place has its list like this." in late


def test_a_list_has_no_effect_where_everyone_is_known(
    desk, college_list, morning
) -> None:
    college_list(people(3), as_at=NOVEMBER)
    morning()
    page = " ".join(desk.get("/senders").split())
    assert "Everyone aged 16 and 17 is known." in page
    assert "3</b> of 3 confirmed, complete" in page
