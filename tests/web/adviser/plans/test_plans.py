"""A plan on the pages: made, worked on, signed, ended, printed, and who reads it."""

import io
import re
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from tests.web.adviser.young import HERE_ONLY, TODAY, doing, record_evidence, young
from tracker import domain, store
from tracker.store.accounts.audit import Action, AuditLine

WEEK = timedelta(days=7)
STEP = {"what_1": "Ring the college", "who_1": "adviser", "due_1": TODAY + WEEK}
REFERRAL = {
    "provider_6": "Wheels Training",
    "what_6": "A taster day",
    "due_6": TODAY + 2 * WEEK,
    "consent_6": TODAY,
}
PLAN = {
    "wants": "Work with engines",
    "agreed_on": TODAY,
    "review_on": TODAY + 12 * WEEK,
    **STEP,
    **REFERRAL,
}

pytestmark = pytest.mark.law("L-11")


@pytest.fixture
def person(pages) -> int:
    with pages.app_context():
        number = young()
        record_evidence(
            number,
            doing(domain.reference.activity.JOB_WITHOUT_TRAINING),
            as_at=date(2026, 9, 10),
        )
        return number


@pytest.fixture
def desk(pages, signed_in, person, fill):
    """An adviser at the page of a young person."""
    client = signed_in("adviser")

    def send(where: str = "plan", page: str | None = None, **entered):
        at = f"/people/{person}/{where}"
        answer = fill(client, at, page and f"/people/{person}/{page}", **entered)
        return answer.get_data(as_text=True)

    send.client = client
    send.read = lambda path: client.get(path).get_data(as_text=True)
    return send


def test_a_plan_is_made_in_one_form_and_stands_by_the_next_step(desk, person) -> None:
    shown = desk(**PLAN)
    assert "Plan with Amina Holtby recorded. Its review is on 16 February 2027" in shown
    page = desk.read(f"/people/{person}")
    panel = page.partition('id="plan"')[2].partition("</section>")[0]
    assert "Work with engines" in panel
    assert "not signed yet" in panel
    assert re.search(r"Ring the college</a><br>\s*<span[^>]*>Adviser, by 1 Dec", panel)
    assert "Referral to Wheels Training, by 8 Dec" in panel
    # The next form carries over what is open.
    form = desk.read(f"/people/{person}/plan")
    assert "Saving ends the plan of 24 November 2026" in form
    assert 'value="Ring the college"' in form
    assert 'value="Wheels Training"' in form


@pytest.mark.parametrize(
    ("without", "sentence", "anchor"),
    [
        ("consent_6", "Without their consent there is no referral.", "consent_6-day"),
        ("provider_6", "Enter the name of the provider.", "provider_6"),
        ("who_1", "Select who does it.", "who_1"),
        ("due_1", "Enter the day by which it is done.", "due_1-day"),
        ("what_1", "Enter what is to be done.", "what_1"),
        ("what_6", "Enter what the referral is for.", "what_6"),
        ("wants", "Enter what the young person wants.", "wants"),
    ],
)
def test_what_is_missing_is_named_at_its_field_and_the_rest_stays_typed(
    pages, desk, person, without, sentence, anchor
) -> None:
    shown = desk(**{name: value for name, value in PLAN.items() if name != without})
    assert sentence in shown
    assert f'href="#{anchor}"' in shown
    assert shown.count('class="govuk-error-message"') == 1
    kept = "Wheels Training" if without != "provider_6" else "A taster day"
    assert f'value="{kept}"' in shown
    with pages.app_context():
        assert store.casework.plans.of(person) == []


def test_a_day_that_is_none_is_said_once_and_no_row_is_lost_to_it(desk) -> None:
    shown = desk(**{**PLAN, "due_1": ["31", "2", "2027"]})
    assert shown.count("must be a real date") == 2  # the summary, and the field
    assert "Enter the day by which" not in shown
    # A row with a wrong day alone is no empty row either.
    only = {**PLAN, "consent_8": ["31", "2", "2027"]}
    assert "Enter the name of the provider." in desk(**only)


def test_work_leads_to_the_step_which_is_done_with_an_outcome(desk, person) -> None:
    desk(**PLAN)
    work = desk.read("/to-do")
    assert "Referral to Wheels Training: A taster day" in work
    (path,) = re.findall(r'href="(/people/\d+/plans/\d+/actions/2)"', work)
    where = path.partition(f"/people/{person}/")[2]
    assert "Started" in desk.read(path)
    assert "Recorded: declined by the provider." in desk(
        where, outcome="declined by the provider"
    )
    assert "Wheels Training" not in desk.read("/to-do")
    assert "Not a valid choice" in desk(where, outcome="done")
    assert "It is open again." in desk(f"{where}/reopen", page=where)
    assert "Wheels Training" in desk.read("/to-do")


def test_it_is_signed_ended_and_the_end_undone(desk, person) -> None:
    desk(**PLAN)
    assert "signed before it was agreed" in desk(
        "plans/1/sign", page="plans/1", signed_on=TODAY - WEEK
    )
    assert "Signed 24 November 2026." in desk(
        "plans/1/sign", page="plans/1", signed_on=TODAY
    )
    assert "Select why the plan ends." in desk("plans/1/end", page="plans/1")
    desk("plans/1/end", page="plans/1", ending="carried out")
    page = desk.read(f"/people/{person}")
    assert "No plan stands." in page
    assert "Earlier plans (1)" in page
    desk("plans/1/resume", page="plans/1")
    assert "Earlier plans" not in desk.read(f"/people/{person}")
    # An end is not chosen by a form that no page made.
    assert "Not a valid choice" in desk(
        "plans/1/end", page="plans/1", ending="replaced by a newer plan"
    )


def test_the_print_is_a_tagged_pdf_and_a_look_with_its_reason(
    pages, desk, person
) -> None:
    desk(**PLAN)
    answer = desk.client.get(f"/people/{person}/plans/1.pdf")
    assert answer.mimetype == "application/pdf"
    assert 'filename="plan-1.pdf"' in answer.headers["Content-Disposition"]
    printed = PdfReader(io.BytesIO(answer.data))
    assert printed.trailer["/Root"]["/MarkInfo"]["/Marked"]
    words = " ".join(page.extract_text() for page in printed.pages)
    for each in ("Work with engines", "Wheels Training", "section 71", "Signature"):
        assert each.casefold() in words.casefold()
    with pages.app_context():
        line = AuditLine.query.order_by(AuditLine.id.desc()).first()
        assert (line.action, line.subject) == (
            Action.PLAN_DOWNLOADED,
            f"person {person}",
        )
        assert line.detail["people"] == [person]
        assert line.detail["why"]
        looks = store.law.looked.at_person(person, within=HERE_ONLY)
        assert Action.PLAN_DOWNLOADED in {each.action for each in looks}


@pytest.mark.parametrize("role", ["manager", "information-officer", "school-user"])
def test_who_records_no_contact_reads_nothing_of_a_plan(
    desk, person, signed_in, role
) -> None:
    desk(**PLAN)
    client = signed_in(role)
    for where in ("plan", "plans/1", "plans/1.pdf", "plans/1/actions/1"):
        assert client.get(f"/people/{person}/{where}").status_code == 404
    assert "Work with engines" not in client.get(f"/people/{person}").get_data(
        as_text=True
    )


def test_a_plan_is_found_under_its_own_young_person_alone(pages, desk, person) -> None:
    desk(**PLAN)
    with pages.app_context():
        other = young("Bryn", "Holtby")
    for where in ("plans/1", "plans/1.pdf", "plans/1/actions/1"):
        assert desk.client.get(f"/people/{other}/{where}").status_code == 404
    assert desk.client.get(f"/people/{person}/plans/1/actions/9").status_code == 404
