"""Agreements by which something goes out to institutions."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask

from tests.acts import act
from tests.web.adviser.young import TODAY
from tests.web.conftest import NOW
from tests.web.school.conftest import COLLEGE_KEY
from tracker.actions.law import agreements, parties
from tracker.domain.law.gateways import EXPECTED, GATEWAYS
from tracker.store.institutions.institution_keys import institution_of


@pytest.fixture
def agree(pages: Flask) -> Callable[..., int]:
    """Signs an agreement with an institution; the number of the agreement."""

    def sign(
        key: str = COLLEGE_KEY,
        *,
        gateway: str = EXPECTED,
        ends: date | None = None,
        **more,
    ) -> int:
        with pages.app_context():
            party = parties.institution(institution_of(key))
            given = {
                "reference": f"AL-{key}",
                "fields": GATEWAYS[gateway].fields,
                "starts": TODAY - timedelta(days=30),
                "ends": ends,
                "review_on": ends or TODAY + timedelta(days=300),
            } | more
            made = agreements.propose(
                *(party, gateway), **given, act=act("officer@example.org", NOW)
            )
            agreements.sign(made.id, act=act("owner@example.org", NOW))
            return made.id

    return sign
