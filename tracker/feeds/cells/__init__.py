"""What one cell or one row holds: dates, names, addresses, marks."""

from tracker.feeds.cells import (
    addresses,
    course_rows,
    dates,
    empty_cells,
    line_problems,
    name_headings,
    no_numbers,
    postcodes,
    problem_kinds,
    restricted_cells,
    row,
    school_years,
    written_names,
)
