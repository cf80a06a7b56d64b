"""The numbers that an earlier system gives its people within its own database.

DfE's number of a young person is the number of that database and then the system's own.
The database is the one of the months that moved in, and never ours: the two are equal
only by chance. Where no month has moved in, a user gives it.

See decision 0228.
"""

from collections.abc import Mapping, Sequence

from tracker import store
from tracker.domain.history.evidence import Detail
from tracker.domain.history.person import Identity
from tracker.domain.law.gateways import EARLIER_SYSTEM
from tracker.feeds.declaration import Feed
from tracker.feeds.moved_rows.moved_people import needs_database
from tracker.feeds.nccis import columns
from tracker.feeds.registry import FEEDS
from tracker.feeds.row_meaning import Interpretation
from tracker.linkage.comparing.verdicts import Decision, Doubtful, Matched
from tracker.linkage.decisions.identifiers_first import YPID
from tracker.linkage.population.known_records import Population
from tracker.store.intake.import_batches import ImportBatch

#: The kind of the answer that has the number of the database (open_questions.Kind).
ANSWERED = "database"
BY_NUMBER = "Their number in the earlier system, whose own months have it."


def is_of_earlier_system(feed: Feed) -> bool:
    """Whether a feed's files are tables of the council's earlier system, which has a
    name and no number.
    """
    return feed.gateway == EARLIER_SYSTEM and feed.own_headings


def of_authority(authority: str) -> str:
    """The number of the earlier system's database, from the months that moved in."""
    return store.intake.batch_pages.number_of_database(authority, columns.NAME)


def of_file(feed: Feed, authority: str, given: str) -> str:
    """The number with which a file that is received is completed; ``given`` is a user's
    answer. "" for any other feed.
    """
    return (given or of_authority(authority)) if is_of_earlier_system(feed) else ""


def of_batch(batch: ImportBatch) -> str:
    """The number with which the system's own numbers in a batch are completed: the one
    that was given with it, or that of the months; "" for any other feed.
    """
    if not is_of_earlier_system(FEEDS[batch.feed]):
        return ""
    given = [
        str(each.answer)
        for each in store.intake.batch_answers.of(batch.id)
        if each.kind == ANSWERED
    ]
    return given[-1] if given else of_authority(batch.authority)


class Short:
    """Looks whether any row of a file has a number that needs its database."""

    def __init__(self) -> None:
        self.any = False

    def see(self, raw: Mapping[str, str]) -> None:
        """Notes one row."""
        self.any = self.any or needs_database(raw)


def makes_no_record(feed: str, meaning: Interpretation) -> bool:
    """Whether a row is about a young person on record or about no one. So is one of an
    earlier system that states no name, as contacts do not: it could make no record.
    """
    if meaning.finds_only:
        return True
    if not is_of_earlier_system(FEEDS[feed]):
        return False
    return not any(
        isinstance(each, Detail) and each.about == "name" for each in meaning.statements
    )


def looked_at(
    feed: str,
    meant: Sequence[Interpretation],
    decisions: Sequence[Decision],
    population: Population,
    apart: set[tuple[int, int]],
) -> list[Decision]:
    """The decisions about rows of an earlier system. One that has its own number of a
    young person, and nothing else of them, is about the one who has that number.
    """
    found = list(decisions)
    if not is_of_earlier_system(FEEDS[feed]):
        return found
    for index, (meaning, decision) in enumerate(zip(meant, decisions, strict=True)):
        who = meaning.identity
        if not isinstance(decision, Doubtful) or not _is_number_alone(who):
            continue
        owners = population.sharing("ypid", who.ypid or "")
        if len(owners) == 1 and (index, owners[0]) not in apart:
            found[index] = Matched(owners[0], YPID, 1.0, (BY_NUMBER,))
    return found


def _is_number_alone(who: Identity) -> bool:
    other = (who.given, who.family, who.born, who.upn, who.uln, who.postcode)
    return who.ypid is not None and not any(other)
