"""From a list that a college sends to what the school sees, with each user's part."""

from tests.acts import act
from tests.factories import AUTHORITY, COLLEGE
from tests.web.conftest import NOW
from tests.web.school.conftest import text
from tracker import actions, store
from tracker.access import authority_scope


def test_the_school_sees_a_colleges_list_once_it_is_applied(
    leavers, college, school, send_list, post, worked, pages
) -> None:
    rows = [{**row, "start": "07/09/2026"} for row in leavers[:10]]
    assert "Testham College" not in text(school.get("/leavers/each"))
    where = send_list(college, rows)
    post(college, where, f"{where}/send")
    assert "Testham College" not in text(school.get("/leavers/each"))
    apply_newest(pages)
    worked()
    page = text(school.get("/leavers/each"))
    assert page.count("Testham College (invented)") == 10
    assert "20 Nov 2026" in page
    assert "Accepted" in text(college.get(where))


def test_the_school_sees_a_withdrawal_that_the_college_reports(
    at_college, college, school, post, worked
) -> None:
    row = at_college[0]
    day, month, year = row["born"].split("/")
    name = f"?name={row['family']}+{row['given']}"
    assert "Testham College" in text(school.get(f"/leavers/each{name}"))
    post(
        college,
        "/withdrawals/new",
        given=row["given"],
        family=row["family"],
        born=[day, month, year],
        last_day=["13", "11", "2026"],
    )
    worked()
    page = text(school.get(f"/leavers/each{name}"))
    assert "Testham College" not in page
    assert "Not known" in page


def apply_newest(pages) -> None:
    """Applies the newest list, as the data manager does."""
    with pages.app_context():
        batch = store.intake.import_batches.batches(within=authority_scope(AUTHORITY))[
            0
        ]
        assert batch.sender == {"urn": COLLEGE}
        actions.work.tasks.request(
            "apply",
            act=act(by="data@example.org", at=NOW, authority=AUTHORITY),
            subject=f"batch {batch.id}",
            batch=batch.id,
        )
