"""Without a browser the tests are not skipped: they fail and say how to get one."""

import pytest

from tests.browser import chromium


def test_there_is_one_here() -> None:
    assert chromium.find() is not None


def test_an_installed_browser_is_not_installed_again() -> None:
    ran = []
    assert chromium.find_or_install(lambda words: ran.append(words) or True)
    assert ran == []


def test_each_way_is_tried_and_then_the_error_gives_the_command(monkeypatch) -> None:
    ran = []
    monkeypatch.setattr(chromium, "find", lambda: None)
    monkeypatch.setattr(chromium.shutil, "which", lambda name: name)
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 0)
    with pytest.raises(chromium.NoBrowser) as error:
        chromium.find_or_install(lambda words: ran.append(words[0:2]) or False)
    assert ran[0] == ["apt-get", "update"]
    assert ran[-1][1] == "-m"
    assert "sudo apt-get install -y chromium" in str(error.value)
    assert "playwright install" in str(error.value)


def test_without_leave_to_install_packages_playwrights_own_is_used(monkeypatch) -> None:
    found = iter([None, "its own"])
    ran = []
    monkeypatch.setattr(chromium, "find", lambda: next(found))
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 1000)
    assert chromium.find_or_install(lambda words: not ran.append(words)) == "its own"
    assert [words[1:] for words in ran] == [["-m", "playwright", "install", "chromium"]]
