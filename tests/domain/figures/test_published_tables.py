"""The tables of DfE that give one figure, and the one of them that is used."""

from tracker.domain.figures.published import PublishedRow
from tracker.domain.figures.published_tables import (
    BY_NAME,
    TABLES,
    measures_of,
    merged,
    standing,
)


def row(
    area: str, year: int = 2025, region: str | None = None, **figures
) -> PublishedRow:
    given = {"counts": {}, "percents": {}, "changes": {}, "quintiles": {}}
    return PublishedRow(
        *(year, "Local authority", area, f"Area {area}", region),
        **{"symbols": {}, **given, **figures},
    )


def test_the_scorecard_comes_first_and_what_is_supplied_last() -> None:
    assert [(each.name, each.title) for each in TABLES] == [
        ("scorecard", "NEET and participation scorecard"),
        ("neet", "NEET by characteristic"),
        ("participation by type", "Participation by type"),
        ("participation", "Participation by characteristic"),
        ("guarantee", "September Guarantee"),
        ("lait", "Local Authority Interactive Tool"),
        ("kept", "the few figures supplied with the service"),
    ]
    # The population by age has no measure, and so no place among them.
    assert list(BY_NAME) == [*(each.name for each in TABLES), "population"]


def test_a_row_is_about_a_measure_with_a_number_or_a_symbol() -> None:
    one = row("301", counts={"a": 1}, percents={"b": 2}, symbols={"c": "z"})
    assert measures_of(one) == {"a", "b", "c"}
    assert measures_of(row("301", changes={"a": 1.0}, quintiles={"b": 1})) == set()


def test_for_each_year_and_measure_the_first_table_is_used() -> None:
    rows = [
        ("lait", row("301", percents={"neet": 3.04, "not_known": 1.0})),
        ("scorecard", row("301", percents={"neet": 3.0})),
        ("neet", row("301", percents={"neet": 3.0})),
        ("lait", row("301", 2024, percents={"neet": 4.0})),
    ]
    for order in (rows, rows[::-1]):
        assert standing(order) == {
            (2025, "neet"): "scorecard",
            (2025, "not_known"): "lait",
            (2024, "neet"): "lait",
        }


def test_a_row_has_each_figure_from_the_table_in_use() -> None:
    found = merged(
        [
            ("lait", row("302", percents={"neet": 3.04}, counts={"not_known": 7})),
            (
                "scorecard",
                row("302", percents={"neet": 3.0}, quintiles={"neet": 2}),
            ),
            ("lait", row("301", 2024, region="London", percents={"neet": 5.0})),
            ("lait", row("301", region="London", percents={"neet": 4.0})),
            ("scorecard", row("301", symbols={"neet": "c"}, changes={"neet": 0.1})),
        ]
    )
    assert [(each.year, each.area) for each in found] == [
        (2024, "301"),
        (2025, "301"),
        (2025, "302"),
    ]
    assert found[0].percents == {"neet": 5.0}
    hidden, shown = found[1], found[2]
    # The scorecard stands for the measure, so the other table's percentage does not.
    assert (hidden.percents, hidden.symbols) == ({}, {"neet": "c"})
    assert hidden.changes == {"neet": 0.1}
    assert hidden.region == "London"
    assert (shown.percents, shown.counts) == ({"neet": 3.0}, {"not_known": 7})
    assert (shown.quintiles, shown.region) == ({"neet": 2}, None)
