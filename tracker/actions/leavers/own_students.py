"""The students of a school, college or provider, as its own lists have them.

Only its own lines and its own notices decide who is on the list, and by which name. So
the list shows nothing that the council knows: not that a student is on record, is known
to be elsewhere, is named to no institution, or has another name now.

See decision 0206.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tracker import store
from tracker.access import Scope
from tracker.actions.intake.interpret import context_of, with_register
from tracker.actions.intake.uploads import sent_lines
from tracker.actions.leavers import unchanged
from tracker.domain.history.evidence import Doing
from tracker.domain.history.person import Identity
from tracker.domain.reference.academic_year import YEAR_11, AcademicYear, academic_age
from tracker.domain.reference.england import day_at
from tracker.domain.reference.institution import Institution
from tracker.domain.reference.letters import folded
from tracker.feeds.cells.dates import day_of
from tracker.feeds.registry import FEEDS
from tracker.feeds.row_meaning import Interpretation
from tracker.store.intake.sent_lines import Alone
from tracker.store.leavers.notices import Notice


@dataclass(frozen=True, slots=True)
class Student:
    """A student as the newest line of the institution has them.

    ``rows`` are the numbers of all its lines about them, the newest first; that one
    stands for the student in a form.
    """

    rows: tuple[int, ...]
    who: Identity

    @property
    def number(self) -> int:
        return self.rows[0]

    @property
    def called(self) -> str:
        """The name, or a number where the line has no name."""
        return self.who.full_name or self.who.uln or self.who.upn or "No name"


def of(
    institution: Institution, keys: Collection[str], *, within: Scope, on: date
) -> list[Student] | None:
    """The students past Year 11 on the newest complete list of an institution and its
    lists since, without those that its lines or its notices have as left; by family
    name.

    ``keys`` are all keys under which it has been stored. None without a complete list
    of this school year.
    """
    about = unchanged.lists(institution, within=within, on=on)
    if about is None:
        return None
    found: list[tuple[list[int], Interpretation]] = []
    place_of: dict[object, int] = {}
    for roll in (about.newest, *about.later):
        for row, meaning in _own_lines(roll.batch, within):
            marks = _marks(meaning.identity)
            place = next((place_of[it] for it in marks if it in place_of), len(found))
            if place == len(found):
                found.append(([row], meaning))
            else:
                found[place] = ([row, *found[place][0]], meaning)
            place_of.update(dict.fromkeys(marks, place))
    reported = _left_by_notice(keys, on, within)
    listed = [
        Student(tuple(rows), meaning.identity)
        for rows, meaning in found
        if _is_past_year_11(meaning.identity, on)
        and not _has_ended(meaning, on)
        and reported.get(_named(meaning.identity), date.min) < meaning.as_at
    ]
    return sorted(listed, key=lambda each: (folded(each.who.family), each.called))


def _own_lines(batch: int, within: Scope) -> Iterator[tuple[int, Interpretation]]:
    """The lines of a list that can be used, judged without the records."""
    stored = store.intake.import_batches.batch(batch, within=within)
    if stored is None:
        return
    feed, context = FEEDS[stored.feed], with_register(context_of(stored))
    for row, _ in sent_lines.of(stored).shown(Alone.USABLE)[1]:
        meaning = feed.interpret(row.raw, row.restricted, row.line, context)
        if meaning.usable:
            yield row.id, meaning


def _marks(who: Identity) -> list[object]:
    """What makes two lines of one sender about one student: a number, or the names with
    the date of birth.
    """
    numbers = [(kind, it) for kind in ("uln", "upn") if (it := getattr(who, kind))]
    return [*numbers, *([_named(who)] if who.born is not None else [])]


def _named(who: Identity | Notice) -> tuple[str, str, date | None]:
    return folded(who.given), folded(who.family), who.born


def _is_past_year_11(who: Identity, on: date) -> bool:
    return who.born is None or academic_age(who.born, on) > YEAR_11


def _has_ended(meaning: Interpretation, on: date) -> bool:
    return any(
        isinstance(each, Doing) and each.ends is not None and each.ends <= on
        for each in meaning.statements
    )


def _left_by_notice(
    keys: Collection[str], on: date, within: Scope
) -> dict[object, date]:
    """The day on which each student was reported as left in the institution's notices.

    A list of a later day that has them again counts for more.
    """
    since = AcademicYear.of(on).starts
    return {
        _named(each): day_at(each.reported_at)
        for each in store.leavers.notices.standing(keys, since=since, within=within)
    }


def find(
    lines: Sequence[Sequence[str]], listed: Sequence[Student]
) -> tuple[list[Student], list[int]]:
    """The students that a pasted list names, and the numbers of the lines that name no
    student of the institution's own lists, or more than one.

    A line has a ULN, a UPN, or the names and the date of birth, in any order. A first
    line without a digit is taken for headings.
    """
    found, missing = [], []
    for number, cells in enumerate(lines, start=1):
        words = " ".join(cells).split()
        if not words or (number == 1 and not any(map(str.isdigit, "".join(words)))):
            continue
        named = [each for each in listed if _is_in(words, each.who)]
        if len(named) == 1:
            found += named
        else:
            missing.append(number)
    return found, missing


def _is_in(words: Sequence[str], who: Identity) -> bool:
    """Whether the words of a line name a student."""
    numbers = {who.uln, who.upn} - {None}
    if any(word.upper() in numbers for word in words):
        return True
    if who.born is None or not who.given or not who.family:
        return False
    plain = {folded(word.strip(",;")) for word in words}
    return who.born in {day_of(word) for word in words} and plain.issuperset(
        folded(who.full_name).split()
    )
