"""A file whose rows all name another institution than its sender raises a question."""

from datetime import date

import pytest

from tests.factories import COLLEGE, COLLEGE_NUMBER, people, provider_list
from tracker.extensions import db
from tracker.store.intake.import_batches import ImportBatch

OCTOBER = date(2026, 10, 9)
PROVIDER, OTHER = {"ukprn": "10098845"}, {"ukprn": "10098846"}
LIST = ("imports", "load", "provider-enrolment")

ROWS = [
    ([PROVIDER, PROVIDER], "UKPRN 10098845, which is in no register, and none the"),
    ([PROVIDER, OTHER], "UKPRN 10098845, which is in no register, or 1 other instit"),
    # No alarm: a row names the sender, or names no place at all.
    ([PROVIDER, {"laestab": COLLEGE_NUMBER}], None),
    ([PROVIDER, {}], None),
    ([{}, {}], None),
    ([{"laestab": COLLEGE_NUMBER}] * 2, None),
]


@pytest.mark.parametrize(("named", "says"), ROWS)
def test_every_row_names_another_than_the_sender(
    flask, as_json, registered, tmp_path, named, says
) -> None:
    rows = [
        {**row, **where} for row, where in zip(people(len(named)), named, strict=True)
    ]
    file = provider_list(tmp_path / "list.csv", rows)
    words = (*LIST, file, "--institution", COLLEGE, "--as-at", OCTOBER)
    done = flask(*words, "--json", code=0 if says is None else 1).json
    assert done["applied"] is (says is None)
    if says is None:
        assert done["notes"] == done["alarms"] == []
        return
    (note,) = done["alarms"]
    assert done["notes"] == [note]
    assert note.startswith(f"Every row names {says}")
    assert note.endswith("the sender, Testham College (invented).")
    assert as_json("imports", "apply", done["batch"], "--yes")["applied"]
    # After that answer the next list of the same kind raises no question.
    later = provider_list(tmp_path / "later.csv", [*rows, {**rows[0], "given": "Zoe"}])
    again = (*LIST, later, "--institution", COLLEGE, "--as-at", "2026-11-06", "--json")
    assert flask(*again, code=None).json["alarms"] == []


@pytest.mark.parametrize(
    "note", ["In no register: UKPRN 10098845.", "Several in the register are called A."]
)
def test_a_batch_of_an_older_version_still_waits_for_a_yes(
    app, flask, as_json, registered, tmp_path, note
) -> None:
    file = provider_list(tmp_path / "list.csv", people(2, **PROVIDER))
    words = (*LIST, file, "--institution", COLLEGE, "--as-at", OCTOBER, "--json")
    number = flask(*words, code=1).json["batch"]
    with app.app_context():
        batch = db.session.get_one(ImportBatch, number)
        batch.sender, batch.notes = None, [note]
        db.session.commit()
    stopped = flask("imports", "apply", number, "--json", code=1).json
    assert not stopped["applied"] and stopped["alarms"] == [note]
    assert as_json("imports", "apply", number, "--yes")["applied"]
