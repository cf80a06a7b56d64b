"""Why a user looks at a record: the list that it is on, or a reason that they gave.

A record outside the lists of one's role needs a reason, once a person and a day (Law
D-18). Which lists count for which role is in ``own_lists.csv``.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from pathlib import Path

from tracker import store
from tracker.access import ROLES, Scope
from tracker.actions.act import Act
from tracker.domain.law.look_reasons import OTHER, REASONS
from tracker.domain.reference import tables
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.accounts.users import User
from tracker.store.law.look_reasons import LookReason

LONGEST_WORDS = 500


def _list(row: dict[str, str]) -> tuple[str, tuple[str, frozenset[str]]]:
    name, why = row.pop("list"), row.pop("why")
    return name, (why, frozenset(t for t in row if tables.YES_OR_NO[row[t]]))


#: Each list in words, with the titles of the roles whose work it is, the nearest first.
OWN_LISTS: Mapping[str, tuple[str, frozenset[str]]] = dict(
    tables.read(Path(__file__).with_name("own_lists.csv"), _list)
)


def why(
    person: int,
    *,
    user: User,
    on: date,
    midnight: datetime,
    day: date | None,
    pages: Collection[str],
) -> str | None:
    """Why a user looks at a record; None if they have to give a reason first.

    ``on`` is today and ``midnight`` its first moment, ``day`` that of the newest
    positions. A list of their role comes first, then the reason that they gave today,
    then a list that named the person to them today: one of ``pages``.
    """
    lists = store.casework.own_lists.with_person(
        person, user=user.id, email=user.email, on=on, day=day
    )
    title = ROLES[user.role].title
    for name, (words, roles) in OWN_LISTS.items():
        if name in lists and title in roles:
            return words
    given = store.law.look_reasons.given(
        person, user.email, on, authority=user.authority
    )
    if given is not None:
        return REASONS.get(given, "a reason in words").lower()
    shown = store.casework.own_lists.shown_on(
        person,
        by=user.email,
        since=midnight,
        authority=user.authority,
        lists=pages,
    )
    return shown or None


def give(person: int, reason: str, words: str, *, within: Scope, act: Act) -> None:
    """Records a reason for looking at a person today. The first one of a day counts.

    Raises Refusal for a reason that is not on the list and has no words.
    """
    words = " ".join(words.split())
    if reason not in REASONS and reason != OTHER:
        raise Refusal("Select a reason.", "words")
    if reason == OTHER and not words:
        raise Refusal("Enter the reason.", "words")
    if len(words) > LONGEST_WORDS:
        raise Refusal(f"Enter {LONGEST_WORDS} characters or fewer.", "words")
    if store.people.records.get(person, within=within) is None:
        raise Refusal(f"There is no young person {person}.")
    # Two clicks at once give one reason.
    with store.database.base.transaction(f"look reasons of {act.by}"):
        if store.law.look_reasons.given(
            person, act.by, act.on, authority=act.authority
        ):
            return
        made = LookReason(
            authority=act.authority,
            given_by=act.by,
            person_id=person,
            on_day=act.on,
            reason=reason,
            given_at=act.at,
        )
        store.law.look_reasons.add(made, words)
        act.note(Action.LOOK_REASON_GIVEN, f"person {person}", reason=reason)
