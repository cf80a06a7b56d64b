"""The acts of tests: by an invented user, at a fixed moment unless another is given."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import pairwise

from flask import Flask

from tests.factories import AUTHORITY
from tracker import store
from tracker.access import Scope, authority_scope
from tracker.actions.act import Act
from tracker.actions.casework.contacts import NewContact, NextStep
from tracker.actions.casework.what_happened import Happened
from tracker.store.casework.contacts import Contact

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def act(
    by: str = "data@example.org",
    at: datetime = NOON,
    on: date | None = None,
    authority: str = AUTHORITY,
) -> Act:
    """An act; the date is that of the moment, if no other is given."""
    return Act(by=by, at=at, on=on or at.date(), authority=authority)


#: The groups of commands in which something is decided.
DECIDING = {"agreements", "disclosures", "disposals", "releases"}
SINCE = datetime(2026, 9, 1, 9, tzinfo=UTC)


def invite_deciders(app: Flask, words: Sequence[object]) -> None:
    """Gives each person a command acts for an account, unless one has that name."""
    from tracker import actions

    wanted = [str(name) for option, name in pairwise(words) if option == "--for"]
    if not wanted or words[0] not in DECIDING:
        return
    with app.app_context():
        here = authority_scope(AUTHORITY)
        known = set(store.accounts.users.names(within=here).values())
        for name in wanted:
            if name in known or not name.strip():
                continue
            place = "".join(each for each in name.casefold() if each.isalnum())
            invited = actions.accounts.users.invite(
                email=f"{place}@decides.example",
                name=name,
                role="asset-owner",
                institution=None,
                act=act("the tests", SINCE),
            )
            actions.accounts.passwords.set_password(
                invited.secret, "seven quiet lanterns drift", at=SINCE
            )


def record_contact(
    person: int,
    new: NewContact,
    *,
    next_due: date | None = None,
    what: str = "",
    within: Scope,
    act: Act,
) -> Contact:
    """Records a contact, and the day of the next one, as *What happened?* does."""
    from tracker import actions

    saved = actions.casework.what_happened.save(
        actions.history.known_person.known_person(person, on=act.on, within=within),
        Happened(new, following=NextStep(next_due, what)),
        act=act,
    )
    found = store.casework.contacts.get(saved.contact or 0, within=within)
    assert found is not None
    return found
