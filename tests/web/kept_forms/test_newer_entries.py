"""A status kept over the end of a session still warns of what came meanwhile."""

from datetime import timedelta

import pytest

from tests.web.adviser.happened.test_status import SINCE, person
from tests.web.adviser.happened.test_status_of_two import Adviser
from tests.web.adviser.young import TODAY
from tests.web.conftest import NOW
from tests.web.kept_forms.conftest import again, as_data, fields_of, text
from tracker import domain
from tracker.domain.casework.contact import Outcome

__all__ = ["person"]


@pytest.mark.parametrize("page", ["status", "what-happened"])
def test_the_warning_counts_from_when_the_page_was_opened(
    pages, signed_in, person, page: str
) -> None:
    address = f"/people/{person}/{page}"
    activity = domain.reference.activity.TEMPORARY_JOB
    client = signed_in("adviser")
    shown = text(client.get(f"{address}?activity={activity.code}"))
    typed = as_data(fields_of(shown, address)) | {
        "starts": [SINCE.day, SINCE.month, SINCE.year],
        "made_on": [TODAY.day, TODAY.month, TODAY.year],
        "provider": "A Shop",
        "outcome": str(Outcome.YOUNG_PERSON),
        "doing": "other",
        "kind": "work",
        "activity": activity.code,
        "review": [10, 12, 2026],
    }
    pages.config["NOW"] = NOW + timedelta(minutes=16)
    assert client.post(address, data=typed).location == "/sign-in"
    other = Adviser(
        signed_in("adviser", email="second@example.org"),
        address,
        domain.reference.activity.NOT_READY,
    )
    other.save()
    shown = text(client.get(again(client)))
    assert "We kept what you typed" in shown
    kept = as_data(fields_of(shown, address))
    assert kept["provider"] == ["A Shop"]
    assert kept["activity"] == [activity.code]
    warned = text(client.post(address, data=kept))
    assert "Nothing is saved yet. Since you opened this page" in warned
    data = as_data(fields_of(warned, address))
    saved = client.post(address, data=data, follow_redirects=True)
    assert "Now: Temporary job" in text(saved)
    assert "Nothing is kept" in text(client.get("/kept-forms"))
