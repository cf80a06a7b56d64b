"""Plans and offers that a school fills in on a page. Everybody is invented."""

import re
from datetime import date

import pytest

from tests.factories import census, pupil
from tests.web.management.reading import main_text
from tests.web.school.conftest import text
from tracker.actions.intake.uploads.typed_lists import TYPED

PLANS, OFFERS = "/lists/typed?of=intended-destinations", "/lists/typed?of=offers"


@pytest.fixture
def known(school, load, tmp_path, worked):
    """Loads pupils of Year 11 who leave next summer, and has the ledgers made."""

    def make(rows):
        load("school-census", census(tmp_path / "c.csv", rows), as_at=date(2026, 10, 1))
        school.get(PLANS)
        worked()
        return rows

    return make


@pytest.fixture
def year_11(known):
    return known([pupil(number) for number in range(1, 7)])


def number_of(page: str, row) -> str:
    """The number by which the form knows a pupil."""
    found = re.search(
        rf'{row["family"]}, {row["given"]}.*?name="word-(\d+)"', page, re.DOTALL
    )
    assert found is not None, row
    return found[1]


@pytest.fixture
def fill_in(post, worked):
    """Fills in the list for (pupil, word, place, course); the page that follows."""

    def send(client, address, *entries):
        page = text(client.get(address))
        data = {}
        for row, word, place, course in entries:
            number = number_of(page, row)
            data |= {f"word-{number}": word, f"place-{number}": place}
            data |= {f"course-{number}": course}
        answer = post(client, address, **data)
        worked()
        return answer

    return send


def test_plans_go_to_the_page_where_a_list_is_checked(
    school, year_11, fill_in, post, worked
) -> None:
    assert "6 pupils without a plan" in main_text(text(school.get(PLANS)))
    answer = fill_in(
        *(school, PLANS),
        (year_11[0], "College", "Testham College (invented)", "Art"),
        (year_11[1], "School sixth form", "", ""),
        (year_11[2], "Not obtained", "", ""),
    )
    page = main_text(text(school.get(answer.location)))
    assert "Intended destinations, as at 24 November 2026" in page
    assert "121 – Full-time education or training elsewhere, Testham College" in page
    assert "111 – " in page
    assert "Send 3 lines" in page
    receipt = post(school, answer.location, f"{answer.location}/send").location
    assert "This is your receipt" in text(school.get(receipt))


def test_an_offer_is_filled_in_alike(school, year_11, fill_in) -> None:
    answer = fill_in(
        *(school, OFFERS),
        (year_11[3], "Conditional offer", "Testham College (invented)", "Art"),
    )
    page = main_text(text(school.get(answer.location)))
    assert "Applications and offers, as at 24 November 2026" in page
    assert "Send 1 line" in page


def test_what_was_filled_in_stands_in_the_ledger_once_the_council_has_taken_it(
    school, year_11, fill_in, post, worked, signed_in
) -> None:
    answer = fill_in(school, PLANS, (year_11[0], "Apprenticeship", "", ""))
    post(school, answer.location, f"{answer.location}/send")
    manager = signed_in("data-manager")
    batch = max(map(int, re.findall(r"/imports/(\d+)", text(manager.get("/imports")))))
    post(manager, f"/imports/{batch}", f"/imports/{batch}/preview")
    worked()
    post(manager, f"/imports/{batch}", f"/imports/{batch}/apply")
    worked()
    school.get(PLANS)
    worked()
    page = main_text(text(school.get(PLANS)))
    assert "5 pupils without a plan" in page
    assert year_11[0]["upn"] not in page


def test_nothing_chosen_is_one_sentence_and_keeps_what_was_entered(
    school, year_11, post
) -> None:
    page = text(school.get(PLANS))
    number = number_of(page, year_11[0])
    answer = text(
        post(school, PLANS, **{f"course-{number}": "Art", f"word-{number}": ""})
    )
    assert "Choose for at least one pupil." in answer
    assert 'value="Art"' in answer
    assert "You have not sent anything" in text(school.get("/lists"))


def test_a_word_that_is_not_of_the_list_is_refused(school, year_11, post) -> None:
    number = number_of(text(school.get(PLANS)), year_11[0])
    answer = text(post(school, PLANS, **{f"word-{number}": "Astronaut"}))
    assert "Select one of the words of the list." in answer


def test_a_pupil_of_another_school_is_in_no_list(
    school, year_11, leavers, college, post
) -> None:
    """A number that the page does not have is as if it had not been sent."""
    for number in ("999999", "0", "1" * 30, "1;drop"):
        answer = text(post(school, PLANS, **{f"word-{number}": "College"}))
        assert "Choose for at least one pupil." in answer, number


def test_a_name_with_a_comma_and_a_formula_stay_what_they_are(
    school, known, fill_in
) -> None:
    (row,) = known([pupil(1, family="O’Neill-García, the 2nd", given="Żaneta")])
    answer = fill_in(school, PLANS, (row, "College", '=HYPERLINK("x")', "A, B"))
    page = main_text(text(school.get(answer.location)))
    assert "Żaneta" in page and "Send 1 line" in page


def test_a_pupil_without_a_upn_is_named_as_far_as_we_can(
    school, known, fill_in
) -> None:
    (row,) = known([pupil(1, upn="", uln="")])
    answer = fill_in(school, PLANS, (row, "College", "Testham College (invented)", ""))
    page = main_text(text(school.get(answer.location)))
    assert "Send 1 line" in page
    assert "the data team has to decide who the line is about" in page


def test_the_form_group_narrows_it(school, year_11) -> None:
    page = main_text(text(school.get(f"{PLANS}&form=No form group")))
    assert "6 pupils without a plan on record in No form group" in page
    assert "No pupil of this form group" in text(school.get(f"{PLANS}&form=11Z"))


def test_a_college_fills_in_no_plans(college, year_11) -> None:
    assert college.get(PLANS).status_code == 404
    college.get(OFFERS)
    assert "/lists/typed?of=intended" not in text(college.get(OFFERS))


@pytest.mark.parametrize("of", ["school-census", "x", ""])
def test_no_other_list_is_filled_in(of, school, year_11) -> None:
    assert school.get(f"/lists/typed?of={of}").status_code == 404


def test_every_list_has_its_words() -> None:
    for each in TYPED.values():
        assert each.choices


@pytest.fixture
def taken_in(signed_in, post, worked):
    """Has the council apply the newest list that was sent."""
    manager = signed_in("data-manager")

    def run() -> None:
        page = text(manager.get("/imports"))
        batch = max(map(int, re.findall(r"/imports/(\d+)", page)))
        post(manager, f"/imports/{batch}", f"/imports/{batch}/preview")
        worked()
        post(manager, f"/imports/{batch}", f"/imports/{batch}/apply")
        worked()

    return run


def test_the_page_before_sending_shows_what_was_read_of_an_application(
    school, year_11, fill_in
) -> None:
    answer = fill_in(
        *(school, OFFERS),
        (year_11[3], "Conditional offer", "Testham College (invented)", "Art"),
        (year_11[4], "Applied", "Wiggan Weavers", ""),
    )
    page = main_text(text(school.get(answer.location)))
    assert "Conditional offer at Testham College (invented), Art" in page
    assert "Has applied at Wiggan Weavers" in page
    assert "Wiggan Weavers is not a place that we know: kept as typed." in page
    assert "Testham College (invented) is not a place" not in page
    assert "no date of birth" not in page
    assert f"UPN {year_11[3]['upn']}" in page


def test_places_of_the_councils_area_are_suggested(school, year_11) -> None:
    page = text(school.get(OFFERS))
    assert '<option value="Testham College (invented)">' in page


def test_an_employer_is_no_place_to_be_known(school, year_11, fill_in) -> None:
    answer = fill_in(school, PLANS, (year_11[0], "Job with training", "Any Shop", ""))
    page = main_text(text(school.get(answer.location)))
    assert "Any Shop" in page and "not a place that we know" not in page


def test_a_list_that_is_not_sent_yet_can_be_changed(
    school, year_11, fill_in, post, worked
) -> None:
    answer = fill_in(
        *(school, OFFERS),
        (year_11[0], "Applied", "Wiggan Weavers", ""),
        (year_11[1], "Applied", "Testham College (invented)", "Art"),
    )
    first = answer.location
    again = f"{OFFERS}&again={first.rsplit('/', 1)[1]}"
    assert again.replace("&", "&amp;") in text(school.get(first))
    page = text(school.get(again))
    assert 'value="Wiggan Weavers"' in page and "2 pupils" in main_text(page)
    assert year_11[2]["upn"] not in page
    entries = (
        (year_11[0], "Applied", "Testham College (invented)", ""),
        (year_11[1], "Applied", "Testham College (invented)", "Art"),
    )
    answer = fill_in(school, again, *entries)
    page = main_text(text(school.get(answer.location)))
    assert "Send 2 lines" in page and "Wiggan" not in page
    assert "Taken back" in main_text(text(school.get(first)))
    # The second click changes nothing.
    assert post(school, OFFERS, again).status_code == 404


def test_a_list_of_more_pupils_than_a_page_shows_is_changed_as_a_whole(
    school, year_11, fill_in, monkeypatch
) -> None:
    entries = [(row, "Applied", "Testham College (invented)", "") for row in year_11]
    first = fill_in(school, OFFERS, *entries).location
    monkeypatch.setattr("tracker.web.school.lists.typed_lists.MOST", 2)
    again = f"{OFFERS}&again={first.rsplit('/', 1)[1]}"
    page = main_text(text(school.get(f"{again}&form=No form group")))
    assert "The first 2 are shown. The others stay as you filled them in." in page
    shown = [each for each in entries if each[0]["upn"] in page][:1]
    second = fill_in(school, again, (shown[0][0], "Interview", "", "")).location
    page = main_text(text(school.get(second)))
    assert "Send 6 lines" in page
    assert page.count("Has applied at Testham College (invented)") == 5


def test_a_list_changed_back_to_what_it_was_can_still_be_sent(
    school, year_11, fill_in, post
) -> None:
    entry = (year_11[0], "Applied", "Wiggan Weavers", "")
    first = fill_in(school, OFFERS, entry).location
    number = first.rsplit("/", 1)[1]
    second = fill_in(school, f"{OFFERS}&again={number}", entry).location
    assert "Send 1 line" in main_text(text(school.get(second)))
    assert post(school, second, f"{second}/send").location.endswith("/receipt")


def test_a_wrong_place_is_filled_in_again_and_the_earlier_one_is_withdrawn(
    school, year_11, fill_in, post, worked, taken_in, as_json
) -> None:
    answer = fill_in(
        *(school, OFFERS),
        (year_11[0], "Conditional offer", "Wiggan Weavers", "Art"),
        (year_11[1], "Conditional offer", "Testham College (invented)", ""),
    )
    post(school, answer.location, f"{answer.location}/send")
    taken_in()
    school.get(OFFERS)
    worked()
    assert "4 pupils without an offer" in main_text(text(school.get(OFFERS)))
    again = f"{OFFERS}&again=sent"
    page = text(school.get(again))
    assert "2 pupils: you have sent an offer for each" in main_text(page)
    assert 'value="Wiggan Weavers"' in page
    same = (year_11[1], "Conditional offer", "Testham College (invented)", "")
    refused = fill_in(
        school, again, (year_11[0], "Conditional offer", "Wiggan Weavers", "Art"), same
    )
    assert "Nothing is different" in text(refused)
    right = (year_11[0], "Conditional offer", "Testham College (invented)", "Art")
    answer = fill_in(school, again, right, same)
    page = main_text(text(school.get(answer.location)))
    assert "Conditional offer at Testham College (invented), Art" in page
    assert "Application withdrawn at Wiggan Weavers, Art" in page
    assert "Send 2 lines" in page
    post(school, answer.location, f"{answer.location}/send")
    taken_in()
    page = text(school.get(again))
    worked()
    page = text(school.get(again))
    assert "Wiggan" not in page.split("</datalist>")[1]
    # Nothing is erased; the wrong one has ended, and the right one is the offer.
    (who,) = as_json("people", "find", year_11[0]["upn"])
    shown = as_json("people", "show", who["person"])
    assert "Wiggan Weavers" in str(shown["offers"])
    (year,) = shown["guarantee"]
    assert year["title"] == "Offer made"
    assert [(each["place"], each["stage"]) for each in year["applications"]] == [
        ("Testham College (invented)", "conditional"),
        ("Wiggan Weavers", "withdrawn"),
    ]


@pytest.mark.parametrize(
    ("first", "second"), [("College", "Apprenticeship"), ("Apprenticeship", "College")]
)
def test_the_later_plan_of_one_day_counts(
    school, year_11, fill_in, post, worked, taken_in, as_json, first, second
) -> None:
    again = f"{PLANS}&again=sent"
    for address, word in ((PLANS, first), (again, second)):
        answer = fill_in(school, address, (year_11[0], word, "", ""))
        post(school, answer.location, f"{answer.location}/send")
        taken_in()
        school.get(PLANS)
        worked()
    assert f"<option selected>{second}</option>" in text(school.get(again))
    (who,) = as_json("people", "find", year_11[0]["upn"])
    shown = as_json("people", "show", who["person"])
    codes = {"College": "121", "Apprenticeship": "211"}
    assert [each["destination"] for each in shown["intentions"]] == [
        codes[second],
        codes[first],
    ]


@pytest.mark.parametrize("again", ["99999", "x", "0", "1" * 30])
def test_a_list_that_is_not_there_is_not_changed(school, year_11, again) -> None:
    assert school.get(f"{OFFERS}&again={again}").status_code == 404


def test_a_list_of_another_place_is_not_changed(
    school, college, year_11, fill_in
) -> None:
    first = fill_in(school, OFFERS, (year_11[0], "Applied", "", "")).location
    number = first.rsplit("/", 1)[1]
    assert college.get(f"{OFFERS}&again={number}").status_code == 404
    assert school.get(f"{PLANS}&again={number}").status_code == 404
    page = main_text(text(college.get(f"{OFFERS}&again=sent")))
    assert year_11[0]["family"] not in page
