"""The command that shows the version."""

from tracker.version import VERSION


def test_the_version_is_shown_in_words_and_as_json(flask) -> None:
    assert flask("version").out == f"Tracker {VERSION}\n"
    assert flask("version", "--json").json == {"version": VERSION}
