"""The person and the place of a row of an earlier system's export.

Such a system numbers its people within its database. DfE's number of a young person is
the number of the database and then that one. It only finds them: a row gives no young
person a number.
"""

from collections.abc import Mapping
from functools import partial

from tracker.domain.history.evidence import Detail, Statement
from tracker.domain.history.person import Identity
from tracker.domain.reference.identifiers import (
    LaEstab,
    Postcode,
    Ukprn,
    Uln,
    Upn,
    Urn,
    Ypid,
)
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.cells.row import Row, person_details
from tracker.feeds.file_reading import Context

#: DfE's number of a young person has so many digits, the last ten of them the system's.
_DIGITS, _OWN = 13, 10


def who(row: Row, context: Context) -> Identity:
    """The person of a row. A number is enough; without one, name and birth decide."""
    given, family = row.names()
    identity = Identity(
        given=given,
        family=family,
        middle=row.name("middle_names"),
        born=row.born(context.as_at),
        sex=row.sex(),
        postcode=row.parsed("postcode", Postcode.parse),
        upn=row.parsed("upn", Upn.parse),
        uln=row.parsed("uln", Uln.parse),
        ypid=_ypid(row, context),
    )
    if identity.family or not any((identity.upn, identity.uln, identity.ypid)):
        row.check_identity(identity, number_is_enough=True)
    return identity


def _ypid(row: Row, context: Context) -> str | None:
    """DfE's number of the young person, from the system's own where that is shorter.

    A number that is no such number is left out: the other columns decide.
    """
    own = _digits(row.text("person_id"))
    database = row.text("database") or context.database
    if own and len(own) <= _OWN and database:
        own = f"{database.zfill(_DIGITS - _OWN)}{own.zfill(_OWN)}"
    return Ypid.parse(own).value if own else None


def _digits(cell: str) -> str:
    own = cell.strip().removesuffix(".0").replace(" ", "")
    return own if own.isascii() and own.isdigit() else ""


def needs_database(raw: Mapping[str, str]) -> bool:
    """Whether a row has the system's own number, and not the database that it is of."""
    own = _digits(raw.get("person_id", ""))
    return 0 < len(own) <= _OWN and not raw.get("database")


def name_and_birth(identity: Identity) -> list[Statement]:
    """What a row states of its young person, for a record that it may make.

    The numbers are only compared: an export repeats those that its months have, and
    one that no month has would become the ID of a young person.
    """
    return [
        each
        for each in person_details(identity)
        if isinstance(each, Detail) and each.about in ("name", "birth")
    ]


def place(row: Row, context: Context) -> InstitutionRef | None:
    """The school, college, provider or employer that a row names; None without one.

    A four-digit number is of the authority that loads the file.
    """
    ref = InstitutionRef(
        urn=row.parsed("urn", Urn.parse),
        laestab=row.parsed("laestab", partial(LaEstab.of, context.authority)),
        ukprn=row.parsed("ukprn", Ukprn.parse),
        name=row.text("place") or None,
    )
    return None if ref == InstitutionRef() else ref
