"""Files that a test loads by the command, as a data manager does."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.factories import answers_for_other_tests
from tests.once import loaded_states

Load = Callable[..., dict[str, Any]]
#: The parts of the program that the clock replaces for every test.
_BY_THE_CLOCK = 2


@pytest.fixture
def load(flask: Any, app: Flask, clock: Any, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Loads files on a day, as `imports load` does, and gives its answer.

    It ends with 0, or 1 where no line of a list is usable, unless ``code`` says else.
    What this process has loaded in the same way before is put back
    (``loaded_states``), unless the test has replaced some part of the program.
    """

    def run(
        feed: str,
        *files: Path,
        institution: str | None = None,
        as_at: date | None = None,
        complete: bool = False,
        yes: bool = True,
        code: int | None = 0,
    ) -> dict[str, Any]:
        words: list[object] = ["imports", "load", feed, *files]
        words += ["--institution", institution] if institution else []
        words += ["--as-at", as_at] if as_at else []
        words += ["--complete"] if complete else []
        words += ["--yes"] if yes else []

        def really() -> tuple[dict[str, Any], datetime]:
            answer = flask(*words, "--json", code=None)
            found: dict[str, Any] = answer.json
            if "error" in found:
                more = answers_for_other_tests(found.get("questions", ()))
                answer = flask(*words, *more, "--json", code=None)
                found = answer.json
            return {"found": found, "code": answer.code}, clock.moment

        if len(monkeypatch._setattr) + len(monkeypatch._setitem) > _BY_THE_CLOCK:
            answer, _ = really()
        else:
            with app.app_context():
                answer, clock.moment = loaded_states.LOADED.load(
                    words, moment=clock.moment, run=really
                )
        found: dict[str, Any] = answer["found"]
        unusable = code == 0 and set(found["outcomes"]) == {"invalid"}
        expected = 1 if unusable else code
        assert answer["code"] == expected or code is None, str(answer)
        return found

    return run
