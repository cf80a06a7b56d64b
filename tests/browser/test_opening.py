"""Opening a page changes nothing: every row of the database is compared."""

from collections.abc import Callable

import pytest

from tests import stored_rows
from tests.browser.place import Place
from tests.browser.test_every_page import ROLE
from tests.browser.walking import Walk
from tracker.store.accounts.audit import Action

#: What opening a record or a file leaves in the audit.
READING = {
    Action.PERSON_OPENED,
    Action.PEOPLE_LISTED,
    Action.DISCLOSURE_MADE,
    Action.AUDIT_DOWNLOADED,
    Action.FIGURE_LIST_DOWNLOADED,
    Action.LEAVERS_DOWNLOADED,
    Action.COMPARISON_DOWNLOADED,
    Action.DOCUMENT_DOWNLOADED,
    Action.NOT_KNOWN_DOWNLOADED,
    Action.OUT_OF_AREA_DOWNLOADED,
    Action.PLAN_DOWNLOADED,
    Action.PROBLEMS_DOWNLOADED,
    Action.REPORT_DOWNLOADED,
    Action.RETURN_DOWNLOADED,
    Action.SURVEY_DOWNLOADED,
}
#: What the first visit has worked out again from what is stored, and requests for it.
WORKED_OUT = {
    *("tasks", "derivations", "positions", "position_days"),
    *(
        "leavers",
        "leaving_years",
        "tallies",
        "sealed_tallies",
        "ledger_rows",
        "ledger_days",
    ),
    *("school_ledger_rows", "expected_rows"),
    *("not_known_rows", "not_known_lists", "not_known_owed"),
}
#: Pages and files that some role reaches by no link, with records of this authority.
MORE = {
    "management.list_behind": "/figures/people?measure=participating",
    "management.list_file": "/figures/people.csv?measure=participating",
    "adviser.providers": "/providers?q=college",
    "kept_forms.mine": "/kept-forms",
}


def only_the_audit(changed: stored_rows.Changes) -> None:
    """Nothing went, and what came is of the audit, about reading."""
    went, came = changed.pop("audit", ([], []))
    assert went == []
    assert {line["action"] for line in came} <= READING
    # The return's own list of who has its file.
    went, came = changed.pop("return_steps", ([], []))
    assert went == []
    assert {step["step"] for step in came} <= {"downloaded"}
    # The order of a list, kept from the first of its pages on (decision 0187).
    went, _ = changed.pop("round_people", ([], []))
    assert went == []
    # A school that takes the list of its leavers is a recipient.
    for table in ("disclosures", "disclosed_people"):
        went, _ = changed.pop(table, ([], []))
        assert went == []
    assert changed == {}


@ROLE
def test_the_first_visit_changes_nothing_but_what_is_worked_out(
    walked: Callable[[str], Walk], role: str
) -> None:
    changed = walked(role).changed
    only_the_audit({k: v for k, v in changed.items() if k not in WORKED_OUT})


@pytest.mark.sample("adviser", "school-user", because="every page of a role")
@ROLE
def test_opening_pages_changes_nothing(
    authority: Place, walked: Callable[[str], Walk], client: Callable, role: str
) -> None:
    found = walked(role)
    opened = {**MORE, **found.files, **found.pages}
    browser, answers = client(role), {}
    before = stored_rows.of(authority.app)
    for endpoint, address in opened.items():
        with browser.get(address) as answer:
            answers[endpoint] = answer.status_code
    only_the_audit(stored_rows.changes(before, stored_rows.of(authority.app)))
    # What is compared are pages with records of this authority, and not refusals.
    assert {answers[each] for each in (*found.pages, *found.files)} == {200}
    assert len(found.pages) > 8
