"""The other process that scores: the same answers, and never a reason to fail."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from tests.linkage.people import upn
from tracker import linkage
from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import prepare
from tracker.linkage.population.blocking import keys

PEOPLE = [
    Identity(
        given=given,
        family=family,
        born=date(2009, 9, 1 + place),
        postcode="WN1 1AZ",
        upn=upn(place),
    )
    for place, (given, family) in enumerate(
        (("Amina", "Holtby"), ("Bryn", "Ashcombe"), ("Carys", "Brimble"))
    )
]
ROWS = [Identity(given="Amina", family="Holtbey", born=date(2009, 9, 1))]


def records(identities):
    made = [prepare(each) for each in identities]
    return [(number, one, keys(one)) for number, one in enumerate(made)]


def asked():
    return {"people": 3, "given_counts": {"AMINA": 1}, "family_counts": {}}


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Started anew, as if Splink had not been loaded here."""
    linkage.model.second_process._let_go()
    monkeypatch.delitem(sys.modules, "splink", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    linkage.model.second_process.get_ready()
    yield
    linkage.model.second_process._let_go()


def test_it_answers_what_would_be_answered_here(ready) -> None:
    assert linkage.model.second_process._READY
    there = linkage.model.second_process.score(
        records(ROWS), records(PEOPLE), **asked()
    )
    assert linkage.model.second_process._READY, "it was asked, and answered"
    here = linkage.model.scoring.score(records(ROWS), records(PEOPLE), **asked())
    assert there == here
    assert [(pair.left, pair.right) for pair in there] == [(0, 0)]


def test_it_may_be_asked_again(ready) -> None:
    first = linkage.model.second_process.score(
        records(ROWS), records(PEOPLE), **asked()
    )
    assert (
        linkage.model.second_process.score(records(ROWS), records(PEOPLE), **asked())
        == first
    )


def test_threads_that_ask_at_once_each_get_their_own_answer(ready) -> None:
    """The pipe is one: two questions in it at once were one that nobody had asked."""
    rows = [
        replace(ROWS[0], given=each.given, family=each.family, born=each.born)
        for each in PEOPLE
    ]
    alone = [
        linkage.model.scoring.score(records([row]), records(PEOPLE), **asked())
        for row in rows
    ]
    assert len({tuple(each) for each in alone}) == len(rows)

    def ask(number: int):
        place = number % len(rows)
        there = linkage.model.second_process.score(
            records([rows[place]]), records(PEOPLE), **asked()
        )
        return there == alone[place]

    with ThreadPoolExecutor(6) as threads:
        assert all(threads.map(ask, range(18)))
    assert linkage.model.second_process._READY, "it answered all of them"


def test_a_question_that_was_broken_off_leaves_no_answer_behind(
    ready, monkeypatch
) -> None:
    """Ctrl-C in the middle: the answer that still comes is to nobody's question."""

    def stop(pipe: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as while_it_answers:
        while_it_answers.setattr(linkage.model.second_process.pickle, "load", stop)
        with pytest.raises(KeyboardInterrupt):
            linkage.model.second_process.score(
                records(ROWS), records(PEOPLE), **asked()
            )
    assert not linkage.model.second_process._READY
    there = linkage.model.second_process.score(
        records(ROWS[:1]), records(PEOPLE[:1]), **asked()
    )
    assert there == linkage.model.scoring.score(
        records(ROWS[:1]), records(PEOPLE[:1]), **asked()
    )


def test_where_it_has_died_the_work_is_done_here(ready) -> None:
    (other,) = linkage.model.second_process._READY
    other.kill()
    other.wait()
    there = linkage.model.second_process.score(
        records(ROWS), records(PEOPLE), **asked()
    )
    assert there == linkage.model.scoring.score(
        records(ROWS), records(PEOPLE), **asked()
    )
    assert not linkage.model.second_process._READY


def test_what_cannot_be_scored_fails_here_with_its_own_error(ready) -> None:
    with pytest.raises(AttributeError):
        linkage.model.second_process.score(
            [(1, None, ("k",))], records(PEOPLE), **asked()
        )


@pytest.mark.parametrize("loaded, cores", [(True, 2), (False, 1)])
def test_it_is_not_started_where_it_would_be_of_no_use(
    monkeypatch, loaded, cores
) -> None:
    linkage.model.second_process._let_go()
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    if loaded:
        monkeypatch.setitem(sys.modules, "splink", sys)
    else:
        monkeypatch.delitem(sys.modules, "splink", raising=False)
    linkage.model.second_process.get_ready()
    assert not linkage.model.second_process._READY


def test_it_ends_with_whoever_asked_for_it() -> None:
    """Also where that one is killed: its end of the pipe is closed then."""
    begun = subprocess.Popen(
        [sys.executable, "-m", linkage.model.second_process.__name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert begun.stdin is not None
    assert begun.stdout is not None
    begun.stdin.close()
    assert begun.wait(timeout=60) == 0
    begun.stdout.close()
