"""Charts are figures that Plotly knows, legible without colour, and safe in a page."""

import json
from itertools import pairwise

import plotly.graph_objects as go
import pytest

from tracker.reporting import charts
from tracker.reporting.panel import Picture, Series

#: The colours that Plotly takes by itself.
DEFAULTS = {"#636EFA", "#EF553B", "#00CC96", "#AB63FA", "#1f77b4", "#ff7f0e"}
SERIES = tuple(
    Series(name, (float(n), 2.0), faint=n == 2)
    for n, name in enumerate(("This year", "England", "Last year", "One more"))
)


def picture(kind: str, *series: Series, labels=("A", "B")) -> Picture:
    return Picture(kind, "Title", "About", labels, series or SERIES)


def lightness(colour: str) -> float:
    """How light a colour is to the eye, from 0 to 1, as a grey printer sees it."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("kind", ["bars", "stack", "lines"])
def test_plotly_reads_every_figure(kind) -> None:
    made = charts.figure(picture(kind))
    read = go.Figure(made)
    assert len(read.data) == len(SERIES)
    assert not DEFAULTS & set(json.dumps(made).replace('"', " ").split())


def test_plotly_reads_flows() -> None:
    made = charts.flows(["School"], ["Learning", "NEET"], [(0, 0, 10), (0, 1, 2)])
    (sankey,) = go.Figure(made).data
    assert list(sankey.link.target) == [1, 2]
    assert list(sankey.link.value) == [10, 2]


def test_neighbouring_series_differ_in_lightness() -> None:
    greys = [lightness(colour) for colour in charts.INK[:4]]
    assert greys == sorted(greys)
    assert all(b - a > 0.12 for a, b in pairwise(greys))


def test_what_stands_behind_is_dashed_and_thinner() -> None:
    strong, *_, faint, _ = charts.figure(picture("lines"))["data"]
    assert (strong["line"]["dash"], strong["line"]["width"]) == ("solid", 3)
    assert (faint["line"]["dash"], faint["line"]["width"]) == ("dash", 2)


def test_nothing_in_a_figure_ends_the_script_that_it_stands_in() -> None:
    label = "</script><script>alert(1)</script>&"
    made = charts.as_json(charts.figure(picture("bars", labels=(label, "B"))))
    assert "<" not in made
    assert json.loads(made)["data"][0]["y"][0] == label


def test_a_long_label_is_broken_near_its_middle() -> None:
    label = "Blessed Example of the Long Name Catholic College and Sixth Form"
    (made, _) = charts.figure(picture("bars", labels=(label, "B")))["data"][0]["y"]
    assert made.count("<br>") == 1
    assert made.replace("<br>", " ") == label


def test_a_number_that_is_hidden_has_no_bar() -> None:
    hidden = Series("x", (None, 3.0))
    assert charts.figure(picture("bars", hidden))["data"][0]["x"] == [None, 3.0]
