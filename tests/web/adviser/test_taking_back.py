"""The list of entries made by hand takes back only the entries of its own pages."""

import pytest
from sqlalchemy import select

from tests.acts import act
from tests.web.adviser.young import HERE_ONLY, TODAY, doing, record_evidence, young
from tests.web.conftest import NOW
from tracker import actions, domain, store
from tracker.actions.leavers.corrections import CHECKED
from tracker.domain.people.naming import Because
from tracker.extensions import db
from tracker.store.history.evidence import Entry

#: Sources whose entries have a page of their own for taking back, with its own checks.
ELSEWHERE = (
    actions.leavers.corrections.SOURCE,
    CHECKED,
    actions.leavers.notices.SOURCE,
    actions.leavers.unchanged.SOURCE,
    "a source of next year",
)


def newest(source: str) -> int:
    """The number of the last entry, now with this source."""
    entry = db.session.scalars(select(Entry).order_by(Entry.id.desc()).limit(1)).one()
    entry.source = source
    number = int(entry.id)
    db.session.commit()
    return number


def stands(number: int) -> bool:
    found = store.casework.entries.get(number, within=HERE_ONLY)
    assert found is not None
    return found.withdrawn_at is None


@pytest.mark.parametrize("role", ["adviser", "team-leader", "data-manager"])
def test_an_entry_with_a_page_of_its_own_is_not_taken_back_here(
    pages, signed_in, fill, role
) -> None:
    client = signed_in(role)
    for source in ELSEWHERE:
        with pages.app_context():
            person = young(at=NOW)
            record_evidence(person, doing(domain.reference.activity.SEEKING))
            number = newest(source)
        assert client.get(f"/update-many/{number}").status_code == 404
        page = f"/people/{person}"
        shown = client.get(page).get_data(as_text=True)
        assert f"{page}/take-back/{number}" not in shown
        for address in (
            f"/update-many/{number}/take-back",
            f"{page}/take-back/{number}",
        ):
            answer = fill(client, address, page="/account")
            assert "cannot be taken back here" in answer.get_data(as_text=True)
        with pages.app_context():
            assert stands(number), source


def test_a_name_that_is_withheld_is_not_named_again_by_an_adviser(
    pages, signed_in, fill
) -> None:
    client = signed_in("adviser")
    with pages.app_context():
        person = young()
        actions.people.not_named_outward.record(
            person, Because.SAFETY, within=HERE_ONLY, act=act(by="me", at=NOW, on=TODAY)
        )
        number = int(db.session.scalars(select(Entry.id).order_by(Entry.id)).all()[-1])
    fill(client, f"/people/{person}/take-back/{number}", page="/account")
    fill(client, f"/update-many/{number}/take-back", page="/account")
    with pages.app_context():
        assert stands(number)


def test_a_status_and_a_record_added_by_hand_are_taken_back(
    pages, signed_in, fill
) -> None:
    client = signed_in("adviser")
    with pages.app_context():
        person = young()
        record_evidence(person, doing(domain.reference.activity.SEEKING))
        number = newest("status update, according to a parent or carer")
    page = f"/people/{person}"
    answer = fill(client, f"{page}/take-back/{number}", page=page)
    assert "Taken back" in answer.get_data(as_text=True)
    with pages.app_context():
        assert not stands(number)
        record_evidence(person, doing(domain.reference.activity.SEEKING))
        number = newest(actions.casework.contacts.SOURCE)
    fill(client, f"{page}/take-back/{number}", page=page)
    with pages.app_context():
        assert not stands(number)
