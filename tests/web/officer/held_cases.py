"""Cases for the tests of the officer's pages. Everybody is invented."""

import re
from datetime import date

from tests.acts import act
from tests.web.adviser.young import HERE_ONLY
from tests.web.conftest import NOW, token
from tracker import actions, store
from tracker.domain.law.cases.case_kinds import KINDS
from tracker.domain.law.cases.requesters import Requester

OPENED = act(by="information-officer@example.org", at=NOW, on=NOW.date())


def text(answer) -> str:
    page = answer.get_data(as_text=True)
    return re.sub(r"\s+", " ", page)


def send(client, address: str, *, code: int = 302, **fields):
    number = token(client.get(address).get_data(as_text=True))
    answer = client.post(address, data={**fields, "csrf_token": number})
    assert answer.status_code == code, text(answer)
    return answer


def on(field: str, day: date) -> dict[str, list[str]]:
    return {field: [str(day.day), str(day.month), str(day.year)]}


def opened(kind: str = "subject-access", received: str = "2026-11-04", **more):
    given = {
        "requester": Requester.YOUNG_PERSON,
        "within": HERE_ONLY,
        "act": OPENED,
        **more,
    }
    return actions.law.cases.opening.open_case(
        KINDS[kind],
        "Everything, all years",
        received=date.fromisoformat(received),
        **given,
    )


def work(kind: str, day: date):
    rows = actions.work.work_kinds.queries([kind], within=HERE_ONLY)
    return store.work.items.Selection(rows, day).page()
