"""The acts of tests: by an invented user, at a fixed moment unless another is given."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import pairwise

from flask import Flask

from tests.factories import AUTHORITY
from tracker.access import authority_scope
from tracker.actions.act import Act

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
    from tracker import actions, store

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
