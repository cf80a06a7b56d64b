"""Every rule with its sentence, its priority and its fields, as users have them.

The council's data team knows a rule by its number and its words, and their notes and
DfE's messages name its priority and its field. A change of any of them is meant, and
made in ``rule_book.csv`` too.
"""

import csv
from pathlib import Path

from tracker.returns.rules.years import RULESETS
from tracker.returns.ruleset import Rule

BOOK = Path(__file__).with_name("rule_book.csv")


def line(rule: Rule, year: str) -> dict[str, str]:
    """A rule of a year, as the book has it."""
    return {
        "number": rule.number,
        "sentence": rule.sentence,
        "priority": "" if rule.priority is None else str(rule.priority),
        "fields": " ".join(rule.fields),
        "date": rule.date_field or "",
        "whole file": "yes" if rule.whole_file else "",
        "rejects file": "yes" if rule.rejects_file else "",
        "years": year,
    }


def test_each_rule_is_that_of_the_book() -> None:
    with BOOK.open(encoding="utf-8", newline="") as lines:
        book = [
            {**row, "years": year}
            for row in csv.DictReader(lines)
            for year in row["years"].split()
        ]
    ours = [line(rule, year) for year, rules in RULESETS.items() for rule in rules]

    def order(row: dict[str, str]) -> tuple[str, int]:
        return row["years"], int(row["number"])

    assert sorted(ours, key=order) == sorted(book, key=order)
