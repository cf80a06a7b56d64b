"""An invalid declaration of a report is refused with a sentence."""

from datetime import date

import pytest

from tracker.domain.figures.disclosure import HIDDEN, Cell
from tracker.reporting.panels.panel import Column, Panel, Row
from tracker.reporting.reports.report import (
    By,
    ByMonth,
    Document,
    Everybody,
    Report,
    guarantee_by,
    notes,
)


@pytest.mark.parametrize(
    ("declare", "says"),
    [
        (lambda: By("hair"), "'hair' is not a breakdown"),
        (lambda: By("activity"), "'activity' is not a breakdown"),
        (
            lambda: By("sex", measures=("neet", "duty_met")),
            "'duty_met' is not measures",
        ),
        (lambda: By("sex", measures=("neet",), drawn="not_known"), "what is drawn"),
        (lambda: guarantee_by("area"), "'area' is not a breakdown"),
        (lambda: ByMonth("cohort_16_17"), "'cohort_16_17' is not a measure by month"),
        (lambda: Report("T", "A", "P", ()), "at least one section"),
        (lambda: Report("T", "", "P", (Everybody(),)), "needs a title"),
    ],
)
def test_an_invalid_declaration_is_refused(declare, says) -> None:
    with pytest.raises(ValueError, match=says):
        declare()


REPORT = Report("T", "A", "P", (Everybody(),), notes=("Mine.",))


def panel(cell: Cell) -> Panel:
    return Panel("p", "T", "A", "C", (Column("N"),), (Row("R", (cell,)),))


def test_a_hidden_number_is_explained_and_nothing_else() -> None:
    found = notes(REPORT, [panel(HIDDEN)], threshold=7, counts_sealed=True)
    assert found[0] == "Mine."
    assert found[-1].startswith("c: hidden. Counts from 1 to 7")
    shown = notes(REPORT, [panel(Cell(9))], 5, counts_sealed=False)
    assert not any("hidden" in each for each in shown)
    assert any("counted apart" in each for each in shown)
    assert not any("counted apart" in each for each in found)


def test_a_document_is_named_by_its_day() -> None:
    made = Document("by-school", REPORT, "Council", date(2026, 10, 31), (), ())
    assert made.file == "by-school-2026-10-31"
    assert made.subtitle == "Council. As at 31 October 2026"
