"""The one way by which the file of a school, college or provider is received.

``domain.law.restrictions`` decides what an institution may pass on about a young
person. Each line passes it at receipt, with all cells in memory to decide whose it is,
and when it is matched, decided and applied: a No may have come in between.

See decision 0077.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import chain

from tracker import store
from tracker.access import authority_scope
from tracker.actions.accounts import settings
from tracker.actions.intake.interpret import (
    Meanings,
    context_of,
    interpreted,
    with_register,
)
from tracker.actions.intake.questions import adults
from tracker.domain.history.details.restriction_answers import Restriction
from tracker.domain.history.person import Identity
from tracker.domain.law.restrictions import allowed, binding
from tracker.domain.reference.institution import InstitutionRef, key_of
from tracker.feeds.cells.line_problems import BEYOND, CERTAIN, MARKS, RUN_ON
from tracker.feeds.declaration import Feed
from tracker.feeds.file_reading import Context, RawRow
from tracker.feeds.registry import FEEDS
from tracker.feeds.row_meaning import Interpretation
from tracker.linkage.comparing.reasons import as_kept
from tracker.linkage.comparing.verdicts import Decision, Doubtful, Matched
from tracker.linkage.population.any_column import Anywhere
from tracker.linkage.population.prefilter import Near, may_be, name_and_birth
from tracker.store.intake.import_batches import ImportBatch, Line, Outcome

#: Decides which people lines are about, with all of their cells in memory.
Decide = Callable[[list[Interpretation]], Sequence[Decision]]
#: A line, its meaning, and the people on record that it may be about.
Judged = tuple[Line, Interpretation, Collection[int]]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line that says No and is not yet evidence about anyone."""

    row: int
    person: int | None
    who: Identity
    restrictions: tuple[Restriction, ...]


class Watch:
    """The lines of one batch at receipt, and which of them have to be held back."""

    def __init__(self, feed: Feed, context: Context) -> None:
        authority = context.authority
        scope = authority_scope(authority)
        self.people = dict(store.law.restrictions.everybody(within=scope))
        refusing = [each.who for each in refusals(authority)]
        self._near = Near(self.people.items())
        self._near_refusing = Near(enumerate(refusing))
        self._anywhere = Anywhere((*self.people.values(), *refusing))
        self._feed = feed
        self._context = context
        self.narrowed = 0
        self._wanted: set[int] = set()
        # The whole meanings of lines that were narrowed while they were read, for as
        # long as the file is being received.
        self.whole: dict[int, Interpretation] = {}
        self._misread: set[int] = set()
        self._places: dict[object, list[int]] = defaultdict(list)
        self._refused: set[object] = set()

    def see(self, place: int, row: RawRow, meaning: Interpretation) -> None:
        """Notes the line at this place of the batch."""
        who, marks = meaning.identity, set(name_and_birth(meaning.identity))
        if row.restricted:
            self.narrowed += 1
            self._refused |= marks
            if meaning.agreed is False and meaning.usable:
                self.whole[place] = self._feed.interpret(
                    row.unstored, False, row.line, self._context
                )
            return
        for mark in marks:
            self._places[mark].append(place)
        if is_misread(row.values):
            if self._anywhere.may_be_in(row.values.values()):
                self._misread.add(place)
        elif self._is_moved(who, row.values.values()):
            self._misread.add(place)
        elif self._near.to(who) or self._near_refusing.to(who):
            self._wanted.add(place)

    def _is_moved(self, who: Identity, cells: Iterable[str]) -> bool:
        """Whether a cell is missing and those behind it have moved one heading to the
        left, in a line about a restricted person: a date where a name should be.
        """
        named = who.given and who.family and not any(map(str.isdigit, who.full_name))
        return not named and self._anywhere.are_in(cells) and not self.may_mean(who)

    def wanted(self, *, misread: bool) -> set[int]:
        """The places of lines that may be about a restricted person."""
        if misread:
            return self._misread
        alike = (self._places[mark] for mark in self._refused)
        return self._wanted.union(*alike) - self._misread

    def may_mean(self, who: Identity) -> list[int]:
        """The restricted people that a line without a decision may mean."""
        return [each for each in self._near.to(who) if may_be(who, self.people[each])]


def is_misread(raw: Mapping[str, str]) -> bool:
    """Whether the cells of a line may stand in the wrong columns."""
    return BEYOND in raw or raw.get(RUN_ON) == CERTAIN


def refusals(authority: str) -> list[Refusal]:
    """Lines with a No that is no evidence (``store.law.restrictions.unsettled``)."""
    found = []
    keys = Keys()
    for each in store.law.restrictions.unsettled(within=authority_scope(authority)):
        feed = FEEDS[each.batch.feed]
        meaning = feed.interpret(each.raw, True, each.line, context_of(each.batch))
        if meaning.agreed is not False:
            continue
        key = keys.one(meaning.passed_on_by[0]) if meaning.passed_on_by else None
        stands = (Restriction(key, meaning.as_at, meaning.as_at),)
        found.append(Refusal(each.row, each.person, meaning.identity, stands))
    return found


def close(batch: ImportBatch, seen: Watch, decide: Decide) -> int:
    """Stores the lines that were held back, each with no more than may be kept, inside
    the open transaction. After that, nothing else of them can ever be read.

    ``decide`` finds out from all cells whose the lines are; its decisions are stored.
    Returns how many lines of the batch hold no more than may be passed on.
    """
    feed = FEEDS[batch.feed]
    context = with_register(context_of(batch))
    unclear = seen.wanted(misread=True), seen.wanted(misread=False)
    store.intake.quarantine.stage(
        batch.id, batch.authority, empty=set().union(*unclear)
    )
    misread = store.intake.quarantine.lines_at(batch.id, unclear[0])
    rewrite(batch, [(line, _marks_of(line.raw)) for line in misread])
    meant = [
        (line, feed.interpret(line.raw, False, line.line, context))
        for line in store.intake.quarantine.lines_at(batch.id, unclear[1])
    ]
    usable = [each for each in meant if each[1].usable]
    whole = store.intake.quarantine.lines_at(batch.id, seen.whole)
    no = [(each, seen.whole[each.place]) for each in whole]
    complete = [*usable, *no]
    decisions = decide([meaning for _, meaning in complete]) if complete else ()
    decided = [(*each, d) for each, d in zip(complete, decisions, strict=True)]
    judged: list[Judged] = []
    for line, meaning, decision in decided:
        persons = could_be(decision)
        if not isinstance(decision, Matched):
            # Different numbers mean different people, but a number may be a slip too.
            persons += seen.may_mean(meaning.identity)
        judged.append((line, meaning, persons))
    judged += [
        (line, meaning, seen.may_mean(meaning.identity))
        for line, meaning in meant
        if not meaning.usable
    ]
    held = narrow(batch, judged)
    free = [line.place for line, _ in meant if line.id not in held]
    store.intake.quarantine.release(batch.id, free)
    store.intake.quarantine.drop()
    remembered = [
        (line, meaning, decision)
        for line, meaning, decision in decided
        if (line.id in held and isinstance(decision, Matched | Doubtful))
        or (line.restricted and isinstance(decision, Matched))
    ]
    store.intake.decisions.decide(
        _remembered(line, _as_kept(feed, context, line, meaning, decision))
        for line, meaning, decision in remembered
    )
    # The matching decides only the lines that are not decided here.
    store.intake.decisions.refuse(
        adults.refused((line, meaning, could_be(d)) for line, meaning, d in remembered)
    )
    return len(misread) + len(held) + seen.narrowed


def is_restricted_at(
    institution: str,
    persons: Collection[int],
    who: Identity,
    *,
    on: date,
    authority: str,
) -> bool:
    """Whether an institution may pass on no more than an identity on a day: of one of
    ``persons``, or of the person (``who``) in a line not yet applied that says No.
    """
    stands = list(chain(*store.law.restrictions.of_people(persons).values()))
    stands += [
        each
        for refusal in refusals(authority)
        if refusal.person in persons or may_be(who, refusal.who)
        for each in refusal.restrictions
    ]
    ends = settings.of(authority).ends_at_sixteen
    return bool(binding({institution}, stands, on, ends_at_sixteen=ends))


def _marks_of(raw: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in raw.items() if name in MARKS}


def _as_kept(
    feed: Feed,
    context: Context,
    line: Line,
    meaning: Interpretation,
    decision: Decision,
) -> Decision:
    """A decision made with cells that are not kept; its reasons quote none of them."""
    raw = feed.of_restricted(line.raw, meaning.as_at)
    kept = feed.interpret(raw, True, line.line, context).identity

    def word(reasons: Iterable[str]) -> tuple[str, ...]:
        return tuple(as_kept(reasons, meaning.identity, kept))

    if isinstance(decision, Matched):
        return replace(decision, reasons=word(decision.reasons))
    assert isinstance(decision, Doubtful)
    candidates = tuple(
        replace(each, reasons=word(each.reasons)) for each in decision.candidates
    )
    return replace(decision, candidates=candidates, reasons=word(decision.reasons))


def _remembered(line: Line, decision: Decision) -> tuple[object, ...]:
    """The row to store for a decision that was made with cells that are not kept."""
    if isinstance(decision, Matched):
        return matched(line, decision, Outcome.RESTRICTED)
    assert isinstance(decision, Doubtful)
    return doubtful(line, decision, decision.reasons, None)


def matched(line: Line, decision: Matched, outcome: Outcome) -> tuple[object, ...]:
    """The row to store for a line that is about one person on record."""
    person, score, reasons = decision.person, decision.score, list(decision.reasons)
    return line.id, outcome, person, None, score, decision.error, reasons, []


def doubtful(
    line: Line, decision: Doubtful, reasons: Iterable[str], same_as: int | None
) -> tuple[object, ...]:
    """The row to store for a line that may be about one of several people."""
    candidates = [
        {"person": each.person, "score": each.score, "reasons": list(each.reasons)}
        for each in decision.candidates
    ]
    best = max((each.score for each in decision.candidates), default=None)
    why = list(reasons)
    return line.id, Outcome.POSSIBLE, None, same_as, best, None, why, candidates


def narrow(batch: ImportBatch, judged: Iterable[Judged]) -> set[int]:
    """Drops from each line what the institution may not pass on about its young person,
    or about those that it may be about. Returns the lines that were narrowed.
    """
    feed = FEEDS[batch.feed]
    if not feed.from_institutions:
        return set()
    lines = [each for each in judged if not each[0].restricted]
    known = store.law.restrictions.of_people(
        {person for _, _, persons in lines for person in persons}
    )
    refused = refusals(batch.authority)
    near = Near((number, each.who) for number, each in enumerate(refused))
    whose: dict[int | None, list[int]] = defaultdict(list)
    for number, each in enumerate(refused):
        whose[each.person].append(number)
    if not known and not refused:
        return set()
    keys, chosen = Keys(), settings.of(batch.authority)
    held: list[tuple[Line, Mapping[str, str]]] = []
    for line, meaning, persons in lines:
        stands = [each for person in persons for each in known.get(person, ())]
        alike = near.to(meaning.identity).union(*(whose.get(p, ()) for p in persons))
        for other in map(refused.__getitem__, sorted(alike)):
            if other.row != line.id and (
                other.person in persons or may_be(meaning.identity, other.who)
            ):
                stands += other.restrictions
        if not stands:
            continue
        may = allowed(
            keys.of(meaning),
            stands,
            meaning.as_at,
            line.raw.keys(),
            agreed=bool(meaning.agreed),
            ends_at_sixteen=chosen.ends_at_sixteen,
        )
        if len(may) < len(line.raw):
            held.append((line, feed.of_restricted(line.raw, meaning.as_at)))
    rewrite(batch, held)
    return {line.id for line, _ in held}


def could_be(decision: Decision) -> list[int]:
    """The people on record that a decided line is about, or may be about."""
    if isinstance(decision, Matched):
        return [decision.person]
    if isinstance(decision, Doubtful):
        return [each.person for each in decision.candidates]
    return []


def look_again(
    batch: ImportBatch, lines: Sequence[Line], meanings: Meanings | None = None
) -> bool:
    """Checks lines again that were matched earlier, because a No may have come since.

    Returns whether any of them was narrowed and has to be read again.
    """
    feed = FEEDS[batch.feed]
    if not feed.from_institutions:
        return False
    open_lines = [line for line in lines if not line.restricted]
    if not refusals(batch.authority):
        known = store.law.restrictions.of_people(
            {line.person for line in open_lines if line.person is not None}
        )
        open_lines = [line for line in open_lines if line.person in known]
    judged = (
        (line, meaning, [] if line.person is None else [line.person])
        for line, meaning in interpreted(batch, open_lines, meanings)
    )
    return bool(narrow(batch, judged))


def keep_no_more(batch: ImportBatch, lines: Iterable[Line]) -> None:
    """Drops from lines all that any restriction would forbid, whichever one it is."""
    feed = FEEDS[batch.feed]
    if feed.from_institutions:
        as_at = batch.as_at
        rewrite(batch, [(each, feed.of_restricted(each.raw, as_at)) for each in lines])


class Keys:
    """The institutions that pass lines on, from one reading of the register.

    It is read at once: while lines are copied in, the database answers nothing else.
    """

    def __init__(self) -> None:
        self._register = store.institutions.register.directory()

    def one(self, ref: InstitutionRef) -> str | None:
        """The key of the institution that a source named, which is also the key of its
        predecessors and successors.

        None if the source gives only a name, and not exactly one institution has it,
        because then it is not certain which place is meant.
        """
        found = self._register.resolve(ref)
        return found.key if found is not None else key_of(replace(ref, name=None))

    def of(self, meaning: Interpretation) -> set[str]:
        return {key for key in map(self.one, meaning.passed_on_by) if key is not None}


def rewrite(batch: ImportBatch, held: Sequence[tuple[Line, Mapping[str, str]]]) -> None:
    """Narrows lines to the cells that are kept. Their problems are worked out again
    from these cells, and the reasons for their decisions are reworded, so that neither
    quotes a value that was dropped.
    """
    if not held:
        return
    feed = FEEDS[batch.feed]
    context = with_register(context_of(batch))
    rows = []
    names: dict[int, tuple[Identity, Identity]] = {}
    for line, kept in held:
        meaning = feed.interpret(kept, True, line.line, context)
        problems = [asdict(problem) for problem in meaning.problems]
        rows.append((line.id, kept, problems, meaning.usable))
        whole = feed.interpret(line.raw, line.restricted, line.line, context)
        names[line.id] = whole.identity, meaning.identity
    store.intake.decisions.restrict(rows)
    store.intake.decisions.reword(
        names, lambda row, reasons: as_kept(reasons, *names[row])
    )
