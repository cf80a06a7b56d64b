"""What only the rows of a file say of it: who sent it, whose records they are, and to
which institution a No was given.
"""

from collections.abc import Iterable, Sequence

from tracker.actions.intake.questions import open_questions
from tracker.actions.intake.questions.another_sender import Others
from tracker.actions.intake.questions.answers import Answers, check, check_several
from tracker.actions.intake.questions.lead_authority import LedBy
from tracker.actions.intake.questions.named_sender import InRows
from tracker.actions.intake.questions.open_questions import Kind, Question
from tracker.actions.intake.questions.restricting_institution import ToNobody
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.declaration import Context, Feed, Interpretation, RawRow


class RowsSay:
    """Looks at each row of a file, for what nothing else says of the file.

    ``sender`` is who sent it where that is known, ``header`` the authorities that its
    header names (None for a file without one), and ``asked`` what is asked about it
    already.
    """

    def __init__(
        self,
        feed: Feed,
        authority: str,
        *,
        sender: InstitutionRef | None,
        header: Sequence[str] | None,
        asked: Iterable[Question],
    ) -> None:
        self._feed = feed
        self._authority = authority
        self._header = header
        by_header = any(each.kind is Kind.AUTHORITIES for each in asked)
        self._senders = (
            InRows(authority) if feed.from_institutions and sender is None else None
        )
        self._others = (
            Others(sender, authority)
            if feed.from_institutions and sender is not None
            else None
        )
        self._no = ToNobody() if feed.from_institutions else None
        self._leads = None if feed.from_institutions or by_header else LedBy()

    @property
    def name_the_sender(self) -> bool:
        """Whether nothing but the rows may say who sent the file."""
        return self._senders is not None

    @property
    def sender(self) -> InstitutionRef | None:
        """The only institution that the rows name, where no register has it."""
        return self._senders.sender() if self._senders is not None else None

    def see(self, row: RawRow, said: Interpretation) -> None:
        """Notes what one row says."""
        if self._no is not None:
            self._no.see(row, said)
        if self._others is not None:
            self._others.see(said)
        if self._senders is not None:
            self._senders.see(said)
        elif self._leads is not None:
            self._leads.see(row.values)

    def see_all(self, rows: Iterable[RawRow], context: Context) -> None:
        """The same of all rows, of a file that is not to be taken in."""
        if self._senders is None and self._leads is None:
            return  # who sent it is known, and so who was told a No
        for row in rows:
            said = self._feed.interpret(row.values, row.restricted, row.line, context)
            self.see(row, said)

    def questions(self, what: str) -> list[Question]:
        """What is unknown for what the rows say of a file, called ``what``."""
        found = self._no.questions(what) if self._no is not None else []
        if self._senders is not None:
            found += open_questions.of_sender(self.sender, self._authority)
            if not found:
                # Once it is said who sent the file, those in its rows are not asked
                # about: so that is asked alone.
                found += open_questions.of_senders(self._senders.unknown())
        elif self._leads is not None:
            found += self._leads.questions(what, self._authority, self._header)
        return found

    def checked(self, answers: Answers) -> Answers:
        """The answers, tidied, of a file whose rows alone name who sent it.

        Raises answers.WrongAnswer.
        """
        several = self._senders.several() if self._senders is not None else []
        if several:
            return check_several(answers, senders=several, authority=self._authority)
        return check(answers, sender=self.sender, authority=self._authority)

    def notes(self) -> list[str]:
        """That every row names another institution than the sender, if that is so."""
        return self._others.notes() if self._others is not None else []
