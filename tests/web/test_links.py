"""A link reaches its user and no administrator: by mail, or by the command line."""

import re
import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.web.conftest import NOW, PASSWORD, make, sign_in, token
from tracker import mail, store
from tracker.config import SettingMissing, from_environment
from tracker.mail import MailServer
from tracker.store.accounts.audit import AuditLine
from tracker.web.filters import by_whose_link

# The tests' own mail server is on the loopback: a password without TLS is tested.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Requiring AUTH while:UserWarning"),
    pytest.mark.filterwarnings("ignore:Session.login_data:DeprecationWarning"),
]

LINK = re.compile(r"/invitation/([\w-]{20,})")
OTHER_PASSWORD = "nine loud harbours sing"


def text(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


def post(client: Any, address: str, of: str = "/account", **data: Any) -> Any:
    page = text(client.get(of))
    return client.post(address, data={"csrf_token": token(page), **data})


class Letters:
    """The letters that a mail server received."""

    def __init__(self) -> None:
        self.taken: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def letters(pages: Any) -> Iterator[Letters]:
    """A mail server on the loopback that receives the pages' letters."""
    taken = Letters()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(
        taken,
        hostname="127.0.0.1",
        port=port,
        auth_required=True,
        auth_require_tls=False,
        authenticator=lambda *given: AuthResult(
            success=given[-1].login == b"tracker" and given[-1].password == b"p@ss"
        ),
    )
    server.start()
    was = pages.config["TRACKER"]
    settings = from_environment(
        {
            "TRACKER_DATABASE_ID": "359",
            "TRACKER_SMTP": f"smtp://tracker:p%40ss@127.0.0.1:{port}",
            "TRACKER_MAIL_FROM": "tracker@example.org",
            "TRACKER_ADDRESS": "https://tracker.example.org/",
        }
    )
    pages.config["TRACKER"] = replace(
        was, mail=settings.mail, address=settings.address, organisation="Testham"
    )
    yield taken
    pages.config["TRACKER"] = was
    server.stop()


@pytest.fixture
def place(pages: Any, tmp_path: Path) -> Iterator[Path]:
    was = pages.config["TRACKER"]
    pages.config["TRACKER"] = replace(was, var=tmp_path / "var")
    yield tmp_path / "var"
    pages.config["TRACKER"] = was


def invited(admin: Any) -> Any:
    return post(
        admin,
        "/users/new",
        name="Sam Example",
        email="sam@example.org",
        role="adviser",
    )


def everything_shown(admin: Any, number: int) -> str:
    pages = ("/users", f"/users/{number}", "/happened", "/happened.csv", "/settings")
    shown = []
    for page in pages:
        with admin.get(page) as answer:
            shown.append(text(answer))
    return "".join(shown)


def test_by_mail_the_user_gets_the_link_and_the_administrator_none(
    pages, signed_in, letters
) -> None:
    admin = signed_in("administrator")
    answer = invited(admin)
    number = int(answer.location.rpartition("/")[2])
    shown = text(answer) + everything_shown(admin, number)
    (letter,) = letters.taken
    assert (letter["To"], letter["From"]) == ("sam@example.org", "tracker@example.org")
    link = LINK.search(letter.get_content())
    assert link is not None
    assert f"https://tracker.example.org/invitation/{link[1]}" in letter.get_content()
    assert "A link was sent to sam@example.org" in shown
    assert link[1] not in shown
    assert not LINK.search(shown)
    there = pages.test_client()
    post(there, f"/invitation/{link[1]}", f"/invitation/{link[1]}", password=PASSWORD)
    assert "was set just now" in letters.taken[-1].get_content()
    assert sign_in(pages.test_client(), "sam@example.org").status_code == 302


def test_without_mail_the_link_waits_where_no_page_can_show_it(
    pages, signed_in, place, as_json
) -> None:
    admin = signed_in("administrator")
    with pages.app_context():
        colleague = make("adviser", email="kim@example.org").id
    answer = post(admin, f"/users/{colleague}/link")
    shown = text(answer) + everything_shown(admin, colleague)
    assert not LINK.search(shown)
    assert "flask users link kim@example.org" in shown
    (file,) = (place / "links").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    first = file.read_text().strip()
    assert LINK.fullmatch(first)
    # The command ends that link, prints another, and leaves no file.
    second = as_json("users", "link", "kim@example.org")["link"]
    assert second != first
    assert list((place / "links").iterdir()) == []
    there = pages.test_client()
    assert there.get(first).status_code == 404
    assert there.get(second).status_code == 200


def test_the_command_refuses_who_is_not_there_or_closed(
    pages, flask, signed_in
) -> None:
    admin = signed_in("administrator")
    assert "There is no account" in flask("users", "link", "x@y.org", code=2).err
    with pages.app_context():
        number = make("adviser").id
    post(admin, f"/users/{number}/close")
    assert "is closed" in flask("users", "link", "adviser@example.org", code=2).err


def test_a_password_set_by_a_link_names_the_maker_of_the_link(
    pages, signed_in, letters
) -> None:
    admin = signed_in("administrator")
    with pages.app_context():
        colleague = make("adviser", email="kim@example.org").id
    post(admin, f"/users/{colleague}/link")
    secret = LINK.search(letters.taken[-1].get_content())[1]
    there = pages.test_client()
    post(there, f"/invitation/{secret}", f"/invitation/{secret}", password=PASSWORD)
    with pages.app_context():
        (line,) = [
            each
            for each in store.accounts.users.db.session.query(AuditLine)
            if each.action == "password set"
            and each.subject == f"user {colleague}"
            and each.detail.get("caused_by") == "administrator@example.org"
        ]
    assert line.by == "kim@example.org"
    happened = re.sub(r"<[^>]+>", "", text(admin.get("/happened")))
    assert "set a password, by a link that administrator@example.org caused" in happened
    # The first to sign in may be another user, so the warning is shown for a while.
    for _ in range(2):
        kim = pages.test_client()
        sign_in(kim, "kim@example.org")
        page = text(kim.get("/account"))
        banner = page.partition("govuk-notification-banner")[2].partition(
            "</div>\n</div>"
        )
        assert "by a link that administrator@example.org made" in banner[0]
        assert ">Warning</h2>" in banner[0] and "--success" not in banner[0]


def test_a_link_made_on_the_machine_is_of_those_who_run_it() -> None:
    """A user knows no accounts of a machine, and is not to be alarmed by one."""
    assert by_whose_link("os user root") == (
        "the team that runs the service (account root of its machine)"
    )
    assert by_whose_link("kim@example.org") == "kim@example.org"


def test_a_user_gives_the_old_password_to_set_a_new_one(pages, signed_in) -> None:
    client = signed_in("adviser")
    other = pages.test_client()
    sign_in(other, "adviser@example.org")
    page = "/account/password"
    wrong = post(client, page, page, old="not it at all", password=OTHER_PASSWORD)
    assert "That is not your password now" in text(wrong)
    weak = post(client, page, page, old=PASSWORD, password="password1234")
    assert "stolen" in text(weak)
    done = post(client, page, page, old=PASSWORD, password=OTHER_PASSWORD)
    assert done.location == "/sign-in"
    assert other.get("/account").status_code == 302
    assert sign_in(pages.test_client(), "adviser@example.org").status_code == 200
    again = pages.test_client()
    assert sign_in(again, "adviser@example.org", OTHER_PASSWORD).status_code == 302
    assert "by a link" not in text(again.get("/account"))


def test_the_old_password_is_not_guessed_there(signed_in) -> None:
    client = signed_in("adviser")
    page = "/account/password"
    for _ in range(10):
        post(client, page, page, old="not it at all", password=OTHER_PASSWORD)
    answer = post(client, page, page, old=PASSWORD, password=OTHER_PASSWORD)
    assert "Too many wrong passwords" in text(answer)


def test_a_failing_mail_server_is_reported_and_the_link_waits(
    pages, signed_in, place
) -> None:
    pages.config["TRACKER"] = replace(
        pages.config["TRACKER"],
        mail=MailServer("127.0.0.1", 9, "t@example.org", is_tls=False, is_here=True),
        address="https://tracker.example.org",
    )
    admin = signed_in("administrator")
    page = text(admin.get(invited(admin).location))
    assert "could not be sent" in page
    assert not LINK.search(page)
    assert len(list((place / "links").iterdir())) == 1


def test_no_mail_leaves_the_machine_without_tls(letters, pages) -> None:
    """The test server offers no STARTTLS: only on this machine may mail do without."""
    server = replace(pages.config["TRACKER"].mail, is_here=False)
    with pytest.raises(mail.NotSent):
        mail.send(server, to="a@example.org", subject="s", text="t")
    with pytest.raises(mail.NotSent):
        mail.send(
            replace(server, is_tls=True), to="a@example.org", subject="s", text="t"
        )
    assert letters.taken == []
    assert ssl.create_default_context().verify_mode == ssl.CERT_REQUIRED


@pytest.mark.parametrize("to", ["a@example.org\nBcc: b@example.org", "a\r\n@x.org"])
def test_no_address_adds_a_line_to_a_letter(letters, pages, to) -> None:
    with pytest.raises(mail.NotSent):
        mail.send(pages.config["TRACKER"].mail, to=to, subject="s", text="t")
    assert letters.taken == []


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"TRACKER_SMTP": "mail.example.org"}, "TRACKER_SMTP must read"),
        ({"TRACKER_SMTP": "smtp://h:x"}, "TRACKER_SMTP must read"),
        ({"TRACKER_SMTP": "smtp://h"}, "TRACKER_MAIL_FROM"),
        (
            {"TRACKER_SMTP": "smtp://h", "TRACKER_MAIL_FROM": "t@h.org"},
            "TRACKER_ADDRESS",
        ),
        (
            {
                "TRACKER_SMTP": "smtp://h",
                "TRACKER_MAIL_FROM": "t@h.org",
                "TRACKER_ADDRESS": "http://tracker.example.org",
            },
            "TRACKER_ADDRESS",
        ),
    ],
)
def test_a_missing_mail_setting_is_named(given, says) -> None:
    with pytest.raises(SettingMissing, match=says):
        from_environment({"TRACKER_DATABASE_ID": "359", **given})


def test_a_mail_server_shows_no_password() -> None:
    server = MailServer("h", 25, "a@b.org", True, False, "u", "secret word")
    assert "secret" not in repr(server)
    assert NOW
