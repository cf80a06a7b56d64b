"""What is seen to before any page reads what came: its size, its signs, its numbers.

The order matters. A body is read, and a file of it lies on the disk, only after sign-in
and permission are known: who may not open a page cannot fill a disk by it either.

See decision 0088.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request, session
from flask_wtf.csrf import CSRFError
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import IntegerConverter, Map

#: What is typed is never so large; a file comes in another kind of body.
LARGEST_FORM = 2 * 1024 * 1024
#: The files of one form together, where a page takes files.
LARGEST_FILE = 200 * 1024 * 1024
#: The largest number that PostgreSQL gives to a record.
LARGEST_NUMBER = 2**63 - 1
_DIGITS = len(str(LARGEST_NUMBER))

View = TypeVar("View", bound=Callable[..., Any])
#: What a page says of itself: how large its files may be.
_TAKES = "_takes_files_of"
_READING = ("GET", "HEAD", "OPTIONS")


def number(text: str | None) -> int | None:
    """A record's number as an address or a form has it; None for what is none.

    What no record can have as its number is not there, however it is written.
    """
    if text is None or not (text.isascii() and text.isdigit()):
        return None
    if len(text.lstrip("0")) > _DIGITS:
        return None
    meant = int(text.lstrip("0") or "0")
    return meant if meant <= LARGEST_NUMBER else None


class RecordNumber(IntegerConverter):
    """The numbers in addresses: one that no record can have is not found."""

    regex = rf"[0-9]{{1,{_DIGITS}}}"

    def __init__(self, map: Map, *arguments: object, **more: object) -> None:
        super().__init__(map, *arguments, **{"max": LARGEST_NUMBER, **more})  # type: ignore[arg-type]


def plain(text: str) -> str:
    """The text without what PostgreSQL cannot store: NUL, and halves of a sign."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def takes_files(largest: int = LARGEST_FILE) -> Callable[[View], View]:
    """Lets the form of a page carry files, of so many bytes together.

    Any other page is sent nothing larger than what is typed.
    """

    def declare(view: View) -> View:
        setattr(view, _TAKES, largest)
        return view

    return declare


def _limit() -> None:
    """Runs before anything reads the body."""
    view = current_app.view_functions.get(request.endpoint or "")
    takes = getattr(view, _TAKES, LARGEST_FORM)
    is_of_files = request.mimetype == "multipart/form-data"
    request.max_content_length = takes if is_of_files else LARGEST_FORM


def _look_at_address() -> None:
    """No keyboard has these signs: no address leads anywhere by them."""
    asked = [request.path]
    for name, value in request.args.items(multi=True):
        asked += [name, value]
    if any(plain(each) != each for each in asked):
        abort(404)


def _look_before_the_body() -> None:
    """Refuses a form that cannot be one of ours while none of it has been read.

    Without a token in the session no token in the form can be right, and a browser says
    by itself when another website's page is what sends.
    """
    if request.endpoint is None or request.method in _READING:
        return
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise CSRFError("Another website sent this form.")
    if current_app.config["WTF_CSRF_FIELD_NAME"] not in session:
        raise CSRFError("The session has no token.")


def _look_through() -> None:
    """A form that was pasted together is read without signs that nothing can store."""
    if request.endpoint is None or request.method in _READING:
        return
    sent = list(request.form.items(multi=True))
    if any(plain(name) != name or plain(value) != value for name, value in sent):
        request.form = ImmutableMultiDict(
            (plain(name), plain(value)) for name, value in sent
        )
    for _, file in request.files.items(multi=True):
        if file.filename:
            file.filename = plain(file.filename)


def init_app(app: Flask) -> None:
    """To be called before any page, and any other check, is added."""
    app.url_map.converters["int"] = RecordNumber
    app.before_request(_limit)
    app.before_request(_look_at_address)


def read_forms(app: Flask) -> None:
    """To be called once it is settled that the page may be opened at all."""
    app.before_request(_look_before_the_body)
    app.before_request(_look_through)
