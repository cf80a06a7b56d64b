"""A young person with a history, who moves, and what is known of them on both sides."""

from datetime import date, timedelta
from pathlib import Path

from tests.actions.law.transfers.conftest import DAY, Installation
from tests.factories import census, pupil
from tests.web.adviser.young import record_evidence
from tracker import actions, store
from tracker.actions.intake.questions.answers import entered
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Doing, Tier
from tracker.domain.history.membership import Folded
from tracker.domain.reference.institution import InstitutionRef


def load(at: Installation, feed: str, path: Path, day: date, **more: str) -> None:
    with at.inside():
        done = actions.intake.load.load(
            feed,
            [path],
            institution=more.get("institution"),
            as_at=day,
            complete=False,
            answers=entered(more.get("new_sender", "")),
            confirm=lambda alarms: True,
            act=at.act(),
        )
        assert done.applied


def with_history(tmp_path: Path, wigan: Installation) -> int:
    """A young person with two years of history, by three kinds of source."""
    one = pupil(1, date(2009, 12, 3))
    load(wigan, "school-census", census(tmp_path / "c.csv", [one]), date(2025, 10, 2))
    with wigan.inside():
        (person,) = people(wigan)
        at = InstitutionRef(urn="130500", name="Testham College")
        record_evidence(
            person,
            Doing("210", at=at, starts=date(2026, 9, 7)),
            detail("phone", phone="07700 900123"),
            as_at=date(2026, 10, 5),
        )
        for hours, number in ((1, "07700 900124"), (2, "07700 900125")):
            actions.history.evidence.record_once(
                [
                    actions.history.evidence.UserEvidence(
                        person, (detail("phone", phone=number),), DAY
                    )
                ],
                tier=Tier.ADVISER,
                source="call with the young person",
                act=wigan.act(timedelta(hours=hours)),
            )
    return person


def people(at: Installation) -> list[int]:
    return store.database.base.column(
        "SELECT id FROM people WHERE live AND merged_into IS NULL"
        " AND authority = %s ORDER BY id",
        at.authority,
    )


def folded(at: Installation, person: int, day: date = DAY) -> Folded:
    with at.inside():
        return next(actions.history.folding.folded_on([person], at.authority, [day]))


def spells(of: Folded) -> list[tuple[object, ...]]:
    """What happened, with every source behind it."""
    return [
        (
            each.activity.code,
            each.starts,
            each.ends,
            sorted(
                (it.source.name, int(it.source.tier), it.as_at, repr(it.statement))
                for it in each.evidence
            ),
        )
        for each in of.spells
    ]
