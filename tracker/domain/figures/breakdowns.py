"""Breakdowns of figures: the groups of a member of the cohort.

A group is a text as it is stored. Pages look up its title, because some groups are
institutions of a register. An empty text means not known.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from tracker.domain.figures.flags import in_cohort, is_in_guarantee
from tracker.domain.history.destination_category import category, need
from tracker.domain.history.members import Member
from tracker.domain.history.sealed_statements import UNSHOWN
from tracker.domain.history.spells import ONE_DAY
from tracker.domain.reference.academic_year import DUTY_AGES, YEAR_12, AcademicYear
from tracker.domain.reference.activity import Activity, as_counted

#: The breakdown with one group, of the whole cohort.
EVERYBODY = "everybody"

FLOW = "flow"
LAPSES = "lapses"
BETWEEN = "|"
#: In place of a group: all groups together, for the list behind a total.
EVERY = "*"


@dataclass(frozen=True, slots=True)
class Breakdown:
    """``groups`` gives every group of a member, usually one.

    It reads the columns ``reads`` of a stored position, and nothing else.
    """

    name: str
    reads: tuple[str, ...]
    groups: Callable[[Member], tuple[str, ...]]
    title: str

    def holds(self, group: str, member: Member) -> bool:
        """Whether the member is in a group, in which EVERY may stand for any part."""
        wanted = group.rpartition(BETWEEN)
        return any(
            group == EVERY
            or all(w in (EVERY, own) for w, own in zip(wanted, parts, strict=True))
            for parts in (each.rpartition(BETWEEN) for each in self.groups(member))
        )


def _need(member: Member) -> tuple[str, ...]:
    return (need(send=member.send, sen_support=member.sen_support),)


#: For a member without any evidence since they left.
LEFT = "Left, destination not known"


def not_confirmed(doing: Activity) -> str:
    """The group of a member whose activity was not confirmed again in time."""
    return f"Not confirmed again in time: {doing.group}"


def why_not_known(member: Member) -> str:
    """The reason why a member is not known; empty for a member who is known."""
    position = member.position
    if not position.is_not_known:
        return ""
    if position.lapsed:
        return not_confirmed(position.activity)
    if position.tier is None:
        return LEFT
    return position.activity.title


def _why_not_known(member: Member) -> tuple[str, ...]:
    why = why_not_known(member)
    return (why,) if why else ()


def _lapses(member: Member) -> tuple[str, ...]:
    """Where a member is, and the month in which that lapses.

    There is no group for those who are too old for the cohort on the day after: they
    leave it, and become not known in no figure.
    """
    position = member.position
    if position.lapses is None or position.is_not_known:
        return ()
    after = AcademicYear.of(position.lapses + ONE_DAY).start
    years = after - AcademicYear.of(member.as_of).start
    if member.academic_age + years not in DUTY_AGES:
        return ()
    return (f"{position.institution or ''}{BETWEEN}{position.lapses:%Y-%m}",)


def _flow(member: Member) -> tuple[str, ...]:
    """From the school of Year 11 to the destination in the year after it."""
    if member.academic_age != YEAR_12:
        return ()
    return (f"{member.year_11_school or ''}{BETWEEN}{category(member.position).value}",)


def _counted_with(doing: Activity) -> str:
    """The activity of a group: a sealed one is counted with another of its kind."""
    return doing.counted_with or as_counted(doing).code


def _by_value(name: str, column: str, *, title: str) -> Breakdown:
    """The breakdown by the value of one column, a field of members too."""
    value = attrgetter(column)
    return Breakdown(name, (column,), lambda m: (value(m) or "",), title=title)


BREAKDOWNS: tuple[Breakdown, ...] = (
    Breakdown(
        "year group",
        ("year_group",),
        lambda m: (str(m.year_group),),
        title="Year group",
    ),
    _by_value("Year 11 school", "year_11_school", title="School in Year 11"),
    Breakdown(
        "institution",
        ("institution",),
        lambda m: (m.position.institution or "",),
        title="Where they are or were last",
    ),
    _by_value("area", "area", title="Ward or postcode district"),
    _by_value("sex", "sex", title="Sex"),
    _by_value("ethnicity", "ethnicity", title="Ethnicity"),
    Breakdown(
        "need", ("send", "sen_support"), _need, title="Special educational needs"
    ),
    Breakdown(
        "free school meals",
        ("free_meals",),
        lambda m: ("Eligible" if m.free_meals else "Not eligible",),
        title="Free school meals",
    ),
    Breakdown(
        "characteristic",
        ("characteristics",),
        # No figure is of a sealed characteristic, alone or together with others.
        lambda m: tuple(sorted(m.characteristics - UNSHOWN)) or ("",),
        title="Characteristic",
    ),
    Breakdown(
        "activity",
        ("activity",),
        lambda m: (_counted_with(m.position.activity),),
        title="Activity",
    ),
    Breakdown(
        "why not known",
        ("activity", "lapses", "tier"),
        _why_not_known,
        title="Why not known",
    ),
    Breakdown(
        LAPSES,
        ("as_of", "academic_age", "institution", "activity", "lapses"),
        _lapses,
        title="Lapses in",
    ),
    Breakdown(
        FLOW,
        ("academic_age", "year_11_school", "activity", "lapses"),
        _flow,
        title="From school to destination",
    ),
)

BY_NAME = {each.name: each for each in BREAKDOWNS}


def groups_of(member: Member) -> Iterator[tuple[str, str]]:
    """Every (breakdown, group) in which a member counts."""
    yield EVERYBODY, ""
    if in_cohort(member) or is_in_guarantee(member):
        for each in BREAKDOWNS:
            for group in each.groups(member):
                yield each.name, group


#: The breakdowns by which the cohorts of a ledger are compared, in the order in which a
#: page offers them. No group is of two parts, and none is of a sealed characteristic.
CUTS = (
    *("need", "free school meals", "sex", "ethnicity", "characteristic"),
    "Year 11 school",
)


def compared_groups(member: Member) -> dict[str, list[str]]:
    """The groups of a member in each breakdown of CUTS, by its name."""
    return {name: list(BY_NAME[name].groups(member)) for name in CUTS}
