"""Pages are the same whichever sealed codes are on record. Everybody is invented."""

import re
from datetime import date

import pytest

from tests.emptied import empty
from tests.factories import census, nccis, pupil, register

pytestmark = pytest.mark.law("N-09", "D-13")

OCTOBER = date(2026, 10, 31)
#: An activity and characteristics for each of twenty people, in turn.
SOME = (
    {"activity": "650", "characteristics": "180"},
    {"activity": "630", "characteristics": "120 140"},
    {"activity": "640", "characteristics": "210"},
    {"activity": "290", "characteristics": "170 110", "provider": "A secure place"},
    {"activity": "710", "characteristics": "130 150", "provider": "A secure place"},
)
#: Others that count in the same measures.
OTHERS = (
    {"activity": "640", "characteristics": "120"},
    {"activity": "650", "characteristics": "180 140"},
    {"activity": "630", "characteristics": "110"},
    {"activity": "290", "characteristics": "150", "provider": "Another place"},
    {"activity": "710", "characteristics": "160 190", "provider": "Another place"},
)
#: No activity at all.
NONE = ({"characteristics": "140"},)

OF_STAFF = (
    *("/people/1", "/people/4", "/people/1/why", "/people/1/contact", "/my-caseload"),
    *("/my-day", "/caseloads/unallocated", "/find?q=Eastwick", "/to-do"),
    *("/find?q=650", "/find?q=pregnancy", "/find?q=A+secure+place"),
)
OF_MANAGERS = (
    *("/people/1", "/dashboard", "/dashboard/by?by=activity", "/dashboard/flows"),
    *("/dashboard/by?by=characteristic", "/dashboard/unknown", "/leavers", "/reports"),
    *("/figures/in-no-caseload", "/returns/1/issues", "/returns/1/issues/one-by-one"),
)
OF_SCHOOLS = (
    *("/leavers", "/leavers/each", "/leavers/groups", "/leavers/years"),
    *("/leavers/providers", "/leavers/leavers.csv", "/lists", "/leavers/1/correct"),
)
#: What differs from one sign-in to the next.
_CHANGES = re.compile(
    r'name="csrf_token"[^>]*>|nonce="[^"]*"|<dialog class="tracker-session-end"[^>]*>'
)


@pytest.fixture
def shown(pages, tmp_path, load, as_json, signed_in, clock):
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
        sealed = [
            {**row, **started, "review": "30/11/2026", **held[place % len(held)]}
            for place, row in enumerate(rows[:20])
        ]
        others = [{**row, **started, "activity": "619"} for row in rows[20:]]
        load("nccis-file", nccis(tmp_path / "n.xml", OCTOBER, [*sealed, *others]))
        out = tmp_path / "out"
        as_json("returns", "prepare", "--period", "2026-10", "--out", out)
        client = signed_in(role)
        return {
            each: _CHANGES.sub("", client.get(each).get_data(as_text=True))
            for each in addresses
        }

    return read


@pytest.mark.parametrize(
    ("role", "addresses"),
    [("adviser", OF_STAFF), ("team-leader", OF_STAFF), ("manager", OF_MANAGERS)],
)
def test_no_page_depends_on_which_sealed_code_is_on_record(
    shown, role, addresses
) -> None:
    some = shown(role, addresses, SOME)
    others = shown(role, addresses, OTHERS)
    assert [each for each in addresses if some[each] != others[each]] == []
    assert any("Not shown" in page for page in some.values())


def test_a_school_reads_as_if_no_source_had_given_them(shown) -> None:
    some = shown("school-user", OF_SCHOOLS, SOME)
    none = shown("school-user", OF_SCHOOLS, NONE)
    assert [each for each in OF_SCHOOLS if some[each] != none[each]] == []
    assert "Eastwick" in some["/leavers/each"]
