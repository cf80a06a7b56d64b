"""What of a person stands in the logs that tests have written: there may be nothing.

The logs of PostgreSQL, of the pages, of workers and of commands below one folder are
read once, at the end of a session.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.factories import FAMILY
from tracker.demo.people.names import _TOPONYMS
from tracker.domain.reference.activity import ACTIVITIES
from tracker.domain.reference.codes import CHARACTERISTICS

#: Numbers and addresses, by what they look like. A moment of a log line is none.
_LOOKS_LIKE = {
    "an email address": re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"),
    "a UPN": re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]\b"),
    "a ULN": re.compile(r"(?<![\w.:-])[1-9]\d{9}(?![\w.:-])"),
    "a telephone number": re.compile(r"\b0(?:7\d{3}|\d{2,4}) \d{6,7}\b"),
    "a postcode": re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"),
    "a day of birth": re.compile(r"\b\d\d?/\d\d/(?:19|20)\d\d\b"),
    "PostgreSQL's row": re.compile(r"\bDETAIL: |\bKey \("),
}
#: The titles of sealed codes, such as that of a care leaver.
_SEALED = re.compile(
    r"\b(?:{})\b".format(
        "|".join(
            re.escape(each.title)
            for each in (*ACTIVITIES.values(), *CHARACTERISTICS)
            if each.sealed
        )
    ),
    re.IGNORECASE,
)
#: The surnames of the tests' invented people, and those that only a demo's people have.
_SURNAMES = re.compile(rf"\b(?:{'|'.join((*FAMILY, *_TOPONYMS, 'Woodmere'))})\b")


def found_in(folder: Path) -> list[str]:
    """What the logs below a folder hold of people, each with its file and line."""
    return [
        f"{path.name}, line {number}: {what} ({shown})"
        for path in sorted(_logs(folder))
        for number, line in enumerate(
            path.read_text("utf-8", "replace").splitlines(), start=1
        )
        for what, shown in in_line(line)
    ]


def in_line(line: str) -> Iterator[tuple[str, str]]:
    """What one line of a log holds of people."""
    for what, pattern in _LOOKS_LIKE.items():
        for match in pattern.finditer(line):
            yield what, match[0]
    for match in _SURNAMES.finditer(line):
        yield "a surname", match[0]
    for match in _SEALED.finditer(line):
        yield "what is sealed", match[0]


def _logs(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and (path.suffix == ".log" or path.name == "log"):
            yield path
