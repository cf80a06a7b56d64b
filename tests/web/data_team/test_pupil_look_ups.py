"""UPNs copied into Get Information About Pupils, and what comes back."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import text as sql

from tests.factories import (
    COLLEGE,
    census,
    people,
    provider_list,
    pupil,
    register,
    unsure,
)
from tests.web.conftest import NOW, token
from tests.web.management.reading import main_text
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.casework.not_known import pupil_look_ups
from tracker.domain.intake.pupil_look_ups import MOST
from tracker.extensions import db
from tracker.store.accounts.audit import Action

ADDRESS = "/matching/look-up"
WITHIN = authority_scope("359")
HEADINGS = "PupilMatchingRef,AcademicYear,CensusTerm,LA,Estab,UPN,Surname,Forename,DOB"


def text(answer) -> str:
    return answer.get_data(as_text=True)


def post(client, address: str, **data):
    number = token(text(client.get("/account")))
    return client.post(address, data={"csrf_token": number, **data})


def act(at=NOW) -> Act:
    return Act("a test", at, NOW.date(), "359")


def rows(pages, query: str, **values):
    with pages.app_context():
        return [tuple(each) for each in db.session.execute(sql(query), values)]


@pytest.fixture
def data_manager(signed_in):
    return signed_in("data-manager")


@pytest.fixture
def not_known(pages, tmp_path, load, clock) -> list[str]:
    """Three of last year's Year 11, not known by now: their UPNs."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    file = census(tmp_path / "census.csv", [pupil(n, ncyear="11") for n in (1, 2, 3)])
    load("school-census", file, as_at=date(2026, 5, 21))
    found = rows(pages, "SELECT upn FROM people WHERE upn IS NOT NULL ORDER BY id")
    return [upn for (upn,) in found]


@pytest.fixture
def copied(pages, not_known, data_manager) -> str:
    """The address of a look-up of everybody who is not known."""
    answer = post(data_manager, ADDRESS, group="not-known", weeks="8")
    assert answer.status_code == 302, main_text(text(answer))
    return answer.location


def upns(page: str) -> list[str]:
    (found,) = re.findall(r"<textarea[^>]*>([^<]*)</textarea>", page)
    return found.split()


def test_the_numbers_stand_in_a_text_and_a_file(
    copied, not_known, data_manager
) -> None:
    page = text(data_manager.get(copied))
    assert sorted(upns(page)) == sorted(not_known)
    assert 'data-behaviour="copy-text"' in page
    file = data_manager.get(f"{copied}/upns.txt")
    assert file.headers["Content-Type"].startswith("text/plain")
    assert "attachment" in file.headers["Content-Disposition"]
    assert text(file) == "".join(f"{upn}\r\n" for upn in upns(page))


def test_a_look_up_is_in_the_audit_with_its_purpose(pages, copied, not_known) -> None:
    ((detail,),) = rows(
        pages,
        "SELECT detail FROM audit WHERE action = :action",
        action=Action.PUPILS_LOOKED_UP.value,
    )
    assert detail["group"] == "not-known"
    assert detail["why"] == (
        "Get Information About Pupils, to find the school that has them on its roll"
    )
    assert len(detail["people"]) == detail["numbers"] == len(not_known)


@pytest.mark.parametrize("more", ["", "/upns.txt"])
def test_to_read_the_numbers_is_a_look(
    pages, copied, data_manager, not_known, more
) -> None:
    data_manager.get(f"{copied}{more}")
    ((detail,),) = rows(
        pages,
        "SELECT detail FROM audit WHERE action = :action ORDER BY id DESC LIMIT 1",
        action=Action.PEOPLE_LISTED.value,
    )
    assert len(detail["people"]) == len(not_known)
    assert detail["why"].startswith("look-up of UPNs")


def test_those_looked_up_are_left_out_for_some_weeks(
    pages, copied, data_manager
) -> None:
    again = post(data_manager, ADDRESS, group="not-known", weeks="8")
    assert "There is no number left to look up" in main_text(text(again)) or (
        "No UPN has to be looked up" in main_text(text(again))
    )
    with pages.app_context():
        day = date(2026, 11, 14)
        for weeks, left in ((4, 3), (8, 0)):
            found = pupil_look_ups.waiting(
                day=rows_day(),
                weeks=weeks,
                within=WITHIN,
                act=act(NOW + timedelta(weeks=5)),
            )
            assert len(found["not-known"]) == left, (weeks, day)


def rows_day() -> date:
    ((day,),) = db.session.execute(sql("SELECT max(as_of) FROM positions"))
    return day


def test_what_comes_back_and_what_does_not_is_shown(
    pages, copied, not_known, data_manager, load, tmp_path
) -> None:
    one = pupil(1)
    file = tmp_path / "giap.csv"
    file.write_text(
        f"{HEADINGS}\nX,2026/27,Autumn,350,4000,{not_known[0]},{one['family']},"
        f"{one['given']},{one['born']}\n"
    )
    load("pupil-information", file, as_at=date(2026, 11, 6))
    page = main_text(text(data_manager.get(copied)))
    assert "Came back1" in page.replace("Came back 1", "Came back1")
    assert "Whose number brought nothing" in page
    assert not_known[1] in page.split("Whose number brought nothing")[1]
    assert not_known[0] not in page.split("Whose number brought nothing")[1]
    table = main_text(text(data_manager.get(ADDRESS)))
    assert "Not known 3 1 2" in table
    kinds = rows(pages, "SELECT kind FROM questions")
    assert ("may have moved to another school",) in kinds


def test_no_more_than_the_service_takes_are_copied(
    pages, not_known, data_manager, monkeypatch
) -> None:
    assert MOST == 500
    monkeypatch.setattr(pupil_look_ups, "MOST", 2)
    first = post(data_manager, ADDRESS, group="not-known", weeks="8").location
    second = post(data_manager, ADDRESS, group="not-known", weeks="8").location
    numbers = [upns(text(data_manager.get(each))) for each in (first, second)]
    assert [len(each) for each in numbers] == [2, 1]
    assert sorted(numbers[0] + numbers[1]) == sorted(not_known)


def test_a_purpose_has_to_be_chosen(not_known, data_manager) -> None:
    answer = post(data_manager, ADDRESS, weeks="8")
    assert "Select what you look them up for" in main_text(text(answer))
    wrong = post(data_manager, ADDRESS, group="everybody", weeks="8")
    assert wrong.status_code == 200


def test_a_doubtful_line_is_looked_up_by_its_own_number(
    pages, tmp_path, load, clock, data_manager
) -> None:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    first = provider_list(tmp_path / "a.csv", people(1))
    load("provider-enrolment", first, institution=COLLEGE, as_at=date(2026, 10, 9))
    line = unsure(people(1)[0])
    second = provider_list(tmp_path / "b.csv", [line])
    load("provider-enrolment", second, institution=COLLEGE, as_at=date(2026, 11, 6))
    answer = post(data_manager, ADDRESS, group="unmatched", weeks="8")
    assert upns(text(data_manager.get(answer.location))) == [line["upn"]]


def test_another_role_sees_no_numbers(copied, signed_in) -> None:
    assert signed_in("adviser").get(copied).status_code in (403, 404)
