"""Lines received before it was known that their young person had given a No.

Such a line may wait for a decision, may be evidence already, or may belong to a
withdrawn batch that can be applied again. It is narrowed to what may be kept. So the
same data is kept in the end, in whatever order the files come. See decisions 0079, 0133
and 0136.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date

from tracker import store
from tracker.access import Scope, authority_scope
from tracker.actions.accounts import settings
from tracker.actions.act import Act
from tracker.actions.history import positions
from tracker.actions.intake.interpret import context_of, with_register
from tracker.actions.intake.questions import (
    confidential_lines,
    door,
    sixteenth_birthdays,
)
from tracker.actions.intake.questions.sixteenth_birthdays import Say, silent
from tracker.domain.history.details.restriction_answers import Restriction
from tracker.domain.history.evidence import Statement
from tracker.domain.history.membership import Folded
from tracker.domain.history.person import Identity
from tracker.domain.law.restrictions import allowed
from tracker.domain.settings import Chosen
from tracker.feeds.registry import FEEDS
from tracker.feeds.row_meaning import Interpretation
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


@contextmanager
def followed(
    records: Collection[int], *, within: Scope, act: Act, say: Say = silent
) -> Iterator[None]:
    """Follows an entry by hand within it, which may change a date of birth and so
    whether an answer No has force: as ``refold``, and ``sixteenth_birthdays.followed``.
    """
    with sixteenth_birthdays.followed(records, within=within, act=act, say=say):
        before = store.law.restrictions.of_people(records)
        yield
        if store.law.restrictions.of_people(records) != before:
            persons = store.people.records.persons_of(records)
            if undone := look_back(act.authority, persons):
                positions.rebuild(undone, act.authority, on=act.on)


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
    store.history.evidence_changes.replace_lines(
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
    statements = _narrow_evidence(known, chosen)
    statements |= _settle_hidden(persons, known, chosen)
    touched = store.history.evidence_changes.replace_lines(authority, statements)
    # A line that was narrowed or put back has its address in plain text again.
    confidential_lines.close()
    return store.people.records.persons_of(touched)


def follow_choice(*, within: Scope, act: Act) -> int:
    """Brings what institutions passed on before a No in line with the signed choice.

    It runs each night, because the choice may have changed. Returns for how many people
    something was hidden, shown again or erased.
    """
    with store.people.records.changing(act.authority):
        wanted = store.intake.hidden_lines.people(within=within.authorities)
        chosen = settings.of(act.authority)
        if chosen.hides or chosen.erases:
            wanted |= {
                number for number, _ in store.law.restrictions.everybody(within=within)
            }
        changed = look_back(act.authority, wanted) if wanted else set()
        if changed:
            positions.rebuild(changed, act.authority, on=act.on)
    return len(changed)


#: The statements of lines that are to be replaced, by row and day.
_Statements = dict[int, dict[date, tuple[Statement, ...]]]
_Known = Mapping[int, tuple[Restriction, ...]]


def _narrow_evidence(known: _Known, chosen: Chosen) -> _Statements:
    """Narrows whole lines that a No reaches; hides them where that was chosen."""
    reaches_back = chosen.erases or chosen.hides
    since = {
        person: date.min if reaches_back else min(each.since for each in stands)
        for person, stands in known.items()
    }
    statements_of: _Statements = {}
    for batch, found in (
        store.law.restrictions.evidence_since(since).items() if since else ()
    ):
        feed = FEEDS[batch.feed]
        if not feed.from_institutions:
            continue
        context, keys = with_register(context_of(batch)), door.Keys()
        held, hidden = [], []
        for line, (person,) in found:
            meaning = feed.interpret(line.raw, False, line.line, context)
            day = meaning.as_at
            limit = _Limit(line, meaning, keys, chosen)
            if not limit.narrows(known[person]):
                continue
            if chosen.hides and not limit.forbids(known[person]):
                hidden.append(line)
            kept = feed.of_restricted(line.raw, day)
            held.append((line, kept))
            narrowed = feed.interpret(kept, True, line.line, context)
            statements_of[line.id] = dict(narrowed.by_day)
        store.intake.hidden_lines.hide(hidden)
        door.rewrite(batch, held)
    return statements_of


def _settle_hidden(
    persons: Collection[int], known: _Known, chosen: Chosen
) -> _Statements:
    """Shows hidden lines again that no answer hides any more, and drops those that may
    no longer be held: a No of an earlier day came, or erasing was chosen.
    """
    statements_of: _Statements = {}
    dropped: list[int] = []
    for batch, found in store.intake.hidden_lines.of_people(persons):
        feed = FEEDS[batch.feed]
        context, keys = with_register(context_of(batch)), door.Keys()
        shown = []
        for line, person in found:
            meaning = feed.interpret(line.raw, False, line.line, context)
            limit = _Limit(line, meaning, keys, chosen)
            stands = known.get(person, ())
            if not limit.narrows(stands):
                shown.append((line, [asdict(each) for each in meaning.problems]))
                statements_of[line.id] = dict(meaning.by_day)
            elif chosen.erases or limit.forbids(stands):
                dropped.append(line.id)
        store.intake.hidden_lines.show(shown)
    store.intake.hidden_lines.drop(dropped)
    return statements_of


@dataclass(frozen=True, slots=True)
class _Limit:
    """What a No limits of one line with all of its cells."""

    line: Line
    meaning: Interpretation
    keys: door.Keys
    chosen: Chosen

    def forbids(self, restrictions: Iterable[Restriction]) -> bool:
        """Whether one of them is of the day of the line or before: the institution was
        not free to pass it on.
        """
        day = self.meaning.as_at
        return self._limits([each for each in restrictions if each.since <= day])

    def narrows(self, restrictions: Iterable[Restriction]) -> bool:
        """Whether less of the line may be used, also by the signed choice about what
        the institution passed on before its No.
        """
        day, back = self.meaning.as_at, self.chosen.erases or self.chosen.hides
        return self._limits(
            [
                each
                for each in restrictions
                if each.since <= day or (back and each.institution is not None)
            ]
        )

    def _limits(self, restrictions: list[Restriction]) -> bool:
        cells = self.line.raw.keys()
        may = allowed(
            self.keys.of(self.meaning),
            restrictions,
            self.meaning.as_at,
            cells,
            agreed=bool(self.meaning.agreed),
            ends_at_sixteen=self.chosen.ends_at_sixteen,
        )
        return len(may) < len(cells)
