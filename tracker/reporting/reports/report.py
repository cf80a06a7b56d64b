"""A report is a declaration: title, audience, figures, and their breakdowns.

REPORT = Report(
    title="NEET and not known by school",
    audience="Headteachers and the participation board",
    purpose="Where leavers of each school need help.",
    sections=(
        Everybody(),
        By("Year 11 school", drawn="neet_or_not_known"),
    ),
)

A module of ``reports/`` with a REPORT is found without being registered anywhere. The
figures of a report are protected as figures that leave the team (``domain.settings``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.figures.comparison import COMPARED
from tracker.domain.reference.academic_year import say_date
from tracker.reporting.panels.divided import (
    GUARANTEE,
    GUARANTEE_BY,
    WHERE,
    WHERE_BY,
    Division,
)
from tracker.reporting.panels.panel import Panel

#: The note on a report of the improvement plan if there is none.
NO_PLAN = "No improvement plan has been saved yet."

#: The note on the September Guarantee if all young people are "not recorded".
NO_OFFERS = (
    "No offers have been recorded yet: the lists of offers have not "
    "arrived, or have not been imported."
)


@dataclass(frozen=True, slots=True)
class Everybody:
    """A section: the month's figures beside those of the same month last year."""


@dataclass(frozen=True, slots=True)
class Published:
    """A section: the figures beside DfE's for here, England, region and neighbours."""


@dataclass(frozen=True, slots=True)
class GuaranteeByYear:
    """A section: the September Guarantee of each year beside DfE's figures."""


@dataclass(frozen=True, slots=True)
class ByMonth:
    """A section: one measure at every month end, beside the year before."""

    measure: str = "neet_or_not_known"

    def __post_init__(self) -> None:
        _known((self.measure,), COMPARED, "a measure by month")


@dataclass(frozen=True, slots=True)
class Winter:
    """A section: the December to February average so far, and its estimate."""


@dataclass(frozen=True, slots=True)
class By:
    """A section: a line for each group of a breakdown, with counts and percentages.

    ``by`` is a breakdown of ``domain.figures.breakdowns``. ``measures`` are shown, and
    the percentages of ``drawn`` have a chart. ``heading`` is the heading of the groups,
    where the title of the breakdown does not fit.
    """

    by: str
    measures: tuple[str, ...] = COMPARED
    drawn: str | None = None
    heading: str | None = None

    def __post_init__(self) -> None:
        division = self.division
        _known(self.measures, division.measures, "measures that go together")
        allowed = WHERE_BY if division is WHERE else GUARANTEE_BY
        _known((self.by,), allowed, "a breakdown")
        if self.drawn is not None:
            _known((self.drawn,), self.measures, "what is drawn")

    @property
    def division(self) -> Division:
        """The division of its table: where young people are, or their offers."""
        return GUARANTEE if self.measures[0] in GUARANTEE.measures else WHERE


def guarantee_by(by: str, *, drawn: str | None = None) -> By:
    """A line for each group: the outcomes of the September Guarantee."""
    return By(by, measures=GUARANTEE.parts, drawn=drawn)


@dataclass(frozen=True, slots=True)
class Improvement:
    """The sections of the council's improvement plan, with the evidence for it."""


#: A section that is one table.
OneTable = Everybody | Published | GuaranteeByYear | ByMonth | Winter | By
Section = OneTable | Improvement


@dataclass(frozen=True, slots=True)
class Report:
    """The content of a report. Raises ValueError with a sentence if incomplete."""

    title: str
    audience: str
    purpose: str
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not (self.title.strip() and self.audience.strip() and self.purpose.strip()):
            raise ValueError("A report needs a title, an audience and a purpose.")
        if not self.sections:
            raise ValueError("A report needs at least one section.")


@dataclass(frozen=True, slots=True)
class Document:
    """A report with the figures of one day, as the page, XLSX and PDF show it."""

    name: str
    report: Report
    organisation: str
    as_of: date
    panels: tuple[Panel, ...]
    notes: tuple[str, ...]

    @property
    def file(self) -> str:
        """The name of its files, without the extension."""
        return f"{self.name}-{self.as_of.isoformat()}"

    @property
    def subtitle(self) -> str:
        return f"{self.organisation}. As at {say_date(self.as_of)}"


def notes(
    report: Report, panels: Sequence[Panel], threshold: int, *, counts_sealed: bool
) -> tuple[str, ...]:
    """The notes on the whole report: its own, then those of every report."""
    planned = any(panel.name == "aims" for panel in panels)
    hidden = (
        f"c: hidden. Counts from 1 to {threshold} are not shown, nor are others from "
        "which they could be worked out.",
    )
    apart = (
        "Young people whose activity is sealed, such as for illness, pregnancy or "
        "custody, are counted apart and in none of the figures. So shares are a little "
        "different from those that DfE publishes.",
    )
    return (
        *((NO_PLAN,) if Improvement() in report.sections and not planned else ()),
        *report.notes,
        "The figures count everybody aged 16 and 17 at the start of the academic year "
        "who lives here and is tracked, except young adults in custody, as DfE does.",
        *(() if counts_sealed else apart),
        *(hidden if any(panel.hides for panel in panels) else ()),
    )


def _known(given: Sequence[str], allowed: Sequence[str], what: str) -> None:
    strange = [each for each in given if each not in allowed]
    if strange or not given:
        name = strange[0] if strange else "nothing"
        raise ValueError(f"{name!r} is not {what}: choose from {', '.join(allowed)}.")
