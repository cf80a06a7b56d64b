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

from tracker.domain.figures import flags
from tracker.domain.figures.disclosure import half_up, percent
from tracker.domain.figures.flags import Flag, in_cohort
from tracker.domain.history.members import Member
from tracker.domain.reference import activity, codes


@dataclass(frozen=True, slots=True)
class Measure:
    """The members with the flag ``counts``, over those with the flag ``of``.

    Only members with the flag ``of`` can count. ``short`` is the title in a table of
    its own kind, where that is not the title.
    """

    name: str
    counts: Flag
    of: Flag
    title: str
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


def _part(name: str, counts: Flag, *, title: str) -> Measure:
    """A part of the cohort."""
    return Measure(name, counts, in_cohort, title=title)


def _by_group(name: str, is_of_group: Flag, *, title: str) -> tuple[Measure, ...]:
    """A group's part of the cohort, and those NEET or not known within it."""
    return (
        _part(f"{name}_cohort", is_of_group, title=f"{title}: part of the cohort"),
        Measure(
            f"{name}_neet_or_not_known",
            flags.is_neet_or_not_known,
            flags.combined(in_cohort, is_of_group),
            title=f"{title}: NEET or not known",
        ),
    )


def _by_age(age: int, is_of_age: Flag) -> tuple[Measure, ...]:
    covered = flags.combined(in_cohort, is_of_age)

    def of_age(name: str, counts: Flag, of: Flag = covered, *, title: str) -> Measure:
        return Measure(f"age_{age}_{name}", counts, of, title=f"Age {age}: {title}")

    return (
        of_age("cohort", is_of_age, in_cohort, title="part of the cohort"),
        of_age("neet", flags.is_neet, title="NEET"),
        of_age("not_known", flags.is_not_known, title="not known"),
        of_age(
            "neet_or_not_known", flags.is_neet_or_not_known, title="NEET or not known"
        ),
        of_age("participating", flags.participates, title="participating"),
    )


def _duty(name: str, reading: str, *, title: str) -> Measure:
    return _part(f"duty_{name}", flags.duty_is(reading), title=title)


_FULL_TIME = flags.participates_in(activity.FULL_TIME_EDUCATION)
_APPRENTICE = flags.participates_in(activity.APPRENTICE)
_OTHER = flags.participates_in(activity.OTHER_PARTICIPATION)

COHORT = _part("cohort_16_17", in_cohort, title="Aged 16 and 17")
NEET = _part("neet", flags.is_neet, title="NEET")
NOT_KNOWN = _part("not_known", flags.is_not_known, title="Not known")
NEET_OR_NOT_KNOWN = _part(
    "neet_or_not_known", flags.is_neet_or_not_known, title="NEET or not known"
)
PARTICIPATING = _part("participating", flags.participates, title="Participating")
OTHER_EET = _part(
    "other_eet",
    flags.is_otherwise_eet,
    title="In work without study, on a gap year or re-engaged",
)

HEADLINES: tuple[Measure, ...] = (
    COHORT,
    NEET,
    NOT_KNOWN,
    NEET_OR_NOT_KNOWN,
    PARTICIPATING,
    _part("full_time_education", _FULL_TIME, title="Full-time education"),
    _part("apprenticeship", _APPRENTICE, title="Apprenticeship"),
    _part("other_education_and_training", _OTHER, title="Other education and training"),
    OTHER_EET,
)

NEEDS: tuple[Measure, ...] = (
    *_by_group("no_sen", flags.has_no_sen, title="No special educational need"),
    *_by_group("ehcp", flags.has_plan, title="EHC plan"),
    *_by_group("sen_support", flags.has_sen_support, title="SEN support"),
    *_by_group("vulnerable", flags.is_vulnerable, title="Vulnerable groups"),
)

DUTY: tuple[Measure, ...] = (
    _duty("met", activity.MEETS, title="Meets the duty to participate"),
    _duty("working_towards", activity.WORKING_TOWARDS, title="Works towards the duty"),
    _duty("temporary_break", activity.TEMPORARY_BREAK, title="Temporary break"),
    _duty("not_met", activity.DOES_NOT_MEET, title="Does not meet the duty"),
    _duty("not_known", activity.DUTY_NOT_KNOWN, title="Duty: not known"),
    _part(
        "duty_of_another_age",
        flags.is_of_another_age,
        title="Duty: an activity for another age",
    ),
)

GUARANTEE_MEASURES: tuple[Measure, ...] = tuple(
    Measure(
        f"september_guarantee_{name}",
        flags.guarantee_is(category),
        flags.is_in_guarantee,
        title=f"September Guarantee: {category}",
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
    *_by_age(16, flags.is_16),
    *_by_age(17, flags.is_17),
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
        # By name: to compare measures takes longer than to count.
        self._masks = {
            each.name: (bit[each.counts] | bit[each.of], bit[each.of])
            for each in measures
        }
        # An authority has a member for each person and month, but only some thousand
        # kinds of member: each kind is evaluated once.
        self._answered: dict[tuple[object, ...], int] = {}

    def answers(self, member: Member) -> int:
        """The bits of the flags that are true for a member."""
        kind = flags.kind_of(member)
        answers = self._answered.get(kind)
        if answers is None:
            answers = sum(bit for flag, bit in self._bits if flag(member))
            self._answered[kind] = answers
        return answers

    def mask(self, measure: Measure, *, counting: bool) -> int:
        """The bits of all who count, or of all who are covered."""
        both, of = self._masks[measure.name]
        return both if counting else of

    def figures(
        self, tallies: Iterable[tuple[int, int]], only: Sequence[Measure] | None = None
    ) -> list[Figure]:
        """One figure for each measure, in order, from pairs (answers, people)."""
        alike = list(tallies)
        found = []
        for measure in self._measures if only is None else only:
            both, of = self._masks[measure.name]
            # Who counts is covered too: ``both`` has the bits of ``of``.
            counted = covered = 0
            for bits, people in alike:
                if bits & of == of:
                    covered += people
                    if bits & both == both:
                        counted += people
            found.append(Figure(measure.name, measure.title, counted, covered))
        return found


def count(
    members: Iterable[Member], measures: Sequence[Measure] = MEASURES
) -> list[Figure]:
    """One figure for each measure, in order, from one pass over the members.

    Pages sum stored tallies by ``MeasureSet.figures`` instead, with the same result.
    """
    together = MeasureSet(measures)
    return together.figures(Counter(map(together.answers, members)).items())


#: Those who are counted apart where what is sealed does not count (decision 0196).
NOT_SHOWN = Measure(
    "not_shown",
    flags.is_not_shown,
    flags.is_not_shown,
    title="Aged 16 and 17, not shown",
)

#: All measures. What is stored by the order of their flags becomes stale when measures
#: change (``domain.figures.meaning``).
ALL = MeasureSet((*MEASURES, NOT_SHOWN))
