"""Every feed of an institution passes restrictions before anything of it is stored."""

import re
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

import tracker
from tracker.domain.history.evidence import Tier
from tracker.domain.law.gateways import GATEWAYS, PartyKind
from tracker.domain.law.restrictions import MAY_BE_PASSED_ON
from tracker.feeds.cells.line_problems import MARKS
from tracker.feeds.census.columns import ROLL
from tracker.feeds.declaration import Feed
from tracker.feeds.registry import FEEDS

#: Tiers of files that institutions pass on.
OF_INSTITUTIONS = (Tier.PROVIDER_ROLL, Tier.SCHOOL_CENSUS)
PASSED_ON = [each for each in FEEDS.values() if each.from_institutions]
SOURCES = Path(tracker.__file__).parent


@pytest.mark.law("L-07")
@pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)
def test_a_feed_of_institutions_declares_itself(feed: Feed) -> None:
    of_institutions = feed.tier in OF_INSTITUTIONS or feed.roll or feed.sent_by
    if of_institutions and not feed.of_institutions:
        assert feed.from_institutions


@pytest.mark.law("L-07")
@pytest.mark.parametrize("feed", PASSED_ON, ids=lambda each: each.name)
def test_no_more_is_kept_of_a_restricted_row_than_the_law_allows(feed: Feed) -> None:
    row = {each.name: "17" for each in feed.columns}
    kept = feed.of_restricted(row, date(2026, 10, 1))
    assert set(kept) <= MAY_BE_PASSED_ON | MARKS | {ROLL}


def changed(feed: Feed, **changes: object) -> Feed:
    return Feed(
        **{each.name: getattr(feed, each.name) for each in fields(Feed)} | changes
    )


@pytest.mark.law("L-07")
def test_a_new_feed_cannot_be_declared_without_its_restrictions() -> None:
    roll = FEEDS["provider-enrolment"]
    with pytest.raises(ValueError, match="from_institutions"):
        changed(roll, from_institutions=False)
    everything = next(each for each in FEEDS.values() if not each.from_institutions)
    with pytest.raises(ValueError, match="of_restricted"):
        changed(roll, of_restricted=everything.of_restricted)


@pytest.mark.law("L-07")
def test_lines_are_stored_by_the_one_door_alone() -> None:
    """The register's lines are about institutions, not people."""
    storing = {
        path.relative_to(SOURCES).as_posix()
        for path in SOURCES.rglob("*.py")
        if re.search(r"import_batches\.stage\(", path.read_text(encoding="utf-8"))
    }
    assert storing == {"actions/intake/receive.py", "actions/intake/register.py"}
    receive = (SOURCES / "actions/intake/receive.py").read_text(encoding="utf-8")
    assert "door.Watch(feed, context) if feed.from_institutions" in receive


@pytest.mark.law("L-09")
@pytest.mark.parametrize("gateway", ["", "leavers", "no such way"])
def test_a_feed_about_people_cannot_be_declared_without_its_way_in(gateway) -> None:
    with pytest.raises(ValueError, match="has to name its gateway"):
        changed(FEEDS["nccis-file"], gateway=gateway)


@pytest.mark.law("L-09")
@pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)
def test_each_feed_comes_in_by_a_gateway_of_its_kind_of_sender(feed: Feed) -> None:
    if feed.of_institutions:
        assert not feed.gateway
    elif feed.from_institutions:
        assert GATEWAYS[feed.gateway].party is PartyKind.INSTITUTION
    else:
        assert GATEWAYS[feed.gateway].law
