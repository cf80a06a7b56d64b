"""Tables of DfE and ONS, loaded on a page. Their figures are invented."""

import io
import re
from typing import Any

from tests.web.conftest import NOW
from tracker import store
from tracker.extensions import db
from tracker.store.accounts.audit import Action, AuditLine

PAGE = "/imports/published"
HEADINGS = (
    "time_period,geographic_level,region_name,old_la_code,la_name,Cohort_DJFavg,"
    "NEET_not_known_percent,NEET_percent,Notknown_percent"
)
ENGLAND = "2031,National,,,,1000000,5.5,3.0,2.5"
HERE = "2031,Local authority,North West,359,Wigan,8000,5,3.8,1.2"


def flat(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def send(desk, content: str | bytes, name: str = "dashboard.csv", **form: str) -> Any:
    data = content if isinstance(content, bytes) else content.encode("utf-8-sig")
    return desk.post(PAGE, files=(io.BytesIO(data), name), **form)


def table(*rows: str) -> str:
    return "\n".join((HEADINGS, *(rows or (ENGLAND, HERE)))) + "\n"


def held(desk) -> list[tuple[int, str, int]]:
    with desk.pages.app_context():
        return [(t.year, t.file, t.rows) for t in store.figures.published.tables()]


def test_before_any_is_loaded_the_page_names_which_to_load(desk) -> None:
    page = flat(desk.get(PAGE))
    assert "No table has been loaded" in page
    assert "NEET and participation scorecard" in page
    assert "Replace a table that has more figures" not in page


def test_a_table_is_loaded_listed_and_audited(desk) -> None:
    page = flat(send(desk, table()).text)
    assert "The figures for 2031 are loaded" in page
    assert "2 areas, 8 figures" in page
    assert f"dashboard.csv {NOW.day} Nov" in page
    assert held(desk) == [(2031, "dashboard.csv", 2)]
    with desk.pages.app_context():
        (line,) = db.session.scalars(
            db.select(AuditLine).where(
                AuditLine.action == Action.PUBLISHED_TABLE_LOADED
            )
        )
        assert line.subject == "published 2031"


def test_one_that_has_less_is_asked_about_first(desk) -> None:
    send(desk, table())
    page = flat(send(desk, table(HERE), "part.csv").text)
    assert "part.csv has 1 area with 4 figures of 2031" in page
    assert "2 areas with 8 figures are held" in page
    assert "choose the file again and tick the box" in page
    assert "Replace a table that has more figures" in page
    assert held(desk) == [(2031, "dashboard.csv", 2)]
    page = flat(send(desk, table(HERE), "part.csv", replace="y").text)
    assert "replacing the table loaded before" in page
    assert held(desk) == [(2031, "part.csv", 1)]


def test_what_is_no_table_changes_nothing(desk) -> None:
    for content, name in (
        ("", "empty.csv"),
        ("Forename,Surname\nAmina,Holtby\n", "pupils.csv"),
        (b"PK\x03\x04" + b"\0" * 90, "scorecard.xlsx"),
        (bytes(range(256)) * 40, "../../etc/passwd"),
    ):
        answer = send(desk, content, name)
        assert answer.status_code == 200
        page = flat(answer.text)
        assert "There is a problem" in page, name
        assert name.rpartition("/")[2] in page
        assert "Amina" not in page
    assert held(desk) == []


def test_without_a_file_the_form_says_so(desk) -> None:
    page = flat(desk.post(PAGE).text)
    assert "Choose a table, as it was downloaded." in page
