"""Lists of services: mapped on a page, kept by version, given away. All invented."""

import re
import tomllib

import pytest

from tests.factories import people, person, provider_list
from tests.web.conftest import NOW
from tests.web.data_team.columns.service_lists import (
    HEADINGS,
    HUB,
    MEANS,
    OTHER,
    WORDS,
    a_list,
    agree,
    chosen,
    entered,
    explained,
)
from tests.web.data_team.conftest import text
from tracker import store
from tracker.extensions import db
from tracker.feeds.described import description


@pytest.fixture
def agreed(flask) -> None:
    """Both services have an agreement, which does not cover phones."""
    agree(flask)


@pytest.fixture
def mapped(desk, registered, agreed, tmp_path) -> str:
    """The address of the mapping that the first list of the hub has needed."""
    sent = desk.send(a_list(tmp_path / "hub.csv", 1, 2), follow=False)
    to_columns = desk.post(sent.location, follow=False, **entered(HUB.lower()))
    assert to_columns.location.endswith("/columns"), text(to_columns)
    assert HUB in desk.get(to_columns.location)
    explained(desk, to_columns.location)
    desk.work()
    page = desk.get("/senders/columns")
    (address,) = set(re.findall(r'href="(/senders/columns/[^"]+)"', page))
    return str(address)


def test_a_list_of_ten_columns_is_read_as_it_was_explained(desk, mapped) -> None:
    with desk.pages.app_context():
        rows = store.intake.batch_pages.lines(2, None, limit=None)
        assert [row.raw["activity"] for row in rows] == ["619", "320"]
        assert [row.raw["sex"] for row in rows] == ["F", "M"]
        assert not any("R1" in row.raw.values() for row in rows)
        assert [row.outcome for row in rows] == ["new-in-area", "new-in-area"]
    page = desk.get("/imports/2")
    assert HUB in page
    assert "Columns not read: Ref." in page


def test_the_next_list_is_known_by_its_headings(desk, mapped, tmp_path) -> None:
    sent = desk.send(a_list(tmp_path / "november.csv", 3, 4), follow=False)
    page = desk.get(sent.location)
    assert re.search(r'value="service-lists"[^>]*checked', page)
    assert f'value="{HUB}"' in page
    assert "Importing november.csv" in text(desk.post(sent.location, **entered()))


def test_who_sends_the_same_headings_is_offered_what_they_meant(
    desk, mapped, tmp_path
) -> None:
    sent = desk.send(a_list(tmp_path / "other.csv", 5, 6), follow=False)
    to_columns = desk.post(sent.location, follow=False, **entered(OTHER))
    page = desk.get(to_columns.location)
    assert f"{HUB} uses the same headings." in page
    for means in filter(None, MEANS):
        assert re.search(rf'value="{means}" selected', page), means
    # Nothing is recorded for the other service until it is saved.
    assert desk.get("/senders/columns").count("/senders/columns/") == 1
    sent = desk.send(
        a_list(tmp_path / "less.csv", 7, headings=(*HEADINGS[:-1], "Sex now")),
        follow=False,
    )
    to_columns = desk.post(sent.location, follow=False, **entered(OTHER))
    assert "uses the same headings" not in desk.get(to_columns.location)


def test_without_an_agreement_a_service_is_not_chosen(
    desk, registered, agreed, tmp_path
) -> None:
    sent = desk.send(a_list(tmp_path / "hub.csv", 1), follow=False)
    page = text(desk.post(sent.location, **entered("Unheard Of CIC")))
    assert "There is no agreement by which lists of Unheard Of CIC come in." in page
    assert f"There is one with: {OTHER}, {HUB}" in page


def test_a_column_beyond_the_agreement_is_refused(
    desk, registered, agreed, tmp_path
) -> None:
    headings = (*HEADINGS[:-1], "Mob no.")
    file = a_list(tmp_path / "hub.csv", 1, headings=headings)
    sent = desk.send(file, follow=False)
    to_columns = desk.post(sent.location, follow=False, **entered())
    means = dict(zip(headings, (*MEANS[:-1], "phone"), strict=True)) | WORDS
    page = explained(desk, to_columns.location, means)
    assert "The agreement with this sender does not cover Phone." in page
    assert desk.work() == 0


def test_a_column_that_is_known_by_itself_is_not_kept_without_an_agreement(
    desk, registered, agreed, tmp_path
) -> None:
    headings = ("Ref", "Forename", "Surname", "Date of birth", "Postcode", "Phone")
    row = person(1)
    (tmp_path / "hub.csv").write_text(
        ",".join(headings) + f"\nR1,{row['given']},{row['family']},{row['born']},"
        f"{row['postcode']},07700 900123\n"
    )
    sent = desk.send(tmp_path / "hub.csv", follow=False)
    # A colleague has explained its headings before; Phone is understood by itself.
    with desk.pages.app_context():
        store.intake.sender_columns.remember(
            *("359", "service-lists", f"name:{HUB.lower()}"),
            {"Ref": "", "What they do = (every line)": ""},
            by="colleague@example.org",
            at=NOW,
        )
        db.session.commit()
    assert "Importing hub.csv" in text(desk.post(sent.location, **entered()))
    desk.work()
    page = desk.get("/imports/2")
    assert "Not kept, because the agreement does not cover it: Phone." in page
    with desk.pages.app_context():
        (line,) = store.intake.batch_pages.lines(2, None, limit=None)
        assert "07700 900123" not in line.raw.values()


def test_a_mapping_is_kept_by_version_and_used_again(desk, mapped) -> None:
    page = desk.get(mapped)
    assert "2 (used now)" in page
    assert "Use version 1 again" in page
    kept = chosen(page, dict(zip(HEADINGS, MEANS, strict=True)))
    assert "Columns saved." in text(desk.post(mapped, **kept))
    page = desk.get(mapped)
    assert "3 (used now)" in page
    assert '"320" selected' not in page
    again = text(desk.post(f"{mapped}/again", version="2"))
    assert "Version 2 is used again" in again
    assert "4 (used now)" in again
    assert '"320" selected' in again
    for wrong in ("9", "-1", "", "x", "9" * 40):
        answer = desk.post(f"{mapped}/again", version=wrong)
        assert answer.status_code == 404


def test_a_mapping_is_a_file_that_another_council_can_use(desk, mapped) -> None:
    answer = desk.client.get(f"{mapped}/mapping.toml")
    assert answer.headers["Content-Disposition"].endswith('filename="mapping.toml"')
    found = tomllib.loads(text(answer))
    assert found["columns"] == dict(zip(HEADINGS, MEANS, strict=True))
    assert found["words"] == {
        "activity": {"At work": "320", "Nothing yet": "619"},
        "sex": {"1": "M", "2": "F"},
    }
    there = description.read(text(answer), "theirs")
    assert (there.title, there.door) == (f"Lists of {HUB}", "service-list")


def test_a_mapping_is_changed_as_a_text(desk, mapped) -> None:
    given = desk.client.get(f"{mapped}/mapping.toml").get_data(as_text=True)
    assert "First nm" in desk.get(f"{mapped}/text")
    wrong = text(desk.post(f"{mapped}/text", text=given.replace('"dob"', '"dobb"')))
    assert "Perhaps dob is meant" in wrong
    assert "dobb" in wrong  # what was typed is still there
    changed = given.replace('"At work" = "320"', '"At work" = "310"')
    page = text(desk.post(f"{mapped}/text", text=changed))
    assert "The mapping is saved." in page
    assert '"310" selected' in page
    for nothing in ("", "=", "[columns]"):
        assert "There is a problem" in text(desk.post(f"{mapped}/text", text=nothing))


def test_what_is_forgotten_is_forgotten_with_its_versions(desk, mapped) -> None:
    desk.post(f"{mapped}/forget")
    for each in ("", "/text", "/mapping.toml"):
        assert desk.client.get(mapped + each).status_code == 404
    with desk.pages.app_context():
        key = f"name:{HUB.lower()}"
        assert not store.intake.sender_columns.versions("359", "service-lists", key)


def test_a_doubtful_line_of_a_service_waits_until_it_is_decided(
    desk, registered, agreed, tmp_path
) -> None:
    desk.import_list(provider_list(tmp_path / "college.csv", people(3)))
    desk.work()
    desk.post("/imports/2/apply")
    desk.work()
    # Of the other sex, and without a postcode: it may be the same young person.
    file = a_list(tmp_path / "hub.csv", 1, 2)
    home = person(1)["postcode"]
    file.write_text(file.read_text().replace(home, "", 1), encoding="utf-8")
    sent = desk.send(file, follow=False)
    to_columns = desk.post(sent.location, follow=False, **entered())
    explained(desk, to_columns.location)
    desk.work()
    desk.post("/imports/3/apply")
    desk.work()
    with desk.pages.app_context():
        (row,) = store.intake.batch_pages.lines(3, "possible", limit=None)
        (candidate, *_) = row.candidates
    assert "1 line is waiting" in desk.get("/matching")
    desk.post(f"/matching/{row.id}", whose=str(candidate["person"]))
    assert "1 line is waiting" not in desk.get("/matching")
    with desk.pages.app_context():
        assert not store.intake.batch_pages.lines(3, "possible", limit=None)
        assert [
            (each.outcome, each.decided_by is not None)
            for each in store.intake.batch_pages.lines(3, None, limit=None)
            if each.id == row.id
        ] == [("matched-update", True)]
