"""What is kept to save work is never used for another batch or another database."""

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from functools import partial

import pytest
from sqlalchemy import text

from tests.acts import act
from tests.conftest import empty
from tests.factories import (
    AUTHORITY,
    COLLEGE,
    people,
    person,
    provider_list,
    register,
)
from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.intake.interpret import interpreted
from tracker.domain.reference.institution import InstitutionRef
from tracker.extensions import db
from tracker.feeds.registry import FEEDS

OCTOBER = date(2026, 10, 9)
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_an_emptied_database_counts_and_reads_from_the_start(
    app, load, as_json, tmp_path
) -> None:
    """Batch numbers begin again, but the meanings of an earlier batch are not used."""
    loads = []
    for number in (1, 2):
        with app.app_context():
            empty()
        folder = tmp_path / str(number)
        folder.mkdir()
        load("establishments", register(folder / "edubasealldata.csv"))
        file = provider_list(folder / "list.csv", [person(number)])
        loads.append(
            load("provider-enrolment", file, institution=COLLEGE, as_at=OCTOBER)
        )
        # Applied again, it is read from the stored lines.
        as_json("imports", "withdraw", loads[-1]["batch"])
        as_json("imports", "apply", loads[-1]["batch"])
        (found,) = as_json("people", "find", person(number)["upn"])
        assert found["given"] == person(number)["given"]
    assert loads[0]["batch"] == loads[1]["batch"]


LIST = "provider-enrolment"


def received(tmp_path, name, rows, meanings=None, as_at=OCTOBER, college=COLLEGE):
    return actions.intake.receive.receive(
        FEEDS[LIST],
        [provider_list(tmp_path / f"{name}.csv", rows)],
        act=act(by="test", at=AT, authority=AUTHORITY),
        institution=InstitutionRef(urn=college),
        as_at=as_at,
        complete=False,
        answers=actions.intake.questions.answers.Answers(("A college (invented)",)),
        meanings=meanings,
    )


def names(batch, meanings):
    """The given names in its lines, by the meanings that are kept."""
    return [
        line.identity.given
        for _, line in interpreted(
            batch, store.intake.import_batches.lines(batch.id), meanings
        )
    ]


def test_meanings_are_kept_for_one_batch_only(inside, tmp_path) -> None:
    meanings = actions.intake.interpret.Meanings()
    first = received(tmp_path, "first", people(3), meanings)
    second = received(tmp_path, "second", people(3, first=11))
    assert len(meanings.of(first)) == 3
    assert len(meanings.of(second)) == 0
    assert names(second, meanings) == [each["given"] for each in people(3, first=11)]
    with pytest.raises(ValueError):
        received(tmp_path, "third", people(3, first=21), meanings)


def test_a_line_whose_cells_have_changed_is_read_again(inside, tmp_path) -> None:
    """A restriction narrowed the line, in this process or in another."""
    meanings = actions.intake.interpret.Meanings()
    batch = received(tmp_path, "list", people(3), meanings)
    db.session.execute(
        text(
            "UPDATE staged_rows SET raw = raw || jsonb_build_object('forename',"
            " 'Another') WHERE batch_id = :id AND line = 3"
        ),
        {"id": batch.id},
    )
    one, _, three = (each["given"] for each in people(3))
    assert names(batch, meanings) == [one, "Another", three]


def test_deleted_lines_do_not_shift_the_meanings_of_others(inside, tmp_path) -> None:
    meanings = actions.intake.interpret.Meanings()
    batch = received(tmp_path, "list", people(3), meanings)
    db.session.execute(text("DELETE FROM staged_rows WHERE line = 2"))
    assert names(batch, meanings) == [each["given"] for each in people(3)[1:]]


def test_a_batch_of_another_day_is_read_again(inside, tmp_path) -> None:
    meanings = actions.intake.interpret.Meanings()
    batch = received(tmp_path, "list", people(1), meanings)
    batch.as_at = date(2026, 9, 30)
    db.session.flush()
    ((_, line),) = interpreted(
        batch, store.intake.import_batches.lines(batch.id), meanings
    )
    assert line.as_at == date(2026, 9, 30)


def test_lists_loaded_by_many_threads_do_not_mix(app, load, tmp_path) -> None:
    """Each list has the same line numbers and another child on each of them."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    several, lines = 6, 25
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(several) as threads:
            done = list(
                threads.map(partial(_load, app, tmp_path, lines), range(several))
            )
    finally:
        sys.setswitchinterval(before)
    assert done == [lines] * several
    with app.app_context():
        rows = db.session.execute(
            text(
                "SELECT DISTINCT s.raw ->> 'upn', f.statement ->> 'upn' FROM evidence e"
                " JOIN facts f ON f.id = ANY(e.facts)"
                " JOIN staged_rows s ON s.id = e.row_id WHERE f.statement ? 'upn'"
            )
        )
        pairs = [tuple(row) for row in rows]
    assert len(pairs) == several * lines
    assert all(stored == given for stored, given in pairs)


def _load(app, tmp_path, lines, number):
    with app.app_context():
        store.database.shown.show([AUTHORITY])
        loaded = actions.intake.load.load(
            LIST,
            [
                provider_list(
                    tmp_path / f"{number}.csv", people(lines, first=1 + lines * number)
                )
            ],
            institution=COLLEGE,
            as_at=OCTOBER,
            complete=False,
            act=act(by="test", at=AT, on=AT.date(), authority=AUTHORITY),
            confirm=lambda alarms: True,
        )
        return loaded.effect.outcomes.get("new-in-area")


def test_one_thread_has_the_population_at_a_time(app, inside) -> None:
    """Its indexes fill as they are used: another thread would find them half filled."""
    scope = authority_scope(AUTHORITY)
    one, other = (
        actions.intake.matching.known_people.population(within=scope),
        actions.intake.matching.known_people.population(within=scope),
    )
    with one as first, other as second:
        assert first is not second
    with actions.intake.matching.known_people.population(within=scope) as third:
        assert third is first


def test_a_change_made_at_the_same_time_is_not_overlooked(
    app, inside, tmp_path
) -> None:
    """A mark that another commit has moved on is not taken for our own."""
    scope = authority_scope(AUTHORITY)
    with actions.intake.matching.known_people.population(within=scope):
        pass
    before = store.people.records.mark()
    for name, first in (("one", 1), ("two", 11)):
        batch = received(tmp_path, name, people(2, first=first))
        actions.intake.matching.match.match(batch, act=act(by="test", at=AT))
        actions.intake.apply.apply(batch, act=act(by="test", at=AT, on=AT.date()))
    actions.intake.matching.known_people.changed(before, [], within=scope)
    with actions.intake.matching.known_people.population(within=scope) as population:
        assert len(population) == 4
