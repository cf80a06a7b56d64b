"""Group sessions and lists: checked line by line, saved at once, taken back whole."""

import io
import re
from datetime import date

import pytest
import xlsxwriter

from tests.linkage.people import upn
from tests.web.adviser.young import TODAY, doing, record_evidence, young
from tracker import domain, store
from tracker.domain.casework.contact import Informant


@pytest.fixture
def two(pages) -> list[int]:
    with pages.app_context():
        found = [young("Amina", "Holtby", upn=upn(1)), young("Bryn", "Clegg")]
        for each in found:
            record_evidence(
                each, doing(domain.reference.activity.SEEKING), as_at=date(2026, 10, 1)
            )
        return found


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


SESSION = {"place": "Testham Hall", "topic": "Apprenticeships", "held_on": TODAY}


def test_a_session_is_checked_saved_and_taken_back(pages, signed_in, fill, two) -> None:
    client = signed_in("adviser")
    pasted = f"{upn(1)}\nbryn clegg\nNemo Here"
    shown = text(fill(client, "/group-session", pasted=pasted, **SESSION))
    assert "2 young people were there" in shown
    assert "<strong>Nemo Here</strong>: No young person matches this." in shown
    with pages.app_context():
        assert store.casework.contacts.of(two[0]) == []
    saved = fill(
        client, "/group-session", pasted=pasted, people=two, save="yes", **SESSION
    )
    assert "Recorded for 2 young people." in text(saved)
    assert "by group session" in text(client.get(f"/people/{two[1]}"))
    address = saved.request.path
    undone = text(fill(client, f"{address}/take-back", page=address))
    assert "Taken back for 2 young people." in undone
    assert "This session was taken back." in text(client.get(address))
    with pages.app_context():
        assert store.casework.contacts.of(two[0]) == []


LINES_OF_THREE = "Amina Holtby\nbryn clegg\nNemo Here"


def box(page: str) -> str:
    """What stands in the box of the page, to be mended."""
    return re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.S)[1]


def test_lines_that_are_not_recorded_are_named_and_kept(
    pages, signed_in, fill, two
) -> None:
    with pages.app_context():
        other = young("Bryn", "Clegg", born=date(2010, 2, 1), postcode="WN5 9XX")
    client = signed_in("adviser")
    shown = text(fill(client, "/group-session", pasted=LINES_OF_THREE, **SESSION))
    assert "Who is “bryn clegg”?" in shown
    assert "Bryn Clegg, born 2010, WN5" in shown
    assert "<strong>Keep in touch</strong>, for 22 December 2026" in shown
    entered = {"pasted": LINES_OF_THREE, "people": two[:1], **SESSION}
    twice = [fill(client, "/group-session", save="yes", **entered) for _ in range(2)]
    first, second = map(text, twice)
    assert twice[0].request.full_path == twice[1].request.full_path
    assert first == second or "2 lines were not recorded" in second
    assert "2 lines were not recorded" in first
    assert "Recorded for 1 young person." in first
    assert "1 follow-up made: <strong>Keep in touch</strong>" in first
    assert box(first) == "bryn clegg\nNemo Here"
    address = twice[0].request.full_path
    mended = fill(
        client,
        "/group-session",
        page=address,
        pasted=box(first),
        missed=["0", "1"],
        save="yes",
        **{"line-0": other},
        **SESSION,
    )
    shown = text(mended)
    assert "Recorded for 1 young person." in shown
    assert box(shown) == "Nemo Here"
    with pages.app_context():
        assert len(store.casework.contacts.of(other)) == 1
        assert store.casework.contacts.of(two[1]) == []


def test_a_colleague_does_not_read_the_lines_that_were_left(
    signed_in, fill, two
) -> None:
    entered = {"pasted": LINES_OF_THREE, "people": two[:1], **SESSION}
    saved = fill(signed_in("adviser"), "/group-session", save="yes", **entered)
    assert "Nemo Here" in text(saved)
    shown = text(signed_in("team-leader").get(saved.request.full_path))
    assert "Recorded for" in shown
    assert "Nemo Here" not in shown


def test_a_pick_that_is_no_candidate_is_not_recorded(
    pages, signed_in, fill, two
) -> None:
    entered = {"pasted": "Nemo Here\nClegg", "line-0": two[0], **SESSION}
    shown = text(
        fill(signed_in("adviser"), "/group-session", save="yes", **entered, people=two)
    )
    assert box(shown) == "Nemo Here"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"place": ""}, "Enter where it was."),
        ({}, "Tick or paste who was there."),
        ({"save": "yes"}, "Select who was there."),
        ({"pasted": "x\n" * 201}, "200 lines or fewer"),
        ({"pasted": "Nemo"}, "None of the lines matches a young person on record."),
    ],
)
def test_a_session_without_young_people_is_refused(
    signed_in, fill, changes, says
) -> None:
    shown = text(fill(signed_in("adviser"), "/group-session", **{**SESSION, **changes}))
    assert says in shown


HEADINGS = "UPN,Forename,Surname,DOB,Activity,Start\n"
LINES = (
    f"{upn(1)},,,,Apprenticeship,16/11/2026\n"
    ",Bryn,Clegg,3/12/2009,Temporary job,16/11/2026\n"
    ",No,Body,3/12/2009,Temporary job,16/11/2026\n"
)
LEARNED = {"informant": str(Informant.PROVIDER), "learned": TODAY}


def test_a_list_is_checked_saved_and_taken_back(signed_in, fill, two) -> None:
    client = signed_in("adviser")
    shown = text(fill(client, "/update-many", pasted=HEADINGS + LINES, **LEARNED))
    assert "2 lines of 3 can be saved" in shown
    assert "Rule 262" in shown
    assert "No young person matches this." in shown
    kept = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", shown, re.S)
    saved = fill(client, "/update-many", pasted=kept[1], save="yes", **LEARNED)
    assert "Saved for 2 young people." in text(saved)
    person = f"/people/{two[0]}"
    assert "<strong>Apprenticeship</strong>" in text(client.get(person))
    address = saved.request.path
    undone = text(fill(client, f"{address}/take-back", page=address))
    assert "Taken back for 2 young people." in undone
    assert "<strong>Apprenticeship</strong>" not in text(client.get(person))


def test_a_list_needs_its_informant(signed_in, fill, two) -> None:
    entered = {"pasted": HEADINGS + LINES, "learned": TODAY}
    shown = text(fill(signed_in("adviser"), "/update-many", **entered))
    assert "Select who you heard it from." in shown


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_a_file_is_read_like_a_pasted_list(pages, signed_in, fill, encoding) -> None:
    with pages.app_context():
        young("Zoë", "Clegg")
    line = ",Zoë,Clegg,3/12/2009,Temporary job,16/11/2026\n"
    file = io.BytesIO((HEADINGS + line).encode(encoding))
    shown = text(
        fill(signed_in("adviser"), "/update-many", file=(file, "list.csv"), **LEARNED)
    )
    assert "1 line of 1 can be saved" in shown


def test_a_workbook_is_read_like_a_pasted_list(signed_in, fill, two) -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as made:
        sheet = made.add_worksheet()
        for at, line in enumerate((HEADINGS + LINES).splitlines()):
            sheet.write_row(at, 0, line.split(","))
    file = (io.BytesIO(content.getvalue()), "list.xlsx")
    client = signed_in("adviser")
    shown = text(fill(client, "/update-many", file=file, **LEARNED))
    assert "2 lines of 3 can be saved" in shown
    kept = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", shown, re.S)
    saved = fill(client, "/update-many", pasted=kept[1], save="yes", **LEARNED)
    assert "Saved for 2 young people." in text(saved)
    broken = (io.BytesIO(content.getvalue()[:900]), "list.xlsx")
    shown = text(fill(client, "/update-many", file=broken, **LEARNED))
    assert "list.xlsx" in shown and "lines of" not in shown


@pytest.mark.parametrize(
    ("pasted", "says"),
    [
        ("", "Paste a list, or choose a file."),
        ("Name\nAmina", "The first line must be the headings"),
        (HEADINGS + "x" * 10, "can be saved"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused(signed_in, fill, pasted, says) -> None:
    shown = text(fill(signed_in("adviser"), "/update-many", pasted=pasted, **LEARNED))
    assert says in shown


def test_the_queries_do_not_grow_with_the_lines(
    pages, signed_in, fill, queries
) -> None:
    client = signed_in("adviser")
    with pages.app_context():
        for number in range(24):
            record_evidence(
                young(f"Young{number}", "Holtby"),
                doing(domain.reference.activity.SEEKING),
            )
    lines = [f",Young{n},Holtby,3/12/2009,Traineeship,16/11/2026" for n in range(24)]
    queries_run = []
    client.get("/my-day")  # the count of the menu is kept from here on
    for count in (12, 24):
        pasted = HEADINGS + "\n".join(lines[:count])
        with queries() as counted:
            shown = text(fill(client, "/update-many", pasted=pasted, **LEARNED))
        assert f"{count} lines of {count} can be saved" in shown
        queries_run.append(len(counted))
    assert queries_run[0] == queries_run[1]


def test_one_of_many_is_not_taken_back_from_one_page(signed_in, fill, two) -> None:
    client = signed_in("adviser")
    saved = fill(client, "/update-many", pasted=HEADINGS + LINES, save="yes", **LEARNED)
    entry = saved.request.path.rsplit("/", 1)[1]
    person = f"/people/{two[0]}"
    assert "Saved for several people at once" in text(client.get(person))
    answer = fill(client, f"{person}/take-back/{entry}", page=person)
    assert answer.request.path == saved.request.path
    assert "<strong>Apprenticeship</strong>" in text(client.get(person))
