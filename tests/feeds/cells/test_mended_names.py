"""Names that a program took for Windows text are read as they were written."""

import pytest

from tracker.feeds.cells.written_names import plain, spoilt


@pytest.mark.parametrize(
    "name", ["O’Neill", "Zoë", "Siobhán", "Wójcik", "Michał", "Łukasz", "Ó Briain"]
)
def test_utf8_read_as_windows_is_mended(name: str) -> None:
    seen = "".join(
        bytes([byte]).decode("cp1252", "ignore") or chr(byte)
        for byte in name.encode("utf-8")
    )
    assert seen != name
    assert plain(seen) == name


@pytest.mark.parametrize("name", ["Zoë", "Ångström", "João", "Åse", "Â", "Wójcik", "Ã"])
def test_a_sound_name_is_left_alone(name: str) -> None:
    assert plain(name) == name


def test_a_name_with_lost_letters_is_still_spoilt() -> None:
    assert spoilt(plain("Zo\ufffd"))
    assert spoilt(plain("Oâ€?Neill"))
