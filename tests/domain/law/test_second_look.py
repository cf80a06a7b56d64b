"""What deserves a second look, drawn from small tables of openings."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tracker.domain.law.second_look import KINDS, Entry, Opening, entries, is_open

LONDON = ZoneInfo("Europe/London")
#: A Tuesday in winter, when London's clock is that of UTC.
TEN = datetime(2026, 11, 24, 10, tzinfo=UTC)
ON = date(2026, 11, 24)


def found(openings: list[Opening], **more: object) -> list[Entry]:
    given: dict[str, object] = {"family": (), "contacted": (), "officers": (), **more}
    return entries(openings, zone=LONDON, **given)  # type: ignore[arg-type]


def kinds(openings: list[Opening], **more: object) -> set[str]:
    return {each.kind for each in found(openings, **more)}


def opened(count: int, every: timedelta, by: str = "a@example.org") -> list[Opening]:
    return [Opening(TEN + n * every, by, n + 1) for n in range(count)]


@pytest.mark.law("D-18")
class TestBursts:
    limit = KINDS["burst"].limit

    def test_the_limit_within_one_hour_is_a_burst(self) -> None:
        openings = opened(self.limit, timedelta(minutes=1))
        assert found(openings) == [Entry("burst", "a@example.org", ON, None, 30)]

    def test_one_fewer_is_not(self) -> None:
        assert found(opened(self.limit - 1, timedelta(minutes=1))) == []

    def test_one_record_again_and_again_is_not(self) -> None:
        same = [each._replace(person=1) for each in opened(90, timedelta(seconds=20))]
        assert found(same) == []

    def test_an_hour_may_begin_at_any_minute(self) -> None:
        before = [Opening(TEN - timedelta(minutes=45), "a@example.org", 99)]
        late = timedelta(minutes=40)
        rest = [each._replace(at=each.at + late) for each in opened(30, timedelta(0))]
        assert kinds(before + rest) == {"burst"}

    def test_a_morning_of_duty_spread_over_hours_is_not(self) -> None:
        assert found(opened(60, timedelta(minutes=3))) == []


@pytest.mark.law("D-18")
@pytest.mark.parametrize(
    ("at", "outside"),
    [
        (datetime(2026, 11, 24, 6, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 24, 7, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 24, 19, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 24, 20, 0, tzinfo=UTC), True),
        # In summer the clock of London is an hour ahead.
        (datetime(2026, 7, 7, 6, 30, tzinfo=UTC), False),
        (datetime(2026, 7, 7, 19, 30, tzinfo=UTC), True),
        (datetime(2026, 11, 28, 12, 0, tzinfo=UTC), True),  # a Saturday
        (datetime(2028, 2, 29, 12, 0, tzinfo=UTC), False),  # a leap day, a Tuesday
    ],
)
def test_the_hours_of_the_council_are_local(at: datetime, outside: bool) -> None:
    assert is_open(at.astimezone(LONDON)) is not outside
    assert kinds([Opening(at, "a@example.org", 1)]) == ({"hours"} if outside else set())


@pytest.mark.law("D-18")
def test_one_child_looked_at_by_many_users_is_listed_without_a_user() -> None:
    openings = [Opening(TEN, f"{n}@example.org", 7) for n in range(6)]
    assert found(openings) == [Entry("lookers", "", ON, 7, 6)]
    assert found(openings[:5]) == []


@pytest.mark.law("D-18")
def test_repeated_looks_count_only_without_a_contact() -> None:
    openings = [Opening(TEN + timedelta(days=n), "a@example.org", 7) for n in range(3)]
    last = date(2026, 11, 26)
    assert found(openings) == [Entry("repeated", "a@example.org", last, 7, 3)]
    assert found(openings, contacted={("a@example.org", 7)}) == []


@pytest.mark.law("D-18")
def test_one_family_name_and_the_looks_of_officers_are_listed_at_once() -> None:
    opening = [Opening(TEN, "a@example.org", 7)]
    more = {"family": {("a@example.org", 7)}, "officers": {"a@example.org"}}
    assert kinds(opening, **more) == {"family", "officer"}
