"""A college cannot find out, with lists it makes up, which people the council knows.

A college that has nothing to do with either sends fifty variants of one pupil of a
school, and fifty of an invented person. It sends them twice, before and after the
council applies them, in one list and in lists of one line. The answers are equal but
for the cells that repeat what was sent.
"""

import re
from datetime import date, timedelta

import pytest

from tests.acts import act
from tests.factories import ELSEWHERE, census, person, pupil
from tests.linkage.people import uln, upn
from tests.web.conftest import NOW
from tests.web.school.conftest import text
from tests.web.school.probing import AUTHORITY, differing, masked, tried
from tracker import actions, store
from tracker.access import authority_scope

__all__ = ["tried"]

ALSO_HERE, NOWHERE = "WN7 1AB", "ZZ99 9ZZ"

CHANGES = (
    {},
    {"upn": "", "uln": ""},
    {"given": "", "family": "", "born": ""},
    {"born": ""},
    {"given": "Zebedee"},
    {"family": "Quillfeather"},
    {"family": ""},
    {"postcode": ALSO_HERE},
    {"postcode": ""},
    {"postcode": NOWHERE},
    {"postcode": ELSEWHERE},
    {"upn": "", "uln": "", "postcode": ELSEWHERE},
    {"uln": "1000000001"},
    {"upn": "A123456789012"},
    {"born": "31/02/2010"},
    {"born": "03/11/1985"},
    {"end": "01/11/2026"},
)
NUMBERS = ({}, {"upn": "", "uln": ""}, {"upn": upn(7777), "uln": uln(7777)})


def variants(row):
    """Fifty rows about a person, or about people who are nearly the same."""
    day = date(*reversed([int(part) for part in row["born"].split("/")]))
    made = []
    for numbers in NUMBERS:
        made += [{**row, **numbers, **change} for change in CHANGES]
        for days in (-1, 1):
            made.append({**row, **numbers, "born": f"{day + timedelta(days):%d/%m/%Y}"})
        made.append({**row, **numbers, "given": row["given"][:1]})
        made.append({**row, **numbers, "family": row["given"], "given": row["family"]})
    return [{**each, "start": "07/09/2026"} for each in made][:50]


@pytest.fixture
def pupils(registered, load, tmp_path):
    """A school's pupils who left in summer; the parents of the first answered No."""
    rows = [
        pupil(n, date(2009, 10, n), yssa="No" if n == 1 else "Yes") for n in range(1, 6)
    ]
    load("school-census", census(tmp_path / "c.csv", rows), as_at=date(2026, 5, 21))
    return rows


@pytest.fixture
def stranger():
    return {**person(4321), "given": "Isembard", "family": "Fotheringay"}


def test_fifty_variants_of_a_pupil_and_a_stranger_are_answered_alike(
    tried, pupils, stranger
) -> None:
    of_stranger = tried(variants(stranger))
    of_pupil = tried(variants(pupils[0]))
    assert differing(of_pupil, of_stranger) == []
    first, *_, last = of_pupil
    # Its sender still learns what to correct, and that the list was taken in.
    assert "Cannot be used" in first["page"]
    assert "Another council" in first["page"]
    assert "ULN" in first["page"]
    assert "Taken in" in last["page"]
    for step in of_pupil:
        for page in step.values():
            for word in ("Known to us", "Being looked at", "name only", "estrict"):
                assert word not in page


@pytest.mark.sample("as is", because="a hundred pages for each shape of a line")
@pytest.mark.parametrize(
    "change",
    [CHANGES[0], CHANGES[1], CHANGES[2], CHANGES[7], CHANGES[10], CHANGES[15]],
    ids=["as is", "no number", "number alone", "postcode", "elsewhere", "adult"],
)
def test_lists_of_one_line_are_answered_alike(tried, pupils, stranger, change) -> None:
    start = {"start": "07/09/2026"}
    of_stranger = tried([{**stranger, **start, **change}])
    of_pupil = tried([{**pupils[0], **start, **change}])
    assert differing(of_pupil, of_stranger) == []


def test_notices_about_a_pupil_and_a_stranger_are_answered_alike(
    college, post, worked, pupils, stranger, queries
) -> None:
    def answered(row, **changes) -> tuple[str, int]:
        day, month, year = row["born"].split("/")
        entered = {
            "given": row["given"],
            "family": row["family"],
            "born": [day, month, year],
            "number": row["upn"],
            "last_day": ["13", "11", "2026"],
            **changes,
        }
        with queries() as sent:
            answer = post(college, "/withdrawals/new", **entered)
        number = answer.location.rpartition("/")[2]
        worked()
        page = text(college.get(answer.location)) + text(college.get("/withdrawals"))
        page = re.sub(rf"(Notice|withdrawals/){number}", "it", page)
        page = re.sub(r"Notice \d+|/withdrawals/\d+", "it", page)
        page = re.sub(r"\d+ notices?\b", "", page)
        page = re.sub(r"<tbody.*</tbody>", "", page, flags=re.S)
        return masked(page, [row], number).replace(row["given"], ""), len(sent)

    for changes in ({}, {"number": ""}, {"postcode": ELSEWHERE}):
        one, other = answered(pupils[0], **changes), answered(stranger, **changes)
        assert re.sub(r"\d+ \w+ 20\d\d", "", one[0]) == re.sub(
            r"\d+ \w+ 20\d\d", "", other[0]
        )
        # Nothing is looked up before the answer: it takes as many queries.
        assert one[1] == other[1]


def test_a_student_placed_there_by_another_source_is_confirmed(
    school, signed_in, pupils, load, tmp_path, worked, post, pages, send_list
) -> None:
    """Here the school itself sends its sixth form; two of the students are in the
    census.
    """
    rows = [pupil(n, date(2009, 9, n), year="12") for n in (21, 22)]
    # The council's file of the whole area, not a list of the school's own.
    load("school-census", census(tmp_path / "all.csv", rows), as_at=date(2026, 10, 1))
    stranger = person(77)
    where = send_list(school, [*rows, stranger], name="sixth.csv")
    before = text(school.get(where))
    assert "Taken in" not in before
    post(school, where, f"{where}/send")
    with pages.app_context():
        batch = store.intake.import_batches.batches(within=authority_scope(AUTHORITY))[
            0
        ]
        actions.work.tasks.request(
            "apply",
            act=act(by="data@example.org", at=NOW, authority=AUTHORITY),
            subject=f"batch {batch.id}",
            batch=batch.id,
            confirmed=True,
        )
    worked()
    after = text(school.get(where))
    assert after.count("Taken in, confirmed") == 2
    assert "Taken in</strong>" in after
