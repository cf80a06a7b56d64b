"""Dates as people type them, and the errors beside the field."""

from datetime import date

import pytest

from tracker.web.forms import Day, Form

REAL = "“Since when?” must be a real date, like 27 3 2026."
YEAR = "The year must have four digits, from 1900 to 2100, like 2026."


class DateForm(Form):
    day = Day("Since when? (optional)")


@pytest.mark.parametrize(
    ("parts", "meant", "says"),
    [
        (["27", "3", "2026"], date(2026, 3, 27), None),
        ([" 7 ", "03", "2026"], date(2026, 3, 7), None),
        (["", "", ""], None, None),
        ([], None, None),
        (["1", "1", "1900"], date(1900, 1, 1), None),
        (["31", "12", "2100"], date(2100, 12, 31), None),
        (["31", "2", "2026"], None, REAL),
        (["", "3", "2026"], None, REAL),
        (["27", "March", "2026"], None, REAL),
        (["-1", "3", "2026"], None, REAL),
        (["²", "3", "2026"], None, REAL),
        (["27", "3", "9" * 30], None, REAL),
        (["9" * 5000, "3", "2026"], None, REAL),
        (["27", "3", "26"], None, YEAR),
        (["27", "3", "6"], None, YEAR),
        (["27", "3", "0"], None, YEAR),
        (["27", "3", "206"], None, YEAR),
        (["27", "3", "1899"], None, YEAR),
        (["27", "3", "2101"], None, YEAR),
        (["27", "3", "9999"], None, YEAR),
    ],
    ids=lambda value: " ".join(value)[:24] if isinstance(value, list) else "",
)
def test_a_date(pages, parts: list[str], meant: date | None, says: str | None) -> None:
    with pages.test_request_context(method="POST", data={"day": parts}):
        form = DateForm(meta={"csrf": False})
        form.validate()
        assert form.day.data == meant
        assert list(form.day.errors) == ([says] if says else [])
