"""The statement that confirms a young person's present activity."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tracker.domain.history.evidence import Doing
from tracker.domain.history.position import Position
from tracker.domain.history.spells import Spell


def still_the_same(
    spells: Sequence[Spell],
    position: Position | None,
    day: date,
    *,
    review: date | None = None,
    expected_end: date | None = None,
) -> Doing | None:
    """The present activity as a new statement, or None where it cannot be confirmed.

    ``expected_end`` is the end that was given with it, None where none was.
    Not known cannot be confirmed. An activity with a review is confirmed only with the
    day of the next one, ``review``. So is a sealed one, because the question would
    betray those with a review; where it has none, the day is not kept.
    """
    if position is None or position.activity.is_not_known:
        return None
    doing = position.activity
    if (doing.needs_review or doing.sealed) and review is None:
        return None
    newest = _newest(spells, position, day)
    if newest is not None and doing.needs_review:
        newest = replace(newest, review=review)
    if newest is not None and expected_end is not None:
        newest = replace(newest, expected_end=expected_end)
    return newest


def heard_the_same(
    spells: Sequence[Spell], position: Position | None, day: date
) -> Doing | None:
    """The present activity as hearsay repeats it, or None with nothing to repeat.

    Hearsay confirms nothing, so it sets no next review. Of a sealed activity nothing is
    repeated, which would say what it is.
    """
    if position is None or position.activity.is_not_known or position.activity.sealed:
        return None
    return _newest(spells, position, day)


def _newest(spells: Sequence[Spell], position: Position, day: date) -> Doing | None:
    """The newest statement of the present activity, with its first day."""
    spell = next(
        (
            each
            for each in reversed(spells)
            if each.covers(day) and each.activity is position.activity
        ),
        None,
    )
    if spell is None:
        return None
    statements = [
        (item.as_at, -item.source.tier, repr(item.statement), item.statement)
        for item in spell.evidence
        if isinstance(item.statement, Doing) and item.statement.ends is None
    ]
    if not statements:
        return None
    newest = max(statements)[3]
    return newest if newest.starts is not None else replace(newest, starts=spell.starts)
