"""What an authority counts about a person on a day. Everybody here is invented."""

from datetime import date

import pytest

from tests.domain.history.whereabouts import NOW, position
from tests.domain.statements import ADVISER, CENSUS, ROLL, offer, particular, says
from tracker.domain.history.details.detail_folds import Departure
from tracker.domain.history.details.particulars import Particulars
from tracker.domain.history.members import cohort_status, leaver_status, member
from tracker.domain.history.membership import fold
from tracker.domain.history.person import Identity
from tracker.domain.history.spells import no_register, spells

BORN = date(2009, 3, 10)


def of(known: Particulars, **more):
    given = {"status": "P", "guarantee": "110", "year_11_school": "urn:7"}
    return member(
        7, "359", position=position("230"), born=BORN, known=known, **{**given, **more}
    )


def test_a_member_has_the_particulars_of_the_day() -> None:
    known = Particulars(
        identity=Identity(sex="F", postcode="WN1 1AZ"),
        ethnicity="WBRI",
        sen_support=True,
        free_meals=True,
        characteristics=frozenset({"110"}),
    )
    one = of(known)
    assert (one.person, one.authority, one.as_of) == (7, "359", NOW)
    assert (one.academic_age, one.year_group, one.status) == (17, 13, "P")
    assert (one.sex, one.ethnicity, one.area) == ("F", "WBRI", "WN1")
    assert (one.send, one.sen_support, one.free_meals) == (False, True, True)
    assert (one.characteristics, one.guarantee) == ({"110"}, "110")
    assert (one.year_11_school, one.position) == ("urn:7", position("230"))


def test_a_plan_is_more_than_support_and_no_postcode_has_no_first_half() -> None:
    one = of(Particulars(identity=Identity(), send=True, sen_support=True))
    assert (one.send, one.sen_support, one.area) == (True, False, None)
    assert of(Particulars(identity=Identity(postcode=""))).area is None


@pytest.mark.parametrize(
    ("age", "before", "send", "status"),
    [
        (16, 15, False, None),
        (17, 16, False, None),
        (18, 17, False, "A"),
        (18, 17, True, None),
        (24, 24, True, None),
        (25, 24, True, "A"),
        (18, 18, False, "L"),  # an EHC plan has ended after 18
        (24, 24, False, "L"),
        (25, 24, False, "A"),
    ],
)
def test_the_reason_for_leaving_the_cohort_by_age(age, before, send, status) -> None:
    found = leaver_status(age, before, send=send, departure=None)
    assert found == status
    gone = Departure("T", "350", date(2026, 10, 5))
    assert leaver_status(age, before, send=send, departure=gone) == "T"


def status(
    *,
    born: str = "2010-03-10",
    end: str = "2026-10-31",
    gone: str | None = None,
    gone_before: str | None = None,
    **more,
) -> str | None:
    def at(on: str | None) -> Particulars:
        left = Departure("T", None, date.fromisoformat(on)) if on else None
        return Particulars(identity=Identity(), departure=left)

    return cohort_status(
        born=date.fromisoformat(born),
        period_end=date.fromisoformat(end),
        now=at(gone),
        before=at(gone_before),
        on_guarantee_list=more.pop("listed", False),
        **more,
    )


@pytest.mark.parametrize(
    ("gone", "gone_before", "found"),
    [
        ("2026-10-31", None, "T"),
        ("2026-11-01", None, "P"),  # has not left yet
        ("2026-09-30", "2026-09-30", None),  # returned last month
        ("2026-10-01", "2026-10-01", "T"),  # was known already, and leaves this month
    ],
)
def test_a_departure_is_returned_in_the_month_of_its_day(
    gone, gone_before, found
) -> None:
    assert status(gone=gone, gone_before=gone_before) == found


@pytest.mark.parametrize(
    ("end", "gone", "found"),
    [
        ("2026-05-31", "2026-04-30", None),  # an earlier leaver is not on the list
        ("2026-05-31", "2026-05-01", "G"),
        ("2026-10-31", "2026-05-01", "G"),
        ("2026-11-30", "2026-05-01", None),
        ("2026-04-30", "2026-04-30", "T"),
    ],
)
def test_the_guarantee_list_is_of_those_who_were_here_in_may(end, gone, found) -> None:
    before = gone if gone < end[:7] else None
    assert status(end=end, gone=gone, gone_before=before, listed=True) == found


def test_one_too_old_for_the_list_is_not_kept_by_it() -> None:
    assert status(born="2000-03-10", listed=True) is None
    assert status(born="2008-03-10", end="2026-09-30", listed=True) == "G"


@pytest.mark.parametrize(
    ("merged_on", "found"),
    [
        (date(2026, 9, 30), None),
        (date(2026, 10, 1), "M"),
        (date(2026, 10, 31), "M"),
        (date(2026, 11, 1), None),
    ],
)
def test_a_duplicate_is_of_the_month_in_which_it_was_merged(merged_on, found) -> None:
    assert status(merged_on=merged_on) == found


# --- From evidence -------------------------------------------------------------------

BIRTH = particular(CENSUS, "birth", "2025-10-02", born="2010-03-10")
SCHOOL = says(CENSUS, "110", "2021-09-03", "2025-10-02", "Hill")
LAKE = says(ROLL, "230", "2026-09-05", "2026-09-18", "Lake")


def folded(*evidence, on: tuple[str, ...], **more):
    found = fold(
        7,
        "359",
        evidence,
        on=[date.fromisoformat(day) for day in on],
        resolve=no_register,
        **more,
    )
    assert found is not None
    return found


def test_a_fold_has_everything_that_follows_from_the_evidence() -> None:
    found = folded(BIRTH, SCHOOL, LAKE, on=("2026-09-30", "2026-10-31"))
    assert (found.person, found.since) == (7, date(2025, 10, 2))
    assert found.known.identity.born == date(2010, 3, 10)
    assert found.evidence == (BIRTH, SCHOOL, LAKE)
    assert found.spells == spells([SCHOOL, LAKE])
    assert found.position is found.members[0].position
    assert [each.as_of for each in found.members] == [
        date(2026, 9, 30),
        date(2026, 10, 31),
    ]
    assert {(each.person, each.authority) for each in found.members} == {(7, "359")}
    assert {each.year_11_school for each in found.members} == {"name:hill"}
    assert found.details.on() == found.known
    assert folded(SCHOOL, on=("2026-09-30",)).position is None


def test_the_history_may_be_given() -> None:
    history = spells([LAKE])
    found = folded(BIRTH, SCHOOL, on=("2026-09-30",), history=history)
    assert found.spells is history
    assert found.members[0].position.activity.code == "230"


@pytest.mark.parametrize(
    ("on", "status"), [("2025-10-31", "P"), ("2025-11-30", "T"), ("2025-12-31", None)]
)
def test_the_month_before_is_looked_at_from_the_first_evidence(on, status) -> None:
    gone = particular(ADVISER, "departure", "2025-11-20", status="T", on="2025-11-20")
    assert folded(BIRTH, SCHOOL, gone, on=(on,)).members[0].status == status
    # Known only since this month, they are no leaver of it.
    late = particular(CENSUS, "birth", "2025-11-01", born="2010-03-10")
    assert folded(late, gone, on=("2025-11-30",)).members[0].status is None
    eve = particular(CENSUS, "birth", "2025-10-31", born="2010-03-10")
    assert folded(eve, gone, on=("2025-11-30",)).members[0].status == "T"


@pytest.mark.parametrize(
    ("day", "guarantee"),
    [("2026-05-19", "159"), ("2026-05-20", "150"), ("2026-07-10", "110")],
)
def test_a_status_of_the_guarantee_counts_from_its_day(day, guarantee) -> None:
    given = [offer(11, "150", "2026-05-20"), offer(11, "110", "2026-07-10")]
    assert folded(BIRTH, SCHOOL, *given, on=(day,)).members[0].guarantee == guarantee
