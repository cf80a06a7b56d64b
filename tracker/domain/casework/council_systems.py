"""The systems of the council in which one who is not known may be looked up.

Each look-up has its purpose and its law. The rows are proposals: the information
officer of a council confirms each, or takes it out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tracker.domain.reference import tables


@dataclass(frozen=True, slots=True)
class System:
    """A system of the council: what it is looked up for, by which law, and whether the
    information officer has confirmed that. ``by_address``: it is searched by address.
    """

    name: str
    purpose: str
    by_address: bool
    law: str
    confirmed: bool


def _system(row: Mapping[str, str]) -> System:
    return System(
        row["system"],
        row["purpose"],
        {"address": True, "name": False}[row["needs"]],
        row["law"],
        tables.YES_OR_NO[row["confirmed"]],
    )


SYSTEMS = tuple(tables.read(Path(__file__).with_name("council_systems.csv"), _system))


@dataclass(frozen=True, slots=True)
class LookUp:
    """A look-up that was requested as a task: its words, and the days of both."""

    why: str
    requested: date
    done: date | None


#: With these words a task is a look-up; the name of the system follows.
BEGINS = "Look up in "


def is_in(look_up: LookUp, system: System) -> bool:
    """Whether a look-up is one in this system. What follows its name may be changed."""
    return look_up.why.casefold().startswith(f"{BEGINS}{system.name}".casefold())
