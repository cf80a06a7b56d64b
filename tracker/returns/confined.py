"""A return of another authority or system, checked in a confined process.

The whole check runs there, rules and all: its issues come back as they are read, some
hundreds at a time, so that neither process holds them all.

See decisions 0083 and 0152.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from tracker import returns
from tracker.confinement import processes, readings
from tracker.confinement.readings import Faults, text, whole
from tracker.confinement.server import Line
from tracker.confinement.views import Opened
from tracker.domain.reference.academic_year import AcademicYear
from tracker.returns.check import Report
from tracker.returns.ruleset import Issue
from tracker.returns.xml_stream import UnreadableError, opened

#: England's whole return, of which the check keeps what rules compare between records;
#: half a million records take 0.6 GB.
MOST_MEMORY = 2_000_000_000
#: So many issues go in one message.
_AT_ONCE = 500
#: The kinds of an issue's values; the source of a rule may state no priority.
_KINDS = {(str, str, priority, str, str, str, int) for priority in (int, type(None))}


class _Streamed:
    """Issues that come from a confined process as they are read, once."""

    def __init__(
        self, total: int, by_rule: dict[str, int], issues: Iterator[Issue]
    ) -> None:
        self._total = total
        self._issues = issues
        self.by_rule = by_rule

    def __len__(self) -> int:
        return self._total

    def __iter__(self) -> Iterator[Issue]:
        return self._issues


def check(path: Path, year: AcademicYear | None) -> Report:
    """As ``check.check``, except that the issues can be read once only.

    Raises UnreadableError, also for a file that takes more memory or time than any
    return, and while issues are read.
    """
    file = opened(path)
    faults = Faults(
        UnreadableError,
        f"{path.name} takes more memory or time than any return, so it was not "
        "checked.",
        f"{path.name} cannot be read as it is, so it was not checked.",
        f"The check of {path.name} was stopped before its end. Start it again.",
    )
    answers = readings.answers(
        "tracker.returns.confined:answer",
        None if year is None else str(year),
        lambda _: file.number,
        faults,
        preloaded=processes.RETURNS,
        memory=MOST_MEMORY,
    )
    head = next(answers)
    with faults.checked():
        by_rule = {text(k): whole(v) for k, v in head["by_rule"].items()}
        return Report(
            whole(head["records"]),
            text(head["year"]),
            text(head["label"]),
            [text(each) for each in head["file_errors"]],
            _Streamed(whole(head["issues"]), by_rule, _issues(answers, faults)),
        )


def _issues(answers: Iterator[Any], faults: Faults) -> Iterator[Issue]:
    for answer in answers:
        with faults.checked():
            some = [_issue(each) for each in answer]
        yield from some


def _issue(values: Sequence[Any]) -> Issue:
    if tuple(map(type, values)) not in _KINDS:
        raise TypeError
    return Issue._make(values)


# --- In the confined process ----------------------------------------------------------


def answer(line: Line, year: str | None) -> Iterator[Any]:
    """The report on the file of a request, then its issues, some at a time.

    Raises UnreadableError.
    """
    report = returns.check.check(Opened(line.open(0), line.signs_of_life), year)
    yield {**report.summary(), "issues": len(report.issues)}
    issues = iter(report.issues)
    while some := [tuple(each) for each in islice(issues, _AT_ONCE)]:
        yield some


_RECORD = """
<YoungPersonsRecord><PersonalDetails><YoungPersonsID>{}</YoungPersonsID>
<GivenName>A1</GivenName><DOB>2009-02-30</DOB><UniqueLearnerNo>1</UniqueLearnerNo>
</PersonalDetails>{}</YoungPersonsRecord>
"""
_HEADER = "<FileHeader><PeriodEnd>2026-10-31</PeriodEnd></FileHeader>"
_ODD = (
    "<Activities><ActivityCode>210</ActivityCode><!-- --></Activities>"
    "<Characteristics><CharacteristicCode>110</CharacteristicCode></Characteristics>"
)


def warm_up() -> None:
    """Checks small invented files, so that everything is loaded afterwards."""
    plain = _HEADER + _RECORD.format(1, "") + _RECORD.format(1, "")
    for content in (
        f"<NCCIS>{plain}</NCCIS>".encode(),
        f"<NCCIS>{_HEADER}{_RECORD.format(1, _ODD)}</NCCIS>".encode("utf-16"),
        f"<!DOCTYPE NCCIS><NCCIS>{plain}&odd;</NCCIS><NCCIS/>".encode(),
        b"<NCCIS",
    ):
        _warm_up_with(content)


def _warm_up_with(content: bytes) -> None:
    with tempfile.NamedTemporaryFile(suffix=".xml") as made:
        made.write(content)
        made.flush()
        with suppress(UnreadableError):
            list(returns.check.check(Path(made.name), None).issues)
