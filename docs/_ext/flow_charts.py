"""Flow charts that are written for the project's own pages, drawn without a script."""

import re

from docs._ext import drawing

_CHART = re.compile(r"```mermaid\nflowchart LR\n(.*?)```\n", re.DOTALL)
_BOX = re.compile(r'^\s*(\w+)\["(.*)"\]$', re.MULTILINE)
_LINE = re.compile(r"^\s*(\w+) --> (\w+)$", re.MULTILINE)


def drawn(text: str) -> str:
    """A page with a picture in place of each chart of boxes from left to right."""
    return _CHART.sub(lambda chart: _picture(chart[1]), text)


def _picture(chart: str) -> str:
    boxes = {name: words.split("<br>") for name, words in _BOX.findall(chart)}
    lines = _LINE.findall(chart)
    label = "; ".join(f"{boxes[a][0]} leads to {boxes[b][0]}" for a, b in lines)
    return drawing.columns(label, boxes, lines)
