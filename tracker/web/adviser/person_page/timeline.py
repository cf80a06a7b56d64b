"""A history drawn: a lane for each kind of activity, the years from left to right.

Sizes are shares of the width, so that a drawing fits a telephone and a page of paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker import domain
from tracker.domain.casework.contact import Outcome
from tracker.domain.history.position import Position
from tracker.domain.history.spells import ONE_DAY, Spell
from tracker.domain.reference.academic_year import AcademicYear, say_date
from tracker.store.casework.contacts import Contact
from tracker.web.adviser.person_page import in_words
from tracker.wording import places

#: The lanes from top to bottom: (title, groups, the class that colours it).
_LANES = (
    ("School", (domain.reference.activity.COMPULSORY,), "school"),
    ("Education", (domain.reference.activity.EDUCATION,), "education"),
    (
        "Training",
        (domain.reference.activity.TRAINING, domain.reference.activity.RE_ENGAGED),
        "training",
    ),
    ("Work", (domain.reference.activity.EMPLOYMENT,), "work"),
    ("NEET", (domain.reference.activity.NEET,), "neet"),
    ("Other", (domain.reference.activity.OTHER,), "other"),
    ("Not known", (domain.reference.activity.UNKNOWN,), "unknown"),
)
#: A shorter gap, such as the summer holidays, is not drawn as not known.
NOTICED = timedelta(days=14)
#: In years: young people are followed until 25 at the most.
LONGEST = 30
#: The least width of a spell, so that one day can be seen, in percent.
NARROWEST = 0.6
#: The share of the width for the years up to Year 11, in percent.
SCHOOL_SHARE = 15
#: Beyond this share of the width there is no room for the name of a year.
LAST_LABEL = 82
HIGH, HEAD = 34, 22  # pixels: a lane, and the years above them


@dataclass(frozen=True, slots=True)
class Bar:
    """A spell in its lane: it begins at ``x`` and is ``width`` wide, in percent."""

    x: float
    width: float
    y: int
    colour: str
    says: str


@dataclass(frozen=True, slots=True)
class Lane:
    title: str
    y: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A 1 September: a line, and the year that begins there."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A contact: filled where the young person or a parent was reached."""

    x: float
    reached: bool
    says: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The drawing of a history.

    ``contacts_at`` is the height of the lane of contacts, if there are any to draw.
    """

    lanes: tuple[Lane, ...]
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    height: int
    today: float
    dots: tuple[Dot, ...] = ()
    contacts_at: int = 0


@dataclass(frozen=True, slots=True)
class _Stretch:
    group: str
    starts: date
    ends: date
    says: str


def drawn(
    spells: Sequence[Spell],
    position: Position | None,
    today: date,
    born: date | None = None,
    contacts: Sequence[Contact] = (),
) -> Timeline | None:
    """The history up to today, with its gaps; None where there is no history.

    A mistyped date, such as a start in the year 206, does not stretch the drawing,
    which has nothing from before the birth, or from longer ago than people are
    followed.
    """
    longest_ago = AcademicYear(today.year - LONGEST).starts
    earliest = max(born or longest_ago, longest_ago)
    stretches = list(_stretches(spells, position, earliest, today))
    if not stretches:
        return None
    first = AcademicYear.of(min(each.starts for each in stretches)).starts
    last = max(today, *(each.ends for each in stretches)) + timedelta(days=20)
    whole = (last - first).days or 1

    # School years are long and alike, so they are narrow: readers look for what
    # follows.
    turn = _end_of_school(born, first, today)
    before = (turn - first).days if turn else 0

    def at(day: date) -> float:
        days = (day - first).days
        if turn is None:
            return round(days / whole * 100, 2)
        if days < before:
            return round(days / before * SCHOOL_SHARE, 2)
        rest = (days - before) / ((whole - before) or 1)
        return round(SCHOOL_SHARE + rest * (100 - SCHOOL_SHARE), 2)

    shown = [
        lane for lane in _LANES if any(each.group in lane[1] for each in stretches)
    ]
    bars = []
    for row, (_, groups, colour) in enumerate(shown):
        for each in stretches:
            if each.group in groups:
                x = at(each.starts)
                width = max(at(each.ends + ONE_DAY) - x, NARROWEST)
                bars.append(
                    Bar(x, round(width, 2), HEAD + row * HIGH + 16, colour, each.says)
                )
    years = range(turn.year if turn else first.year, last.year + 1)
    every = 1 + len(years) // 6
    named = [*([first.year] if turn else []), *years[::every]]
    dots = tuple(
        Dot(
            at(each.made_on),
            Outcome(each.outcome).reached,
            f"{each.outcome.capitalize()}, {say_date(each.made_on)}",
        )
        for each in contacts
        if first <= each.made_on <= today
    )
    lanes = len(shown) + bool(dots)
    return Timeline(
        lanes=tuple(
            Lane(title, HEAD + row * HIGH) for row, (title, _, _) in enumerate(shown)
        ),
        bars=tuple(bars),
        marks=tuple(
            Mark(x, f"Sept {year}" if x < LAST_LABEL else "")
            for year in named
            if (x := at(AcademicYear(year).starts)) < 100
        ),
        height=HEAD + lanes * HIGH + 4,
        today=at(today),
        dots=dots,
        contacts_at=HEAD + len(shown) * HIGH if dots else 0,
    )


def _end_of_school(born: date | None, first: date, today: date) -> date | None:
    """The 1 September after Year 11, if the drawing has time on both sides of it."""
    if born is None:
        return None
    turn = AcademicYear.of_year_11(born).next.starts
    return turn if first < turn < today else None


def _stretches(
    spells: Sequence[Spell], position: Position | None, earliest: date, today: date
) -> list[_Stretch]:
    stretches: list[_Stretch] = []
    covered: date | None = None
    for spell in spells:
        if spell.starts > today:
            continue
        lapsed = in_words.lapsed_after(spell, position)
        ends = max(min(spell.ends or lapsed or today, today), spell.starts)
        if ends < earliest:
            continue
        if covered is not None and spell.starts > covered + NOTICED:
            stretches.append(_gap(covered + ONE_DAY, spell.starts - ONE_DAY))
        where = places.place(spell.institution, spell.institution_name)
        says = f"{spell.activity.title}{f' at {where}' if where else ''}"
        until = say_date(ends) if spell.ends or lapsed else "now"
        stretches.append(
            _Stretch(
                spell.activity.group,
                max(spell.starts, earliest),
                ends,
                f"{says}, {say_date(spell.starts)} to {until}",
            )
        )
        covered = ends if covered is None else max(covered, ends)
    if covered is not None and covered < today:
        stretches.append(_gap(covered + ONE_DAY, today))
    return stretches


def _gap(first: date, last: date) -> _Stretch:
    return _Stretch(
        domain.reference.activity.UNKNOWN,
        first,
        last,
        f"Not known, {say_date(first)} to {say_date(last)}",
    )
