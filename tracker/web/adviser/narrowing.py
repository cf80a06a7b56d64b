"""How the list of a caseload is sorted and narrowed, and the words of its filters."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

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
    register = store.institutions.register.directory()
    keys = {
        row.member.year_11_school
        for row in rows
        if row.member is not None and row.member.year_11_school
    }
    found = {key: register.by_key(key) for key in keys}
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
            "area": area_of,
            "last": lambda row: row.last.on if row.last else date.min,
            "next": lambda row: row.due,
            "phone": lambda row: not row.phone or row.wrong_number,
        },
        filters=(
            Filter(
                "adviser", "Adviser", lambda row: by_words(name_of_adviser(row.adviser))
            ),
            Filter("is", "Now", lambda row: by_words(_words(row.position))),
            Filter("area", "Area", lambda row: by_words(area_of(row))),
            Filter("place", "Last place", lambda row: by_words(_last_place(row))),
            Filter("school", "School left", lambda row: by_words(school(row))),
            Filter("next", "Next", lambda row: _next(row, today), ordered=_NEXT),
            Filter("phone", "Phone", by_phone, ordered=BY_PHONE),
            Filter(
                "contact",
                "Last contact",
                lambda row: by_contact(row, today),
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


def area_of(row: Row) -> str | None:
    """The first half of their postcode."""
    return (row.member.outcode or None) if row.member else None


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


def by_phone(row: Row) -> tuple[Option, ...]:
    """Whether they have a phone number that is not wrong."""
    if row.phone and not row.wrong_number:
        return (Option("yes", "With a phone"),)
    return (Option("no", "Without a phone"),)


def by_contact(row: Row, today: date) -> tuple[Option, ...]:
    """How long ago their last contact was."""
    long_ago = tuple(
        Option(str(days), f"Not in the last {days} days")
        for days in _LONG_AGO
        if row.last is None or row.last.on < today - timedelta(days=days)
    )
    if row.last is None:
        return (Option(NEVER, "Never"), *long_ago)
    return long_ago or (Option(LATELY, f"In the last {_LONG_AGO[-1]} days"),)
