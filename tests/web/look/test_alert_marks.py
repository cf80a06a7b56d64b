"""The mark of an alert beside a name on lists: where people are called from, for which
readers, and nothing of what the alert has to say. All people are invented.
"""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from tests.acts import act
from tests.web.adviser.young import (
    HERE_ONLY,
    THERE,
    TODAY,
    doing,
    record_evidence,
    young,
)
from tests.web.conftest import NOW
from tests.web.school.conftest import text
from tracker import actions, domain, store
from tracker.access import ROLES
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.details.particulars import DETAILS
from tracker.web.look.alert_marks import COLOURS

PRITI = "Speak to Priti Shah before any visit"
ALONE = "No home visit alone"
SEEKING = domain.reference.activity.SEEKING
UNKNOWN = domain.reference.activity.NOT_KNOWN
STYLES = Path(__file__).parents[3] / "static" / "tracker.css"
DONE = act(by="leader", at=NOW, on=TODAY)


def alert(person: int, **more) -> None:
    record_evidence(person, detail("safeguarding", alert=PRITI), **more)


def marks(page: str) -> list[str]:
    """The marks of a page, in its order."""
    return re.findall(
        r'class="(?:govuk-link )?tracker-alert"[^>]*><strong[^>]*>([^<]*)</strong>',
        page,
    )


@pytest.fixture
def adviser(signed_in):
    return signed_in("adviser")


@pytest.fixture
def read(adviser):
    def page(address: str, client=None) -> str:
        answer = (client or adviser).get(address)
        assert answer.status_code == 200
        return text(answer)

    return page


def my_number() -> int:
    within = HERE_ONLY
    return next(
        user.id
        for user in store.accounts.users.everybody(within=within)
        if user.email == "adviser@example.org"
    )


@pytest.fixture
def person(pages, adviser) -> int:
    """A young person of the adviser's caseload who is not known, with both alerts."""
    with pages.app_context():
        number = young(phone="07700 900001")
        record_evidence(number, doing(UNKNOWN))
        alert(number)
        record_evidence(number, detail("lone worker", visit=ALONE))
        actions.casework.caseloads.share_out([number], [my_number()], act=DONE)
        actions.casework.contacts.follow_up_on(
            number, TODAY, "Call", within=HERE_ONLY, act=DONE
        )
        actions.history.positions.refresh([TODAY], within=HERE_ONLY)
        return number


LISTS = [
    *("/my-day", "/my-caseload", "/not-known", "/find?q=Holtby", "/group-session"),
    "/to-do",
]
#: Where a name is ticked, and leads nowhere.
NO_LINKS = ("/group-session",)


@pytest.mark.parametrize("address", LISTS)
def test_the_mark_stands_before_the_number_and_leads_to_the_record(
    read, person, address
) -> None:
    page = read(address)
    assert marks(page)[:2] == ["Safeguarding alert", "Lone worker"]
    assert PRITI not in page
    assert ALONE not in page
    mark = page.index("tracker-alert")
    if address not in NO_LINKS:
        assert f"/people/{person}" in page[max(0, mark - 250) : mark + 100]
    if "tel:" in page:
        assert mark < page.index("tel:")


def test_every_detail_that_is_an_alert_has_a_mark() -> None:
    alerts = [each.name for each in DETAILS if each.handling.name == "alerts"]
    assert list(COLOURS) == alerts


@pytest.mark.parametrize("role", ROLES)
def test_only_those_who_see_caseloads_see_the_mark(
    read, person, signed_in, adviser, role
) -> None:
    client = adviser if role == "adviser" else signed_in(role)
    answer = client.get("/find?q=Holtby")
    sees = "see caseload" in ROLES[role].permissions
    assert bool(marks(text(answer))) == (sees and answer.status_code == 200)


def test_a_list_behind_a_number_is_marked_for_those_who_may_see_it(
    read, person, signed_in
) -> None:
    assert "Holtby" in (page := read("/figures/in-caseloads", signed_in("team-leader")))
    assert marks(page) == ["Safeguarding alert", "Lone worker"]
    page = read("/figures/in-caseloads", signed_in("manager"))
    assert "Holtby" in page
    assert not marks(page)


def test_an_alert_that_ended_has_no_mark(pages, read, person) -> None:
    with pages.app_context():
        later = {"at": NOW + timedelta(minutes=1), "as_at": TODAY}
        record_evidence(person, detail("safeguarding", alert=""), **later)
    assert marks(read("/not-known")) == ["Lone worker"]


def test_the_alert_of_a_merged_record_marks_the_one_that_stays(
    pages, read, person
) -> None:
    with pages.app_context():
        other = young("Amina", "Holtby-Ames")
        twin = young("Amina", "Holtbi-Ames")
        alert(twin)
        actions.people.merging.merge(other, [twin], within=HERE_ONLY, act=DONE)
    assert marks(read("/find?q=Holtby-Ames")) == ["Safeguarding alert"]


def test_one_who_died_is_marked_where_they_are_found_and_on_no_list(
    pages, read, person
) -> None:
    with pages.app_context():
        actions.people.deaths.record(person, TODAY, within=HERE_ONLY, act=DONE)
    assert marks(read("/find?q=Holtby")) == ["Safeguarding alert", "Lone worker"]
    for address in ("/my-day", "/my-caseload", "/not-known"):
        assert not marks(read(address)), address


def test_the_alert_of_another_authority_is_not_read(pages) -> None:
    with pages.app_context():
        there = young("Zed", "Elsewhere", authority=THERE)
        alert(there, authority=THERE)
        assert (
            store.people.records.with_details([there], list(COLOURS), within=HERE_ONLY)
            == {}
        )


def test_a_file_has_no_alert(read, person) -> None:
    page = read("/not-known.csv")
    assert "Holtby" in page
    for words in ("alert", "Lone worker", PRITI, ALONE):
        assert words.casefold() not in page.casefold()


def test_a_mark_is_not_printed() -> None:
    print_rules = STYLES.read_text(encoding="utf-8").split("@media print")[1]
    assert ".tracker-alert" in print_rules.split("display: none")[0]
