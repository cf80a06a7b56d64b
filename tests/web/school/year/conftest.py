"""Agreements by which something goes out to institutions."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.web.adviser.young import TODAY
from tests.web.school.conftest import COLLEGE_KEY
from tests.web.school.year.agreeing import signed
from tracker.domain.law.gateways import EXPECTED


@pytest.fixture
def agree(pages: Flask) -> Callable[..., int]:
    """Signs an agreement with an institution; the number of the agreement."""

    def sign(key: str = COLLEGE_KEY, *, gateway: str = EXPECTED, **more) -> int:
        with pages.app_context():
            return signed(key, gateway, TODAY, **more)

    return sign
