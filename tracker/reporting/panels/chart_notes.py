"""Words and numbers inside a chart: names of lines, numbers of bars, a mark to compare.

They stand beside the line or bar that they are about, so that a chart needs no legend.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tracker.reporting.panels.panel import Picture

Plotly = dict[str, Any]

#: The layout and the axes of every chart.
LOOK: dict[str, Plotly] = json.loads(
    Path(__file__).with_name("chart_look.json").read_text(encoding="utf-8")
)
TEXT: str = LOOK["layout"]["font"]["color"]
PAPER: str = LOOK["layout"]["paper_bgcolor"]
MARGIN: Plotly = LOOK["layout"]["margin"]
CLEAR_PAPER = "rgba(255,255,255,0.75)"


def note(text: str, **where: Any) -> Plotly:
    """Text inside a chart, with a white background."""
    font = {"size": 13, "color": TEXT}
    return {"text": text, "showarrow": False, "font": font, "bgcolor": PAPER, **where}


def beside_lines(picture: Picture) -> list[Plotly]:
    """The names of lines, and notes of those that go beyond the scale."""
    return [*_beyond_lines(picture), *_names(picture)]


def _names(picture: Picture) -> list[Plotly]:
    """The name of each line with its number, beside its end within the scale: above it,
    or below a faint one. A dashed line is level, and named where it begins.
    """
    notes = []
    for each in picture.series:
        inside = [
            (label, number)
            for label, number in zip(picture.labels, each.numbers, strict=True)
            if number is not None and number <= picture.limit
        ]
        if inside:
            label, number = inside[0 if each.dashed else -1]
            side = "right" if label == picture.labels[-1] else "left"
            where = {"x": label, "xanchor": side, "xshift": 6 if side == "left" else 0}
            where |= {"yanchor": "top", "yshift": -4} if each.faint else {}
            where = {"yanchor": "bottom", "yshift": 4, **where}
            text = f"{each.name}: {picture.say(number)}"
            notes.append(note(text, y=number, **where) | {"bgcolor": CLEAR_PAPER})
    return notes


def at_ends(picture: Picture) -> Plotly:
    """The number of each bar at its end, where there is one series; a bar beyond the
    scale has a note instead.
    """
    if len(picture.series) > 1:
        return {}
    (numbers,) = (each.numbers for each in picture.series)
    return {
        "text": [
            "" if number is None or number > picture.limit else picture.say(number)
            for number in numbers
        ],
        "textposition": "outside",
        "textfont": {"size": 13, "color": TEXT},
        "cliponaxis": False,
    }


def _beyond_lines(picture: Picture) -> list[Plotly]:
    """Notes at the top of the scale: each series that goes beyond it, and its value."""
    notes = []
    for place, label in enumerate(picture.labels):
        beyond = [
            f"{each.name}<br>{picture.say(number)} ↑"
            for each in picture.series
            if (number := each.numbers[place]) is not None and number > picture.limit
        ]
        if beyond:
            where = {"x": label, "y": picture.top, "yanchor": "top"}
            notes.append(note("<br>".join(beyond), **where))
    return notes


def beyond_bars(picture: Picture, labels: Sequence[str]) -> list[Plotly]:
    """A note at the end of each stack that goes beyond the scale, with its total."""
    together = [
        sum(each.numbers[place] or 0 for each in picture.series)
        for place in range(len(labels))
    ]
    return [
        note(f"{picture.say(number)} →", x=picture.top, y=label, xanchor="right")
        for label, number in zip(labels, together, strict=True)
        if number > picture.limit
    ]


def mark(picture: Picture) -> Plotly:
    """A labelled line across the bars; its white edge shows on dark bars."""
    if picture.mark is None:
        return {}
    name, number = picture.mark
    ends = {"type": "line", "x0": number, "x1": number, "yref": "paper"}
    lines = (
        {"color": PAPER, "width": 4},
        {"color": TEXT, "width": 2, "dash": "dot"},
    )
    where = {"x": number, "yref": "paper", "y": 1, "yanchor": "bottom"}
    return {
        "shapes": [{**ends, "y0": 0, "y1": 1, "line": line} for line in lines],
        "annotations": [note(f"{name}: {picture.say(number)}", **where)],
        "margin": {**MARGIN, "t": MARGIN["t"] + 20},
    }
