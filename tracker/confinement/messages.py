"""Messages between this process and a confined one: JSON with its length before it.

What a confined process sends is not trusted: nothing is unpickled, and a message that
is too long or no JSON ends the conversation.
"""

import os
import socket
import struct
import time
from collections.abc import Sequence
from typing import Any

import orjson

_LENGTH = struct.Struct("!I")
#: A batch of rows is far smaller; one row may have a thousand long cells.
LONGEST = 80_000_000


class Ended(Exception):
    """The other process sent nothing more: it was killed, or its time was up."""


class Lost(Ended):
    """The connection ended without a word: the other process was killed or fell over.

    That may have had nothing to do with what it read.
    """


class Late(Ended):
    """Nothing came in time: the other process takes too long, or the machine does."""


def send(line: socket.socket, value: Any, files: Sequence[int] = ()) -> None:
    """Sends a message, and open files with it. Raises Ended."""
    data = orjson.dumps(value)
    try:
        if files:
            socket.send_fds(line, [_LENGTH.pack(len(data))], files)
            line.sendall(data)
        else:
            line.sendall(_LENGTH.pack(len(data)) + data)
    except OSError as error:
        raise Lost from error


def receive(line: socket.socket, seconds: float | None = None) -> Any:
    """The next message. Raises Late where it does not come whole within that time, Lost
    where it never will, and Ended where it is none.
    """
    until = None if seconds is None else time.monotonic() + seconds
    (length,) = _LENGTH.unpack(_exactly(line, _LENGTH.size, until))
    return _value(_exactly(line, length, until))


def receive_files(line: socket.socket, most: int) -> tuple[Any, list[int]]:
    """The next message and the open files that come with it. Raises Ended."""
    try:
        head, files, _, _ = socket.recv_fds(line, _LENGTH.size, most)
    except OSError as error:
        raise Ended from error
    for each in files:
        os.set_inheritable(each, False)
    if not head:
        raise Ended
    head += _exactly(line, _LENGTH.size - len(head), None)
    return _value(_exactly(line, _LENGTH.unpack(head)[0], None)), files


def _exactly(line: socket.socket, length: int, until: float | None) -> bytearray:
    if length > LONGEST:
        raise Ended
    data = bytearray(length)
    view, at = memoryview(data), 0
    try:
        while at < length:
            left = None if until is None else until - time.monotonic()
            if left is not None and left <= 0:
                raise Late
            line.settimeout(left)
            count = line.recv_into(view[at:])
            if not count:
                raise Lost
            at += count
    except TimeoutError as error:
        raise Late from error
    except OSError as error:
        raise Lost from error
    finally:
        view.release()
    return data


def _value(data: bytearray) -> Any:
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise Ended from error
