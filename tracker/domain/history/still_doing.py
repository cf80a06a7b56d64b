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
) -> Doing | None:
    """The present activity as a new statement, or None where it cannot be confirmed.

    Not known cannot be confirmed. An activity with a review is confirmed only with the
    day of the next one, ``review``. So is a sealed one, because the question would
    betray those with a review; where it has none, the day is not kept.
    """
    if position is None or position.activity.is_not_known:
        return None
    doing = position.activity
    if (doing.needs_review or doing.sealed) and review is None:
        return None
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
    if position.activity.needs_review:
        newest = replace(newest, review=review)
    return newest if newest.starts is not None else replace(newest, starts=spell.starts)
