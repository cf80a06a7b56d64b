"""A sender's own headings: explained once, remembered, listed and changed; and files
that do not open when the page asks about them.
"""

import re

import pytest

from tests.factories import COLLEGE, people, person, provider_list
from tests.web.data_team.conftest import TODAY, WITHIN, text
from tests.web.unopened import WAYS
from tracker import store

HEADINGS = ("First", "Kin", "Birthday", "Lives at", "Joined us", "Bus pass", "Tutor")


def odd_list(path, *numbers: int):
    """A list with headings of its own."""
    lines = [";".join(HEADINGS)]
    for number in numbers:
        row = person(number)
        cells = [
            row["given"],
            row["family"],
            row["born"],
            row["postcode"],
            row["start"],
        ]
        lines.append(";".join([*cells, f"B{number}", "Mx Tutor"]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


ENTERED = {
    "feed": "provider-enrolment",
    "sender": COLLEGE,
    "names": "changes",
    "as_at": TODAY,
}
MEANS = ("forename", "surname", "dob", "postcode", "start", "", "")


def chosen(means=MEANS) -> dict[str, str]:
    return {f"column-{place}": name for place, name in enumerate(means)}


@pytest.fixture
def columns_page(desk, registered, tmp_path) -> str:
    """The page on which the columns of the college's first list are explained."""
    sent = desk.send(odd_list(tmp_path / "odd.csv", 1, 2), follow=False)
    to_columns = desk.post(sent.location, follow=False, **ENTERED)
    assert to_columns.location.endswith("/columns"), text(to_columns)
    return str(to_columns.location)


def test_each_heading_is_shown_with_some_of_its_cells(desk, columns_page) -> None:
    page = desk.get(columns_page)
    for heading in HEADINGS:
        assert f">{heading}</th>" in page
    assert "B1; B2" in page
    assert "Still missing: Surname, DOB, StartDate." in page


def test_the_chosen_columns_read_the_list(desk, columns_page) -> None:
    page = text(desk.post(columns_page, **chosen()))
    assert "Importing odd.csv" in page
    desk.work()
    with desk.pages.app_context():
        (row, _) = store.intake.batch_pages.lines(2, None, limit=None)
        assert set(row.raw) == {"forename", "surname", "dob", "postcode", "start"}
        assert row.outcome == "new-in-area"


def test_an_unused_column_is_reported_and_not_kept(desk, columns_page) -> None:
    desk.post(columns_page, **chosen())
    desk.work()
    page = desk.get("/imports/2")
    assert page.count("Columns not read: Bus pass, Tutor.") == 1
    assert "not needed" not in page
    with desk.pages.app_context():
        assert all(
            "B1" not in row.raw.values()
            for row in store.intake.batch_pages.lines(2, None, limit=None)
        )


def test_the_next_list_of_the_sender_raises_no_question(
    desk, columns_page, tmp_path
) -> None:
    desk.post(columns_page, **chosen())
    desk.work()
    again = desk.send(odd_list(tmp_path / "november.csv", 3, 4), follow=False)
    page = text(desk.post(again.location, **ENTERED))
    assert "Importing november.csv" in page
    desk.work()
    with desk.pages.app_context():
        batch = store.intake.import_batches.batch(3, within=WITHIN)
        assert batch is not None
        assert store.intake.import_batches.outcomes(3) == {"new-in-area": 2}


def test_a_list_of_another_sender_raises_a_question(
    desk, columns_page, tmp_path
) -> None:
    desk.post(columns_page, **chosen())
    desk.work()
    other = desk.send(odd_list(tmp_path / "other.csv", 5, 6), follow=False)
    answer = desk.post(other.location, follow=False, **{**ENTERED, "sender": "130777"})
    assert answer.location.endswith("/columns")


WRONG = [
    (("forename", "surname", "", "", "start", "", ""), "Select which column is DOB"),
    (
        ("forename", "surname", "dob", "", "start", "surname", ""),
        "Kin and Bus pass cannot both be Surname: leave one out.",
    ),
    (("forename", "surname", "dob", "", "start", "shoes", ""), "one of our columns"),
]


@pytest.mark.parametrize(("means", "sentence"), WRONG)
def test_impossible_columns_are_refused_and_not_remembered(
    desk, columns_page, means, sentence
) -> None:
    page = text(desk.post(columns_page, **chosen(means)))
    assert sentence in page
    assert "There is a problem" in page
    assert "There are none yet." in desk.get("/senders/columns")
    assert desk.work() == 0


def test_remembered_columns_are_shown_and_changed(desk, columns_page) -> None:
    desk.post(columns_page, **chosen())
    page = desk.get("/senders/columns")
    assert "Testham College (invented)" in page
    (address,) = set(re.findall(r'href="(/senders/columns/[^"]+)"', page))
    page = desk.get(address)
    for heading in HEADINGS:
        assert f">{heading}</th>" in page
    # In the order of the headings: Birthday, Bus pass, First, Joined us, Kin ...
    means = ("dob", "", "forename", "start", "surname", "", "course")
    page = text(desk.post(address, **chosen(means)))
    assert "Columns saved." in page
    assert '"course" selected' in desk.get(address)


def test_remembered_columns_are_forgotten(desk, columns_page) -> None:
    desk.post(columns_page, **chosen())
    page = text(desk.post(f"/senders/columns/provider-enrolment/urn:{COLLEGE}/forget"))
    assert "are forgotten. Its next list will need them again." in page
    assert "There are none yet." in page


@pytest.mark.parametrize(
    "address",
    [
        f"/senders/columns/provider-enrolment/urn:{COLLEGE}",
        "/senders/columns/nonsense/urn:1",
    ],
)
def test_a_sender_without_remembered_columns_is_not_found(desk, address) -> None:
    assert desk.client.get(address).status_code == 404
    assert desk.post(address + "/forget").status_code == 404


def test_an_unneeded_column_alone_raises_one_question(
    desk, registered, tmp_path
) -> None:
    file = tmp_path / "known.csv"
    file.write_text(
        "Forename,Surname,DOB,Postcode,StartDate,Shoe size\n"
        "Amina,Holtby,1/9/2009,WN1 1AZ,7/9/2026,38\n"
    )
    sent = desk.send(file, follow=False)
    page = text(desk.post(sent.location, **ENTERED))
    assert "Which column is which?" in page
    assert "Still missing" not in page
    means = ("forename", "surname", "dob", "postcode", "start", "")
    assert "Importing known.csv" in text(
        desk.post(sent.location + "/columns", **chosen(means))
    )


# --- A file that does not open --------------------------------------------------------


@pytest.mark.parametrize(("way", "words"), WAYS)
def test_a_file_that_does_not_open_is_tried_again_or_deleted(
    desk, registered, tmp_path, monkeypatch, way, words
) -> None:
    sent = provider_list(tmp_path / f"{way.__name__}.csv", people(2))
    address = desk.send(sent, follow=False).location
    uploads = desk.pages.config["TRACKER"].var / "uploads"
    (file,) = uploads.rglob(f"{way.__name__}.csv")
    held = file.read_bytes()
    entered = {"feed": "provider-enrolment", "sender": COLLEGE, "names": "changes"}
    with monkeypatch.context() as fault:
        way(file, fault)
        assert "Delete the file" in desk.get(address)
        answer = desk.post(address, follow=False, **entered, as_at=TODAY)
        assert answer.status_code == 200
        assert words in text(answer)
        assert "Delete the file" in text(answer)
        assert file.name in desk.get(f"{address}/columns")
    file.write_bytes(held)
    assert desk.post(address, follow=False, **entered, as_at=TODAY).status_code == 302
    assert desk.work() > 0
    assert "Batch 2" in desk.get("/imports")
    again = desk.send(sent, follow=False).location
    (file,) = uploads.rglob(f"{way.__name__}.csv")
    with monkeypatch.context() as fault:
        way(file, fault)
        desk.post(f"{again}/throw-away")
    assert not file.exists()


def test_a_disk_that_fails_as_files_come_is_named_on_the_page(
    desk, registered, tmp_path, monkeypatch
) -> None:
    file = provider_list(tmp_path / "list.csv", people(2))
    with monkeypatch.context() as fault:
        WAYS[3][0](file, fault)
        assert "disk is full or does not answer" in text(desk.send(file))
    uploads = desk.pages.config["TRACKER"].var / "uploads"
    assert list(uploads.rglob("list.csv")) == []
