"""The documents of a young person on their page: who sees them, and how they leave."""

from datetime import date

import pytest

from tests.acts import act
from tests.factories import person, provider_list, register
from tests.journeys.moving_in.exported_documents import PDF, index_of, line, packed
from tests.web.adviser.young import HERE_ONLY
from tracker import actions, store
from tracker.store.accounts.audit import Action, AuditLine

pytestmark = pytest.mark.law("L-11")


@pytest.fixture
def number(pages, load, tmp_path) -> int:
    """A young person with a plan, a page in a text, and a confidential letter."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = [person(n) for n in range(1, 3)]
    load(
        "provider-enrolment",
        provider_list(tmp_path / "list.csv", rows),
        institution="130888",
        as_at=date(2026, 9, 20),
    )
    index = index_of(
        tmp_path / "index.csv",
        line(rows[0], "plan.pdf", "Agreed plan"),
        line(rows[0], "Zoë's note.txt", "Odd <b>note</b>", day="14/03/2026"),
        line(rows[0], "letter.pdf", "Private letter", confidential="Y"),
        line(rows[1], "other.pdf", "Of another"),
    )
    files = {
        "plan.pdf": PDF,
        "Zoë's note.txt": b"<script>alert(1)</script>",
        "letter.pdf": PDF,
        "other.pdf": PDF,
    }
    with pages.app_context():
        actions.intake.moving_in.bring_documents.bring(
            index,
            packed(tmp_path / "documents.zip", files),
            institution="Their system",
            as_at=date(2026, 11, 20),
            act=act(),
            confirm=lambda check: False,
            confirm_batch=lambda alarms: True,
        )
        (found,) = store.people.finding.find(rows[0]["upn"], within=HERE_ONLY).people
        return int(found.id)


def numbers(pages, number: int) -> dict[str, int]:
    with pages.app_context():
        listed = store.casework.kept_documents.moved_documents.of(number)
        return {each.title: each.id for each in listed}


def section(page: str) -> str:
    return page.partition('id="documents"')[2].partition("</section>")[0]


@pytest.fixture
def opened(signed_in):
    """The page of a young person, as a user of a role sees it."""

    def page(role: str, number: int):
        client = signed_in(role)
        return client, client.get(f"/people/{number}").get_data(as_text=True)

    return page


def test_the_newest_is_first_with_what_it_is_and_where_it_comes_from(
    opened, number
) -> None:
    _, page = opened("team-leader", number)
    shown = section(page)
    places = [shown.index(each) for each in ("note", "Private letter", "Agreed plan")]
    assert places[0] < min(places[1:])
    assert "Odd &lt;b&gt;note&lt;/b&gt;" in shown
    assert "12 March 2026. Plan. J. Okafor, in the earlier system." in shown
    assert f"plan.pdf, {len(PDF)} Bytes, from Their system." in " ".join(shown.split())
    assert "Of another" not in shown


def test_a_confidential_one_is_for_team_leaders(pages, opened, number) -> None:
    letter = numbers(pages, number)["Private letter"]
    client, page = opened("adviser", number)
    assert "Agreed plan" in section(page)
    assert "Private letter" not in page
    assert client.get(f"/people/{number}/documents/{letter}").status_code == 404
    leader, page = opened("team-leader", number)
    assert "Restricted" in section(page)
    assert leader.get(f"/people/{number}/documents/{letter}").status_code == 200


@pytest.mark.parametrize(
    "role", ["manager", "information-officer", "auditor", "school-user"]
)
def test_who_reads_no_notes_sees_no_document(pages, opened, number, role) -> None:
    client, page = opened(role, number)
    assert "Agreed plan" not in page and 'id="documents"' not in page
    wanted = numbers(pages, number)["Agreed plan"]
    assert client.get(f"/people/{number}/documents/{wanted}").status_code == 404


def test_without_documents_there_is_no_section(pages, opened, load, number) -> None:
    with pages.app_context():
        batch = store.intake.import_batches.batches(within=HERE_ONLY)[0]
        actions.intake.load.withdraw(batch, act=act())
    _, page = opened("team-leader", number)
    assert 'id="documents"' not in page


def test_a_download_is_kept_never_shown_and_recorded(pages, opened, number) -> None:
    wanted = numbers(pages, number)["Odd <b>note</b>"]
    client, _ = opened("adviser", number)
    answer = client.get(f"/people/{number}/documents/{wanted}")
    assert answer.data == b"<script>alert(1)</script>"
    assert answer.mimetype == "text/plain"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; ")
    assert "filename*=UTF-8''Zo%C3%AB%27s%20note.txt" in disposition
    with pages.app_context():
        last = AuditLine.query.order_by(AuditLine.id.desc()).first()
        assert (last.action, last.subject, last.by) == (
            Action.DOCUMENT_DOWNLOADED,
            f"person {number}",
            "adviser@example.org",
        )
        assert last.detail["document"] == wanted
        assert last.detail["people"] == [number] and last.detail["why"]
        looks = store.law.looked.at_person(number, within=HERE_ONLY)
        assert Action.DOCUMENT_DOWNLOADED in {each.action for each in looks}


def test_a_document_of_another_young_person_is_not_found(pages, opened, number) -> None:
    (other,) = (
        (set(range(1, 9)) & {*range(1, 9)})
        - set(numbers(pages, number).values())
        - {5, 6, 7, 8}
    )
    client, _ = opened("team-leader", number)
    assert client.get(f"/people/{number}/documents/{other}").status_code == 404
