"""Uploads that wait, answers about batches and applied lists, of one scope.

Each has rows of another authority, and rows that differ from a wanted one in a single
thing. All are invented.
"""

from datetime import date
from typing import Any

import pytest

from tests.store import rows
from tests.store.rows import AT, BOTH, HERE, ON, THERE, THERE_ONLY
from tracker.domain.reference.institution import InstitutionRef
from tracker.store.accounts.users import User
from tracker.store.intake import batch_answers, rolls, uploads
from tracker.store.intake.rolls import Roll
from tracker.store.intake.uploads import Upload

pytestmark = pytest.mark.usefixtures("inside")

HERE_ONLY = "359"
QUESTION = "Two thirds of the lines name no one on record."


def upload(authority: str = HERE_ONLY, **columns: Any) -> Upload:
    usual = {"files": ["1/list.csv"], "sent_by": "data@example.org", "sent_at": AT}
    made: Upload = rows.added(Upload(authority=authority, **{**usual, **columns}))
    return made


def test_uploads_wait_the_newest_first() -> None:
    older, there, newer = upload(), upload(THERE_ONLY), upload()
    for scope, found in (
        (HERE, [newer, older]),
        (THERE, [there]),
        (BOTH, [newer, there, older]),
    ):
        assert list(uploads.waiting(within=scope)) == found
        for each in (older, there, newer):
            expected = each if each in found else None
            assert uploads.get(each.id, within=scope) is expected


def test_an_upload_is_work_of_the_user_who_sent_it() -> None:
    user = rows.added(
        User(
            email="data@example.org",
            name="Robin Example",
            role="data-manager",
            authority=HERE_ONLY,
            invited_at=AT,
        )
    )
    questioned = upload(
        files=["7/list.csv", "7/more.csv"],
        questions=[
            ["sender", "Which college sent it?"],
            ["day", "Of which day is it?"],
        ],
    )
    plain = upload(sent_by="someone@example.org")
    upload(THERE_ONLY)
    assert rows.items(uploads.items(within=HERE).order_by("id")) == [
        {
            "id": questioned.id,
            "about": "list.csv, more.csv",
            "why": "Which college sent it?",
            "owner_id": user.id,
            "since": AT,
        },
        {
            "id": plain.id,
            "about": "list.csv",
            "why": "More information is needed",
            "since": AT,
        },
    ]


def answered(of: int, question: str = QUESTION, answer: Any = True) -> None:
    batch_answers.keep(
        of, kind="alarm", question=question, answer=answer, by="x@example.org", at=AT
    )


@pytest.mark.parametrize(
    ("authority", "question", "answer", "confirmed"),
    [
        (HERE_ONLY, QUESTION, True, True),
        (THERE_ONLY, QUESTION, True, False),
        (HERE_ONLY, "Another question.", True, False),
        (HERE_ONLY, QUESTION, False, False),
        (HERE_ONLY, QUESTION, "yes", False),
    ],
)
def test_a_question_is_confirmed_by_a_yes_about_another_batch_of_the_scope(
    authority, question, answer, confirmed
) -> None:
    this, other = rows.batch(), rows.batch(authority=authority)
    answered(this.id)
    answered(other.id, question, answer)
    assert confirmed is batch_answers.is_confirmed(
        QUESTION, besides=this.id, within=HERE
    )
    found = [(it.kind, it.question, it.answer) for it in batch_answers.of(other.id)]
    assert found == [("alarm", question, answer)]


def test_applied_lists_of_known_senders_between_two_days() -> None:
    first, last = date(2026, 11, 1), date(2026, 11, 30)

    def roll(on: date = ON, **columns: Any) -> Roll:
        usual = {"status": "applied", "sender": {"urn": "106500"}}
        made = rows.batch(as_at=on, **{**usual, **columns})
        sender = InstitutionRef(**(made.sender or {}))
        return Roll(made.id, sender, on, made.complete)

    late = roll(last)
    whole = roll(complete=True)
    other = roll(sender={"ukprn": "10005200"})
    early = roll(first)
    there = roll(authority=THERE_ONLY)
    roll(date(2026, 10, 31))
    roll(date(2026, 12, 1))
    roll(status="matched")
    roll(status="withdrawn")
    roll(sender=None)
    roll(feed="nccis-file")
    for scope, found in (
        (HERE, [early, whole, other, late]),
        (THERE, [there]),
        (BOTH, [early, whole, other, there, late]),
    ):
        feeds = ["provider-enrolment"]
        assert rolls.applied(first, last, feeds=feeds, within=scope) == found
    more = ["provider-enrolment", "nccis-file"]
    assert len(rolls.applied(first, last, feeds=more, within=HERE)) == 5
