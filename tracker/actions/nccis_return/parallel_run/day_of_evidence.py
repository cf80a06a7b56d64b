"""The newest evidence about details that differ, of their system and of others."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from itertools import chain

from tracker import store
from tracker.domain.history.evidence import Detail, Evidence, Statement
from tracker.domain.law.gateways import EARLIER_SYSTEM
from tracker.domain.nccis_return.parallel_run.causes import Known
from tracker.domain.nccis_return.parallel_run.compared_fields import Field
from tracker.feeds.registry import FEEDS, NOT_NAMED, is_unnamed


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
    other: tuple[date, str] | None = None
    own: list[Evidence] = []
    for each in evidence:
        if is_theirs(each.source.name):
            own.append(each)
        elif other is None or each.as_at > other[0]:
            other = each.as_at, _title(each.source.name)
    if not own:
        return Known(other)
    last = max(each.as_at for each in own)
    values = (_values(each.statement) for each in own if each.as_at == last)
    return Known(other, last, frozenset(chain.from_iterable(values)))


def _values(statement: Statement) -> Iterator[str]:
    """The values that a statement has, each as two records are compared."""
    given = asdict(statement)
    pairs = given.pop("values", None) or given.items()
    for _, one in pairs:
        if isinstance(one, str):
            yield one.casefold()
        elif isinstance(one, date):
            yield one.isoformat()


def last_of_theirs(people: Iterable[int]) -> dict[int, date]:
    """The day of the newest evidence about each of these people that came out of the
    council's earlier system, for those who have any.
    """
    found: dict[int, date] = {}
    for person, evidence in store.history.evidence.histories(sorted(set(people))):
        days = [each.as_at for each in evidence if is_theirs(each.source.name)]
        if days:
            found[person] = max(days)
    return found


def is_theirs(source: str) -> bool:
    """Whether evidence of this source came out of the council's earlier system."""
    feed = FEEDS.get(source)
    return feed is not None and feed.gateway == EARLIER_SYSTEM


def _title(source: str) -> str:
    if is_unnamed(source):
        return NOT_NAMED
    feed = FEEDS.get(source)
    return feed.noun if feed is not None else source
