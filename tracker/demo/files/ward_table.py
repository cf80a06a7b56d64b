"""The wards of the authority's postcodes, in the layout of the ONS directory.

The wards are invented: neighbouring postcode sectors put together under invented names.
"""

import csv
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

NAME = "wards/ONSPD_invented_wards.csv"
#: Codes that ONS gives to no ward.
_FIRST_CODE = 5_990_001
_WARDS = (
    *("Alderbank", "Bickley Moss", "Brackenfield", "Canalside", "Coppice Green"),
    *("Dunstall", "Fallowfields", "Gatesworth", "Hallam Bridge", "Kestrel Park"),
    *("Larkhill", "Millbrook", "Oakenhurst", "Pennine Rise", "Quarry Bank"),
    *("Ravensmoor", "Sallowby", "Thistleton", "Underwood", "Weavers Cross"),
)


def write_wards(folder: Path, postcodes: Sequence[str], year: int) -> Path:
    """Writes the ward of each postcode, by the boundaries of a year.

    ``postcodes`` are in alphabetical order, each with its space. A sector, such as
    "WN1 2", is in one ward.
    """
    path = folder / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    short = f"{year % 100:02}"
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(("pcds", f"wd{short}cd", f"wd{short}nm"))
        before = 0
        for _, sector in groupby(postcodes, lambda each: each[:-2]):
            inside = list(sector)
            ward = before * len(_WARDS) // len(postcodes)
            code = f"E0{_FIRST_CODE + ward}"
            lines.writerows((each, code, _WARDS[ward]) for each in inside)
            before += len(inside)
    return path
