"""What is unusual about a list of an earlier system: a question before it is applied.

See decision 0228.
"""

from tracker import store
from tracker.actions.intake.moving_in.own_numbers import is_of_earlier_system
from tracker.feeds.registry import FEEDS
from tracker.store.intake.import_batches import ImportBatch, Outcome
from tracker.wording.counts import counted

#: A list of which so many lines in ten cannot be used has words that are not explained.
_IN_TEN = 1


def alarms(batch: ImportBatch) -> list[str]:
    """The sentences about a batch whose lines have their outcomes; none for a feed that
    is not of an earlier system.
    """
    if not is_of_earlier_system(FEEDS[batch.feed]):
        return []
    found = []
    outcomes = store.intake.import_batches.outcomes(batch.id)
    unusable = outcomes.get(Outcome.INVALID, 0)
    if 10 * unusable > _IN_TEN * batch.rows:
        found.append(
            f"{unusable:,} of {counted(batch.rows, 'line')} cannot be used; the "
            "problems of the batch say why. Words of the system that are not known are "
            "explained once, with the columns of its sender."
        )
    if new := store.intake.decisions.new_people(batch.id):
        people = counted(new, "young person is", "young people are")
        found.append(
            f"{people} in no month of the system that was moved in, and would become a "
            "new record without an ID. Load the months that have them first."
        )
    return found
