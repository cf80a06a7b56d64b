"""The newest evidence about details that differ, of their system and of others."""

from collections.abc import Iterable, Mapping

from tracker import store
from tracker.domain.history.evidence import Detail, Evidence
from tracker.domain.law.gateways import EARLIER_SYSTEM
from tracker.domain.nccis_return.parallel_run.causes import Known
from tracker.domain.nccis_return.parallel_run.compared_fields import Field
from tracker.feeds.registry import FEEDS


def of(
    differing: Mapping[int, Iterable[Field]],
) -> dict[int, dict[str, Known]]:
    """What is known of each subject of the fields in which these people differ."""
    wanted = {
        person: {each.subject for each in fields}
        for person, fields in differing.items()
    }
    subjects = set().union(*wanted.values())
    if not subjects:
        return {}
    return {
        person: {
            subject: _known([it for it in evidence if _subject(it) == subject])
            for subject in wanted[person]
        }
        for person, evidence in store.history.evidence.of_subjects(wanted, subjects)
    }


def _subject(item: Evidence) -> str:
    statement = item.statement
    return statement.about if isinstance(statement, Detail) else statement.kind


def _known(evidence: Iterable[Evidence]) -> Known:
    other: tuple[str, Evidence] | None = None
    own = None
    for each in evidence:
        if is_theirs(each.source.name):
            own = max(own or each.as_at, each.as_at)
        elif other is None or each.as_at > other[1].as_at:
            other = each.source.name, each
    if other is None:
        return Known(None, own)
    return Known((other[1].as_at, _title(other[0])), own)


def is_theirs(source: str) -> bool:
    """Whether evidence of this source came out of the council's earlier system."""
    feed = FEEDS.get(source)
    return feed is not None and feed.gateway == EARLIER_SYSTEM


def _title(source: str) -> str:
    feed = FEEDS.get(source)
    return feed.noun if feed is not None else source
