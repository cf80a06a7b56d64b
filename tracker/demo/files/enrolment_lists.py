"""Enrolment lists and changes as files, each in its sender's own format."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from random import Random

from tracker.demo.files.senders import EXPORT, RECORD, Sender, care_of
from tracker.demo.files.sheets import Cell, Row, Target, write_csv, write_xlsx
from tracker.demo.people.enrolments import Enrolment
from tracker.demo.people.faults import Shown, shown
from tracker.demo.people.places import Places
from tracker.demo.people.steps import APPRENTICE, INTERN, SIXTH, TRAINED, TRAINING, WBL

_SITUATIONS = {
    APPRENTICE: ("Apprenticeship", "Intermediate apprenticeship"),
    WBL: ("Training", "Work based learning"),
    TRAINING: ("Training", "Other training"),
    INTERN: ("Supported internship", ""),
}
_COURSES = (
    *("Applied Science", "Art and Design", "Brickwork", "Business", "Carpentry"),
    *("Catering", "Childcare and Education", "Computing", "Early Years", "Electrical"),
    *("Engineering", "Hair and Beauty", "Health and Social Care", "Media", "Motor"),
    *("Music", "Plumbing", "Public Services", "Sport", "Travel and Tourism"),
)
_A_LEVELS = (
    *("Biology", "Chemistry", "English", "Geography", "History", "Law", "Mathematics"),
    *("Physics", "Psychology", "Sociology"),
)


class EnrolmentFiles:
    """Writes lines of lists with the faults that their senders make."""

    def __init__(self, seed: int, places: Places) -> None:
        self._seed = seed
        self._places = places

    def write(
        self, target: Target, lines: Sequence[Enrolment], day: date, sender: Sender
    ) -> int:
        """Writes a list in the sender's format and returns its number of rows."""
        headings = [heading for heading, _ in sender.template]
        rows = self._rows(target.name, lines, day, sender)
        if sender.workbook:
            return write_xlsx(target, headings, rows, sender.look.titles)
        return write_csv(target, headings, rows, sender.look)

    def _rows(
        self, name: str, lines: Iterable[Enrolment], day: date, sender: Sender
    ) -> Iterator[Row]:
        rng = Random(f"{self._seed}/{name}")
        common = "changes" in name
        for line in lines:
            care = care_of(line.place) if common else sender.care
            row = shown(rng, line.person, day, care, self._places)
            cells = _cells(rng, line, row, sender)
            written = [cells[column] for _, column in sender.template]
            yield line.person.key, written
            if rng.random() < sender.duplicates:
                yield line.person.key, written


def _cells(rng: Random, line: Enrolment, row: Shown, sender: Sender) -> dict[str, Cell]:
    """Every cell that a template can have, by our name for its column."""
    trained = line.activity in TRAINED
    situation, part = _SITUATIONS.get(line.activity, ("", ""))
    return {
        "given": row.given,
        "middle": row.middle,
        "family": row.family,
        "born": row.born,
        "sex": row.sex,
        "postcode": _postcode(rng, row.home.postcode),
        "upn": _upn(rng, line, row),
        "uln": _uln(rng, row.uln, sender),
        "dfe": None if trained else line.place.laestab,
        "ukprn": line.place.ukprn,
        "place": line.place.name,
        "start": line.starts,
        "end": line.ends,
        "planned": line.planned if line.ends is None else None,
        "full_time": "N" if line.part_time else "Y",
        "mode": "Part time" if line.part_time else "Full time",
        "course": _course(line),
        "level": "Level 2" if trained else f"Level {2 + int(line.person.key[1:]) % 2}",
        "situation": situation,
        "part": part,
        "area": _COURSES[int(line.person.key[1:]) % len(_COURSES)],
        "none": None,
        "plan": "Y" if line.person.has_plan(line.starts) else "N",
        "reason": rng.choice(("2", "3", "44", "97", "98")) if line.ends else None,
        **_as_in_the_record(line),
    }


def _as_in_the_record(line: Enrolment) -> dict[str, Cell]:
    """The cells of a list in the headings of the learner record."""
    number = int(line.person.key[1:])
    apprentice = line.activity == APPRENTICE
    return {
        "reference": f"L{number:07d}",
        "aim": f"6{number % 10**7:07d}",
        "fund_model": "36" if apprentice else "25",
        "prog_type": "25" if apprentice else None,
        "hours": "325" if line.part_time else "565",
        "other_hours": "40" if number % 3 else None,
        "completion": "3" if line.ends else "1",
    }


def _course(line: Enrolment) -> str:
    number = int(line.person.key[1:])
    if line.activity == SIXTH:
        return f"A level {_A_LEVELS[number % len(_A_LEVELS)]}"
    return _COURSES[number % len(_COURSES)]


def _postcode(rng: Random, postcode: str) -> str:
    chance = rng.random()
    if chance < 0.05:
        return postcode.replace(" ", "")
    return postcode.lower() if chance < 0.08 else postcode


def _upn(rng: Random, line: Enrolment, row: Shown) -> str:
    """The UPN cell: adults have none, and Excel has added a blank to some."""
    if line.person.adult or not row.upn:
        return ""
    return f"{row.upn} " if rng.random() < 0.02 else row.upn


def _uln(rng: Random, uln: str, sender: Sender) -> Cell:
    if not uln:
        return "" if sender.template not in (EXPORT, RECORD) else "9999999999"
    if rng.random() < sender.damage:
        # Ten digits as a spreadsheet shows them in a narrow column.
        return f"{int(uln):.5E}"
    return int(uln) if sender.numbers else uln
