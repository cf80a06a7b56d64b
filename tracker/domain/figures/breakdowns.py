"""What figures are broken down by: the groups that a member of the cohort is in.

A group is a text as it is kept; its title in words is found where it is shown, because
some groups are institutions of a register. An empty text is what nobody knows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tracker.domain.figures.measures import in_cohort, is_in_guarantee
from tracker.domain.history.destination_category import NEEDS, category
from tracker.domain.history.members import Member
from tracker.domain.reference.activity import Activity

#: The breakdown that has one group, of everybody.
EVERYBODY = "everybody"

FLOW = "flow"
BETWEEN = "|"
#: In place of a group: all of them together, of a list behind a total.
EVERY = "*"


@dataclass(frozen=True, slots=True)
class Breakdown:
    """``groups`` gives every group that a member is in: most often one."""

    name: str
    title: str
    groups: Callable[[Member], tuple[str, ...]]


def _need(member: Member) -> tuple[str, ...]:
    if member.send:
        return (NEEDS[0],)
    return (NEEDS[1] if member.sen_support else NEEDS[2],)


#: Of whom nobody has said anything since they left.
LEFT = "Left, and nobody says where to"


def not_confirmed(doing: Activity) -> str:
    """What is said of somebody whose activity was not confirmed again in time."""
    return f"Not confirmed again in time: {doing.group}"


def why_not_known(member: Member) -> str:
    """How it came that nobody knows where a member is; empty of one who is known."""
    position = member.position
    if not position.is_not_known:
        return ""
    if position.lapsed and not position.activity.is_not_known:
        return not_confirmed(position.activity)
    if position.tier is None:
        return LEFT
    return position.activity.title


def _why_not_known(member: Member) -> tuple[str, ...]:
    why = why_not_known(member)
    return (why,) if why else ()


def _lapses(member: Member) -> tuple[str, ...]:
    """The month in which what is known of a member may no longer be said."""
    position = member.position
    if position.lapses is None or position.is_not_known:
        return ()
    return (f"{position.lapses:%Y-%m}",)


def _flow(member: Member) -> tuple[str, ...]:
    """From the school of Year 11 to where somebody is in the year after it."""
    if member.academic_age != 16:
        return ()
    return (f"{member.year_11_school or ''}{BETWEEN}{category(member.position).value}",)


BREAKDOWNS: tuple[Breakdown, ...] = (
    Breakdown("year group", "Year group", lambda m: (str(m.year_group),)),
    Breakdown(
        "Year 11 school", "School in Year 11", lambda m: (m.year_11_school or "",)
    ),
    Breakdown(
        "institution",
        "Where they are or were last",
        lambda m: (m.position.institution or "",),
    ),
    Breakdown("outcode", "First half of the postcode", lambda m: (m.outcode or "",)),
    Breakdown("sex", "Sex", lambda m: (m.sex or "",)),
    Breakdown("ethnicity", "Ethnicity", lambda m: (m.ethnicity or "",)),
    Breakdown("need", "Special educational needs", _need),
    Breakdown(
        "free school meals",
        "Free school meals",
        lambda m: ("Eligible" if m.free_meals else "Not eligible",),
    ),
    Breakdown(
        "characteristic",
        "Characteristic",
        lambda m: tuple(sorted(m.characteristics)) or ("",),
    ),
    Breakdown("activity", "Activity", lambda m: (m.position.activity.code,)),
    Breakdown("why not known", "How it came that nobody knows", _why_not_known),
    Breakdown("lapses", "When it may no longer be said", _lapses),
    Breakdown(FLOW, "From school to destination", _flow),
)

NAMES = frozenset(each.name for each in BREAKDOWNS)


def groups_of(member: Member) -> Iterator[tuple[str, str]]:
    """Every (breakdown, group) that a member counts in; some are in no cohort."""
    yield EVERYBODY, ""
    if in_cohort(member) or is_in_guarantee(member):
        for each in BREAKDOWNS:
            for group in each.groups(member):
                yield each.name, group
