"""The guarantee that applies, by year group and month."""

from datetime import date
from typing import Any

import pytest

from tracker.returns.check import judge
from tracker.returns.record import Header
from tracker.returns.rules.years import RULESETS

#: From April it applies to Years 11 and 12; in September they are Years 12 and 13.
TABLE = [
    (date(2026, 4, 30), "2009-10-01", "Year11"),
    (date(2026, 8, 31), "2009-10-01", "Year11"),
    (date(2026, 9, 30), "2009-10-01", "Year11"),
    (date(2027, 3, 31), "2009-10-01", "Year11"),
    (date(2027, 4, 30), "2009-10-01", "Year12"),
    (date(2026, 4, 30), "2008-10-01", "Year12"),
    (date(2026, 9, 30), "2008-10-01", "Year12"),
    (date(2026, 10, 31), "2010-10-01", None),
    (date(2026, 4, 30), "2007-10-01", None),
    (date(2026, 12, 31), "2007-10-01", None),
]


@pytest.mark.parametrize(("period_end", "born", "node"), TABLE)
def test_the_guarantee_that_applies_must_be_complete(
    period_end: date, born: str, node: str | None, rows: list[dict[str, Any]]
) -> None:
    row = {**rows[3], "DOB": born, "GuaranteeStatusIndicator": "Y", "SENDFlag": "Y"}
    header = Header(("444",), ("359",), period_end, period_end)

    def complete(*nodes: str) -> bool:
        filled = {f"{it}GuaranteeStatus": "110" for it in nodes}
        filled |= {f"{it}LEACode": "359" for it in nodes}
        found = judge([row | filled], header, RULESETS["2026-27"])
        return "906" not in {issue.rule for issue in found}

    assert complete() is (node is None)
    assert complete("Year11") is (node in (None, "Year11"))
    assert complete("Year12") is (node in (None, "Year12"))
