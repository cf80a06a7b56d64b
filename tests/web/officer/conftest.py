"""Browsers of those who look after sharing: officer, asset owner, guardian."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.acts import act
from tests.web.conftest import NOW, own_token
from tracker.actions.act import Act


@dataclass(frozen=True)
class Desk:
    """A signed-in browser that fills in forms, and the acts of its user."""

    client: FlaskClient
    user: str

    def get(self, address: str) -> Any:
        return self.client.get(address)

    def send(self, address: str, follow: bool = False, **fields: Any) -> Any:
        """The answer to a form with these fields."""
        data = {**fields, "csrf_token": own_token(self.client)}
        return self.client.post(address, data=data, follow_redirects=follow)

    def act(self) -> Act:
        return act(by=self.user, at=NOW)


@pytest.fixture
def desk_of(signed_in: Any) -> Callable[[str], Desk]:
    """Gives the desk of a role."""

    def desk(role: str) -> Desk:
        return Desk(signed_in(role), f"{role}@example.org")

    return desk


@pytest.fixture
def officer(desk_of: Callable[[str], Desk]) -> Desk:
    return desk_of("information-officer")


@pytest.fixture
def owner(desk_of: Callable[[str], Desk]) -> Desk:
    return desk_of("asset-owner")
