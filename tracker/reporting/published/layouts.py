"""The layouts of DfE's tables by authority over the years, each by its columns.

A table is recognised by its columns, never by the name of its file. Columns have come
and gone and been renamed: columns that a year lacks are left out, and a figure is read
from the first of its column names that the file has.

Sources: the scorecards of 2021 to 2025; the data sets of "Participation in education,
training and NEET age 16 to 17 by local authority" and of "September Guarantee" in
Explore Education Statistics, 2019 to 2026; the Local Authority Interactive Tool.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tracker import domain
from tracker.domain.figures.published_tables import KindOfTable

#: Names of figures by their columns, with headings as ``column_name`` writes them.
Columns = Mapping[str, str]

#: The columns of the year and area of a line of Explore Education Statistics, and the
#: columns that repeat them.
PLACE = (
    *("time_period", "geographic_level", "region_name", "old_la_code", "la_name"),
    *("time_identifier", "country_code", "country_name", "region_code", "new_la_code"),
)


@dataclass(frozen=True, slots=True)
class Layout:
    """A table with one line for each area, or several of which ``only`` chooses one.

    ``needed`` are the columns by which the table is recognised. ``only`` has the values
    of some columns that mark a line as about everybody aged 16 and 17. ``years_on`` is
    added to the year of a line to give the year of the scorecard with its figures.
    """

    table: KindOfTable
    needed: tuple[str, ...]
    counts: Columns = field(default_factory=dict)
    percents: Columns = field(default_factory=dict)
    changes: Columns = field(default_factory=dict)
    quintiles: Columns = field(default_factory=dict)
    only: Mapping[str, frozenset[str]] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    years_on: int = 0

    @property
    def columns(self) -> frozenset[str]:
        """Every known column of the table, whether it is read or not."""
        read = (self.counts, self.percents, self.changes, self.quintiles, self.only)
        return frozenset(
            (
                *PLACE,
                *self.needed,
                *self.known,
                *(name for some in read for name in some),
            )
        )


def column_name(heading: str | None) -> str:
    """A heading as layouts write it: lower case, with underscores for spaces."""
    return "_".join((heading or "").strip().casefold().split())


_ALL_AGES = frozenset(("16-17", "16 to 17", "total"))
_EVERYBODY = frozenset(("total", "all"))

SCORECARD = Layout(
    domain.figures.published_tables.SCORECARD,
    needed=(
        "time_period",
        "geographic_level",
        "old_la_code",
        "la_name",
        "neet_percent",
    ),
    counts={
        "cohort_djfavg": "cohort_16_17",
        "cohort_march": "march_cohort",
        "vg_cohort_djf_avg": "vulnerable",
    },
    percents={
        "neet_not_known_percent": "neet_or_not_known",
        "neet_percent": "neet",
        "notknown_percent": "not_known",
        "total_participating_in_education_and_training_percent": "participating",
        "full_time_education_percent": "full_time_education",
        "apprenticeship_percent": "apprenticeship",
        "other_education_and_training_percent": "other_education_and_training",
        "september_guarantee_offer_made_percent": "september_guarantee_offers",
        "cohort_nosen_percent": "no_sen_cohort",
        "neet_nk_nosen_percent": "no_sen_neet_or_not_known",
        "cohort_ehcp_percent": "ehcp_cohort",
        "neet_nk_ehcp_percent": "ehcp_neet_or_not_known",
        "cohort_sendsupport_percent": "sen_support_cohort",
        "neet_nk_sendsupport_percent": "sen_support_neet_or_not_known",
        "vg_cohort_percentage": "vulnerable_cohort",
        "vg_neet_nk_percentage": "vulnerable_neet_or_not_known",
    },
    changes={
        "annual_change_ppts_neet_not_known": "neet_or_not_known",
        "annualchange_neet": "neet",
        "annualchange_notknown": "not_known",
        "annual_change_participation_in_education_training": "participating",
        "annual_change_fte": "full_time_education",
        "annual_change_apprenticeship": "apprenticeship",
        "annual_change_other_education_training": "other_education_and_training",
        "september_guarantee_annual_change_ppts": "september_guarantee_offers",
    },
    quintiles={
        "neet_nk_quintile": "neet_or_not_known",
        "neet_quintile": "neet",
        "notknown_quintile": "not_known",
        "participation_et_quintile": "participating",
        "sep_guarantee_quintile": "september_guarantee_offers",
    },
    known=frozenset(
        (
            *("age", "level_3", "l2_em_gcse_othl2", "avg_att8", "pt_l2basics_94"),
            *("sess_overall_percent", "sess_overall_percent_pa_10_exact"),
            *("enrolments_pa_10_exact_percent", "age1617_ons_population"),
            *("neet_nk_nosen_quintile", "neet_nk_ehcp_quintile"),
            *("neet_nk_sendsupport_quintile", "vg_neet_nk_percentage_quintile"),
        )
    ),
)

NEET = Layout(
    domain.figures.published_tables.NEET,
    needed=(
        *("time_period", "geographic_level", "old_la_code", "la_name"),
        *("age", "characteristic_grouping", "characteristic", "neet_percent"),
    ),
    counts={"avg_cohort_count": "cohort_16_17", "avgcohort": "cohort_16_17"},
    percents={
        "neet_nk_percent": "neet_or_not_known",
        "neetnkprop": "neet_or_not_known",
        "neet_percent": "neet",
        "neetprop": "neet",
        "nk_percent": "not_known",
        "notknownprop": "not_known",
    },
    changes={
        "annual_change_neet_nk_percent": "neet_or_not_known",
        "annual_change_neetnk": "neet_or_not_known",
    },
    only={
        "age": _ALL_AGES,
        "characteristic_grouping": _EVERYBODY,
        "characteristic": _EVERYBODY,
    },
    known=frozenset(
        (
            *("avg_neet_nk_count", "avg_neet_count", "avg_nk_count"),
            *("avgneetnk", "avgneet", "avgnk"),
        )
    ),
)

PARTICIPATION = Layout(
    domain.figures.published_tables.PARTICIPATION,
    needed=(
        *("time_period", "geographic_level", "old_la_code", "la_name"),
        *("age", "characteristic_grouping", "characteristic"),
        "total_in_education_and_training_percent",
    ),
    counts={"cohort_count": "march_cohort", "cohort": "march_cohort"},
    percents={
        "total_in_education_and_training_percent": "participating",
        "proportion_in_education_and_training": "participating",
    },
    changes={
        "annual_change_percent": "participating",
        "annual_change": "participating",
    },
    only=NEET.only,
    known=frozenset(
        (
            "total_in_education_and_training_count",
            "total_in_education_and_training",
        )
    ),
)

#: The September of a line belongs to the scorecard of the year after.
GUARANTEE = Layout(
    domain.figures.published_tables.GUARANTEE,
    needed=(
        *("time_period", "geographic_level", "old_la_code", "la_name"),
        "offer_made_percentage",
    ),
    percents={
        "offer_made_percentage": "september_guarantee_offers",
        "offer_made_percent": "september_guarantee_offers",
    },
    changes={
        "annual_change_offer_made": "september_guarantee_offers",
        "annual_change_offer_made_percent": "september_guarantee_offers",
        "annual_change_percent": "september_guarantee_offers",
    },
    known=frozenset(
        (
            *("cohort_number", "cohort_count", "no_offer", "not_recorded"),
            *("offer_not_appropriate", "no_offer_percentage", "no_offer_percent"),
            *("not_recorded_percentage", "not_recorded_percent"),
            *("offer_not_appropriate_percentage", "offer_not_appropriate_percent"),
            *("offer_made_count", "offer_made_number", "age"),
        )
    ),
    years_on=1,
)

#: Renamed columns: a layout is recognised by any of these names.
ALSO = {
    "neet_percent": ("neetprop",),
    "total_in_education_and_training_percent": (
        "proportion_in_education_and_training",
    ),
    "offer_made_percentage": ("offer_made_percent",),
}

#: The most specific first: a table of characteristics has the scorecard's columns.
WIDE = (NEET, PARTICIPATION, SCORECARD, GUARANTEE)
