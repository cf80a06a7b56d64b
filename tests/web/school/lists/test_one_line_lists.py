"""Lists of one line and of five do not disclose which people the council knows.

Each is sent twice, about a young person on record and about an invented one like them,
and is applied by the council. Everybody is invented.
"""

from datetime import date

import pytest

from tests.factories import ELSEWHERE, census, person, pupil
from tests.linkage.people import uln, upn
from tests.web.school.probing import differing, tried

__all__ = ["tried"]

START = {"start": "07/09/2026"}
NONE = {"upn": "", "uln": ""}
NAMELESS = {"given": "", "family": ""}
LINES = {
    "ULN alone": {**NAMELESS, "upn": "", "born": "", "postcode": "", "sex": ""},
    "UPN alone": {**NAMELESS, "uln": "", "born": "", "postcode": "", "sex": ""},
    "number and postcode": {**NAMELESS, "upn": "", "born": ""},
    "number and birthday": {**NAMELESS, "upn": "", "postcode": ""},
    "name alone": {**NONE, "born": "", "postcode": ""},
    "name and birthday": {**NONE, "postcode": ""},
    "name and postcode": {**NONE, "born": ""},
    "wrong postcode": {**NONE, "postcode": "WN7 1AB"},
    "postcode elsewhere": {"postcode": ELSEWHERE},
    "elsewhere, no birthday": {"postcode": ELSEWHERE, "born": ""},
    "left": {**NONE, "postcode": "", "end": "30/06/2026", "start": ""},
    "an adult": {**NONE, "born": "03/11/1985"},
    "an unknown number": {"upn": upn(7777), "uln": uln(7777)},
}


@pytest.fixture
def known(registered, load, tmp_path, as_json):
    """Pupils of every kind, by kind, at a school that the college has nothing to do
    with.
    """
    rows = {
        kind: pupil(n, date(2008, 10, 2 * n), year="12", entry="05/09/2024")
        for n, kind in enumerate(
            ("plain", "restricted", "dead", "merged", "its other", "sealed", "renamed"),
            start=1,
        )
    }
    rows["restricted"]["yssa"] = "No"
    before = {**rows["sealed"], "given": "Thaddeus", "family": "Quillfeather"}
    former = {**rows["renamed"], "family": "Oldershaw"}
    early = [before, former]
    load("school-census", census(tmp_path / "a.csv", early), as_at=date(2026, 1, 15))
    load(
        "school-census",
        census(tmp_path / "b.csv", rows.values()),
        as_at=date(2026, 10, 1),
    )
    for waiting in as_json("matching", "list"):
        (first, *_) = as_json("matching", "show", waiting["row"])["candidates"]
        as_json("matching", "resolve", waiting["row"], "--person", first["person"])
    number = {
        kind: as_json("people", "find", f"{row['given']} {row['family']}")[0]["person"]
        for kind, row in rows.items()
    }
    as_json("people", "died", number["dead"], "--on", "2026-11-01")
    as_json("people", "merge", "--yes", number["merged"], number["its other"])
    as_json(
        *("people", "seal", number["sealed"]),
        *("--given", "Thaddeus", "--family", "Quillfeather"),
    )
    return {
        **rows,
        "sealed, by the old name": before,
        "renamed, by the old name": former,
    }


@pytest.fixture
def stranger():
    return {**person(4321), "given": "Isembard", "family": "Fotheringay"}


def test_one_line_of_a_pupil_and_of_a_stranger(tried, known, stranger) -> None:
    for line, changed in LINES.items():
        change = {**START, **changed}
        of_stranger = tried([{**stranger, **change}], complete=False)
        of_pupil = tried([{**known["plain"], **change}], complete=False)
        assert differing(of_pupil, of_stranger) == [], line


@pytest.mark.long
def test_one_line_of_people_of_every_kind(tried, known, stranger) -> None:
    of_stranger = tried([{**stranger, **START}], complete=False)
    number = {**NAMELESS, "upn": "", "born": "", "postcode": "", "sex": "", **START}
    number_of_stranger = tried([{**stranger, **number}], complete=False)
    for kind, row in known.items():
        found = tried([{**row, **START}], complete=False)
        assert differing(found, of_stranger) == [], kind
        found = tried([{**row, **number}], complete=False)
        assert differing(found, number_of_stranger) == [], kind


def test_five_lines_without_a_birthday(tried, known, stranger) -> None:
    """The council can use these lines only for young people on record."""
    change = {**START, "born": "", "upn": ""}
    strangers = [
        {**person(n), "given": stranger["given"], "family": f"{stranger['family']}{n}"}
        for n in range(4321, 4326)
    ]
    pupils = [known[kind] for kind in ("plain", "restricted", "dead", "merged")]
    pupils.append(known["sealed"])
    of_stranger = tried([{**each, **change} for each in strangers], complete=False)
    of_pupils = tried([{**each, **change} for each in pupils], complete=False)
    assert differing(of_pupils, of_stranger) == []
    assert "Taken in" in of_pupils[-1]["page"]
