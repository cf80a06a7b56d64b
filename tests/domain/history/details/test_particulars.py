"""Particulars folded from the details of sources. Everybody here is invented."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.statements import ADVISER, CENSUS, NEIGHBOUR, ROLL, particular
from tracker.domain.history.details.detail_folds import Departure
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.details.details_by_day import Details, particulars
from tracker.domain.history.evidence import Evidence, Source, Tier

NAME = particular(CENSUS, "name", "2026-01-15", given="Amira", family="Examplewood")
HOME = particular(
    CENSUS, "address", "2026-01-15", line1="1 Sample Row", postcode="ZZ99 3AA"
)


def test_without_evidence_nothing_is_held() -> None:
    known = particulars([])
    assert known.identity.given == "" and known.identity.born is None
    assert not known.send and not known.restrictions and known.departure is None


def test_the_name_comes_from_the_better_source_and_the_other_is_kept() -> None:
    new = particular(NEIGHBOUR, "name", "2026-02-01", given="Amira", family="Sampleton")
    who = particulars([NAME, new]).identity
    assert who.full_name == "Amira Examplewood"
    assert who.other_names == (("Amira", "Sampleton"),)


def test_an_other_name_takes_its_missing_part_from_the_name() -> None:
    other = particular(CENSUS, "other name", "2026-01-15", given="Mira")
    assert particulars([NAME, other]).identity.other_names == (("Mira", "Examplewood"),)


def test_a_postcode_alone_does_not_undo_a_full_address() -> None:
    list_of_a_college = particular(ROLL, "address", "2026-09-18", postcode="ZZ99 3AB")
    assert particulars([HOME, list_of_a_college]).identity.postcode == "ZZ99 3AA"
    assert particulars([list_of_a_college]).identity.postcode == "ZZ99 3AB"


def test_a_newer_full_address_replaces_a_full_address() -> None:
    moved = particular(
        NEIGHBOUR, "address", "2026-09-18", line1="2 Dummy Court", postcode="ZZ99 3AC"
    )
    assert dict(particulars([moved, HOME]).address) == {
        "line1": "2 Dummy Court",
        "postcode": "ZZ99 3AC",
    }


def test_a_lasting_upn_is_preferred_and_the_others_are_former() -> None:
    lasting = particular(CENSUS, "upn", "2026-01-15", upn="N359402219001")
    temporary = particular(CENSUS, "upn", "2026-05-21", upn="Z35940221900A")
    former = particular(CENSUS, "former upn", "2026-01-15", upn="B801200005001")
    who = particulars([lasting, temporary, former]).identity
    assert who.upn == "N359402219001"
    assert who.former_upns == ("B801200005001", "Z35940221900A")
    assert particulars([temporary]).identity.upn == "Z35940221900A"


def ypid(number: str, as_at: str, about: str = "ypid") -> Evidence:
    return particular(ADVISER, about, as_at, ypid=number)


OURS, OURS_BEFORE, THEIRS = "3590000000001", "3590000000909", "8880000000202"


@pytest.mark.parametrize("order", ["as given", "reversed"])
@pytest.mark.parametrize(
    ("evidence", "ypids", "former"),
    [
        ([ypid(OURS, "2026-01-31")], (OURS,), ()),
        (
            [ypid(OURS_BEFORE, "2026-01-31"), ypid(OURS, "2026-09-30")],
            (OURS, OURS_BEFORE),
            (),
        ),
        # the newest is the newest, though another begins with a smaller number
        (
            [ypid(OURS, "2026-01-31"), ypid(THEIRS, "2026-09-30")],
            (THEIRS, OURS),
            (),
        ),
        # given twice, it is one
        ([ypid(OURS, "2026-01-31"), ypid(OURS, "2026-09-30")], (OURS,), ()),
        (
            [ypid(OURS, "2026-01-31"), ypid(THEIRS, "2026-09-30", "former ypid")],
            (OURS,),
            (THEIRS,),
        ),
        (
            [
                ypid(THEIRS, "2026-01-31", "former ypid"),
                ypid(OURS_BEFORE, "2026-09-30", "former ypid"),
            ],
            (),
            (OURS_BEFORE, THEIRS),
        ),
    ],
)
def test_ypids_are_the_newest_first_and_former_ones_stand_apart(
    evidence: list[Evidence],
    ypids: tuple[str, ...],
    former: tuple[str, ...],
    order: str,
) -> None:
    known = particulars(evidence if order == "as given" else evidence[::-1])
    assert (known.ypids, known.former_ypids) == (ypids, former)


def test_an_identity_has_one_ypid_and_all_others_as_former() -> None:
    who = particulars(
        [
            ypid(OURS_BEFORE, "2026-01-31"),
            ypid(OURS, "2026-09-30"),
            ypid(THEIRS, "2026-11-30", "former ypid"),
        ]
    ).identity
    assert who.ypid == OURS
    assert who.former_ypids == (OURS_BEFORE, THEIRS)


def test_a_former_ypid_is_true_of_every_day() -> None:
    evidence = [ypid(OURS, "2026-09-30"), ypid(THEIRS, "2026-09-30", "former ypid")]
    early = particulars(evidence, on=date(2026, 2, 1))
    assert (early.ypids, early.former_ypids) == ((OURS,), (THEIRS,))


@pytest.mark.parametrize(
    ("answers", "withheld"), [((), False), (("Y",), True), (("Y", "N"), False)]
)
def test_the_newest_answer_decides_withheld(
    answers: tuple[str, ...], withheld: bool
) -> None:
    evidence = [
        particular(ADVISER, "withheld", f"2026-0{month}-01", withheld=answer)
        for month, answer in enumerate(answers, start=1)
    ]
    assert particulars([NAME, *evidence]).withheld is withheld


def test_characteristics_are_the_newest_list_and_what_was_added_since() -> None:
    evidence = [
        particular(ADVISER, "characteristic", "2026-01-01", code="120"),
        particular(ADVISER, "characteristics", "2026-02-01", codes="130 140"),
        particular(ADVISER, "characteristic", "2026-02-01", code="150"),
        particular(ADVISER, "characteristic", "2026-03-01", code="160"),
    ]
    assert particulars(evidence).characteristics == {"130", "140", "150", "160"}
    emptied = particular(ADVISER, "characteristics", "2026-04-01", codes="")
    assert particulars([*evidence, emptied]).characteristics == frozenset()


def test_a_source_with_support_alone_leaves_the_plan() -> None:
    plan = particular(CENSUS, "send", "2026-01-15", send="Y", support="N")
    support = particular(ROLL, "send", "2026-09-18", support="Y")
    known = particulars([plan, support])
    assert known.send and known.sen_support


def test_later_days_are_left_out_except_for_the_identity() -> None:
    plan = particular(CENSUS, "send", "2026-05-21", send="Y")
    later_name = particular(CENSUS, "name", "2026-05-21", given="Amira", family="Later")
    born = particular(CENSUS, "birth", "2026-05-21", born="2010-03-10", sex="F")
    known = particulars([HOME, plan, later_name, born], on=date(2026, 2, 1))
    assert not known.send
    assert known.identity.family == "Later"
    assert known.identity.born == date(2010, 3, 10)
    assert particulars([plan], on=date(2026, 5, 21)).send


OCTOBER = date(2026, 10, 31)


@pytest.mark.parametrize(
    ("lines", "postcode"),
    [
        # a list of November has their first address
        ([(ROLL, "2026-11-20", "", "ZZ99 3AB")], "ZZ99 3AB"),
        # the first address holds for the time before it, not the next one
        (
            [
                (ROLL, "2026-11-20", "", "ZZ99 3AB"),
                (CENSUS, "2027-01-21", "2 Dummy Court", "ZZ99 3AC"),
            ],
            "ZZ99 3AB",
        ),
        # of one day the full address
        (
            [
                (ROLL, "2026-11-20", "", "ZZ99 3AB"),
                (CENSUS, "2026-11-20", "2 Dummy Court", "ZZ99 3AC"),
            ],
            "ZZ99 3AC",
        ),
        # an address by the day itself counts
        (
            [
                (NEIGHBOUR, "2026-10-01", "", "ZZ99 3AA"),
                (ROLL, "2026-11-20", "2 Dummy Court", "ZZ99 3AC"),
            ],
            "ZZ99 3AA",
        ),
    ],
)
def test_the_address_before_the_first_evidence(lines, postcode) -> None:
    evidence = [
        particular(tier, "address", as_at, line1=line or None, postcode=code)
        for tier, as_at, line, code in lines
    ]
    assert particulars(evidence, on=OCTOBER).identity.postcode == postcode


def test_ethnicity_is_of_every_day_and_needs_are_not() -> None:
    evidence = [
        particular(CENSUS, "ethnicity", "2026-11-20", ethnicity="WBRI"),
        particular(CENSUS, "send", "2026-11-20", send="Y"),
    ]
    known = particulars(evidence, on=OCTOBER)
    assert (known.ethnicity, known.send) == ("WBRI", False)


def test_a_later_address_does_not_undo_a_departure_before_its_day() -> None:
    gone = particular(ADVISER, "departure", "2026-10-05", status="T", to="350")
    home = particular(ROLL, "address", "2026-11-20", postcode="ZZ99 3AA")
    known = particulars([gone, home], on=OCTOBER)
    assert known.departure is not None
    assert particulars([gone, home]).departure is None


# --- Departures ----------------------------------------------------------------------


def left(status: str, as_at: str = "2026-10-05", **more: str) -> Evidence:
    return particular(ADVISER, "departure", as_at, status=status, **more)


def lives_here(as_at: str, tier: Tier = ROLL) -> Evidence:
    return particular(tier, "address", as_at, postcode="ZZ99 3AA")


def test_a_departure_has_a_status_a_place_and_a_day() -> None:
    gone = left("T", to="888", on="2026-10-31")
    assert particulars([gone, HOME]).departure == Departure(
        "T", "888", date(2026, 10, 31)
    )
    assert particulars([left("E")]).departure == Departure("E", None, date(2026, 10, 5))


@pytest.mark.parametrize("status", ["T", "E"])
@pytest.mark.parametrize(
    ("address", "here_again"),
    [
        ("2026-10-05", False),  # the record with the departure has an address too
        ("2026-10-18", False),  # before they left: the address that they left
        ("2026-10-31", False),
        ("2026-11-01", True),
    ],
)
def test_an_address_of_a_later_day_undoes_a_move_away(
    status: str, address: str, here_again: bool
) -> None:
    evidence = [left(status, on="2026-10-31"), lives_here(address)]
    assert (particulars(evidence).departure is None) is here_again


def test_a_list_does_not_undo_a_death() -> None:
    known = particulars([left("D", on="2026-10-02"), lives_here("2026-11-18")])
    assert known.departure == Departure("D", None, date(2026, 10, 2))


@pytest.mark.law("L-15")
@pytest.mark.parametrize("status", ["L", "A"])
@pytest.mark.parametrize(
    ("plan", "stays"),
    [
        (lives_here("2026-11-18"), False),
        (particular(ROLL, "send", "2026-11-18", send="N"), False),
        (particular(ROLL, "send", "2026-10-05", send="Y"), False),
        (particular(ROLL, "send", "2026-11-18", send="Y"), True),
    ],
)
def test_only_a_new_plan_undoes_the_end_of_a_plan(
    status: str, plan: Evidence, stays: bool
) -> None:
    assert (particulars([left(status), plan]).departure is None) is stays


# --- Properties ----------------------------------------------------------------------

START = date(2026, 1, 1)
WORDS = st.sampled_from(["Amira", "Chloe", "Sampleton", ""])
STATEMENTS = st.one_of(
    st.builds(
        lambda given, family: detail("name", given=given, family=family), WORDS, WORDS
    ),
    st.builds(lambda given: detail("other name", given=given), WORDS),
    st.builds(
        lambda born, sex: detail("birth", born=born, sex=sex),
        st.sampled_from(["2010-03-10", "2010-10-03", None]),
        st.sampled_from(["F", "M", None]),
    ),
    st.builds(
        lambda upn: detail("upn", upn=upn),
        st.sampled_from(["N359402219001", "Z35940221900A", "B801200005001"]),
    ),
    st.builds(
        lambda about, ypid: detail(about, ypid=ypid),
        st.sampled_from(["ypid", "former ypid"]),
        st.sampled_from(["4440000000101", "8880000000202"]),
    ),
    st.builds(
        lambda line1, postcode: detail("address", line1=line1, postcode=postcode),
        st.sampled_from(["1 Sample Row", None]),
        st.sampled_from(["ZZ99 3AA", "ZZ99 3AB", None]),
    ),
    st.builds(
        lambda send, support: detail("send", send=send, support=support),
        st.sampled_from(["Y", "N", None]),
        st.sampled_from(["Y", "N", None]),
    ),
    st.builds(
        lambda codes: detail("characteristics", codes=codes),
        st.sampled_from(["", "120", "120 130"]),
    ),
    st.builds(
        lambda code: detail("characteristic", code=code),
        st.sampled_from(["140", "150"]),
    ),
    st.builds(
        lambda status, on: detail("departure", status=status, on=on),
        st.sampled_from(["T", "D", "L"]),
        st.sampled_from(["2026-01-10", "2026-02-10", None]),
    ),
    st.builds(
        lambda about: detail("restriction", restricted=about),
        st.sampled_from(["Y", "N"]),
    ),
)
EVIDENCE = st.lists(
    st.builds(
        lambda statement, tier, day, recorded: Evidence(
            statement,
            Source(tier, tier.title),
            START + timedelta(days=day),
            datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=recorded),
        ),
        STATEMENTS,
        st.sampled_from(Tier),
        st.integers(0, 60),
        st.integers(0, 60),
    ),
    max_size=14,
)


@given(EVIDENCE, st.randoms())
@settings(max_examples=100, deadline=None)
def test_the_order_of_arrival_does_not_matter(
    evidence: list[Evidence], by: Random
) -> None:
    shuffled = list(evidence)
    by.shuffle(shuffled)
    assert particulars(shuffled) == particulars(evidence)


@given(EVIDENCE, st.lists(st.integers(-1, 61), min_size=1, max_size=5))
@settings(max_examples=100, deadline=None)
def test_details_give_for_any_day_the_same_as_a_fold_for_that_day(
    evidence: list[Evidence], days: list[int]
) -> None:
    details = Details(evidence)
    for number in days:
        day = START + timedelta(days=number)
        assert details.on(day) == particulars(evidence, on=day)
    assert details.on() == particulars(evidence)


@given(EVIDENCE, st.integers(0, 60))
@settings(max_examples=60, deadline=None)
def test_known_at_a_moment_uses_evidence_recorded_by_then(
    evidence: list[Evidence], number: int
) -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)
    by_then = [item for item in evidence if item.recorded_at <= moment]
    assert particulars(evidence, known_at=moment) == particulars(by_then)
