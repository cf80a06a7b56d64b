"""The official schema of the record, as a warning: a file that breaks it is read.

The Department's own sample of a year can fail that year's schema, and a provider cannot
mend its system in September. So what does not fit is counted and the first of it named.
"""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import XMLSchema, _Element

#: How the library begins what it has to object to.
_ELEMENT = re.compile(r"Element '(?:\{[^}]*\})?(\w{1,60})'")
_XSD = "{http://www.w3.org/2001/XMLSchema}"
#: Schemas by the namespace of their year; of another year the file is not compared.
_FILES = {"ESFA/ILR/2025-26": "schema-2025-26.xsd"}


class Schema:
    """What the schema of a record's year has to object to, learner by learner."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._wrong = 0
        self._first = ""
        self._unknown = ""

    def look_at(self, learner: "_Element", line: int) -> None:
        """Compares one learner with the schema."""
        namespace = str(learner.tag).rpartition("}")[0].removeprefix("{")
        if namespace not in _FILES:
            self._unknown = namespace or "no namespace"
            return
        schema = _learner_of(_FILES[namespace])
        if not schema.validate(learner):
            self._wrong += 1
            if not self._first:
                self._first = f"line {line}: {_in_words(schema)}"

    def notes(self) -> list[str]:
        """What was found, in at most one sentence about each kind of it."""
        notes = []
        if self._wrong:
            notes.append(
                f"Learners of {self._file} that do not fit the schema of their year: "
                f"{self._wrong} (the first on {self._first}). They are read all the "
                "same."
            )
        if self._unknown:
            notes.append(
                f"{self._file} is of {self._unknown[:60]}, of which no schema is held "
                "here, so it was not compared with one."
            )
        return notes


@cache
def _learner_of(name: str) -> "XMLSchema":
    """The schema of one learner, cut out of that of the whole record."""
    from lxml import etree

    file = etree.iterparse(Path(__file__).with_name(name), resolve_entities=False)
    for _ in file:
        pass
    root = file.root
    if root is None:
        raise ValueError(f"{name} is empty.")
    message = root.find(f"{_XSD}element")
    learner = root.find(f".//{_XSD}element[@name='Learner']")
    if message is None or learner is None:
        raise ValueError(f"{name} declares no learner.")
    for limit in ("minOccurs", "maxOccurs"):
        learner.attrib.pop(limit, None)
    root.replace(message, learner)
    return etree.XMLSchema(root)


def _in_words(schema: "XMLSchema") -> str:
    """The element of the first fault, without what it holds: that is personal data."""
    element = _ELEMENT.match(schema.error_log[0].message)
    return f"{element[1] if element else 'an element'} does not fit"
