"""Charts are valid Plotly figures, legible without colour, and safe in a page."""

import json
from dataclasses import replace
from itertools import pairwise

import plotly.graph_objects as go
import pytest

from tracker import reporting
from tracker.reporting.panels.panel import Picture, Series

#: The default colours of Plotly.
DEFAULTS = {"#636EFA", "#EF553B", "#00CC96", "#AB63FA", "#1f77b4", "#ff7f0e"}
SERIES = tuple(
    Series(name, (float(n), 2.0), faint=n == 2)
    for n, name in enumerate(("This year", "England", "Last year", "One more"))
)


def picture(kind: str, *series: Series, labels=("A", "B")) -> Picture:
    return Picture(kind, "Title", "About", labels, series or SERIES)


def lightness(colour: str) -> float:
    """The lightness of a colour to the eye, from 0 to 1, as a grey printer shows it."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("kind", ["bars", "stack", "lines"])
def test_plotly_reads_every_figure(kind) -> None:
    made = reporting.panels.charts.figure(picture(kind))
    read = go.Figure(made)
    assert len(read.data) == len(SERIES)
    assert not DEFAULTS & set(json.dumps(made).replace('"', " ").split())


def test_plotly_reads_flows() -> None:
    made = reporting.panels.charts.flows(
        ["School"], ["Learning", "NEET"], [(0, 0, 10), (0, 1, 2)]
    )
    (sankey,) = go.Figure(made).data
    assert list(sankey.link.target) == [1, 2]
    assert list(sankey.link.value) == [10, 2]


def test_names_of_flows_are_beside_their_nodes_and_not_over_the_bands() -> None:
    made = reporting.panels.charts.flows(
        ["A", "B"], ["Learning", "NEET"], [(0, 0, 30), (1, 1, 10)]
    )
    (sankey,) = made["data"]
    assert "label" not in sankey["node"]
    notes = made["layout"]["annotations"]
    assert [note["text"] for note in notes] == [
        "A: 30",
        "B: 10",
        "Learning: 30",
        "NEET: 10",
    ]
    assert [note["xshift"] > 0 for note in notes] == [False, False, True, True]
    beside = [1 - note["y"] for note in notes]
    assert beside == pytest.approx(sankey["node"]["y"])
    assert beside[0] < beside[1]


def test_neighbouring_series_differ_in_lightness() -> None:
    greys = [lightness(colour) for colour in reporting.panels.charts.INK]
    assert greys == sorted(greys)
    assert all(b - a > 0.12 for a, b in pairwise(greys))


def test_eight_series_are_filled_in_eight_ways() -> None:
    eight = tuple(Series(f"Reason {n}", (1.0, 2.0)) for n in range(8))
    markers = [
        each["marker"]
        for each in reporting.panels.charts.figure(picture("stack", *eight))["data"]
    ]
    fills = {
        (round(lightness(each["color"]), 2), each["pattern"]["shape"])
        for each in markers
    }
    assert len(fills) == 8
    for one, other in pairwise(markers):
        differ = abs(lightness(one["color"]) - lightness(other["color"])) > 0.12
        assert differ or one["pattern"]["shape"] != other["pattern"]["shape"]


@pytest.mark.parametrize("kind", ["bars", "stack"])
def test_two_bars_leave_room_for_the_names_of_many_series(kind) -> None:
    alone = reporting.panels.charts.figure(picture(kind, SERIES[0]))["layout"]["height"]
    many = reporting.panels.charts.figure(picture(kind))["layout"]["height"]
    assert alone < reporting.panels.charts.LEAST_HIGH == many


def test_a_line_beyond_the_scale_has_a_note_at_the_top() -> None:
    year = Series("2025/26", (5.0, 54.4))
    made = reporting.panels.charts.figure(replace(picture("lines", year), top=8.0))[
        "layout"
    ]
    assert made["yaxis"]["range"] == [0, 8.0]
    note, name = made["annotations"]
    assert (note["x"], note["y"]) == ("B", 8.0)
    assert note["text"] == "2025/26<br>54.4% ↑"
    assert (name["x"], name["y"], name["text"]) == ("A", 5.0, "2025/26: 5.0%")


def test_lines_are_named_where_they_end_and_not_in_a_legend() -> None:
    lines = (Series("This year", (3.0, None)), Series("Last", (2.0, 4.0), faint=True))
    made = reporting.panels.charts.figure(picture("lines", *lines))["layout"]
    assert not made["showlegend"]
    assert [
        (note["x"], note["yanchor"], note["text"]) for note in made["annotations"]
    ] == [
        ("A", "bottom", "This year: 3.0%"),
        ("B", "top", "Last: 4.0%"),
    ]


def test_a_stack_beyond_the_scale_has_a_note_with_its_total() -> None:
    parts = (Series("One", (5.0, 1000.0)), Series("Two", (1.0, 2000.0)))
    stack = replace(picture("stack", *parts), top=10.0, percent=False)
    (note,) = reporting.panels.charts.figure(stack)["layout"]["annotations"]
    assert (note["y"], note["text"]) == ("B", "3,000 →")


def test_bars_of_one_series_have_their_numbers_at_their_ends() -> None:
    one = replace(picture("bars", Series("One", (5.0, 1000.0))), top=10.0)
    (bars,) = reporting.panels.charts.figure(one)["data"]
    assert bars["text"] == ["5.0%", ""]
    several = reporting.panels.charts.figure(picture("bars"))["data"]
    assert not any("text" in each for each in several)


def test_bars_have_a_mark_for_the_whole_cohort() -> None:
    bars = replace(picture("bars", SERIES[0]), mark=("Everybody", 6.0))
    made = reporting.panels.charts.figure(bars)["layout"]
    assert {(line["x0"], line["x1"]) for line in made["shapes"]} == {(6.0, 6.0)}
    assert [note["text"] for note in made["annotations"]] == ["Everybody: 6.0%"]


def test_a_faint_series_is_dashed_and_thinner() -> None:
    strong, *_, faint, _ = reporting.panels.charts.figure(picture("lines"))["data"]
    assert (strong["line"]["dash"], strong["line"]["width"]) == ("solid", 3)
    assert (faint["line"]["dash"], faint["line"]["width"]) == ("dash", 2)


def test_nothing_in_a_figure_ends_its_script_element() -> None:
    label = "</script><script>alert(1)</script>&"
    made = reporting.panels.charts.as_json(
        reporting.panels.charts.figure(picture("bars", labels=(label, "B")))
    )
    assert "<" not in made
    assert json.loads(made)["data"][0]["y"][0] == label


def test_a_long_label_is_broken_near_its_middle() -> None:
    label = "Blessed Example of the Long Name Catholic College and Sixth Form"
    (made, _) = reporting.panels.charts.figure(picture("bars", labels=(label, "B")))[
        "data"
    ][0]["y"]
    assert made.count("<br>") == 1
    assert made.replace("<br>", " ") == label


def test_a_hidden_number_has_no_bar() -> None:
    hidden = Series("x", (None, 3.0))
    assert reporting.panels.charts.figure(picture("bars", hidden))["data"][0]["x"] == [
        None,
        3.0,
    ]
