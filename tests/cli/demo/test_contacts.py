"""The contacts of the demo; an offer that was typed in from a list is none."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from sqlalchemy import text

from tests.factories import census, pupil, register
from tracker.cli.demo import demonstration
from tracker.demo.plan import Contact
from tracker.domain.history.evidence import Doing, Offer
from tracker.extensions import db

DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 16, tzinfo=UTC)


def test_an_offer_that_was_typed_in_is_no_contact(
    app, load, as_json, tmp_path, monkeypatch
) -> None:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    load("school-census", census(tmp_path / "c.csv", [pupil(1)]), as_at=DAY)
    (found,) = as_json("people", "find", pupil(1)["uln"])
    monkeypatch.setattr(
        demonstration, "_matched", lambda plan, assigned: [("one", found["person"])]
    )
    plan = SimpleNamespace(
        contacts=[
            Contact("one", Offer(11, "110"), DAY, AT, "leader"),
            Contact("one", Doing("619", starts=DAY), DAY, AT, "adviser"),
        ]
    )
    lines: list[str] = []
    with app.app_context():
        demonstration._record_contacts(plan, [], "359", DAY, lines.append)
        behind = db.session.scalars(
            text("SELECT n.source FROM contacts c JOIN entries n ON n.id = c.entry_id")
        )
        assert list(behind) == ["adviser's contact"]
        offers = text("SELECT count(*) FROM entries WHERE source = 'offers typed in'")
        assert db.session.scalar(offers) == 1
    assert lines == ["1 contact of advisers recorded."]
