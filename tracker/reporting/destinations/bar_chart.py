"""The bars on the sheet of totals: the leavers' percentages and the authority's."""

from typing import Any

from tracker.domain.leavers.destinations import AUTHORITY, HERE

#: The two series differ by pattern as well as by colour, for black and white.
LOOKS = (
    {"fill": {"color": "#1D3557"}},
    {
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


def bars(book: Any, title: str, *, sheet: str, rows: tuple[int, int]) -> Any:
    """A chart of the percentages in these rows of a sheet, for the caller to insert."""
    first, last = rows
    chart = book.add_chart({"type": "bar"})
    for name, column, look in zip((HERE, AUTHORITY), COLUMNS, LOOKS, strict=True):
        chart.add_series(
            {
                "name": name,
                "categories": [sheet, first, 0, last, 0],
                "values": [sheet, first, column, last, column],
                "gap": 60,
                **look,
            }
        )
    chart.set_title(
        {
            "name": f"{title}, per cent",
            "name_font": {"size": 12},
        }
    )
    chart.set_y_axis({"reverse": True, "line": {"none": True}})
    chart.set_x_axis({"min": 0, "major_gridlines": {"visible": True}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 760, "height": 420})
    return chart
