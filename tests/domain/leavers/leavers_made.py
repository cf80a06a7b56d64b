"""Invented leavers of 2025, and the summary for their school."""

from collections.abc import Sequence

from tests.domain.history.whereabouts import NOW, position
from tracker import domain
from tracker.domain.figures.disclosure import Suppression
from tracker.domain.leavers.leaver import Leaver, kinds
from tracker.domain.leavers.sustained import month_ends

LEFT = 2025


def leavers(code: str, how_many: int, left: int = LEFT, **more) -> list[Leaver]:
    where = position(code)
    return [
        domain.leavers.leaver.leaver(
            person=n,
            given="Robin",
            family=f"Sample{n:03d}",
            position=where,
            months=dict.fromkeys(month_ends(left), where),
            left=left,
            as_of=NOW,
            seen=True,
            **more,
        )
        for n in range(how_many)
    ]


def summary(here: Sequence[Leaver], **more):
    return domain.leavers.destinations.summarise(
        here,
        {LEFT: kinds([*here, *leavers("230", 400), *leavers("619", 60)])},
        Suppression(),
        before=more.get("before"),
        from_year_11=more.get("from_year_11", True),
        institution="school-1",
        institution_name="Testham High School (invented)",
        left=LEFT,
        as_of=NOW,
    )


def row(shown) -> dict[str, str]:
    return {
        column: str(cell)
        for column, cell in zip(shown.columns, shown.cells[0], strict=True)
        if str(cell) != "0"
    }
