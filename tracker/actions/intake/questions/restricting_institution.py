"""Which institution a No was given to: asked where a file does not say.

A No binds the institution that was told it. One of which nobody can tell whose it is
would bind every institution, and each could find out by a list of its own that somebody
said No elsewhere.

See decision 0138.
"""

from tracker.actions.intake.questions.door import Keys
from tracker.actions.intake.questions.open_questions import Kind, Question
from tracker.feeds.declaration import Interpretation, RawRow
from tracker.wording.counts import counted


class ToNobody:
    """The lines of a file that say No to no institution that has a number."""

    def __init__(self) -> None:
        self._keys = Keys()
        self._lines = 0
        self._first = 0

    def see(self, row: RawRow, said: Interpretation) -> None:
        """Counts a line, where it is one of them."""
        if said.agreed is False and not self._keys.of(said):
            self._first = self._first or row.line
            self._lines += 1

    def questions(self, what: str) -> list[Question]:
        """Asks which institution it was, for the lines of ``what``; none, no question.

        Who sent the file answers it, or a number in each line: no word of anybody's.
        """
        if not self._lines:
            return []
        how = "says" if self._lines == 1 else "say"
        return [
            Question(
                Kind.INSTITUTION,
                f"In {what} {counted(self._lines, 'line')} {how} No to sharing (line "
                f"{self._first:,} first), and nothing says by its number which school "
                "or college was told so. Say who sent the file, or add a column with "
                "the number of each line's institution.",
            )
        ]
