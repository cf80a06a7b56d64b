"""Requests that no browser makes by itself, but other programs do: no page breaks."""

import io

import pytest

from tests.web.conftest import PASSWORD, make, token
from tracker.web.front import incoming
from tracker.web.front.incoming import LARGEST_FORM, LARGEST_NUMBER

MB = 1024 * 1024
TOO_LARGE = str(LARGEST_NUMBER + 1)
#: Numbers that no record can have.
NUMBERS = [TOO_LARGE, "9" * 19, "9" * 30, "9" * 5000]


def text(answer) -> str:
    return answer.get_data(as_text=True)


def post(client, address: str, **data):
    page = text(client.get("/account"))
    return client.post(address, data={"csrf_token": token(page), **data})


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1", 1),
        ("007", 7),
        ("0" * 400 + "7", 7),
        (str(LARGEST_NUMBER), LARGEST_NUMBER),
        *((number, None) for number in NUMBERS),
        ("", None),
        ("-1", None),
        ("1.5", None),
        ("²", None),
        ("٣", None),
        (None, None),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_number_of_a_record(written: str | None, meant: int | None) -> None:
    assert incoming.number(written) == meant


@pytest.mark.parametrize(
    ("role", "addresses"),
    [
        ("adviser", ("/people/{}", "/people/{}/contact")),
        ("data-manager", ("/imports/{}", "/matching/{}", "/matching/notices/{}")),
        ("administrator", ("/users/{}",)),
        ("college-user", ("/lists/{}",)),
    ],
)
def test_an_impossible_record_number_in_an_address_is_not_found(
    signed_in, role, addresses
) -> None:
    client = signed_in(role)
    for address in (each.format(n) for each in addresses for n in NUMBERS):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code in (400, 404, 405)


@pytest.mark.parametrize(
    ("role", "addresses"),
    [
        (
            "data-manager",
            (
                "/matching?batch={}",
                "/matching?undo={}",
                "/matching/duplicates/compare?person={}",
                "/imports?page={}",
            ),
        ),
        ("administrator", ("/happened?subject=young+person+{}",)),
        ("college-user", ("/leavers?year={}",)),
    ],
)
def test_an_impossible_record_number_in_a_query_string_is_not_found(
    signed_in, role, addresses
) -> None:
    client = signed_in(role)
    for address in (each.format(n) for each in addresses for n in NUMBERS):
        assert client.get(address).status_code in (200, 404)


@pytest.mark.parametrize(
    ("role", "address", "fields"),
    [
        ("data-manager", "/matching/together", ("row", "pair")),
        ("team-leader", "/caseloads/unallocated", ("people", "advisers")),
        ("team-leader", "/caseloads/cover", ("user",)),
        ("adviser", "/group-session", ("people",)),
    ],
)
def test_an_impossible_record_number_in_a_form_is_not_found(
    signed_in, role, address, fields
) -> None:
    client = signed_in(role)
    for field, number in ((each, n) for each in fields for n in NUMBERS):
        data = {field: f"{number}-{number}" if field == "pair" else number}
        assert post(client, address, **data).status_code < 400


NOWHERE = (
    "/sign-in%00",
    "/people/1%00",
    "/invitation/a%00b",
    "/sign-in?next=%00",
    "/sign-in?%00=a",
    "/find?q=a%00b",
    "/static/%00",
)


def test_an_address_with_a_character_that_cannot_be_stored_is_not_found(
    signed_in,
) -> None:
    client = signed_in("adviser")
    for address in NOWHERE:
        answer = client.get(address)
        assert answer.status_code == 404
        assert "Page not found" in text(answer)


def test_a_form_is_read_without_characters_that_cannot_be_stored(pages) -> None:
    with pages.app_context():
        email = make("adviser").email
    client = pages.test_client()
    answer = client.post(
        "/sign-in",
        data={
            "email": f"\0{email}\0",
            "password": PASSWORD,
            "csrf_token": token(text(client.get("/sign-in"))),
        },
    )
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("written", "kept"),
    [("a\0b", "ab"), ("a\ud800b", "ab"), ("Zoë 🙂\n", "Zoë 🙂\n"), ("", "")],
)
def test_characters_that_cannot_be_stored_are_removed(written: str, kept: str) -> None:
    assert incoming.plain(written) == kept


@pytest.mark.parametrize(
    ("address", "kind", "size", "refused"),
    [
        ("/imports", "application/x-www-form-urlencoded", LARGEST_FORM + 1, True),
        ("/imports", "application/x-www-form-urlencoded", 45 * MB, True),
        ("/imports", "text/plain", 45 * MB, True),
        ("/imports", "multipart/form-data; boundary=x", 45 * MB, False),
        ("/imports", "multipart/form-data; boundary=x", 201 * MB, True),
        # A page that takes no files, and one that takes small ones.
        ("/group-session", "multipart/form-data; boundary=x", 45 * MB, True),
        ("/update-many", "multipart/form-data; boundary=x", 9 * MB, False),
        ("/update-many", "multipart/form-data; boundary=x", 45 * MB, True),
    ],
)
def test_a_body_too_large_is_refused_before_it_is_read(
    signed_in, address: str, kind: str, size: int, refused: bool
) -> None:
    class Body(io.BytesIO):
        was_read = False

        def read(self, *size: object) -> bytes:
            self.was_read = True
            return b""

        readline = readinto = read

    client = signed_in("data-manager")
    client.get("/account")
    body = Body()
    answer = client.post(
        address,
        input_stream=body,
        content_type=kind,
        environ_overrides={"CONTENT_LENGTH": str(size)},
    )
    assert (answer.status_code == 413) is refused
    assert body.was_read is not refused
    if refused:
        assert "200 MB" in text(answer)
        assert "2 MB" in text(answer)


def test_the_body_of_a_form_without_a_token_is_not_read(pages, signed_in) -> None:
    """Neither without sign-in, nor from another website."""

    class Body(io.BytesIO):
        def read(self, *size: object) -> bytes:
            raise AssertionError("it was read")

        readline = readinto = read

    client = signed_in("data-manager")
    client.get("/account")
    for browser, address, headers, expected in (
        (pages.test_client(), "/imports", {}, 302),
        (pages.test_client(), "/sign-in", {}, 400),
        (pages.test_client(), "/nowhere", {}, 404),
        (client, "/users/new", {}, 404),
        (client, "/imports", {"Sec-Fetch-Site": "cross-site"}, 400),
    ):
        answer = browser.post(
            address,
            input_stream=Body(),
            content_type="multipart/form-data; boundary=x",
            headers=headers,
            environ_overrides={"CONTENT_LENGTH": str(MB)},
        )
        assert answer.status_code == expected, address
