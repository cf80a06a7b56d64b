"""Whose records a file holds, by their own word: the authority that leads each.

See decision 0128.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from tracker.actions.intake.questions import open_questions
from tracker.actions.intake.questions.open_questions import Question
from tracker.domain.reference.identifiers import AuthorityCode
from tracker.feeds.nccis.codes_by_name import code_of

#: The column in which a record says which authority is responsible for somebody.
LEAD = "LeadLEA"


class LedBy:
    """The authorities that the records of a file name as responsible, and how often.

    A header may name nobody, or be wrong. A file of ours may hold a few whom another
    authority leads, and theirs a few of ours: most of the records decide.
    """

    def __init__(self) -> None:
        self._records: Counter[str] = Counter()

    def see(self, raw: Mapping[str, str]) -> None:
        """Counts one record."""
        if named := raw.get(LEAD):
            code = AuthorityCode.parse(code_of(LEAD, named)).value
            if code is not None:
                self._records[code] += 1

    def questions(
        self, what: str, authority: str, header: Sequence[str] | None
    ) -> list[Question]:
        """Asks about records most of which others lead, and where neither records nor
        ``header`` (the authorities that one names, None without one) say whose they
        are.
        """
        ours, known = self._records[authority], self._records.total()
        if not known and header is not None and not header:
            return [open_questions.of_nobody(what)]
        if 2 * ours >= known:
            return []
        others = [code for code, _ in self._records.most_common() if code != authority]
        return [open_questions.of_records(what, authority, others, ours=ours)]
