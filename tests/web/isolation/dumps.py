"""A copy of the database for a reader who has none of its keys."""

import re
from collections.abc import Iterable, Mapping

#: Of a dump: moments and digests of files.
_OF_ONE_RUN = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.\d]*\+00|\b[0-9a-f]{64}\b")
_WITH_FILES = frozenset(("return_runs", "surveys"))
_BYTES = re.compile(r"\\+x([0-9a-f]+)")


def in_tables(rows: Mapping[str, Iterable[object]]) -> dict[str, str]:
    """The rows of each table as text, with the length of what is encrypted.

    The files of a return and of a survey are longer for some codes, among all records.
    """
    return {
        table: "\n".join(
            _BYTES.sub(
                lambda found: (
                    "" if table in _WITH_FILES else f"{len(found[1])} letters"
                ),
                _OF_ONE_RUN.sub("", str(each)),
            )
            for each in found
        )
        for table, found in rows.items()
    }
