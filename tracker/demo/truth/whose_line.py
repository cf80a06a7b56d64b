"""The truth: whose line is whose. Linkage is scored against it."""

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
    """Collects, while files are written, whom each of their lines is about.

    ``file`` is the path below the folder of the files, with "/"; a file in a zip stands
    below the zip's name. ``line`` counts from 1, the headings and what stands over them
    included, as an editor or Excel would; in XML it is the line on which the record's
    opening element stands, and every record stands on a line of its own.
    """

    def __init__(self) -> None:
        self.lines: list[tuple[str, int, str]] = []

    def tell(self, file: str, line: int, person: str) -> None:
        self.lines.append((file, line, person))

    def write(self, path: Path) -> None:
        """The lines as CSV: file, line, person."""
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(("file", "line", "person"))
            writer.writerows(self.lines)


def write_people(path: Path, people: Iterable[Person]) -> None:
    """What is true of everybody, as CSV with PEOPLE_COLUMNS."""
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
