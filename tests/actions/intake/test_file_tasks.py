"""A worker's handling of files uploaded on a page, even if it is killed half-way."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from tests.acts import act
from tests.factories import COLLEGE, nccis, people, person, provider_list, register
from tracker import actions, store
from tracker.access import authority_scope
from tracker.extensions import db
from tracker.store.work.tasks import State, Task

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
WITHIN = authority_scope("359")
BY = "data-manager@example.org"


@pytest.fixture
def known(tmp_path, load, inside: Flask) -> None:
    """The register of institutions, batch 1."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))


@pytest.fixture
def upload(tmp_path) -> Path:
    """A list in a folder of its own, as uploads are kept."""
    folder = tmp_path / "uploads" / "one"
    folder.mkdir(parents=True)
    return provider_list(folder / "list.csv", people(3))


def request(kind: str = "take in", **arguments) -> Task:
    return actions.work.tasks.request(
        kind, act=act(by=BY, at=NOW, authority="359"), subject="upload 1", **arguments
    )


def run(task: Task) -> Task:
    actions.work.tasks.run(task.id, clock=lambda: NOW, day=lambda at: at.date())
    done = store.work.tasks.get(task.id, within=WITHIN)
    assert done is not None
    return done


def of_list(upload: Path, **more) -> Task:
    return request(
        files=[str(upload)],
        feed="provider-enrolment",
        institution=f"urn:{COLLEGE}",
        as_at="2026-10-09",
        complete=True,
        **more,
    )


def test_two_clicks_request_work_once_until_it_is_begun(known, upload) -> None:
    first, second = of_list(upload), of_list(upload)
    assert first.id == second.id
    assert of_list(upload, made="another way").id != first.id
    run(first)
    assert of_list(upload).id > first.id


def test_a_file_is_received_and_matched_and_then_deleted(known, upload) -> None:
    done = run(of_list(upload))
    assert (done.state, done.result) == (State.DONE, {"batch": 2, "already": False})
    batch = store.intake.import_batches.batch(2, within=WITHIN)
    assert batch is not None
    assert (batch.status, batch.complete, batch.received_by) == ("matched", True, BY)
    assert batch.sender == {"urn": COLLEGE}
    assert not upload.exists()
    assert not upload.parent.exists()


def test_a_preview_of_applying_is_requested_if_it_is_wanted(known, upload) -> None:
    run(of_list(upload, preview=True))
    foreseen = store.work.tasks.newest("batch 2", within=WITHIN, kind="preview")
    assert foreseen is not None
    assert run(foreseen).result["changes"] == {"new": 3}
    assert store.intake.import_batches.outcomes(2) == {"new-in-area": 3}


#: (feed, institution, content) and the sentence that it fails with
FAILING = [
    ("nccis-file", None, "Surname,Forename\nA,B\n", "is not an NCCIS file"),
    (None, None, "One,Two\n1,2\n", "not a kind of file that is known here"),
    ("provider-enrolment", "12345", None, "12345 is not an institution"),
    ("provider-enrolment", f"urn:{COLLEGE}", "", "list.csv is empty."),
]


@pytest.mark.parametrize(("feed", "institution", "content", "sentence"), FAILING)
def test_an_unusable_file_fails_in_one_sentence_and_is_deleted(
    known, upload, feed, institution, content, sentence
) -> None:
    if content is not None:
        upload.write_text(content)
    done = run(request(files=[str(upload)], feed=feed, institution=institution))
    assert done.state == State.FAILED
    assert sentence in done.problem
    assert not upload.exists()
    assert store.intake.import_batches.batch(2, within=WITHIN) is None


def test_a_file_of_an_unnamed_feed_is_recognised(known, tmp_path) -> None:
    file = nccis(
        tmp_path / "history.xml", NOW.date(), [{**person(1), "activity": "210"}]
    )
    done = run(request(files=[str(file)]))
    batch = store.intake.import_batches.batch(done.result["batch"], within=WITHIN)
    assert batch is not None
    assert batch.feed == "nccis-file"


def test_files_of_several_kinds_are_not_taken_for_one(known, upload, tmp_path) -> None:
    other = nccis(
        tmp_path / "history.xml", NOW.date(), [{**person(1), "activity": "210"}]
    )
    done = run(request(files=[str(upload), str(other)]))
    assert done.problem == (
        "These files are of several kinds. Send one kind at a time."
    )


class Killed(BaseException):
    """Stops a worker like a kill, so that no code of its own can catch it."""


def killed(monkeypatch: pytest.MonkeyPatch, what, name: str, *, after: bool) -> None:
    """Lets the worker die when it comes to an action, before or after it."""
    real = getattr(what, name)

    def dying(*args, **kwargs):
        monkeypatch.setattr(what, name, real)
        if after:
            real(*args, **kwargs)
        raise Killed

    monkeypatch.setattr(what, name, dying)


#: Where the worker dies, and whether the action had been done by then.
MOMENTS = [
    ("load.receive_files", False),
    ("load.receive_files", True),
    ("waiting_files.forget", False),
    ("waiting_files.forget", True),
    ("match.match", False),
    ("match.match", True),
]


@pytest.mark.parametrize(("moment", "after"), MOMENTS)
def test_a_second_worker_finishes_the_work_of_a_killed_one(
    known, upload, monkeypatch, moment, after
) -> None:
    task = of_list(upload)
    where, _, name = moment.rpartition(".")
    what = (
        getattr(actions.intake.file_tasks, where)
        if where
        else actions.intake.file_tasks
    )
    killed(monkeypatch, what, name, after=after)
    with pytest.raises(Killed):
        run(task)
    db.session.rollback()
    assert store.work.tasks.get(task.id, within=WITHIN).state == State.RUNNING
    done = run(task)
    assert (done.state, done.result["batch"]) == (State.DONE, 2)
    assert store.intake.import_batches.outcomes(2) == {"new-in-area": 3}
    assert store.intake.import_batches.batch(3, within=WITHIN) is None
    assert not upload.exists()


def test_a_missing_batch_is_reported(known) -> None:
    for kind in ("match", "preview", "apply", "withdraw"):
        done = run(request(kind, batch=99))
        assert done.problem == "There is no batch 99."


def test_applying_and_withdrawing_twice_has_the_effect_of_once(known, upload) -> None:
    run(of_list(upload))
    assert run(request("apply", batch=2)).result["changes"] == {"new": 3}
    again = run(request("apply", batch=2)).result
    assert (again["applied"], again["changes"]) == (True, {})
    assert run(request("withdraw", batch=2)).result == {"people": 3}
    assert run(request("withdraw", batch=2)).result == {"people": 0}


@pytest.mark.parametrize(
    ("kind", "where", "name"),
    [
        ("apply", actions.intake.apply, "apply"),
        ("withdraw", actions.intake.load, "withdraw"),
    ],
)
def test_work_that_another_worker_did_meanwhile_is_done(
    known, upload, monkeypatch, kind: str, where, name: str
) -> None:
    """Three clicks are three tasks, and three workers may do them together."""
    run(of_list(upload))
    if kind == "withdraw":
        run(request("apply", batch=2))
    real = getattr(where, name)

    def slower(batch, **how):
        real(batch, **how)
        raise actions.intake.apply.NotApplicable("A colleague was quicker.")

    monkeypatch.setattr(where, name, slower)
    done = run(request(kind, batch=2))
    assert done.state == State.DONE
    assert run(request(kind, batch=2)).state == State.DONE


def test_a_matched_batch_is_not_withdrawn(known, upload) -> None:
    run(of_list(upload))
    done = run(request("withdraw", batch=2))
    assert done.problem == "Batch 2 is not applied: it is matched."


def test_an_unusual_batch_is_not_applied_until_it_is_confirmed(
    known, load, tmp_path, upload
) -> None:
    many = provider_list(tmp_path / "many.csv", people(40))
    load(
        "provider-enrolment",
        many,
        institution=COLLEGE,
        as_at=datetime(2026, 9, 11).date(),
        complete=True,
    )
    run(of_list(upload))
    stopped = run(request("apply", batch=3)).result
    assert stopped["applied"] is False
    assert stopped["alarms"]
    assert store.intake.import_batches.batch(3, within=WITHIN).status == "matched"
    assert run(request("apply", batch=3, confirmed=True)).result["applied"] is True


def test_it_reports_its_progress(known, upload) -> None:
    steps: list[str] = []
    task = of_list(upload)
    actions.intake.file_tasks._receive(
        task,
        say=lambda words, done=None, out_of=None: steps.append(words),
        act=act(at=NOW, on=NOW.date()),
    )
    assert steps == [
        "Reading the file: 0 lines so far.",
        "Looking for the young people in 3 lines.",
    ]
