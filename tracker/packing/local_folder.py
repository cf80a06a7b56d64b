"""A council's own folder: reports, feeds, points of risk and a look that are its alone.

``TRACKER_LOCAL`` names it. It may have any of these:

    reports/NAME.py      a report, written as those of the program are
    feeds/NAME/          a feed, as a folder of ``tracker.feeds``, with the files that
                         try it in feeds/NAME/examples
    risk/NAME.toml       the points and the threshold of the risk of NEET
    look.toml            name, mark, colour and accent, where no setting gives them

What Python code is in it runs with the rights of the program, so only those who install
the program may write to it. See decision 0222.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

SETTING = "TRACKER_LOCAL"
#: The keys of ``look.toml``, each with the setting that comes before it.
LOOK = {
    "name": "TRACKER_ORGANISATION",
    "mark": "TRACKER_MARK",
    "colour": "TRACKER_COLOUR",
    "accent": "TRACKER_ACCENT",
}
_NAMED = os.environ.get(SETTING, "").strip()
#: The folder, None where the setting names none. Python has to know it before the first
#: module of a feed is loaded, so it is read from the environment at once.
FOLDER = Path(_NAMED).absolute() if _NAMED else None


def environment() -> dict[str, str]:
    """What a process of the program has to have in its environment to find it too."""
    return {} if FOLDER is None else {SETTING: str(FOLDER)}


def reports() -> list[Path]:
    """The folder with reports, if there is one."""
    return _within("reports")


def feeds() -> list[Path]:
    """The folder with a folder for each feed, if there is one."""
    return _within("feeds")


def risk() -> list[Path]:
    """The folder with schemes of the risk of NEET, if there is one."""
    return _within("risk")


def _within(name: str) -> list[Path]:
    found = FOLDER / name if FOLDER is not None else None
    return [found] if found is not None and found.is_dir() else []


def with_look(given: Mapping[str, str]) -> dict[str, str]:
    """The settings with those of ``look.toml``, of the folder that they name.

    One that is given stays. A picture is found beside the file. Raises ValueError, in
    one sentence, where there is no such folder or the file cannot be used.
    """
    look = _look(given).items()
    return {**given, **{name: value for name, value in look if not given.get(name)}}


def _look(given: Mapping[str, str]) -> dict[str, str]:
    named = given.get(SETTING, "")
    if not named:
        return {}
    folder = Path(named)
    if not folder.is_dir():
        raise ValueError(f"{SETTING} is {named}, which is not a folder.")
    file = folder / "look.toml"
    if not file.is_file():
        return {}
    try:
        look = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ValueError(f"{file} cannot be read: {error}.") from None
    wrong = [key for key, value in look.items() if not _is_usable(key, value)]
    if wrong:
        raise ValueError(
            f"{file} has {wrong[0][:40]}. It may have these keys, each with a text in "
            f"quotes: {', '.join(LOOK)}."
        )
    picture = folder / look.get("mark", "")
    if picture.is_file():
        look["mark"] = str(picture.absolute())
    return {LOOK[key]: value.strip() for key, value in look.items()}


def _is_usable(key: str, value: object) -> bool:
    return key in LOOK and isinstance(value, str) and value.isprintable()
