"""A group session: an adviser met many young people at once and records it once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text

from tracker import store
from tracker.access import Scope
from tracker.actions.accounts import settings
from tracker.actions.act import Act
from tracker.actions.casework.contacts import SOURCE, set_follow_up
from tracker.actions.history import double_submission, evidence
from tracker.domain.casework.contact import Channel, Outcome, Visibility
from tracker.domain.casework.follow_up import proposed
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.casework.contacts import Contact, GroupSession
from tracker.store.people.records import Person

#: As many as a hall holds; a longer list is a file, and is received as an import.
MOST = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a pasted list: the person it means, or why it is not clear."""

    text: str
    person: Person | None
    problem: str


def read(pasted: str, *, within: Scope) -> list[Line]:
    """The person that each line means, by name, number, or name and date of birth.

    Raises refusal.Refusal for a list that is too long.
    """
    lines = [" ".join(each.replace(",", " ").split()) for each in pasted.splitlines()]
    lines = [each for each in lines if each]
    if len(lines) > MOST:
        raise Refusal(f"Enter {MOST} lines or fewer.", "pasted")
    keys: list[list[str]] = []
    problems: dict[int, str] = {}
    for place, line in enumerate(lines):
        try:
            keys.append(store.people.finding.keys_of(line))
        except store.people.finding.NotADate as mistaken:
            problems[place] = str(mistaken)
            keys.append([])
    found = store.people.finding.each(keys, within=within)
    return [
        _line(line, persons, problems.get(place, ""))
        for place, (line, persons) in enumerate(zip(lines, found, strict=True))
    ]


def _line(line: str, found: Sequence[Person], problem: str) -> Line:
    if problem:
        return Line(line, None, problem)
    if not found:
        return Line(line, None, "No young person matches this.")
    if len(found) > 1:
        return Line(
            line,
            None,
            "More than one person matches: add a date of birth or a UPN or ULN.",
        )
    return Line(line, found[0], "")


def record(
    persons: Sequence[int],
    *,
    held_on: date,
    place: str,
    topic: str,
    act: Act,
    within: Scope,
) -> GroupSession:
    """Records a contact for every young person who was there.

    Raises Refusal with the reason.

    All of it is one entry, which can be withdrawn. If the form is sent twice, the
    second call returns the session of the first.
    """
    if held_on > act.on:
        raise Refusal("A session must be today or in the past.", "held_on")
    if not place.strip():
        raise Refusal("Enter where it was.", "place")
    found = [
        each
        for each in store.people.records.records(list(persons), within=within)
        if each.merged_into is None
    ]
    if not found:
        raise Refusal("Select who was there.", "people")
    session = GroupSession(
        authority=act.authority,
        held_on=held_on,
        place=place.strip(),
        topic=topic.strip(),
        written_at=act.at,
        written_by=act.by,
    )
    with store.people.records.changing(act.authority):
        before = store.casework.contacts.session_alike(
            session,
            {each.id for each in found},
            since=act.at - double_submission.WITHIN,
        )
        if before is not None:
            return before
        store.database.base.insert(session)
        entry = evidence.record_inside(
            [evidence.UserEvidence(each.id, (), held_on) for each in found],
            source=SOURCE,
            act=act,
        )
        _write(session, entry, found, act=act)
        act.note(
            Action.GROUP_SESSION_RECORDED, f"session {session.id}", people=len(found)
        )
    return session


def _write(
    session: GroupSession, entry: int, found: Sequence[Person], *, act: Act
) -> None:
    then = proposed(
        Outcome.YOUNG_PERSON,
        session.held_on,
        unanswered_before=0,
        lapses=None,
        in_touch=settings.of(session.authority).in_touch,
    )
    note = session.place + (f": {session.topic}" if session.topic else "")
    written = [
        Contact(
            authority=session.authority,
            person_id=each.id,
            entry_id=entry,
            session_id=session.id,
            made_on=session.held_on,
            outcome=Outcome.YOUNG_PERSON,
            channel=Channel.GROUP_SESSION,
            spoke_with="",
            note=note,
            visibility=Visibility.TEAM,
            written_at=act.at,
            written_by=act.by,
        )
        for each in found
    ]
    db.session.add_all(written)
    db.session.flush()
    for each in written:
        set_follow_up(each.person_id, each.id, then.due, then.what, act=act)


def withdraw(session: GroupSession, *, within: Scope, act: Act) -> None:
    """Withdraws a whole session with all its contacts.

    Raises Refusal with the reason.
    """
    with store.database.base.transaction():
        # If the button is clicked twice, the second click finds the session withdrawn.
        db.session.refresh(session, with_for_update=True)
        if session.withdrawn_at is not None:
            raise Refusal("This session has already been taken back.")
        entry = db.session.scalar(
            text("SELECT max(entry_id) FROM contacts WHERE session_id = :session"),
            {"session": session.id},
        )
        evidence.withdraw_inside(int(entry), within=within, act=act)
        for table, column in (("contacts", "id"), ("follow_ups", "contact_id")):
            db.session.execute(
                text(
                    f"UPDATE {table} SET withdrawn_at = :at WHERE withdrawn_at IS NULL"
                    f" AND {column} IN (SELECT id FROM contacts WHERE session_id = :n)"
                ),
                {"at": act.at, "n": session.id},
            )
        session.withdrawn_at = act.at
        act.note(Action.GROUP_SESSION_WITHDRAWN, f"session {session.id}")
