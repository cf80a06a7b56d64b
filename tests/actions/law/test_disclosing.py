"""The one door out, tried a second time, too late or under another name."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.acts import act
from tests.factories import AUTHORITY
from tests.web.adviser.young import young
from tracker.actions.law import agreements, disclosing, suspending
from tracker.actions.law.disclosing import DisclosureRefused
from tracker.actions.law.parties import named
from tracker.domain.law.gateways import PartyKind

pytestmark = pytest.mark.law("L-09", "D-16")
DAY = date(2026, 11, 24)
LAST = DAY + timedelta(days=20)
OFFICER, OWNER = "officer@testham.example", "owner@testham.example"


def hub(name: str = "Testham Hub"):
    return named(PartyKind.SERVICE, name, by=AUTHORITY)


@pytest.fixture
def agreed(inside) -> int:
    """An agreement about a work list that ends in twenty days."""
    made = agreements.propose(
        hub(),
        "work-list",
        reference="AL-1",
        fields=["name", "phone"],
        starts=DAY,
        ends=LAST,
        review_on=LAST,
        act=act(on=DAY, by=OFFICER),
    )
    agreements.sign(made.id, act=act(on=DAY, by=OWNER))
    return made.id


def permit(on: date = DAY, recipient=None, **more):
    return disclosing.permit(
        recipient or hub(), "work-list", ["name"], act=act(on=on), **more
    )


def record(permitted, on: date = DAY, **more):
    from tracker import store

    with store.database.base.transaction():
        return disclosing.record(
            permitted, [young("Esme", "Hale")], what="List", act=act(on=on), **more
        )


@pytest.mark.parametrize(
    ("on", "is_given"), [(LAST, True), (LAST + timedelta(days=1), False)]
)
def test_an_agreement_gives_on_its_last_day_and_not_on_the_next(
    agreed, on: date, is_given: bool
) -> None:
    if is_given:
        assert record(permit(on), on).mark
        return
    with pytest.raises(DisclosureRefused, match="AL-1 with Testham Hub ended"):
        permit(on)


def over_midnight(agreement: int) -> date:
    return LAST + timedelta(days=1)


def ended(agreement: int) -> date:
    agreements.end(agreement, on=LAST, reason="Moved", act=act(on=LAST, by=OWNER))
    return LAST


@pytest.mark.parametrize("passes", [over_midnight, ended])
def test_what_ends_between_the_preview_and_the_file_gives_nothing(
    agreed: int, passes: Callable[[int], date]
) -> None:
    permitted = permit(LAST)
    with pytest.raises(DisclosureRefused, match="not in force any more"):
        record(permitted, passes(agreed))


def test_a_gateway_that_is_suspended_after_the_preview_gives_nothing(inside) -> None:
    school = disclosing.Party(PartyKind.AUTHORITY, "350", "Bolton")
    permitted = disclosing.permit(school, "other-area", ["name"], act=act(on=DAY))
    suspending.suspend(
        "other-area", on=DAY, reason="A breach", act=act(on=DAY, by=OWNER)
    )
    with pytest.raises(DisclosureRefused, match="is suspended since"):
        record(permitted)


def request(days: int | None = None):
    """A request of the police about one person, as the officer makes it."""
    return disclosing.request(
        named(PartyKind.BODY, "Testham Police", by=AUTHORITY),
        "third-party",
        what="Whereabouts",
        people=[young("Esme", "Hale")],
        fields=["name"],
        purpose="An inquiry",
        expires_on=DAY + timedelta(days=days) if days is not None else None,
        act=act(on=DAY, by=OFFICER),
    )


@pytest.fixture
def police(inside) -> None:
    made = agreements.propose(
        named(PartyKind.BODY, "Testham Police", by=AUTHORITY),
        "third-party",
        reference="AL-2",
        fields=["name", "born"],
        starts=DAY,
        ends=None,
        review_on=DAY + timedelta(days=300),
        act=act(on=DAY, by=OFFICER),
    )
    agreements.sign(made.id, act=act(on=DAY, by=OWNER))


def carried(number: int, on: date = DAY, name: str = "Testham Police", **more):
    return disclosing.permit(
        named(PartyKind.BODY, name, by=AUTHORITY),
        "third-party",
        ["name"],
        request=disclosing.approved(number, act=act(on=on)),
        act=act(on=on),
        **more,
    )


def approve(number: int) -> None:
    disclosing.decide(number, approve=True, act=act(on=DAY, by=OWNER))


def test_a_requester_does_not_approve_in_a_second_session(police) -> None:
    """The account is the person, whatever the session and the moment."""
    number = request().id
    later = act(on=DAY, by=OFFICER, at=act().at + timedelta(hours=3))
    with pytest.raises(DisclosureRefused, match="You requested this disclosure"):
        disclosing.decide(number, approve=True, act=later)


def test_an_approved_request_goes_out_once_also_for_two_at_one_moment(police) -> None:
    number = request().id
    approve(number)
    first, second = carried(number), carried(number)
    mark = record(first, purpose="Curiosity").mark
    with pytest.raises(DisclosureRefused, match=f"Request {number} is not approved"):
        record(second)
    with pytest.raises(DisclosureRefused, match="it is made"):
        carried(number)
    from tracker import store
    from tracker.access import authority_scope

    kept = store.law.disclosures.get(number, within=authority_scope(AUTHORITY))
    assert (kept.mark, kept.purpose) == (mark, "An inquiry")


@pytest.mark.parametrize(
    ("days", "later", "expires", "sentence"),
    [
        (30, 31, None, "not until a day in the past"),
        (30, 0, 31, "approved until 24 December 2026 and no later"),
        (None, 0, 400, "may keep this until"),
        (None, 0, -1, "not until a day in the past"),
    ],
)
def test_what_was_approved_until_a_day_is_not_kept_or_given_longer(
    police, days: int | None, later: int, expires: int | None, sentence: str
) -> None:
    number = request(days).id
    approve(number)
    until = DAY + timedelta(days=expires) if expires is not None else None
    with pytest.raises(DisclosureRefused, match=sentence):
        carried(number, DAY + timedelta(days=later), expires_on=until)


def test_a_recipient_of_another_name_gets_nothing_that_was_approved(police) -> None:
    number = request().id
    approve(number)
    with pytest.raises(DisclosureRefused, match="No agreement with Testham Const"):
        carried(number, name="Testham Constabulary")
    assert carried(number, name="TESTHAM  police").recipient.name == "Testham Police"


def test_a_list_without_a_longest_time_is_not_given_after_its_day(agreed) -> None:
    moved = disclosing.Party(PartyKind.AUTHORITY, "350", "Bolton")
    with pytest.raises(DisclosureRefused, match="which has passed"):
        disclosing.permit(
            moved,
            "other-area",
            ["name"],
            expires_on=DAY - timedelta(days=1),
            act=act(on=DAY),
        )
