"""Figures and lists by ward, once the wards of the postcodes are loaded.

The wards are invented; the postcodes lie where they say.
"""

import io
import re

import pytest

from tests.factories import ALSO_HERE
from tests.web.conftest import NOW, own_token
from tests.web.management.conftest import END, HERE, MONTH
from tests.web.management.reading import main_text, table
from tests.web.management.test_dashboard import page
from tracker import actions, store
from tracker.demo.people.places import Places
from tracker.extensions import db
from tracker.store.accounts.audit import Action, AuditLine

BY = f"/dashboard/by?by=area&month={MONTH}"
PUBLISHED = "/imports/published"
NAMES = "WD25CD,WD25NM\nE05000848,Abram\nE05000856,Ince\nE05001234,Elsewhere\n"
HOMES = (
    "pcd7,pcds,doterm,lad25cd,wd25cd\n"
    "WN1 1AZ,WN1 1AZ,,E08000010,E05000856\n"
    "WN1 9ZZ,WN1 9ZZ,,E08000010,E05000856\n"  # newer than our directory
    f"{ALSO_HERE},{ALSO_HERE},,E08000010,E05000848\n"
    "M1 1AE,M1 1AE,,E08000003,E05001234\n"
)


def own_postcodes() -> list[str]:
    return list(Places("359").own_postcodes)


def flat(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def post(browser, address: str, **form) -> str:
    return browser.post(
        address,
        data={"csrf_token": own_token(browser), **form},
        content_type="multipart/form-data",
        follow_redirects=True,
    ).text


@pytest.fixture
def desk(cohort, signed_in):
    """The browser of a data manager."""
    return signed_in("data-manager")


@pytest.fixture
def send(desk):
    def posted(*files: tuple[str, str], **form: str) -> str:
        sent = [(io.BytesIO(text.encode()), name) for name, text in files]
        return flat(post(desk, PUBLISHED, files=sent, **form))

    return posted


@pytest.fixture
def loaded(send) -> str:
    return send(
        ("ONSPD_MAY_2025_UK_WN.csv", HOMES), ("Ward names and codes.csv", NAMES)
    )


def again(app) -> None:
    """Makes the positions that a load made stale, as the worker does."""
    with app.app_context():
        actions.history.positions.refresh([END, NOW.date()], within=HERE)


def areas(app) -> set[str | None]:
    again(app)
    with app.app_context():
        return {it.area for it in store.figures.members.members(END, within=HERE)}


def test_a_manager_sees_the_figures_by_ward_and_opens_them(cohort, loaded, boss):
    assert "The wards of 2025 are loaded: 2 wards with 3 postcodes." in loaded
    assert "1 postcode in other authorities left out." in loaded
    assert "2 wards of 2025, by 3 postcodes" in loaded
    again(cohort)
    shown = page(boss, BY)
    numbers = table(shown, "groups")
    assert set(numbers) == {"Abram", "Ince", "Everybody"}
    assert int(numbers["Abram"][0]) + int(numbers["Ince"][0]) == 84
    behind = main_text(
        page(
            boss,
            f"/figures/people?month={MONTH}&measure=neet&breakdown=area&group=Abram",
        )
    )
    assert "3 young people on 31 October 2026" in behind
    assert "Ward or postcode district: Abram" in behind


def test_small_wards_are_as_hidden_as_small_districts(cohort, loaded, auditor):
    again(cohort)
    numbers = table(page(auditor, BY), "groups")
    assert numbers["Everybody"][3] == "9"
    assert numbers["Abram"][3] == numbers["Ince"][3] == "c"


def test_a_home_in_no_ward_keeps_the_first_half_of_its_postcode(cohort, send):
    send(("own.csv", "Postcode,Ward\nWN1 1AZ,Ince\n"))
    assert areas(cohort) == {"Ince", ALSO_HERE.split()[0]}


def test_they_are_removed_and_loaded_again(cohort, desk, loaded, boss):
    assert areas(cohort) == {"Abram", "Ince"}
    page_after = flat(post(desk, f"{PUBLISHED}/wards/remove"))
    assert "The wards are removed" in page_after
    assert "No wards are loaded" in page_after
    assert areas(cohort) == {"WN1", ALSO_HERE.split()[0]}
    refused = flat(post(desk, f"{PUBLISHED}/wards/remove"))
    assert "No wards are loaded, so there is nothing to remove." in refused
    with cohort.app_context():
        lines = db.session.scalars(
            db.select(AuditLine).where(AuditLine.subject == "wards")
        )
        assert [line.action for line in lines] == [
            Action.WARDS_LOADED,
            Action.WARDS_REMOVED,
        ]


def test_the_same_wards_again_leave_what_was_worked_out(cohort, loaded, send):
    again(cohort)
    send(("ONSPD_AUG_2025_UK_WN.csv", HOMES), ("names.csv", NAMES))
    with cohort.app_context():
        assert store.history.days.are_complete([END], within=HERE)
        held = store.figures.wards.table("359")
        assert held is not None
        assert held.files == "ONSPD_AUG_2025_UK_WN.csv, names.csv"


def test_fewer_postcodes_than_before_are_asked_about(cohort, loaded, send):
    part = HOMES.replace(f"{ALSO_HERE},{ALSO_HERE},,E08000010,E05000848\n", "")
    question = send(("part.csv", part), ("names.csv", NAMES))
    assert (
        "1 ward with 2 postcodes of our area; 2 wards with 3 postcodes are" in question
    )
    assert "Replace a table that has more figures" in question
    assert areas(cohort) == {"Abram", "Ince"}
    done = send(("part.csv", part), ("names.csv", NAMES), replace="y")
    assert "1 ward with 2 postcodes, replacing those loaded before" in done
    assert areas(cohort) == {"Ince", ALSO_HERE.split()[0]}


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        (
            {"ONSPD_UK_WN.csv": HOMES},
            "has no name for the ward E05000848 and 1 more. Choose with it the file of "
            "ward names and codes of the same year",
        ),
        ({"names.csv": NAMES}, "has names of wards and no postcodes"),
        (
            {"M.csv": "pcds,ward\nM1 1AE,Piccadilly\nM1 1AF,Piccadilly\n"},
            "None of the 2 postcodes of M.csv lies in a ward of Wigan.",
        ),
        (
            {
                "streets.csv": "Postcode,Ward\n"
                + "".join(f"{each},Ward {each}\n" for each in own_postcodes()[:1001])
            },
            "has 1,001 wards in our area, more than any authority",
        ),
        (
            {
                "one.csv": "pcds,ward\nWN1 1AZ,Ince\n",
                "two.csv": "pcds,ward\nWN1 1AZ,Abram\n",
            },
            "two.csv has another ward for WN1 1AZ than a file before it.",
        ),
    ],
)
def test_wards_that_cannot_be_used_change_nothing(cohort, send, files, sentence):
    page_after = send(*files.items())
    assert "There is a problem" in page_after
    assert sentence in page_after
    with cohort.app_context():
        assert store.figures.wards.table("359") is None


def test_two_wards_of_one_name_keep_their_codes(cohort, send):
    """A county has a ward called Central in several of its districts."""
    send(("homes.csv", HOMES), ("names.csv", NAMES.replace("Abram", "Ince")))
    assert areas(cohort) == {"Ince (E05000848)", "Ince (E05000856)"}


def test_a_neighbours_ward_of_the_same_name_is_not_ours(cohort, send):
    done = send(
        (
            "names alone.csv",
            "Postcode,Ward\nWN1 1AZ,Central\nM1 1AE,Central\nM1 1AF,Central\n",
        )
    )
    assert "1 ward with 1 postcode." in done
    assert areas(cohort) == {"Central", ALSO_HERE.split()[0]}


def test_a_caseload_is_allocated_by_ward(cohort, loaded, signed_in):
    again(cohort)
    words = flat(signed_in("team-leader").get("/caseloads/allocate?by=area").text)
    assert "Abram" in words and "Ince" in words
