"""Splink in a process of its own, made ready while a file is still being read.

Loading it takes as long as reading a list of thousands, and a machine with two cores
does both at once. Where nobody asked for it in time, pairs are scored in this process.
The other one ends when this one does, however that comes about: it reads from a pipe.
Threads take turns at the pipe, and an answer names its question: scores of one batch
are never read as those of another.

See decision 0034.
"""

import atexit
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from itertools import count
from typing import IO, Any

from tracker.linkage.comparing.comparisons import prepare
from tracker.linkage.model import scoring
from tracker.linkage.model.scoring import Record, Scored
from tracker.linkage.population.blocking import keys

_READY: list["subprocess.Popen[bytes]"] = []
#: One question at a time; whoever lets go of the process while it answers does so too.
_TURN = threading.RLock()
_QUESTIONS = count(1)


def get_ready() -> None:
    """Starts the other process, unless it is there or would be of no use."""
    with _TURN:
        if _READY or "splink" in sys.modules or (os.cpu_count() or 1) < 2:
            return
        path = os.pathsep.join(filter(None, sys.path))
        _READY.append(
            subprocess.Popen(  # noqa: S603 - our own module, by our own interpreter
                [sys.executable, "-m", __name__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
            )
        )
        atexit.register(_let_go)


def score(
    left: Sequence[Record],
    right: Sequence[Record] | None,
    *,
    people: int,
    given_counts: Mapping[str, int],
    family_counts: Mapping[str, int],
    at_least: float = 0.0,
) -> list[Scored]:
    """As ``scoring.score``, by the other process where there is one."""
    asked: dict[str, Any] = {
        "people": people,
        "given_counts": given_counts,
        "family_counts": family_counts,
        "at_least": at_least,
    }
    with _TURN:
        if _READY:
            try:
                return _ask(_READY[0], (left, right, asked))
            except (OSError, EOFError, pickle.PickleError, _Failed):
                # It is only a help: whatever is wrong shows when it is done here.
                _let_go()
            except BaseException:
                # Stopped half-way: its answer would be taken for the next one.
                _let_go()
                raise
    return scoring.score(left, right, **asked)


class _Failed(Exception):
    """The other process could not do it."""


def _ask(other: "subprocess.Popen[bytes]", question: Any) -> list[Scored]:
    assert other.stdin is not None
    assert other.stdout is not None
    number = next(_QUESTIONS)
    pickle.dump((number, question), other.stdin, pickle.HIGHEST_PROTOCOL)
    other.stdin.flush()
    # Our own other half wrote it.
    answered, answer = pickle.load(other.stdout)  # noqa: S301
    if answered != number or answer is None:
        raise _Failed
    found: list[Scored] = answer
    return found


def _let_go() -> None:
    with _TURN:
        for other in _READY:
            for pipe in (other.stdin, other.stdout):
                # What was still to be sent to a process that is gone is lost with it.
                with suppress(OSError):
                    if pipe is not None:
                        pipe.close()
            other.kill()
            other.wait()
        _READY.clear()


def _serve(questions: IO[bytes], answers: IO[bytes]) -> None:
    """Scores what is asked until nobody asks any more."""
    _warm_up()
    while True:
        try:
            number, (left, right, asked) = pickle.load(questions)  # noqa: S301
        except EOFError:
            return
        try:
            found = scoring.score(left, right, **asked)
        except Exception:  # whoever asked does it again, and sees it
            found = None
        pickle.dump((number, found), answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


def _warm_up() -> None:
    """Scores two people who are nobody, so that all is loaded that will be needed."""
    from tracker.domain.history.person import Identity

    one = prepare(Identity(given="A", family="B", born=date(2009, 1, 1)))
    pair = [(1, one, keys(one))]
    scoring.score(pair, pair, people=2, given_counts={}, family_counts={})


if __name__ == "__main__":
    _serve(sys.stdin.buffer, sys.stdout.buffer)
