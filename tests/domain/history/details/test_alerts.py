"""What to know before speaking to a young person, from day to day. All is invented."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from tracker.domain.history.details.changes import grounds
from tracker.domain.history.details.changes.grounds import By
from tracker.domain.history.details.details_by_day import particulars
from tracker.domain.history.details.entering import FORMS, read
from tracker.domain.history.details.handling import HANDLINGS, Sensitivity
from tracker.domain.history.details.particulars import BY_NAME, DETAILS
from tracker.domain.history.evidence import Evidence, Source, Tier
from tracker.domain.law.gateways import FIELDS
from tracker.feeds.registry import FEEDS

PRITI = {"alert": "Speak to Priti Shah before any visit"}
SAM = {"alert": "Speak to Sam Thornley before any call"}
ENDED = {"ended": True}

Given = tuple[str, str, dict[str, object]]


def line(form: str, given: Given, withdrawn: str | None = None) -> Evidence:
    """A change by hand: the day on which it was learned, the day it was recorded, and
    what was entered.
    """
    learned, recorded, entered = given
    values = {name: str(text) for name, text in entered.items() if name != "ended"}
    (statement,) = read(
        FORMS[form], values, ended=bool(entered.get("ended")), on=date(2026, 11, 28)
    ).statements
    source = Source(Tier.ADVISER, grounds.source_of(form, By.PARENT))
    return Evidence(
        statement,
        source,
        date.fromisoformat(learned),
        moment(recorded),
        moment(withdrawn) if withdrawn else None,
    )


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


TABLE = [
    # the form, what was entered in order, and what stands
    ("safeguarding", [("2026-09-02", "2026-09-02T10:00", PRITI)], PRITI["alert"]),
    (
        "safeguarding",
        [
            ("2026-09-02", "2026-09-02T10:00", PRITI),
            ("2026-10-05", "2026-10-05T10:00", SAM),
        ],
        SAM["alert"],
    ),
    (  # learned earlier and entered late: it does not replace the newer one
        "safeguarding",
        [
            ("2026-10-05", "2026-10-05T10:00", SAM),
            ("2026-09-02", "2026-11-02T10:00", PRITI),
        ],
        SAM["alert"],
    ),
    (  # twice on one day: the later entry
        "safeguarding",
        [
            ("2026-10-05", "2026-10-05T10:00", PRITI),
            ("2026-10-05", "2026-10-05T10:05", SAM),
        ],
        SAM["alert"],
    ),
    (
        "safeguarding",
        [
            ("2026-09-02", "2026-09-02T10:00", PRITI),
            ("2026-10-05", "2026-10-05T10:00", ENDED),
        ],
        None,
    ),
    (  # ended, and needed again
        "safeguarding",
        [
            ("2026-09-02", "2026-09-02T10:00", PRITI),
            ("2026-10-05", "2026-10-05T10:00", ENDED),
            ("2026-11-05", "2026-11-05T10:00", PRITI),
        ],
        PRITI["alert"],
    ),
    (
        "lone-worker",
        [
            ("2026-09-02", "2026-09-02T10:00", {"visit": "No home visit alone"}),
            ("2026-10-05", "2026-10-05T10:00", {"visit": "Meet at the library"}),
        ],
        "Meet at the library",
    ),
    (
        "lone-worker",
        [
            ("2026-09-02", "2026-09-02T10:00", {"visit": "No home visit alone"}),
            ("2026-10-05", "2026-10-05T10:00", ENDED),
        ],
        None,
    ),
    (  # a new way comes without the hour of the old one
        "preferred-contact",
        [
            (
                *("2026-09-02", "2026-09-02T10:00"),
                {"how": "text message", "when": "after 3 pm"},
            ),
            ("2026-10-05", "2026-10-05T10:00", {"how": "letter"}),
        ],
        {"how": "letter"},
    ),
    (
        "preferred-contact",
        [
            ("2026-09-02", "2026-09-02T10:00", {"how": "email"}),
            ("2026-10-05", "2026-10-05T10:00", ENDED),
        ],
        {},
    ),
    (
        "interpreter",
        [
            (
                *("2026-09-02", "2026-09-02T10:00"),
                {"language": "Polish", "needed_by": "both"},
            ),
            (
                *("2026-10-05", "2026-10-05T10:00"),
                {"language": "Polish", "needed_by": "a parent or carer"},
            ),
        ],
        {"language": "Polish", "needed_by": "a parent or carer"},
    ),
    (
        "interpreter",
        [
            (
                *("2026-09-02", "2026-09-02T10:00"),
                {"language": "Polish", "needed_by": "both"},
            ),
            ("2026-10-05", "2026-10-05T10:00", ENDED),
        ],
        {},
    ),
]


def held(form: str, evidence: Sequence[Evidence], **more: object) -> object:
    return getattr(particulars(evidence, **more), form.replace("-", "_"))


@pytest.mark.parametrize(("form", "given", "stands"), TABLE)
def test_the_newest_stands_until_it_ends(form, given, stands) -> None:
    evidence = [line(form, each) for each in given]
    assert held(form, evidence) == stands
    assert held(form, evidence[::-1]) == stands  # the order of merged records


def test_what_is_taken_back_brings_the_one_before_into_use() -> None:
    first = line("safeguarding", ("2026-09-02", "2026-09-02T10:00", PRITI))
    ended = line(
        "safeguarding", ("2026-10-05", "2026-10-05T10:00", ENDED), "2026-10-06T09:00"
    )
    assert held("safeguarding", [first, ended]) == PRITI["alert"]
    known = moment("2026-10-05T12:00")
    assert held("safeguarding", [first, ended], known_at=known) is None


def test_an_alert_stands_from_its_day() -> None:
    evidence = [line("safeguarding", ("2026-09-02", "2026-09-04T10:00", PRITI))]
    assert held("safeguarding", evidence, on=date(2026, 9, 1)) is None
    assert held("safeguarding", evidence, on=date(2026, 9, 2)) == PRITI["alert"]


@pytest.mark.law("D-13")
def test_an_alert_is_for_those_who_see_caseloads_and_goes_nowhere() -> None:
    alerts = {each.name for each in DETAILS if each.handling.name == "alerts"}
    assert alerts == {"safeguarding", "lone_worker"}
    handling = HANDLINGS["alerts"]
    assert handling.seen_by == ("see caseload",)
    assert handling.sensitivity is Sensitivity.PROTECTED
    for name in alerts:
        each = BY_NAME[name]
        assert not (each.returned or each.used_in_return or each.searched)
    assert "alerts" not in {each.handling.name for each in FIELDS.values()}
    columns = [column for feed in FEEDS.values() for column in feed.columns]
    assert "alerts" not in {column.handling for column in columns}


@pytest.mark.law("D-02")
def test_the_form_of_an_alert_asks_for_no_concern() -> None:
    for form, word in (("safeguarding", "concern"), ("lone-worker", "reason")):
        (entered,) = FORMS[form].inputs
        assert f"Do not write the {word}" in entered.hint
