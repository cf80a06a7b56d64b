"""Users invited from a list: checked line by line, all of them or none."""

import html
import io
import os
import re
import threading

import pytest
import xlsxwriter

from tests.acts import act
from tests.factories import COLLEGE, register
from tests.web.conftest import token
from tests.web.test_links import LINK
from tracker import actions, store
from tracker.access import authority_scope

WITHIN = authority_scope("359")
LIST = f"""Email,Name,Role,Institution
sam@example.org,Sam Wren,adviser,
ida@example.org,Ida Holt,College user,{COLLEGE}
administrator@example.org,Robin Example,administrator,
"""


def text(answer) -> str:
    return str(answer.get_data(as_text=True))


@pytest.fixture
def admin(pages, signed_in, tmp_path, load):
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    return signed_in("administrator")


def send(admin, pasted: str, **more):
    page = text(admin.get("/users/invite-list"))
    data = {"pasted": pasted, "csrf_token": token(page), **more}
    answer = admin.post("/users/invite-list", data=data)
    for each in threading.enumerate():
        if each.name == "letters with links":
            each.join(30)
    return answer


def emails(pages) -> set[str]:
    with pages.app_context():
        everybody = store.accounts.users.everybody(within=WITHIN)
        return {each.email for each in everybody}


def test_a_list_is_shown_before_anyone_is_invited(pages, admin) -> None:
    page = text(send(admin, LIST))
    assert "2 users will be invited, and 1 have an account already" in page
    assert "Testham College" in page and "Warning" not in page
    alike = text(send(admin, LIST.replace("Ida Holt", "Wren Sam")))
    assert "ida@example.org counts as the same person as sam@example.org" in alike
    assert emails(pages) == {"administrator@example.org"}
    done = text(send(admin, LIST, step="invite"))
    assert "2 invited." in done
    assert not LINK.search(done)
    assert emails(pages) == {
        *("administrator@example.org", "sam@example.org", "ida@example.org")
    }
    # Sent again, by a second click or from the history, it changes nothing.
    again = text(send(admin, LIST, step="invite"))
    assert "0 invited." in again
    outcome = text(send(admin, LIST, step="download"))
    assert "sam@example.org" in outcome
    assert "has an account already: invited" in outcome
    assert not LINK.search(outcome)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("not an address,Jo,adviser,", "“not an address” is not a full email address"),
        ("SAM@example.org,Jo,adviser,", "SAM@example.org is already in line 2"),
        ("jo@example.org,,adviser,", "is not a name"),
        ("jo@example.org,Jo,king,", "“king” is not a role"),
        ("jo@example.org,Jo,school user,", "needs a school or college"),
        (f"jo@example.org,Jo,adviser,{COLLEGE}", "has no school or college"),
        ("jo@example.org,Jo,school user,999999", "“999999” is no school or college"),
        ("=1+1@example.org,Jo,=cmd,", "“=cmd” is not a role"),
    ],
)
def test_a_list_with_one_fault_invites_no_one(pages, admin, line, says) -> None:
    pasted = f"{LIST}{line}\n"
    page = text(send(admin, pasted))
    assert says in page
    assert "1 line has a fault" in page
    for _ in range(2):
        refused = text(send(admin, pasted, step="invite"))
        assert "No one was invited. Correct line 5 first." in refused
    assert emails(pages) == {"administrator@example.org"}


def test_an_address_that_another_council_has_is_not_disclosed(pages, admin) -> None:
    with pages.app_context():
        actions.accounts.users.invite(
            email="sam@example.org",
            name="Sam Other",
            role="adviser",
            institution=None,
            act=act(authority="350"),
        )
    page = text(send(admin, LIST))
    assert "sam@example.org cannot be invited. Use another address." in page
    assert "Sam Other" not in page


def test_the_command_reads_csv_and_workbooks(app, flask, load, tmp_path) -> None:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    plain = tmp_path / "users.csv"
    plain.write_text(LIST)
    shown = flask("users", "invite-list", plain)
    assert "will be invited" in shown.out
    book = tmp_path / "users.xlsx"
    with xlsxwriter.Workbook(book) as made:
        sheet = made.add_worksheet()
        for at, line in enumerate(LIST.strip().splitlines()):
            sheet.write_row(at, 0, line.split(","))
    done = flask("users", "invite-list", book, "--apply", "--json").json
    assert done["wrong"] == 0
    assert len(done["links"]) == 3
    assert flask("users", "invite-list", book, "--apply", "--json").json["links"] == {}
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("Email,Name,Role\njo@example.org,Jo,king\n")
    assert "1 wrong." in flask("users", "invite-list", wrong, code=1).out


def workbook(*rows: tuple[str, ...]) -> io.BytesIO:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    content.seek(0)
    return content


def test_a_workbook_is_sent_checked_and_its_users_invited(pages, admin) -> None:
    lines = [tuple(line.split(",")) for line in LIST.strip().splitlines()]
    sent = workbook(("Users of the autumn",), (), *lines)
    page = text(send(admin, "", file=(sent, "users.xlsx")))
    assert "2 users will be invited, and 1 have an account already" in page
    kept = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.S)
    done = text(send(admin, html.unescape(kept[1]), step="invite"))
    assert "2 invited." in done
    assert "ida@example.org" in emails(pages)


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"PK\x03\x04" + b"x" * 100, "a.xlsx", "a.xlsx"),
        (b"Email,Name,Role\n" + b"x" * 300_000, "b.csv", "b.csv"),
        (b"%PDF-1.7", "c.csv", "c.csv"),
        (b"Name\nSam", "d.csv", "none of its first 20 rows"),
    ],
)
def test_a_file_that_is_no_list_is_refused_beside_its_field(
    pages, admin, content, name, says
) -> None:
    page = text(send(admin, "", file=(io.BytesIO(content), name)))
    error = re.search(r'id="file-error"[^>]*>(.*?)</p>', page, re.S)
    assert error and says in error[1]
    assert emails(pages) == {"administrator@example.org"}


def test_a_pipe_is_not_waited_for(flask, tmp_path) -> None:
    pipe = tmp_path / "users.csv"
    os.mkfifo(pipe)
    assert (
        "neither a file nor a folder" in flask("users", "invite-list", pipe, code=2).err
    )
