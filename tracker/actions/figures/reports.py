"""Reports: found, made for a day, and recorded in the audit when downloaded."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from tracker import reporting
from tracker.access import Scope
from tracker.actions.accounts import settings
from tracker.actions.figures import improvement_plans, measured, offers, published
from tracker.actions.history import month_ends
from tracker.actions.institutions import place_names
from tracker.domain.figures.comparison import Comparison
from tracker.domain.figures.disclosure import Cell, Suppression
from tracker.domain.figures.measures import GUARANTEE_MEASURES, HEADLINES, Figure
from tracker.domain.reference.academic_year import Period
from tracker.packing import local_folder, program_files
from tracker.reporting.panels.day import Day, breakdowns, day, everybody
from tracker.reporting.panels.divided import GUARANTEE_BY, WHERE, WHERE_BY, divided
from tracker.reporting.panels.panel import Panel
from tracker.reporting.reports.report import (
    NO_OFFERS,
    By,
    ByMonth,
    Document,
    Everybody,
    GuaranteeByYear,
    Improvement,
    OneTable,
    Published,
    Report,
    Section,
    Winter,
    notes,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A declared report, or the reason why its module could not be read."""

    name: str
    report: Report | None
    problem: str = ""
    file: Path = Path()


@cache
def every() -> tuple[Found, ...]:
    """Every report, by title: of ``reports/`` and of the council's own folder.

    A faulty one does not hide the others.
    """
    paths = [
        path
        for folder in folders()
        for path in folder.glob("*.py")
        if not path.name.startswith("_")
    ]
    ours = {path.name for path in paths if path.parent == program_files.REPORTS}
    found = [_found(path, ours) for path in paths]
    return tuple(
        sorted(found, key=lambda each: each.report.title if each.report else each.name)
    )


def folders() -> list[Path]:
    """The folders with reports: the program's, and the council's own."""
    return [program_files.REPORTS, *local_folder.reports()]


def _found(path: Path, ours: Collection[str]) -> Found:
    name = path.stem.replace("_", "-")
    if path.name in ours and path.parent != program_files.REPORTS:
        return Found(
            f"{name} (own)",
            None,
            f"The program has a report of this name: give {path.name} another.",
            path,
        )
    try:
        declared = _opened(path).REPORT
    except Exception as error:  # an analyst's mistake is reported, not raised
        return Found(name, None, str(error) or type(error).__name__, path)
    if not isinstance(declared, Report):
        return Found(name, None, "REPORT is not a Report.", path)
    return Found(name, declared, file=path)


def _opened(path: Path) -> ModuleType:
    spec = spec_from_file_location(f"reports.{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def get(name: str) -> Report | None:
    """The report with this name, or None if there is none or it could not be read."""
    return next((each.report for each in every() if each.name == name), None)


def make(
    name: str,
    report: Report,
    as_of: date,
    *,
    authority: str,
    organisation: str,
    within: Scope,
) -> Document:
    """A report of a day, from figures that are ready, suppressed for its readers."""
    chosen = settings.of(authority)
    making = _Making(
        as_of=as_of,
        within=within,
        suppression=chosen.suppression,
        sealed=chosen.counts_sealed,
        comparison=published.comparison(authority, chosen),
    )
    panels = tuple(each for one in report.sections for each in making.panels(one))
    return Document(
        name=name,
        report=report,
        organisation=organisation,
        as_of=as_of,
        panels=panels,
        notes=notes(
            report,
            panels,
            chosen.suppression.threshold,
            counts_sealed=chosen.counts_sealed,
        ),
    )


class _Making:
    """The figures that the sections of one report share: each is read once."""

    def __init__(
        self,
        *,
        as_of: date,
        within: Scope,
        suppression: Suppression,
        sealed: bool,
        comparison: Comparison,
    ) -> None:
        self._sealed = sealed
        self._as_of, self._within, self._suppression = as_of, within, suppression
        self._comparison = comparison

    # The improvement plan has days of its own: only other sections read these.
    @cached_property
    def _by_day(self) -> dict[date, dict[str, dict[str, list[Figure]]]]:
        """The figures of the month ends by breakdown and group."""
        return measured.by_day(
            month_ends.compared_days(self._as_of),
            within=self._within,
            breakdowns=breakdowns(self._suppression),
            measures=HEADLINES,
            sealed=self._sealed,
        )

    @cached_property
    def _found(self) -> dict[date, Sequence[Figure]]:
        return {each: everybody(by) for each, by in self._by_day.items()}

    @cached_property
    def _days(self) -> dict[date, Day]:
        return {
            each: day(each, by, self._suppression) for each, by in self._by_day.items()
        }

    def panels(self, section: Section) -> Iterable[Panel]:
        """The tables of a section; none where it has nothing to show."""
        if isinstance(section, Improvement):
            return improvement_plans.panels(
                self._as_of,
                within=self._within,
                suppression=self._suppression,
                sealed=self._sealed,
            )
        panel = self._panel(section)
        return () if panel is None else (panel,)

    def _panel(self, section: OneTable) -> Panel | None:
        match section:
            case Everybody():
                return self._everybody()
            case Published():
                return reporting.panels.beside.beside(
                    self._days[self._as_of], self._comparison, self._offers
                )
            case GuaranteeByYear():
                return reporting.panels.beside.guarantee(self._offers, self._comparison)
            case ByMonth(measure=measure):
                return reporting.panels.headlines.months(
                    measure, self._ends, self._last_end, self._comparison
                )
            case Winter():
                return self._winter()
            case By():
                return self._by(section)

    @cached_property
    def _offers(self) -> dict[int, Cell]:
        """The authority's own shares of the September Guarantee, by September."""
        return offers.by_september(
            self._as_of, within=self._within, suppression=self._suppression
        )

    @property
    def _ends(self) -> dict[Period, Day]:
        """The suppressed figures of the month ends."""
        return {
            Period.of(each): shown
            for each, shown in self._days.items()
            if each == Period.of(each).end
        }

    @property
    def _last_end(self) -> Period:
        here = Period.of(self._as_of)
        return here if here.end == self._as_of else here.previous

    def _everybody(self) -> Panel:
        last_year = Period.of(self._as_of).a_year_before.end
        before = self._days.get(last_year)
        return reporting.panels.headlines.headlines(
            self._days[self._as_of],
            before if before is not None and before.held else None,
            self._found[self._as_of],
            self._found.get(last_year, ()),
        )

    def _winter(self) -> Panel | None:
        months = {
            Period.of(each): {figure.name: figure for figure in of}
            for each, of in self._found.items()
            if each == Period.of(each).end and of[0].of
        }
        panel, _ = reporting.panels.headlines.winters(
            months, self._last_end, self._comparison, self._ends
        )
        return panel

    def _by(self, section: By) -> Panel:
        is_where = section.division is WHERE
        found = measured.by_day(
            [self._as_of],
            within=self._within,
            breakdowns=WHERE_BY if is_where else GUARANTEE_BY,
            measures=HEADLINES if is_where else GUARANTEE_MEASURES,
            sealed=self._sealed,
        )[self._as_of]
        groups = divided(found, section.division, self._suppression)[section.by]
        panel = reporting.panels.groups.grouped(
            groups,
            section.measures,
            as_of=self._as_of,
            name_of=place_names.names_of(
                found.get("institution", ()), self._as_of, within=self._within
            ),
            drawn=section.drawn,
            heading=section.heading,
        )
        if is_where:
            return panel
        # It may stand beside the same groups, so its title has to name the offers.
        by = f"{panel.title[:1].lower()}{panel.title[1:]}"
        about = panel.about
        if offers.no_offers(groups.everybody):
            about = f"{about} {NO_OFFERS}"
        return replace(panel, title=f"September Guarantee, {by}", about=about)


def unreadable() -> Sequence[Found]:
    """The reports whose modules could not be read, with the reason."""
    return [each for each in every() if each.report is None]
