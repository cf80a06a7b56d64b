"""Other headings that senders use for the columns of lists of young people.

Headings of councils' templates and of the systems that schools, colleges and training
providers keep; compared without case, spaces and punctuation. ``heading_words.csv`` has
the column that each heading means in an enrolment list and in a school census. A
heading that could mean two things ("Start", "Hours", "School", "Status") is not listed
there, so that a page asks the user which is meant.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from tracker import domain
from tracker.feeds.feed_columns import Column

#: The owner of a column, before or after its name: "Learner surname", "DOB of pupil".
#: A parent's, an employer's or a former school's is another column.
OWNERS = (
    *("learners", "learner", "students", "student", "pupils", "pupil", "stud", "stu"),
    *("std", "youngpersons", "youngperson", "yps", "yp", "clients", "client"),
    *("candidates", "candidate", "trainees", "trainee", "apprentices", "apprentice"),
    *("childs", "child", "legal", "full", "stem"),
)

#: Words after the name of a number that add nothing: "ULN number", "UPN no.".
NUMBER_WORDS = ("number", "no", "num", "code", "id")
NUMBERS = frozenset({"upn", "uln", "ukprn", "urn", "laestab", "former_upn", "estab"})


def _checked(row: dict[str, str]) -> dict[str, str]:
    if not (row["heading"] and (row["enrolment list"] or row["school census"])):
        raise ValueError("a heading and a column that it means are needed")
    if row["admission"] not in ("", "yes"):
        raise ValueError(f"'{row['admission']}' is neither 'yes' nor empty")
    return row


_ROWS = domain.reference.tables.read(
    Path(__file__).with_name("heading_words.csv"), _checked
)


def _of(table: str) -> dict[str, tuple[str, ...]]:
    words: dict[str, tuple[str, ...]] = {}
    for row in _ROWS:
        if name := row[table]:
            words[name] = (*words.get(name, ()), row["heading"])
    return words


#: The headings of each column, by its name.
ENROLMENT, CENSUS = _of("enrolment list"), _of("school census")

#: Schools' words for the first day on their roll. Colleges enrol, schools admit: where
#: a table could be a list or a census otherwise, these words make it a census.
ADMISSION = tuple(row["heading"] for row in _ROWS if row["admission"])


def with_words(
    columns: Iterable[Column], words: Mapping[str, tuple[str, ...]]
) -> tuple[Column, ...]:
    """The columns with further headings that senders use, by the column's name. Raises
    ValueError where a name is that of no column.
    """
    columns = tuple(columns)
    if unknown := words.keys() - {column.name for column in columns}:
        raise ValueError(f"headings of columns that are not there: {sorted(unknown)}")
    return tuple(
        replace(column, aliases=(*column.aliases, *words.get(column.name, ())))
        for column in columns
    )
