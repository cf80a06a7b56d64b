"""A list that a school fills in on a page: plans or offers of its own pupils.

It becomes a list like one that is sent as a file, under our own headings. So it is
checked, sent, taken back and kept in the same way, and has a receipt (Feeds F06, F07).
"""

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.intake.uploads import sendings
from tracker.domain.reference.institution import Institution
from tracker.domain.year.ledger_steps import Name
from tracker.feeds.feed_columns import Column
from tracker.feeds.registry import FEEDS
from tracker.refusal import Refusal
from tracker.store.history.ledger.school_rows import Pupil
from tracker.store.intake.sendings import Sending, Sent, State

#: The longest name of a place or a course.
LONGEST = 200
#: The columns of every such list, before the one that the list is about.
_PUPIL = ("upn", "surname", "forename", "year_group")
_PLACE = ("place_name", "course")


@dataclass(frozen=True, slots=True)
class Typed:
    """A list that can be filled in, ``of`` plans or offers.

    ``step`` is what its pupils miss, ``column`` what the list is about.
    """

    feed: str
    of: str
    step: Name
    column: str
    year_groups: tuple[int, ...]

    @property
    def choices(self) -> tuple[str, ...]:
        """The words of the column, as our empty list offers them."""
        return self.columns[self.column].choices

    @property
    def columns(self) -> Mapping[str, Column]:
        """The columns of the feed by their names."""
        return {each.name: each for each in FEEDS[self.feed].columns}


#: The word of an application that its school entered at a wrong place or course.
WITHDRAWN = "Withdrawn"
#: Applications that have ended already.
_ENDED = frozenset({WITHDRAWN, "Declined", "Unsuccessful", "Not applied"})

#: The lists that can be filled in on a page, by feed.
TYPED = {
    each.feed: each
    for each in (
        Typed("intended-destinations", "plans", Name.PLAN, "destination", (11,)),
        Typed("offers", "offers", Name.OFFER, "application_stage", (11, 12)),
    )
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What was entered for a pupil: a word of the list, and where, if it is known."""

    word: str
    place: str = ""
    course: str = ""


def file_name(feed: str, on: date) -> str:
    """The name of a list that is filled in on a day."""
    return f"{feed}-{on}.csv"


def is_typed(sending: Sending) -> bool:
    """Whether a list was filled in on the page, and not sent as a file."""
    feed, on = sending.feed or "", sending.as_at
    return feed in TYPED and on is not None and sending.files == [file_name(feed, on)]


def who(upn: str | None, family: str, given: str, group: object) -> str:
    """What a pupil of a filled-in list is known by: the UPN, or else the name."""
    return upn or f"{family}|{given}|{group}".casefold()


def of_pupil(pupil: Pupil) -> str:
    """What a pupil of the school's own list is known by, as ``who`` gives it."""
    return who(pupil.upn, pupil.family, pupil.given, pupil.year_group)


def filled_in(
    typed: Typed, *, of: Collection[str], within: Scope
) -> Mapping[str, Entry]:
    """What an institution (its keys) has filled in and sent: the latest entry of each
    pupil, by what the pupil is known by. What was taken back is left out.
    """
    return entries(
        typed, store.intake.sendings.latest_of(typed.feed, of, within=within)
    )


def entries(typed: Typed, lists: Sequence[Sent]) -> Mapping[str, Entry]:
    """What was filled in on some lists, the newest list first, as ``filled_in``."""
    batches = [
        each.batch.id
        for each in lists
        if each.batch is not None and is_typed(each.sending)
    ]
    lines = store.intake.sent_lines.cells_by_batch(batches)
    found: dict[str, Entry] = {}
    for batch in batches:
        for cells in lines[batch]:
            pupil = who(*(cells.get(each, "") for each in _PUPIL))
            if word := cells.get(typed.column):
                place, course = (cells.get(each, "") for each in _PLACE)
                found.setdefault(pupil, Entry(word, place, course))
    return found


def differing(
    typed: Typed,
    rows: Sequence[tuple[Pupil, Entry]],
    earlier: Mapping[str, Entry],
) -> list[tuple[Pupil, Entry]]:
    """The entries that are other than ``earlier`` ones, which were sent: they count
    from now on.

    Where the place or course of an application is another, the earlier application is
    withdrawn beside it, because both would stand. Raises Refusal if nothing differs.
    """
    changed: list[tuple[Pupil, Entry]] = []
    for pupil, entry in rows:
        before = earlier.get(of_pupil(pupil))
        if before == entry:
            continue
        changed.append((pupil, entry))
        if (
            typed.step is Name.OFFER
            and before is not None
            and before.word not in _ENDED
            and replace(before, word=entry.word) != entry
        ):
            changed.append((pupil, replace(before, word=WITHDRAWN)))
    if not changed:
        raise Refusal("Nothing is different from what you filled in before.")
    return changed


def keep(
    typed: Typed,
    entries: Sequence[tuple[Pupil, Entry]],
    *,
    uploads: Path,
    institution: Institution,
    act: Act,
    instead_of: Sent | None = None,
) -> Sending:
    """Keeps what was entered as a list of today. A list that is not sent yet
    (``instead_of``) is taken back for it. Raises Refusal, and all that
    ``sendings.keep`` and ``sendings.take_back`` raise; nothing is changed then.
    """
    if not entries:
        raise Refusal("Choose for at least one pupil.")
    choices = typed.choices
    for pupil, entry in entries:
        if entry.word not in choices:
            raise Refusal("Select one of the words of the list.")
        if max(len(entry.place), len(entry.course)) > LONGEST:
            raise Refusal(
                f"{pupil.given} {pupil.family}: enter {LONGEST} characters or fewer."
            )
    columns, headings = typed.columns, (*_PUPIL, typed.column, *_PLACE)
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(columns[each].title for each in headings)
    for pupil, entry in entries:
        table.writerow(
            (
                *(pupil.upn or "", pupil.family, pupil.given, pupil.year_group),
                *(entry.word, entry.place, entry.course),
            )
        )
    with store.database.base.transaction():
        if instead_of is not None:
            if instead_of.sending.state != State.KEPT:
                raise Refusal("This list has been sent already. Fill it in again.")
            sendings.take_back(instead_of, act=act)
        return sendings.keep(
            file_name(typed.feed, act.on),
            io.BytesIO(text.getvalue().encode("utf-8-sig")),
            uploads=uploads,
            institution=institution,
            act=act,
            as_at=act.on,
            complete=False,
            of_choices=True,
        )
