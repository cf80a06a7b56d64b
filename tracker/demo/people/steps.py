"""The likelihood of each next step: the shares that make the authority look real.

The shares were set so that the figures of a whole authority come out near those that
DfE published for Wigan for 2025: NEET 3.8 %, apprenticeships 6 %, full-time education
80 %. ``steps.csv`` has the steps, with the chance of leaving each in the course of a
year and the share of its spells that no source ever reports. ``next_steps.csv`` has the
next steps with their shares: after Year 11, at the end of a year and in the course of
one, by the activity in it; and the reasons to be NEET that any young person may have.
"""

from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from tracker.domain.reference import tables
from tracker.domain.reference.activity import activity

#: A next step: an activity's code, or STAYS.
Shares = dict[str, float]
STAYS = "stays"


class _Step(NamedTuple):
    """A line of ``steps.csv``; a reason to be NEET has no shares of its own."""

    name: str
    code: str
    kind: str
    leaves: float
    hidden: float


def _step(row: dict[str, str]) -> _Step:
    shares = float(row["leaves"] or 0), float(row["hidden"] or 0)
    return _Step(row["step"], activity(row["code"]).code, row["kind"], *shares)


_STEPS = tables.read(Path(__file__).with_name("steps.csv"), _step)
_CODES = {STAYS: STAYS, **{each.name: each.code for each in _STEPS}}

SIXTH, COLLEGE = _CODES["sixth form"], _CODES["sixth-form college"]
FE, PART_TIME = _CODES["further education"], _CODES["part-time education"]
SPECIAL, INTERN = _CODES["special post-16"], _CODES["supported internship"]
APPRENTICE, WBL = _CODES["apprenticeship"], _CODES["work-based learning"]
TRAINING, TEMPORARY = _CODES["other training"], _CODES["temporary job"]
BACK, NEET = _CODES["re-engagement"], _CODES["NEET"]

FULL_TIME = frozenset(each.code for each in _STEPS if each.kind == "full time")
LEARNING = FULL_TIME | {PART_TIME}
TRAINED = frozenset(each.code for each in _STEPS if each.kind == "trained")

#: The chance of leaving in the course of a year.
LEAVES = {each.code: each.leaves for each in _STEPS}
#: The share of spells that no source ever reports.
HIDDEN = {each.code: each.hidden for each in _STEPS}


def _next(row: dict[str, str]) -> tuple[str, dict[str, Shares]]:
    """The next steps of a line: "stays 92; NEET 8", for each activity before them."""
    before = [_CODES[at] for at in row["at"].split("; ")] if row["at"] else [""]
    pairs = (each.rpartition(" ") for each in row["next"].split("; "))
    shares = {_CODES[step]: float(share) for step, _, share in pairs}
    return row["when"], dict.fromkeys(before, shares)


_NEXT: dict[str, dict[str, Shares]] = defaultdict(dict)
for _when, _shares in tables.read(Path(__file__).with_name("next_steps.csv"), _next):
    _NEXT[_when] |= _shares

AFTER_11 = _NEXT["after Year 11"][""]
AFTER_11_WITH_PLAN = _NEXT["after Year 11 with a plan"][""]
#: At the end of a year, by the activity in it.
NEXT_YEAR = _NEXT["next year"]
#: At the end of Year 13 and after, with an EHC plan.
NEXT_YEAR_WITH_PLAN = _NEXT["next year with a plan"][""]
#: The next step of those who leave in the course of a year.
LEAVES_FOR = _NEXT["within a year"]
#: Reasons to be NEET that any young person may have.
REASONS = _NEXT["reason to be NEET"][""]
