"""A list of invented claimants with values that stand nowhere else, and its agreement.

One is a young person on record, with another postcode; one may be the same, by another
surname; one is on no record; one lives in another area.
"""

from pathlib import Path
from typing import Any

from tests.factories import ELSEWHERE, person

FEED = "jobcentre-claimants"
#: What no page, file, command or table may hold once the list is loaded.
TELLTALES = (
    *("Holtbyqx", "Zzyzxholt", "Quillfredo", "Vraxworthy", "Oddlode Terrace"),
    *("WN2 3AB", "WN23AB", "WN5 9XB", "WN59XB", "Yorvindale", "Ruthqx", "Parentholme"),
    *("07700900999", "07700 900999", "QQ123456C", "telltale@example.org"),
    *("22/02/2009", "2009-02-22", "22 February 2009"),
)
_HEADINGS = (
    "Claimant name,Date of birth,Address,Postcode,Parent name,Parent address,NINO,"
    "Phone,Claim start"
)
#: The young person on record: their number among those of ``tests.factories``.
KNOWN = 21


def known(**changes: str) -> dict[str, str]:
    """The row of the young person on record, as a school or college writes it."""
    return person(KNOWN, **{"family": "Holtby", "given": "Amina", **changes})


def line(name: str, born: str, postcode: str = "WN2 3AB") -> str:
    """A line of the list."""
    return (
        f'"{name}",{born},"9 Oddlode Terrace, Yorvindale, telltale@example.org",'
        f"{postcode},Ruthqx Vraxworthy,1 Parentholme Road,QQ123456C,07700 900999,"
        "16/11/2026"
    )


def lines() -> list[str]:
    """All lines of the list."""
    return [
        line("Holtby, Amina", known()["born"]),
        line("Holtbyqx, Amina", known()["born"]),
        line("Zzyzxholt, Quillfredo", "22/02/2009", "WN5 9XB"),
        line("Zzyzxholt, Faraway", "22/02/2009", ELSEWHERE),
    ]


def write(path: Path, *written: str) -> Path:
    """A file with these lines, or with all."""
    text = "\n".join((_HEADINGS, *(written or lines())))
    path.write_text(text + "\n", encoding="utf-8")
    return path


def agree(
    flask: Any,
    reference: str = "JC-1",
    *,
    last: str = "2027-07-31",
    gateway: str = "jobcentre-list",
    party: str = "Testham Jobcentre",
    fields: str = "name,born,address,postcode",
) -> None:
    """Agrees with a Jobcentre, or with a service, that its lists may come in."""
    flask(
        *("agreements", "propose", reference, "--gateway", gateway),
        *("--with", party, "--fields", fields),
        *("--from", "2026-09-01", "--to", last, "--review", last, "--for", "Bethan"),
    )
    flask("agreements", "sign", reference, "--for", "Judith")
