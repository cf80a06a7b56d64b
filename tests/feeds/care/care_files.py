"""Invented returns about children in care, as CSV tables, as XML and as Annex A."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from xml.etree import ElementTree as Xml

#: Postcodes of placements and homes, which no page, file or table may hold.
HOME, PLACED = "WN3 9QX", "WN4 9QX"

_TABLES: Mapping[str, Sequence[str]] = {
    "Header": ("CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"),
    "Episodes": (
        *("CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC"),
        *("REC", "REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN"),
    ),
    "UASC": ("CHILD", "SEX", "DOB", "DUC"),
    "OC3": ("CHILD", "DOB", "IN_TOUCH", "ACTIV", "ACCOM"),
    "Reviews": ("CHILD", "DOB", "REVIEW", "REVIEW_CODE"),
}


@dataclass
class Child:
    """One child of a return; days are as the return writes them."""

    number: str
    born: str
    sex: str = "1"
    upn: str = ""
    episodes: list[Mapping[str, str]] = field(default_factory=list)
    alone_until: str | None = None  # None: did not come alone; "": still
    leaver: Mapping[str, str] | None = None


def episode(start: str, end: str = "", status: str = "C2") -> dict[str, str]:
    """An episode of care in a placement whose postcode stands nowhere else."""
    why = {"DEC": end, "REC": "E4"} if end else {}
    place = {"PLACE": "U4", "HOME_POST": HOME, "PL_POST": PLACED}
    return {"DECOM": start, "RNE": "S", "LS": status, **place, **why}


def leaver(in_touch: str = "YES", activity: str = "F2") -> dict[str, str]:
    """What a return has of a care leaver."""
    return {"IN_TOUCH": in_touch, "ACTIV": activity, "ACCOM": "U1"}


def tables(folder: Path, children: Iterable[Child], *names: str) -> list[Path]:
    """The CSV tables of a return, or those of these names."""
    folder.mkdir(exist_ok=True)
    rows: dict[str, list[Mapping[str, str]]] = {name: [] for name in _TABLES}
    for each in children:
        child, born = {"CHILD": each.number}, {"DOB": each.born}
        sex = {"SEX": each.sex}
        header = {"UPN": each.upn, "ETHNIC": "WBRI", "MOTHER": "0"}
        rows["Header"].append({**child, **born, **sex, **header})
        rows["Episodes"] += [{**child, **it} for it in each.episodes]
        if each.alone_until is not None:
            alone = {"DUC": each.alone_until}
            rows["UASC"].append({**child, **born, **sex, **alone})
        if each.leaver is not None:
            rows["OC3"].append({**child, **born, **each.leaver})
        rows["Reviews"].append({**child, **born, "REVIEW": "01/02/2026"})
    made = []
    for name, headings in _TABLES.items():
        if names and name not in names:
            continue
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, headings)
            table.writeheader()
            table.writerows(rows[name])
        made.append(path)
    return made


def xml(path: Path, children: Iterable[Child]) -> Path:
    """The same return as one XML file."""
    root = Xml.Element("EXPSSDA903")
    for each in children:
        child = Xml.SubElement(root, "CHILD")
        header = Xml.SubElement(child, "HEADER")
        alone = {"UASC": "0" if each.alone_until is None else "1"}
        if each.alone_until:
            alone["DUC"] = each.alone_until
        number = {"CHILDID": each.number, "UPN": each.upn, "SEX": each.sex}
        born = {"DOB": each.born, "ETHNIC": "WBRI"}
        _fill(header, {**number, **born, **alone, **(each.leaver or {})})
        _fill(Xml.SubElement(header, "AREVIEW"), {"REVIEW": "01/02/2026"})
        for it in each.episodes:
            cells = {"PL" if name == "PLACE" else name: it[name] for name in it}
            _fill(Xml.SubElement(child, "EPISODE"), cells)
    Xml.ElementTree(root).write(path, xml_declaration=True, encoding="utf-8")
    return path


def _fill(element: Xml.Element, cells: Mapping[str, str]) -> None:
    for name, text in cells.items():
        Xml.SubElement(element, name).text = text or None


def family(count: int, seed: int = 3) -> list[Child]:
    """So many children of all ages, as those who test returns invent them."""
    rng = Random(seed)
    found = []
    for number in range(count):
        year, month, day = (
            rng.randrange(2004, 2024),
            rng.randint(1, 12),
            rng.randint(1, 28),
        )
        first = min(year + rng.randrange(1, 14), 2025)
        last = first + rng.randrange(4)
        ended = f"{day:02}/{month:02}/{last}" if first < last < 2026 else ""
        left = ended and 2004 <= year <= 2008
        found.append(
            Child(
                str(500_000 + number),
                f"{day:02}/{month:02}/{year}",
                rng.choice("12"),
                f"UN{rng.randint(1, 5)}" if rng.random() < 0.1 else _upn(rng),
                [
                    episode(
                        f"{day:02}/{month:02}/{first}", ended, rng.choice(("C2", "V4"))
                    )
                ],
                rng.choice(("", f"{day:02}/{month:02}/{year + 18}"))
                if rng.random() < 0.05
                else None,
                leaver(rng.choice(("YES", "NO", "RHOM")), rng.choice(_ACTIVITIES))
                if left
                else None,
            )
        )
    return found


_ACTIVITIES = ("F1", "P1", "F2", "P2", "F4", "P4", "F5", "P5", "G4", "G5", "G6", "0")


def _upn(rng: Random) -> str:
    body = f"359{rng.randrange(10**9):09}"
    letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
    total = sum(place * int(sign) for place, sign in enumerate(body, start=2))
    return letters[total % 23] + body
