"""The schools, colleges and training providers of the invented authority.

All names are invented. URNs, DfE numbers and UKPRNs are in ranges without real
institutions: URNs above those given out, numbers ending in 9xx, UKPRNs from 10098xxx.
They are in ``institutions.csv``, those of the authority itself without its code.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tracker.domain.reference import tables
from tracker.domain.reference.institution import InstitutionKind


@dataclass(frozen=True, slots=True)
class Place:
    """One institution as it truly is; ``key`` is the demo's own and in no file.

    ``gias_type`` and ``fe_type`` are its types in the register (None: not in it).
    ``census``: its pupils are in the authority's school census. ``successor`` holds the
    URN, the type and the first day of the academy that it becomes in these two years.
    """

    key: str
    name: str
    kind: InstitutionKind
    authority: str
    town: str
    share: float = 1.0
    urn: str | None = None
    number: str | None = None
    ukprn: str | None = None
    gias_type: tuple[str, str] | None = None
    fe_type: str = "Not applicable"
    sixth_form: bool = False
    census: bool = False
    sector: str = "mainstream"
    successor: tuple[str, tuple[str, str], date] | None = None

    @property
    def laestab(self) -> str | None:
        return None if self.number is None else self.authority + self.number

    def urn_on(self, day: date) -> str | None:
        """Its URN on that day: the academy's once it is one."""
        if self.successor is not None and day >= self.successor[2]:
            return self.successor[0]
        return self.urn


ACADEMY = ("34", "Academy converter")


class Institutions:
    """All places, by their key, and those that a life may pass through."""

    def __init__(self, authority: str, first: int) -> None:
        """``first`` is the calendar year in which the first academic year begins."""
        self.authority = authority
        self._first = first
        file = Path(__file__).with_name("institutions.csv")
        self.all = tuple(tables.read(file, self._place))
        self._by_key = {place.key: place for place in self.all}

    def __getitem__(self, key: str) -> Place:
        return self._by_key[key]

    def of(
        self, kind: InstitutionKind, *, near: bool = True, sector: str | None = None
    ) -> tuple[Place, ...]:
        """Places of a kind, in the authority (``near``) or around it."""
        return tuple(
            place
            for place in self.all
            if place.kind is kind
            and (place.authority == self.authority) == near
            and (sector is None or place.sector == sector)
        )

    def _place(self, row: dict[str, str]) -> Place:
        """The place of a row; ``academy_urn`` is that of the academy it becomes."""
        code, _, title = row["gias_type"].partition(" ")
        academy = row["academy_urn"], ACADEMY, date(self._first + 1, 4, 1)
        return Place(
            key=row["key"],
            name=row["name"],
            kind=InstitutionKind(row["kind"]),
            authority=row["authority"] or self.authority,
            town=row["town"],
            share=float(row["share"]),
            urn=row["urn"] or None,
            number=row["number"] or None,
            ukprn=row["ukprn"] or None,
            gias_type=(code, title) if code else None,
            fe_type=row["fe_type"],
            sixth_form=tables.YES_OR_NO[row["sixth_form"]],
            census=tables.YES_OR_NO[row["census"]],
            sector=row["sector"],
            successor=academy if row["academy_urn"] else None,
        )
