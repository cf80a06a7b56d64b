"""The identity of a young person in one record, in the form that linkage compares."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Identity:
    """The identifying particulars of one young person, from one record.

    Names keep their spelling; identifiers and postcode are normalised text
    (``domain.reference.identifiers``). ``other_names`` holds preferred and former names
    as (given, family), either part empty where it is not known to differ.
    ``sealed_names`` are former names that matching may use but pages do not show.
    ``other_births`` are the dates of birth in records merged into this one.
    ``reference`` is the number by which a record's sender knows the person, with the
    sender: it says which rows of one file are about different people.
    """

    given: str = ""
    family: str = ""
    middle: str = ""
    other_names: tuple[tuple[str, str], ...] = ()
    born: date | None = None
    sex: str | None = None
    postcode: str | None = None
    upn: str | None = None
    former_upns: tuple[str, ...] = ()
    uln: str | None = None
    ypid: str | None = None
    former_ypids: tuple[str, ...] = ()
    sealed_names: tuple[tuple[str, str], ...] = ()
    # Not in the repr, which keys remembered rows: no row has other births.
    other_births: tuple[date, ...] = field(default=(), repr=False)
    reference: str = field(default="", repr=False)

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.given, self.family) if part)
