"""Problems of lists whose cells are all sealed: no sentence about a line quotes one."""

from collections.abc import Iterator, Mapping

from tracker.feeds.cells.row import Row
from tracker.feeds.row_meaning import Problem

_OTHERWISE = "The cells do not stand as the headings do."


def unquoted(
    row: Row, titles: Mapping[str, str], wrong: Mapping[str, str]
) -> Iterator[Problem]:
    """The problems of a row, one for each column and without its cell. ``wrong`` has
    the sentence for each column that may have one.
    """
    names = {title: name for name, title in titles.items()}
    stops: dict[str, bool] = {}
    for each in row.problems:
        stops[each.column] = stops.get(each.column, False) or each.stops
    for column, stop in stops.items():
        message = wrong.get(names.get(column, ""), _OTHERWISE)
        yield Problem(row.line, column, message, stop)
