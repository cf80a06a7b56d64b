"""The form of a request that is not let in, read within narrow limits.

Nothing is written to a disk, and reading stops as soon as the form cannot be one of
ours: its token comes first, and no file comes before it.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from flask import request
from werkzeug.exceptions import HTTPException
from werkzeug.sansio.multipart import (
    Data,
    Epilogue,
    Field,
    File,
    MultipartDecoder,
    NeedData,
)

from tracker.web.front import incoming

#: What is read of a form without files; each letter may be sent as nine.
_MOST_READ = 512 * 1024
#: What is read of a form with files, to find the fields behind them.
_MOST_PASSED = 20 * 1024 * 1024
#: A field longer than this is cut: the form is too long to be kept anyway.
_MOST_OF_A_FIELD = 128 * 1024
_PIECE = 64 * 1024
_MOST_FIELDS = 5_000


@dataclass(slots=True)
class SentForm:
    """What was sent: the token of its page, its fields, the names of its files.

    ``is_whole`` is false where it was cut.
    """

    token: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    is_whole: bool = True

    def add(self, name: str, value: str) -> None:
        name, value = incoming.plain(name), incoming.plain(value)
        if name == "csrf_token":
            self.token = self.token or value
        else:
            self.fields.append((name, value))


def read(is_ours: Callable[[str], bool]) -> SentForm:
    """The form of this request. It is empty where its token is not ours."""
    found = SentForm()
    if "form" in vars(request):
        # It has been read already, by the check of its token.
        for name, value in request.form.items(multi=True):
            found.add(name, value)
        found.files = [
            incoming.plain(each.filename)
            for each in request.files.values()
            if each.filename
        ]
    else:
        with suppress(HTTPException, OSError, ValueError):
            if request.mimetype == "multipart/form-data":
                _read_parts(found, is_ours)
            elif request.mimetype == "application/x-www-form-urlencoded":
                _read_pairs(found)
    return found if is_ours(found.token) else SentForm()


def _read_pairs(found: SentForm) -> None:
    body = request.stream.read(_MOST_READ + 1)
    if len(body) > _MOST_READ:
        body, found.is_whole = body[:_MOST_READ].rpartition(b"&")[0], False
    text = body.decode("utf-8", "replace")
    for name, value in parse_qsl(
        text, keep_blank_values=True, max_num_fields=_MOST_FIELDS
    ):
        found.add(name, value)


def _read_parts(found: SentForm, is_ours: Callable[[str], bool]) -> None:
    boundary = request.mimetype_params.get("boundary", "").encode("ascii")
    decoder = MultipartDecoder(boundary, max_parts=_MOST_FIELDS)
    name, value = "", b""
    in_field = False
    for event in _events(decoder, found):
        if isinstance(event, Field):
            name, value, in_field = event.name, b"", True
        elif isinstance(event, File):
            in_field = False
            if not is_ours(found.token):
                return
            if event.filename:
                found.files.append(incoming.plain(event.filename))
        elif isinstance(event, Data) and in_field:
            value += event.data
            if len(value) > _MOST_OF_A_FIELD:
                value, found.is_whole = value[:_MOST_OF_A_FIELD], False
            if not event.more_data:
                found.add(name, value.decode("utf-8", "replace"))
                if sum(len(v) for _, v in found.fields) > _MOST_READ:
                    found.is_whole = False
                    return


_Event = Field | File | Data


def _events(decoder: MultipartDecoder, found: SentForm) -> Iterator[_Event]:
    """The parts of the body as they arrive; the data of a file is passed over."""
    passed = 0
    while True:
        event = decoder.next_event()
        if isinstance(event, Epilogue):
            return
        if isinstance(event, NeedData):
            piece = request.stream.read(_PIECE)
            passed += len(piece)
            if passed > _MOST_PASSED:
                found.is_whole = False
                return
            decoder.receive_data(piece or None)
        elif isinstance(event, (Field, File, Data)):
            yield event
