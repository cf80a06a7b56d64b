"""The words of stored codes, by the table and column that hold them.

``code_words.csv`` has those without words of their own elsewhere.
"""

from collections.abc import Mapping
from pathlib import Path

from tracker.domain.law import second_look
from tracker.domain.law.cases.case_kinds import KINDS
from tracker.domain.law.look_reasons import REASONS
from tracker.domain.reference import tables

_FILE = Path(__file__).with_name("code_words.csv")


def _words() -> dict[tuple[str, str], dict[str, str]]:
    found: dict[tuple[str, str], dict[str, str]] = {
        ("cases", "kind"): {name: each.title for name, each in KINDS.items()},
        ("look_reasons", "reason"): dict(REASONS),
        ("sealed_looks", "reason"): dict(REASONS),
        ("look_reviews", "kind"): {
            name: each.title for name, each in second_look.KINDS.items()
        },
        ("look_reviews", "finding"): dict(second_look.FINDINGS),
    }
    for row in tables.read(_FILE, dict):
        column = found.setdefault((row["table"], row["column"]), {})
        column[row["code"]] = row["words"]
    return found


#: The words of each code, by table and column.
CODE_WORDS: Mapping[tuple[str, str], Mapping[str, str]] = _words()
