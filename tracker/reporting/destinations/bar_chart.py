"""The bars on the sheet of totals: the leavers' percentages and the authority's."""

from typing import Any

from tracker.domain.leavers.destinations import AUTHORITY, HERE
from tracker.reporting.files.spreadsheets import Book

#: The two series differ by pattern as well as by colour, for black and white.
LOOKS = (
    {"gap": 60, "fill": {"color": "#1D3557"}},
    {
        "gap": 60,
        "pattern": {
            "pattern": "wide_upward_diagonal",
            "fg_color": "#505A5F",
            "bg_color": "#FFFFFF",
        },
        "border": {"color": "#505A5F"},
    },
)
#: The columns of the sheet that hold the percentages of each series.
COLUMNS = (2, 4)


def bars(book: Book, title: str, *, sheet: str, rows: tuple[int, int]) -> Any:
    """A chart of the percentages in these rows of a sheet, for the caller to insert."""
    series = zip((HERE, AUTHORITY), COLUMNS, LOOKS, strict=True)
    chart = book.drawn("bar", f"{title}, per cent", sheet, rows, series)
    chart.set_x_axis({"min": 0, "major_gridlines": {"visible": True}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 760, "height": 420})
    return chart
