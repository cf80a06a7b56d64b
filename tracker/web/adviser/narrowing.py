"""How the list of a caseload is sorted and narrowed, and the words of its filters."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

from tracker import store
from tracker.domain.casework.my_day import Section, urgent
from tracker.domain.history.position import Position
from tracker.store.casework.caseload_rows import Row
from tracker.web.acting import today
from tracker.web.guard import scope
from tracker.web.look.listing import Filter, Listing, Option, by_words

#: The days since the last contact that a filter offers, the longest first.
_LONG_AGO = (90, 28, 14)
NEVER, LATELY = "never", "lately"
#: The values of these filters in their order.
BY_PHONE, BY_CONTACT = ("yes", "no"), (NEVER, *map(str, _LONG_AGO), LATELY)
_NEXT = ("overdue", "planned", "none", "unplanned")


def newest_day() -> date:
    """The day whose positions a list shows."""
    return store.history.days.newest(today(), within=scope()) or today()


def schools_of(rows: Sequence[Row]) -> Mapping[str, str]:
    """The names of the schools that these young people left, by key."""
    return school_names(
        row.member.year_11_school for row in rows if row.member is not None
    )


def school_names(keys: Iterable[str | None]) -> Mapping[str, str]:
    """The names of these schools, by key; one that is not in the register has none."""
    register = store.institutions.register.directory()
    found = {key: register.by_key(key) for key in set(filter(None, keys))}
    return {key: each.name for key, each in found.items() if each is not None}


def school_of(row: Row, schools: Mapping[str, str]) -> str | None:
    """The name of the school that a young person left."""
    key = row.member.year_11_school if row.member else None
    return schools.get(key) if key else None


def listing(
    rows: Sequence[Row],
    schools: Mapping[str, str],
    *,
    today: date,
    name_of_adviser: Callable[[int | None], str | None] = lambda number: None,
    first: str | None = "last",
    given: Mapping[str, str] | None = None,
) -> Listing[Row]:
    """A caseload as its reader sorts it; by default, longest without contact first.

    ``name_of_adviser`` gives the name of each row's adviser in a list of several
    caseloads.
    """

    def school(row: Row) -> str | None:
        return school_of(row, schools)

    return Listing(
        rows,
        keys={
            "name": lambda row: (row.family.casefold(), row.given.casefold()),
            "adviser": lambda row: name_of_adviser(row.adviser),
            "now": lambda row: _words(row.position),
            "school": school,
            "area": lambda row: row.area,
            "last": lambda row: row.last_contact or date.min,
            "next": lambda row: row.due,
            "phone": lambda row: not row.has_phone,
        },
        filters=(
            Filter(
                "adviser", "Adviser", lambda row: by_words(name_of_adviser(row.adviser))
            ),
            Filter("is", "Now", lambda row: by_words(_words(row.position))),
            Filter("area", "Area", lambda row: by_words(row.area)),
            Filter("place", "Last place", lambda row: by_words(_last_place(row))),
            Filter("school", "School left", lambda row: by_words(school(row))),
            Filter("next", "Next", lambda row: _next(row, today), ordered=_NEXT),
            Filter(
                "phone", "Phone", lambda row: by_phone(row.has_phone), ordered=BY_PHONE
            ),
            Filter(
                "contact",
                "Last contact",
                lambda row: by_contact(row.last_contact, today),
                ordered=BY_CONTACT,
            ),
        ),
        first=first,
        given=given,
    )


def _words(position: Position | None) -> str:
    if position is None:
        return "Not tracked"
    if position.is_not_known:
        return "Not known"
    if position.is_neet:
        return "NEET"
    return "Participating" if position.participates else "Other"


def _last_place(row: Row) -> str | None:
    return (row.position.institution_name or None) if row.position else None


def _next(row: Row, today: date) -> tuple[Option, ...]:
    if row.due is None:
        none = Option("none", "Nothing planned")
        found = urgent(
            row.position,
            due=None,
            what="",
            contacted=row.last.on if row.last else None,
            today=today,
        )
        if found is None or found.section is not Section.UNPLANNED:
            return (none,)
        return none, Option("unplanned", "Nothing planned, as on My day")
    if row.due < today:
        return (Option("overdue", "Overdue"),)
    return (Option("planned", "Planned"),)


_WITH_PHONE = (Option("yes", "With a phone"),)
_WITHOUT_PHONE = (Option("no", "Without a phone"),)


def by_phone(has_phone: bool) -> tuple[Option, ...]:
    """Whether they have a phone number that is not wrong."""
    return _WITH_PHONE if has_phone else _WITHOUT_PHONE


# Most rows of a list have one of the same few days, and the same words follow.
@lru_cache(maxsize=1_000)
def by_contact(last: date | None, today: date) -> tuple[Option, ...]:
    """How long ago their last contact was; without one, never."""
    long_ago = tuple(
        Option(str(days), f"Not in the last {days} days")
        for days in _LONG_AGO
        if last is None or last < today - timedelta(days=days)
    )
    if last is None:
        return (Option(NEVER, "Never"), *long_ago)
    return long_ago or (Option(LATELY, f"In the last {_LONG_AGO[-1]} days"),)
