"""What a funding and a kind of programme of the learner record mean in a list.

Colleges give both in the record itself and in lists of their own, so both are read by
the same table: ``programmes.csv`` has the first that fits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tracker import domain

APPRENTICESHIP, T_LEVEL, STUDY = "apprenticeship", "tlevel", "studyprogramme"
#: The planned hours of a learner in the year, by all names of their columns.
_HOURS = ("learning_hours", "hours", "other_hours")
#: The columns that show a kind of programme.
COLUMNS = ("fund_model", "prog_type", "standard")


@dataclass(frozen=True, slots=True)
class _Programme:
    """An aim, a funding and a kind of programme, "" for any, and what it is for our
    lists.
    """

    aim: str
    fund_model: str
    prog_type: str
    situation: str

    def is_of(self, aim: Mapping[str, str]) -> bool:
        return all(
            not wanted or plain(aim.get(name, "")).upper() == wanted
            for name, wanted in (
                ("aim", self.aim),
                ("fund_model", self.fund_model),
                ("prog_type", self.prog_type),
            )
        )


#: The first that fits an aim counts.
_PROGRAMMES = domain.reference.tables.read(
    Path(__file__).with_name("programmes.csv"),
    lambda row: _Programme(
        row["aim"], row["fund_model"], row["prog_type"], row["situation"]
    ),
)
_ORDER = list(dict.fromkeys(each.situation for each in _PROGRAMMES if each.situation))
_KINDS = frozenset(each.prog_type for each in _PROGRAMMES) - {""}


def plain(code: str) -> str:
    """A code without what a spreadsheet adds to it: "01" and "1.0" are "1"."""
    given = code.strip().removesuffix(".0")
    return given.lstrip("0") or given


def situation(aim: Mapping[str, str]) -> str:
    """The situation of an enrolment list that an aim is, "" where none is known.

    Only an apprenticeship has the code of a standard.
    """
    if plain(aim.get("standard", "")).strip("0") and not aim.get("prog_type"):
        return APPRENTICESHIP
    return next((each.situation for each in _PROGRAMMES if each.is_of(aim)), "")


def rank(aim: Mapping[str, str]) -> int:
    """The place of an aim's situation among all: the smallest is the chief one."""
    found = situation(aim)
    return _ORDER.index(found) if found else len(_ORDER)


def unknown_kind(aim: Mapping[str, str]) -> str:
    """The kind of programme of an aim that is in no table, "" for one that is."""
    given = aim.get("prog_type", "")
    return given if given and plain(given) not in {*_KINDS, "0", "99"} else ""


def as_in_a_list(raw: Mapping[str, str]) -> dict[str, str]:
    """A row with what an enrolment list gives in other words: the situation, and full
    or part time by the hours of a study programme. A T level, an apprenticeship and a
    traineeship need no hours.
    """
    given = dict(raw)
    found = situation(raw)
    if found and not raw.get("situation"):
        given["situation"] = found
    hours = [raw[name] for name in _HOURS if name in raw]
    numbers = [float(each) for each in hours if each.strip().isdigit()]
    if found == T_LEVEL:
        given["full_time"] = "Y"
        given.pop("hours", None)
    elif found not in ("", STUDY):
        given.pop("hours", None)
    elif numbers and len(numbers) == len(hours):
        given["hours"] = f"{sum(numbers):g}"
    return given
