"""What neighbouring councils send, and where it is about. Everybody is invented."""

import csv
from collections.abc import Iterable
from pathlib import Path

from tests.factories import Row, register

BOLTON, ST_HELENS, MANCHESTER = "350", "342", "352"
FEED = "educated-elsewhere"

#: A college of Bolton, a school there that closed, and the academy that it became.
LAKE, LAKE_NUMBER = "130888", "3508100"
CLOSED, CLOSED_NUMBER, NOW = "105200", "3504100", "141300"
#: A college of St Helens.
PIT = "130999"

_PLACES = (
    f"{LAKE},350,8100,Lake College (invented),18,Open,,,6,16,99,10088881,"
    "General FE college,Bolton,BL1 1RU",
    f"{CLOSED},350,4100,Moor High (invented),1,Closed,,31-08-2026,4,11,18,,"
    "Not applicable,Bolton,BL1 1RU",
    f"{NOW},350,4101,Moor Academy (invented),34,Open,01-09-2026,,4,11,18,10088882,"
    "Not applicable,Bolton,BL1 1RU",
    f"{PIT},342,8200,Pit College (invented),18,Open,,,6,16,99,10088883,"
    "General FE college,St Helens,WA10 1HP",
)

_HEADINGS = {
    "Legal Forename": "given",
    "Legal Surname": "family",
    "Date of Birth": "born",
    "Home Postcode": "postcode",
    "UPN": "upn",
    "ULN": "uln",
    "School LAESTAB": "laestab",
    "URN": "urn",
    "School attended": "provider",
    "Home LA": "home",
    "Educated LA": "educated",
}


def wide_register(folder: Path) -> list[Path]:
    """The register of this area and its neighbours, and its file of links."""
    path = register(folder / "edubasealldata.csv")
    with path.open("a", encoding="cp1252", newline="") as file:
        file.writelines(f"{each}\r\n" for each in _PLACES)
    links = folder / "links_edubasealldata.csv"
    links.write_text(
        "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\n"
        f"{CLOSED},{NOW},Moor Academy,Successor,01-09-2026\n"
        f"{NOW},{CLOSED},Moor High,Predecessor,01-09-2026\n",
        encoding="cp1252",
    )
    return [path, links]


def neighbours_list(path: Path, rows: Iterable[Row]) -> Path:
    """A neighbour's list, with the headings of its own data team."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(_HEADINGS)
        for row in rows:
            table.writerow(row.get(name, "") for name in _HEADINGS.values())
    return path
