"""What is seen to before any page reads what came: its size, its signs, its numbers."""

from flask import Flask, abort, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import IntegerConverter, Map

#: What is typed is never so large; a file comes in another kind of body.
LARGEST_FORM = 2 * 1024 * 1024
#: The largest number that PostgreSQL gives to a record.
LARGEST_NUMBER = 2**63 - 1
_DIGITS = len(str(LARGEST_NUMBER))


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


def _limit() -> None:
    if request.mimetype != "multipart/form-data":
        request.max_content_length = LARGEST_FORM


def _look_through() -> None:
    """Nobody's keyboard has these signs: no address leads anywhere by them, and a form
    that was pasted together is read without them.
    """
    asked = [request.path]
    for name, value in request.args.items(multi=True):
        asked += [name, value]
    if any(plain(each) != each for each in asked):
        abort(404)
    if request.method in ("GET", "HEAD", "OPTIONS"):
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
    app.before_request(_look_through)
