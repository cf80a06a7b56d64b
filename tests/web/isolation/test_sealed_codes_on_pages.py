"""Pages are the same whichever sealed codes are on record. Everybody is invented.

The same codes, each on the record of another twin: figures count the same, so that a
page or a command can differ only by what betrays whose code is whose.
"""

import re
from collections.abc import Iterable
from datetime import date

import pytest

from tests.acts import act
from tests.emptied import empty
from tests.factories import census, nccis, pupil, register
from tests.web.conftest import NOW
from tests.web.isolation.dumps import in_tables
from tracker import actions, store
from tracker.access import authority_scope

pytestmark = pytest.mark.law("N-09", "D-13")

HERE = authority_scope("359")
OCTOBER = date(2026, 10, 31)
#: An activity and characteristics for each of twenty people, in turn.
SOME = (
    {"activity": "650", "characteristics": "180"},
    {"activity": "630", "characteristics": "120 140"},
    {"activity": "640", "characteristics": "210"},
    {"activity": "290", "characteristics": "170 110", "provider": "A secure place"},
    {"activity": "710", "characteristics": "130 150", "provider": "A secure place"},
)
#: The same activities, each of another of the five, with other characteristics. Those
#: that make vulnerable are as many, of all and of those who are NEET.
OTHERS = (
    {"activity": "290", "characteristics": "210", "provider": "Another place"},
    {"activity": "640", "characteristics": "150 140"},
    {"activity": "710", "characteristics": "110", "provider": "Another place"},
    {"activity": "630", "characteristics": "160 190"},
    {"activity": "650", "characteristics": "120"},
)
#: The five activities.
ONE_OF_EACH = (
    {"activity": "650", "neet": "10/09/2026"},
    {"activity": "630", "neet": "10/09/2026"},
    {"activity": "640", "neet": "10/09/2026", "lapsed": "Y"},
    {"activity": "290", "provider": "A secure place", "review": ""},
    {"activity": "710", "provider": "A secure place", "lapsed": "N"},
)
#: No activity at all.
NONE = ({"characteristics": "140"},)

_LIST = "/figures/people?measure="
OF_STAFF = (
    *(f"/people/{each}" for each in (1, 2, 3, 4, 5, 11, 12, 15)),
    *(f"/people/{each}/what-happened" for each in (1, 2, 14, 15)),
    *("/people/1/why", "/people/4/why", "/people/15/why", "/my-caseload"),
    "/people/4/change/characteristics",
    *(f"{_LIST}{each}" for each in ("neet", "not_known", "participating")),
    *(f"{_LIST}{each}" for each in ("cohort_16_17", "other_eet")),
    f"{_LIST}vulnerable_cohort",
    f"{_LIST}neet_or_not_known&breakdown=contacted&group=Never,+by+our+records",
    "/figures/people.csv?measure=neet_or_not_known",
    *("/my-day", "/caseloads/unallocated", "/find?q=Eastwick", "/to-do"),
    *("/not-known", "/not-known.csv"),
    *("/find?q=650", "/find?q=pregnancy", "/find?q=A+secure+place"),
)
OF_MANAGERS = (
    *("/people/1", "/dashboard", "/dashboard/by?by=institution", "/dashboard/flows"),
    *("/dashboard/by?by=characteristic", "/dashboard/unknown", "/leavers", "/reports"),
    *("/dashboard/lapses", "/figures/lapses/places.csv", "/year/september"),
    "/year/september/people?measure=all&breakdown=move&group=*",
    *("/figures/in-no-caseload", "/returns/1/issues", "/returns/1/issues/one-by-one"),
    *("/returns/surveys", "/returns/surveys/1", "/returns/surveys/1/follow-up"),
)
OF_SCHOOLS = (
    *("/leavers", "/leavers/each", "/leavers/groups", "/leavers/years"),
    *("/leavers/providers", "/leavers/leavers.csv", "/lists", "/leavers/1/correct"),
    *("/ledger", "/ledger?year=2027", "/ledger/pupils.csv"),
)
#: Everything that counts.
OF_FIGURES = (
    *("/dashboard", "/dashboard/by", "/dashboard/by?by=institution"),
    *("/dashboard/by?by=Year+11+school", "/dashboard/flows", "/dashboard/unknown"),
    "/dashboard/lapses",
    *(f"{_LIST}{each}" for each in ("neet", "not_known", "cohort_16_17")),
    *(f"{_LIST}{each}" for each in ("vulnerable_cohort", "duty_not_met")),
    *("/dashboard/caseloads", "/dashboard?month=2026-10", "/leavers"),
    *("/returns/1", "/returns/1/issues", "/returns/1/sign-off"),
    *("/returns/surveys/1", "/returns/surveys/1/sign-off"),
    *("/reports/participation-pack", "/reports/participation-pack?month=2026-10"),
)
#: Each prints JSON about the people.
COMMANDS = (
    *(("people", "show", str(each)) for each in (1, 2, 3, 4, 5, 11, 14)),
    ("people", "show", "15", "--known-at", "2026-11-03T23:00"),
    ("people", "find", "Eastwick"),
    ("positions", "refresh", "--on", "2026-11-03"),
    ("positions", "turn-of-year"),
    ("items",),
)
#: What differs from one sign-in to the next.
_CHANGES = re.compile(
    r'name="csrf_token"[^>]*>|nonce="[^"]*"|<dialog class="tracker-session-end"[^>]*>'
    r"|'recorded_at': '[^']*'"
)


#: Instead of a role: who has a copy of the database, and none of its keys.
DUMP = "a dump"


def in_caseload(people: Iterable[int], email: str) -> None:
    """Puts people in the caseload of a user, who lists them on several pages."""
    user = store.accounts.users.by_email(email)
    assert user is not None
    actions.casework.caseloads.share_out(list(people), [user.id], act=act(at=NOW))


@pytest.fixture
def shown(pages, tmp_path, load, as_json, signed_in, clock, everything):
    """What a role reads on these pages, where twenty people have these codes."""

    def read(role: str, addresses: tuple[str, ...], held) -> dict[str, str]:
        with pages.app_context():
            empty()
        clock.set(date(2026, 11, 3))
        load("establishments", register(tmp_path / "edubasealldata.csv"))
        rows = [
            pupil(n, date(2009, 10, n), entry="05/09/2021", house="1")
            for n in range(1, 26)
        ]
        file = census(tmp_path / "census.csv", rows)
        load("school-census", file, as_at=date(2026, 5, 21))
        started = {"start": "07/09/2026", "ascertained": "10/09/2026"}
        reviews = ("30/11/2026", "01/10/2026")
        sealed = [
            # Of the second ten, what lapses has lapsed.
            {**row, **started, "review": reviews[place > 9], **held[place % len(held)]}
            for place, row in enumerate(rows[:20])
        ]
        others = [{**row, **started, "activity": "619"} for row in rows[20:]]
        load("nccis-file", nccis(tmp_path / "n.xml", OCTOBER, [*sealed, *others]))
        out = tmp_path / "out"
        as_json("returns", "prepare", "--period", "2026-10", "--out", out)
        as_json("survey", "prepare", "--left", "2026")
        if role == DUMP:
            return in_tables(everything())
        client = signed_in(role)
        if role == "school-user":
            with pages.app_context():
                ledgers, on = actions.year.cohort_ledgers, NOW.date()
                ledgers.refresh(ledgers.all_of(on), within=HERE, on=on)
        if role == "adviser":
            with pages.app_context():
                in_caseload(range(1, 26), f"{role}@example.org")
        found = {each: client.get(each).get_data(as_text=True) for each in addresses}
        if role == "adviser":
            found |= {" ".join(each): str(as_json(*each)) for each in COMMANDS}
        return {each: _CHANGES.sub("", page) for each, page in found.items()}

    return read


@pytest.mark.sample("adviser-*", because="every page, twice")
@pytest.mark.parametrize(
    ("role", "addresses"),
    [("adviser", OF_STAFF), ("team-leader", OF_STAFF), ("manager", OF_MANAGERS)],
)
def test_no_page_depends_on_which_sealed_code_is_on_record(
    shown, role, addresses
) -> None:
    some = shown(role, addresses, SOME)
    others = shown(role, addresses, OTHERS)
    assert [each for each in some if some[each] != others[each]] == []
    assert any("Not shown" in page for page in some.values())


@pytest.mark.law("N-09", "D-13")
def test_no_figure_depends_on_how_many_have_which_sealed_code(shown) -> None:
    """A total that counts what its list does not have would be the code of all."""
    some = shown("manager", OF_FIGURES, SOME)
    in_custody = shown("manager", OF_FIGURES, SOME[4:])
    ill = shown("manager", OF_FIGURES, ({"activity": "640"},))
    assert [each for each in some if some[each] != in_custody[each]] == []
    assert [each for each in some if some[each] != ill[each]] == []
    assert "20 young people aged 16 and 17" in some["/dashboard"]
    assert not [each for each in some if "Page not found" in some[each]]


def test_a_dump_says_no_more_than_that_something_is_sealed(shown) -> None:
    """A copy of the database has neither the codes nor how they count."""
    alike = [{"characteristics": "110", **each} for each in ONE_OF_EACH]
    mixed = shown(DUMP, (), alike)
    # All twenty have one code, or one of them has another.
    for held in [*([each] for each in alike), [alike[4], *[alike[1]] * 19]]:
        other = shown(DUMP, (), held)
        assert [each for each in mixed if mixed[each] != other[each]] == []
    assert "Eastwick" in mixed["people"]
    assert mixed["positions"].count(",sealed,") == 40


@pytest.mark.sample("adviser", because="every page, twice")
@pytest.mark.parametrize("role", ["adviser", "manager"])
def test_a_circumstance_that_came_with_an_activity_does_not_betray_it(
    shown, role
) -> None:
    """Two of the activities need a circumstance in the same record, three do not."""
    counting = "positions refresh --on 2026-11-03"
    pages = ("/people/1", "/people/1/why", "/people/2", "/figures/people?measure=neet")
    alone = shown(role, pages, ({"activity": "640"},))
    for held in ({"activity": "630", "characteristics": "120"}, SOME[3], SOME[4]):
        both = shown(role, pages, (held,))
        other = [each for each in alone if alone[each] != both[each]]
        assert set(other) <= {counting}


def test_a_school_reads_as_if_no_source_had_given_them(shown) -> None:
    some = shown("school-user", OF_SCHOOLS, SOME)
    none = shown("school-user", OF_SCHOOLS, NONE)
    assert [each for each in OF_SCHOOLS if some[each] != none[each]] == []
    assert "Eastwick" in some["/leavers/each"]
    assert "Eastwick" in some["/ledger"]
    assert "Eastwick" in some["/ledger/pupils.csv"]
