"""What never leaves with a history, and whose history does not leave at all."""

import json
from datetime import date, timedelta

import pytest

from tests.actions.law.transfers.conftest import BOLTON, DAY, Installation
from tests.actions.law.transfers.moving import folded, people
from tests.web.adviser.young import record_evidence
from tracker import actions, store
from tracker.actions.law.disclosing import DisclosureRefused
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Detail, Doing, Tier
from tracker.domain.history.identity.identity_statements import DECIDED
from tracker.domain.people.confidential_homes import Why
from tracker.domain.people.naming import Because
from tracker.domain.reference import codes
from tracker.refusal import Refusal

pytestmark = [pytest.mark.law("O7", "L-09"), pytest.mark.usefixtures("agreed")]


def words(file: bytes) -> list[str]:
    return json.loads(file)["signed"]["withheld"]


def test_nothing_sealed_is_in_a_file_nor_which_kind_it_is(
    mover: int, wigan: Installation, bolton: Installation
) -> None:
    with wigan.inside():
        found = store.people.records.get(mover, within=wigan.scope)
        former, family = found.given, found.family
        record_evidence(
            mover,
            Doing("290", starts=date(2026, 10, 20), review=date(2027, 1, 20)),
            detail("characteristics", codes="110 180"),
            as_at=date(2026, 10, 20),
        )
        record_evidence(
            mover,
            detail("name", given="Robin", family=family),
            as_at=DAY,
            source=DECIDED,
        )
        actions.people.seals.seal(
            mover, given=former, within=wigan.scope, act=wigan.act()
        )
    file = wigan.send(mover, bolton.authority)
    content = json.loads(file)["signed"]
    stated = [
        each
        for line in content["history"]
        for day in line["days"]
        for each in day["statements"]
    ]
    assert not [each for each in stated if each.get("activity") == "290"]
    assert not [each for each in stated if "characteristic" in each.get("about", "")]
    assert "2027-01-20" not in file.decode()
    assert former not in file.decode()
    assert content["person"]["given"] == "Robin"
    assert "details that are kept sealed" in words(file)
    bolton.take(file)
    with bolton.inside():
        (arrived,) = people(bolton)
    there = folded(bolton, arrived).known.identity
    assert (there.given, there.other_names) == ("Robin", ())


def test_a_source_that_would_give_away_what_is_sealed_is_not_named(
    mover: int, wigan: Installation, bolton: Installation
) -> None:
    with wigan.inside():
        family = store.people.records.get(mover, within=wigan.scope).family
        for number, source in enumerate(("care", "offers")):
            record_evidence(
                mover,
                detail("name", given=f"Robin{number}", family=family),
                as_at=DAY,
                source=source,
            )
    file = wigan.send(mover, bolton.authority)
    sources = {each["source"] for each in json.loads(file)["signed"]["history"]}
    assert "offers" in sources
    assert "care" not in sources
    assert "Robin1" in file.decode()
    assert "Robin0" not in file.decode()
    assert "details that are kept sealed" in words(file)


def test_a_plan_of_the_team_that_keeps_plans_counts_there_as_it_does_here(
    mover: int, wigan: Installation, bolton: Installation
) -> None:
    with wigan.inside():
        record_evidence(
            mover,
            detail("send", send="Y", kept="plans"),
            as_at=DAY,
            source="plans",
            tier=Tier.THIRD_PARTY,
        )
    assert folded(wigan, mover).known.send
    bolton.take(wigan.send(mover, bolton.authority))
    with bolton.inside():
        (arrived,) = people(bolton)
        record_evidence(
            arrived,
            detail("send", send="N"),
            as_at=DAY + timedelta(days=2),
            source="school-census",
            tier=Tier.SCHOOL_CENSUS,
        )
    assert folded(bolton, arrived, DAY + timedelta(days=3)).known.send


def test_a_confidential_address_is_withheld(
    mover: int, wigan: Installation, bolton: Installation
) -> None:
    with wigan.inside():
        actions.people.confidential_addresses.record(
            mover, Why.SAFETY, within=wigan.scope, act=wigan.act()
        )
    file = wigan.send(mover, bolton.authority)
    assert "WN1 1AZ" not in file.decode()
    assert "Sample Street" not in file.decode()
    assert "Address" in words(file)
    bolton.take(file)


def test_restrictions_and_what_is_the_councils_own_do_not_leave(
    mover: int, wigan: Installation, bolton: Installation
) -> None:
    with wigan.inside():
        record_evidence(
            mover,
            detail("restriction", restricted="Y", urn="106500"),
            detail("lead authority", authority="359"),
            detail("guarantee list", september="2026", year="12", why="age"),
            detail("safeguarding", alert="Never ring the home"),
            detail("ethnicity", ethnicity="WBRI"),
            as_at=DAY,
        )
    file = wigan.send(mover, bolton.authority)
    stated = {
        each.get("about")
        for line in json.loads(file)["signed"]["history"]
        for day in line["days"]
        for each in day["statements"]
    }
    assert stated <= {
        *("name", "birth", "upn", "uln", "address", "parent", "phone", "send", None),
        *("educated authority", "year 11 authority"),
    }
    assert b"Never ring" not in file
    assert {
        "Ethnicity",
        "answers about what an institution may pass on",
        "notes for the safety of advisers",
    } <= set(words(file))


def test_only_the_fields_of_the_agreement_leave(
    mover: int, wigan: Installation, bolton: Installation
) -> None:
    with wigan.inside():
        (old,) = store.law.agreements.every(within=wigan.scope)
        owner = wigan.act(by="owner@testham.example")
        actions.law.agreements.end(old.id, on=owner.on, reason="New", act=owner)
    with wigan.inside():
        party = actions.law.parties.authority(BOLTON)
        made = actions.law.agreements.propose(
            party,
            "transfer",
            reference="TR-2",
            fields=["name", "born", "ypid", "source", "upn"],
            starts=DAY,
            ends=None,
            review_on=DAY + timedelta(days=90),
            act=wigan.act(by="officer@testham.example"),
        )
        actions.law.agreements.sign(made.id, act=owner)
    file = wigan.send(mover, bolton.authority)
    content = json.loads(file)["signed"]
    assert set(content["person"]) == {"given", "family", "born", "upn", "ypid"}
    assert b"07700" not in file and b"WN1" not in file and b"activity" not in file
    assert {"Phone", "What they do", "Postcode", "Sex"} <= set(content["withheld"])


def test_no_file_is_made_of_those_who_may_not_be_named(
    mover: int, wigan: Installation
) -> None:
    with wigan.inside():
        entry = actions.people.not_named_outward.record(
            mover, Because.SAFETY, within=wigan.scope, act=wigan.act()
        )
    with pytest.raises(DisclosureRefused, match="They are not named outward"):
        wigan.send(mover, BOLTON)
    with wigan.inside():
        actions.history.evidence.withdraw(entry, within=wigan.scope, act=wigan.act())
        record_evidence(
            mover,
            detail("departure", status=codes.DIED, on="2026-11-20"),
            as_at=date(2026, 11, 20),
        )
    with pytest.raises(DisclosureRefused, match="They have died"):
        wigan.send(mover, BOLTON)


def test_no_file_is_made_without_key_or_agreement_or_for_a_day_to_come(
    mover: int, wigan: Installation
) -> None:
    with pytest.raises(Refusal, match="No key of Bury"):
        wigan.send(mover, "351")
    with pytest.raises(Refusal, match="still to come"):
        wigan.send(mover, BOLTON, moved=DAY + timedelta(days=1))
    with pytest.raises(Refusal, match="within the last three years"):
        wigan.send(mover, BOLTON, moved=date(2020, 1, 1))
    with pytest.raises(Refusal, match="There is no young person 99"):
        wigan.send(99, BOLTON)
    with wigan.inside():
        (agreement,) = store.law.agreements.every(within=wigan.scope)
        owner = wigan.act(by="owner@testham.example")
        actions.law.agreements.end(agreement.id, on=owner.on, reason="x", act=owner)
    with pytest.raises(DisclosureRefused, match="TR-350 with Bolton ended"):
        wigan.send(mover, BOLTON)


def test_who_comes_back_keeps_the_source_that_first_knew_it(
    mover: int, wigan: Installation, bolton: Installation
) -> None:
    bolton.take(wigan.send(mover, BOLTON))
    with bolton.inside():
        (arrived,) = people(bolton)
        record_evidence(
            arrived,
            detail("phone", phone="07700 900999"),
            as_at=DAY,
            authority=BOLTON,
        )
    file = bolton.send(arrived, "359", later=timedelta(hours=5), moved=DAY)
    lines = json.loads(file)["signed"]["history"]
    assert {each["by"] for each in lines} == {"359", "350"}
    wigan.take(file, later=timedelta(hours=6))
    back = folded(wigan, mover)
    assert "07700 900999" in {
        each.statement.get("phone")
        for each in back.evidence
        if isinstance(each.statement, Detail)
    }
    with wigan.inside():
        assert people(wigan) == [mover]
