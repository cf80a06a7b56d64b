"""Whether an agreement covers a disclosure on a day, and why where it does not."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.domain.law.agreements import State, Terms, why_not
from tracker.domain.law.gateways import FIELDS, GATEWAYS, Direction

SUPPORT = GATEWAYS["enrolled-support"]
TERMS = Terms(
    reference="AL-02",
    gateway="enrolled-support",
    fields=frozenset({"name", "born", "plan"}),
    starts=date(2026, 9, 1),
    ends=date(2027, 7, 31),
    signed=True,
    declined=False,
    ended_on=None,
    review_on=date(2027, 6, 1),
)
PROPOSED = replace(TERMS, signed=False)
ENDED_EARLY = replace(TERMS, ended_on=date(2027, 2, 28))
OPEN_END = replace(TERMS, ends=None)
RENEWAL = replace(PROPOSED, reference="AL-08", starts=date(2027, 3, 1))
BEGAN_LATER = replace(
    TERMS, reference="AL-07", starts=date(2027, 1, 4), ended_on=date(2027, 3, 1)
)


@pytest.mark.law("L-09")
@pytest.mark.parametrize(
    ("terms", "on", "state"),
    [
        (PROPOSED, date(2026, 11, 24), State.PROPOSED),
        (replace(PROPOSED, declined=True), date(2026, 11, 24), State.DECLINED),
        (TERMS, date(2026, 8, 31), State.NOT_BEGUN),
        (TERMS, date(2026, 9, 1), State.LIVE),
        (TERMS, date(2027, 7, 31), State.LIVE),
        (TERMS, date(2027, 8, 1), State.ENDED),
        (ENDED_EARLY, date(2027, 2, 27), State.LIVE),
        (ENDED_EARLY, date(2027, 2, 28), State.ENDED),
        (OPEN_END, date(2036, 2, 29), State.LIVE),
    ],
)
def test_the_state_of_an_agreement_on_a_day(
    terms: Terms, on: date, state: State
) -> None:
    assert terms.state(on) is state


@pytest.mark.law("L-09", "D-16")
@pytest.mark.parametrize(
    ("agreements", "fields", "on", "sentence"),
    [
        ([TERMS], {"name", "plan"}, date(2026, 11, 24), None),
        ([], {"name"}, date(2026, 11, 24), "No agreement with Aspull College"),
        ([PROPOSED], {"name"}, date(2026, 11, 24), "AL-02 with Aspull College is not"),
        ([PROPOSED], {"name"}, date(2027, 8, 1), "ended on 31 July 2027 unsigned"),
        ([TERMS], {"name"}, date(2026, 8, 31), "begins on 1 September 2026"),
        ([TERMS], {"name"}, date(2027, 8, 1), "ended on 31 July 2027"),
        ([ENDED_EARLY], {"name"}, date(2027, 3, 1), "ended on 28 February 2027"),
        # The one that ended last is renewed, whichever began later.
        ([BEGAN_LATER, TERMS], {"name"}, date(2027, 8, 1), "AL-02 with Aspull"),
        # A renewal that waits for its signature is nearer than a new agreement.
        ([ENDED_EARLY, RENEWAL], {"name"}, date(2027, 4, 1), "AL-08 with Aspull"),
        ([PROPOSED, BEGAN_LATER], {"name"}, date(2027, 4, 1), "AL-07 with Aspull"),
        ([TERMS], {"name", "uln"}, date(2026, 11, 24), "does not cover ULN"),
        # No agreement can cover what the law does not let through.
        ([TERMS], {"phone"}, date(2026, 11, 24), "does not let Phone through"),
        ([], {"phone"}, date(2026, 11, 24), "does not let Phone through"),
        # One that ended is no matter where another is in force.
        ([ENDED_EARLY, OPEN_END], {"name"}, date(2027, 8, 1), None),
    ],
)
def test_why_nothing_may_pass(
    agreements: list[Terms], fields: set[str], on: date, sentence: str | None
) -> None:
    found = why_not(SUPPORT, "Aspull College", agreements, fields, on=on)
    if sentence is None:
        assert found is None
    else:
        assert found is not None
        assert sentence in found


@pytest.mark.law("L-09")
def test_a_gateway_that_stands_by_law_needs_no_agreement_and_lets_only_its_fields() -> (
    None
):
    leavers, on = GATEWAYS["leavers"], date(2026, 11, 24)
    assert why_not(leavers, "Aspull High", [], {"name", "status"}, on=on) is None
    assert why_not(leavers, "Aspull High", [], {"name", "phone"}, on=on)


@pytest.mark.law("L-09", "N-10", "N-02")
def test_every_gateway_names_its_law_purpose_and_fields() -> None:
    for each in GATEWAYS.values():
        assert each.law, each.key
        assert each.article_6.startswith("6(1)"), each.key
        assert each.purpose, each.key
        assert set(each.fields) <= set(FIELDS), each.key
        verb = "May pass" if each.direction is Direction.OUT else "May receive"
        assert each.in_words().startswith(verb)


@pytest.mark.law("N-12")
def test_a_school_is_given_no_reason_why_a_leaver_is_in_nothing() -> None:
    """Codes such as pregnancy stand behind the characteristics and need a decision."""
    assert not {"characteristics", "care", "need", "phone", "address"} & set(
        GATEWAYS["leavers"].fields
    )


@pytest.mark.parametrize(
    ("gateway", "begins"),
    [
        ("leavers", "May pass this so that a school or college knows"),
        ("school-census", "May receive this to know who is learning"),
        ("research", "May pass this for approved research in the public interest"),
    ],
)
def test_a_gateway_in_one_sentence(gateway: str, begins: str) -> None:
    assert GATEWAYS[gateway].in_words().startswith(begins)
