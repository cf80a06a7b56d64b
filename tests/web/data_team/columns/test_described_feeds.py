"""Feeds that the council's own folder describes: their agreement, and their absence.

All invented.
"""

import pytest

from tests.journeys.claims import claimants
from tests.store import rows
from tests.web.conftest import NOW
from tests.web.data_team.conftest import text
from tracker import store
from tracker.actions.act import Act
from tracker.actions.intake import way_in
from tracker.extensions import db
from tracker.feeds.declaration import Feed
from tracker.feeds.described import description
from tracker.feeds.registry import FEEDS
from tracker.store.intake.import_batches import Status

MOORLINE = """
title = "Moorline Works"
noun = "a list of Moorline Works"
sender = "Moorline  works"
door = "service-list"
trust = "third party"
[columns]
"Client" = "full_name"
"Birthday" = "dob"
"Mobile" = "phone"
"Scheme" = "activity"
"Result" = "presence"
[words.activity]
"EE" = "320"
[words.presence]
"N" = "NEVER"
"""
FIELDS = "name,born,status"


@pytest.fixture
def feed() -> Feed:
    return description.feed_of(description.read(MOORLINE, "moorline"))


@pytest.fixture
def act() -> Act:
    return Act("data@example.org", NOW, NOW.date(), "359")


def agree(flask, reference: str, party: str, fields: str) -> None:
    claimants.agree(
        flask, reference, gateway="service-list", party=party, fields=fields
    )


def test_another_services_agreement_lets_nothing_in(desk, flask, feed, act) -> None:
    agree(flask, "SV-1", "Rivers Mentoring", FIELDS)
    with (
        desk.pages.app_context(),
        pytest.raises(way_in.NotAgreed) as refused,
    ):
        way_in.check(feed, None, act)
    assert "by which lists of Moorline works come in" in " ".join(
        str(refused.value).split()
    )
    assert "There is one with: Rivers Mentoring." in str(refused.value)


def test_no_more_comes_in_than_its_own_agreement_covers(desk, flask, feed, act) -> None:
    agree(flask, "SV-1", "Rivers Mentoring", f"{FIELDS},phone")
    agree(flask, "SV-2", "MOORLINE WORKS", FIELDS)
    with desk.pages.app_context():
        way_in.check(feed, None, act)
        assert way_in.not_covered(feed, None, act) == {"phone"}


def test_a_list_by_law_needs_no_agreement_of_a_service() -> None:
    by_law = MOORLINE.replace("service-list", "welfare-list").replace(
        '"Mobile" = "phone"\n', ""
    )
    assert description.feed_of(description.read(by_law, "welfare")).service == ""


def test_a_batch_of_a_feed_that_is_gone_is_explained(desk, feed) -> None:
    with desk.pages.app_context():
        number = rows.batch(feed=feed.name, status=Status.APPLIED, complete=True).id
        db.session.commit()
    answer = desk.client.get(f"/imports/{number}")
    assert answer.status_code == 503
    assert "This kind of list is not known here now" in text(answer)
    assert "starts it with TRACKER_LOCAL set to that folder" in text(answer)
    # The list of all imports is there, with every other batch.
    assert "A kind of list that is not known here now" in desk.get("/imports")
    assert "moorline" not in FEEDS and FEEDS.get("moorline") is None
    with desk.pages.app_context():
        assert store.intake.import_batches.batch(
            number, within=way_in.authority_scope("359")
        )
