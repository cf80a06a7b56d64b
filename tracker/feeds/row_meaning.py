"""The meaning of a row: who it is about, what it states, what is wrong with it."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.casework import moved_contact, moved_document, phase_transfer
from tracker.domain.history.evidence import Statement
from tracker.domain.history.person import Identity
from tracker.domain.intake.leaver_questions import LeaverQuestion
from tracker.domain.law.transfers.passing import Line
from tracker.domain.reference.institution import Institution, InstitutionRef


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake that the sender can correct. ``stops``: the row cannot be used."""

    line: int
    column: str
    message: str
    stops: bool = False


@dataclass(frozen=True, slots=True)
class Interpretation:
    """The meaning of a row: the person, the statements, their day, and the problems.

    ``earlier`` is a day before ``as_at`` with the row's statements about that day.
    ``needs_plan``: the row counts only for a person with an education, health and care
    plan of the authority. ``passed_on_by`` are the institutions that pass the row on,
    as far as it names them, and ``agreed`` is the person's answer to their request.
    ``institution`` is a register's, ``contact`` and ``document`` an earlier system's,
    ``passed_on`` the lines of a history that another authority passes on. ``question``
    is one that it raises about where the person goes. ``finds_only``: the row is about
    a young person on record or about no one. ``phase`` is what a list of plans has of
    the next place, ``ended`` are the characteristics that are over by ``as_at``.
    """

    identity: Identity
    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...]
    as_at: date
    restricted: bool = False
    earlier: tuple[date, tuple[Statement, ...]] | None = None
    needs_plan: bool = False
    passed_on_by: tuple[InstitutionRef, ...] = ()
    agreed: bool | None = None
    institution: Institution | None = None
    contact: moved_contact.MovedContact | None = None
    document: moved_document.MovedDocument | None = None
    question: LeaverQuestion | None = None
    finds_only: bool = False
    phase: phase_transfer.PhaseTransfer | None = None
    ended: tuple[str, ...] = ()
    passed_on: tuple[Line, ...] = ()

    @property
    def by_day(self) -> tuple[tuple[date, tuple[Statement, ...]], ...]:
        """The statements about each day."""
        day, more = self.earlier or (self.as_at, ())
        if day == self.as_at:
            return ((day, self.statements + more),)
        return ((self.as_at, self.statements), (day, more))

    @property
    def usable(self) -> bool:
        return not any(problem.stops for problem in self.problems)
