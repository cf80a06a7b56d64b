"""The reasons for a line's outcome quote nothing that a restriction withholds.

A missing name is looked for in other columns, and a number or an address may be in the
column of a name. Everybody is invented.
"""

import csv
from datetime import date

import pytest

from tests.factories import COLLEGE, SCHOOL, register
from tests.journeys.restrictions.restricted import everything
from tests.linkage.people import uln, upn

LAST_YEAR, OCTOBER, NOVEMBER = date(2025, 10, 2), date(2026, 10, 1), date(2026, 11, 5)

PUPIL = {
    "Surname": "Quennell",
    "Forename": "Isolde",
    "DoB": "01/10/2009",
    "Gender": "F",
    "Postcode": "WN1 1AZ",
    "UPN": upn(11),
    "UniqueLearnerNumber": "",
    "PreferredSurname": "",
    "PreferredForename": "",
}
#: The other cells in a school's census, and in the list of its sixth form.
CENSUS = {"LEA": "359", "Estab": "4034", "NCyearActual": "12", "EnrolStatus": "C"}
LIST = {"DfENo": "3594034", "StartDate": "07/09/2025"}

#: Cells of the line, and the text that must not be found afterwards.
CELLS = {
    "a preferred forename alone": (
        {"Forename": "", "PreferredForename": "Isolda"},
        "Isolda",
    ),
    "a preferred surname alone": ({"Surname": "", "PreferredSurname": "Zorb"}, "Zorb"),
    "an address as surname": ({"Surname": "secret1@example.org"}, "secret1@example"),
    "an address as forename": ({"Forename": "secret1@example.org"}, "secret1@example"),
    "a ULN as surname": ({"Surname": uln(77)}, uln(77)),
    "a phone as surname": ({"Surname": "07700 900123"}, "07700 900123"),
}
SAME, ANOTHER = upn(11), upn(12)
#: Where the school's No is, and the UPN of the line. A list has no answers, and a line
#: with another UPN that comes before the No may be a brother's.
SENT = [
    ("school-census", "in the line", SAME),
    ("school-census", "in the line", ANOTHER),
    *(
        each
        for feed in ("school-census", "provider-enrolment")
        for each in (
            (feed, "before the line", SAME),
            (feed, "before the line", ANOTHER),
            (feed, "after the line", SAME),
        )
    ),
]


def write(path, row):
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(row))
        table.writeheader()
        table.writerow(row)
    return path


@pytest.fixture
def send(tmp_path, load):
    """Sends one line of the school, or of the college that has the pupil too."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    made = iter(range(1000))

    def run(feed, as_at, institution=SCHOOL, **cells):
        columns = CENSUS if feed == "school-census" else LIST
        file = tmp_path / f"file{next(made)}.csv"
        return load(
            feed,
            write(file, {**PUPIL, **columns, **cells}),
            as_at=as_at,
            institution=institution,
            code=None,
        )

    return run


#: All combinations take minutes; the short run has each way and each cell once.
EVERY = [
    pytest.param(
        title, *way, marks=() if place % len(CELLS) == at else pytest.mark.long
    )
    for at, title in enumerate(CELLS)
    for place, way in enumerate(SENT)
]


@pytest.mark.parametrize(("title", "feed", "order", "number"), EVERY)
def test_no_reason_quotes_what_is_not_kept(
    app, send, title, feed, order, number
) -> None:
    cells, secret = CELLS[title]
    cells = {**cells, "UPN": number}
    send("provider-enrolment", LAST_YEAR, COLLEGE, DfENo="3598600")
    if order == "in the line":
        send(feed, NOVEMBER, YSSA="No", **cells)
    elif order == "before the line":
        send("school-census", OCTOBER, YSSA="No")
        send(feed, NOVEMBER, **cells)
    else:
        send(feed, NOVEMBER, **cells)
        send("school-census", OCTOBER, YSSA="No")
    found = [(where, row) for where, row in everything(app) if secret in row]
    assert found == []


def test_the_reasons_say_that_it_is_not_kept(send, as_json) -> None:
    send("provider-enrolment", LAST_YEAR, COLLEGE, DfENo="3598600")
    send("school-census", OCTOBER, YSSA="No")
    send("school-census", NOVEMBER, Forename="", PreferredForename="Isolda")
    (line,) = as_json("matching", "list")
    (candidate,) = as_json("matching", "show", line["row"])["candidates"]
    assert candidate["reasons"] == [
        "Agrees: UPN, family name, date of birth, sex, postcode.",
        "Differs: given name (one letter: not kept, Isolde on record).",
    ]
