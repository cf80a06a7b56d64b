"""Lists with two columns of codes: what they do, and whether they are there.

Everybody in them is invented.
"""

import pytest
from sqlalchemy import text as text_of

from tests.factories import people, person, provider_list
from tests.web.conftest import NOW
from tests.web.data_team.columns.service_lists import (
    HEADINGS,
    HUB,
    MEANS,
    agree,
    entered,
    explained,
)
from tests.web.data_team.conftest import TODAY
from tracker import actions, store
from tracker.extensions import db


@pytest.fixture(autouse=True)
def agreed(flask) -> None:
    agree(flask)


TWO_LISTS = ("Client", *HEADINGS[1:5], "Scheme", "Result", "Joined", "Gone", "Worker")
TWO_MEAN = ("", *MEANS[1:5], "activity", "presence", "start", "end", "")
RESULTS = {"A": "THERE", "X": "LEFT", "W": "WAITING", "N": "NEVER", "Z": ""}
SCHEMES = {"EE": "320", "PR": "550"}


def two_lists(path, as_at: str, lines: dict[int, tuple[str, str, str, str]]):
    """A list with two columns of codes: scheme, result, first day, last day."""
    rows = [",".join(TWO_LISTS)]
    for number, cells in lines.items():
        who = person(number)
        rows.append(
            f"C{number},{who['given']},{who['family']},{who['born']},{who['postcode']}"
            f",{','.join(cells)},K. Worker"
        )
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path, as_at


def spells(desk) -> dict[int, list[tuple[str, str, str]]]:
    """Each young person's spells: code, first day, last day or ""."""
    with desk.pages.app_context():
        numbers = {
            each["family"]: number
            for number in range(1, 9)
            for each in [person(number)]
        }
        persons = db.session.execute(text_of("SELECT id, family FROM people")).all()
        of = {person: numbers[family] for person, family in persons}
        return {
            of[folded.person]: [
                (
                    spell.activity.code,
                    f"{spell.starts:%d/%m}",
                    f"{spell.ends:%d/%m}" if spell.ends else "",
                )
                for spell in folded.spells
            ]
            for folded in actions.history.folding.folded_on(
                sorted(of), "359", [NOW.date()]
            )
        }


def test_a_second_column_of_codes_shows_who_is_there(
    desk, registered, tmp_path
) -> None:
    october, day = two_lists(
        tmp_path / "october.csv",
        ["30", "10", "2026"],
        {
            1: ("EE", "A", "05/10/2026", ""),
            2: ("EE", "A", "05/10/2026", ""),
            3: ("EE", "A", "05/10/2026", ""),
            4: ("PR", "W", "02/11/2026", ""),
            5: ("PR", "Z", "05/10/2026", ""),
            6: ("PR", "", "05/10/2026", ""),
            7: ("PR", "X", "07/09/2026", "16/10/2026"),
        },
    )
    sent = desk.send(october, follow=False)
    when = {**entered(), "as_at": day}
    to_columns = desk.post(sent.location, follow=False, **when)
    means = dict(zip(TWO_LISTS, TWO_MEAN, strict=True)) | RESULTS | SCHEMES
    page = desk.get(to_columns.location)
    assert "Whether they are there" in page
    explained(desk, to_columns.location, means)
    desk.work()
    desk.post("/imports/2/apply")
    desk.work()
    assert spells(desk) == {
        **{number: [("320", "05/10", "")] for number in (1, 2, 3)},
        **{number: [] for number in (4, 5, 6)},
        7: [("550", "07/09", "16/10")],
    }
    november, day = two_lists(
        tmp_path / "november.csv",
        TODAY,
        {
            1: ("EE", "A", "05/10/2026", ""),
            2: ("EE", "X", "05/10/2026", ""),
            3: ("EE", "N", "05/10/2026", ""),
            4: ("PR", "A", "02/11/2026", ""),
        },
    )
    sent = desk.send(november, follow=False)
    # A word that has not come before has to be explained.
    to_columns = desk.post(sent.location, follow=False, **{**entered(), "as_at": day})
    assert "Whether they are there = N<" in desk.get(to_columns.location)
    explained(desk, to_columns.location, means)
    desk.work()
    desk.post("/imports/3/apply")
    desk.work()
    found = spells(desk)
    assert found[1] == [("320", "05/10", "")]
    assert found[2] == [("320", "05/10", "23/11")]
    assert found[3] == []
    assert found[4] == [("550", "02/11", "")]
    with desk.pages.app_context():
        family = person(4)["family"]
        number = db.session.execute(
            text_of("SELECT id FROM people WHERE family = :family"), {"family": family}
        ).scalar_one()
    page = desk.get(f"/people/{number}")
    # The adviser sees which service it was.
    assert f"<strong>List of a support service, {HUB}</strong>" in page


def test_a_service_never_ends_what_a_college_has(desk, registered, tmp_path) -> None:
    """A service that has them gone raises a question, and its line can be read."""
    october = provider_list(tmp_path / "college.csv", people(2))
    desk.import_list(october, as_at=["9", "10", "2026"])
    desk.work()
    desk.post("/imports/2/apply")
    desk.work()
    before = spells(desk)
    gone, day = two_lists(
        tmp_path / "gone.csv",
        TODAY,
        {
            1: ("FE", "X", "01/10/2026", "20/11/2026"),
            2: ("EE", "A", "12/10/2026", ""),
        },
    )
    sent = desk.send(gone, follow=False)
    to_columns = desk.post(sent.location, follow=False, **{**entered(), "as_at": day})
    means = dict(zip(TWO_LISTS, TWO_MEAN, strict=True)) | RESULTS | SCHEMES
    explained(desk, to_columns.location, means | {"FE": before[1][0][0]})
    desk.work()
    desk.post("/imports/3/apply")
    desk.work()
    assert spells(desk) == before
    with desk.pages.app_context():
        first, second = db.session.execute(
            text_of("SELECT id FROM people ORDER BY id")
        ).scalars()
        for number in (first, second):
            (question,) = store.people.identity_questions.of(number)
            assert question.kind == store.people.identity_questions.Kind.CONFLICT
    for number, states in ((first, "until 20 November 2026"), (second, "12 October")):
        page = desk.get(f"/people/{number}")
        assert "Another source disagrees, but does not outweigh this one." in page
        assert f"<strong>List of a support service, {HUB}</strong>" in page
        assert states in page
        # Only what counts for no day stands apart from the history.
        assert ('id="outweighed"' in page) is (number == second)
