"""What a school or college may pass on in words, while a restriction stands.

Forms and lists that a user fills in with what an institution passed on ask here.
Source: Education and Skills Act 2008, section 14(4). See decisions 0076 and 0184.
"""

from collections.abc import Iterable
from datetime import date

from tracker.actions.accounts import settings
from tracker.domain.history.details.restriction_answers import Restriction
from tracker.domain.law.restrictions import binding

#: Why it is refused, and what to do.
SENTENCE = (
    "A restriction stands: a school or college may pass on only their name, "
    "address and date of birth, and the name and address of a parent. Learn the rest "
    "from the young person or a parent, and record it as theirs."
)


class Passing:
    """Whether an authority may keep what institutions pass on, on a day."""

    def __init__(self, authority: str, on: date) -> None:
        self._on = on
        self._ends = settings.of(authority).ends_at_sixteen

    def is_limited(self, restrictions: Iterable[Restriction]) -> bool:
        """Whether any of a young person's restrictions may bind it.

        A form does not say which institution it was, so each of them may. An employer
        is no institution, but has the same word as one, so it is limited as well.
        """
        return bool(binding((), restrictions, self._on, ends_at_sixteen=self._ends))
