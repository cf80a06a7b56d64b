"""The database counts, lists and narrows leavers exactly as the domain does.

Everybody here is invented.
"""

from datetime import date
from itertools import groupby
from operator import itemgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import AUTHORITY
from tests.store.random_members import ON_ONE_DATABASE
from tracker import store
from tracker.access import Scope, authority_scope
from tracker.domain.history.destination_category import MEALS, NEEDS, Category
from tracker.domain.leavers.leaver import SEXES, Destination, Leaver, kinds
from tracker.domain.leavers.sustained import OUTCOMES, SUSTAINED
from tracker.store.history.leaving import Stage

HERE = authority_scope(AUTHORITY)
AS_OF = date(2026, 10, 31)
INSTITUTIONS = ("urn:106500", "urn:130001", "name:a|b")
YEARS = (2024, 2025)
#: Two categories are enough for leavers of one kind, and of almost one kind.
_CATEGORIES = st.sampled_from((Category.NEET, Category.APPRENTICESHIP))
_DESTINATIONS = st.builds(
    Destination,
    category=_CATEGORIES,
    provider=st.sampled_from((None, "Wigan's Own College")),
    since=st.sampled_from((None, date(2025, 9, 1))),
    confirmed_on=st.sampled_from((None, date(2026, 1, 8))),
    source=st.sampled_from((None, "adviser")),
)


@st.composite
def leaver(draw: st.DrawFn, person: int) -> Leaver:
    lasted = draw(st.sampled_from(OUTCOMES))
    return Leaver(
        person=person,
        upn=draw(st.sampled_from((None, f"A{person:012}"))),
        given=draw(st.sampled_from(("Zoë", "İpek", ""))),
        family="O'Neill",
        form_group=draw(st.sampled_from((None, "11A"))),
        listed=draw(st.booleans()),
        now=draw(st.none() | _DESTINATIONS),
        autumn=draw(_DESTINATIONS),
        march=draw(st.none() | _DESTINATIONS),
        still_there=draw(st.sampled_from(("yes", "no"))),
        sustained=lasted,
        lasted_in=draw(_CATEGORIES) if lasted == SUSTAINED else None,
        need=draw(st.sampled_from(NEEDS)),
        free_meals=draw(st.sampled_from(MEALS)),
        sex=draw(st.sampled_from(SEXES)),
    )


#: Where each of ten people left: the institution and the year, at one stage or both.
PLACES = st.lists(
    st.tuples(
        st.sampled_from(INSTITUTIONS), st.sampled_from(YEARS), st.sampled_from(Stage)
    ),
    min_size=10,
    max_size=10,
)
LEAVERS = st.tuples(*map(leaver, range(1, 11)))
SCOPES = st.none() | st.frozensets(st.sampled_from((*INSTITUTIONS, "urn:999999")))


def store_leavers(left_from: list, leavers: tuple[Leaver, ...]) -> dict:
    """Stores the leavers of every year; returns them by (year, stage, institution)."""
    by_place: dict = {}
    for place, each in zip(left_from, leavers, strict=True):
        institution, left, stage = place
        by_place.setdefault((left, stage, institution), []).append(each)
    for left in YEARS:
        for stage in Stage:
            own = {
                institution: some
                for (year, at, institution), some in by_place.items()
                if (year, at) == (left, stage)
            }
            with store.database.base.transaction():
                store.history.leaver_rows.replace(AUTHORITY, left, stage, AS_OF, own)
    return by_place


@pytest.mark.usefixtures("inside")
@ON_ONE_DATABASE
@given(left_from=PLACES, leavers=LEAVERS, leavers_of=SCOPES)
def test_leavers_are_read_and_counted_as_they_were_derived(
    left_from, leavers, leavers_of
) -> None:
    by_place = store_leavers(left_from, leavers)
    within = Scope(HERE.authorities, leavers_of)
    rows = store.history.leaver_rows
    for stage in Stage:
        for institution in INSTITUTIONS:
            seen = leavers_of is None or institution in leavers_of
            counted = rows.kinds_of(institution, YEARS, stage, within=within)
            for left in YEARS:
                own = by_place.get((left, stage, institution), []) if seen else []
                assert rows.of(institution, left, stage, within=within) == own
                assert counted[left] == kinds(own)
        # A school compares itself with the whole authority, whatever its users see.
        assert rows.kinds(YEARS, stage, within=within) == {
            left: kinds(
                each
                for (year, at, _), some in by_place.items()
                for each in some
                if (year, at) == (left, stage)
            )
            for left in YEARS
        }


@pytest.mark.usefixtures("inside")
@ON_ONE_DATABASE
@given(left_from=PLACES, leavers=LEAVERS, leavers_of=SCOPES)
def test_a_user_of_some_institutions_finds_no_leaver_of_another(
    left_from, leavers, leavers_of
) -> None:
    by_place = store_leavers(left_from, leavers)
    within = Scope(HERE.authorities, leavers_of)
    rows = store.history.leaver_rows
    seen = {
        place: some
        for place, some in by_place.items()
        if leavers_of is None or place[2] in leavers_of
    }
    for left, places in groupby(sorted(seen), key=itemgetter(0)):
        assert rows.institutions(left, within=within) == {
            (institution, stage): len(seen[left, stage, institution])
            for _, stage, institution in places
        }
    everyone = [each.person for each in leavers]
    assert rows.names(everyone, YEARS, within=within) == {
        each.person: f"{each.family}, {each.given}"
        for some in seen.values()
        for each in some
        if each.listed
    }
    elsewhere = Scope(frozenset(("301",)), leavers_of)
    assert not rows.names(everyone, YEARS, within=elsewhere)
    assert not rows.institutions(YEARS[0], within=elsewhere)
