"""The answer of the Department to a return, to be loaded by hand on its page.

No return has been made when the demo is made, so it is about young people by their
numbers. It has a rule that no one here knows, a young person who is in no return, and
one that another council returns too.
"""

from datetime import timedelta
from random import Random

from tracker.demo.files.folder import Folder, Invented
from tracker.demo.files.sheets import Cell, Look, Row, write_csv
from tracker.demo.people.population import Person

_HEADINGS = (
    *("UniqueLearnerNo", "UniquePupilNumber", "FamilyName", "GivenName", "DOB"),
    *("Error Number", "Error Description", "Field", "Priority", "Claimed By"),
)
#: The rule, the words, the field and the priority of each line, and who claims them.
_ERRORS: tuple[tuple[str, str, str, str, str], ...] = (
    ("30", "ULN is not in the format that is needed", "UniqueLearnerNo", "1", ""),
    ("229", "Activity does not go with the age", "ActivityCode", "1", ""),
    ("907", "ULN is used more than once", "UniqueLearnerNo", "1", ""),
    ("908", "Likely duplicate of another record", "GivenName", "3", ""),
    ("1204", "Postcode is outside the area", "Postcode", "2", ""),
    ("", "Returned by another authority too", "", "", "Bolton"),
)
_LINES = 12


def write_errors(invented: Invented, folder: Folder) -> None:
    """Writes the list of the month before the last day."""
    month = invented.on.replace(day=1) - timedelta(days=1)
    target = folder.target(f"department/{month:%Y-%m}-errors.csv")
    rng = Random(f"{invented.seed}/{target.name}")
    returned = [
        each
        for each in invented.everybody.residents
        if each.uln and month.year - each.born.year in (16, 17)
    ]
    # None of it is loaded, so the truth about loaded lines is without it.
    rows: list[Row] = [
        (None, _row(each, *_ERRORS[place % len(_ERRORS)]))
        for place, each in enumerate(rng.sample(returned, min(_LINES, len(returned))))
    ]
    rows.append((None, ["", "", "Unknown", "Pat", "", "30", "ULN", "ULN", "1", ""]))
    write_csv(target, _HEADINGS, rows, Look())


def _row(
    person: Person, rule: str, words: str, field: str, priority: str, claimed: str
) -> list[Cell]:
    who = (person.uln, person.upn, person.family, person.given, person.born)
    return [*who, rule, words, field, priority, claimed]
