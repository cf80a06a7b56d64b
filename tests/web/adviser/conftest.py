"""What advisers' pages share: filling in their forms, a team and its caseload."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.acts import act
from tests.factories import AUTHORITY
from tests.web.adviser.young import HERE_ONLY, TODAY, doing, record_evidence, young
from tests.web.conftest import NOW, make, token
from tracker import actions, domain

Fill = Callable[..., Any]
SEEKING = domain.reference.activity.SEEKING
COLLEGE = domain.reference.activity.FURTHER_EDUCATION


@pytest.fixture
def fill() -> Fill:
    """Opens a page and sends its form with the values entered; dates in three parts."""

    def send(client: Any, address: str, page: str | None = None, **entered: Any) -> Any:
        shown = client.get(page or address).get_data(as_text=True)
        data: dict[str, Any] = {"csrf_token": token(shown)}
        for name, value in entered.items():
            day = hasattr(value, "isoformat")
            data[name] = [value.day, value.month, value.year] if day else value
        return client.post(address, data=data, follow_redirects=True)

    return send


@pytest.fixture
def team(pages) -> list[int]:
    with pages.app_context():
        return [make("adviser", email=f"a{n}@example.org").id for n in range(2)]


@pytest.fixture
def some(pages, team) -> dict[str, int]:
    """Two young people with a telephone, one of them at a college, and one without."""
    with pages.app_context():
        people = {
            "Cato": young("Cato", "Holtby", phone="01942 000001"),
            "Abel": young("Abel", "Norley", phone="01942 000002"),
            "Bea": young("Bea", "Ashby"),
        }
        record_evidence(people["Cato"], doing(SEEKING))
        record_evidence(people["Abel"], doing(COLLEGE, name="Testham College"))
        record_evidence(people["Bea"], doing(SEEKING))
        actions.casework.caseloads.share_out(
            list(people.values()),
            team[:1],
            act=act(by="me", at=NOW, on=TODAY, authority=AUTHORITY),
        )
        actions.history.positions.refresh([TODAY], within=HERE_ONLY)
        return people
