"""The authority that a file's records belong to, as each record names its lead.

See decision 0128.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from tracker.actions.intake.questions import open_questions
from tracker.actions.intake.questions.open_questions import Question
from tracker.domain.reference.identifiers import AuthorityCode
from tracker.feeds.nccis.codes_by_name import code_of

#: The column in which a record names the authority responsible for the young person.
LEAD = "LeadLEA"


class LedBy:
    """The authorities that the records of a file name as responsible, and how often.

    A header may name no authority, or be wrong. A file of ours may hold a few records
    that another authority leads, and theirs a few of ours, so the majority decides.
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
        """The question if others lead most of the records, or if neither the records
        nor the ``header`` name an authority. ``header`` holds the authorities of the
        file's header, None for a file without one.
        """
        ours, known = self._records[authority], self._records.total()
        if not known and header is not None and not header:
            return [open_questions.without_authority(what)]
        if 2 * ours >= known:
            return []
        others = [code for code, _ in self._records.most_common() if code != authority]
        return [open_questions.of_records(what, authority, others, ours=ours)]
