"""The list of looks for review, and the reviews (Law D-18)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from tracker import store
from tracker.access import Permission, Scope
from tracker.actions.accounts.review import one_person
from tracker.actions.act import Act
from tracker.domain.law import second_look
from tracker.domain.law.second_look import Entry, Opening
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.database.search_keys import plain
from tracker.store.law.look_reviews import LookReview

#: The list reaches so many days back.
DAYS_BACK = 14
LONGEST_NOTE = 2000


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of the list, and its newest review, None if there is none."""

    entry: Entry
    review: LookReview | None

    @property
    def person(self) -> int | None:
        """The young person that the entry is about, if it is about one."""
        return self.entry.person


def second_looks(*, within: Scope, until: datetime, zone: tzinfo) -> list[Listed]:
    """The entries of the last days before a moment, the newest day first."""
    first = until - timedelta(days=DAYS_BACK)
    openings = [
        Opening(*each)
        for each in store.law.looked.openings(within=within, first=first, until=until)
    ]
    users = store.accounts.users.everybody(within=within)
    found = second_look.entries(
        openings,
        zone=zone,
        family=_one_name(openings, {each.email: each.name for each in users}),
        contacted=store.law.looked.contacted(
            {each.person for each in openings}, since=first.date()
        ),
        officers={each.email for each in users if each.may(Permission.WORK_CASES)},
        broken=[
            Opening(*each)
            for each in store.law.sealed_looks.broken(
                within=within, first=first, until=until
            )
        ],
    )
    reviews = store.law.look_reviews.newest(
        first.astimezone(zone).date(), within=within
    )
    of = store.law.look_reviews.identified_by
    return [Listed(each, reviews.get(of(each))) for each in found]


def review(
    entry: Entry,
    finding: str,
    note: str,
    *,
    permissions: Collection[Permission],
    within: Scope,
    act: Act,
) -> int:
    """Records what a review of an entry found; returns the number of the review.

    No user reviews their own looks, and another than an information officer reviews
    theirs (articles 38 and 39). Raises Refusal.
    """
    if entry.kind not in second_look.KINDS:
        raise Refusal("This is not an entry of the list.")
    if finding not in second_look.FINDINGS:
        raise Refusal("Select what you found.", "finding")
    if len(note) > LONGEST_NOTE:
        raise Refusal(f"Enter {LONGEST_NOTE} characters or fewer.", "note")
    if one_person.is_by(entry.by, act):
        raise Refusal("These are your own looks. A colleague has to review them.")
    if (
        entry.kind == second_look.OF_SEALED
        and Permission.GUARD_CONFIDENTIALITY not in permissions
    ):
        raise Refusal("The Caldicott guardian reviews why sealed data was opened.")
    if _is_officer(entry.by, within) and not _above(permissions):
        raise Refusal(
            "These are the looks of an information officer. The asset owner or the "
            "guardian reviews them."
        )
    if entry.person is not None and not store.people.records.get(
        entry.person, within=within
    ):
        raise Refusal(f"There is no young person {entry.person}.")
    made = LookReview(
        authority=act.authority,
        kind=entry.kind,
        looked_by=entry.by,
        on_day=entry.on,
        person_id=entry.person,
        finding=finding,
        reviewed_by=act.by,
        reviewed_at=act.at,
    )
    with store.database.base.transaction():
        store.law.look_reviews.add(made, note.strip())
        act.note(
            Action.LOOKS_REVIEWED,
            f"look review {made.id}",
            people=[entry.person] if entry.person is not None else (),
            kind=second_look.KINDS[entry.kind].title,
            finding=second_look.FINDINGS[finding],
        )
    return made.id


def _above(permissions: Collection[Permission]) -> bool:
    """Whether the user may review those who review others."""
    return not {
        Permission.DECIDE_SHARING,
        Permission.GUARD_CONFIDENTIALITY,
    }.isdisjoint(permissions)


def _is_officer(email: str, within: Scope) -> bool:
    users = store.accounts.users.everybody(within=within)
    return any(
        each.email == email and each.may(Permission.WORK_CASES) for each in users
    )


def _one_name(
    openings: Collection[Opening], names: dict[str, str]
) -> set[tuple[str, int]]:
    """(user, person) with one family name; a user's is the last word of their name."""
    last = {by: plain(name).split()[-1:] for by, name in names.items()}
    families = store.law.looked.family_names({each.person for each in openings})
    return {
        (each.by, each.person)
        for each in openings
        if last.get(each.by)
        and plain(families.get(each.person, "")).split()[-1:] == last[each.by]
    }
