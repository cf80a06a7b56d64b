"""Flags: the conditions on one member that measures count."""

from collections.abc import Callable

from tracker.domain.history import sealed_statements
from tracker.domain.history.members import Member
from tracker.domain.reference import activity, codes
from tracker.domain.reference.academic_year import DUTY_AGES, YEAR_12, YEAR_13

Flag = Callable[[Member], bool]


def kind_of(member: Member) -> tuple[object, ...]:
    """Everything that the flags below read; members alike in it have equal flags."""
    position = member.position
    return (
        member.academic_age,
        member.status,
        position.activity.code,
        position.lapsed,
        member.send,
        member.sen_support,
        member.characteristics,
        member.guarantee,
    )


def in_cohort(member: Member) -> bool:
    """Whether the member is in the cohort of the published measures.

    An activity of compulsory age leaves no one out. A member last known at school in
    Year 11 is not known from 1 September, and counts as not known.
    """
    doing = member.position.activity
    return _is_tracked(member) and (doing.in_denominator or doing.is_compulsory)


def _is_tracked(member: Member) -> bool:
    return member.academic_age in DUTY_AGES and member.status == codes.PRIMARY


def is_not_shown(member: Member) -> bool:
    """Of the age of the cohort, with an activity that is not shown, in no measure."""
    return _is_tracked(member) and member.position.activity is activity.HIDDEN


def is_neet(member: Member) -> bool:
    return member.position.is_neet


def is_not_known(member: Member) -> bool:
    return member.position.is_not_known


def is_neet_or_not_known(member: Member) -> bool:
    return member.position.is_neet or member.position.is_not_known


def participates(member: Member) -> bool:
    return member.position.participates


def is_otherwise_eet(member: Member) -> bool:
    """In work without study, on a gap year or re-engaged."""
    return not (participates(member) or is_neet_or_not_known(member))


def is_in_guarantee(member: Member) -> bool:
    """Whether the member is in the cohort of the month's September Guarantee."""
    return member.guarantee is not None and member.status in (
        codes.PRIMARY,
        codes.GUARANTEE_ONLY,
    )


def has_no_sen(member: Member) -> bool:
    return not (member.send or member.sen_support)


def has_plan(member: Member) -> bool:
    return member.send


def has_sen_support(member: Member) -> bool:
    """SEN support without an EHC plan: the three kinds of need divide the cohort."""
    return member.sen_support and not member.send


_VULNERABLE = {each.value for each in codes.CHARACTERISTICS if each.vulnerable}
_VULNERABLE.add(sealed_statements.VULNERABLE)


def is_vulnerable(member: Member) -> bool:
    """In one of the groups that DfE publishes together as vulnerable."""
    return not _VULNERABLE.isdisjoint(member.characteristics)


def is_16(member: Member) -> bool:
    return member.academic_age == YEAR_12


def is_17(member: Member) -> bool:
    return member.academic_age == YEAR_13


def participates_in(kind: str) -> Flag:
    def flag(member: Member) -> bool:
        return participates(member) and (
            member.position.activity.participation_type == kind
        )

    return flag


def duty_is(reading: str) -> Flag:
    def flag(member: Member) -> bool:
        return duty(member) == reading

    return flag


def duty(member: Member) -> str:
    """The reading of the member's position against the duty to participate."""
    if member.position.is_not_known:
        return activity.DUTY_NOT_KNOWN
    return member.position.activity.meets_duty


def is_of_another_age(member: Member) -> bool:
    """In an activity for another age, to which the duty does not apply."""
    return duty(member) in (activity.DUTY_NOT_YET, activity.DUTY_PAST)


def guarantee_is(category: str) -> Flag:
    def flag(member: Member) -> bool:
        status = codes.GUARANTEE_STATUSES.get(member.guarantee)
        return status is not None and status.category == category

    return flag


def combined(one: Flag, other: Flag) -> Flag:
    def flag(member: Member) -> bool:
        return one(member) and other(member)

    return flag
