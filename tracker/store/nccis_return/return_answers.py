"""What DfE sent back after a return: the lists, and their lines.

A line is about a young person of the return that it answers. What was sent in a field
is not kept again: the return has it. See decision 0247.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ForeignKey, String, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.domain.nccis_return.answered import Foreseen
from tracker.extensions import Model
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment


class ReturnAnswer(Model):
    """A list that DfE sent back. While ``waiting`` has the path of its file, a user has
    to explain its columns and nothing of it is loaded.
    """

    __tablename__ = "return_answers"
    __table_args__ = (base.at_and_by("withdrawn"),)

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    run_id: Mapped[int] = mapped_column(ForeignKey("return_runs.id"), index=True)
    file: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    lines: Mapped[int]
    notes: Mapped[list[str]] = mapped_column(JSONB)
    waiting: Mapped[str | None]
    loaded_at: Mapped[Moment]
    loaded_by: Mapped[str]
    withdrawn_at: Mapped[MaybeMoment]
    withdrawn_by: Mapped[str | None]


class ReturnAnswerLine(Model):
    """One line. ``why`` is the reason why it is about no young person of the return.

    Without ``reason`` a settled line was mended: the next return no longer has it.
    """

    __tablename__ = "return_answer_lines"
    __table_args__ = (base.one_of("kind", Foreseen), base.at_and_by("settled"))

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    answer_id: Mapped[int] = mapped_column(ForeignKey("return_answers.id"), index=True)
    line: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    code: Mapped[str]
    priority: Mapped[int | None]
    field: Mapped[str]
    message: Mapped[str]
    other_authority: Mapped[str]
    other_id: Mapped[str]
    kind: Mapped[str]
    why: Mapped[str]
    settled_at: Mapped[MaybeMoment]
    settled_by: Mapped[str | None]
    reason: Mapped[str | None]


class Returned(NamedTuple):
    """By what a record of a return can be found."""

    person: int
    ypid: str | None
    uln: str | None
    upn: str | None
    given: str | None
    family: str | None
    born: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A line with its young person, where one of the return is meant."""

    id: int
    answer: int
    line: int
    person: int | None
    given: str | None
    family: str | None
    born: date | None
    code: str
    priority: int | None
    field: str
    message: str
    other_authority: str
    other_id: str
    kind: str
    why: str
    settled_at: datetime | None
    settled_by: str | None
    reason: str | None

    @property
    def name(self) -> str:
        """The name on record; "" of a line about no one of the return."""
        return f"{self.given or ''} {self.family or ''}".strip()


def answer(number: int, *, within: Scope) -> ReturnAnswer | None:
    """The list with that number, or None outside the scope."""
    return base.of_number(ReturnAnswer, number, base.whole(within))


def of_run(run_id: int) -> Sequence[ReturnAnswer]:
    """Every list that answers a return, the newest first, also those taken back."""
    return base.every(
        select(ReturnAnswer)
        .where(ReturnAnswer.run_id == run_id, ReturnAnswer.waiting.is_(None))
        .order_by(ReturnAnswer.id.desc())
    )


def unread(authority: str, *, before: datetime) -> Sequence[ReturnAnswer]:
    """The lists whose columns have waited to be explained since before a moment."""
    return base.every(
        select(ReturnAnswer).where(
            ReturnAnswer.authority == authority,
            ReturnAnswer.waiting.is_not(None),
            ReturnAnswer.loaded_at < before,
        )
    )


def in_force(*, within: Scope) -> Sequence[ReturnAnswer]:
    """The lists that are loaded and not taken back."""
    return base.every(
        select(ReturnAnswer)
        .where(
            ReturnAnswer.authority.in_(base.whole(within)),
            ReturnAnswer.waiting.is_(None),
            ReturnAnswer.withdrawn_at.is_(None),
        )
        .order_by(ReturnAnswer.id)
    )


def returned(run_id: int) -> list[Returned]:
    """By what each record of a run can be found."""
    rows = base.stream(
        "SELECT person_id, record->>'YoungPersonsID', record->>'UniqueLearnerNo',"
        " record->>'UniquePupilNumber', record->>'GivenName', record->>'FamilyName',"
        " record->>'DOB' FROM return_records WHERE run_id = %s ORDER BY person_id",
        run_id,
    )
    return [Returned(*row) for row in rows]


def issues_of(run_id: int) -> set[tuple[int, str]]:
    """(person, rule) of each issue of a run that any reader may see."""
    return set(
        base.stream(
            "SELECT person_id, rule FROM return_issues WHERE run_id = %s", run_id
        )
    )


def records_of(run_id: int, people: Iterable[int]) -> dict[int, Mapping[str, Any]]:
    """The records of some people in a run, as readers see them."""
    return base.lookup(
        "SELECT person_id, record FROM return_records WHERE run_id = %s"
        " AND person_id = ANY(%s)",
        *(run_id, sorted(set(people))),
    )


def keep(answer: ReturnAnswer, rows: Iterable[tuple[Any, ...]]) -> None:
    """Stores (line, person, code, priority, field, message, other authority, other ID,
    kind, why) of each line of a list.
    """
    base.copy_into(
        "return_answer_lines (authority, answer_id, line, person_id, code, priority,"
        " field, message, other_authority, other_id, kind, why)",
        ((answer.authority, answer.id, *row) for row in rows),
    )


_COLUMNS = (
    "SELECT l.id, l.answer_id, l.line, coalesce(p.merged_into, l.person_id), q.given,"
    " q.family, q.born, l.code, l.priority, l.field, l.message, l.other_authority,"
    " l.other_id, l.kind, l.why, l.settled_at, l.settled_by, l.reason"
    " FROM return_answer_lines l LEFT JOIN people p ON p.id = l.person_id"
    " LEFT JOIN people q ON q.id = coalesce(p.merged_into, p.id)"
)


def lines(answer_id: int) -> list[Listed]:
    """The lines of a list, those that must be fixed first and by their place in it."""
    found = base.stream(
        f"{_COLUMNS} WHERE l.answer_id = %s"
        " ORDER BY l.priority NULLS LAST, l.line, l.id",
        answer_id,
    )
    return [Listed(*row) for row in found]


def of_numbers(numbers: Collection[int], *, within: Scope) -> list[Listed]:
    """These lines, in their order."""
    found = base.stream(
        f"{_COLUMNS} WHERE l.id = ANY(%s) AND l.authority = ANY(%s) ORDER BY l.id",
        *(list(numbers), base.whole(within)),
    )
    return [Listed(*row) for row in found]


def settle(numbers: Collection[int], *, at: datetime, by: str, reason: str = "") -> int:
    """Settles open lines: with a reason, or as mended. Returns how many."""
    return base.run(
        "UPDATE return_answer_lines SET settled_at = %s, settled_by = %s, reason = %s"
        " WHERE id = ANY(%s) AND settled_at IS NULL",
        (at, by, reason or None, list(numbers)),
    )


def reopen(numbers: Collection[int]) -> int:
    """Opens settled lines again; returns how many."""
    return base.run(
        "UPDATE return_answer_lines SET settled_at = NULL, settled_by = NULL,"
        " reason = NULL WHERE id = ANY(%s) AND settled_at IS NOT NULL",
        (list(numbers),),
    )


def take_back(answer: ReturnAnswer, *, at: datetime, by: str) -> int:
    """Deletes the lines of a list, which stays as one that was taken back; returns how
    many they were.
    """
    answer.withdrawn_at, answer.withdrawn_by = at, by
    return base.run(
        "DELETE FROM return_answer_lines WHERE answer_id = %s", (answer.id,)
    )


def remove(answer: ReturnAnswer) -> None:
    """Removes a list of which nothing was loaded."""
    base.run("DELETE FROM return_answers WHERE id = %s", (answer.id,))


def by_month(*, within: Scope) -> list[tuple[date, str, str, int, int]]:
    """(month, code, kind, lines, lines not settled) of every list in force, of lines
    about young people of the returns.
    """
    return [
        (month, code, kind, int(many), int(left))
        for month, code, kind, many, left in base.stream(
            "SELECT r.period_end, l.code, l.kind, count(*),"
            " count(*) FILTER (WHERE l.settled_at IS NULL)"
            " FROM return_answer_lines l JOIN return_answers a ON a.id = l.answer_id"
            " JOIN return_runs r ON r.id = a.run_id WHERE l.authority = ANY(%s)"
            " AND l.person_id IS NOT NULL"
            " GROUP BY 1, 2, 3 ORDER BY 1 DESC, 2",
            base.whole(within),
        )
    ]
