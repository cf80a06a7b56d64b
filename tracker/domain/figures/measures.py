"""The measures of one month: the people who count, over the people covered.

The cohort of the published measures is everybody of academic age 16 or 17 in the
authority's primary cohort, without young adults in custody. Each member of it is in
exactly one of four groups: participating, in other education, employment or training,
NEET, or not known. There is no fifth, because authorities have a duty to know who does
not participate (Education and Skills Act 2008, sections 10 and 12). Suppression comes
afterwards (``domain.figures.disclosure``). The yearly averages that DfE publishes are
in ``domain.figures.published``.

Source: DfE's definitions of the published table of participation and NEET by authority;
the duty to participate, and which activities meet it, in ``domain.reference.activity``.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tracker.domain.figures.disclosure import half_up, percent
from tracker.domain.figures.member_flags import (
    Flag,
    combined,
    duty_is,
    guarantee_is,
    has_no_sen,
    has_plan,
    has_sen_support,
    in_cohort,
    is_16,
    is_17,
    is_in_guarantee,
    is_neet,
    is_neet_or_not_known,
    is_not_known,
    is_of_another_age,
    is_otherwise_eet,
    is_vulnerable,
    kind_of,
    participates,
    participates_in,
)
from tracker.domain.history.members import Member
from tracker.domain.reference import activity, codes


@dataclass(frozen=True, slots=True)
class Measure:
    """The members with the flag ``counts``, over those with the flag ``of``.

    Only members with the flag ``of`` can count. ``short`` is the title in a table of
    its own kind, where that is not the title.
    """

    name: str
    title: str
    counts: Flag
    of: Flag
    short: str = ""

    @property
    def heading(self) -> str:
        """The title in a table of its own kind."""
        return self.short or self.title


@dataclass(frozen=True, slots=True)
class Figure:
    """The result of a measure, unrounded: an average is a fraction of people."""

    name: str
    title: str
    count: Fraction | int
    of: Fraction | int

    @property
    def share(self) -> Fraction | None:
        """The share of those covered who count, None where no one is covered."""
        return Fraction(self.count) / self.of if self.of else None

    @property
    def percent(self) -> float | None:
        """The share in a hundred to one decimal place, halves rounded up."""
        return percent(self.count, self.of)

    def as_json(self) -> dict[str, Any]:
        """Name, title, count, of and percent; an average count to one decimal place."""
        return {
            "name": self.name,
            "title": self.title,
            "count": _plain(self.count),
            "of": _plain(self.of),
            "percent": self.percent,
        }


def _plain(number: Fraction | int) -> float | int:
    return int(number) if number == int(number) else half_up(number)


# --- The measures ------------------------------------------------------------------


def _by_group(name: str, title: str, is_of_group: Flag) -> tuple[Measure, ...]:
    """A group's part of the cohort, and those NEET or not known within it."""
    return (
        Measure(
            f"{name}_cohort", f"{title}: part of the cohort", is_of_group, in_cohort
        ),
        Measure(
            f"{name}_neet_or_not_known",
            f"{title}: NEET or not known",
            is_neet_or_not_known,
            combined(in_cohort, is_of_group),
        ),
    )


def _by_age(age: int, is_of_age: Flag) -> tuple[Measure, ...]:
    of = combined(in_cohort, is_of_age)
    named: tuple[tuple[str, str, Flag], ...] = (
        ("neet", "NEET", is_neet),
        ("not_known", "not known", is_not_known),
        ("neet_or_not_known", "NEET or not known", is_neet_or_not_known),
        ("participating", "participating", participates),
    )
    return (
        Measure(
            f"age_{age}_cohort", f"Age {age}: part of the cohort", is_of_age, in_cohort
        ),
        *(
            Measure(f"age_{age}_{name}", f"Age {age}: {title}", flag, of)
            for name, title, flag in named
        ),
    )


_FULL_TIME = participates_in(activity.FULL_TIME_EDUCATION)
_APPRENTICE = participates_in(activity.APPRENTICE)
_OTHER = participates_in(activity.OTHER_PARTICIPATION)

COHORT = Measure("cohort_16_17", "Aged 16 and 17", in_cohort, in_cohort)
NEET = Measure("neet", "NEET", is_neet, in_cohort)
NOT_KNOWN = Measure("not_known", "Not known", is_not_known, in_cohort)
NEET_OR_NOT_KNOWN = Measure(
    "neet_or_not_known", "NEET or not known", is_neet_or_not_known, in_cohort
)
PARTICIPATING = Measure("participating", "Participating", participates, in_cohort)
OTHER_EET = Measure(
    "other_eet",
    "In work without study, on a gap year or re-engaged",
    is_otherwise_eet,
    in_cohort,
)

HEADLINES: tuple[Measure, ...] = (
    COHORT,
    NEET,
    NOT_KNOWN,
    NEET_OR_NOT_KNOWN,
    PARTICIPATING,
    Measure("full_time_education", "Full-time education", _FULL_TIME, in_cohort),
    Measure("apprenticeship", "Apprenticeship", _APPRENTICE, in_cohort),
    Measure(
        "other_education_and_training",
        "Other education and training",
        _OTHER,
        in_cohort,
    ),
    OTHER_EET,
)

NEEDS: tuple[Measure, ...] = (
    *_by_group("no_sen", "No special educational need", has_no_sen),
    *_by_group("ehcp", "EHC plan", has_plan),
    *_by_group("sen_support", "SEN support", has_sen_support),
    *_by_group("vulnerable", "Vulnerable groups", is_vulnerable),
)

DUTY: tuple[Measure, ...] = (
    *(
        Measure(name, title, duty_is(reading), in_cohort)
        for name, title, reading in (
            ("duty_met", "Meets the duty to participate", activity.MEETS),
            (
                "duty_working_towards",
                "Works towards the duty",
                activity.WORKING_TOWARDS,
            ),
            ("duty_temporary_break", "Temporary break", activity.TEMPORARY_BREAK),
            ("duty_not_met", "Does not meet the duty", activity.DOES_NOT_MEET),
            ("duty_not_known", "Duty: not known", activity.DUTY_NOT_KNOWN),
        )
    ),
    Measure(
        "duty_of_another_age",
        "Duty: an activity for another age",
        is_of_another_age,
        in_cohort,
    ),
)

GUARANTEE_MEASURES: tuple[Measure, ...] = tuple(
    Measure(
        f"september_guarantee_{name}",
        f"September Guarantee: {category}",
        guarantee_is(category),
        is_in_guarantee,
        short=category.capitalize(),
    )
    for name, category in zip(
        ("offers", "not_appropriate", "no_offer", "not_recorded"),
        codes.GUARANTEE_CATEGORIES,
        strict=True,
    )
)

#: The measures of a month, in the order they are shown.
MEASURES: tuple[Measure, ...] = (
    *HEADLINES,
    *_by_age(16, is_16),
    *_by_age(17, is_17),
    *NEEDS,
    *DUTY,
    *GUARANTEE_MEASURES,
)


BY_NAME = {each.name: each for each in MEASURES}


class MeasureSet:
    """Some measures, evaluated together.

    Measures share most of their flags, so each flag is evaluated once for a member. The
    answers are one number with a bit for each flag, so that alike members can be
    counted together and stored.
    """

    def __init__(self, measures: Sequence[Measure]) -> None:
        self._measures = tuple(measures)
        pairs = [(each.counts, each.of) for each in measures]
        self.flags: tuple[Flag, ...] = tuple(
            dict.fromkeys(flag for pair in pairs for flag in pair)
        )
        bit = {flag: 1 << place for place, flag in enumerate(self.flags)}
        self._bits = tuple(bit.items())
        self._masks = [(bit[counts] | bit[of], bit[of]) for counts, of in pairs]
        # An authority has a member for each person and month, but only some thousand
        # kinds of member: each kind is evaluated once.
        self._answered: dict[tuple[object, ...], int] = {}

    def answers(self, member: Member) -> int:
        """The bits of the flags that are true for a member."""
        kind = kind_of(member)
        answers = self._answered.get(kind)
        if answers is None:
            answers = sum(bit for flag, bit in self._bits if flag(member))
            self._answered[kind] = answers
        return answers

    def mask(self, measure: Measure, *, counting: bool) -> int:
        """The bits of all who count, or of all who are covered."""
        both, of = self._masks[self._measures.index(measure)]
        return both if counting else of

    def figures(
        self, tallies: Iterable[tuple[int, int]], only: Sequence[Measure] | None = None
    ) -> list[Figure]:
        """One figure for each measure, in order, from pairs (answers, people)."""
        alike = list(tallies)
        found = []
        for measure in self._measures if only is None else only:
            both, of = self._masks[self._measures.index(measure)]
            found.append(
                Figure(
                    measure.name,
                    measure.title,
                    sum(people for bits, people in alike if bits & both == both),
                    sum(people for bits, people in alike if bits & of == of),
                )
            )
        return found


def count(
    members: Iterable[Member], measures: Sequence[Measure] = MEASURES
) -> list[Figure]:
    """One figure for each measure, in order, from one pass over the members."""
    together = MeasureSet(measures)
    return together.figures(Counter(map(together.answers, members)).items())


#: All measures. Stored answers depend on the order of the flags. A test fixes that
#: order, because a change must also delete the stored positions.
ALL = MeasureSet(MEASURES)
