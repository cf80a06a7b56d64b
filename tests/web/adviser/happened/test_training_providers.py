"""A training provider is in no register of schools, and is found by its name.

Everybody is invented.
"""

from datetime import date

import pytest

from tests.web.adviser.happened.test_status import person, position, update
from tests.web.conftest import NOW
from tracker import domain, store
from tracker.extensions import db

__all__ = ["person", "update"]


@pytest.fixture
def northgate(pages) -> str:
    """A training provider that has sent lists: in no register, known by its number."""
    with pages.app_context():
        store.intake.new_senders.remember(
            "359", "ukprn:10098801", "Northgate Apprenticeships Ltd", by="us", at=NOW
        )
        db.session.commit()
    return "ukprn:10098801"


@pytest.mark.parametrize(
    "entered",
    [
        {"provider": "northgate"},
        {"provider": "10098801"},
        {"provider": "NORTHGATE apprenticeships ltd", "keep_name": "y"},
        {"provider": "Northgate Apprenticeships Ltd", "provider_key": "as typed"},
        {"provider": "x", "provider_key": "ukprn:10098801"},
    ],
    ids=["a part", "its number", "kept", "kept of several", "chosen"],
)
def test_a_training_provider_that_sends_lists_is_found(
    pages, update, person, northgate, entered
) -> None:
    update(
        domain.reference.activity.OTHER_TRAINING,
        expected_end=date(2027, 7, 31),
        **entered,
    )
    known = position(pages, person)
    assert known.institution == northgate
    assert known.expected_end == date(2027, 7, 31)
    suggested = update.client.get("/providers?q=northg").get_json()
    assert suggested == [
        {
            "key": northgate,
            "name": "Northgate Apprenticeships Ltd",
            "about": "UKPRN 10098801, not in the register",
        }
    ]


def test_a_training_provider_of_another_council_is_not_found(pages, update) -> None:
    with pages.app_context():
        store.intake.new_senders.remember(
            "340", "ukprn:10098899", "Sparrow Skills", by="them", at=NOW
        )
        db.session.commit()
    assert update.client.get("/providers?q=sparrow").get_json() == []
