"""The charts of panels as Plotly figures, in the look of this service.

Series differ by lightness first and by pattern or dash second, so that a chart reads
the same on a black and white printer. The figures are plain dictionaries, because a
page must not wait for plotly.py to load; a test has plotly.py read every one.

See decision 0041.
"""

import json
from collections.abc import Sequence
from typing import Any

from tracker.reporting.panels import chart_notes
from tracker.reporting.panels.chart_notes import LOOK, PAPER, Plotly
from tracker.reporting.panels.panel import Picture, Series

#: From dark to light; neighbouring colours differ by a fifth of the whole range.
INK = ("#12403f", "#3a8581", "#93bfb8", "#d6e8e3")
FAINT: str = LOOK["axis"]["zerolinecolor"]
#: The fills of up to eight series: a colour, and a pattern with a colour of its own.
FILLS = (
    *((colour, "", PAPER) for colour in INK),
    (FAINT, "/", PAPER),
    (PAPER, "x", INK[0]),
    (INK[0], ".", PAPER),
    (INK[3], "\\", INK[0]),
)

#: Characters that a script element reads as its own, or as the end of a line.
_ESCAPED = {ord(each): f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"}

#: The height of a bar with its gap, of a chart of lines, and of the space around.
BAR, LINES_HIGH, ABOVE_BELOW = 30, 340, 90
#: The least height of a chart: the names of several series take up to half of it.
LEAST_HIGH = 240
#: Labels with more characters than this are broken into two lines.
LABEL = 44
#: The bands of flows: characters of a label, height of a node, gap between nodes.
SIDE, NODE, PAD = 26, 44, 12


def figure(picture: Picture) -> Plotly:
    """The Plotly figure of a picture."""
    if picture.kind == "lines":
        return _lines(picture)
    return _bars(picture, stacked=picture.kind == "stack")


def as_json(made: Plotly) -> str:
    """A figure as JSON for a script element; nothing in it can end the element."""
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_ESCAPED)


def _axis(**more: Any) -> Plotly:
    return {**LOOK["axis"], **more}


def _numbers(picture: Picture) -> Plotly:
    """The axis of the numbers, which starts at zero."""
    suffix = "%" if picture.percent else ""
    if picture.top is not None:
        return _axis(range=[0, picture.top], ticksuffix=suffix)
    return _axis(rangemode="tozero", ticksuffix=suffix)


def _layout(picture: Picture, **more: Any) -> Plotly:
    return {**LOOK["layout"], "showlegend": len(picture.series) > 1, **more}


def _hover(picture: Picture, label: str, value: str) -> str:
    shape = f"%{{{value}:.1f}}%" if picture.percent else f"%{{{value}:,}}"
    return f"%{{{label}}}: {shape}<extra>%{{fullData.name}}</extra>"


def _colour(series: Sequence[Series], place: int) -> str:
    if series[place].faint:
        return FAINT
    strong = [at for at, each in enumerate(series) if not each.faint]
    return INK[strong.index(place) % len(INK)]


def _fill(series: Sequence[Series], place: int) -> Plotly:
    """The fill of a bar; a pattern on white gets an edge to hold it together."""
    strong = [at for at, each in enumerate(series) if not each.faint]
    colour, pattern, over = (
        (FAINT, "", PAPER)
        if series[place].faint
        else FILLS[strong.index(place) % len(FILLS)]
    )
    return {
        "color": colour,
        "line": {"color": over if colour == PAPER else PAPER, "width": 1},
        "pattern": {
            "shape": pattern,
            "fillmode": "overlay",
            "fgcolor": over,
            "solidity": 0.25,
        },
    }


def _bars(picture: Picture, *, stacked: bool) -> Plotly:
    """Horizontal bars, so that labels are easy to read; the first is at the top."""
    labels = [_broken(label) for label in picture.labels]
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "name": series.name,
            "y": labels,
            "x": list(series.numbers),
            "marker": _fill(picture.series, place),
            "hovertemplate": _hover(picture, "y", "x"),
            **chart_notes.at_ends(picture),
        }
        for place, series in enumerate(picture.series)
    ]
    side_by_side = 1 if stacked else len(picture.series)
    high = len(labels) * max(BAR, 18 * side_by_side) + ABOVE_BELOW
    marked = chart_notes.mark(picture)
    return {
        "data": traces,
        "layout": _layout(
            picture,
            barmode="stack" if stacked else "group",
            bargap=0.25,
            height=max(high, LEAST_HIGH) if len(picture.series) > 1 else high,
            annotations=[
                *chart_notes.beyond_bars(picture, labels),
                *marked.pop("annotations", ()),
            ],
            **marked,
            xaxis=_numbers(picture),
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
                "dash": "dot" if series.dashed else "dash" if series.faint else "solid",
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
            showlegend=False,
            annotations=chart_notes.beside_lines(picture),
            xaxis=_axis(showgrid=False, type="category"),
            yaxis=_numbers(picture),
        ),
    }


def flows(
    sources: Sequence[str],
    targets: Sequence[str],
    people: Sequence[tuple[int, int, int]],
) -> Plotly:
    """Bands between two columns: ``people`` are (source, target, how many).

    A band has the colour of its target; targets go from dark to light down the page.
    Names and totals stand outside the bands.
    """
    shades = [_shade(place, len(targets)) for place in range(len(targets))]
    left = [
        sum(n for at, _, n in people if at == place) for place in range(len(sources))
    ]
    right = [
        sum(n for _, at, n in people if at == place) for place in range(len(targets))
    ]
    high = max(420, NODE * max(len(sources), len(targets)))
    picture = Picture("flows", "", "", (), (), percent=False)
    columns = [
        (_middles(left, right, high), sources, left, {"x": 0, "xanchor": "right"}, -10),
        (_middles(right, left, high), targets, right, {"x": 1, "xanchor": "left"}, 10),
    ]
    names = [
        [
            chart_notes.note(
                f"{_broken(name, SIDE)}: {count:,}", xref="paper", yref="paper"
            )
            | {**where, "xshift": shift, "align": where["xanchor"]}
            | {"y": 1 - middle, "yanchor": "middle"}
            for middle, name, count in zip(middles, of, counts, strict=True)
        ]
        for middles, of, counts, where, shift in columns
    ]
    return {
        "data": [
            {
                "type": "sankey",
                "arrangement": "fixed",
                "valueformat": ",",
                "node": {
                    # Plotly writes labels over the bands: names are notes beside them.
                    "customdata": [*sources, *targets],
                    "hovertemplate": "%{customdata}: %{value}<extra></extra>",
                    "color": [FAINT] * len(sources) + shades,
                    "line": {"color": PAPER, "width": 0.5},
                    # Plotly reads 0 as "anywhere".
                    "x": [0.001] * len(sources) + [0.999] * len(targets),
                    "y": [*columns[0][0], *columns[1][0]],
                    "pad": PAD,
                    "thickness": 16,
                },
                "link": {
                    "source": [source for source, _, _ in people],
                    "target": [len(sources) + target for _, target, _ in people],
                    "value": [count for _, _, count in people],
                    "color": [_pale(shades[target]) for _, target, _ in people],
                    "hovertemplate": "%{source.customdata} to %{target.customdata}: "
                    "%{value}<extra></extra>",
                },
            }
        ],
        "layout": _layout(
            picture,
            height=high + 20,
            annotations=[*names[0], *names[1]],
            margin={"l": _wide(sources), "r": _wide(targets), "t": 10, "b": 10},
        ),
    }


def _middles(counts: Sequence[int], others: Sequence[int], high: int) -> list[float]:
    """The middles of a column's nodes, as fractions of its height.

    Plotly scales nodes to fit the column with more of them.
    """
    gaps = PAD * (max(len(counts), len(others)) - 1)
    each = (high - gaps) / max(sum(counts), 1)
    gap = (high - each * sum(counts)) / max(len(counts) - 1, 1)
    middles, top = [], 0.0
    for count in counts:
        middles.append((top + each * count / 2) / high)
        top += each * count + gap
    return middles


def _wide(names: Sequence[str]) -> int:
    """The width in pixels of the longest line of a name with its number."""
    lines = [line for name in names for line in _broken(name, SIDE).split("<br>")]
    return 7 * max((len(line) for line in lines), default=0) + 70


def _shade(place: int, of: int) -> str:
    """The colour at ``place`` of ``of`` steps from the darkest green to a light one."""
    dark, light = (0x12, 0x40, 0x3F), (0xA3, 0xCC, 0xC5)
    part = place / max(of - 1, 1)
    mixed = (round(d + (b - d) * part) for d, b in zip(dark, light, strict=True))
    return "#" + "".join(f"{each:02x}" for each in mixed)


def _pale(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.35)"


def _broken(label: str, longest: int = LABEL) -> str:
    """A long label in two lines, broken between words near its middle."""
    if len(label) <= longest or " " not in label:
        return label
    spaces = [at for at, letter in enumerate(label) if letter == " "]
    middle = min(spaces, key=lambda at: abs(at - len(label) / 2))
    return f"{label[:middle]}<br>{label[middle + 1 :]}"
