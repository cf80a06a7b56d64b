"""A pupil whose register says another name and sex since this autumn; invented."""

from datetime import date
from typing import Any

from tests.factories import census, pupil, register

BEFORE = {**pupil(1), "given": "Thaddeus", "family": "Quillfeather", "sex": "M"}
AFTER = {**BEFORE, "given": "Ottoline", "family": "Marchbank", "sex": "F"}


def on_record(tmp_path, load, as_json) -> Any:
    """Loads the register, and the pupil by two censuses; the young person's number."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    for row, as_at in ((BEFORE, date(2026, 1, 15)), (AFTER, date(2026, 10, 1))):
        file = census(tmp_path / f"{as_at}.csv", [row])
        load("school-census", file, as_at=as_at)
    number = as_json("people", "find", AFTER["upn"])[0]["person"]
    # A number alone is not believed against a name and a sex: an officer decides.
    for waiting in as_json("matching", "list"):
        as_json("matching", "resolve", waiting["row"], "--person", number)
    return number


def seal(as_json, number) -> None:
    """Seals the name and the sex that the pupil had before."""
    as_json(
        *("people", "seal", number, "--given", "Thaddeus"),
        *("--family", "Quillfeather", "--sex", "M"),
    )
