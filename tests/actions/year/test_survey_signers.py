"""Who signs an activity survey on a command line, where one account serves several."""

import pytest

from tests.actions.year.test_surveys import IN_NOVEMBER, MAY, in_may
from tests.factories import census, register
from tests.web.conftest import make


@pytest.fixture
def cohort(tmp_path, load, clock) -> None:
    """Two pupils of Year 11 in May 2026."""
    clock.set(MAY)
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    pupils = census(tmp_path / "may.csv", [in_may(1), in_may(2)])
    load("school-census", pupils, as_at=MAY)
    clock.set(IN_NOVEMBER)


@pytest.mark.parametrize(
    ("prepared_for", "signed_for", "sentence"),
    [
        (["--for", "Ines Calder"], [], "Name the person who decides, with --for."),
        ([], ["--for", "Zed Atall"], "“Zed Atall” is no user who signs off"),
        (["--for", "Ines Calder"], ["--for", "Ines Calder"], "You prepared this"),
        (["--for", "I. Calder"], ["--for", "Ines Calder"], "You prepared this"),
        (["--for", "Morgan Ellery"], ["--for", "Morgan Ellery"], "You prepared this"),
        (["--for", "Morgan Ellery"], ["--for", "Ines Calder"], ""),
        ([], ["--for", "ines@example.org"], ""),
    ],
)
def test_on_a_command_line_too_another_person_signs(
    app, cohort, as_json, flask, prepared_for, signed_for, sentence
) -> None:
    with app.app_context():
        make("manager", "Ines Calder", email="ines@example.org")
        make("data-manager", "Morgan Ellery", email="morgan@example.org")
    number = as_json("survey", "prepare", "--left", "2026", *prepared_for)["survey"]
    answer = flask("survey", "freeze", number, *signed_for, code=2 if sentence else 0)
    assert sentence in answer.err
