"""Names for invented young people: full names, and the short forms that they use.

Given names and surnames are common ones, combined at random; ``names.csv`` lists them
with the commonest first. Many surnames are made of the two halves of Lancashire place
names and belong to no particular family.
"""

from collections import defaultdict
from pathlib import Path
from random import Random

from tracker.domain.reference import tables

_HERITAGE = {
    "AIND": "south asian",
    "APKN": "south asian",
    "ABAN": "south asian",
    "AOTH": "south asian",
    "OARA": "south asian",
    "WOTH": "european",
    "BAFR": "african",
    "BCRB": "african",
    "BOTH": "african",
    "CHNE": "east asian",
}
_BRITISH = "british"
_KINDS = ("M", "F", "surname", "first half", "second half")


def _listed(row: dict[str, str]) -> tuple[tuple[str, str], list[str]]:
    key = row["heritage"], row["kind"]
    if key[0] not in (_BRITISH, *_HERITAGE.values()) or key[1] not in _KINDS:
        raise ValueError(f"there is no list of names {key}")
    return key, row["names"].split()


def _short_forms(row: dict[str, str]) -> tuple[str, tuple[str, ...]]:
    return row["name"], tuple(row["short forms"].split())


_NAMES: dict[tuple[str, str], list[str]] = defaultdict(list)
for _key, _some in tables.read(Path(__file__).with_name("names.csv"), _listed):
    _NAMES[_key] += _some

_TOPONYMS = tuple(
    first + second
    for first in _NAMES[_BRITISH, "first half"]
    for second in _NAMES[_BRITISH, "second half"]
)

#: Short forms in use, by the name on the birth certificate.
NICKNAMES = dict(tables.read(Path(__file__).with_name("nicknames.csv"), _short_forms))


def heritage(ethnicity: str) -> str:
    """The list of names from which the names of an ethnicity are drawn."""
    return _HERITAGE.get(ethnicity, _BRITISH)


def given_name(rng: Random, sex: str, ethnicity: str) -> str:
    """A given name; the first of a list are the commonest."""
    names = _NAMES[heritage(ethnicity), sex if sex in "FM" else "F"]
    # The smaller of two draws leans towards the top of the list, as popularity does.
    return names[min(rng.randrange(len(names)), rng.randrange(len(names)))]


def surname(rng: Random, ethnicity: str) -> str:
    """A surname, now and then a double one."""
    name = _single_surname(rng, ethnicity)
    if rng.random() < 0.02:
        return f"{name}-{_single_surname(rng, 'WBRI')}"
    return name


def _single_surname(rng: Random, ethnicity: str) -> str:
    listed = heritage(ethnicity)
    if listed == _BRITISH and rng.random() >= 0.6:
        return rng.choice(_TOPONYMS)
    return rng.choice(_NAMES[listed, "surname"])
