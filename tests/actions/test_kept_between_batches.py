"""What a process keeps to save work is never taken for what another database says."""

from datetime import date

from tests.conftest import empty
from tests.factories import COLLEGE, person, provider_list, register

OCTOBER = date(2026, 10, 9)


def test_an_emptied_database_counts_anew_and_is_read_anew(
    app, load, told, tmp_path
) -> None:
    """The numbers of batches begin again; what such a batch said before does not."""
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
        # Applied again, it is read from what is stored.
        told("imports", "withdraw", loads[-1]["batch"])
        told("imports", "apply", loads[-1]["batch"])
        (found,) = told("people", "find", person(number)["upn"])
        assert found["given"] == person(number)["given"]
    assert loads[0]["batch"] == loads[1]["batch"]


def test_a_batch_of_another_database_is_not_taken_for_this_one(
    app, load, told, tmp_path
) -> None:
    """Received here, then another of the same number is applied that came elsewhere."""
    from sqlalchemy import text

    from tracker.actions.imports import interpreting
    from tracker.extensions import db
    from tracker.store.imports import ImportBatch

    load("establishments", register(tmp_path / "edubasealldata.csv"))
    file = provider_list(tmp_path / "list.csv", [person(1)])
    batch = load("provider-enrolment", file, institution=COLLEGE, as_at=OCTOBER)
    told("imports", "withdraw", batch["batch"])
    with app.app_context():
        # As if the database had been exchanged under a process that goes on.
        db.session.execute(
            text("UPDATE import_batches SET sha256 = repeat('0', 64) WHERE id = :id"),
            {"id": batch["batch"]},
        )
        db.session.execute(
            text(
                "UPDATE staged_rows SET raw = raw || jsonb_build_object("
                "'forename', 'Another') WHERE batch_id = :id"
            ),
            {"id": batch["batch"]},
        )
        db.session.commit()
        assert interpreting._newest.batch is not None
        assert db.session.get(ImportBatch, batch["batch"]) is not None
    told("imports", "apply", batch["batch"])
    (found,) = told("people", "find", person(1)["upn"])
    assert found["given"] == "Another"
