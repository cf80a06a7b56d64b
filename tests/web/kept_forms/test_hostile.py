"""Kept forms under attack: another user, a forged token, an odd body, a full disk."""

import pytest

from tests.acts import act
from tests.web.conftest import NOW, PASSWORD, make, token
from tests.web.kept_forms.conftest import (
    Contact,
    again,
    as_data,
    fields_of,
    text,
    token_of,
)
from tracker import actions, store
from tracker.actions.accounts.kept_forms import MOST


def test_another_user_of_the_machine_neither_sees_it_nor_learns_of_it(
    pages, lost: Contact, rows
) -> None:
    page = text(lost.client.get("/sign-in"))
    assert "kept" not in page.lower()
    with pages.app_context():
        make("adviser", email="other@example.org", name="Alex Other")
    assert again(lost.client, "other@example.org") == "/my-day"
    assert "ended" not in lost.client.get("/my-day").request.cookies
    for address in ("/my-day", "/account", "/kept-forms", f"{lost.path}?kept_form=1"):
        page = text(lost.client.get(address))
        assert "brother" not in page
        assert "We kept" not in page
        assert "that you typed" not in page
    answer = lost.client.post("/kept-forms/1/discard", data=token_of(lost.client))
    assert answer.status_code == 404
    answer = lost.client.post(
        lost.path, data=lost.data | token_of(lost.client) | {"kept_form": "1"}
    )
    assert answer.status_code == 302
    ((email, kept),) = rows()
    assert email == "adviser@example.org"
    assert kept.ended_at is None
    assert kept.contents


def test_after_another_user_signed_in_the_open_page_is_only_refused(
    pages, contact: Contact, late, rows
) -> None:
    late()
    with pages.app_context():
        make("adviser", email="other@example.org")
    again(contact.client, "other@example.org")
    answer = contact.send()
    assert answer.status_code == 400
    assert "brother" not in text(answer)
    assert rows() == []


def test_nothing_is_kept_without_a_token_of_that_very_session(
    pages, contact: Contact, late, rows, signed_in
) -> None:
    other = Contact(signed_in("adviser", email="other@example.org"), contact.path)
    other.open()
    stranger = pages.test_client()
    of_stranger = token(text(stranger.get("/sign-in")))
    late()
    forged = [
        (contact.client, ""),
        (contact.client, "forged"),
        (contact.client, other.data["csrf_token"][0]),
        (contact.client, of_stranger),
        (stranger, of_stranger),
        (stranger, contact.data["csrf_token"][0]),
        (pages.test_client(), contact.data["csrf_token"][0]),
    ]
    for client, value in forged:
        answer = client.post(contact.path, data=contact.data | {"csrf_token": value})
        assert answer.status_code in (302, 303)
    cross = contact.client.post(
        contact.path, data=contact.data, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert cross.status_code in (302, 303)
    assert rows() == []


def test_the_database_holds_none_of_it_in_the_clear(lost: Contact, rows) -> None:
    ((_, kept),) = rows()
    assert kept.contents.startswith(b"tracker-sealed-1 ")
    assert b"brother" not in kept.contents
    assert b"/people" not in kept.contents


def test_a_value_of_another_row_does_not_open(pages, lost: Contact) -> None:
    from tracker.encryption import NotOpened
    from tracker.store.accounts.kept_forms import CONTENTS

    with pages.app_context():
        keys = pages.config["TRACKER"].keys
        sealed = CONTENTS.encrypt(keys, b"{}", row=2)
        with pytest.raises(NotOpened):
            CONTENTS.decrypt(keys, sealed, row=1)


def test_the_oldest_makes_room_so_that_no_user_fills_the_disk(
    pages, lost: Contact, rows, late
) -> None:
    for number in range(MOST + 3):
        lost.send(note=f"Note {number}")
    open_ones = [kept for _, kept in rows() if kept.ended_at is None]
    assert len(open_ones) == MOST
    assert all(kept.contents is None for _, kept in rows() if kept.ended_at)
    again(lost.client)
    assert "the oldest is removed" in text(lost.client.get("/kept-forms"))


def test_a_role_that_changed_meanwhile_is_refused_and_the_form_waits(
    pages, lost: Contact, rows
) -> None:
    with pages.app_context():
        make("administrator")
        user = store.accounts.users.by_email("adviser@example.org")
        actions.accounts.users.change(
            user,
            name=user.name,
            role="auditor",
            institution=None,
            act=act(by="the tests", at=NOW),
        )
    address = again(lost.client)
    answer = lost.client.get(address)
    assert answer.status_code == 404
    assert "brother" not in text(answer)
    ((_, kept),) = rows()
    assert kept.contents


def test_a_kept_form_goes_into_no_other_page(
    pages, lost: Contact, person, rows
) -> None:
    again(lost.client)
    other = f"/people/{person}/follow-up?kept_form=1"
    page = text(lost.client.get(other))
    assert "We kept" not in page
    data = as_data(fields_of(page, other)) | {"kept_form": "1", "none": "yes"}
    assert lost.client.post(other, data=data).status_code == 302
    ((_, kept),) = rows()
    assert kept.ended_at is None


def test_an_odd_number_shows_the_ordinary_page(contact: Contact) -> None:
    for number in ("", "0", "-1", "9e9", "9" * 30, "1%00"):
        answer = contact.client.get(f"{contact.path}?kept_form={number}")
        assert answer.status_code in (200, 404)
        assert "We kept" not in text(answer)


def test_it_leads_to_no_other_website(contact: Contact, late) -> None:
    late()
    for query in (
        "next=https://example.org",
        "_external=1&_scheme=javascript&_anchor=x",
        "q=%0d%0aX: y",
    ):
        contact.client.post(f"{contact.path}?{query}", data=contact.data)
        address = again(contact.client)
        assert address.startswith(f"{contact.path}?")
        assert "\r" not in address
        assert "brother" in text(contact.client.get(address))
        contact.client.post("/sign-out", data=token_of(contact.client))


def test_secrets_are_never_kept_and_a_password_page_not_at_all(
    contact: Contact, late, rows
) -> None:
    page = text(contact.client.get("/account/password"))
    late()
    answer = contact.client.post(
        "/account/password",
        data={"csrf_token": token(page), "old": PASSWORD, "password": PASSWORD},
    )
    assert answer.location == "/sign-in"
    assert rows() == []
    contact.send(password="seven", code="123456", one_time_code="9", secret="x")
    address = again(contact.client)
    shown = text(contact.client.get(address))
    assert "seven" not in shown
    assert "123456" not in shown


def test_a_file_before_the_token_is_not_read(pages, contact, late, rows) -> None:
    late()
    parts = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
        + b"0" * 200_000
        + b'\r\n--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n'
        + contact.data["csrf_token"][0].encode()
        + b"\r\n--x--\r\n"
    )
    answer = contact.client.post(
        "/update-many", data=parts, content_type="multipart/form-data; boundary=x"
    )
    assert answer.location == "/sign-in"
    assert rows() == []


ODD_BODIES = [
    ("multipart/form-data", b"--x"),
    ("multipart/form-data; boundary=x", b"nonsense"),
    ("multipart/form-data; boundary=x", b"--x\r\n" + b"A" * 100_000),
    ("application/x-www-form-urlencoded", b"&".join([b"a=1"] * 9000)),
    ("application/x-www-form-urlencoded", b"\xff%zz=\x00"),
    ("application/json", b'{"csrf_token": 1}'),
    ("", b"\x00\x01"),
]


def test_a_body_that_is_no_form_is_only_turned_away(
    contact: Contact, late, rows
) -> None:
    late()
    for kind, body in ODD_BODIES:
        answer = contact.client.post(contact.path, data=body, content_type=kind)
        assert answer.location == "/sign-in"
    assert rows() == []


def test_the_number_in_the_address_is_not_followed_by_a_page_of_another_young_person(
    pages, lost: Contact
) -> None:
    from tests.web.adviser.young import young

    with pages.app_context():
        other = young(given="Other")
    again(lost.client)
    page = text(lost.client.get(f"/people/{other}/contact?kept_form=1"))
    assert "brother" not in page
