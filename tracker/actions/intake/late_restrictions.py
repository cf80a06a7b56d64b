"""Lines received before it was known that their young person had given a No.

Such a line may wait for a decision, may be evidence already, or may belong to a
withdrawn batch that can be applied again. It is narrowed to what may be kept. So the
same data is kept in the end, in whatever order the files come. See decisions 0079, 0133
and 0136.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from tracker import store
from tracker.access import authority_scope
from tracker.actions.accounts import settings
from tracker.actions.history import positions
from tracker.actions.intake.interpret import context_of, with_register
from tracker.actions.intake.questions import door
from tracker.domain.history.details.restriction_answers import Restriction
from tracker.domain.history.evidence import Statement
from tracker.domain.history.membership import Folded
from tracker.domain.history.person import Identity
from tracker.domain.law.restrictions import allowed
from tracker.domain.settings import Chosen
from tracker.feeds.registry import FEEDS
from tracker.linkage.population.prefilter import Near, may_be
from tracker.store.intake.import_batches import ImportBatch, Line


def refold(persons: Collection[int], authority: str, *, on: date) -> None:
    """Rebuilds these people, and again those for which an institution may now pass on
    less: a No has come, or the Yes that let a line in was withdrawn.

    ``positions.rebuild`` alone is enough only if no restriction can have changed, as
    after an entry by the council's own staff.
    """
    for _ in refolded(persons, authority, on=on):
        pass


def refolded(
    persons: Collection[int], authority: str, *, on: date
) -> Iterator[tuple[int, Folded | None]]:
    """As ``refold``, giving each person as folded, or None if no evidence is left. It
    has to be read to its end.
    """
    yield from positions.rebuilt(persons, authority, on=on)
    if undone := look_back(authority, persons):
        positions.rebuild(undone, authority, on=on)


def look_at_waiting(authority: str, persons: Collection[int]) -> None:
    """Narrows lines that are not evidence and are, or may be, about these people. Their
    restrictions became known in the open transaction.
    """
    known = store.law.restrictions.of_people(persons)
    if not known:
        return
    scope, refusing = authority_scope(authority), list(known)
    who = dict(store.people.records.population(within=scope, only=refusing))
    _look_at(store.law.restrictions.waiting(authority, refusing), who)
    _look_at(store.law.restrictions.unmatched(authority, _names(who.values())), who)


def look_at_left_over(authority: str, refusing: Iterable[Identity]) -> None:
    """Narrows lines without a record that may be about the same person as another line
    without a record that says No. ``refusing`` are the identities in those other lines,
    which the matching has found in the open transaction.
    """
    if names := _names(refusing):
        _look_at(store.law.restrictions.unmatched(authority, names), {})


def _names(of: Iterable[Identity]) -> set[str]:
    return {name for who in of for name in (who.given, who.family) if name}


def _look_at(
    found: Mapping[ImportBatch, list[tuple[Line, list[int]]]],
    who: Mapping[int, Identity],
) -> None:
    near = Near(who.items())
    for batch, lines in found.items():
        feed = FEEDS[batch.feed]
        context = with_register(context_of(batch))
        judged: list[door.Judged] = []
        for line, whose in lines:
            meaning = feed.interpret(line.raw, False, line.line, context)
            alike = near.to(meaning.identity) if not whose else ()
            mean = whose or [p for p in alike if may_be(meaning.identity, who[p])]
            judged.append((line, meaning, mean))
        narrow(batch, judged)


def narrow(batch: ImportBatch, judged: Iterable[door.Judged]) -> None:
    """Narrows lines that are not evidence. The evidence that they were before their
    batch was withdrawn is deleted too.
    """
    narrowed = door.narrow(batch, judged)
    store.history.evidence_narrowed.replace_lines(
        batch.authority, {row: {} for row in narrowed}
    )


def look_back(authority: str, persons: Collection[int]) -> set[int]:
    """Narrows evidence about these people as at the day of a No or later, after first
    narrowing the lines that wait; returns the people whose evidence changed.

    The order of the files makes no difference: a No has the same effect if its file
    comes after a list of a later day. What was passed on as at an earlier day stays.
    """
    look_at_waiting(authority, persons)
    known = store.law.restrictions.of_people(persons)
    chosen = settings.of(authority)
    since = {
        person: date.min if chosen.erases else min(each.since for each in stands)
        for person, stands in known.items()
    }
    statements_of: dict[int, dict[date, tuple[Statement, ...]]] = {}
    for batch, found in (
        store.law.restrictions.evidence_since(since).items() if since else ()
    ):
        feed = FEEDS[batch.feed]
        if not feed.from_institutions:
            continue
        context = with_register(context_of(batch))
        keys = door.Keys()
        held = []
        for line, (person,) in found:
            meaning = feed.interpret(line.raw, False, line.line, context)
            day = meaning.as_at
            may = allowed(
                keys.of(meaning),
                [each for each in known[person] if _reaches(each, day, chosen)],
                day,
                line.raw.keys(),
                agreed=bool(meaning.agreed),
                ends_at_sixteen=chosen.ends_at_sixteen,
            )
            if len(may) < len(line.raw):
                kept = feed.of_restricted(line.raw, day)
                held.append((line, kept))
                narrowed = feed.interpret(kept, True, line.line, context)
                statements_of[line.id] = dict(narrowed.by_day)
        door.rewrite(batch, held)
    touched = store.history.evidence_narrowed.replace_lines(authority, statements_of)
    return store.people.records.persons_of(touched)


def _reaches(restriction: Restriction, day: date, chosen: Chosen) -> bool:
    """Whether a No limits what was passed on as at a day: from its own day, and also
    before where the authority chose to erase what the institution passed on earlier.
    """
    if chosen.erases and restriction.institution is not None:
        return True
    return restriction.since <= day
