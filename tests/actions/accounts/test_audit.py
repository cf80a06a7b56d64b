"""Every action leaves its line in the audit, in the same transaction, without names."""

import json
from datetime import date

import pytest
from sqlalchemy import text

from tests.factories import (
    COLLEGE,
    OTHER_COLLEGE,
    people,
    person,
    provider_list,
    register,
    unsure,
)
from tracker import store
from tracker.extensions import db

OCTOBER = date(2026, 10, 9)


@pytest.fixture
def lines(app):
    """The audit so far, oldest first."""

    def read():
        with app.app_context():
            rows = db.session.execute(
                text("SELECT action, subject, by, detail FROM audit ORDER BY id")
            )
            return [tuple(row) for row in rows]

    return read


@pytest.fixture
def done(tmp_path, load, as_json):
    """Every kind of action, each done once."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = people(3)
    file = provider_list(tmp_path / "list.csv", rows)
    batch = load("provider-enrolment", file, institution=COLLEGE, as_at=OCTOBER)
    bare = {**unsure(rows[2]), "postcode": "WN7 1AB"}
    doubtful = provider_list(tmp_path / "doubtful.csv", [bare])
    load(
        "provider-enrolment",
        doubtful,
        institution=OTHER_COLLEGE,
        as_at=date(2026, 11, 6),
    )
    (row,) = as_json("matching", "list")
    as_json("matching", "resolve", row["row"], "--new")
    as_json("imports", "withdraw", batch["batch"])
    as_json("imports", "apply", batch["batch"])
    as_json("people", "merge", "--yes", 1, 2)
    as_json("people", "unmerge", 1)
    made = as_json("returns", "prepare", "--period", "2026-10", "--out", tmp_path)
    as_json("returns", "freeze", made["run"])
    return rows


def test_every_action_leaves_its_line(done, lines) -> None:
    assert [action for action, *_ in lines()] == [
        *("register loaded", "import question answered"),
        *("import received", "import question answered"),
        *("import matched", "import applied"),
        *("import received", "import question answered"),
        *("import matched", "import applied"),
        "people listed",
        *("row resolved", "import withdrawn", "import applied"),
        *("people merged", "people parted"),
        *("return prepared", "return frozen"),
    ]
    assert all(subject and by for _, subject, by, _ in lines())


def test_it_holds_no_personal_details(done, lines) -> None:
    written = json.dumps(lines())
    for row in done:
        for name in ("given", "family", "upn", "uln", "postcode", "born"):
            assert row[name] not in written, name


LIST = ("imports", "load", "provider-enrolment", "{file}")


@pytest.mark.sample(
    "people merge*",
    "imports withdraw 1",
    "returns freeze*",
    "matching resolve*",
    because="each loads files of its own first",
)
@pytest.mark.parametrize(
    "words",
    [
        (*LIST, "--institution", COLLEGE, "--as-at", "today"),
        (
            *LIST,
            *("--institution", "10098845", "--as-at", "today", "--new-sender", "W"),
        ),
        ("imports", "load", "establishments", "{register}", "--as-at", "today"),
        ("imports", "withdraw", "2"),
        ("imports", "withdraw", "1"),
        ("matching", "resolve", "{row}", "--new"),
        ("people", "merge", "1", "2", "--yes"),
        ("people", "withhold", "1"),
        ("returns", "prepare", "--period", "2026-10", "--out", "{out}"),
        ("returns", "freeze", "1"),
    ],
    ids=" ".join,
)
def test_an_action_that_cannot_be_audited_is_not_done(
    words, tmp_path, load, as_json, flask, everything, monkeypatch
) -> None:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = people(3)
    file = provider_list(tmp_path / "list.csv", rows)
    load("provider-enrolment", file, institution=COLLEGE, as_at=OCTOBER)
    bare = {**unsure(rows[2]), "postcode": "WN7 1AB"}
    doubtful = provider_list(tmp_path / "doubtful.csv", [bare])
    load("provider-enrolment", doubtful, institution=OTHER_COLLEGE, as_at=OCTOBER)
    (row,) = as_json("matching", "list")
    as_json("returns", "prepare", "--period", "2026-10", "--out", tmp_path / "before")
    given = {
        "file": provider_list(tmp_path / "new.csv", [person(9)]),
        "register": register(tmp_path / "edubase2.csv", academy=True),
        "row": row["row"],
        "out": tmp_path / "out",
    }
    before = everything()

    def broken(**line: object) -> None:
        raise RuntimeError("the audit cannot be written")

    monkeypatch.setattr(store.accounts.audit, "write", broken)
    answer = flask(*(word.format(**given) for word in words), code=2)
    assert "RuntimeError" in answer.err
    assert "the audit cannot" not in answer.err
    assert everything() == before
    assert not (tmp_path / "out").exists()
