"""The return of a month, from its snapshot to DfE's answer. Everybody is invented."""

import re
from datetime import date
from html import unescape

import pytest
from sqlalchemy import text as sql

from tests.factories import COLLEGE, people, person, provider_list, register
from tests.waiting import run_waiting
from tests.web.conftest import NOW, token
from tests.web.management.reading import main_text
from tracker import store
from tracker.access import authority_scope
from tracker.extensions import db

WITHIN = authority_scope("359")


def text(answer) -> str:
    return answer.get_data(as_text=True)


def post(client, address: str, **data):
    """Sends the form of an address for the user who is signed in."""
    page = text(client.get("/account"))
    return client.post(address, data={"csrf_token": token(page), **data})


def works() -> None:
    run_waiting(clock=lambda: NOW, day=lambda at: at.date())


@pytest.fixture
def known(pages, tmp_path, load, clock):
    """Three young people at the college, and one with too little on record."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = [*people(3), person(4, given="Zelda", family="Orrell", sex="")]
    file = provider_list(tmp_path / "list.csv", rows)
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 10, 9))
    return rows


@pytest.fixture
def data_manager(signed_in):
    return signed_in("data-manager")


@pytest.fixture
def manager(signed_in):
    return signed_in("manager")


@pytest.fixture
def snapshot(pages, known, data_manager):
    """Takes the snapshot of a month on its page; the number of the run."""

    def take(month: str = "2026-10") -> int:
        requested = post(data_manager, "/returns/snapshot", month=month)
        assert requested.status_code == 302, text(requested)
        with pages.app_context():
            works()
        done = data_manager.get(requested.location)
        assert done.status_code == 302
        return int(done.location.rpartition("/")[2])

    return take


def sign(manager, number: int, **more: str):
    given = {"confirmed": "y", "reason": "DfE has been informed", **more}
    return post(manager, f"/returns/{number}/sign-off", **given)


def test_before_the_first_return_it_says_how_to_begin(data_manager, manager) -> None:
    assert "Select a month above" in text(data_manager.get("/returns"))
    assert "A data manager takes" in text(manager.get("/returns"))


def test_the_last_month_that_is_over_stands_first(data_manager) -> None:
    page = text(data_manager.get("/returns"))
    months = re.findall(r'<option value="(\d{4}-\d\d)"', page)
    assert months[0] == "2026-10"
    assert "November 2026 (not over yet)" in page
    assert "2026-12" not in months


def test_a_snapshot_shows_its_contents_and_the_next_step(
    snapshot, data_manager
) -> None:
    number = snapshot()
    page = text(data_manager.get(f"/returns/{number}"))
    assert "Return for October 2026" in page
    assert "4 records" in page
    assert "by Robin Example" in page
    assert "Cannot start yet" in page
    assert "The figures match what is on record now" in page or "no figures" in page
    months = text(data_manager.get("/returns"))
    assert f'href="/returns/{number}"' in months


def test_the_page_of_a_snapshot_shows_its_progress(pages, known, data_manager) -> None:
    requested = post(data_manager, "/returns/snapshot", month="2026-10")
    again = post(data_manager, "/returns/snapshot", month="2026-10")
    assert again.location == requested.location, "one is enough"
    page = text(data_manager.get(requested.location))
    assert "Waiting in the queue" in page


@pytest.mark.parametrize("month", ["2027-01", "2024-01", "October", ""])
def test_a_month_without_a_return_is_refused(data_manager, month) -> None:
    answer = post(data_manager, "/returns/snapshot", month=month)
    assert answer.status_code == 200
    assert "There is a problem" in text(answer)


def test_the_figures_are_those_on_record(pages, snapshot, data_manager) -> None:
    from tracker import actions

    number = snapshot()
    with pages.app_context():
        there = actions.figures.measured.figures(
            date(2026, 10, 31), within=WITHIN, sealed=True
        )
    page = text(data_manager.get(f"/returns/{number}"))
    assert "The figures match what is on record now" in page
    for figure in there[:5]:
        assert f'data-figure="{figure.name}">{figure.count:,}<' in page


@pytest.mark.parametrize("by", ["rule", "school", "place", "adviser"])
def test_issues_are_counted_by_who_can_correct_them(snapshot, data_manager, by) -> None:
    number = snapshot()
    page = text(data_manager.get(f"/returns/{number}/issues?by={by}"))
    words = {
        "rule": "31. ",
        "school": "No Year 11 school is known",
        "place": "Testham College",
        "adviser": "No adviser",
    }
    assert words[by] in page
    listed = re.search(r'href="(/returns/\d+/issues/one-by-one\?[^"]+)"', page)
    assert listed is not None
    assert data_manager.get(listed[1].replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize("by", ["rule", "school", "place", "adviser"])
def test_the_last_line_has_all_issues(snapshot, data_manager, by) -> None:
    page = text(data_manager.get(f"/returns/{snapshot()}/issues?by={by}"))
    issues, people = re.search(r"(\d+) issues? for (\d+) young", page).groups()
    lines, total = (
        re.findall(r"--numeric[^>]*>(\d+)</td>", part)
        for part in re.split("<tfoot[^>]*>", page)
    )
    assert total[-2:] == [issues, people]
    a_line = 2 if by == "rule" else 3
    assert sum(map(int, lines[a_line - 2 :: a_line])) == int(issues)


def test_an_issue_names_its_young_person_and_where_it_is(
    snapshot, data_manager
) -> None:
    number = snapshot()
    page = text(data_manager.get(f"/returns/{number}/issues/one-by-one?rule=31"))
    assert "Zelda Orrell" in page
    assert "Rule 31: " in page
    assert "Address line 1" in page
    none = text(data_manager.get(f"/returns/{number}/issues/one-by-one?rule=902"))
    assert "no issues of this kind" in none
    assert data_manager.get(f"/returns/{number}/issues?by=star").status_code == 404


def test_the_pages_of_issues_ask_no_more_for_more_of_them(
    snapshot, data_manager, queries
) -> None:
    number = snapshot()
    counts = []
    data_manager.get("/account")  # the count of the menu is kept from here on
    for address in ("?rule=902", ""):
        with queries() as sent:
            data_manager.get(f"/returns/{number}/issues/one-by-one{address}")
        counts.append(len(sent))
    # The second page names people, which is one line of the audit.
    assert counts[0] + 1 == counts[1]


def test_changes_since_last_month_have_their_causes(
    pages, snapshot, data_manager, tmp_path, load
) -> None:
    first = snapshot("2026-09")
    file = provider_list(tmp_path / "more.csv", [person(7, start="05/10/2026")])
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 10, 12))
    second = snapshot("2026-10")
    page = text(data_manager.get(f"/returns/{second}/changes"))
    assert "Joined" in page
    assert "September 2026 had 4 records, October 2026 has 5 records" in page
    assert (
        "The primary cohort is 1 more than in the return for September 2026 (25.0%)"
        in page
    ), "the alarm"
    assert "batch" not in page
    empty = text(data_manager.get(f"/returns/{first}/changes"))
    assert "nothing to compare with" in empty


def test_not_known_that_moves_much_is_not_as_usual(
    pages, snapshot, data_manager, tmp_path, load
) -> None:
    """The cohort is the same; the records are fewer and the figures other ones."""
    snapshot("2026-10")
    second = snapshot("2026-11")
    page = text(data_manager.get(f"/returns/{second}"))
    assert "As usual" in page
    assert "The primary cohort was 4 and is 4." in page
    with pages.app_context(), store.database.shown.showing("359"):
        db.session.execute(
            sql(
                "UPDATE return_records SET \"group\" = 'not known' WHERE run_id = :run"
                " AND record->>'CohortStatus' = 'P' AND person_id IN (SELECT"
                " min(person_id) FROM return_records WHERE run_id = :run"
                " AND \"group\" <> 'not known' AND record->>'CohortStatus' = 'P')"
            ),
            {"run": second},
        )
        db.session.commit()
    page = main_text(text(data_manager.get(f"/returns/{second}")))
    assert "As usual" not in page
    assert "Check this" in page
    assert re.search(r"Not known went from (\d) to (\d) of it: 1 more\.", page)
    assert "More than 3% of the cohort is unusual" in page


def test_it_is_signed_downloaded_sent_and_answered(
    pages, snapshot, data_manager, manager
) -> None:
    number = snapshot()
    assert data_manager.get(f"/returns/{number}/file").status_code == 404
    assert sign(manager, number).status_code == 302
    page = text(manager.get(f"/returns/{number}"))
    assert "Robin Example signed it off 24 November 2026 at 9:00am" in page
    file = data_manager.get(f"/returns/{number}/file")
    assert file.status_code == 200
    assert file.data.startswith(b"<?xml")
    assert "NCCIS_359_2026-10-31.xml" in file.headers["Content-Disposition"]
    day = ["24", "11", "2026"]
    address = f"/returns/{number}/sent"
    sent = post(data_manager, address, day=day, note="By the portal")
    assert sent.status_code == 302, text(sent)
    answered = post(data_manager, f"/returns/{number}/answer", note="Two duplicates")
    assert answered.status_code == 302
    page = text(data_manager.get(f"/returns/{number}"))
    assert "Sent 24 November 2026, marked by Robin Example" in page
    assert "Two duplicates" in page
    with pages.app_context():
        steps = store.nccis_return.run_steps.of([number])[number].steps
        assert [each.step for each in steps] == [
            *("signed off", "downloaded", "sent", "answered")
        ]


def test_a_signed_return_shows_the_confirmed_statement(snapshot, manager) -> None:
    number = snapshot()
    answer = post(manager, f"/returns/{number}/sign-off", reason="x")
    assert "Tick the box to confirm" in text(answer)
    page = text(manager.get(f"/returns/{number}/sign-off"))
    assert "I have checked the figures" in page
    assert "You are signing as Robin Example" in page


def test_issues_that_must_be_corrected_need_a_reason(pages, snapshot, manager) -> None:
    number = snapshot()
    answer = sign(manager, number, reason="")
    assert "of priority 1" in text(answer)
    assert 'href="#reason"' in text(answer)
    with pages.app_context():
        found = store.nccis_return.runs.run(number, within=WITHIN)
        assert found is not None
        assert found.frozen_at is None


def test_a_sign_off_is_withdrawn_until_it_is_sent(
    pages, snapshot, manager, data_manager
) -> None:
    number = snapshot()
    sign(manager, number)
    done = post(manager, f"/returns/{number}/withdraw", reason="A school rang")
    assert done.status_code == 302
    assert data_manager.get(f"/returns/{number}/file").status_code == 404
    page = text(manager.get(f"/returns/{number}"))
    assert "sign-off withdrawn by Robin Example. A school rang" in page


def test_a_signed_month_is_made_again_for_a_reason_beside_the_first(
    pages, snapshot, manager, data_manager
) -> None:
    first = snapshot()
    sign(manager, first)
    refused = post(data_manager, "/returns/snapshot", month="2026-10")
    assert "October 2026 is signed off. Enter why you are making it again." in text(
        refused
    )
    page = text(data_manager.get(f"/returns/{first}/again"))
    assert "Why are you making the return again?" in page
    requested = post(data_manager, f"/returns/{first}/again", reason="DfE requested it")
    with pages.app_context():
        works()
    second = int(data_manager.get(requested.location).location.rpartition("/")[2])
    assert second != first
    page = text(data_manager.get(f"/returns/{second}"))
    assert "Made again because: DfE requested it" in page
    assert f'href="/returns/{first}"' in page
    assert "A newer snapshot" in text(data_manager.get(f"/returns/{first}"))
    months = text(data_manager.get("/returns"))
    assert "Made 2 times" in months


def test_the_list_of_months_asks_no_more_for_more_months(
    snapshot, data_manager, queries
) -> None:
    counts = []
    for month in ("2026-08", "2026-09", "2026-10"):
        snapshot(month)
        with queries() as sent:
            data_manager.get("/returns")
        counts.append(len(sent))
    assert counts[0] == counts[1] == counts[2]


def test_every_issue_links_to_the_page_that_mends_it(snapshot, data_manager) -> None:
    number = snapshot()
    page = text(data_manager.get(f"/returns/{number}/issues/one-by-one"))
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.DOTALL)
    issues = [row for row in rows if "<td" in row]
    assert issues
    for row in issues:
        link = re.search(r'<td.*?<a class="govuk-link" href="([^"]+)"', row, re.DOTALL)
        assert link is not None, row
        assert data_manager.get(link[1]).status_code == 200, link[1]


def test_those_who_only_sign_are_led_to_the_record(snapshot, signed_in) -> None:
    number = snapshot()
    page = text(signed_in("manager").get(f"/returns/{number}/issues/one-by-one"))
    assert "Open the record" in page
    assert "/change/" not in page and "/status" not in page


GIVEN = {"by": "a parent or carer", "learned_on": ["20", "11", "2026"]}


def test_the_issues_of_a_rule_are_worked_through(snapshot, data_manager) -> None:
    """Mended or rung: the next one opens as "2 of 4", with the way back."""
    number = snapshot()
    address = f"/returns/{number}/issues/one-by-one?rule=31"
    page = text(data_manager.get(address))
    ways = re.findall(r'href="(/people/\d+/change/address[^"]+)"', page)
    first, *_, last = map(unescape, ways)
    form = text(data_manager.get(first))
    (to,) = re.findall(r'<form method="post" action="(/people/\d+/cha[^"]+)"', form)
    mended = post(data_manager, unescape(to), line1="7 Oak Row", **GIVEN)
    assert mended.status_code == 302, text(mended)
    record = text(data_manager.get(mended.location))
    assert "1 of 4" in record
    assert f'href="{address}">Rule 31</a>' in record
    (onward,) = re.findall(r'tracker-run__next" href="([^"]+)"', record)
    record = text(data_manager.get(onward))
    assert "2 of 4" in record
    # The rules that its record breaks lead on in the same list.
    assert "/change/address?round=return-issues?number%3D" in record
    rung = last.replace("change/address", "what-happened")
    saved = post(data_manager, rung, outcome="no answer", step="next")
    assert "2 of 4" in text(data_manager.get(saved.location))
    end = text(data_manager.get(f"/round-end?{rung.partition('?')[2]}"))
    assert "2 of 4 done" in end
    assert "2 skipped and not done" in end
    assert "reached" not in end.partition("<main")[2].partition("</main>")[0]


def test_no_one_works_through_issues_that_they_may_not_see(
    snapshot, data_manager, signed_in, flask
) -> None:
    address = f"/people/1?round=return-issues?number%3D{snapshot()}"
    assert "1 of 4" in text(data_manager.get(address))
    assert not round_of(signed_in("adviser", email="a@example.org").get(address))
    for odd in ("", "x", "999", "9" * 40):
        listed = f"round=return-issues?number%3D{odd}"
        assert not round_of(data_manager.get(f"/people/1?{listed}"))
        assert data_manager.get(f"/round-end?{listed}").status_code == 200
    # Who only signs is led on as well, but not to the page of those who ring.
    reader = signed_in("manager", email="m@example.org")
    assert "1 of 4" in round_of(reader.get(address))
    assert flask("people", "merge", "1", "2").code == 0
    another = signed_in("data-manager", email="d@example.org")
    assert "1 of 3" in round_of(another.get(address))


def round_of(answer) -> str:
    """The line of the list that is worked through; "" without one."""
    return "".join(re.findall(r'<nav class="tracker-run.*?</nav>', text(answer), re.S))
