"""Findings take little memory and read like a list of issues."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tracker import returns
from tracker.returns.check import check, judge
from tracker.returns.record import Header
from tracker.returns.rules.years import RULESETS

Rows = list[dict[str, Any]]


@pytest.fixture
def spoilt(rows: Rows) -> Rows:
    rows[0]["Gender"] = None
    rows[1]["UniqueLearnerNo"] = rows[7]["UniqueLearnerNo"]
    rows[1]["Gender"] = "X"
    rows[1]["DOB"] = "1/2/2009"
    rows[9]["Gender"] = rows[9]["YoungPersonsID"] = None
    return rows


@pytest.mark.parametrize("at_a_time", [1, 5, 10_000])
def test_issues_come_by_record_then_rule_for_runs_of_any_size(
    spoilt: Rows, header: Header, monkeypatch: pytest.MonkeyPatch, at_a_time: int
) -> None:
    monkeypatch.setattr(returns.check, "AT_A_TIME", at_a_time)
    found = judge(spoilt, header, RULESETS["2026-27"])
    pairs = [(issue.record, int(issue.rule)) for issue in found]
    assert pairs == sorted(pairs)
    assert {(1, 4), (2, 5), (2, 8), (2, 907), (8, 907), (10, 1), (10, 4)} <= set(pairs)
    assert len(found) == len(pairs)
    assert list(found) == list(found)  # they can be gone through again
    assert sum(found.by_rule.values()) == len(found)
    assert list(found.by_rule) == sorted(found.by_rule, key=int)
    assert next(it.id for it in found if it.record == 10) == ""


def test_findings_are_compared_like_a_list(spoilt: Rows, header: Header) -> None:
    found = judge(spoilt, header, RULESETS["2026-27"])
    issues = list(found)
    assert found == issues
    assert found != issues[1:]
    assert issues[3] in found


def test_a_file_has_the_issues_of_its_records(
    spoilt: Rows, header: Header, file_of: Callable[[Rows], Path]
) -> None:
    report = check(file_of(spoilt), "2026-27")
    assert report.issues == judge(spoilt, header, RULESETS["2026-27"])
