"""Positions: a stored derivation, one row a person and date, which can be rebuilt.

See decisions 0007 and 0047.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from operator import attrgetter
from typing import Any

import orjson
from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, SmallInteger
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import text
from sqlalchemy.types import Text

from tracker.access import Scope
from tracker.domain.figures.measures import ALL
from tracker.domain.history.evidence import Tier
from tracker.domain.history.members import Member
from tracker.domain.history.position import Position
from tracker.domain.history.sealed_statements import NOT_SHOWN
from tracker.domain.reference import codes
from tracker.domain.reference.activity import NEET_NOT_KNOWN_OR_SEALED, activity
from tracker.extensions import Model
from tracker.store.database import base, installation
from tracker.store.database.base import AuthorityCode
from tracker.store.database.sealed_columns import SealedColumn
from tracker.store.history import tallies

#: The statuses of tracked people: all others have left, or are not of age yet.
TRACKED = sorted(each.value for each in codes.COHORT_STATUSES if each.monthly)


def neet_not_known_or_lapsed(row: str = "") -> str:
    """The condition for tracked people who are NEET, not known or lapsed on the day.

    ``row`` names the row of positions, with a dot. The codes are part of the text, and
    the day is that of the row: only so does PostgreSQL see that an index serves it.
    """
    tracked, doing = ("', '".join(each) for each in (TRACKED, NEET_NOT_KNOWN_OR_SEALED))
    return (
        f"{row}status IN ('{tracked}')"
        f" AND ({row}lapses < {row}as_of OR {row}activity IN ('{doing}'))"
    )


class PositionRow(Model):
    """A member as stored: a person's position on a date, with groups and answers."""

    __tablename__ = "positions"
    __table_args__ = (
        Index("ix_positions_person", "person_id"),
        # Has the columns by which figures and students are counted: no row is read.
        Index(
            "ix_positions_authority",
            *("authority", "as_of", "answers", "academic_age", "institution"),
        ),
        # Few positions of a day are of these, and most daily counts are of them.
        Index(
            "ix_positions_to_find",
            *("authority", "as_of"),
            postgresql_where=text(neet_not_known_or_lapsed()),
        ),
        # They are few, and what is counted of a day needs each of them.
        Index(
            "ix_positions_counted_apart",
            *("authority", "as_of"),
            postgresql_where=text("counted IS NOT NULL"),
        ),
        CheckConstraint("verified IS NULL OR verified <= as_of", name="verified"),
        CheckConstraint("starts <= ascertained", name="ascertained"),
    )

    as_of: Mapped[date] = mapped_column(primary_key=True)
    # Without a foreign key: a derivation is deleted before its person.
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    authority: Mapped[AuthorityCode]
    academic_age: Mapped[int] = mapped_column(SmallInteger)
    year_group: Mapped[int] = mapped_column(SmallInteger)
    status: Mapped[str | None]
    activity: Mapped[str]
    starts: Mapped[date]
    ascertained: Mapped[date]
    institution: Mapped[str | None]
    institution_name: Mapped[str | None]
    verified: Mapped[date | None]
    tier: Mapped[int | None] = mapped_column(SmallInteger)
    review: Mapped[date | None]
    expected_end: Mapped[date | None]
    lapses: Mapped[date | None]
    neet_since: Mapped[date | None]
    questioned: Mapped[bool]
    sex: Mapped[str | None]
    ethnicity: Mapped[str | None]
    send: Mapped[bool]
    sen_support: Mapped[bool]
    free_meals: Mapped[bool]
    characteristics: Mapped[list[str]] = mapped_column(ARRAY(Text))
    area: Mapped[str | None]
    guarantee: Mapped[str | None]
    year_11_school: Mapped[str | None]
    # Of measures.ALL, by what readers see: no list has a person for what is sealed.
    answers: Mapped[int] = mapped_column(BigInteger)
    # What measures count where something is sealed: the columns that are different.
    # Encrypted, because some of it stands for one code alone.
    counted: Mapped[bytes | None] = mapped_column(LargeBinary)


#: What measures count of those with something sealed.
COUNTED = SealedColumn("positions", "counted", row=("as_of", "person_id"), quickly=True)
#: What is counted in the place of all sealed characteristics.
_STAND_IN = "stand-in"
#: The bytes of what is counted, whichever code it is, without and with a position.
_LENGTH, _LENGTH_WITH_POSITION = 32, 512

#: What readers see.
_COLUMNS = tuple(
    column.name
    for column in PositionRow.__table__.columns
    if column.name != COUNTED.column
)
_READ = ", ".join(_COLUMNS)
STORED = f"{_READ}, {COUNTED.column}"


#: The columns of _COLUMNS that make up the position.
_WHERE = (
    *("activity", "starts", "ascertained", "institution", "institution_name"),
    *("verified", "tier", "review", "expected_end", "lapses", "neet_since"),
    "questioned",
)
_DAYS = {"starts", "ascertained", "verified", "review", "expected_end", "lapses"}
_DAYS.add("neet_since")


def _row(member: Member, answers: int) -> tuple[Any, ...]:
    person, authority, as_of, age, year_group, status, where, *groups, counted = member
    *groups, _, area, guarantee, year_11_school = groups
    return (
        *(as_of, person, authority, age, year_group, status, *_where(where), *groups),
        # As PostgreSQL writes an array; codes have nothing in them to be quoted.
        f"{{{','.join(sorted(member.characteristics))}}}",
        *(area, guarantee, year_11_school, answers),
        None if counted is None else _different(counted, member),
    )


def _where(position: Position) -> tuple[Any, ...]:
    """The position in the order of _WHERE."""
    _, doing, *place, tier, review, ends, lapses, neet_since, questioned = position
    number = None if tier is None else int(tier)
    return (doing.code, *place, number, review, ends, lapses, neet_since, questioned)


def _different(counted: Member, shown: Member) -> bytes:
    """What measures count otherwise than readers see it, encrypted.

    Most have only a characteristic, and the same position: a row is short for them.
    That the activity is sealed is no secret, so there may be two lengths.
    """
    stand_in = counted.characteristics - shown.characteristics
    found: dict[str, Any] = {_STAND_IN: min(stand_in, default=None)}
    length = _LENGTH
    if counted.position is not shown.position:
        found |= zip(_WHERE, _where(counted.position), strict=True)
        length = _LENGTH_WITH_POSITION
    plain = orjson.dumps(found).ljust(length)
    return COUNTED.encrypt(installation.keys(), plain, row=(shown.as_of, shown.person))


_FIRST_WHERE = _COLUMNS.index(_WHERE[0])
_AFTER_WHERE = _FIRST_WHERE + len(_WHERE)


_TIER = _WHERE.index("tier")
ANSWERS = _COLUMNS.index("answers")


def _position(day: date, where: Sequence[Any]) -> Position:
    """The position in a row of _WHERE, which has the order of a position's fields."""
    code, *before = where[:_TIER]
    tier, *after = where[_TIER:]
    known = None if tier is None else Tier(tier)
    return Position._make((day, activity(code), *before, known, *after))


def columns(table: str) -> str:
    """The columns that ``member`` needs, of a table by its name in the query."""
    return ", ".join(f"{table}.{name}" for name in _COLUMNS)


def member(row: Sequence[Any]) -> Member:
    """The member in a row of ``columns``, as readers see it."""
    as_of, person, authority, *ages_and_status = row[:_FIRST_WHERE]
    where = _position(as_of, row[_FIRST_WHERE:_AFTER_WHERE])
    *groups, characteristics, area, guarantee, school = row[_AFTER_WHERE:ANSWERS]
    before = (person, authority, as_of, *ages_and_status, where, *groups)
    after = (frozenset(characteristics), area, guarantee, school, None)
    return Member._make((*before, *after))


def counted(found: Member, sealed: bytes | None) -> Member:
    """A member as measures count it, for no reader, from its column ``counted``.

    Raises encryption.NotOpened.
    """
    if sealed is None:
        return found
    stored = orjson.loads(
        COUNTED.decrypt(
            installation.keys(), bytes(sealed), row=(found.as_of, found.person)
        )
    )
    if (stand_in := stored[_STAND_IN]) is not None:
        held = found.characteristics - {NOT_SHOWN} | {stand_in}
        found = found._replace(characteristics=held)
    if _WHERE[0] not in stored:
        return found
    where = [
        date.fromisoformat(stored[name])
        if name in _DAYS and stored[name]
        else stored[name]
        for name in _WHERE
    ]
    return found._replace(position=_position(found.as_of, where))


def write(members: Iterable[Member], counting: tallies.Counting | None = None) -> int:
    """Stores members; none of them may have a position on that date yet.

    ``counting`` is that of the positions in whose place they are (``forgotten``).
    """
    return write_all([members], counting)


def write_all(
    parts: Iterable[Iterable[Member]], counting: tallies.Counting | None = None
) -> int:
    """Stores members part by part; the database can be queried between two parts.

    Those of one day are stored together, because most pages are about one day: the rows
    of a month then stand on a few pages of the disk, and not among those of all months.
    """
    counting = counting or tallies.Counting()

    def rows(members: Iterable[Member]) -> Iterator[tuple[Any, ...]]:
        for each in sorted(members, key=attrgetter("as_of")):
            answers = ALL.answers(each)
            counting.add(each, answers, each.counted)
            yield _row(each, answers)

    written = sum(
        base.copy_into(f"positions ({STORED})", rows(members)) for members in parts
    )
    counting.write()
    return written


def missing(
    as_of: date, *, within: Scope, people: Sequence[int] | None = None
) -> set[int]:
    """The people without a position on that date.

    Leaves out people who never have one: merged records, records that are not live, and
    people without a date of birth. ``people`` narrows it to some people.
    """
    narrowed = "" if people is None else " AND p.id = ANY(%s)"
    values: list[Any] = [base.whole(within), as_of]
    if people is not None:
        values.append(list(people))
    return base.distinct(
        "SELECT p.id FROM people p WHERE p.authority = ANY(%s) AND p.live"
        " AND p.merged_into IS NULL AND p.born IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM positions o WHERE o.person_id = p.id AND o.as_of = %s)"
        + narrowed,
        *values,
    )


def merged_missing(first: date, last: date, *, within: Scope) -> set[int]:
    """Records merged between two days, without a position on the last of those days."""
    return base.distinct(
        "SELECT p.id FROM people p WHERE p.authority = ANY(%s)"
        " AND p.merged_on BETWEEN %s AND %s AND NOT EXISTS"
        " (SELECT 1 FROM positions o WHERE o.person_id = p.id AND o.as_of = %s)",
        base.whole(within),
        first,
        last,
        last,
    )


def of(people: Iterable[int], as_of: date) -> dict[int, Member]:
    """The stored members among these people on a date, by person."""
    found = base.stream(
        f"SELECT {_READ} FROM positions WHERE as_of = %s AND person_id = ANY(%s)",
        as_of,
        list(people),
    )
    return {each.person: each for each in map(member, found)}


def carried_to(
    people: Iterable[int], as_of: date, *, since: date = date.min
) -> dict[int, Position]:
    """The newest stored position of each person up to a date, carried to that date.

    On most days there are no positions yet when a file arrives. The last stored
    position shows what was on record, and whether it has lapsed since. Positions of
    days before ``since`` are left out.
    """
    found = base.stream(
        f"SELECT DISTINCT ON (person_id) person_id, {', '.join(_WHERE)} FROM positions"
        " WHERE as_of BETWEEN %s AND %s AND person_id = ANY(%s)"
        " ORDER BY person_id, as_of DESC",
        since,
        as_of,
        list(people),
    )
    return {person: _position(as_of, where) for person, *where in found}


def ever_at(institution: str, *, within: Scope) -> set[int]:
    """The people at an institution (key) by any stored position, whatever its date."""
    return base.distinct(
        "SELECT DISTINCT person_id FROM positions"
        " WHERE institution = %s AND authority = ANY(%s)",
        institution,
        base.whole(within),
    )


def on(
    as_of: date, *, within: Scope, year_groups: Collection[int] | None = None
) -> list[Member]:
    """All members on a date as measures count them, in order of person number.

    ``year_groups`` narrows them. No reader may see them: others have ``of``.
    """
    found = base.stream(
        f"SELECT {STORED} FROM positions WHERE as_of = %s AND authority = ANY(%s)"
        f"{'' if year_groups is None else ' AND year_group = ANY(%s)'}"
        " ORDER BY person_id",
        *(as_of, base.whole(within)),
        *([] if year_groups is None else [list(year_groups)]),
    )
    return [counted(member(read), sealed) for *read, sealed in found]


def counted_apart(as_of: date, *, within: Scope) -> Iterator[Member]:
    """Those with something sealed as measures count them, for no reader.

    Raises encryption.NotOpened.
    """
    for *read, sealed in base.stream(
        f"SELECT {STORED} FROM positions"
        " WHERE as_of = %s AND authority = ANY(%s) AND counted IS NOT NULL",
        as_of,
        base.whole(within),
    ):
        yield counted(member(read), sealed)


def names_of(
    institutions: Iterable[str], as_of: date, *, within: Scope
) -> dict[str, str]:
    """A name of each institution (key), from the positions stored for a date."""
    return base.lookup(
        "SELECT institution, min(institution_name) FROM positions"
        " WHERE as_of = %s AND authority = ANY(%s) AND institution = ANY(%s)"
        " AND institution_name IS NOT NULL GROUP BY institution",
        as_of,
        base.whole(within),
        list(institutions),
    )
