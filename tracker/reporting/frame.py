"""Members and leavers as pandas frames, made at the last moment for reports and charts.

Frames go out and never come back: nothing below reads one.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tracker.domain import measures
from tracker.domain.cohort import Member
from tracker.domain.leaver import Leaver

if TYPE_CHECKING:
    import pandas as pd

MEMBER_COLUMNS = (
    "person",
    "authority",
    "as_of",
    "academic_age",
    "year_group",
    "status",
    "in_cohort",
    "activity",
    "activity_title",
    "group",
    "participates",
    "neet",
    "not_known",
    "duty",
    "institution",
    "institution_name",
    "starts",
    "verified",
    "lapses",
    "source",
    "sex",
    "ethnicity",
    "need",
    "free_meals",
    "vulnerable",
    "guarantee",
    "year_11_school",
    "outcode",
)

LEAVER_COLUMNS = (
    "person",
    "listed",
    "category",
    "provider",
    "since",
    "confirmed_on",
    "source",
    "in_autumn",
    "still_there",
    "sustained",
    "need",
    "free_meals",
    "sex",
)


def members_frame(members: Iterable[Member]) -> "pd.DataFrame":
    """One row a member, with the flags that measures are made of."""
    import pandas as pd

    return pd.DataFrame(
        [
            (
                member.person,
                member.authority,
                member.as_of,
                member.academic_age,
                member.year_group,
                member.status,
                measures.in_cohort(member),
                member.position.activity.code,
                member.position.activity.title,
                member.position.group,
                member.position.participates,
                member.position.is_neet,
                member.position.is_not_known,
                measures.duty(member),
                member.position.institution,
                member.position.institution_name,
                member.position.starts,
                member.position.verified,
                member.position.lapses,
                None if member.position.tier is None else member.position.tier.title,
                member.sex,
                member.ethnicity,
                _need(member),
                member.free_meals,
                measures.is_vulnerable(member),
                member.guarantee,
                member.year_11_school,
                member.outcode,
            )
            for member in members
        ],
        columns=list(MEMBER_COLUMNS),
    )


def _need(member: Member) -> str:
    if measures.has_plan(member):
        return "EHC plan"
    return "SEN support" if measures.has_sen_support(member) else "none"


def leavers_frame(leavers: Iterable[Leaver]) -> "pd.DataFrame":
    """One row a leaver, listed or not, without names: for counting, not for showing."""
    import pandas as pd

    return pd.DataFrame(
        [
            (
                leaver.person,
                leaver.listed,
                str(leaver.now.category),
                leaver.now.provider,
                leaver.now.since,
                leaver.now.confirmed_on,
                leaver.now.source,
                str(leaver.in_autumn),
                leaver.still_there,
                leaver.sustained,
                leaver.need,
                leaver.free_meals,
                leaver.sex,
            )
            for leaver in leavers
        ],
        columns=list(LEAVER_COLUMNS),
    )
