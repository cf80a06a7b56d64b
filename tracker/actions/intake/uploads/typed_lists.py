"""A list that a school fills in on a page: plans or offers of its own pupils.

It becomes a list like one that is sent as a file, under our own headings. So it is
checked, sent, taken back and kept in the same way, and has a receipt (Feeds F06, F07).
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tracker.actions.act import Act
from tracker.actions.intake.uploads import sendings
from tracker.domain.reference.institution import Institution
from tracker.domain.year.ledger_steps import Name
from tracker.feeds.declaration import Column
from tracker.feeds.registry import FEEDS
from tracker.refusal import Refusal
from tracker.store.history.ledger.school_rows import Pupil
from tracker.store.intake.sendings import Sending

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


def keep(
    typed: Typed,
    entries: Sequence[tuple[Pupil, Entry]],
    *,
    uploads: Path,
    institution: Institution,
    act: Act,
) -> Sending:
    """Keeps what was entered as a list of today. Raises Refusal, and all that
    ``sendings.keep`` raises; nothing is kept then.
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
    return sendings.keep(
        f"{typed.feed}-{act.on}.csv",
        io.BytesIO(text.getvalue().encode("utf-8-sig")),
        uploads=uploads,
        institution=institution,
        act=act,
        as_at=act.on,
        complete=False,
        of_choices=True,
    )
