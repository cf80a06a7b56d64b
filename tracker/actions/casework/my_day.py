"""An adviser's work for a day: young people in order of urgency, each with a reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker import store
from tracker.access import Scope
from tracker.domain.casework.my_day import Section, Urgent, urgent
from tracker.domain.history.spells import ONE_DAY, Spell, spells
from tracker.domain.reference.academic_year import say_near
from tracker.store.casework.caseload_rows import Row


@dataclass(frozen=True, slots=True)
class Listed:
    """One young person on the list of the day, and the reason."""

    row: Row
    urgent: Urgent


def by_section(
    users: Sequence[int], *, day: date, today: date, within: Scope
) -> dict[Section, list[Listed]]:
    """The young people in these users' caseloads who need attention, by section.

    Each person is only in their most urgent section. The longest due come first; in the
    sections of new cases, the newest. Of those with nothing planned, the one without a
    contact for the longest comes first.
    """
    lists: dict[Section, list[Listed]] = {section: [] for section in Section}
    for row in store.casework.caseload_rows.perhaps_urgent(
        users, day=day, today=today, within=within
    ):
        found = urgent(
            row.position,
            due=row.due,
            what=row.what or "Next contact",
            contacted=row.last.on if row.last else None,
            today=today,
        )
        if found is not None:
            lists[found.section].append(Listed(row, found))
    for section, rows in lists.items():
        newest_first = section in (Section.LEFT, Section.NEET, Section.HIDDEN)
        rows.sort(key=lambda each: (each.row.family, each.row.given, each.row.person))
        rows.sort(key=lambda each: each.urgent.since, reverse=newest_first)
    return lists


def places_left(listed: Iterable[Listed], *, today: date) -> Mapping[int, str]:
    """For those who are not known after leaving a place: what they left, by person. The
    text replaces their reason on the list.
    """
    since = {
        each.row.person: each.urgent.since
        for each in listed
        if each.urgent.section is Section.LEFT
        and each.row.position is not None
        and not each.row.position.lapsed
    }
    if not since:
        return {}
    resolve = store.institutions.register.directory().resolve
    reasons = {}
    for person, evidence in store.history.evidence.histories(list(since)):
        before = [
            spell
            for spell in spells(evidence, resolve=resolve)
            if spell.ends is not None
            and spell.ends < today
            and not spell.activity.is_not_known
        ]
        if before:
            reasons[person] = _left(before[-1], since[person], today)
    return reasons


def _left(last: Spell, since: date, today: date) -> str:
    assert last.ends is not None
    where = last.institution_name or last.activity.title.lower()
    left = f"Left {where} on {say_near(last.ends, today)}"
    if since == last.ends + ONE_DAY:
        return left
    return f"{left}, not known since {say_near(since, today)}"
