"""The check of a return: any supplier's file, or own records before they are written.

Records are checked some thousands at a time, so a file of any size needs little memory.
Only rules that compare records with one another keep data of all records: the columns
that they name.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa

from tracker.confinement.views import Opened
from tracker.domain.reference.academic_year import AcademicYear
from tracker.returns.cells import Cells
from tracker.returns.code_lists import code_lists
from tracker.returns.file_header import is_three_digits
from tracker.returns.findings import Broken, Findings
from tracker.returns.nccis_xml import Reading
from tracker.returns.record import PERSONAL_DETAILS, Header
from tracker.returns.record_columns import Places, Records, Surroundings, runs
from tracker.returns.rules.years import newest_ruleset, ruleset_for, ruleset_named
from tracker.returns.ruleset import Issue, Rule, Ruleset

AT_A_TIME = 10_000


class Issues(Protocol):
    """The issues of a file, by record, then rule."""

    @property
    def by_rule(self) -> dict[str, int]: ...

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Issue]: ...


@dataclass(slots=True)
class Report:
    """The errors of a file as a whole, and its issues record by record."""

    records: int
    year: str
    label: str
    file_errors: list[str] = field(default_factory=list)
    issues: Issues = field(default_factory=Findings)

    @property
    def by_rule(self) -> dict[str, int]:
        """How many records break each rule, in the order of rules."""
        return self.issues.by_rule

    def summary(self) -> dict[str, Any]:
        """The report as JSON, without the issues."""
        return {
            "records": self.records,
            "year": self.year,
            "label": self.label,
            "file_errors": self.file_errors,
            "by_rule": self.by_rule,
        }


def check(given: Path | Opened, year: str | AcademicYear | None) -> Report:
    """Checks a file by the rules of ``year``, or if None by those of its own period.

    A file of another system is checked by ``confined.check``. Raises UnreadableError if
    it is not a return, ValueError if it is not a year.
    """
    chosen = None if year is None else ruleset_named(year)
    reading = Reading(given)
    end = reading.header.period_end
    if chosen is None:
        chosen = newest_ruleset() if end is None else ruleset_for(end)
    issues = _judged(reading.parts(), reading.header, chosen)
    errors = list(reading.file_errors)
    known = code_lists(chosen.codes_of).authorities
    errors += [
        f"The header's LEACode {code} is not an authority in England."
        for code in reading.header.authorities
        if is_three_digits(code) and code not in known
    ]
    if end is None:
        errors.append(
            f"The period is not known, so the rules of {chosen.year} were used and "
            "nothing that depends on the month was checked."
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
) -> Findings:
    """The issues of the records, by record, then rule.

    A record maps columns of ``record.COLUMNS`` to text. A record of a file without
    personal details is left out, because it names no young person, and the file is
    rejected for it.
    """
    return _judged(_parts(records), header, ruleset)


def _parts(
    records: Iterable[Mapping[str, Any]],
) -> Iterator[tuple[Sequence[int], Cells]]:
    counted = enumerate(records, start=1)
    while part := list(islice(counted, AT_A_TIME)):
        judged = [it for it in part if it[1].get(PERSONAL_DETAILS, True)]
        yield [number for number, _ in judged], Cells.of([row for _, row in judged])


def _judged(
    parts: Iterable[tuple[Sequence[int], Cells]], header: Header, ruleset: Ruleset
) -> Findings:
    around = Surroundings(header, code_lists(ruleset.codes_of))
    alone = [each for each in ruleset if not each.whole_file]
    together = [each for each in ruleset if each.whole_file]
    names = {column for each in together for column in each.fields}
    kept: dict[str, list[pa.Array]] = {name: [] for name in names}
    numbers: list[Places] = []
    found = Findings()
    for counted, run in runs(parts, around, AT_A_TIME):
        broken = _broken(alone, run, counted)
        found.runs.append((int(counted[0]), int(counted[-1]), broken))
        numbers.append(counted)
        for name, cells in kept.items():
            cells.append(run.cells(name))
    if numbers and together:
        whole = {name: pa.chunked_array(kept.pop(name)) for name in names}
        everyone = np.concatenate(numbers)
        found.together = _broken(
            together, Records(whole, len(everyone), around), everyone
        )
    return found


def _broken(rules: list[Rule], records: Records, numbers: Places) -> list[Broken]:
    broken = []
    for each in rules:
        found = [(each.breaks(records), each.sentence, each.field)]
        if each.date_field is not None:
            sentence = f"{each.date_field} is not a date such as 2026-10-31"
            malformed = records.not_a_date(each.date_field)
            found.append((malformed, sentence, each.date_field))
        for flags, message, column in found:
            places = np.flatnonzero(flags)
            if len(places):
                ids = records.found("YoungPersonsID", places)
                values = records.found(column, places)
                broken.append(Broken(each, message, numbers[places], ids, values))
    return broken
