"""The table of the country's names, and how it is made of lists by locale."""

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from tracker.linkage.names import name_table
from tracker.linkage.names.name_table import FAMILY, GIVEN, shares


@pytest.mark.parametrize(
    ("kind", "name", "share"),
    [
        (GIVEN, "AARON", 0.00231),
        (GIVEN, "AABAN", 0.000102),
        (FAMILY, "SMITH", None),
        (GIVEN, "SMITHSONIAN", 0.0),
        (FAMILY, "AABAN", 0.0),
    ],
)
def test_a_name_has_its_share_among_names_of_its_kind(
    kind: str, name: str, share: float | None
) -> None:
    found = shares(kind).get(name, 0.0)
    assert found == share if share is not None else found > 0.005


def test_the_shares_of_each_kind_are_a_whole() -> None:
    for kind in (GIVEN, FAMILY):
        assert sum(shares(kind).values()) == pytest.approx(1, abs=0.002)


def locale(name: str, **lists: object) -> tuple[str, ModuleType]:
    path = f"faker.providers.person.{name}"
    made = ModuleType(path)
    made.__dict__["Provider"] = SimpleNamespace(**lists)
    return path, made


def test_the_table_is_made_of_lists_by_their_locales_share(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Weighted names keep their weights, others count equally; no letters, no name."""
    (tmp_path / "mix.csv").write_text("locale,given,family\nen,0.75,0.5\npl,0.25,0.5\n")
    lists = [
        locale(
            "en",
            first_names={"Ann": 3.0, "Mac Donald": 1.0},
            last_names=("O'Neill", "Łuczak", "O'Neill", "–"),
        ),
        locale(
            "pl",
            first_names=("Never",),
            first_romanized_names=("Ann", "Zoë"),
            unisex_last_names=("Luczak",),
            last_names=("Never",),
        ),
    ]
    for path, made in lists:
        monkeypatch.setitem(sys.modules, path, made)
    monkeypatch.setattr(name_table, "_MIX", tmp_path / "mix.csv")
    monkeypatch.setattr(name_table, "TABLE", tmp_path / "table.tsv")
    name_table.main()
    # The family name without a letter leaves 7 of 8 parts.
    assert (tmp_path / "table.tsv").read_text("utf-8").splitlines() == [
        "given\tANN\t0.688",
        "given\tMCDONALD\t0.188",
        "given\tZOE\t0.125",
        "family\tLUCZAK\t0.714",
        "family\tONEILL\t0.286",
    ]
