"""The truth: the true person of every line. Linkage is scored against it."""

import csv
from collections.abc import Iterable
from pathlib import Path

from tracker.demo.people.population import Person

PEOPLE_COLUMNS = (
    *(
        "person",
        "given",
        "middle",
        "family",
        "known_as",
        "former_family",
        "born",
        "sex",
    ),
    *("ethnicity", "upn", "temporary_upn", "uln", "postcode", "old_postcode", "moved"),
    *("authority", "cohort", "sen", "twin", "left_area"),
)


class Truth:
    """Collects the true person of each line while the files are written.

    ``file`` is the path below the folder of the files, with "/"; a file in a zip is
    below the zip's name. ``line`` counts from 1, with the headings and any titles above
    them, as in an editor or Excel. In XML it is the line with the record's opening
    element, and every record is on a line of its own.
    """

    def __init__(self) -> None:
        self.lines: list[tuple[str, int, str]] = []

    def add(self, file: str, line: int, person: str) -> None:
        self.lines.append((file, line, person))

    def write(self, path: Path) -> None:
        """Writes the lines as CSV: file, line, person."""
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(("file", "line", "person"))
            writer.writerows(self.lines)


def write_people(path: Path, people: Iterable[Person]) -> None:
    """Writes the true particulars of everybody, as CSV with PEOPLE_COLUMNS."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(PEOPLE_COLUMNS)
        for each in people:
            writer.writerow(
                (
                    *(each.key, each.given, each.middle, each.family),
                    *(each.known_as, each.former_family, each.born, each.sex),
                    *(each.ethnicity, each.upn, each.temporary_upn, each.uln),
                    each.home.postcode,
                    each.old_home.postcode if each.old_home else None,
                    *(each.moved, each.home.authority, each.cohort, each.sen),
                    *(each.twin, each.leaves),
                )
            )
