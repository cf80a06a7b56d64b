"""The institution that was given a No: a question if a file does not name it.

A No binds the institution that it was given to. A No to an unknown institution would
have to bind every institution. Then each of them could find out, by sending a list of
its own, that a young person had given a No to another institution.

See decision 0138.
"""

from tracker.actions.intake.questions.door import Keys
from tracker.actions.intake.questions.open_questions import Kind, Question
from tracker.feeds.file_reading import RawRow
from tracker.feeds.row_meaning import Interpretation
from tracker.wording.counts import counted


class ToNobody:
    """The lines of a file that say No without the number of an institution."""

    def __init__(self) -> None:
        self._keys = Keys()
        self._lines = 0
        self._first = 0

    def see(self, row: RawRow, meaning: Interpretation) -> None:
        """Counts a line if it is one of them."""
        if meaning.agreed is False and not self._keys.of(meaning):
            self._first = self._first or row.line
            self._lines += 1

    def questions(self, what: str) -> list[Question]:
        """The question which institution it was, for the lines of ``what``, if any.

        The sender of the file answers it, or a number in each line. A name cannot.
        """
        if not self._lines:
            return []
        how = "says" if self._lines == 1 else "say"
        sentence = (
            f"In {what} {counted(self._lines, 'line')} {how} No to sharing (line "
            f"{self._first:,} first), and nothing says by its number which school or "
            "college was given it. Say who sent the file, or add a column with the "
            "number of each line's institution."
        )
        return [Question(Kind.INSTITUTION, sentence)]
