"""Filling in the advisers' forms as a browser without JavaScript does."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.web.conftest import token

Fill = Callable[..., Any]


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
