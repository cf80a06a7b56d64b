"""The level each field of two records comes to; and Splink sees the same. Invented."""

from datetime import date

import pytest

from tests.linkage.people import ELLA, row, temporary_upn, uln, upn
from tracker import linkage
from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import Agreement, Level, compare, prepare

L = Level

TABLE: list[tuple[Identity, Identity, dict[str, Level]]] = [
    (ELLA, ELLA, {"given": L.SAME, "upn": L.SAME, "uln": L.SAME, "middle": L.SAME}),
    (ELLA, row(given="elizabéth"), {"given": L.SAME, "upn": L.MISSING}),
    (ELLA, row(given="Liz"), {"given": L.SHORT_FORM}),
    (ELLA, row(given="Elizabeth Rose", middle=""), {"given": L.PART}),
    (ELLA, row(given="Rose", middle=""), {"given": L.MIDDLE}),
    (ELLA, row(given="Elizabteh"), {"given": L.ONE_LETTER}),
    (ELLA, row(given="Charlotte"), {"given": L.DIFFERENT}),
    (ELLA, row(given=""), {"given": L.MISSING}),
    (row(given="Mia"), row(given="Mya"), {"given": L.DIFFERENT}),
    (
        row(given="Oliver"),
        row(given="Bobby", other_names=(("Oliver", ""),)),
        {"given": L.KNOWN, "family": L.SAME},
    ),
    (ELLA, row(family="Shaw"), {"family": L.PART}),
    (ELLA, row(family="PENNINGTON SHAW"), {"family": L.SAME}),
    (ELLA, row(family="Penington-Shaw"), {"family": L.ONE_LETTER}),
    (ELLA, row(family="Pennigtin-Shaw"), {"family": L.SIMILAR}),
    (ELLA, row(family="Kaur"), {"family": L.DIFFERENT}),
    (
        row(family="Kaur"),
        row(family="Gill", other_names=(("", "Kaur"),)),
        {"family": L.KNOWN},
    ),
    (
        row(given="James", family="Ali"),
        row(given="Ali", family="James"),
        {"given": L.SWAPPED, "family": L.SWAPPED},
    ),
    (
        row(given="James", family="Ali"),
        row(given="Ali", family="Jamse"),
        {"given": L.CROSSED, "family": L.CROSSED},
    ),
    # Two brothers who share a first name are not parts of each other.
    (
        row(given="Muhammad Ali", middle=""),
        row(given="Muhammad Hamza", middle=""),
        {"given": L.SIMILAR},
    ),
    (ELLA, row(middle="R"), {"middle": L.INITIAL}),
    (ELLA, row(middle="May"), {"middle": L.DIFFERENT}),
    (ELLA, row(born=date(2009, 4, 3)), {"born": L.SWAPPED}),
    (ELLA, row(born=date(2009, 3, 14)), {"born": L.ONE_DIGIT}),
    (ELLA, row(born=date(2010, 5, 14)), {"born": L.DIFFERENT}),
    (ELLA, row(born=None), {"born": L.MISSING}),
    (ELLA, row(sex="M"), {"sex": L.DIFFERENT}),
    (ELLA, row(postcode="WN1 2BB"), {"postcode": L.DISTRICT}),
    (ELLA, row(postcode="WN11 1AZ"), {"postcode": L.DIFFERENT}),
    (ELLA, row(postcode="ZZ99 9ZZ"), {"postcode": L.MISSING}),
    (ELLA, row(upn=upn(2), former_upns=(upn(1),)), {"upn": L.SAME}),
    (ELLA, row(upn=upn(2)), {"upn": L.DIFFERENT}),
    (ELLA, row(upn=temporary_upn(2)), {"upn": L.MISSING}),
    (ELLA, row(upn="A" + upn(1)[1:]), {"upn": L.MISSING}),  # wrong check letter
    (ELLA, row(uln=uln(2)), {"uln": L.DIFFERENT}),
]


@pytest.mark.parametrize(("one", "other", "levels"), TABLE)
def test_two_records_have_these_levels_in_either_order(
    one: Identity, other: Identity, levels: dict[str, Level]
) -> None:
    there = compare(prepare(one), prepare(other))
    back = compare(prepare(other), prepare(one))
    assert {field: getattr(there, field) for field in levels} == levels
    assert there == back


def test_splink_gives_the_same_levels_as_the_plain_code() -> None:
    left = [(n, prepare(one), [str(n)]) for n, (one, _, _) in enumerate(TABLE)]
    right = [(n, prepare(two), [str(n)]) for n, (_, two, _) in enumerate(TABLE)]
    with linkage.model.scoring.quiet_linker(
        left, right, 1000, keep_levels=True
    ) as linker:
        found = linker.inference.predict(warning_mode="never").as_duckdbpyrelation()
        columns = [f"gamma_{field}" for field in Agreement.__dataclass_fields__]
        gammas = {
            number: dict(zip(columns, values, strict=True))
            for number, *values in found.project(
                ", ".join(["unique_id_l", *columns])
            ).fetchall()
        }
    assert len(gammas) == len(TABLE)
    for n, (_, one, _) in enumerate(left):
        agreement = compare(one, right[n][1])
        for field, levels in linkage.model.splink_model.comparisons().items():
            # Splink numbers the levels from the last, and -1 is "not given on both".
            names = [level for level, _ in levels if level is not Level.MISSING]
            number = gammas[n][f"gamma_{field}"]
            seen = Level.MISSING if number == -1 else names[len(names) - 1 - number]
            assert (n, field, seen) == (n, field, getattr(agreement, field))
