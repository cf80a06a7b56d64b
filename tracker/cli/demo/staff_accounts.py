"""The demo's staff: their accounts, their caseloads, and the contacts they made."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from tracker import actions, domain, store
from tracker.access import ROLES, authority_scope
from tracker.actions.act import Act
from tracker.actions.casework.what_happened import Happened
from tracker.actions.history.known_person import known_person
from tracker.cli import answer
from tracker.cli.demo import sign_ins
from tracker.demo.people import staff
from tracker.domain.casework.contact import Purpose
from tracker.domain.history.members import Member
from tracker.domain.history.position import Position
from tracker.domain.reference.institution import InstitutionKind
from tracker.refusal import Refusal
from tracker.store.accounts.users import User

#: At most this many people rung recently, and this many just after becoming NEET.
_RUNG, _RUNG_SOON = 90, 70
#: A person who became NEET within so many days was to be rung at once.
_LATELY = timedelta(days=92)
#: No follow-up stays overdue for longer.
_DONE_AFTER = timedelta(days=14)
#: A person whose position lapses within so many days is in a caseload to be confirmed.
_SOON = timedelta(days=42)


def employ(members: Sequence[Member], authority: str, *, on: date, seed: int) -> int:
    """Makes the accounts and caseloads; returns the number of people in caseloads.

    ``members`` is everybody on the day. The passwords are stored beside the demo, to be
    printed when it is served, and nowhere else.
    """
    made = _accounts(members, authority)
    advising = [user for user in made if user.role in ("adviser", "team-leader")]
    mine = needing_an_adviser(members, on)
    if mine:
        actions.casework.caseloads.share_out(
            mine,
            [user.id for user in advising],
            act=Act(by=store.reset.DEMO, at=answer.now(), on=on, authority=authority),
        )
        _record_calls(mine, members, advising, authority, on=on, seed=seed)
    return len(mine)


def _accounts(members: Sequence[Member], authority: str) -> list[User]:
    at = answer.now()
    works_at = {
        "school-user": _commonest(
            (m.year_11_school for m in members if m.year_group == 12),
            InstitutionKind.SCHOOL,
        ),
        "college-user": _commonest(
            (m.position.institution for m in members),
            InstitutionKind.FURTHER_EDUCATION,
        ),
    }
    made, kept = [], []
    for each in staff.STAFF:
        if ROLES[each.role].of_institution and works_at[each.role] is None:
            continue  # an authority so small that it has none
        email = f"{each.address}@{store.reset.DOMAIN}"
        invited = actions.accounts.users.invite(
            email=email,
            name=each.name,
            role=each.role,
            institution=works_at.get(each.role),
            act=Act(store.reset.DEMO, at, at.date(), authority),
        )
        password = _password(invited.user)
        made.append(
            actions.accounts.passwords.set_password(invited.secret, password, at=at)
        )
        kept.append((ROLES[each.role].title, email, password))
    sign_ins.keep(answer.settings().var, kept)
    return made


def _password(user: User) -> str:
    """A password by the rules: by chance one may contain a name."""
    while True:
        made = sign_ins.password()
        try:
            actions.accounts.password_rules.check(
                made, user, actions.accounts.password_rules.OF_ANY_COUNCIL
            )
        except Refusal:
            continue
        return made


def _commonest(keys: Iterable[str | None], kind: InstitutionKind) -> str | None:
    """The institution of a kind that appears most often among the keys."""
    register = store.institutions.register.directory()
    for key, _ in Counter(filter(None, keys)).most_common():
        found = register.by_key(key)
        if found is not None and found.kind is kind:
            return found.key
    return None


def needing_an_adviser(members: Sequence[Member], on: date) -> list[int]:
    """Young people who are NEET or not known, or whose position lapses soon."""
    return [
        m.person
        for m in members
        if m.status is not None
        and m.year_group in (12, 13)
        and (
            m.position.is_neet
            or m.position.is_not_known
            or (m.position.lapses is not None and m.position.lapses - on <= _SOON)
        )
    ]


def _record_calls(
    mine: Sequence[int],
    members: Sequence[Member],
    advising: Sequence[User],
    authority: str,
    *,
    on: date,
    seed: int,
) -> None:
    rng = Random(seed)  # noqa: S311 - invented calls, the same for a seed
    scope, held = authority_scope(authority), set(mine)
    purposes = {m.person: _purpose(m.position) for m in members}
    rung = rng.sample(list(mine), min(_RUNG, len(mine) * 2 // 3))
    calls = [
        *zip(rung, staff.rang(rng, on), strict=False),
        *_calls_soon_after([m for m in members if m.person in held], rng, on),
    ]
    for person, rang in sorted(calls, key=lambda pair: -pair[1].days_ago):
        made_on = on - timedelta(days=rang.days_ago)
        # A follow-up that became due recently is still to be done, so it is due or
        # overdue today. One that was due long ago has been done.
        due = domain.casework.follow_up.proposed(
            rang.outcome, made_on, unanswered_before=0, lapses=None
        )
        stands = due.due is not None and due.due >= on - _DONE_AFTER
        contact = actions.casework.contacts.NewContact(
            outcome=rang.outcome,
            channel=rang.channel,
            made_on=made_on,
            note=rang.note,
            purpose=purposes.get(person),
        )
        following = actions.casework.contacts.NextStep(
            *((due.due, due.what) if stands else (None,))
        )
        actions.casework.what_happened.save(
            known_person(person, on=made_on, within=scope),
            Happened(contact, following=following),
            act=Act(
                by=rng.choice(advising).email,
                at=min(datetime.combine(made_on, time(15), tzinfo=UTC), answer.now()),
                on=made_on,
                authority=authority,
            ),
        )


def _purpose(position: Position) -> Purpose:
    """What an adviser rings a young person in this position for."""
    if position.is_neet:
        return Purpose.INTO
    return Purpose.WHEREABOUTS if position.is_not_known else Purpose.STAYING


def _calls_soon_after(
    members: Sequence[Member], rng: Random, on: date
) -> list[tuple[int, staff.Rang]]:
    """Calls to at most four in five of those who became NEET recently, within days."""
    lately = [
        (m.person, since)
        for m in members
        if m.position.is_neet
        and (since := m.position.neet_since) is not None
        and on - _LATELY <= since < on
    ]
    some = rng.sample(lately, min(_RUNG_SOON, len(lately) * 4 // 5))
    return [
        (person, staff.rung_after(rng, since, on)) for person, since in sorted(some)
    ]
