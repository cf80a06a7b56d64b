"""The accessibility statement, made from the result of the last automatic check.

`make accessibility` writes the result; it is committed with a release.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker.domain.reference import tables
from tracker.web.account import bp
from tracker.web.guard import public

RESULT = Path(__file__).with_name("accessibility.csv")


@dataclass(frozen=True, slots=True)
class Checked:
    """What was checked by machine: when, which version, how much, what was found."""

    on: date
    version: str
    pages: int
    states: int
    rules: int
    own_rules: Sequence[str]
    faults: Sequence[str]


def _pair(row: dict[str, str]) -> tuple[str, str]:
    return row["what"], row["value"]


@cache
def checked() -> Checked:
    """The result of the last check."""
    pairs = tables.read(RESULT, _pair)
    one = dict(pairs)
    return Checked(
        on=date.fromisoformat(one["date"]),
        version=one["version"],
        pages=int(one["pages"]),
        states=int(one["states"]),
        rules=int(one["rules"]),
        own_rules=[value for what, value in pairs if what == "own rule"],
        faults=[value for what, value in pairs if what == "fault"],
    )


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    return render_template("account/accessibility.html", checked=checked())
