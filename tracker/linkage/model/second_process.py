"""Splink in a second process, which starts while a file is still being read.

Loading Splink takes as long as reading a list of thousands, and a machine with two
cores does both at once. If the second process was not started, pairs are scored in this
one. The second process reads from a pipe, so it ends when this process ends, even if
this one is killed. Threads take turns at the pipe, and an answer has the number of its
question: the scores of one batch are never read as those of another.

See decision 0034.
"""

import atexit
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from itertools import count
from typing import IO, Any

from tracker.linkage.comparing.comparisons import prepare
from tracker.linkage.model import scoring
from tracker.linkage.model.scoring import Record, Scored
from tracker.linkage.population.blocking import keys
from tracker.linkage.population.known_records import NameCounts

_READY: list["subprocess.Popen[bytes]"] = []
#: One question at a time; also held by a thread that stops the process.
_TURN = threading.RLock()
_QUESTIONS = count(1)


def get_ready() -> None:
    """Starts the second process, unless it runs already or would not help."""
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
        atexit.register(_stop)


def score(
    left: Sequence[Record],
    right: Sequence[Record] | None,
    names: NameCounts,
    at_least: float = 0.0,
) -> list[Scored]:
    """As ``scoring.score``, by the second process if there is one."""
    with _TURN:
        if _READY:
            try:
                return _ask(_READY[0], (left, right, names, at_least))
            except (OSError, EOFError, pickle.PickleError, _Failed):
                # The second process only helps: scoring here shows any real error.
                _stop()
            except BaseException:
                # Interrupted: its late answer would be read as the next one.
                _stop()
                raise
    return scoring.score(left, right, names, at_least=at_least)


class _Failed(Exception):
    """The second process could not score the pairs."""


def _ask(other: "subprocess.Popen[bytes]", question: Any) -> list[Scored]:
    assert other.stdin is not None
    assert other.stdout is not None
    number = next(_QUESTIONS)
    pickle.dump((number, question), other.stdin, pickle.HIGHEST_PROTOCOL)
    other.stdin.flush()
    # The second process is our own code.
    answered, answer = pickle.load(other.stdout)  # noqa: S301
    if answered != number or answer is None:
        raise _Failed
    found: list[Scored] = answer
    return found


def _stop() -> None:
    with _TURN:
        for other in _READY:
            for pipe in (other.stdin, other.stdout):
                # Data not yet sent to a process that has ended is lost.
                with suppress(OSError):
                    if pipe is not None:
                        pipe.close()
            other.kill()
            other.wait()
        _READY.clear()


def _serve(questions: IO[bytes], answers: IO[bytes]) -> None:
    """Answers questions until the pipe is closed."""
    _warm_up()
    while True:
        try:
            number, question = pickle.load(questions)  # noqa: S301
        except EOFError:
            return
        try:
            found = scoring.score(*question)
        except Exception:  # the first process tries again and sees it
            found = None
        pickle.dump((number, found), answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


def _warm_up() -> None:
    """Scores one invented pair, so that everything that will be needed is loaded."""
    from tracker.domain.history.person import Identity

    one = prepare(Identity(given="A", family="B", born=date(2009, 1, 1)))
    pair = [(1, one, keys(one))]
    scoring.score(pair, pair, NameCounts(2, {}, {}))


if __name__ == "__main__":
    _serve(sys.stdin.buffer, sys.stdout.buffer)
