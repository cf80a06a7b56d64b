"""Lines of lists that are only a signal: whose they are, and nothing made of them.

No record is made from such a line and none is passed on, and nothing that is stored in
plain text with it quotes one of its cells.

See decision 0181.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace

from tracker.actions.intake.questions import door
from tracker.domain.history.person import Identity
from tracker.feeds.row_meaning import Interpretation
from tracker.linkage.comparing.reasons import as_kept
from tracker.linkage.comparing.verdicts import Decision, Doubtful, Matched
from tracker.store.intake.import_batches import Line, Outcome

NOT_ON_RECORD = (
    "No record matches this, and none is made from this list. Decide whether it is "
    "about a young person on record all the same."
)
ELSEWHERE = (
    "The postcode is in another authority. A line of this list is never passed on."
)


def decided(
    lines: Sequence[Line],
    meant: Sequence[Interpretation],
    decisions: Sequence[Decision],
    elsewhere: Container[int],
) -> Iterator[tuple[object, ...]]:
    """The row to store for each line. ``elsewhere`` are the places of lines whose
    postcode is in another authority.
    """
    for place, (line, meaning, decision) in enumerate(
        zip(lines, meant, decisions, strict=True)
    ):
        if isinstance(decision, Matched):
            reasons = _unquoted(decision.reasons, meaning)
            known = replace(decision, reasons=reasons)
            yield door.matched(line, known, Outcome.NO_CHANGE)
        elif isinstance(decision, Doubtful) and decision.candidates:
            candidates = tuple(
                replace(each, reasons=_unquoted(each.reasons, meaning))
                for each in decision.candidates
            )
            doubt = replace(decision, candidates=candidates)
            yield door.doubtful(line, doubt, _unquoted(decision.reasons, meaning), None)
        elif place in elsewhere:
            yield _undecided(line, Outcome.OUT_OF_AREA, ELSEWHERE)
        else:
            yield _undecided(line, Outcome.POSSIBLE, NOT_ON_RECORD)


def _undecided(line: Line, outcome: Outcome, why: str) -> tuple[object, ...]:
    return line.id, outcome, None, None, None, None, [why], []


def _unquoted(reasons: Iterable[str], meaning: Interpretation) -> tuple[str, ...]:
    """The reasons without the values of the line."""
    return tuple(as_kept(reasons, meaning.identity, Identity()))
