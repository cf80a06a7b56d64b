"""Every history of an invented authority: what passes gives the same history again."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.actions.law.transfers.conftest import BOLTON, MOVED
from tests.actions.law.transfers.moving import spells
from tests.conftest import SMALL_ON
from tests.factories import AUTHORITY
from tracker import store
from tracker.domain.history.evidence import Doing, Evidence, Source
from tracker.domain.history.membership import Folded, fold
from tracker.domain.history.sealed_statements import stands_in
from tracker.domain.law.gateways import GATEWAYS
from tracker.domain.law.transfers import acceptable, contents, passing
from tracker.domain.law.transfers.contents import History
from tracker.feeds.transfers import content_form

pytestmark = pytest.mark.law("O7")
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def received(lines: tuple[passing.Line, ...]) -> list[Evidence]:
    """The evidence of a history as its recipient reads it from the database."""
    return [
        Evidence(
            each,
            Source(line.source.tier, line.source.name, passed_on_by=line.by)
            if line.typed
            else Source(
                line.source.tier, line.source.name, "transfer.json", place, 1, line.by
            ),
            day.as_at,
            NOW + timedelta(microseconds=place),
        )
        for place, line in enumerate(lines, 1)
        for day in line.days
        for each in day.statements
    ]


def test_each_history_is_read_again_and_folds_to_the_same(small) -> None:
    register = store.institutions.register.directory()

    def folded(evidence: list[Evidence]) -> Folded:
        found = fold(1, AUTHORITY, evidence, on=[SMALL_ON], resolve=register.resolve)
        assert found is not None
        return found

    people = store.database.base.column(
        "SELECT id FROM people WHERE merged_into IS NULL"
    )
    compared = 0
    for person, evidence in store.history.evidence.histories(people):
        if not evidence:
            continue
        share = passing.share(evidence, GATEWAYS["transfer"].fields, by=AUTHORITY)
        assert acceptable.without_wrong(share) == share
        content = History(
            reference="00000000-0000-4000-8000-000000000000",
            sender=AUTHORITY,
            recipient=BOLTON,
            made=NOW,
            moved_on=MOVED,
            disclosure="D-2026-1",
            law="By law.",
            person={
                "given": "A",
                "family": "B",
                "born": "2009-12-03",
                "ypid": "1" * 13,
            },
            lines=share.lines,
            withheld=share.withheld,
        )
        read = content_form.read(contents.written(content), "transfer.json")
        assert isinstance(read, History)
        assert contents.written(read) == contents.written(content)
        here, there = folded(evidence), folded(received(read.lines))
        if any(
            isinstance(e.statement, Doing) and stands_in(e.statement) for e in evidence
        ):
            continue
        assert spells(there) == spells(here), person
        assert there.position == here.position
        assert there.known.identity == here.known.identity
        assert there.known.questions == here.known.questions
        assert there.known.address == here.known.address
        assert there.known.phone == here.known.phone
        assert there.known.send == here.known.send
        compared += 1
    assert compared > 30
    assert json.loads(contents.written(content))["format"] == "tracker-transfer"
