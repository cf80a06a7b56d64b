"""Records of returns in words, also what their stored form leaves out.

The record of a young person with something sealed is stored without it. The file that
was made has it, and so has their copy (Law D-05).
"""

import os
from collections.abc import Mapping
from datetime import date
from tempfile import TemporaryFile
from typing import Any

from tracker import store
from tracker.access import Scope
from tracker.actions.law.subject_copy import line_words
from tracker.confinement.views import Opened
from tracker.domain.history.sealed_statements import STAND_IN_CODES, is_hidden
from tracker.domain.reference.academic_year import Period
from tracker.returns.nccis_xml import Reading
from tracker.returns.record import COLUMNS

#: The parts of a record that are stored without what is sealed.
_CODE, _CODES, _NUMBER = "ActivityCode", "CharacteristicCode", "YoungPersonsID"


def is_sealed(record: Mapping[str, Any]) -> bool:
    """Whether the stored record has something in the place of what is sealed."""
    held = record.get(_CODES) or ()
    return is_hidden(record.get(_CODE)) or not STAND_IN_CODES.isdisjoint(held)


def in_words(row: Mapping[str, Any], run: Mapping[str, Any], *, within: Scope) -> str:
    """The record of a return, with the codes of its file."""
    record = row["record"]
    if is_sealed(record):
        record = _of_file(run["id"], record[_NUMBER], within) or {
            name: each for name, each in record.items() if name not in (_CODE, _CODES)
        }
    return line_words.record(record)


def number(run: Mapping[str, Any]) -> str:
    """Which return it is: "1, for October 2026"."""
    month = Period.of(date.fromisoformat(run["period_end"])).label
    kept = ", kept as it was sent" if run["frozen_at"] else ", not sent"
    return f"{run['id']}, for {month}{kept}"


def sealed_issues(
    row: Mapping[str, Any], run: Mapping[str, Any], *, within: Scope
) -> list[str]:
    """What was wrong in a record with something sealed, which is kept apart.

    Raises encryption.NotOpened.
    """
    found = store.nccis_return.runs.run(run["id"], within=within)
    if found is None or not is_sealed(row["record"]):
        return []
    issues = store.nccis_return.runs.sealed_issues(found)
    return [each.message for each in issues if each.person == row["person_id"]]


def _of_file(number: int, wanted: str, within: Scope) -> dict[str, Any] | None:
    """The record with a young person's ID in the file of a return.

    Raises encryption.NotOpened.
    """
    run = store.nccis_return.runs.run(number, within=within)
    if run is None:
        return None
    with TemporaryFile() as file:
        file.write(store.nccis_return.runs.file_of(run))
        file.flush()
        for record in Reading(Opened(os.dup(file.fileno()))):
            if record.get(_NUMBER) == wanted:
                return {name: record[name] for name in COLUMNS if name in record}
    return None
