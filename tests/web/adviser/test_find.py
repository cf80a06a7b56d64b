"""Finding a young person by any detail; records that may be theirs, before adding."""

from datetime import date

import pytest

from tests.factories import ELSEWHERE, HERE
from tests.linkage.people import upn
from tests.web.adviser.young import (
    BORN,
    HERE_ONLY,
    THERE,
    TODAY,
    doing,
    record_evidence,
    young,
)
from tracker import domain, store
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.details.particulars import Particulars
from tracker.domain.history.person import Identity
from tracker.web.adviser.person_page.particulars import particulars


@pytest.fixture
def person(pages) -> int:
    with pages.app_context():
        number = young("Zoë", "O’Neill", upn=upn(5))
        record_evidence(
            number,
            doing(domain.reference.activity.FURTHER_EDUCATION, name="Testham College"),
            detail("other name", given="Zo", family="Ashcombe"),
        )
        young("Zoë", "O’Neill", authority=THERE)
        return number


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "words",
    [
        *("zoe oneill", "O'Neill Zoë", "ashcombe", "3/12/2009", "3 December 2009"),
        *(upn(5), HERE, "WN1", "zoe 3/12/09"),
    ],
)
def test_a_young_person_is_found_by_any_detail(signed_in, person, words) -> None:
    shown = text(signed_in("adviser").get("/find", query_string={"q": words}))
    assert "1 young person." in shown
    assert f'href="/people/{person}"' in shown
    assert "Further education, full time, Testham College" in shown
    assert "also Zo Ashcombe" in shown
    assert HERE in shown


@pytest.mark.parametrize(
    ("born", "label"),
    [
        (date(2010, 8, 31), "Year 11 school"),
        (date(2010, 9, 1), "School"),
        (date(2013, 3, 12), "School"),
        (None, "School"),
    ],
)
def test_the_school_is_called_the_year_11_school_after_year_11(born, label) -> None:
    known = Particulars(identity=Identity("Bryn", "Ashby", born=born))
    rows = particulars(known, "Testham High School", TODAY, {"see people"})
    assert (label, "Testham High School", "") in [row[:3] for row in rows]


def test_a_match_by_sound_is_marked(signed_in, person) -> None:
    shown = text(signed_in("manager").get("/find?q=zoey+oneal"))
    assert "These only sound like it" in shown
    assert f'href="/people/{person}"' in shown
    assert "Add a young person" not in shown


def test_a_short_form_is_found_in_one_query(pages, signed_in, queries) -> None:
    with pages.app_context():
        number = young("James", "Smith")
        store.people.finding.find("anybody", within=HERE_ONLY)  # opens a transaction
        with queries() as counted:
            found = store.people.finding.find("jim smyth wn1", within=HERE_ONLY)
        assert [each.id for each in found.people] == [number]
        assert len(counted) == 1
    shown = text(signed_in("adviser").get("/find?q=jim+smith"))
    assert "or have another form of the name" in shown
    assert f'href="/people/{number}"' in shown


def test_the_best_fit_comes_first_and_each_is_shown_once(pages, signed_in) -> None:
    with pages.app_context():
        people = {
            name: young("Ann", name) for name in ("Holt", "Hault", "Holtby", "Norley")
        }
    shown = text(signed_in("adviser").get("/find?q=ann+holt"))
    exact, by_sound, begins = (
        shown.index(f'href="/people/{people[each]}"')
        for each in ("Holt", "Hault", "Holtby")
    )
    begins_here = shown.index("Names and email addresses that begin like this")
    sounds_here = shown.index("These only sound like it")
    assert exact < begins_here < begins < sounds_here < by_sound
    assert f'href="/people/{people["Norley"]}"' not in shown
    assert "3 young people." in shown
    assert shown.count(f'href="/people/{people["Holt"]}"') == 1


@pytest.mark.parametrize(
    "words",
    ["01942 000017", "+44 1942 000017", "amina@example.org", "AMINA@example.org"],
)
def test_the_number_on_the_display_finds_who_rings(pages, signed_in, words) -> None:
    with pages.app_context():
        number = young("Amina", "Holtby", phone="01942 000017")
        record_evidence(number, detail("email", email="amina@example.org"))
    shown = text(signed_in("adviser").get("/find", query_string={"q": words}))
    assert "1 young person." in shown
    assert f'href="/people/{number}"' in shown


def test_no_match_and_a_wrong_date_explain_what_to_do(signed_in, person) -> None:
    client = signed_in("adviser")
    assert "No young person matches “xyzzy”" in text(client.get("/find?q=xyzzy"))
    assert "Add a young person" in text(client.get("/find?q=xyzzy"))
    shown = text(client.get("/find?q=31/02/2009"))
    assert "31/02/2009 is not a real date." in shown
    assert "No young person matches" not in text(client.get("/find"))


def test_at_most_fifty_matches_are_shown(pages, signed_in, queries) -> None:
    client = signed_in("adviser")
    queries_run = []
    for first in (0, 30):
        with pages.app_context():
            for number in range(first, first + 30):
                young(f"Young{number:02}", "Holtby")
        client.get("/find?q=holtby")
        with queries() as counted:
            shown = text(client.get("/find?q=holtby"))
        queries_run.append(len(counted))
    assert "60 young people. The first 50 are shown." in shown
    assert shown.count('href="/people/') - shown.count('href="/people/add"') == 50
    assert (
        queries_run[1] <= queries_run[0] + 1
    )  # counted once there are more than are shown
    assert max(queries_run) <= 12


NEW = {"given": "Zoe", "family": "ONeill", "born": BORN, "sex": "F"}


def everybody(pages) -> list[int]:
    with pages.app_context():
        return store.people.records.everybody(within=HERE_ONLY)


def test_likely_records_are_shown_before_adding(pages, signed_in, person, fill) -> None:
    client = signed_in("adviser")
    shown = text(fill(client, "/people/add", **NEW))
    assert "Is it one of these?" in shown
    assert f'href="/people/{person}"' in shown
    assert "Agrees: " in shown
    # In the words of every other page, on both sides.
    assert BORN.isoformat() not in shown.split("<table")[1].split("</table>")[0]
    assert ">Female</td>" in shown and "<td>F</td>" not in shown
    assert everybody(pages) == [person]
    answer = fill(client, "/people/add", new="yes", **NEW)
    assert "Zoe ONeill was added." in text(answer)
    assert answer.request.path == f"/people/{everybody(pages)[-1]}"
    assert len(everybody(pages)) == 2


def test_what_was_entered_can_be_changed(pages, signed_in, person, fill) -> None:
    shown = text(fill(signed_in("adviser"), "/people/add", change="yes", **NEW))
    assert 'value="ONeill"' in shown
    assert everybody(pages) == [person]


def test_a_young_person_without_a_likely_record_is_added_at_once(
    pages, signed_in, fill
) -> None:
    entered = {**NEW, "postcode": "wn11az", "phone": "01942 000000"}
    shown = text(fill(signed_in("adviser"), "/people/add", **entered))
    assert "Zoe ONeill was added." in shown
    assert HERE in shown
    assert "01942 000000" in shown


def test_two_clicks_at_one_moment_add_one_young_person(pages, signed_in, twice) -> None:
    entered = {**NEW, "born": [BORN.day, BORN.month, BORN.year]}
    first, second = twice(signed_in("adviser"), "/people/add", **entered)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.location == second.location
    assert len(everybody(pages)) == 1


def test_a_postcode_elsewhere_needs_a_confirmation(pages, signed_in, fill) -> None:
    entered = {**NEW, "postcode": ELSEWHERE}
    shown = text(fill(signed_in("adviser"), "/people/add", **entered))
    assert "Do they live here?" in shown
    assert "Manchester" in shown
    assert everybody(pages) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"given": ""}, "Enter the given name."),
        ({"born": ["", "", ""]}, "Enter the date of birth."),
        ({"born": date(2020, 1, 1)}, "too young"),
        ({"postcode": "nowhere"}, "postcode"),
        ({"upn": "123"}, "UPN"),
    ],
)
def test_an_error_stands_beside_its_field(
    pages, signed_in, fill, changes, says
) -> None:
    shown = text(fill(signed_in("adviser"), "/people/add", **{**NEW, **changes}))
    assert "There is a problem" in shown
    assert says in shown
    assert everybody(pages) == []
