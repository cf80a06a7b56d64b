"""The second scoring process: the same scores, and never a reason to fail."""

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
from tracker.linkage.population.known_records import NameCounts

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


def options():
    return {"names": NameCounts(3, {"AMINA": 1}, {})}


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The second process, started as if Splink had not been loaded in this one."""
    linkage.model.second_process._stop()
    monkeypatch.delitem(sys.modules, "splink", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    linkage.model.second_process.get_ready()
    yield
    linkage.model.second_process._stop()


def test_the_scores_are_those_of_this_process(ready) -> None:
    assert linkage.model.second_process._READY
    there = linkage.model.second_process.score(
        records(ROWS), records(PEOPLE), **options()
    )
    assert linkage.model.second_process._READY, "the second process answered"
    here = linkage.model.scoring.score(records(ROWS), records(PEOPLE), **options())
    assert there == here
    assert [(pair.left, pair.right) for pair in there] == [(0, 0)]


@pytest.fixture
def elsewhere(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another folder, in which no module of the program lies."""
    monkeypatch.chdir(tmp_path)


def test_it_finds_the_program_from_any_folder(elsewhere, ready) -> None:
    linkage.model.second_process.score(records(ROWS), records(PEOPLE), **options())
    assert linkage.model.second_process._READY, "the second process answered"


def test_it_answers_a_second_question(ready) -> None:
    first = linkage.model.second_process.score(
        records(ROWS), records(PEOPLE), **options()
    )
    assert (
        linkage.model.second_process.score(records(ROWS), records(PEOPLE), **options())
        == first
    )


def test_concurrent_threads_each_get_their_own_scores(ready) -> None:
    """They share one pipe, in which two questions at once would be mixed up."""
    rows = [
        replace(ROWS[0], given=each.given, family=each.family, born=each.born)
        for each in PEOPLE
    ]
    alone = [
        linkage.model.scoring.score(records([row]), records(PEOPLE), **options())
        for row in rows
    ]
    assert len({tuple(each) for each in alone}) == len(rows)

    def ask(number: int):
        place = number % len(rows)
        there = linkage.model.second_process.score(
            records([rows[place]]), records(PEOPLE), **options()
        )
        return there == alone[place]

    with ThreadPoolExecutor(6) as threads:
        assert all(threads.map(ask, range(18)))
    assert linkage.model.second_process._READY, (
        "the second process answered all of them"
    )


def test_an_interrupted_question_leaves_no_scores_behind(ready, monkeypatch) -> None:
    """Ctrl-C in the middle: the late answer belongs to no later question."""

    def stop(pipe: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as while_it_answers:
        while_it_answers.setattr(linkage.model.second_process.pickle, "load", stop)
        with pytest.raises(KeyboardInterrupt):
            linkage.model.second_process.score(
                records(ROWS), records(PEOPLE), **options()
            )
    assert not linkage.model.second_process._READY
    there = linkage.model.second_process.score(
        records(ROWS[:1]), records(PEOPLE[:1]), **options()
    )
    assert there == linkage.model.scoring.score(
        records(ROWS[:1]), records(PEOPLE[:1]), **options()
    )


def test_this_process_scores_when_the_second_has_died(ready) -> None:
    (other,) = linkage.model.second_process._READY
    other.kill()
    other.wait()
    there = linkage.model.second_process.score(
        records(ROWS), records(PEOPLE), **options()
    )
    assert there == linkage.model.scoring.score(
        records(ROWS), records(PEOPLE), **options()
    )
    assert not linkage.model.second_process._READY


def test_a_pair_that_cannot_be_scored_fails_with_its_own_error(ready) -> None:
    with pytest.raises(AttributeError):
        linkage.model.second_process.score(
            [(1, None, ("k",))], records(PEOPLE), **options()
        )


@pytest.mark.parametrize("loaded, cores", [(True, 2), (False, 1)])
def test_it_is_not_started_if_it_would_not_help(monkeypatch, loaded, cores) -> None:
    linkage.model.second_process._stop()
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    if loaded:
        monkeypatch.setitem(sys.modules, "splink", sys)
    else:
        monkeypatch.delitem(sys.modules, "splink", raising=False)
    linkage.model.second_process.get_ready()
    assert not linkage.model.second_process._READY


def test_it_ends_with_the_process_that_started_it() -> None:
    """Also when that process is killed, because its end of the pipe closes."""
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
