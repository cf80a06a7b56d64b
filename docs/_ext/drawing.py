"""Pictures as SVG, in the colours of the page: boxes in columns or bands, and lines.

A page shows them without a script, and a search finds their words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

_LETTER, _LINE, _PAD, _GAP, _BETWEEN = 8.2, 18, 10, 14, 56

#: The text of a box by its name, a line each; the first is its title.
Boxes = Mapping[str, Sequence[str]]
#: From a box to the box that it leads to.
Lines = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Box:
    x: float
    y: float
    width: float
    text: Sequence[str]

    @property
    def height(self) -> float:
        return _height(self.text)

    @property
    def svg(self) -> str:
        lines = "".join(
            f'<text x="{self.x + _PAD:g}" y="{self.y + _PAD + 12 + _LINE * place:g}" '
            f'class="{"part" if place else "title"}">{escape(line)}</text>'
            for place, line in enumerate(self.text)
        )
        return (
            f'<rect x="{self.x:g}" y="{self.y:g}" width="{self.width:g}" '
            f'height="{self.height:g}" rx="4"/>{lines}'
        )


def _height(text: Sequence[str]) -> float:
    return len(text) * _LINE + 2 * _PAD - 4


def _width(text: Sequence[str]) -> float:
    return max(map(len, text)) * _LETTER + 2 * _PAD


def columns(label: str, boxes: Boxes, lines: Lines) -> str:
    """Boxes from left to right, so that each line goes to the right.

    ``label`` is read by a screen reader. A line from a box to itself is left out, as is
    one that would close a circle.
    """
    steps = _steps(boxes, lines)
    placed: dict[str, _Box] = {}
    x = tallest = 0.0
    for step in range(max(steps.values(), default=0) + 1):
        here = [name for name in boxes if steps[name] == step]
        width = max(_width(boxes[name]) for name in here)
        y = 0.0
        for name in here:
            placed[name] = _Box(x, y, width, boxes[name])
            y += _height(boxes[name]) + _GAP
        tallest = max(tallest, y - _GAP)
        x += width + _BETWEEN
    drawn = "".join(
        _line(placed[start], placed[end])
        for start, end in lines
        if steps[start] < steps[end]
    )
    return _picture(label, x - _BETWEEN, tallest, drawn, placed.values())


def _steps(boxes: Boxes, lines: Lines) -> dict[str, int]:
    """The column of each box: one after the last of those that lead to it."""
    steps = dict.fromkeys(boxes, 0)
    for _ in boxes:
        for start, end in lines:
            if start != end and steps[start] + 1 < len(boxes):
                steps[end] = max(steps[end], steps[start] + 1)
    return steps


def bands(label: str, rows: Sequence[Sequence[Sequence[str]]], width: float) -> str:
    """Rows of boxes from the top down; a row that is too wide goes on below."""
    placed = []
    y = 0.0
    for row in rows:
        x = lowest = 0.0
        for text in row:
            if x and x + _width(text) > width:
                x, y, lowest = 0.0, lowest + 6, 0.0
            placed.append(_Box(x, y, _width(text), text))
            x += _width(text) + 6
            lowest = max(lowest, y + _height(text))
        y = lowest + _GAP * 1.5
    return _picture(label, width, y - _GAP * 1.5, "", placed)


def _line(start: _Box, end: _Box) -> str:
    x1, y1 = start.x + start.width, start.y + start.height / 2
    x2, y2 = end.x, end.y + end.height / 2
    bend = (x1 + x2) / 2
    return (
        f'<path d="M{x1:g},{y1:g} C{bend:g},{y1:g} {bend:g},{y2:g} {x2:g},{y2:g}"/>'
        f'<circle cx="{x2:g}" cy="{y2:g}" r="3"/>'
    )


def _picture(
    label: str, width: float, height: float, lines: str, boxes: Iterable[_Box]
) -> str:
    inside = lines + "".join(each.svg for each in boxes)
    return (
        f'<figure class="tracker-picture" tabindex="0">\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" '
        f'aria-label="{escape(label)}" width="{width + 2:g}" height="{height + 2:g}" '
        f'viewBox="-1 -1 {width + 2:g} {height + 2:g}">{inside}</svg>\n</figure>\n'
    )
