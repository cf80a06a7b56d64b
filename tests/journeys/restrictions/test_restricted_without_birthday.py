"""A line with a No and no date of birth waits for an officer, and keeps nothing.

Everybody is invented.
"""

import csv
from dataclasses import replace
from datetime import date

import pytest

from tests.factories import COLLEGE, SCHOOL, register
from tests.journeys.restrictions.restricted import LAYOUTS, Pupil, leaks

OCTOBER, NOVEMBER = date(2025, 10, 2), date(2026, 10, 1)
KNOWN = Pupil(11, "Isolde", "Quennell", date(2009, 10, 1), yssa="Yes")


def without_birthday(files):
    """Empties the cells for the date of birth in these files."""
    for file in files:
        if file.suffix == ".xml":
            text = file.read_text(encoding="utf-8")
            head, _, rest = text.partition("<DOB>")
            file.write_text(head + rest.partition("</DOB>")[2], encoding="utf-8")
            continue
        with file.open(encoding="utf-8", newline="") as content:
            rows = list(csv.DictReader(content))
        with file.open("w", encoding="utf-8", newline="") as content:
            table = csv.DictWriter(content, list(rows[0]))
            table.writeheader()
            for row in rows:
                table.writerow(
                    {
                        name: "" if name.lower() == "dob" else value
                        for name, value in row.items()
                    }
                )
    return files


@pytest.fixture
def send(tmp_path, load):
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    made = iter(range(1000))

    def run(layout, pupil, *, as_at, birthday=True, institution=SCHOOL, estab="4034"):
        feed, write = LAYOUTS[layout]
        folder = tmp_path / f"f{next(made)}"
        folder.mkdir()
        files = write(folder, [pupil], estab)
        if not birthday:
            files = without_birthday(files)
        return load(feed, *files, as_at=as_at, institution=institution, code=None)

    return run


@pytest.mark.parametrize("layout", ["flat", "collect", "xml"])
def test_a_no_without_a_birthday_waits(app, send, as_json, layout) -> None:
    """Another source has the pupil, and the school reports the first No."""
    college = replace(KNOWN, number=31, marks=31)
    send("list", college, as_at=OCTOBER, institution=COLLEGE, estab="8600")
    no = replace(KNOWN, yssa="No")
    batch = send(layout, no, as_at=NOVEMBER, birthday=False)
    assert leaks(app, no) == []
    assert batch["outcomes"] == {"possible": 1}, batch
    (line,) = as_json("matching", "list")
    (candidate,) = as_json("matching", "show", line["row"])["candidates"]
    as_json("matching", "resolve", line["row"], "--person", candidate["person"])
    assert leaks(app, no) == []
    shown = as_json("people", "show", candidate["person"])["identity"]
    assert [each["since"] for each in shown["restrictions"]] == ["2026-10-01"]


@pytest.mark.sample("*-Withheld", because="each form of file, one way to say nothing")
@pytest.mark.parametrize("answer", ["UNS", "", "Withheld"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_after_a_no_a_line_without_a_birthday(
    app, send, as_json, layout, answer
) -> None:
    send("flat", replace(KNOWN, yssa="No"), as_at=OCTOBER)
    later = replace(KNOWN, number=41, marks=41, yssa=answer)
    batch = send(layout, later, as_at=NOVEMBER, birthday=False)
    assert leaks(app, later) == []
    assert "invalid" not in batch["outcomes"], batch
    for line in as_json("matching", "list"):
        (candidate,) = as_json("matching", "show", line["row"])["candidates"]
        as_json("matching", "resolve", line["row"], "--person", candidate["person"])
    assert leaks(app, later) == []
