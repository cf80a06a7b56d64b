"""A list too long to hold in memory is printed as JSON like any other answer."""

import json

import pytest

from tracker.cli import answer

ISSUE = {"id": 'Zoë "x"', "rule": "4", "priority": None, "record": 1}


@pytest.mark.parametrize("many", [0, 1, 2, 999, 1_000, 1_001, 2_500])
def test_a_long_answer_is_printed_as_a_short_one_is(many: int, capsys) -> None:
    rest = {"records": 3, "file_errors": ["Line 2 [] {}\n"], "by_rule": {"4": many}}
    issues = [{**ISSUE, "record": number} for number in range(many)]
    answer.show_long(rest, "issues", iter(issues))
    long = capsys.readouterr().out
    answer.show({**rest, "issues": issues})
    assert long == capsys.readouterr().out
    assert json.loads(long)["issues"] == issues
