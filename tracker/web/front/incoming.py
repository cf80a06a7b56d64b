"""The checks of a request before a page reads it: size, characters, numbers.

The order matters. A body is read, and a file in it stored on the disk, only after
sign-in and permission have been checked, so that a user without permission cannot fill
the disk.

See decision 0088.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request, session
from flask_wtf.csrf import CSRFError
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import IntegerConverter, Map

from tracker import confinement, store

#: The most that a form without files may send; files come in another kind of body.
LARGEST_FORM = 2 * 1024 * 1024
#: What was read before a body that took more seconds to arrive is read again.
_AT_ONCE = 1.0
#: The most that the files of one form may have together, on a page that takes files.
LARGEST_FILE = 200 * 1024 * 1024
#: The largest number that PostgreSQL gives to a record.
LARGEST_NUMBER = 2**63 - 1
_DIGITS = len(str(LARGEST_NUMBER))

View = TypeVar("View", bound=Callable[..., Any])
#: The attribute by which a view declares how large its files may be.
_TAKES = "_takes_files_of"
_READING = ("GET", "HEAD")
#: What a browser's links and forms use; any other method is refused.
_METHODS = (*_READING, "POST")
#: The attribute by which a view declares that no browser sends its form.
_BY_PROGRAM = "_sent_by_program"


def number(text: str | None) -> int | None:
    """A record's number from an address or a form; None if it is not a number.

    A number that no record can have is None as well, however it is written.
    """
    if text is None or not (text.isascii() and text.isdigit()):
        return None
    if len(text.lstrip("0")) > _DIGITS:
        return None
    value = int(text.lstrip("0") or "0")
    return value if value <= LARGEST_NUMBER else None


def numbers(texts: Iterable[str]) -> list[int]:
    """The records' numbers among several texts of a form, in order."""
    found = map(number, texts)
    return [each for each in found if each is not None]


def of_rows(form: Mapping[str, str], *fields: str) -> dict[str, dict[int, str]]:
    """The fields of the rows of a form, such as “answer-12”: for each field its text,
    with single spaces, by the number of the row.
    """
    found: dict[str, dict[int, str]] = {each: {} for each in fields}
    for name, value in form.items():
        field, _, row = name.partition("-")
        of_row = number(row)
        if field in found and of_row is not None:
            found[field][of_row] = " ".join(value.split())
    return found


class RecordNumber(IntegerConverter):
    """The numbers in addresses; a number that no record can have is not found."""

    regex = rf"[0-9]{{1,{_DIGITS}}}"

    def __init__(self, map: Map, *arguments: object, **more: object) -> None:
        super().__init__(map, *arguments, **{"max": LARGEST_NUMBER, **more})  # type: ignore[arg-type]


def plain(text: str) -> str:
    """The text without what PostgreSQL cannot store: NUL and lone surrogates."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def takes_files(largest: int = LARGEST_FILE) -> Callable[[View], View]:
    """Lets the form of a page carry files, of at most ``largest`` bytes together.

    Every other page refuses what is larger than a typed form.
    """

    def declare(view: View) -> View:
        setattr(view, _TAKES, largest)
        return view

    return declare


def sent_by_program(view: View) -> View:
    """Lets a program send the form of a page, which proves itself in another way."""
    setattr(view, _BY_PROGRAM, True)
    return view


def _set_size_limit() -> None:
    """Sets the size limit, before anything reads the body."""
    view = current_app.view_functions.get(request.endpoint or "")
    takes = getattr(view, _TAKES, LARGEST_FORM)
    is_of_files = request.mimetype == "multipart/form-data"
    request.max_content_length = takes if is_of_files else LARGEST_FORM


def _show_accounts_alone() -> None:
    """Shows accounts, and no young person, until it is known who signed in."""
    store.database.shown.show([store.database.shown.SIGN_IN])


def _check_method() -> None:
    if request.method not in _METHODS:
        abort(405, valid_methods=_METHODS)


def _check_address() -> None:
    """Answers "not found" to an address with characters that cannot be stored."""
    texts = [request.path]
    for name, value in request.args.items(multi=True):
        texts += [name, value]
    if any(plain(each) != each for each in texts):
        abort(404)


def _check_token_before_the_body() -> None:
    """Refuses a form that cannot be ours before any of its body is read.

    Without a token in the session no token in the form can be right, and a browser says
    itself when another website's page is the sender.
    """
    if request.endpoint is None or request.method in _READING:
        return
    if getattr(current_app.view_functions[request.endpoint], _BY_PROGRAM, False):
        return
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise CSRFError("Another website sent this form.")
    if current_app.config["WTF_CSRF_FIELD_NAME"] not in session:
        raise CSRFError("The session has no token.")


def _begin_time() -> None:
    """Begins the time in which all files of the request are looked at."""
    confinement.deadlines.begin()


def _end_time(error: BaseException | None) -> None:
    confinement.deadlines.forget()


def _clean_form() -> None:
    """Removes the characters that cannot be stored from a form and its file names."""
    if request.endpoint is None or request.method in _READING:
        return
    # The body may take minutes to arrive: no connection of the database waits for it.
    store.database.base.end_reading()
    began = time.monotonic()
    sent = list(request.form.items(multi=True))
    if time.monotonic() - began > _AT_ONCE:
        store.database.base.read_again()
    if any(plain(name) != name or plain(value) != value for name, value in sent):
        request.form = ImmutableMultiDict(
            (plain(name), plain(value)) for name, value in sent
        )
    for _, file in request.files.items(multi=True):
        if file.filename:
            file.filename = plain(file.filename)
    # The body has arrived; what it took to send is not the time of its reading.
    _begin_time()


def init_app(app: Flask) -> None:
    """Adds the first checks. To be called before any page or other check is added."""
    app.url_map.converters["int"] = RecordNumber
    app.before_request(_show_accounts_alone)
    app.teardown_request(store.database.shown.forget)
    app.before_request(store.database.cached.hold)
    app.teardown_request(store.database.cached.let_go)
    app.before_request(_begin_time)
    app.teardown_request(_end_time)
    app.before_request(_check_method)
    app.before_request(_set_size_limit)
    app.before_request(_check_address)


def read_forms(app: Flask) -> None:
    """Adds the checks of a form. To be called after those of sign-in and permission."""
    app.before_request(_check_token_before_the_body)
    app.before_request(_clean_form)
