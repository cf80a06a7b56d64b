"""A group session: an adviser met many young people at once and records it once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text

from tracker import store
from tracker.access import Scope
from tracker.actions.accounts import settings
from tracker.actions.act import Act
from tracker.actions.casework.contacts import SOURCE, set_follow_up
from tracker.actions.history import double_submission, evidence, folding
from tracker.domain.casework.contact import Channel, Outcome, Visibility
from tracker.domain.casework.follow_up import FollowUp, proposed
from tracker.domain.history.membership import Folded
from tracker.domain.reference.academic_year import YEAR_11, say_date
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.casework.contacts import Contact, GroupSession
from tracker.store.people.records import Person

#: As many as a hall holds; a longer list is a file, and is received as an import.
MOST = 200
#: Among so many people of one name an adviser can pick. For more, the name is too
#: short.
MOST_CANDIDATES = 10
_SEVERAL = "More than one person matches: add a date of birth or a UPN or ULN."
_ALIKE = (
    "No young person is called this. Those below sound like it, or have another form "
    "of the name."
)
_TOO_MANY = (
    f"More than {MOST_CANDIDATES} people match: add more of the name, a date of birth "
    "or a UPN or ULN."
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a pasted list: the person it means, or why it is not clear.

    ``candidates`` are those it may mean, of the adviser's own caseload first.
    """

    text: str
    person: Person | None
    problem: str
    candidates: Sequence[Person] = ()


def read(pasted: str, *, within: Scope, mine: Collection[int] = ()) -> list[Line]:
    """The person that each line means, by name, number, or name and date of birth.

    ``mine`` are the people of the adviser's caseload. Raises refusal.Refusal for a list
    that is too long.
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
    found = store.people.finding.each(
        keys, within=within, limit=MOST_CANDIDATES + 1, first=mine
    )
    unmatched = [[] if some else each for each, some in zip(keys, found, strict=True)]
    alike: list[list[Person]] = [[] for _ in lines]
    if any(unmatched):
        alike = store.people.finding.each(
            unmatched,
            within=within,
            limit=MOST_CANDIDATES + 1,
            first=mine,
            alike=True,
        )
    own = frozenset(mine)
    return [
        _line(line, persons, others, problems.get(place, ""), own)
        for place, (line, persons, others) in enumerate(
            zip(lines, found, alike, strict=True)
        )
    ]


def _line(
    line: str,
    found: Sequence[Person],
    alike: Sequence[Person],
    problem: str,
    mine: frozenset[int],
) -> Line:
    if problem:
        return Line(line, None, problem)
    if not found and alike:
        return Line(line, None, *_offered(alike, mine, _ALIKE))
    if not found:
        return Line(line, None, "No young person matches this.")
    if len(found) > 1:
        return Line(line, None, *_offered(found, mine, _SEVERAL))
    return Line(line, found[0], "")


def _offered(
    found: Sequence[Person], mine: frozenset[int], problem: str
) -> tuple[str, Sequence[Person]]:
    """The problem of a line that may mean these people, and those offered to pick."""
    if len(found) <= MOST_CANDIDATES:
        return problem, found
    # Those of the caseload were found first, so they are among them.
    own = [each for each in found if each.id in mine][:MOST_CANDIDATES]
    offered = " Only those of your caseload are offered." if own else ""
    return _TOO_MANY + offered, own


@dataclass(frozen=True, slots=True)
class NextSteps:
    """The follow-up that a session makes, and the people who get it.

    ``without`` are those who get none, each with the reason.
    """

    each: FollowUp
    people: frozenset[int]
    without: Mapping[int, str]


def next_steps(
    persons: Sequence[int], held_on: date, *, authority: str, on: date
) -> NextSteps:
    """The follow-up of each of these people, if they were at a session.

    None is made for those who are not tracked, and none over a step that is still to
    come: that one stands. ``on`` is today.
    """
    tracked = {
        each.person: _not_followed(each)
        for each in folding.folded_on(persons, authority, [on])
    }
    without = {
        each: why
        for each in persons
        if (why := tracked.get(each, "nothing is known about them"))
    }
    for person, due in store.casework.follow_ups.due_of(persons).items():
        if due > on:
            without.setdefault(person, f"a step is planned for {say_date(due)}")
    then = proposed(
        Outcome.YOUNG_PERSON,
        held_on,
        unanswered_before=0,
        lapses=None,
        in_touch=settings.of(authority).in_touch,
    )
    return NextSteps(then, frozenset(persons) - without.keys(), without)


def _not_followed(folded: Folded) -> str:
    """Why a young person is not followed up; "" for one who is."""
    if not folded.members:
        return "no date of birth is on record"
    member = folded.members[0]
    if member.status in store.history.positions.TRACKED:
        return ""
    if member.academic_age < YEAR_11:
        return "below Year 11"
    return "not tracked"


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

    A record that was merged stands for the one that it was merged into. The people of
    ``next_steps`` get its follow-up.

    All of it is one entry, which can be withdrawn. If the form is sent twice, the
    second call returns the session of the first. Raises Refusal with the reason.
    """
    if held_on > act.on:
        raise Refusal("A session must be today or in the past.", "held_on")
    if not place.strip():
        raise Refusal("Enter where it was.", "place")
    found = _standing(persons, within)
    if not found:
        raise Refusal("Select who was there.", "people")
    steps = next_steps(
        [each.id for each in found], held_on, authority=act.authority, on=act.on
    )
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
        _write(session, entry, found, steps, act=act)
        act.note(
            Action.GROUP_SESSION_RECORDED, f"session {session.id}", people=len(found)
        )
    return session


def _standing(persons: Sequence[int], within: Scope) -> list[Person]:
    """The records that stand for these people, each once."""
    found = store.people.records.records(list(persons), within=within)
    merged = {each.merged_into for each in found if each.merged_into is not None}
    if merged:
        standing = store.people.records.records(sorted(merged), within=within)
        found = [*found, *standing]
    there = {each.id: each for each in found if each.merged_into is None}
    return [there[number] for number in sorted(there)]


def _write(
    session: GroupSession,
    entry: int,
    found: Sequence[Person],
    steps: NextSteps,
    *,
    act: Act,
) -> None:
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
        if each.person_id in steps.people:
            due, what = steps.each.due, steps.each.what
            set_follow_up(each.person_id, each.id, due, what, act=act)


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
