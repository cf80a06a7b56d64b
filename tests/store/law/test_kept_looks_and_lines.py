"""Openings of what is sealed, and lines past their period, each of the person, batch
and authority that is meant. Everybody is invented.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import text

from tests.acts import NOON
from tests.web.adviser.young import young
from tracker import store
from tracker.access import authority_scope
from tracker.extensions import db
from tracker.store.intake.import_batches import StagedRow
from tracker.store.law.disposals.old_lines import LEFT_OVER, UNUSED
from tracker.store.law.sealed_looks import SealedLook

HERE, ELSEWHERE = authority_scope("359"), authority_scope("350")
ANN, BEN = "ann@example.org", "ben@example.org"


def opened(person: int, by: str, minute: int, *, authority: str = "359") -> None:
    at = NOON + timedelta(minutes=minute)
    look = SealedLook(
        authority=authority,
        person_id=person,
        opened_by=by,
        opened_at=at,
        session="a",
        broke_glass=True,
        reason="visit",
    )
    store.law.sealed_looks.add(look, "")


def test_the_openings_of_a_person_are_those_of_the_user_and_the_authority(
    inside: Any,
) -> None:
    one, other = young("Amina", "Holtby"), young("Bryn", "Holtby")
    away = young("Carys", "Holtby", authority="350")
    opened(one, ANN, 1)
    opened(one, BEN, 2)
    opened(other, ANN, 3)
    opened(one, ANN, 4)
    opened(away, ANN, 5, authority="350")
    found = store.law.sealed_looks.of_user(one, ANN, within=HERE)
    assert [each.opened_at.minute - NOON.minute for each in found] == [4, 1]
    assert store.law.sealed_looks.of_user(away, ANN, within=HERE) == []
    assert len(store.law.sealed_looks.of_user(away, ANN, within=ELSEWHERE)) == 1


def batch(number: int, status: str, *outcomes: str, authority: str = "359") -> None:
    """A batch with a line for each outcome; its lines are number * 10 and more."""
    db.session.execute(
        text(
            "INSERT INTO import_batches (id, authority, feed, files, sha256, layout,"
            " as_at, complete, status, rows, notes, received_at, received_by) VALUES"
            " (:id, :authority, 'provider-enrolment', '[]', '', '', '2026-11-01',"
            " false, :status, 1, '[]', '2026-11-01', 'x')"
        ),
        {"id": number, "authority": authority, "status": status},
    )
    for place, outcome in enumerate(outcomes):
        db.session.add(
            StagedRow(
                id=number * 10 + place,
                batch_id=number,
                authority=authority,
                file="f",
                line=place + 1,
                raw={"surname": "Holtby"},
                restricted=False,
                problems=[],
                outcome=outcome,
            )
        )
    db.session.flush()


def test_the_old_lines_of_a_batch_are_of_that_batch_kind_and_authority(
    inside: Any,
) -> None:
    batch(7, "applied", "possible", "no-change", "invalid", "out-of-area")
    batch(8, "applied", "possible")
    batch(9, "withdrawn", "possible", "no-change")
    batch(10, "applied", "possible", authority="350")
    of_batch = store.law.disposals.old_lines.of_batch
    for kind, number, within, lines in (
        (LEFT_OVER, 7, HERE, [70, 72]),
        (LEFT_OVER, 8, HERE, [80]),
        (LEFT_OVER, 9, HERE, []),
        (LEFT_OVER, 10, HERE, []),
        (LEFT_OVER, 10, ELSEWHERE, [100]),
        (UNUSED, 7, HERE, []),
        (UNUSED, 9, HERE, [90, 91]),
    ):
        found = of_batch(kind, number, adult="an adult", within=within)
        assert sorted(found) == lines, (kind, number)
