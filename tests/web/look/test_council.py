"""A council's name, mark and colours, and text that is readable on them."""

from dataclasses import replace

import pytest

from tests.web.conftest import NOW
from tracker.app import create_app
from tracker.council import ACCENT, COLOUR, INK, WHITE, contrast, council
from tracker.web.look.council import sheet


@pytest.fixture
def served(app, tmp_path):
    """The pages of a council with its own look."""
    mark = tmp_path / "mark.svg"
    mark.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    made = create_app(
        replace(
            app.config["TRACKER"],
            organisation="Harrowmere",
            council=council(mark=str(mark), colour="#3B1F5C", accent="#f2c14e"),
        )
    )
    made.config.update(NOW=NOW, TESTING=True)
    made.extensions["tracker pages"]()
    return made.test_client()


@pytest.mark.parametrize(
    ("one", "other", "is_about"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), (WHITE, WHITE, 1)],
)
def test_contrast_follows_the_guidelines(one, other, is_about) -> None:
    assert contrast(one, other) == pytest.approx(is_about, abs=0.01)
    assert contrast(one, other) == contrast(other, one)


def test_the_usual_colours_can_be_read() -> None:
    assert contrast(COLOUR, WHITE) > 7
    assert contrast(ACCENT, INK) > 7


def test_its_colours_and_mark_are_on_the_page_and_may_be_kept(served) -> None:
    page = served.get("/sign-in").get_data(as_text=True)
    assert "Harrowmere" in page
    assert 'name="theme-color" content="#3b1f5c"' in page
    addresses = [each.split('"')[0] for each in page.split('href="')[1:]]
    style = next(each for each in addresses if "/council-" in each)
    with served.get(style) as answer:
        assert answer.mimetype == "text/css"
        assert "--council:#3b1f5c" in answer.get_data(as_text=True)
        assert "max-age" in answer.headers["Cache-Control"]
    picture = page.split('<img src="')[1].split('"')[0]
    with served.get(picture) as answer:
        assert answer.mimetype == "image/svg+xml"
        assert "max-age" in answer.headers["Cache-Control"]


def test_letters_stand_where_there_is_no_picture() -> None:
    assert council(mark="HMBC").letters == "HMBC"
    assert council().letters == ""


def test_the_sheet_has_both_colours() -> None:
    made = sheet(council(colour="#3b1f5c", accent="#f2c14e"))
    assert "--council-act:#3b1f5c" in made
    assert "--council-accent:#f2c14e" in made
