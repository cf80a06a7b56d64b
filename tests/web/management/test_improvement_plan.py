"""The improvement plan: written, read with its figures, changed, and put back."""

import pytest

from tests.web.conftest import read, token
from tests.web.management.conftest import COHORT, COUNTS, MONTH, run
from tests.web.management.reading import links, main_text, table
from tests.web.management.test_dashboard import page
from tests.web.management.test_reports import printed, workbook
from tracker.access import authority_scope
from tracker.store.figures import improvement_plans

FORM, REPORT = "/improvement-plan", "/reports/improvement-plan"
ROW = ("what", "owner", "due", "shown_by", "done_on")
PLAN = {
    "begins": MONTH,
    "aim_not_known": "5.5",
    "aim_neet": "",
    "aim_neet_or_not_known": "12%",
    "what_1": "Ring every not known of Year 12",
    "owner_1": "Jo Adeyemi-Ní Bhriain",
    "due_1": ["31", "1", "2027"],
    "shown_by_1": "Contacts of the month",
    "what_3": "Ask colleges for their October lists",
    "owner_3": "Data manager",
    "due_3": ["16", "10", "2026"],
    "done_on_3": ["20", "10", "2026"],
}


@pytest.fixture
def open_(cohort, boss):
    page(boss, f"{REPORT}?month={MONTH}")
    run(cohort)
    return boss


def send(client, version: str | None = None, **changed):
    """Sends the form as a browser does, with the version that it shows."""
    shown = page(client, FORM)
    inputs = read(shown).iter("input")
    (field,) = (each for each in inputs if each.get("name") == "version")
    sent = {"version": version or field.get("value", ""), **changed}
    empty = {f"{name}_{row}": "" for name in ROW for row in range(1, 13)}
    return client.post(FORM, data={**empty, **PLAN, "csrf_token": token(shown), **sent})


def back(client, version: int):
    """Clicks on the button that puts back an older version."""
    data = {"csrf_token": token(page(client, FORM))}
    return client.post(f"{FORM}/versions/{version}", data=data)


def versions(cohort) -> list[int]:
    with cohort.app_context():
        within = authority_scope("359")
        return [each.id for each in improvement_plans.versions(within=within)]


def test_without_a_plan_the_evidence_stands_and_the_way_to_write_one(open_) -> None:
    shown = page(open_, f"{REPORT}?month={MONTH}")
    assert "No improvement plan has been saved yet." in main_text(shown)
    assert f'href="{FORM}"' in shown
    bands = table(shown, "confirmed")
    # 77 were confirmed on 20 October, and 7 not known on 14 September.
    assert [row[0] for row in bands.values()] == ["77", "7", "0", "0", str(COHORT)]
    with pytest.raises(AssertionError, match="no panel aims"):
        table(shown, "aims")


def test_a_plan_is_written_and_read_with_the_figures_of_the_system(open_) -> None:
    assert send(open_).status_code == 302
    shown = page(open_, f"{REPORT}?month={MONTH}")
    share = round(100 * COUNTS["not_known"] / COHORT, 1)
    aims = table(shown, "aims")
    assert aims["Not known"] == [*[f"{share}%"] * 3, "5.5%", "−2.8"]
    assert aims["NEET or not known"][3] == "12.0%"
    path = table(shown, "path-not_known")
    assert path["October 2026"] == [
        str(COUNTS["not_known"]),
        *[f"{share}%"] * 2,
        "no change",
    ]
    assert path["November 2026"] == ["", "", "7.8%", ""]
    assert path["April 2027"][2] == "5.5%"
    assert table(shown, "actions") == {
        "Ask colleges for their October lists": [
            *("Data manager", "16 October 2026", "Done 20 October 2026", "")
        ],
        "Ring every not known of Year 12": [
            *("Jo Adeyemi-Ní Bhriain", "31 January 2027", "To do"),
            "Contacts of the month",
        ],
    }
    sheets = workbook(open_, f"{REPORT}.xlsx?month={MONTH}")
    sheet = next(rows for name, rows in sheets.items() if name.startswith("What shall"))
    assert sheet["Not known"][:4] == [share, share, share, 5.5]
    assert sheets["Actions"]["Ring every not known of Year 12"][0].startswith("Jo Ade")
    words = printed(open_, f"{REPORT}.pdf?month={MONTH}")
    assert "Jo Adeyemi-Ní Bhriain" in words
    assert "What shall be reached by the end of April 2027" in words


def test_every_number_of_the_plan_opens_as_many(open_) -> None:
    send(open_, begins="2026-09")
    shown = page(open_, f"{REPORT}?month={MONTH}")
    for name, row in (
        ("path-not_known", "October 2026"),
        ("confirmed", "31 to 60 days ago"),
        ("confirmed", "Aged 16 and 17"),
    ):
        number, href = table(shown, name)[row][0], links(shown, name)[row][0]
        listed = main_text(page(open_, href))
        assert f"{number} young people" in listed, (name, row, listed[:300])


def test_every_problem_is_shown_at_once_and_nothing_is_saved(open_, cohort) -> None:
    answer = send(
        open_,
        aim_not_known="a lot",
        aim_neet_or_not_known="101",
        owner_1="",
        due_3=["31", "2", "2027"],
    )
    assert answer.status_code == 200
    words = main_text(answer.text)
    for sentence in (
        "Enter a percentage with at most one decimal, such as 3.5.",
        "Enter a percentage from 0 to 100, such as 3.5.",
        "Enter who does it: a name or a post.",
        "31 2 2027",
    ):
        assert sentence in words or sentence == "31 2 2027"
    assert "Ring every not known of Year 12" in answer.text
    # A filled row after an empty one is not folded away.
    assert '<details class="govuk-details" open>' in answer.text
    assert versions(cohort) == []


def test_a_colleague_who_saved_meanwhile_is_not_overwritten(open_, cohort) -> None:
    send(open_)
    (first,) = versions(cohort)
    send(open_, aim_not_known="5")
    answer = send(open_, version=str(first), aim_not_known="9")
    assert "A colleague saved this plan meanwhile." in main_text(answer.text)
    assert len(versions(cohort)) == 2


def test_an_older_version_is_put_back_as_the_newest(open_, cohort) -> None:
    send(open_)
    send(open_, aim_not_known="4.1")
    newest, first = versions(cohort)
    assert back(open_, first).status_code == 302
    assert [*versions(cohort)][1:] == [newest, first]
    assert (
        table(page(open_, f"{REPORT}?month={MONTH}"), "aims")["Not known"][3] == "5.5%"
    )
    assert back(open_, 999999).status_code == 404


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [
        ("data-manager", 200, 200),
        ("team-leader", 200, 404),
        ("auditor", 200, 404),
        ("adviser", 404, 404),
        ("administrator", 404, 404),
    ],
)
def test_who_reads_and_who_writes(open_, signed_in, role, reads, writes) -> None:
    browser = signed_in(role)
    shown = browser.get(f"{REPORT}?month={MONTH}")
    assert shown.status_code == reads
    assert (f'href="{FORM}"' in shown.text) == (writes == 200)
    assert browser.get(FORM).status_code == writes


def test_a_month_before_the_plan_and_one_after_it(open_, cohort) -> None:
    """An older month shows the baseline alone; the line ends at the aim."""
    send(open_, begins="2026-09")
    shown = page(open_, f"{REPORT}?month={MONTH}")
    path = table(shown, "path-not_known")
    assert next(iter(path)) == "September 2026"
    assert path["October 2026"][0] == str(COUNTS["not_known"])
