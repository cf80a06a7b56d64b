"""A list in a sender's own words: unknown headings are explained once."""

import io
from datetime import timedelta

import pytest

from tests.factories import AUTHORITY, people, person, provider_list
from tests.waiting import waiting
from tests.web.conftest import NOW, read
from tests.web.school.conftest import COLLEGE_KEY, OTHER_KEY, SCHOOL_KEY, text
from tests.web.unopened import WAYS
from tracker import actions, store
from tracker.access import authority_scope

HEADINGS = ("Forename", "Kin", "Birthday", "Postcode", "Joined us", "Bus pass")
MEANS = ("forename", "surname", "dob", "postcode", "start", "")


def odd_list(*numbers: int, headings=HEADINGS) -> bytes:
    """A list with some headings that are its own."""
    lines = [",".join(headings)]
    for number in numbers:
        row = person(number)
        cells = (row["given"], row["family"], row["born"], row["postcode"])
        lines.append(",".join([*cells, row["start"], f"B{number}"]))
    return ("\n".join(lines) + "\n").encode()


def chosen(means=MEANS) -> dict[str, str]:
    return {f"column-{place}": name for place, name in enumerate(means)}


@pytest.fixture
def drop(post):
    """Uploads a file on the page; the address to which its sender is led."""

    def run(client, content=None, name="odd.csv") -> str:
        answer = post(
            client,
            "/lists/new",
            file=(io.BytesIO(content or odd_list(1, 2)), name),
            names="changes",
            as_at=["20", "11", "2026"],
        )
        assert answer.status_code == 302, text(answer)
        return str(answer.location)

    return run


@pytest.fixture
def left(pages):
    """The files of a name in the folder of uploads."""
    return lambda name: list((pages.config["TRACKER"].var / "uploads").rglob(name))


def test_unknown_headings_are_listed_after_the_upload(college, drop) -> None:
    where = drop(college)
    assert where.endswith("/columns")
    page = text(college.get(where))
    assert "We understand 2 of the 6 headings" in page
    unknown, _, known = page.partition(">Understood<")
    for heading in ("Kin", "Birthday", "Joined us", "Bus pass"):
        assert f">{heading}</th>" in unknown
    for heading in ("Forename", "Postcode"):
        assert f">{heading}</th>" in known
    assert "B1; B2" in page
    assert "Still needed: Surname, DOB, StartDate." in page


def test_a_list_is_read_and_sent_once_its_columns_are_chosen(
    college, drop, post, worked
) -> None:
    where = drop(college)
    answer = post(college, where, **chosen())
    assert answer.status_code == 302, text(answer)
    worked()
    page = text(college.get(answer.location))
    assert "Columns not read: Bus pass." in page
    assert "Can be used" in page
    sent = post(college, answer.location, f"{answer.location}/send")
    assert sent.location.endswith("/receipt")


def test_the_next_list_raises_no_question_for_sender_or_council(
    college, drop, post, worked, pages
) -> None:
    post(college, drop(college), **chosen())
    assert not drop(college, odd_list(3)).endswith("/columns")
    with pages.app_context():
        known = store.intake.sender_columns.aliases(
            AUTHORITY, "provider-enrolment", COLLEGE_KEY
        )
    assert known == dict(zip(HEADINGS, MEANS, strict=True))


def test_columns_chosen_by_the_council_count_for_the_sender(
    college, drop, pages
) -> None:
    with pages.app_context():
        store.intake.sender_columns.remember(
            AUTHORITY,
            "provider-enrolment",
            COLLEGE_KEY,
            dict(zip(HEADINGS, MEANS, strict=True)),
            by="the council",
            at=NOW,
        )
        actions.intake.uploads.sendings.db.session.commit()
    assert not drop(college).endswith("/columns")


def test_a_list_with_unknown_columns_waits_unread(college, drop, worked) -> None:
    where = drop(college)
    assert worked() == 0
    assert college.get(where.removesuffix("/columns")).location == where
    assert "Waiting for you" in text(college.get("/lists"))


@pytest.mark.parametrize(
    ("means", "sentence"),
    [
        (("forename", "surname", "", "", "start", ""), "Select which column is DOB"),
        (
            ("forename", "surname", "dob", "", "start", "surname"),
            "Kin and Bus pass cannot both be Surname",
        ),
        (("forename", "surname", "dob", "", "start", "shoes"), "one of our columns"),
    ],
)
def test_impossible_columns_are_refused_and_not_remembered(
    college, drop, post, worked, means, sentence
) -> None:
    where = drop(college)
    page = text(post(college, where, **chosen(means)))
    assert sentence in page
    assert "There is a problem" in page
    assert college.get("/lists/columns/provider-enrolment").status_code == 404
    assert worked() == 0


def test_a_list_taken_back_before_it_is_read_is_deleted(
    college, drop, post, left
) -> None:
    where = drop(college, name="back.csv")
    assert left("back.csv")
    post(college, where, where.replace("columns", "take-back"))
    assert left("back.csv") == []
    assert "Taken back" in text(college.get("/lists"))


def test_an_unexplained_list_is_deleted_after_a_day(college, drop, pages, left) -> None:
    where = drop(college, name="forgotten.csv")
    with pages.app_context():
        assert actions.intake.uploads.sendings.throw_away_old(at=NOW) == 0
        assert (
            actions.intake.uploads.sendings.throw_away_old(at=NOW + timedelta(days=2))
            == 1
        )
    assert left("forgotten.csv") == []
    assert college.get(where).status_code == 404


def test_two_clicks_take_a_list_in_once(college, drop, post, worked) -> None:
    where = drop(college)
    first = post(college, where, **chosen())
    again = post(college, "/lists/new", where, **chosen())
    assert again.location == first.location
    assert worked() == 1


def test_remembered_columns_are_shown_changed_and_forgotten(
    college, drop, post
) -> None:
    post(college, drop(college), **chosen())
    address = "/lists/columns/provider-enrolment"
    assert address in text(college.get("/lists/new"))
    # In the order of the headings: Birthday, Bus pass, Forename, Joined us, Kin ...
    means = ("dob", "course", "forename", "start", "surname", "postcode")
    assert post(college, address, **chosen(means)).location == "/lists/new"
    assert '"course" selected' in text(college.get(address))
    assert "Select which" in text(post(college, address, **chosen(("dob",))))
    assert post(college, address, f"{address}/forget").location == "/lists/new"
    assert college.get(address).status_code == 404


def test_another_college_neither_sees_nor_chooses_the_columns(
    college, drop, post, signed_in
) -> None:
    where = drop(college)
    other = signed_in("college-user", OTHER_KEY, "other@example.org")
    assert other.get(where).status_code == 404
    assert post(other, "/account", where, **chosen()).status_code == 404
    post(college, where, **chosen())
    assert other.get("/lists/columns/provider-enrolment").status_code == 404
    assert drop(other).endswith("/columns")


def test_the_columns_added_to_lines_to_correct_raise_no_question(college, drop) -> None:
    headings = ("Forename", "Surname", "DOB", "Postcode", "StartDate", "Line")
    content = odd_list(1, headings=headings)
    assert not drop(college, content).endswith("/columns")


def test_a_list_with_a_schools_own_headings_is_no_census_until_its_sender_says_so(
    school, drop, post, pages
) -> None:
    headings = ("Given", "Kin", "Birthday", "Lives", "Year of study", "Bus pass")
    means = ("forename", "surname", "dob", "postcode", "year_group", "")
    first = drop(school, odd_list(1, headings=headings))
    assert first.endswith("/which")
    post(school, first, which="changes")
    with pages.app_context():
        assert _feed(first) == "provider-enrolment"
        store.intake.sender_columns.remember(
            AUTHORITY,
            "school-census",
            SCHOOL_KEY,
            dict(zip(headings, means, strict=True)),
            by="the council",
            at=NOW,
        )
        actions.intake.uploads.sendings.db.session.commit()
    second = drop(school, odd_list(2, headings=headings))
    with pages.app_context():
        assert _feed(second) == "school-census"


def _feed(where: str) -> str | None:
    """The feed of the list at an address."""
    number = int(where.split("/")[2])
    sent = store.intake.sendings.get(
        number, of={SCHOOL_KEY}, within=authority_scope(AUTHORITY)
    )
    assert sent is not None
    return sent.sending.feed


def test_a_list_whose_reading_was_given_up_is_kept_for_its_sender(
    college, post, pages, worked, tmp_path
) -> None:
    file = provider_list(tmp_path / "ours.csv", people(2))
    address = post(
        college,
        "/lists/new",
        file=(io.BytesIO(file.read_bytes()), file.name),
        names="changes",
        as_at=["20", "11", "2026"],
    ).location
    with pages.app_context():
        (task,) = waiting()
        actions.work.tasks.give_up(task.id, at=NOW, on=NOW.date())
    assert "Could not be read yet" in text(college.get("/lists"))
    page = college.get(address, follow_redirects=True)
    assert "This was started several times" in text(page)
    assert "Your list is kept for 7 days" in text(page)
    given = {
        select.get("name"): next(
            each.get("value")
            for each in select.iter("option")
            if each.get("selected") is not None
        )
        for select in read(text(page)).iter("select")
    }
    assert given
    post(college, page.request.path, **given)
    assert worked() == 1
    assert "Can be used" in text(college.get(address))


@pytest.mark.parametrize(("way", "words"), WAYS)
def test_a_list_that_does_not_open_is_tried_again_or_taken_back(
    college, drop, post, left, monkeypatch, way, words
) -> None:
    where = drop(college, name=f"{way.__name__}.csv")
    (file,) = left(f"{way.__name__}.csv")
    held = file.read_bytes()
    with monkeypatch.context() as fault:
        way(file, fault)
        for answer in (college.get(where), post(college, where, **chosen())):
            assert answer.status_code == 200
            page = text(answer)
            assert "Your list cannot be opened" in page
            assert words in page
            assert "headings" not in page
            assert "Do not send this list" in page
    file.write_bytes(held)
    assert "We understand 2 of the 6 headings" in text(college.get(where))
    with monkeypatch.context() as fault:
        way(file, fault)
        post(college, where, where.replace("columns", "take-back"))
    assert left(file.name) == []
    assert "Taken back" in text(college.get("/lists"))
