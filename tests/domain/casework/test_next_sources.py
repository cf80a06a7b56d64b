"""The sources for one who is not known, in the order in which they are tried."""

from datetime import UTC, date, datetime

import pytest

from tracker import domain
from tracker.domain.casework.contact import Channel, Outcome
from tracker.domain.casework.council_systems import LookUp, is_in
from tracker.domain.casework.next_sources import leads
from tracker.domain.casework.on_record import Attempt, PlaceList, Relative, Trace
from tracker.domain.casework.signs import SIGNS, SOURCES, Kind, Name
from tracker.domain.history.evidence import Evidence, Offer, Source, Tier
from tracker.domain.history.guarantee import Application
from tracker.domain.history.position import Position

TODAY, SINCE = date(2026, 9, 15), date(2026, 9, 1)
JULY, DUE = date(2026, 7, 8), date(2026, 9, 18)
LAKE, HILL = ("urn:1", "Lake College"), ("urn:2", "Hill College")
UNKNOWN = Position(TODAY, domain.reference.activity.NOT_KNOWN, SINCE, SINCE)
ENDED_IN_MAY = UNKNOWN._replace(starts=date(2026, 5, 4))
WAS_THERE = Position(
    TODAY,
    domain.reference.activity.FURTHER_EDUCATION,
    date(2025, 9, 8),
    date(2025, 9, 8),
    *LAKE,
    lapses=date(2026, 8, 31),
)
EVIDENCE = Evidence(
    Offer(year=11),
    Source(Tier.THIRD_PARTY, "offers"),
    JULY,
    datetime(2026, 7, 8, tzinfo=UTC),
)
PHONE, HERS = "07700 900123", "07700 900456"
SISTER = Relative(7, "F", by_address=True, is_named_alike=True)


def applied(stage: str, at: tuple[str, str] = LAKE) -> Application:
    known = domain.reference.codes.APPLICATION_STAGES[stage]
    return Application(at[0], at[1], None, known, JULY, EVIDENCE)


def rang(outcome: Outcome | None, day: int = 9, number: str | None = None) -> Attempt:
    on = date(2026, 9, day)
    if outcome is None:
        return Attempt(on)
    return Attempt(on, outcome, Channel.PHONE, number)


def trace(**changes) -> Trace:
    return Trace(**{"position": UNKNOWN, **changes})


def reasons(known: Trace, **lists: PlaceList) -> list[str]:
    """The reasons without the council's systems, which come last for everybody."""
    by_key = {f"urn:{key[1:]}": of for key, of in lists.items()}
    found = leads(known, by_key, on=TODAY)
    return [it.reason for it in found.sources if it.source is not Name.LOOK_UP]


NEVER = "was never tried"
BEST = [
    # what is on record, its list, the first source in words
    (
        {"applications": [applied("accepted")]},
        PlaceList(),
        "Accepted a place at Lake College; their list has not come",
    ),
    (
        {"applications": [applied("accepted")]},
        PlaceList(by=DUE, usual=True),
        "Accepted a place at Lake College; their list has not come;"
        " they usually send by 18 September",
    ),
    (
        {"applications": [applied("offer")]},
        PlaceList(by=date(2026, 9, 11)),
        "Offered a place at Lake College; their list was due by 11 September"
        " and has not come",
    ),
    (
        {"position": WAS_THERE},
        PlaceList(by=DUE),
        "At Lake College until 31 August; their list has not come;"
        " it is due by 18 September",
    ),
    (
        {"applications": [applied("accepted")]},
        PlaceList(sent=date(2026, 9, 11)),
        "Accepted a place at Lake College; its list of 11 September does not have"
        " them and may be a part",
    ),
    (
        {"planned": LAKE},
        PlaceList(),
        "Planned to go to Lake College; their list has not come",
    ),
    # A plan for a place that was declined since is none.
    (
        {"planned": LAKE, "applications": [applied("declined")]},
        PlaceList(),
        "Nothing to go on",
    ),
    ({"phone": PHONE}, PlaceList(), f"Their own number {NEVER}"),
    (
        {"parent_phone": HERS, "relation": "mother"},
        PlaceList(),
        f"The mother’s number {NEVER}",
    ),
    # The only number is the mother's, and stands as their own.
    ({"phone": HERS, "parent_phone": HERS}, PlaceList(), f"Their own number {NEVER}"),
    (
        {"phone": PHONE, "contacts": [rang(Outcome.NO_ANSWER)]},
        PlaceList(),
        "Tried once, last on 9 September; try again",
    ),
    (
        {"phone": PHONE, "parent_phone": HERS, "contacts": [rang(Outcome.NO_ANSWER)]},
        PlaceList(),
        f"A parent’s number {NEVER}",
    ),
    (
        {"phone": PHONE, "contacts": [Attempt(JULY, Outcome.VOICEMAIL, Channel.PHONE)]},
        PlaceList(),
        "Their own number was last tried on 8 July",
    ),
    # No phone at all.
    (
        {"has_address": True},
        PlaceList(),
        "No number that works is on record; write or visit",
    ),
    (
        {
            "phone": PHONE,
            "has_address": True,
            "contacts": [rang(Outcome.WRONG_NUMBER, number=PHONE)],
        },
        PlaceList(),
        "Tried once, last on 9 September; write or visit",
    ),
    # They were met, and did not say where they will be.
    (
        {
            "has_address": True,
            "contacts": [rang(Outcome.NO_ANSWER), rang(Outcome.YOUNG_PERSON, 7)],
        },
        PlaceList(),
        "Last spoken to on 7 September; write or visit",
    ),
    (
        {"has_address": True, "contacts": [rang(Outcome.PARENT)]},
        PlaceList(),
        "A parent was spoken to on 9 September; write or visit",
    ),
    (
        {
            "phone": PHONE,
            "has_address": True,
            "contacts": [rang(Outcome.NO_ANSWER, day) for day in (9, 7, 3)],
        },
        PlaceList(),
        "Tried 3 times, last on 9 September; write or visit",
    ),
    # One who refused is not rung again.
    (
        {"phone": PHONE, "parent_phone": HERS, "contacts": [rang(Outcome.REFUSED)]},
        PlaceList(),
        "Nothing to go on",
    ),
    # What a restricted contact came to is not shown by what is proposed next.
    (
        {"phone": PHONE, "contacts": [rang(None)]},
        PlaceList(),
        "Restricted contact on 9 September: ask its author",
    ),
    # Nor is it clear then that a number was never tried.
    (
        {"phone": PHONE, "contacts": [Attempt(JULY)]},
        PlaceList(),
        "Their own number has not been tried since 1 September",
    ),
    (
        {
            "phone": PHONE,
            "contacts": [Attempt(JULY, Outcome.YOUNG_PERSON, Channel.STATUS_UPDATE)],
        },
        PlaceList(),
        "Their own number has not been tried since 1 September",
    ),
    (
        {"phone": PHONE, "contacts": [Attempt(JULY, Outcome.PARENT, Channel.VISIT)]},
        PlaceList(),
        "Their own number was never tried",
    ),
    ({"relative": SISTER}, PlaceList(), "A sister is known at the same address"),
    (
        {"relative": Relative(7, "M", by_address=False, is_named_alike=False)},
        PlaceList(),
        "A brother is known under the same number",
    ),
    # Of another family name at the same address: perhaps no brother or sister.
    (
        {"relative": Relative(7, "M", by_address=True, is_named_alike=False)},
        PlaceList(),
        "Another young person is known at the same address",
    ),
    ({"moved_on": JULY}, PlaceList(), "Address changed in July"),
    ({"moved_on": date(2026, 1, 8)}, PlaceList(), "Nothing to go on"),
]


@pytest.mark.parametrize(("known", "its_list", "first"), BEST)
def test_the_best_source_in_words(known, its_list: PlaceList, first: str) -> None:
    found = reasons(trace(**known), u1=its_list) or ["Nothing to go on"]
    assert found[0] == first


def test_the_sources_come_in_the_order_in_which_they_are_tried() -> None:
    everything = trace(
        applications=[applied("accepted"), applied("applied", HILL)],
        phone=PHONE,
        parent_phone=HERS,
        relative=SISTER,
        moved_on=JULY,
        has_address=True,
    )
    found = leads(everything, {}, on=TODAY)
    order = [each.name for each in SOURCES]
    assert [each.source for each in found.sources][:6] == [
        Name.ACCEPTED,
        Name.APPLIED,
        Name.OWN_NUMBER,
        Name.PARENT,
        Name.SIBLING,
        Name.ADDRESS,
    ]
    places = [order.index(each.source) for each in found.sources]
    assert places == sorted(places)
    systems = [each.system for each in found.sources if each.source is Name.LOOK_UP]
    assert all(each and each.purpose and each.law for each in systems)


def test_a_guarded_address_leads_to_no_one_at_home_and_into_no_other_service() -> None:
    """Who flees from a parent must not be looked for by that parent's number."""
    known = trace(
        applications=[applied("accepted")],
        phone=PHONE,
        parent_phone=HERS,
        relative=SISTER,
        moved_on=JULY,
        has_address=True,
        guarded=True,
    )
    found = leads(known, {"urn:1": PlaceList(by=date(2026, 9, 4))}, on=TODAY)
    assert [each.source for each in found.sources] == [Name.ACCEPTED, Name.OWN_NUMBER]
    # The place is late, but they are named to no one there.
    assert not found.sources[0].today


CHANCES = [
    # the likelier, the less likely
    ({"position": WAS_THERE}, {"phone": PHONE}),
    (
        {"applications": [applied("accepted")]},
        {"applications": [applied("applied")]},
    ),
    ({}, {"applications": [applied("declined"), applied("refused", HILL)]}),
    ({}, {"position": ENDED_IN_MAY}),
    ({}, {"contacts": [rang(Outcome.NO_ANSWER, day) for day in (9, 7, 3)]}),
    ({"phone": PHONE}, {}),
    ({}, {"moved_on": JULY}),
]


@pytest.mark.parametrize(("likelier", "less"), CHANCES)
def test_what_makes_one_likelier_found_than_another(likelier, less) -> None:
    one, other = (leads(trace(**it), {}, on=TODAY).chance for it in (likelier, less))
    assert one > other


def test_a_complete_list_without_them_speaks_against_the_place() -> None:
    known = trace(applications=[applied("accepted")])
    complete = PlaceList(sent=date(2026, 9, 11), complete=date(2026, 9, 11))
    found = leads(known, {"urn:1": complete}, on=TODAY)
    assert found.against == (
        "Lake College’s complete list of 11 September does not have them",
    )
    assert Name.ACCEPTED not in {each.source for each in found.sources}
    assert found.chance < leads(trace(), {}, on=TODAY).chance


def test_two_places_count_no_more_than_the_better_one() -> None:
    one = trace(applications=[applied("accepted")])
    both = trace(applications=[applied("accepted"), applied("applied", HILL)])
    assert leads(one, {}, on=TODAY).chance == leads(both, {}, on=TODAY).chance


@pytest.mark.parametrize(
    ("known", "can_be_tried"),
    [
        ({"phone": PHONE}, True),
        ({"phone": PHONE, "contacts": [rang(Outcome.NO_ANSWER, 14)]}, False),
        ({"phone": PHONE, "contacts": [rang(Outcome.NO_ANSWER, 13)]}, True),
        # A list that is not due is waited for before anything but a call.
        ({"applications": [applied("accepted")], "has_address": True}, False),
        ({"applications": [applied("accepted")], "phone": PHONE}, True),
        ({"has_address": True}, True),
    ],
)
def test_what_can_be_tried_today(known, can_be_tried: bool) -> None:
    found = leads(trace(**known), {"urn:1": PlaceList(by=DUE)}, on=TODAY)
    assert found.can_be_tried(TODAY) is can_be_tried


def test_each_share_is_of_100_and_says_what_it_rests_on() -> None:
    assert set(SIGNS) == set(Name)
    assert [each.name for each in SIGNS.values() if each.kind is Kind.BASE] == [
        Name.EVERYBODY
    ]


@pytest.mark.parametrize(
    ("requested", "is_offered", "is_done"),
    [
        ([], True, False),
        (
            [LookUp("Look up in council tax: whether", date(2026, 9, 3), None)],
            False,
            False,
        ),
        ([LookUp("look up in Council tax", SINCE, date(2026, 9, 4))], False, True),
        # It was about an earlier time.
        ([LookUp("Look up in council tax", JULY, JULY)], True, False),
        ([LookUp("Look up in the archive", SINCE, SINCE)], True, True),
    ],
)
def test_a_look_up_is_requested_once(
    requested, is_offered: bool, is_done: bool
) -> None:
    found = leads(trace(has_address=True, look_ups=requested), {}, on=TODAY)
    offered = {each.system.name for each in found.sources if each.system}
    assert ("council tax" in offered) is is_offered
    assert bool(found.looked_up) is is_done


def test_the_words_of_a_look_up_make_the_task_one() -> None:
    """A page proposes the task by its reason, by which it is found again."""
    found = leads(trace(has_address=True), {}, on=TODAY)
    for each in found.sources:
        if each.system is not None:
            assert is_in(LookUp(each.reason, TODAY, None), each.system)
