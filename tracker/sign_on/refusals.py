"""The reasons for which a single sign-on is refused, each with its sentence."""

from pathlib import Path

from tracker.domain.reference import tables
from tracker.refusal import Refusal
from tracker.sign_on.provider import Provider


def _line(row: dict[str, str]) -> tuple[str, tuple[int, str]]:
    return row["reason"], (int(row["status"]), row["sentence"])


#: The status of the answer and the sentence, by reason.
REASONS = dict(tables.read(Path(__file__).with_name("refusals.csv"), _line))


class NotSignedOn(Refusal):
    """The statement of a provider does not sign anyone in.

    ``reason`` is a word of ``refusals.csv``, which holds nothing about the user; the
    audit shows it. ``status`` is the status of the answer.
    """

    def __init__(self, reason: str, provider: Provider) -> None:
        status, sentence = REASONS[reason]
        super().__init__(sentence.format(title=provider.title))
        self.reason, self.status = reason, status
