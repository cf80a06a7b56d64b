"""A list is kept, sent and taken back completely or not at all."""

import io
from datetime import UTC, date, datetime

import pytest

from tests.acts import act
from tests.factories import AUTHORITY, COLLEGE, people, provider_list, register
from tests.waiting import run_waiting
from tracker import actions, store
from tracker.access import authority_scope
from tracker.extensions import db
from tracker.store.accounts.audit import AuditLine
from tracker.store.intake.sendings import Sending, State
from tracker.store.work.tasks import Task

AT, ON = datetime(2026, 11, 24, 9, tzinfo=UTC), date(2026, 11, 24)
EVERYBODY = authority_scope(AUTHORITY)
KEY = f"urn:{COLLEGE}"


@pytest.fixture
def college(tmp_path, load, inside):
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    return store.institutions.register.directory().by_key(KEY)


@pytest.fixture
def keep(college, tmp_path):
    def run(rows, name="list.csv"):
        content = provider_list(tmp_path / "made.csv", rows).read_bytes()
        return actions.intake.uploads.sendings.keep(
            name,
            io.BytesIO(content),
            uploads=tmp_path / "uploads",
            institution=college,
            act=act("college@example.org", AT, ON),
            as_at=date(2026, 11, 20),
            complete=True,
        )

    return run


def read() -> None:
    run_waiting(clock=lambda: AT, day=lambda at: at.date())


def found(sending: Sending) -> store.intake.sendings.Sent:
    sent = store.intake.sendings.get(sending.id, of={KEY}, within=EVERYBODY)
    assert sent is not None
    return sent


def broken(*given: object, **more: object) -> None:
    raise RuntimeError("the log cannot be written")


def test_without_its_line_in_the_audit_no_file_is_kept(
    keep, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(store.accounts.audit, "write", broken)
    with pytest.raises(RuntimeError):
        keep(people(3))
    assert db.session.query(Sending).count() == 0
    assert db.session.query(Task).count() == 0
    assert not list((tmp_path / "uploads").iterdir())


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..", "list"),
        ("a/b.csv", "b.csv"),
        ("Zoë's list.csv", "Zoë's list.csv"),
    ],
)
def test_no_file_name_leads_out_of_the_folder_of_uploads(
    keep, tmp_path, name, kept
) -> None:
    sending = keep(people(3), name=name)
    (task,) = db.session.query(Task)
    (path,) = task.arguments["files"]
    assert path.startswith(f"{tmp_path}/uploads/sending-{sending.id}/")
    assert ".." not in path
    assert sending.files == [kept]


def test_a_file_is_deleted_once_it_is_read(keep, tmp_path) -> None:
    keep(people(3))
    read()
    assert not list((tmp_path / "uploads").rglob("*.csv"))


@pytest.mark.parametrize("verb", ["send", "take_back"])
def test_without_its_line_in_the_audit_no_list_is_sent_or_withdrawn(
    keep, monkeypatch, verb
) -> None:
    sending = keep(people(3))
    read()
    monkeypatch.setattr(store.accounts.audit, "write", broken)
    with pytest.raises(RuntimeError):
        getattr(actions.intake.uploads.sendings, verb)(
            found(sending), act=act("college@example.org", AT)
        )
    sent = found(sending)
    db.session.refresh(sent.batch)
    assert (sent.sending.state, sent.batch.status) == (State.KEPT, "matched")


def test_an_unread_list_is_neither_sent_nor_withdrawn(keep) -> None:
    sent = found(keep(people(3)))
    for verb, sentence in (
        (actions.intake.uploads.sendings.send, "not been fully read"),
        (actions.intake.uploads.sendings.take_back, "being read"),
    ):
        with pytest.raises(actions.intake.uploads.sendings.NotSendable, match=sentence):
            verb(sent, act=act("college@example.org", AT))


def test_it_is_sent_once(keep) -> None:
    sending = keep(people(3))
    read()
    actions.intake.uploads.sendings.send(
        found(sending), act=act("college@example.org", AT)
    )
    with pytest.raises(
        actions.intake.uploads.sendings.NotSendable, match="already been sent"
    ):
        actions.intake.uploads.sendings.send(
            found(sending), act=act("college@example.org", AT)
        )


def test_the_same_list_sent_twice_stands_until_both_are_taken_back(keep) -> None:
    first, second = keep(people(3)), None
    read()
    actions.intake.uploads.sendings.send(
        found(first), act=act("college@example.org", AT)
    )
    second = keep(people(3))
    read()
    actions.intake.uploads.sendings.send(
        found(second), act=act("college@example.org", AT)
    )
    batch = found(first).batch
    assert found(second).batch is batch
    actions.intake.uploads.sendings.take_back(
        found(second), act=act("college@example.org", AT)
    )
    assert batch.status == "matched"
    actions.intake.uploads.sendings.take_back(
        found(first), act=act("college@example.org", AT)
    )
    assert batch.status == "withdrawn"


def test_a_list_that_the_council_withdrew_is_not_sent_again_unchanged(
    keep, as_json
) -> None:
    first = keep(people(3))
    read()
    actions.intake.uploads.sendings.send(
        found(first), act=act("college@example.org", AT)
    )
    number = found(first).batch.id
    as_json("imports", "apply", number)
    as_json("imports", "withdraw", number)
    second = keep(people(3))
    read()
    with pytest.raises(
        actions.intake.uploads.sendings.NotSendable, match="The council has taken back"
    ):
        actions.intake.uploads.sendings.send(
            found(second), act=act("college@example.org", AT)
        )


def test_no_person_on_the_list_is_named_in_the_audit(keep) -> None:
    rows = people(3)
    sending = keep(rows)
    read()
    actions.intake.uploads.sendings.send(
        found(sending), act=act("college@example.org", AT)
    )
    text = " ".join(
        f"{line.subject} {line.detail}" for line in db.session.query(AuditLine)
    )
    for row in rows:
        assert row["family"] not in text and row["upn"] not in text
    assert sending.counts == {"usable": 3}
