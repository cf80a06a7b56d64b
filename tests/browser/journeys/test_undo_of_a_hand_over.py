"""A team leader undoes an older hand-over, having seen who moves. All invented."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.acts import act
from tests.browser.conftest import WIDE
from tests.browser.place import NOW, Place
from tests.conftest import SMALL_ON
from tracker import actions, store
from tracker.access import authority_scope

WITHIN = authority_scope("359")
PHONE = 390


@pytest.fixture
def handed_over(authority: Place):
    """Two hand-overs of three people, the later one of one of them; put back after."""
    done = {"act": act("the tests", NOW, SMALL_ON)}
    with authority.app.app_context():
        store.database.shown.show(["359"])
        team = store.casework.caseloads.advisers(within=WITHIN)
        ann, ben = (user for user in team if user.role == "adviser")
        day = store.history.days.newest(SMALL_ON, within=WITHIN)
        rows = store.casework.caseload_rows.of_adviser(
            [ann.id], day=day, today=SMALL_ON, within=WITHIN, limit=3
        )
        people = [row.person for row in rows]
        first = actions.casework.caseloads.hand_over(
            people, ben.id, within=WITHIN, **done
        )
        later = actions.casework.caseloads.hand_over(
            people[:1], ann.id, within=WITHIN, **done
        )
        yield first.id, [row.name for row in rows], (ann.id, ann.name), ben.name
        store.database.shown.show(["359"])
        for number in (later.id, first.id):
            made = store.casework.caseloads.hand_over(number, within=WITHIN)
            if made.undone_by is None:
                actions.casework.hand_overs.undo(made, **done)


@pytest.mark.sample("390-False", because="wide and with JavaScript it is the same way")
@pytest.mark.parametrize(
    ("width", "javascript"), [(WIDE, True), (PHONE, True), (PHONE, False)]
)
def test_an_older_hand_over_is_undone_after_a_look(
    page: Callable[..., Page], handed_over, width: int, javascript: bool
) -> None:
    number, names, (_, ann), ben = handed_over
    window = page("team-leader", width, javascript=javascript)
    window.goto("/caseloads")
    window.get_by_role("link", name="All hand-overs").click()
    window.get_by_role("link", name=f"Undo hand-over {number}", exact=True).click()
    main = window.locator("main")
    expect(main).to_contain_text(f"Undo hand-over {number}?")
    expect(main).to_contain_text("1 of 3 young people would stay where they are")
    expect(main).to_contain_text(f"{names[0]}: moved again since, now with {ann}")
    moved = window.get_by_role("row").filter(has_text=names[1])
    expect(moved).to_contain_text(ben)
    expect(moved).to_contain_text(names[2])
    across = window.evaluate("document.scrollingElement.scrollWidth")
    assert across <= width
    window.get_by_role("button", name="Undo it for 2 young people").click()
    expect(main).to_contain_text("Undone: 2 young people went back to where they were.")
    window.get_by_role("link", name=f"Redo hand-over {number}", exact=True).click()
    window.get_by_role("button", name="Redo it for 2 young people").click()
    expect(main).to_contain_text("Done again: 2 young people went to the new adviser.")
