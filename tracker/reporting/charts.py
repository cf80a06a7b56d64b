"""Pictures of panels as Plotly draws them: plain figures, in a look of our own.

Series are told apart by lightness first and by pattern or dash second, so that a chart
says the same on a black and white printer. A test has plotly.py read every figure; made
here they are plain dictionaries, because a page is not to wait for a library to load.
"""

import json
from collections.abc import Sequence
from typing import Any

from tracker.reporting.panel import Picture, Series

#: From dark to light; next to each other they differ by a fifth of all lightness.
INK = ("#16324f", "#3f7cac", "#95b8d1", "#d5e2ec", "#6f777b")
FAINT = "#6f777b"
GRID, TEXT, PAPER = "#dfe3e6", "#0b0c0c", "#ffffff"
PATTERNS = ("", "", "", "", "/")
DASHES = ("solid", "dash", "dot", "dashdot")

#: Bars are so high, with the room for a gap; lines have a height of their own.
BAR, LINES_HIGH, ABOVE_BELOW = 30, 340, 90
#: Labels longer than this are broken into two lines.
LABEL = 44

Plotly = dict[str, Any]


def figure(picture: Picture) -> Plotly:
    """The Plotly figure of a picture."""
    if picture.kind == "lines":
        return _lines(picture)
    return _bars(picture, stacked=picture.kind == "stack")


def as_json(made: Plotly) -> str:
    """A figure for a script element of a page: nothing in it ends the element."""
    return (
        json.dumps(made, ensure_ascii=False, separators=(",", ":"))
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )


def _axis(**more: Any) -> Plotly:
    return {
        "automargin": True,
        "gridcolor": GRID,
        "linecolor": GRID,
        "tickcolor": GRID,
        "zerolinecolor": FAINT,
        "fixedrange": True,
        **more,
    }


def _layout(picture: Picture, **more: Any) -> Plotly:
    return {
        "template": {"data": {}, "layout": {}},
        "font": {"family": "arial, sans-serif", "size": 15, "color": TEXT},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "margin": {"l": 10, "r": 20, "t": 10, "b": 10},
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": TEXT, "font": {"color": PAPER, "size": 14}},
        "showlegend": len(picture.series) > 1,
        "legend": {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 1.02,
            "yanchor": "bottom",
            "traceorder": "normal",
        },
        "dragmode": False,
        **more,
    }


def _hover(picture: Picture, label: str, value: str) -> str:
    shape = f"%{{{value}:.1f}}%" if picture.percent else f"%{{{value}:,}}"
    return f"%{{{label}}}: {shape}<extra>%{{fullData.name}}</extra>"


def _colour(series: Sequence[Series], place: int) -> str:
    if series[place].faint:
        return FAINT
    strong = [at for at, each in enumerate(series) if not each.faint]
    return INK[strong.index(place) % len(INK)]


def _bars(picture: Picture, *, stacked: bool) -> Plotly:
    """Bars lie, so that the labels can be read; the first stands at the top."""
    labels = [_broken(label) for label in picture.labels]
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "name": series.name,
            "y": labels,
            "x": list(series.numbers),
            "marker": {
                "color": _colour(picture.series, place),
                "line": {"color": PAPER, "width": 1},
                "pattern": {
                    "shape": PATTERNS[place % len(PATTERNS)],
                    "fillmode": "overlay",
                    "fgcolor": PAPER,
                    "solidity": 0.25,
                },
            },
            "hovertemplate": _hover(picture, "y", "x"),
        }
        for place, series in enumerate(picture.series)
    ]
    side_by_side = 1 if stacked else len(picture.series)
    return {
        "data": traces,
        "layout": _layout(
            picture,
            barmode="stack" if stacked else "group",
            bargap=0.25,
            height=len(labels) * max(BAR, 18 * side_by_side) + ABOVE_BELOW,
            xaxis=_axis(rangemode="tozero", ticksuffix="%" if picture.percent else ""),
            yaxis=_axis(
                autorange="reversed",
                showgrid=False,
                type="category",
                tickfont={"size": 13},
            ),
        ),
    }


def _lines(picture: Picture) -> Plotly:
    traces = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": series.name,
            "x": list(picture.labels),
            "y": list(series.numbers),
            "connectgaps": False,
            "line": {
                "color": _colour(picture.series, place),
                "width": 2 if series.faint else 3,
                "dash": "dot" if series.dashed else DASHES[1 if series.faint else 0],
            },
            "marker": {
                "size": 7,
                "symbol": ("circle", "diamond", "square", "x")[place % 4],
            },
            "hovertemplate": _hover(picture, "x", "y"),
        }
        for place, series in enumerate(picture.series)
    ]
    return {
        "data": traces,
        "layout": _layout(
            picture,
            height=LINES_HIGH,
            xaxis=_axis(showgrid=False, type="category"),
            yaxis=_axis(rangemode="tozero", ticksuffix="%" if picture.percent else ""),
        ),
    }


def flows(
    sources: Sequence[str],
    targets: Sequence[str],
    people: Sequence[tuple[int, int, int]],
) -> Plotly:
    """From each source to each target so many ``people``, as bands between two columns.

    The bands have the colour of where they lead to, from dark to light down the page.
    """
    shades = [_shade(place, len(targets)) for place in range(len(targets))]
    picture = Picture("flows", "", "", (), (), percent=False)
    return {
        "data": [
            {
                "type": "sankey",
                "arrangement": "fixed",
                "valueformat": ",",
                "node": {
                    "label": [*sources, *targets],
                    "color": [FAINT] * len(sources) + shades,
                    "line": {"color": PAPER, "width": 0.5},
                    "pad": 12,
                    "thickness": 16,
                },
                "link": {
                    "source": [source for source, _, _ in people],
                    "target": [len(sources) + target for _, target, _ in people],
                    "value": [count for _, _, count in people],
                    "color": [_pale(shades[target]) for _, target, _ in people],
                },
            }
        ],
        "layout": _layout(
            picture, height=max(480, 30 * max(len(sources), len(targets)) + 60)
        ),
    }


def _shade(place: int, of: int) -> str:
    """One of so many steps from our darkest blue to a light one."""
    dark, light = (0x16, 0x32, 0x4F), (0xA9, 0xC6, 0xDA)
    part = place / max(of - 1, 1)
    mixed = (round(d + (b - d) * part) for d, b in zip(dark, light, strict=True))
    return "#" + "".join(f"{each:02x}" for each in mixed)


def _pale(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.35)"


def _broken(label: str) -> str:
    """A long label in two lines, broken between words near its middle."""
    if len(label) <= LABEL or " " not in label:
        return label
    spaces = [at for at, letter in enumerate(label) if letter == " "]
    middle = min(spaces, key=lambda at: abs(at - len(label) / 2))
    return f"{label[:middle]}<br>{label[middle + 1 :]}"
