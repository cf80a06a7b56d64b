"""A form sent after the end of a session: shown to its user again, saved by a click."""

import time
from datetime import timedelta
from io import BytesIO

import pytest

from tests.acts import act
from tests.web.conftest import NOW, PASSWORD, make, sign_in, token
from tests.web.kept_forms.conftest import (
    NOTE,
    Contact,
    again,
    as_data,
    fields_of,
    text,
    token_of,
)
from tracker import actions, store
from tracker.actions.accounts.kept_forms import LASTS
from tracker.actions.history.known_person import Known
from tracker.store.accounts.audit import Action, Criteria


def test_what_was_typed_is_there_after_signing_in_and_a_click_saves_it_once(
    lost: Contact, contacts, rows
) -> None:
    address = again(lost.client)
    assert address == f"{lost.path}?kept_form=1"
    page = text(lost.client.get(address))
    assert "We kept what you typed. Check it and save." in page
    assert contacts() == []
    shown = as_data(fields_of(page, lost.path))
    assert {name: shown[name] for name in lost.data if name != "csrf_token"} == {
        name: value for name, value in lost.data.items() if name != "csrf_token"
    }
    saved = lost.client.post(lost.path, data=shown)
    assert saved.location == lost.path.removesuffix("/contact")
    assert contacts() == [NOTE.replace("\n", "\r\n")] or contacts() == [NOTE]
    second = lost.client.post(lost.path, data=shown, follow_redirects=True)
    assert "Nothing was saved twice" in text(second)
    assert len(contacts()) == 1
    ((_, kept),) = rows()
    assert kept.contents is None
    assert "Nothing is kept" in text(lost.client.get("/kept-forms"))


def _signed_out_in_another_tab(pages, client) -> None:
    client.post("/sign-out", data=token_of(client))


def _ended_everywhere(pages, client) -> None:
    other = pages.test_client()
    sign_in(other, "adviser@example.org")
    other.post("/account/sign-out-everywhere", data=token_of(other))


def _another_password(pages, client) -> None:
    with pages.app_context():
        user = store.accounts.users.by_email("adviser@example.org")
        actions.accounts.passwords.change_password(
            user, PASSWORD, "five slow rivers cross", at=NOW
        )


def _twelve_hours(pages, client) -> None:
    from tracker.extensions import db
    from tracker.store.accounts.sessions import SignedIn

    with pages.app_context(), store.database.base.transaction():
        began = NOW - timedelta(hours=12, minutes=1)
        db.session.execute(db.update(SignedIn).values(began_at=began))


@pytest.mark.parametrize(
    "end",
    [_signed_out_in_another_tab, _ended_everywhere, _another_password, _twelve_hours],
)
def test_it_is_kept_however_the_session_ended(
    pages, contact: Contact, rows, end
) -> None:
    end(pages, contact.client)
    assert contact.send().location == "/sign-in"
    ((email, _),) = rows()
    assert email == "adviser@example.org"


def test_signed_in_again_in_another_tab_it_is_shown_at_once(
    contact: Contact, late, contacts
) -> None:
    late()
    assert again(contact.client) == "/my-day"
    answer = contact.send()
    assert (answer.status_code, answer.location) == (303, f"{contact.path}?kept_form=1")
    assert contacts() == []
    assert "brother" in text(contact.client.get(answer.location))


def test_a_closed_account_keeps_nothing(pages, contact: Contact, late, rows) -> None:
    with pages.app_context():
        make("administrator")
        user = store.accounts.users.by_email("adviser@example.org")
        actions.accounts.users.close(user, act=act(by="the tests", at=NOW))
    contact.send()
    assert rows() == []


def test_after_a_day_it_is_gone_and_the_night_deletes_the_row(
    pages, lost: Contact, late, rows
) -> None:
    late(LASTS + timedelta(minutes=17))
    assert again(lost.client) == "/my-day"
    assert "Nothing is kept" in text(lost.client.get("/kept-forms"))
    assert "brother" not in text(lost.client.get(f"{lost.path}?kept_form=1"))
    with pages.app_context():
        at = NOW + LASTS + timedelta(minutes=17)
        assert actions.accounts.kept_forms.sweep(act=act(at=at, authority="359")) == 1
    assert rows() == []


def test_it_is_offered_once_and_then_listed_oldest_first(
    lost: Contact, late, person
) -> None:
    late(timedelta(minutes=20))
    lost.send(note="The second one")
    assert again(lost.client) == "/kept-forms"
    listed = text(lost.client.get("/kept-forms"))
    assert listed.index("kept_form=1") < listed.index("kept_form=2")
    assert "2 forms that you typed" in text(lost.client.get("/my-day"))
    assert "2 forms" in text(lost.client.get("/account"))
    lost.client.post("/sign-out", data=token_of(lost.client))
    assert again(lost.client) == "/my-day"


def test_the_same_form_sent_twice_is_kept_once(lost: Contact, rows) -> None:
    lost.send()
    assert len(rows()) == 1


def test_a_discarded_form_is_gone_and_a_line_of_the_audit_stays(
    pages, lost: Contact, rows
) -> None:
    lost.client.get(again(lost.client))
    answer = lost.client.post("/kept-forms/1/discard", data=token_of(lost.client))
    assert answer.location == "/kept-forms"
    ((_, kept),) = rows()
    assert kept.contents is None
    again_ = lost.client.post("/kept-forms/1/discard", data=token_of(lost.client))
    assert again_.status_code == 404
    with pages.app_context():
        user = store.accounts.users.by_email("adviser@example.org")
        lines = store.accounts.audit.lines(
            Criteria(actions=(Action.FORM_KEPT, Action.FORM_DISCARDED)),
            within=user.scope,
            offset=0,
            limit=9,
        )
        assert [line.action for line in lines] == ["form discarded", "form kept"]
        assert all("brother" not in str(line.detail) for line in lines)


def test_too_long_a_form_is_not_kept_and_says_so(lost: Contact, late) -> None:
    late(timedelta(minutes=18))
    lost.send(note="ж" * 40_000)
    again(lost.client)
    page = text(lost.client.get(f"{lost.path}?kept_form=2"))
    assert "too long to keep" in page
    assert "жж" not in page


def test_a_form_with_an_error_stays_kept_until_it_is_saved(
    lost: Contact, contacts, rows
) -> None:
    page = text(lost.client.get(again(lost.client)))
    data = as_data(fields_of(page, lost.path))
    wrong = lost.client.post(lost.path, data=data | {"made_on": ["31", "2", "2026"]})
    assert wrong.status_code == 200
    assert rows()[0][1].contents
    data = as_data(fields_of(text(wrong), lost.path))
    assert data["kept_form"] == ["1"]
    data["made_on"] = ["24", "11", "2026"]
    assert lost.client.post(lost.path, data=data).status_code == 302
    assert len(contacts()) == 1
    assert rows()[0][1].contents is None


def test_other_words_in_a_second_tab_are_saved_after_the_first(
    lost: Contact, contacts
) -> None:
    page = text(lost.client.get(again(lost.client)))
    data = as_data(fields_of(page, lost.path))
    lost.client.post(lost.path, data=data)
    lost.client.post(lost.path, data=data | {"note": ["Something else"]})
    assert len(contacts()) == 2


def test_files_are_named_and_not_kept(signed_in, late, rows) -> None:
    client = signed_in("adviser")
    page = text(client.get("/update-many"))
    late()
    answer = client.post(
        "/update-many",
        data={
            "csrf_token": token(page),
            "pasted": "Name,Activity\nAmina Holtby,NEET",
            "file": (BytesIO(b"Name\nsecret contents\n"), "My list <b>.csv"),
        },
        content_type="multipart/form-data",
    )
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    shown = text(client.get(again(client)))
    assert "Choose the file again: My list &lt;b&gt;.csv" in shown
    assert "Amina Holtby,NEET" in shown
    assert "secret contents" not in shown


def test_a_page_that_is_not_as_it_was_gives_the_words_back(
    pages, lost: Contact, person, monkeypatch
) -> None:
    address = again(lost.client)
    monkeypatch.setattr(Known, "of", lambda person, on: None)
    page = text(lost.client.get(address))
    assert "What you typed" in page
    assert "Her brother&#39;s phone." in page
    assert "Open the page" in page


def test_a_page_may_be_sent_hours_later_while_its_user_is_signed_in(
    pages, contact: Contact, contacts, monkeypatch
) -> None:
    signer = "itsdangerous.timed.TimestampSigner.get_timestamp"
    opened = int(time.time())
    hours = 11 * 60 * 60
    monkeypatch.setattr(signer, lambda self: opened + hours)
    assert contact.send().location == contact.path.removesuffix("/contact")
    assert len(contacts()) == 1


def test_a_server_that_started_again_still_knows_the_session(
    lost: Contact, pages, late, contacts
) -> None:
    """All that it needs is in the cookie, the database and the keys."""
    from tracker.encryption import Keys

    address = again(lost.client)
    settings = pages.config["TRACKER"]
    vars(settings)["keys"] = Keys(settings.keys.file)
    assert "brother" in text(lost.client.get(address))


def test_under_a_newer_key_it_still_opens(pages, lost: Contact) -> None:
    from tracker.actions.worker import sealed_things
    from tracker.store.accounts.kept_forms import CONTENTS

    keys = pages.config["TRACKER"].keys
    with pages.app_context():
        keys.add(NOW, after=keys.all()[0])
        (thing,) = [e for e in sealed_things.THINGS if e.title == "kept forms"]
        assert sum(thing.renew(sealed_things.Place(keys, keys.file.parent))) == 1
        assert dict(CONTENTS.counts()) == {keys.all()[0].name: 1}
    assert "brother" in text(lost.client.get(again(lost.client)))
