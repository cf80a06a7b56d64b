"""Pairs that a process has scored before: the same records have the same score.

To set Splink up for one pair takes a third of a second, and many tests load the same
list. The tests of linkage, which have no database, really score each pair.
"""

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from typing import Any

import pytest

_FOUND: dict[bytes, list[Any]] = {}


@contextmanager
def kept() -> Iterator[None]:
    """Keeps what is scored, and answers with it, until the end of a test."""
    from tracker.linkage.model import second_process

    score = second_process.score

    def scored(left: Any, right: Any, names: Any, at_least: float = 0.0) -> list[Any]:
        question = pickle.dumps((left, right, names, at_least))
        key = blake2b(question, digest_size=20).digest()
        if key not in _FOUND:
            _FOUND[key] = score(left, right, names, at_least)
        return [*_FOUND[key]]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(second_process, "score", scored)
        yield
