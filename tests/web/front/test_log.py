"""The log of a fault: the place in the code, and no personal data."""

from sqlalchemy import text

from tests.acts import act
from tests.web.conftest import NOW, sign_in
from tracker import actions, logs, store
from tracker.extensions import db
from tracker.store.work.tasks import State

EMAIL, NOTE = "adviser@example.org", "lives with her aunt"


def refused_by_the_database(*args: object, **kwargs: object) -> None:
    """Writes a row that PostgreSQL refuses; its message shows the row."""
    db.session.execute(
        text(
            "INSERT INTO users (authority, email, name) VALUES ('359', :email, :note)"
        ),
        {"email": EMAIL, "note": NOTE},
    )


def written(caplog) -> str:
    """The lines of the log, as a process writes them."""
    return "\n".join(logs.lines.JsonLines().format(each) for each in caplog.records)


def names_no_person(log: str) -> None:
    assert "refused_by_the_database" in log, "it says where it was"
    assert "IntegrityError" in log
    assert "NotNullViolation (23502)" in log
    for personal in (EMAIL, NOTE, "DETAIL"):
        assert personal not in log


def test_the_log_of_a_failing_page_has_no_personal_data(
    pages, monkeypatch, caplog
) -> None:
    monkeypatch.setattr(actions.accounts.signing_in, "sign_in", refused_by_the_database)
    answer = sign_in(pages.test_client(), EMAIL, NOTE)
    assert answer.status_code == 500
    assert "Sorry, there is a problem" in answer.get_data(as_text=True)
    assert "POST account.sign_in failed" in caplog.text
    names_no_person(written(caplog))


def test_the_log_of_an_error_after_a_page_has_no_personal_data(
    pages, monkeypatch, caplog
) -> None:
    def broken(answer: object) -> None:
        raise RuntimeError(NOTE)

    monkeypatch.setitem(pages.config, "TESTING", False)
    monkeypatch.setitem(pages.after_request_funcs, None, [broken])
    pages.test_client().get("/sign-in")
    assert "RuntimeError" in written(caplog)
    assert NOTE not in written(caplog)


def test_the_log_of_failing_long_work_has_no_personal_data(
    inside, monkeypatch, caplog
) -> None:
    monkeypatch.setitem(actions.work.tasks._KINDS, "breaks", refused_by_the_database)
    task = actions.work.tasks.request(
        "breaks", act=act(by=EMAIL, at=NOW, authority="359")
    )
    actions.work.tasks.run(task.id, clock=lambda: NOW, day=lambda at: at.date())
    done = db.session.get(store.work.tasks.Task, task.id)
    assert done is not None
    assert done.state == State.FAILED
    names_no_person(written(caplog))


def test_a_statement_never_shows_its_parameters(inside) -> None:
    assert db.engine.hide_parameters


def test_the_cause_of_an_error_comes_first() -> None:
    try:
        try:
            raise ValueError(NOTE)
        except ValueError as error:
            raise KeyError(EMAIL) from error
    except KeyError as error:
        text = logs.failure_places.where(error)
    assert text.index("ValueError") < text.index("which led to") < text.index("KeyE")
    assert NOTE not in text
    assert EMAIL not in text
