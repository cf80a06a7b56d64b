"""Signals that stop a command, or that a command handles itself."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn


@contextmanager
def stoppable() -> Iterator[None]:
    """Lets Ctrl-C, and a machine that shuts down, stop a command.

    A stop inside the driver may come out as an error of the driver; it counts as a stop
    too.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    stopped = False

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        nonlocal stopped
        stopped = True
        raise KeyboardInterrupt

    heeded = [
        number
        for number in (signal.SIGINT, signal.SIGTERM)
        if signal.getsignal(number) is not signal.SIG_IGN
    ]
    with signals_handled(stop, *heeded):
        try:
            yield
        except Exception as error:
            if stopped:
                raise KeyboardInterrupt from error
            raise


@contextmanager
def signals_handled(
    handler: Callable[[int, FrameType | None], None], *numbers: int
) -> Iterator[None]:
    """Calls the handler for these signals, and afterwards the handlers of before."""
    before = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)
