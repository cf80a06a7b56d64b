"""A return judged: any supplier's file, or our own records before they are written.

Records are judged some thousands at a time, so a file of any size needs little memory.
Only the rules that compare records with one another keep something of each: the columns
they name.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from tracker.domain.academic_year import AcademicYear
from tracker.returns.code_lists import code_lists
from tracker.returns.file_header import is_three_digits
from tracker.returns.nccis_xml import read
from tracker.returns.record import Header
from tracker.returns.records import Flags, Records, Surroundings, runs
from tracker.returns.rules.years import newest_ruleset, ruleset_for, ruleset_named
from tracker.returns.ruleset import Issue, Rule, Ruleset

AT_A_TIME = 10_000


@dataclass(slots=True)
class Report:
    """What is wrong with a file: as a whole, and record by record in order."""

    records: int
    year: str
    label: str
    file_errors: list[str] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    @property
    def by_rule(self) -> dict[str, int]:
        """How many records break each rule, in the order of rules."""
        counts = Counter(issue.rule for issue in self.issues)
        return {rule: counts[rule] for rule in sorted(counts, key=int)}

    def as_json(self) -> dict[str, Any]:
        return {
            "records": self.records,
            "year": self.year,
            "label": self.label,
            "file_errors": self.file_errors,
            "by_rule": self.by_rule,
            "issues": [
                {
                    "id": issue.id,
                    "rule": issue.rule,
                    "priority": issue.priority,
                    "field": issue.field,
                    "message": issue.message,
                    "value": issue.value,
                    "record": issue.record,
                }
                for issue in self.issues
            ],
        }


def check(path: Path, year: str | AcademicYear | None) -> Report:
    """Judges a file by the rules of ``year``, or if None by those of its own period.

    Raises UnreadableError for what is no return, ValueError for what is no year.
    """
    chosen = None if year is None else ruleset_named(year)
    reading = read(path)
    end = reading.header.period_end
    if chosen is None:
        chosen = newest_ruleset() if end is None else ruleset_for(end)
    issues = judge(reading, reading.header, chosen)
    errors = list(reading.file_errors)
    known = code_lists(chosen.codes_of).authorities
    errors += [
        f"The header's LEACode {code} is no authority of England's."
        for code in reading.header.authorities
        if is_three_digits(code) and code not in known
    ]
    if end is None:
        errors.append(
            f"The period is not known, so the rules of {chosen.year} were used and "
            "nothing that depends on the month was judged."
        )
    report = Report(reading.records_read, chosen.year, chosen.label, errors, issues)
    counts = report.by_rule
    for each in chosen:
        if each.rejects_file and (count := counts.get(each.number)):
            records = "1 record breaks" if count == 1 else f"{count} records break"
            errors.append(
                f"{records} rule {each.number}, for which the whole file is rejected."
            )
    return report


def judge(
    records: Iterable[Mapping[str, Any]], header: Header, ruleset: Ruleset
) -> list[Issue]:
    """The issues of the records, by record, then rule.

    A record maps columns of ``record.COLUMNS`` to text. One that was read from a file
    without personal details is passed over: there is nobody to report on, and the file
    is rejected for it.
    """
    around = Surroundings(header, code_lists(ruleset.codes_of))
    alone = [each for each in ruleset if not each.whole_file]
    together = [each for each in ruleset if each.whole_file]
    kept = sorted({column for each in together for column in each.fields})
    parts: list[pd.DataFrame] = []
    issues: list[Issue] = []
    for numbers, run in runs(records, around, AT_A_TIME):
        issues += _issues(alone, run, numbers)
        columns = {column: run.series(column) for column in kept}
        parts.append(pd.DataFrame(columns).assign(number=numbers))
    if parts and together:
        whole = pd.concat(parts, ignore_index=True)
        parts.clear()
        everyone = Records({name: whole[name] for name in kept}, len(whole), around)
        issues += _issues(together, everyone, whole["number"].tolist())
    issues.sort(key=lambda issue: (issue.record, int(issue.rule)))
    return issues


def _issues(rules: list[Rule], records: Records, numbers: Sequence[int]) -> list[Issue]:
    issues = []
    ids = records.ids
    for each in rules:
        found = [(each.breaks(records), each.sentence, each.field)]
        if each.date_field is not None:
            malformed = records.not_a_date(each.date_field)
            found.append(
                (
                    malformed,
                    f"{each.date_field} is not a date such as 2026-10-31",
                    each.date_field,
                )
            )
        for flags, message, column in found:
            positions = _positions(flags)
            values = records.found(column, positions)
            for position, value in zip(positions, values, strict=True):
                issues.append(
                    Issue(
                        id=ids[position],
                        rule=each.number,
                        priority=each.priority,
                        field=each.field,
                        message=message,
                        record=numbers[position],
                        value=value,
                    )
                )
    return issues


def _positions(flags: Flags) -> np.ndarray:
    return np.flatnonzero(flags)
