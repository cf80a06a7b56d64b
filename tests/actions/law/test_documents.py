"""What the documents of an authority are made from."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

import pytest

from tests.acts import act
from tests.factories import AUTHORITY
from tracker import actions
from tracker.access import authority_scope
from tracker.domain.law.documents import assessment, dictionary, notice, processing
from tracker.domain.law.documents.configured import BY_LAW
from tracker.domain.law.documents.processing import ACTIVITIES
from tracker.domain.law.documents.signed_choices import CHOICES
from tracker.domain.law.gateways import GATEWAYS, Direction, Gateway, PartyKind
from tracker.domain.settings import BY_NAME, OneOf
from tracker.feeds.registry import FEEDS
from tracker.refusal import Refusal

DAY = date(2026, 11, 28)


def of(authority: str = AUTHORITY, on: date = DAY):
    return actions.law.documents.configured(authority, council="Testham", on=on)


@pytest.mark.law("D-12", "N-10")
def test_each_gateway_that_stands_by_law_has_its_recipient(inside) -> None:
    by_law = {
        each.key
        for each in GATEWAYS.values()
        if each.direction is Direction.OUT
        and each.by_law
        and each.party is not PartyKind.PERSON
    }
    assert set(BY_LAW) == by_law
    assert {each.gateway for each in of().recipients} == by_law


@pytest.mark.law("D-14")
def test_each_way_out_belongs_to_an_activity_of_the_record() -> None:
    recorded = {gateway for each in ACTIVITIES for gateway in each.gateways}
    assert recorded == {
        each.key
        for each in GATEWAYS.values()
        if each.direction is Direction.OUT and each.party is not PartyKind.PERSON
    }


def agree(
    by: Gateway,
    fields: Collection[str],
    starts: date,
    ends: date | None,
    *,
    signed: bool,
) -> None:
    """Proposes an agreement on its first day, and signs it then if it is signed."""
    proposed = actions.law.agreements.propose(
        actions.law.parties.named(by.party, "Testham Hub", by=AUTHORITY),
        by.key,
        reference="AL-1",
        fields=fields,
        starts=starts,
        ends=ends,
        review_on=ends or starts,
        act=act(on=starts, by="officer@testham.example"),
    )
    if signed:
        actions.law.agreements.sign(
            proposed.id, act=act(on=starts, by="owner@testham.example")
        )


# first day, last day, signed, day of the document, whether it is named
AGREED = [
    (date(2026, 9, 1), None, True, DAY, True),
    (date(2026, 9, 1), None, False, DAY, False),
    (date(2026, 12, 1), None, True, DAY, False),
    (date(2026, 9, 1), date(2026, 11, 27), True, DAY, False),
    (date(2026, 9, 1), DAY, True, DAY, True),
    (date(2028, 2, 29), None, True, date(2028, 2, 29), True),
    (date(2028, 2, 29), None, True, date(2028, 2, 28), False),
]


@pytest.mark.law("D-12", "N-10")
@pytest.mark.parametrize(("starts", "ends", "signed", "on", "named"), AGREED)
def test_only_an_agreement_in_force_makes_a_recipient(
    inside, starts, ends, signed, on, named
) -> None:
    agree(GATEWAYS["work-list"], ["name"], starts, ends, signed=signed)
    found = [each for each in of(on=on).recipients if each.name == "Testham Hub"]
    assert bool(found) is named
    if named:
        assert (found[0].fields, found[0].reference) == ("Name", "AL-1")
        assert found[0].purpose.startswith("So that ")
    assert not [each for each in of("350", on).recipients if each.party == "service"]


@pytest.mark.law("D-12", "N-08")
def test_every_feed_that_brings_people_is_a_source(inside) -> None:
    names = {each.name for each in of().sources}
    assert names == {
        each.name
        for each in FEEDS.values()
        if not each.of_institutions and GATEWAYS[each.gateway].by_law
    }
    invented = replace(FEEDS["nccis-file"], name="hubs", title="Visits to hubs")
    (source,) = actions.law.documents.sources([invented])
    assert (source.title, source.councils, source.schools) == (
        *("Visits to hubs", True, False),
    )
    census = next(each for each in of().sources if each.name == "school-census")
    assert (census.institutions, census.schools) == (True, True)


BY_AGREEMENT = [
    each.name
    for each in FEEDS.values()
    if not each.of_institutions and not GATEWAYS[each.gateway].by_law
]
# first day, last day, signed, day of the document, whether it is a source
AGREED_IN = [
    (date(2026, 9, 1), None, True, DAY, True),
    (date(2026, 9, 1), None, False, DAY, False),
    (date(2026, 12, 1), None, True, DAY, False),
    # What came until then is still held.
    (date(2026, 9, 1), date(2026, 11, 27), True, DAY, True),
]


@pytest.mark.law("D-12", "N-08", "L-09")
@pytest.mark.parametrize("feed", BY_AGREEMENT)
@pytest.mark.parametrize(("starts", "ends", "signed", "on", "named"), AGREED_IN)
def test_a_feed_by_agreement_is_a_source_once_that_has_begun(
    inside, feed, starts, ends, signed, on, named
) -> None:
    by = GATEWAYS[FEEDS[feed].gateway]
    before = all_four(on)
    agree(by, by.fields, starts, ends, signed=signed)
    assert (feed in {each.name for each in of(on=on).sources}) is named
    assert feed not in {each.name for each in of("350", on).sources}
    changed = {each for each in EVERY if all_four(on)[each] != before[each]}
    assert changed == (EVERY - {"dictionary"} if named else set())


@pytest.mark.law("N-21")
def test_the_settings_of_the_authority_are_those_of_its_documents(inside) -> None:
    def change(name: str, value: str) -> None:
        actions.accounts.settings.change(name, value, act=act(on=DAY))

    change("officer_name", "Ola Example")
    change("out_of_area_days", "5")
    assert of().officer == "Ola Example"
    assert of().numbers["out_of_area_days"] == 5
    assert of("350").officer == ""


def test_no_role_that_sees_no_young_people_is_named(inside) -> None:
    titles = {title for title, _ in of().seen_by}
    assert "Adviser" in titles
    assert not titles & {"Administrator", "Auditor", "School user"}


def all_four(on: date = DAY) -> dict[str, str]:
    """Each document of the authority as text; the notice with that for young people."""
    held = of(on=on)
    return {
        "notice": "\n".join(
            (*notice.notice(held).texts(), *notice.young(held).texts())
        ),
        "record": str(processing.record(held)),
        "dictionary": str(dictionary.rows(actions.law.documents.every_line(), held)),
        "assessment": "\n".join(assessment.document(held).texts()),
    }


EVERY = {"notice", "record", "dictionary", "assessment"}


@pytest.mark.law("D-12", "D-13", "D-14", "L-06")
@pytest.mark.parametrize("gateway", sorted(BY_LAW))
def test_each_document_changes_with_a_suspended_gateway(inside, gateway) -> None:
    """Until the day from which it is suspended, and again once that is lifted."""
    before = all_four()
    suspended = "suspended since 1 December 2026"
    actions.law.suspending.suspend(
        gateway, on=date(2026, 12, 1), reason="A breach there", act=act(on=DAY)
    )
    assert all_four() == before
    name, _ = BY_LAW[gateway]
    since = all_four(date(2026, 12, 1))
    assert {each for each in EVERY if since[each] != before[each]} == EVERY
    for each in ("notice", "record", "assessment"):
        assert f"{name} ({GATEWAYS[gateway].title}): {suspended}" in since[each]
    assert f"{GATEWAYS[gateway].title})'" not in since["record"]
    # The Department receives the survey while the return is suspended.
    goes_on = name in {by for other, (by, _) in BY_LAW.items() if other != gateway}
    assert (name in since["dictionary"]) == goes_on
    assert "A breach there" not in str(since)
    actions.law.suspending.lift(gateway, act=act(on=date(2026, 12, 2)))
    assert all_four(date(2026, 12, 2)) == before


def test_every_choice_of_every_signed_setting_has_its_words() -> None:
    signed = [each for each in BY_NAME.values() if isinstance(each, OneOf)]
    assert set(CHOICES) == {
        (each.name, choice)
        for each in signed
        for choice in (each.otherwise, *each.allowed)
        if each.signed
    }


@pytest.mark.law("D-12", "D-13", "D-14", "N-13")
@pytest.mark.parametrize(("setting", "choice"), sorted(CHOICES))
def test_each_document_has_each_signed_choice_in_words(
    inside, setting: str, choice: str
) -> None:
    of_one = [each for each in CHOICES.values() if each.setting == setting]
    chosen = None if choice == of_one[0].choice else choice
    actions.accounts.settings.change(setting, chosen, signs=True, act=act(on=DAY))
    for name, text in all_four().items():
        held = {each.choice for each in of_one if each.words in text}
        assert held == {choice}, name


@pytest.mark.law("D-04", "N-20")
def test_each_document_changes_with_a_confirmed_rule(inside) -> None:
    before = all_four()
    actions.law.disposals.falling_due.confirm(
        ["record"], within=authority_scope(AUTHORITY), act=act(on=DAY)
    )
    after = all_four()
    assert {each for each in EVERY if after[each] != before[each]} == EVERY


@pytest.mark.law("D-05")
def test_the_right_to_a_copy_is_not_suspended(inside) -> None:
    with pytest.raises(Refusal, match="right"):
        actions.law.suspending.suspend("copy", on=DAY, reason="No", act=act(on=DAY))
