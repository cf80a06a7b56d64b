"""What somebody says who finds a young person still doing the same."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tracker.domain.history.evidence import Doing
from tracker.domain.history.position import Position
from tracker.domain.history.spells import Spell


def still_the_same(
    spells: Sequence[Spell], position: Position | None, day: date
) -> Doing | None:
    """The present activity said once more, or None where that would say nothing.

    Nobody confirms that they do not know. What has to be reviewed needs a new date of
    review, so that it is an update and no confirmation.
    """
    if position is None or position.activity.is_not_known:
        return None
    if position.activity.needs_review:
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
    said = [
        (told.as_at, -told.source.tier, repr(told.statement), told.statement)
        for told in spell.evidence
        if isinstance(told.statement, Doing) and told.statement.ends is None
    ]
    if not said:
        return None
    newest = max(said)[3]
    return newest if newest.starts is not None else replace(newest, starts=spell.starts)
