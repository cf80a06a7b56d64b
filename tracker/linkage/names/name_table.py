"""The frequency of names in the country: a table for names that are rare here.

``name_table.tsv`` holds (kind, spelled name, share). It is made of the name lists of
Faker (MIT licence): family names of ``en_GB`` with their weights, which come from the
Office for National Statistics, given names of ``en_GB``, and the lists of other locales
for the communities of the country, mixed by ``name_mix.csv``. ``python -m
tracker.linkage.names.name_table`` makes it again if Faker is installed; nothing else
here needs Faker. The file was made with Faker 40.63.0: lists differ between versions.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tracker import domain
from tracker.linkage.names.compared_names import spelled, tokens

TABLE = Path(__file__).with_name("name_table.tsv")
GIVEN, FAMILY = "given", "family"

# The share of each locale's list: a rough estimate for the schools of England.
_MIX = Path(__file__).with_name("name_mix.csv")
# Faker's names for lists of one kind; the first that a locale has is used.
_LISTS = {
    GIVEN: ("first_romanized_names", "first_names"),
    FAMILY: ("last_romanized_names", "unisex_last_names", "last_names"),
}


@cache
def shares(kind: str) -> Mapping[str, float]:
    """The share of each (spelled) name of a kind, ``GIVEN`` or ``FAMILY``."""
    found: dict[str, float] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        of, name, share = line.split("\t")
        if of == kind:
            found[name] = float(share)
    return found


def _made(kind: str) -> Iterable[tuple[str, float]]:
    from importlib import import_module

    whole: dict[str, float] = defaultdict(float)
    mix = domain.reference.tables.read(
        _MIX, lambda row: (row["locale"], float(row[kind]))
    )
    for locale, part in mix:
        provider: Any = import_module(f"faker.providers.person.{locale}").Provider
        names = next(
            found for each in _LISTS[kind] if (found := getattr(provider, each, None))
        )
        weights = dict(names) if isinstance(names, dict) else Counter(names)
        total = sum(weights.values())
        for name, weight in weights.items():
            if tokens(name):
                whole[spelled(name)] += part * weight / total
    total = sum(whole.values())
    return [(name, share / total) for name, share in sorted(whole.items())]


def main() -> None:
    lines = [
        f"{kind}\t{name}\t{share:.3g}\n"
        for kind in (GIVEN, FAMILY)
        for name, share in _made(kind)
    ]
    TABLE.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
