"""Facts about a file that only its rows give: its sender, the authority of its records,
and the institution that was given a No.
"""

from collections.abc import Iterable, Sequence

from tracker.actions.intake.moving_in import own_numbers
from tracker.actions.intake.questions import open_questions
from tracker.actions.intake.questions.another_sender import OtherAreas, Others
from tracker.actions.intake.questions.answers import Answers, check, check_several
from tracker.actions.intake.questions.lead_authority import LedBy
from tracker.actions.intake.questions.named_sender import InRows
from tracker.actions.intake.questions.open_questions import Kind, Question
from tracker.actions.intake.questions.restricting_institution import ToNobody
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.declaration import Feed
from tracker.feeds.file_reading import Context, RawRow
from tracker.feeds.row_meaning import Interpretation


class RowsSay:
    """Looks at each row of a file, for what nothing else gives about the file.

    ``sender`` is the sender if it is known, ``header`` the authorities that the header
    names (None for a file without one), ``questions`` are those that are open already.
    """

    def __init__(
        self,
        feed: Feed,
        authority: str,
        *,
        sender: InstitutionRef | None,
        header: Sequence[str] | None,
        questions: Iterable[Question],
    ) -> None:
        self._feed = feed
        self._authority = authority
        self._header = header
        by_header = any(each.kind is Kind.AUTHORITIES for each in questions)
        rolls = feed.from_institutions
        self._senders = InRows(authority) if rolls and sender is None else None
        self._others: Others | OtherAreas | None = None
        if sender is not None and (rolls or feed.from_authorities):
            self._others = Others(sender, authority) if rolls else OtherAreas(sender)
        self._no = ToNobody() if rolls else None
        self._leads = None if rolls or by_header else LedBy()
        self._short = (
            own_numbers.Short() if own_numbers.is_of_earlier_system(feed) else None
        )

    @property
    def name_the_sender(self) -> bool:
        """Whether only the rows may name the sender of the file."""
        return self._senders is not None

    @property
    def sender(self) -> InstitutionRef | None:
        """The only institution that the rows name, if no register has it."""
        return self._senders.sender() if self._senders is not None else None

    def see(self, row: RawRow, meaning: Interpretation) -> None:
        """Notes the facts of one row."""
        if self._short is not None:
            self._short.see(row.values)
        if self._no is not None:
            self._no.see(row, meaning)
        if self._others is not None:
            self._others.see(meaning)
        if self._senders is not None:
            self._senders.see(meaning)
        elif self._leads is not None:
            self._leads.see(row.values)

    def see_all(self, rows: Iterable[RawRow], context: Context) -> None:
        """Notes the facts of all rows of a file that is not going to be received."""
        if self._senders is None and self._leads is None:
            return  # the sender is known, and so is the institution given a No
        for row in rows:
            meaning = self._feed.interpret(
                row.values, row.restricted, row.line, context
            )
            self.see(row, meaning)

    def questions(self, what: str) -> list[Question]:
        """The questions that the rows raise about a file, called ``what``."""
        found = self._no.questions(what) if self._no is not None else []
        if self._senders is not None:
            if self._feed.own_headings and not found and self._senders.name_nothing():
                found.append(open_questions.without_sender(what))
            found += open_questions.of_sender(self.sender, self._authority)
            if not found:
                # The sender of the whole file makes questions about the senders in
                # its rows unnecessary, so it is the only question for now.
                found += open_questions.of_senders(self._senders.unknown())
        elif self._leads is not None:
            found += self._leads.questions(what, self._authority, self._header)
        needs = self._short is not None and self._short.any
        if needs and not own_numbers.of_authority(self._authority):
            found.append(open_questions.of_database(what))
        return found

    def checked(self, answers: Answers) -> Answers:
        """The answers, tidied, about a file whose sender only the rows name.

        Raises answers.WrongAnswer.
        """
        several = self._senders.several() if self._senders is not None else []
        if several:
            return check_several(answers, senders=several, authority=self._authority)
        return check(answers, sender=self.sender, authority=self._authority)

    def notes(self) -> list[str]:
        """The note that every row names another institution than the sender, or one
        outside the area of the council that sent it, if so.
        """
        return self._others.notes() if self._others is not None else []
