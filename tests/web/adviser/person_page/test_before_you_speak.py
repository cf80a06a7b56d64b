"""What stands before all else on the page of a young person, and who sees it. All
people are invented.
"""

import html
import re
from datetime import timedelta

import pytest

from tests.acts import act
from tests.web.adviser.young import (
    HERE_ONLY,
    TODAY,
    doing,
    record_evidence,
    young,
)
from tests.web.school.conftest import post, text
from tracker import actions, domain
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.people.naming import Because

__all__ = ["post"]

GROUND = {
    "by": "another professional",
    "professional": "social worker",
    "learned_on": [TODAY.day, TODAY.month, TODAY.year],
}
PRITI = "Speak to Priti Shah before any visit"
ALONE = "No home visit alone"


@pytest.fixture
def adviser(signed_in):
    return signed_in("adviser")


@pytest.fixture
def person(pages) -> int:
    with pages.app_context():
        number = young(phone="07700 900001")
        record_evidence(number, doing(domain.reference.activity.SEEKING))
        return number


@pytest.fixture
def change(pages, adviser, person, post):
    """Sends a form of a detail, a minute after the last one."""

    def send(form: str, client=None, number=None, **values):
        pages.config["NOW"] += timedelta(minutes=1)
        address = f"/people/{number or person}/change/{form}"
        return post(client or adviser, address, **{**GROUND, **values})

    return send


@pytest.fixture
def all_of_them(pages, person, change) -> None:
    """Every alert and fact that the strip may have."""
    change("safeguarding", alert=PRITI)
    change("lone-worker", visit=ALONE)
    change("preferred-contact", how="text message", when="after 3 pm")
    change("interpreter", language="Polish", needed_by="a parent or carer")
    with pages.app_context():
        record_evidence(person, detail("send", send="Y"))
        by = act(by="me", at=pages.config["NOW"], on=TODAY)
        actions.people.not_named_outward.record(
            person, Because.SAFETY, within=HERE_ONLY, act=by
        )


def strip(page: str) -> list[tuple[str, str, str, str]]:
    """The alerts of a page: kind, title, text and source."""
    found = re.search(r'<ul class="tracker-strip".*?</ul>', page, re.DOTALL)
    if found is None:
        return []
    return [
        tuple(
            html.unescape(each or "").removeprefix(". Source: ").strip()
            for each in parts
        )
        for parts in re.findall(
            r'<li(?: class="tracker-strip__(\w+)")?(?: title="[^"]*")?>'
            r"<b>(.*?)</b><span>(.*?)</span>"
            r'(?:<span class="govuk-visually-hidden">(.*?)</span>)?</li>',
            found[0],
        )
    ]


def page_of(client, number: int, more: str = "") -> str:
    answer = client.get(f"/people/{number}{more}")
    assert answer.status_code == 200
    return text(answer)


SOURCE = "Social worker, to Robin Example, 24 November 2026"
ON_FORM = "Social worker, 24 November 2026"


def test_dangers_come_first_each_with_its_source(adviser, person, all_of_them) -> None:
    found = strip(page_of(adviser, person))
    assert [each[:2] for each in found] == [
        ("danger", "Safeguarding"),
        ("danger", "Not named outward: their safety"),
        ("care", "Lone worker"),
        ("", "Text first"),
        ("", "Polish"),
        ("", "EHC plan"),
    ]
    texts = {title: (words, source) for _, title, words, source in found}
    assert texts["Safeguarding"] == (PRITI, SOURCE)
    assert texts["Lone worker"] == (ALONE, SOURCE)
    assert texts["Text first"] == ("After 3 pm", SOURCE)
    assert texts["Polish"] == ("Interpreter for a parent or carer", SOURCE)


def test_the_form_of_what_happened_has_the_same_strip(
    adviser, person, all_of_them
) -> None:
    shown = page_of(adviser, person, "/what-happened")
    of_page = [each[:3] for each in strip(page_of(adviser, person))]
    assert [each[:3] for each in strip(shown)] == of_page
    assert strip(shown)[0] == ("danger", "Safeguarding", PRITI, ON_FORM)


def test_without_any_alert_there_is_no_strip(adviser, person) -> None:
    assert "tracker-strip" not in page_of(adviser, person)
    assert "tracker-strip" not in page_of(adviser, person, "/what-happened")


@pytest.mark.parametrize(
    ("how", "title"),
    [
        ("phone", "Call first"),
        ("email", "Email first"),
        ("letter", "Write first"),
        ("through a parent or carer", "Through a parent or carer"),
        ("through a worker", "Through a worker"),
    ],
)
def test_a_way_of_contact_is_the_heading_of_its_alert(
    adviser, person, change, how, title
) -> None:
    change("preferred-contact", how=how)
    assert strip(page_of(adviser, person)) == [("", title, "", SOURCE)]


def test_an_interpreter_for_both_is_for_both(adviser, person, change) -> None:
    change("interpreter", language="British Sign Language", needed_by="both")
    ((_, title, words, _),) = strip(page_of(adviser, person))
    assert title == "British Sign Language"
    assert words == "Interpreter for the young person and a parent or carer"


def test_each_stands_among_the_particulars_with_its_source_and_its_form(
    adviser, person, all_of_them
) -> None:
    page = page_of(adviser, person).partition('class="tracker-facts"')[2]
    for label, value, form in (
        ("Safeguarding alert", PRITI, "safeguarding"),
        ("Lone worker", ALONE, "lone-worker"),
        ("Preferred contact", "text message, after 3 pm", "preferred-contact"),
        ("Interpreter", "Polish, a parent or carer", "interpreter"),
    ):
        row = page.partition(f"<dt>{label}</dt>")[2].partition("</div>")[0]
        assert value in row and SOURCE in row
        assert f"/people/{person}/change/{form}" in row


def test_an_alert_ends_and_comes_back_when_the_end_is_taken_back(
    adviser, person, change, post
) -> None:
    change("safeguarding", alert=PRITI)
    change("safeguarding", ended="y")
    page = page_of(adviser, person)
    assert strip(page) == [] and PRITI not in page
    undo = re.findall(r'action="(/people/\d+/take-back/\d+)"', page)
    post(adviser, f"/people/{person}", undo[0])
    assert [each[1] for each in strip(page_of(adviser, person))] == ["Safeguarding"]
    post(adviser, f"/people/{person}", undo[1])
    assert strip(page_of(adviser, person)) == []


def test_a_form_sent_twice_makes_one_alert(pages, adviser, person, change) -> None:
    change("safeguarding", alert=PRITI)
    pages.config["NOW"] -= timedelta(minutes=1)
    change("safeguarding", alert=PRITI)
    page = page_of(adviser, person)
    assert page.count("Safeguarding alert changed: social worker, entry") == 1


def test_the_form_works_by_itself_and_asks_for_no_concern(adviser, person) -> None:
    form = page_of(adviser, person, "/change/safeguarding")
    assert "Do not write the concern itself." in form
    assert 'name="alert"' in form and 'type="submit"' in form
    ways = page_of(adviser, person, "/change/preferred-contact")
    assert ways.count('name="how"') == 6
    assert "For example: After 3 pm" in ways


@pytest.mark.parametrize(
    ("form", "field", "others"),
    [
        ("safeguarding", "alert", {}),
        ("lone-worker", "visit", {}),
        ("preferred-contact", "when", {"how": "phone"}),
        ("interpreter", "language", {"needed_by": "both"}),
    ],
)
def test_more_than_a_line_is_refused_and_kept_in_the_form(
    adviser, person, change, form, field, others
) -> None:
    answer = change(form, **{field: "a line " * 15, **others})
    assert answer.status_code == 200
    page = text(answer)
    assert page.count("Enter 100 characters or fewer.") == 2
    assert "a line a line" in page
    assert strip(page_of(adviser, person)) == []


def test_what_was_typed_is_text_and_nothing_else(adviser, person, change) -> None:
    change("safeguarding", alert="<script>alert(1)</script> \"'>")
    change("interpreter", language="<b>Polish</b>", needed_by="both")
    for more in ("", "/what-happened", "/change/safeguarding", "/change/interpreter"):
        page = page_of(adviser, person, more)
        assert "<script>alert(1)" not in page and "<b>Polish</b>" not in page
    assert "&lt;script&gt;alert(1)" in page_of(adviser, person)


SEE = ["adviser", "team-leader", "data-manager"]


@pytest.mark.law("D-13")
@pytest.mark.parametrize("role", SEE)
def test_those_who_see_caseloads_see_an_alert(
    signed_in, person, all_of_them, role
) -> None:
    page = page_of(signed_in(role, email=f"{role}2@example.org"), person)
    assert page.count(PRITI) == 2 and page.count(ALONE) == 2


@pytest.mark.law("D-13")
@pytest.mark.parametrize(
    "role", ["manager", "information-officer", "asset-owner", "guardian"]
)
def test_others_who_see_the_record_see_no_trace_of_an_alert(
    signed_in, person, all_of_them, role
) -> None:
    client = signed_in(role, email=f"{role}@example.org")
    page = page_of(client, person)
    for words in ("Priti", ALONE, "Safeguarding", "Lone worker", "safeguarding"):
        assert words not in page
    assert [each[1] for each in strip(page)] == [
        *("Not named outward: their safety", "Text first", "Polish", "EHC plan")
    ]
    assert client.get(f"/people/{person}/change/safeguarding").status_code == 404


@pytest.mark.law("D-13")
@pytest.mark.parametrize(
    ("role", "institution"),
    [
        *(("school-user", "urn:106500"), ("college-user", "urn:130505")),
        *(("auditor", None), ("administrator", None)),
    ],
)
def test_schools_colleges_and_auditors_never_see_one(
    signed_in, person, all_of_them, role, institution
) -> None:
    client = signed_in(role, institution, email=f"{role}@example.org")
    for more in ("", "/change/safeguarding", "/change/lone-worker", "/what-happened"):
        answer = client.get(f"/people/{person}{more}")
        assert answer.status_code == 404 and PRITI not in text(answer)


@pytest.mark.law("D-13")
def test_the_audit_does_not_give_an_alert_away(signed_in, person, change) -> None:
    change("safeguarding", alert=PRITI)
    change("phone", phone="07700 900002")
    shown = text(signed_in("auditor", email="ida@example.org").get("/happened"))
    assert f"changed a detail of young person {person} by hand: phone" in shown
    assert f"changed a detail of young person {person} by hand: Not shown" in shown
    assert "afeguarding" not in shown and "Priti" not in shown


@pytest.mark.law("D-13")
def test_no_list_and_no_search_has_an_alert(adviser, person, all_of_them) -> None:
    """Lists are read beside others, and leave as files."""
    for address in (
        *("/", "/caseloads", "/not-known", "/people?q=Holtby", "/people?q=Priti+Shah"),
    ):
        shown = text(adviser.get(address, follow_redirects=True))
        assert PRITI not in shown and ALONE not in shown, address


def test_of_one_who_has_died_only_what_is_still_of_use_stands(
    pages, adviser, person, all_of_them, change
) -> None:
    """Their family may still be visited."""
    with pages.app_context():
        by = act(by="me", at=pages.config["NOW"], on=TODAY)
        actions.people.deaths.record(person, TODAY, within=HERE_ONLY, act=by)
    titles = [each[1] for each in strip(page_of(adviser, person))]
    assert "Text first" not in titles
    assert {"Safeguarding", "Lone worker", "Polish"} <= set(titles)
    assert change("lone-worker", ended="y").status_code == 302
    assert change("preferred-contact", ended="y").status_code == 200


def test_a_merge_keeps_the_alert_of_either_record_and_undoing_it_parts_them(
    pages, adviser, person, change
) -> None:
    with pages.app_context():
        other = young("Amina", "Holtby")
    change("safeguarding", number=other, alert=PRITI)
    change("interpreter", language="Polish", needed_by="both")
    with pages.app_context():
        by = act(by="me", at=pages.config["NOW"], on=TODAY)
        actions.people.merging.merge(person, [other], within=HERE_ONLY, act=by)
    merged = [each[1] for each in strip(page_of(adviser, person))]
    assert merged == ["Safeguarding", "Polish"]
    with pages.app_context():
        actions.people.merging.unmerge(person, within=HERE_ONLY, act=by)
    assert [each[1] for each in strip(page_of(adviser, person))] == ["Polish"]
    assert [each[1] for each in strip(page_of(adviser, other))] == ["Safeguarding"]


@pytest.mark.law("D-05")
def test_a_young_persons_own_copy_has_every_alert(pages, person, all_of_them) -> None:
    with pages.app_context():
        sections = actions.law.subject_copy.gathering.gather(person, within=HERE_ONLY)
    held = [
        (each.label, each.text, each.free)
        for section in sections
        for row in section.rows
        for each in row.fields
    ]
    values = {(label, words): free for label, words, free in held}
    assert values["Safeguarding alert", PRITI]  # it may name another person
    assert values["Lone worker", ALONE]
    assert values["Preferred contact", "text message, after 3 pm"]
    assert ("Interpreter", "Polish, a parent or carer") in values
    (stated,) = (
        (words, free)
        for label, words, free in held
        if label == "Safeguarding alert" and words != PRITI
    )
    assert stated == (
        f"{PRITI}, from a change by hand of safeguarding alert (social worker) of 24 "
        "November 2026, the value that is used",
        True,
    )


@pytest.mark.law("D-13")
def test_a_command_shows_no_alert(person, all_of_them, as_json, flask) -> None:
    shown = as_json("people", "show", person)
    assert PRITI not in str(shown) and "safeguarding" not in shown["identity"]
    assert shown["identity"]["interpreter"]["language"] == "Polish"
    words = flask("people", "show", person).out
    assert "Priti" not in words and "Interpreter: Polish" in words
