"""Who looked at the records of young people, as the audit has it (Law D-18).

A look is a line of the audit about a record that was opened, a list that was shown, or
a file that was downloaded. It has the numbers of the people, the user, the moment and
the reason, and no name.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tracker.access import Scope
from tracker.store.accounts import audit
from tracker.store.accounts.audit import Action, AuditLine, Criteria
from tracker.store.database import base
from tracker.store.history import merged_records
from tracker.store.law import sealed_looks
from tracker.store.people import records

#: The actions by which details were seen, by page, file or command.
LOOKS = (
    Action.PERSON_OPENED,
    Action.PEOPLE_LISTED,
    Action.LEAVERS_DOWNLOADED,
    Action.FIGURE_LIST_DOWNLOADED,
    Action.NOT_KNOWN_DOWNLOADED,
    Action.PUPILS_LOOKED_UP,
    Action.SURVEY_DOWNLOADED,
    Action.PLAN_DOWNLOADED,
    Action.DOCUMENT_DOWNLOADED,
    Action.SEALED_OPENED,
)
#: Those by which one record was opened.
_OPENINGS = (Action.PERSON_OPENED, Action.SEALED_OPENED)


@dataclass(frozen=True, slots=True)
class Look:
    """One look: when, by which user or command, by which action, and why.

    ``people`` is how many young people the answer named, ``opened`` whether it was the
    whole record of one, and ``sealed`` whether it was what is sealed in it.
    """

    at: datetime
    by: str
    action: str
    why: str
    people: int
    opened: bool
    acts_for: str = ""
    sealed: bool = False


def at_person(
    person: int,
    *,
    within: Scope,
    first: datetime | None = None,
    until: datetime | None = None,
    most: int | None = None,
) -> list[Look]:
    """Every look at one young person, the newest first.

    Looks at each record that is merged with this one count, also those from before the
    merge. ``first`` and ``until`` are moments, ``most`` limits the number. Empty for a
    person outside the scope.
    """
    record = records.get(person, within=within)
    if record is None:
        return []
    root = record.merged_into or record.id
    every = sorted({root, *merged_records.records_of([root])})
    # Row-level security keeps PostgreSQL from its index of lists; see functions.sql.
    found = base.stream(
        'SELECT at, "by", action, detail FROM looks_at(%s, %s, %s, %s)'
        " ORDER BY at DESC, id DESC LIMIT %s",
        *(every, [each.value for each in LOOKS], first, until, most),
    )
    words = sealed_looks.words(people=every, within=within)
    return [
        _look(
            *(at, by, action, detail),
            words.get((by, at), "") if action == Action.SEALED_OPENED else "",
            every,
        )
        for at, by, action, detail in found
    ]


def by_user(
    email: str,
    *,
    within: Scope,
    first: datetime | None = None,
    until: datetime | None = None,
    most: int = 500,
) -> Sequence[AuditLine]:
    """The looks of one user or command, the newest first; at most so many."""
    criteria = Criteria(by=email, actions=LOOKS, first=first, until=until)
    return audit.lines(criteria, within=within, offset=0, limit=most)


def reasons(lines: Iterable[AuditLine], *, within: Scope) -> list[str]:
    """The reason of each of these looks, "" where none was given. Raises NotOpened."""
    every = list(lines)
    by = sorted({each.by for each in every if each.action == Action.SEALED_OPENED})
    words = sealed_looks.words(by=by, within=within) if by else {}
    return [
        (words.get((each.by, each.at)) if each.action == Action.SEALED_OPENED else "")
        or reason_in(each.detail)
        for each in every
    ]


def reason_in(detail: Mapping[str, Any]) -> str:
    """The reason of a look as its line of the audit has it, "" for none."""
    return str(detail.get("why") or detail.get("reason") or detail.get("command") or "")


def openings(
    *, within: Scope, first: datetime, until: datetime
) -> Iterator[tuple[datetime, str, int]]:
    """(moment, user, number of the record) of each record that was opened.

    What is sealed in a record is an opening of its own.
    In the order of time, from the moment ``first`` and before ``until``.
    """
    yield from base.stream(
        "SELECT at, \"by\", split_part(subject, ' ', 2)::bigint FROM audit"
        " WHERE authority = ANY(%s) AND action = ANY(%s) AND at >= %s AND at < %s"
        " ORDER BY at, id",
        *(list(within.authorities), [it.value for it in _OPENINGS], first, until),
    )


def people_of(line: AuditLine) -> list[int]:
    """The numbers of the people that a look named."""
    people = line.detail.get("people")
    if isinstance(people, list):
        return people
    kind, _, number = line.subject.rpartition(" ")
    return [int(number)] if kind == "person" else []


def _look(
    at: datetime,
    by: str,
    action: str,
    detail: dict[str, Any],
    words: str,
    records_of_person: Collection[int],
) -> Look:
    people = detail.get("people")
    # The first of several is the one whose page it is: the others were named on it.
    named_only = (
        isinstance(people, list) and people and people[0] not in records_of_person
    )
    return Look(
        at=at,
        by=by,
        action=action,
        why=words or reason_in(detail),
        people=len(people) if isinstance(people, list) else people or 1,
        opened=action == Action.PERSON_OPENED and not named_only,
        acts_for=detail.get("acts_for", ""),
        sealed=action == Action.SEALED_OPENED,
    )


def contacted(people: Collection[int], *, since: date) -> set[tuple[str, int]]:
    """(user, person) for each contact that a user recorded about one of these people.

    Contacts of the day ``since`` or later count.
    """
    return set(
        base.stream(
            "SELECT DISTINCT written_by, person_id FROM contacts"
            " WHERE person_id = ANY(%s) AND made_on >= %s AND withdrawn_at IS NULL",
            *(list(people), since),
        )
    )


def family_names(people: Collection[int]) -> dict[int, str]:
    """The family name of each of these people, by number."""
    return base.lookup("SELECT id, family FROM people WHERE id = ANY(%s)", list(people))
