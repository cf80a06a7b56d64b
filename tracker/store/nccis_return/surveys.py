"""Activity surveys: each preparation with its people and its file, and the signed ones.

See decision 0199.
"""

import csv
import gzip
import io
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date
from typing import NamedTuple

import orjson
from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    LargeBinary,
    Select,
    SmallInteger,
    String,
    select,
)
from sqlalchemy.orm import Mapped, deferred, mapped_column

from tracker.access import Scope
from tracker.extensions import Model
from tracker.store.database import base, installation
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment
from tracker.store.database.sealed_columns import SealedColumn


class ActivitySurvey(Model):
    """One preparation of the survey of a summer. A signed one never changes.

    ``known_at`` is the moment whose knowledge it shows.
    """

    __tablename__ = "surveys"
    __table_args__ = (
        base.at_and_by("frozen"),
        base.at_and_by("sent"),
        # The newest signed survey of a summer is the one that counts.
        Index("ix_surveys_left", "authority", "left"),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    left: Mapped[int] = mapped_column(SmallInteger)
    known_at: Mapped[Moment]
    people: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    prepared_at: Mapped[Moment]
    prepared_by: Mapped[str]
    frozen_at: Mapped[MaybeMoment]
    frozen_by: Mapped[str | None]
    sent_on: Mapped[date | None]
    sent_at: Mapped[MaybeMoment]
    sent_by: Mapped[str | None]
    # Encrypted: the file as it is sent, and what sealed activities come to in figures.
    file: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    sealed_activities: Mapped[bytes] = deferred(
        mapped_column(LargeBinary, nullable=False)
    )


FILES = SealedColumn("surveys", "file")
SEALED_ACTIVITIES = SealedColumn("surveys", "sealed_activities", length=4096)


class SurveyedPerson(Model):
    """A young person on a survey, as readers see them. Sealed codes are left out.

    ``school`` is the key of the institution of 31 May, ``place`` that of 1 November.
    ``starts`` and ``verified`` are of the activity of 1 November.
    """

    __tablename__ = "survey_people"

    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, index=True)
    reason: Mapped[str]
    school: Mapped[str | None]
    outcome: Mapped[str]
    activity: Mapped[str]
    place: Mapped[str | None]
    starts: Mapped[date]
    verified: Mapped[date | None]


class Surveyed(NamedTuple):
    """A young person on a survey, in the order of the columns."""

    person: int
    reason: str
    school: str | None
    outcome: str
    activity: str
    place: str | None
    starts: date
    verified: date | None


class Sealed(NamedTuple):
    """What a sealed activity comes to, where that is not what readers see of it."""

    person: int
    outcome: str
    activity: str


class Alike(NamedTuple):
    """Young people of a survey who are alike in these, and how many."""

    reason: str
    school: str | None
    outcome: str
    activity: str
    people: int


class Listed(NamedTuple):
    """A young person on the list of a survey, with their name."""

    person: int
    name: str
    born: date | None
    reason: str
    school: str | None
    outcome: str
    activity: str
    place: str | None
    starts: date
    verified: date | None


def survey(number: int, *, within: Scope) -> ActivitySurvey | None:
    """The survey with that number, or None where it is outside the scope."""
    return base.of_number(ActivitySurvey, number, within.authorities)


def surveys(*, within: Scope, left: int | None = None) -> Sequence[ActivitySurvey]:
    """Every survey, or those of a summer, the newest first."""
    found = select(ActivitySurvey).where(
        ActivitySurvey.authority.in_(within.authorities)
    )
    if left is not None:
        found = found.where(ActivitySurvey.left == left)
    return base.every(found.order_by(ActivitySurvey.id.desc()))


def newest(authority: str, left: int) -> ActivitySurvey | None:
    """The newest survey of a summer, signed or not."""
    return base.first(_of(authority, left))


def before(of: ActivitySurvey) -> ActivitySurvey | None:
    """The last survey of the same summer before this one."""
    return base.first(_of(of.authority, of.left).where(ActivitySurvey.id < of.id))


def frozen(authority: str, left: int) -> ActivitySurvey | None:
    """The signed survey of a summer that counts: the newest."""
    found = _of(authority, left).where(ActivitySurvey.frozen_at.is_not(None))
    return base.first(found)


def _of(authority: str, left: int) -> Select[ActivitySurvey]:
    found = select(ActivitySurvey).filter_by(authority=authority, left=left)
    return found.order_by(ActivitySurvey.id.desc())


def keep(
    of: ActivitySurvey,
    people: Iterable[Surveyed],
    *,
    file: bytes,
    sealed: Sequence[Sealed],
) -> None:
    """Keeps the people of a survey that is stored, its file, and what is sealed.

    The sealed part is stored even without anyone in it: an empty column would show that
    no one has such a code.
    """
    packed = gzip.compress(file, 6, mtime=0)
    of.file = FILES.encrypt(installation.keys(), packed, row=of.id)
    of.sealed_activities = _closed(of.id, sealed)
    base.copy_into(
        "survey_people (survey_id, person_id, reason, school, outcome, activity, place,"
        " starts, verified)",
        ((of.id, *each) for each in people),
    )


def file_of(of: ActivitySurvey) -> bytes:
    """The file of a survey as it is sent. Raises encryption.NotOpened."""
    return gzip.decompress(FILES.decrypt(installation.keys(), of.file, row=of.id))


def sealed_of(survey_id: int) -> list[Sealed]:
    """What sealed activities come to, for users with the permission.

    Raises encryption.NotOpened.
    """
    ((stored,),) = base.stream(
        "SELECT sealed_activities FROM surveys WHERE id = %s", survey_id
    )
    plain = SEALED_ACTIVITIES.decrypt(installation.keys(), bytes(stored), row=survey_id)
    return [Sealed(*each) for each in orjson.loads(plain)]


def _closed(survey_id: int, sealed: Iterable[Sealed]) -> bytes:
    plain = orjson.dumps([list(each) for each in sealed])
    return SEALED_ACTIVITIES.encrypt(installation.keys(), plain, row=survey_id)


def alike(survey_id: int, *, but: Iterable[int] = ()) -> list[Alike]:
    """How many people of a survey have the same values, without those in ``but``."""
    return [
        Alike(*row)
        for row in base.stream(
            "SELECT reason, school, outcome, activity, count(*) FROM survey_people"
            " WHERE survey_id = %s AND person_id <> ALL(%s) GROUP BY 1, 2, 3, 4"
            " ORDER BY 1, 2, 3, 4",
            survey_id,
            list(but),
        )
    ]


def people(survey_id: int, *, only: Iterable[int] | None = None) -> list[Surveyed]:
    """The people of a survey, in the order of its file; ``only`` some of them."""
    narrowed = "" if only is None else " AND person_id = ANY(%s)"
    return [
        Surveyed(*row)
        for row in base.stream(
            "SELECT person_id, reason, school, outcome, activity, place, starts,"
            f" verified FROM survey_people WHERE survey_id = %s{narrowed}"
            " ORDER BY person_id",
            survey_id,
            *([] if only is None else [list(only)]),
        )
    ]


class Chosen(NamedTuple):
    """Part of a survey: some outcomes, and a school (a key, "" without one), a reason
    and activities (codes), or all.
    """

    outcomes: Sequence[str]
    school: str | None = None
    reason: str | None = None
    activities: Sequence[str] | None = None


def listed(
    survey_id: int,
    chosen: Chosen,
    *,
    sealed: Mapping[int, Sealed],
    offset: int = 0,
    limit: int = 50,
) -> tuple[int, list[Listed]]:
    """The people in a part of a survey: how many, and some of them.

    In the order of the outcomes, then by place, family name and given name. ``sealed``
    are those who have another outcome for this reader than for all.
    """
    codes = chosen.activities
    others = [
        each
        for each, it in sealed.items()
        if it.outcome in chosen.outcomes and (codes is None or it.activity in codes)
    ]
    given = {
        "id": survey_id,
        "outcomes": list(chosen.outcomes),
        "sealed": list(sealed),
        "others": others,
        "school": chosen.school,
        "reason": chosen.reason,
        "codes": list(codes or ()),
    }
    alike = "" if codes is None else " AND s.activity = ANY(:codes)"
    where = (
        " FROM survey_people s JOIN people p ON p.id = s.person_id"
        " WHERE s.survey_id = :id AND (s.person_id = ANY(:others) OR"
        f" s.outcome = ANY(:outcomes) AND s.person_id <> ALL(:sealed){alike})"
    )
    if chosen.reason is not None:
        where += " AND s.reason = :reason"
    if chosen.school is not None:
        where += " AND COALESCE(s.school, '') = :school"
    total = base.number(f"SELECT count(*){where}", given)
    rows = base.execute(
        "SELECT p.id, concat_ws(' ', p.given, p.family), p.born, s.reason, s.school,"
        f" s.outcome, s.activity, s.place, s.starts, s.verified{where}"
        " ORDER BY array_position(:outcomes, s.outcome::text), s.place NULLS LAST,"
        " p.family, p.given, p.id OFFSET :offset LIMIT :limit",
        {**given, "offset": offset, "limit": limit},
    )
    return total, [Listed(*row) for row in rows]


def moved(earlier: int, later: int) -> list[tuple[str | None, str | None, int]]:
    """How a later survey differs: the outcome before and after, and how many people.

    None before of those who came to it, None after of those who left it. Those with the
    same outcome and activity in both are left out.
    """
    return list(
        base.stream(
            "SELECT a.outcome, b.outcome, count(*)"
            " FROM (SELECT * FROM survey_people WHERE survey_id = %s) a"
            " FULL JOIN (SELECT * FROM survey_people WHERE survey_id = %s) b"
            " USING (person_id)"
            " WHERE (a.outcome, a.activity) IS DISTINCT FROM (b.outcome, b.activity)"
            " GROUP BY 1, 2 ORDER BY 1, 2",
            earlier,
            later,
        )
    )


def forget(records: Sequence[int]) -> int:
    """Cuts these records out of the files of surveys, and out of what is sealed in
    them; returns how many files. Their digests stay: they prove what was sent.

    The rows of a file stand in the order of ``survey_people``.
    """
    places = base.lookup(
        "SELECT survey_id, array_agg(place) FROM (SELECT survey_id, person_id,"
        " row_number() OVER (PARTITION BY survey_id ORDER BY person_id) AS place"
        " FROM survey_people WHERE survey_id IN (SELECT survey_id FROM survey_people"
        " WHERE person_id = ANY(%s))) numbered WHERE person_id = ANY(%s)"
        " GROUP BY survey_id",
        list(records),
        list(records),
    )
    keys, gone = installation.keys(), set(records)
    for number, cut in places.items():
        ((file,),) = base.stream("SELECT file FROM surveys WHERE id = %s", number)
        plain = gzip.decompress(FILES.decrypt(keys, bytes(file), row=number))
        left = gzip.compress(without(plain, set(cut)), 6, mtime=0)
        kept = (each for each in sealed_of(number) if each.person not in gone)
        base.run(
            "UPDATE surveys SET file = %s, sealed_activities = %s WHERE id = %s",
            [FILES.encrypt(keys, left, row=number), _closed(number, kept), number],
        )
    return len(places)


def without(file: bytes, places: Set[int]) -> bytes:
    """The file of a survey without the rows in these places; the headings are row 0."""
    rows = csv.reader(io.StringIO(file.decode("utf-8"), newline=""))
    left = io.StringIO(newline="")
    csv.writer(left).writerows(
        row for place, row in enumerate(rows) if place not in places
    )
    return left.getvalue().encode("utf-8")
