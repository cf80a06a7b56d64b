"""A college cannot make a young person its leaver by writing a name and a birthday.

Everybody is invented.
"""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient

from tests.acts import act
from tests.factories import COLLEGE, COLLEGE_NUMBER, census, provider_list, pupil
from tests.linkage.people import uln, upn
from tests.web.conftest import NOW
from tests.web.school.conftest import COLLEGE_KEY, OTHER_KEY, SCHOOL_KEY, text
from tracker import actions, store
from tracker.access import authority_scope
from tracker.extensions import db
from tracker.store.history.leaver_rows import LeaverRow
from tracker.store.history.leaving import Stage
from tracker.store.intake.import_batches import StagedRow

AUTHORITY, HERE = "359", authority_scope("359")
PAGES = (
    *("/leavers", "/leavers/each", "/leavers/groups", "/leavers/years"),
    *("/leavers/leavers.csv", "/leavers/leavers.xlsx"),
    *("/ledger", "/ledger/pupils.csv"),
)
#: A line with a name and a date of birth, and no other identifier.
ALONE = {"upn": "", "uln": "", "postcode": "", "sex": ""}
STAYED = {"start": "08/09/2025", "end": "30/06/2026"}


@pytest.fixture
def sixth_former(registered, load, tmp_path):
    """A student of the school's sixth form last year, who has a brother there."""
    rows = [
        pupil(n, date(2008, 10, 2 * n), year="12", entry="05/09/2024") for n in (1, 2)
    ]
    load("school-census", census(tmp_path / "c.csv", rows), as_at=date(2026, 5, 21))
    return rows[0]


@pytest.fixture
def apply(pages, worked):
    """Applies the newest list, as the data manager does; its number."""

    def run() -> int:
        with pages.app_context():
            batch = store.intake.import_batches.batches(within=HERE)[0]
            _ask("apply", batch.id)
            number = batch.id
        worked()
        return number

    return run


def _ask(kind: str, batch: int) -> None:
    actions.work.tasks.request(
        kind,
        act=act(by="data@example.org", at=NOW, authority=AUTHORITY),
        subject=f"batch {batch}",
        batch=batch,
        confirmed=True,
    )


@pytest.fixture
def decided(as_json):
    """Decides every line that waits: it is its first candidate."""

    def run() -> None:
        for line in as_json("matching", "list"):
            (first, *_) = as_json("matching", "show", line["row"])["candidates"]
            as_json("matching", "resolve", line["row"], "--person", first["person"])

    return run


@pytest.fixture
def send(send_list, post, apply, decided):
    """Sends a list; the council decides all of its lines and applies it."""

    def run(client, *rows) -> int:
        where = send_list(client, rows, complete=False)
        post(client, where, f"{where}/send")
        decided()
        number = apply()
        decided()
        return number

    return run


@pytest.fixture
def seen(pages):
    """The pages and files of an institution that show the young person."""

    def run(client, row) -> list[str]:
        with pages.app_context():
            ledgers, on = actions.year.cohort_ledgers, NOW.date()
            ledgers.refresh(ledgers.current(on), within=HERE, on=on)
        shown = [
            page
            for page in PAGES
            for stage in ("", "year-11", "16-to-18")
            for year in (2024, 2025, 2026)
            if _names(_answer(client, f"{page}?year={year}&stage={stage}"), row)
        ]
        return sorted(set(shown))

    return run


def _answer(client, address):
    """A page or file, which is not read as HTML: that takes as long as to make it."""
    return FlaskClient.open(client, address)


def _names(answer, row) -> bool:
    content = answer.get_data()
    if answer.mimetype.startswith("application/vnd"):
        with ZipFile(BytesIO(content)) as book:
            content = b"".join(map(book.read, book.namelist()))
    return any(row[each].encode() in content for each in ("family", "upn", "uln"))


def kept(pages) -> set[str]:
    """The institutions that have leavers, worked out from the beginning."""
    with pages.app_context():
        actions.leavers.destinations.keep_leavers(
            (2024, 2025, 2026), Stage, as_of=NOW.date(), within=HERE
        )
        return {each.institution for each in db.session.query(LeaverRow)}


@pytest.mark.sample("alone", because="a hundred pages for each shape of a line")
@pytest.mark.parametrize(
    "row",
    [
        {**ALONE, **STAYED},
        {**STAYED, "upn": "", "uln": ""},
        {**ALONE, "start": "08/09/2025"},
        {**ALONE, "end": "30/06/2026", "start": ""},
        {**STAYED, "upn": "", "uln": uln(7001)},
        {**STAYED, "upn": upn(7002), "uln": ""},
    ],
    ids=["alone", "postcode", "still there", "end alone", "ULN of its own", "UPN"],
)
def test_a_line_without_a_number_on_record_shows_a_college_nothing(
    college, school, send, seen, sixth_former, pages, row
) -> None:
    assert kept(pages) == {SCHOOL_KEY}
    send(college, {**sixth_former, **row})
    assert seen(college, sixth_former) == []
    assert kept(pages) == {SCHOOL_KEY}
    assert "/leavers/each" in seen(school, sixth_former)
    send(college, {**sixth_former, **row, "end": "26/06/2026"})
    assert seen(college, sixth_former) == []


@pytest.fixture
def student(registered, load, tmp_path):
    """A student who left the school in summer 2025, and is 18 in autumn 2026."""
    row = pupil(1, date(2008, 10, 2), year="12", entry="05/09/2023")
    load("school-census", census(tmp_path / "s.csv", [row]), as_at=date(2025, 5, 21))
    return row


@pytest.mark.parametrize("number", ["upn", "uln"])
def test_a_college_sees_its_students_by_their_numbers(
    college, send, seen, student, pages, number
) -> None:
    other = {"upn": "uln", "uln": "upn"}[number]
    send(college, {**student, **STAYED, other: "", "postcode": ""})
    assert COLLEGE_KEY in kept(pages)
    assert "/leavers/each" in seen(college, student)
    assert "/leavers/leavers.csv" in seen(college, student)


@pytest.mark.parametrize("number", ["upn", "uln"])
def test_a_number_does_not_make_another_places_pupil_a_leaver(
    college, school, send, seen, sixth_former, pages, number
) -> None:
    """It claims a former student; the census had them at the school at that time."""
    other = {"upn": "uln", "uln": "upn"}[number]
    send(college, {**sixth_former, **STAYED, other: ""})
    assert seen(college, sixth_former) == []
    assert kept(pages) == {SCHOOL_KEY}
    assert "/leavers/each" in seen(school, sixth_former)
    # Folding one person's evidence gives the same as folding everybody's.
    send(college, {**sixth_former, **STAYED, "end": "26/06/2026"})
    assert seen(college, sixth_former) == []


@pytest.mark.parametrize(
    "change",
    [
        {"given": "Zebedee", "family": "Quillfeather"},
        {"born": "09/11/2008"},
        {"born": ""},
    ],
    ids=["another name", "another birthday", "no birthday"],
)
def test_a_known_number_beside_another_person_proves_nothing(
    college, send, seen, sixth_former, pages, change
) -> None:
    send(college, {**sixth_former, **STAYED, **change})
    assert seen(college, sixth_former) == []
    assert kept(pages) == {SCHOOL_KEY}


def test_a_number_from_its_own_list_alone_does_not_count(
    college, send, seen, sixth_former, pages
) -> None:
    """The first list puts a number on record, and the second agrees with it."""
    for end in ("30/06/2026", "29/06/2026"):
        row = {**sixth_former, **STAYED, "upn": "", "uln": uln(7001), "end": end}
        send(college, row)
    assert seen(college, sixth_former) == []


def test_two_colleges_that_pool_their_lists_see_nothing(
    college, signed_in, send, seen, sixth_former, pages
) -> None:
    other = signed_in("college-user", OTHER_KEY, email="second@example.org")
    row = {**sixth_former, **STAYED, "upn": "", "uln": uln(7001)}
    for client in (college, other, college):
        send(client, row)
        row["end"] = f"{int(row['end'][:2]) - 1}/06/2026"
    for client in (college, other):
        assert seen(client, sixth_former) == []
    assert kept(pages) == {SCHOOL_KEY}


def test_a_person_in_one_list_only_is_shown_to_no_user(
    college, send, seen, registered, pages, load, tmp_path
) -> None:
    """A person on record is not shown, so showing a stranger would disclose who is."""
    stranger = pupil(55, date(2008, 11, 11), year="12")
    send(college, {**stranger, **STAYED})
    assert seen(college, stranger) == []
    load(
        "school-census",
        census(tmp_path / "late.csv", [stranger]),
        as_at=date(2026, 10, 1),
    )
    assert "/leavers/each" in seen(college, stranger)


def test_a_withdrawn_list_shows_nothing(
    college, send, seen, student, as_json, pages
) -> None:
    batch = send(college, {**student, **STAYED})
    assert "/leavers/each" in seen(college, student)
    as_json("imports", "withdraw", batch)
    assert seen(college, student) == []
    assert COLLEGE_KEY not in kept(pages)


def test_a_list_loaded_by_the_council_counts_as_the_councils(
    college, load, tmp_path, seen, sixth_former, pages, send_list
) -> None:
    row = {**sixth_former, **ALONE, **STAYED}
    load(
        "provider-enrolment",
        provider_list(tmp_path / "list.csv", [row]),
        institution=COLLEGE,
        as_at=date(2026, 11, 20),
    )
    assert "/leavers/each" in seen(college, sixth_former)
    send_list(college, [row], complete=False)  # the same bytes, uploaded on the page
    assert "/leavers/each" in seen(college, sixth_former)


def test_a_college_is_the_source_of_a_students_leaving(
    college, load, tmp_path, send, seen, pages, registered
) -> None:
    """The council has its list of May; its own line without a number ends the stay."""
    student = pupil(3, date(2008, 10, 6), year="12")
    load(
        "provider-enrolment",
        provider_list(tmp_path / "l.csv", [{**student, "start": "08/09/2025"}]),
        institution=COLLEGE,
        as_at=date(2026, 5, 9),
    )
    assert "/leavers/each" in seen(college, student)
    send(college, {**student, **ALONE, "start": "08/09/2025", "end": "20/05/2026"})
    assert COLLEGE_KEY not in kept(pages)


def test_the_data_team_sees_the_students_of_another_institution(
    college, send_list, post, sixth_former, as_json, pages, signed_in
) -> None:
    where = send_list(college, [{**sixth_former, **ALONE, **STAYED}], complete=False)
    post(college, where, f"{where}/send")
    (line,) = as_json("matching", "list")
    shown = as_json("matching", "show", line["row"])
    sentence = "At Testham High School (invented) on 30 June 2026 by another source"
    assert any(sentence in reason for reason in shown["reasons"])
    data = signed_in("data-manager")
    assert sentence in text(data.get(f"/matching/{line['row']}"))
    # Its sender does not learn this.
    assert "Testham High" not in text(college.get(where))
    with pages.app_context():
        (row,) = db.session.query(StagedRow).filter_by(id=line["row"])
        assert row.outcome == "possible"


def test_an_unsent_list_is_not_applied(
    college, send_list, sixth_former, signed_in, as_json, post
) -> None:
    send_list(college, [{**sixth_former, **STAYED}], complete=False)
    (batch, *_) = as_json("imports", "list")
    page = text(signed_in("data-manager").get(f"/imports/{batch['batch']}"))
    assert "still checking this list" in page


def test_the_school_keeps_its_own(school, load, tmp_path, send, sixth_former, seen):
    """The census places them there; its own list without numbers changes nothing."""
    send(school, {**sixth_former, **ALONE, "start": "08/09/2025", "end": "30/06/2026"})
    assert "/leavers/each" in seen(school, sixth_former)


def test_another_institutions_own_list_confirms_no_student(
    college, signed_in, send, send_list, post, apply, pages, registered
) -> None:
    """Two colleges that write lists for each other learn nothing about a line."""
    stranger = pupil(55, date(2009, 11, 11), year="12", start="07/09/2026")
    other = signed_in("college-user", OTHER_KEY, email="second@example.org")
    send(other, {**stranger, "laestab": COLLEGE_NUMBER})
    where = send_list(college, [stranger], complete=False)
    post(college, where, f"{where}/send")
    apply()
    page = text(college.get(where))
    assert "Taken in" in page
    assert "Taken in, confirmed" not in page
