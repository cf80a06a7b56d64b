"""What the page asks of a school or college this month. Everybody is invented."""

from datetime import date

from tests.factories import census, pupil
from tests.web.management.reading import main_text
from tests.web.school.conftest import text


def panel_due(client) -> str:
    """The words of what is due, before the next panel."""
    words = main_text(text(client.get("/lists")))
    return words.partition("Who is attending this week")[0]


def test_nothing_has_changed_is_offered_only_where_it_is_taken(
    college, at_college, school
) -> None:
    """The card, the box below it and the council's chase board are of one mind."""
    assert "report that nothing has changed" in panel_due(college)
    due = panel_due(school)
    assert "Due by 30 November 2026, if you have students past Year 11" in due
    assert "report that nothing has changed" not in due
    assert "A school without students past Year 11 owes no list" in due


def test_a_college_without_a_list_owes_one_whatever_it_is_called(college) -> None:
    due = panel_due(college)
    assert "we have no complete list from you for this school year yet" in due
    assert "if you have students past Year 11" not in due


def test_what_is_due_shows_a_school_nothing_of_the_records(
    registered, school, load, tmp_path
) -> None:
    before = panel_due(school)
    rows = [pupil(1, date(2009, 10, 1), year="12")]
    load("school-census", census(tmp_path / "c.csv", rows), as_at=date(2026, 10, 1))
    assert panel_due(school) == before
