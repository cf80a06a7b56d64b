"""Years 11 to 13 on record against the population, below *Missing*. All is invented."""

import re
from datetime import date

from tests.factories import SCHOOL, census, pupil
from tests.web.conftest import read
from tests.web.data_team.conftest import OCTOBER


def rows(page: str) -> dict[str, list[str]]:
    """The rows of the table by year group."""
    section = read(page).find(".//section[@aria-labelledby='by-ons']")
    return {
        "".join(row.find("th").itertext()): [
            " ".join("".join(cell.itertext()).split()) for cell in row.findall("td")
        ]
        for row in section.iter("tr")
        if row.find("td") is not None
    }


def test_each_year_group_beside_how_many_live_here(
    desk, load, registered, flask, tmp_path
) -> None:
    """A school of three, in an authority where 4,000 of each age live."""
    pupils = [pupil(1), pupil(2), pupil(3, date(2012, 3, 4), year="10")]
    load(
        "school-census",
        census(tmp_path / "pupils.csv", pupils),
        institution=SCHOOL,
        as_at=OCTOBER,
    )
    page = desk.client.get("/senders/missing").text
    assert "Once a population estimate of the Office" in page
    file = tmp_path / "MYEB1_(2024).csv"
    ages = [
        f"E08000010,Wigan,E,F,{age},{4 if age == 13 else 4000}" for age in range(26)
    ]
    heading = "ladcode24,laname24,country,sex,age,population_2024"
    file.write_text("\n".join((heading, *ages)))
    flask("published", "load", file)
    page = desk.client.get("/senders/missing").text
    found = rows(page)
    # Most of Year 11 were thirteen on 30 June 2024: two are on record, and one too few.
    assert list(found) == [f"Year {group}" for group in range(11, 14)]
    assert found["Year 11"] == ["2", "670", "668 fewer on record"]
    # Year 12 were fourteen, but for those of July and August, who were thirteen.
    assert found["Year 12"] == ["0", "3,334", "3,334 fewer on record"]
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "for 30 June 2024 (MYEB1_(2024).csv)" in text
