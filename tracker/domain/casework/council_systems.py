"""The systems of the council in which one who is not known may be looked up.

Each look-up has its purpose and its law. The rows are proposals: the information
officer of a council confirms each, or takes it out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
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
