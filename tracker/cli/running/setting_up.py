"""flask setup: the first steps of a new council, and the settings that come first."""

import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path

import click
from dotenv import dotenv_values, set_key

from tracker.cli import answer
from tracker.config import from_environment
from tracker.domain.reference.codes import AUTHORITIES
from tracker.wording.counts import counted

#: What the command writes: the option, the setting and the question.
_SETTINGS = (
    ("authority", "TRACKER_AUTHORITY", "The council's three-digit code (LA code)"),
    ("database_number", "TRACKER_DATABASE_ID", "The CCIS database number from DfE"),
    ("supplier", "TRACKER_SUPPLIER", "The supplier that the return names"),
    ("organisation", "TRACKER_ORGANISATION", "The council's name, as pages show it"),
    ("colour", "TRACKER_COLOUR", "Its dark colour, such as #12403f"),
    ("accent", "TRACKER_ACCENT", "Its light colour, such as #c9d8a4"),
)
_HEAD = (
    "# The settings of Tracker. The program reads this file in the folder where it\n"
    "# starts; what the environment gives comes first. Keep it secret.\n"
)


@answer.command(None, "setup", database=False)
@click.option("--authority", help="The council's three-digit code.")
@click.option("--database-number", help="The number that DfE gave the CCIS database.")
@click.option("--supplier", help="The supplier that the return names.")
@click.option("--organisation", help="The council's name, as pages show it.")
@click.option("--colour", help="Its dark colour, such as #12403f.")
@click.option("--accent", help="Its light colour, such as #c9d8a4.")
@click.option(
    "--file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path(".env"),
    show_default=True,
    help="Where the settings are written.",
)
def setup(file: Path, **given: str | None) -> int:
    """Write the first settings, and list the first steps.

    At a terminal it asks for what is not set yet; Enter leaves a question out. The
    settings go into a file that only you can read, with a secret key of its own. An
    option replaces a setting of the file; all others stay. Run it again at any time:
    it lists the steps with what is missing, in the order that works, and ends with 1
    while a step is left.

    \b
    Examples:
        flask setup
        flask setup --authority 359 --database-number 359 --organisation Wigan
    """
    known = {**_kept(file), **{name: it for name, it in os.environ.items() if it}}
    new = _new(known, given)
    settings = from_environment({**known, **new})
    if settings.authority is not None and settings.authority not in AUTHORITIES:
        raise answer.CannotBeDone(
            f"No authority has the code {settings.authority[:20]}. Give the three "
            "digits by which DfE knows the council, such as 359 for Wigan."
        )
    _write(file, new)
    from tracker import actions, store

    answer.start()
    store.tables.bring_up_to_date(embedded=settings.database_url is None)
    answer.show_rows_of(None)
    steps = actions.doctor.first_steps.steps(
        settings, authority=settings.authority, on=answer.today()
    )
    left = [each for each in steps if each.is_open]
    answer.give(
        {
            "file": str(file),
            "written": sorted(new),
            "steps": [
                answer.fields(each, "title", "who", "found", "to_do") for each in steps
            ],
        },
        *([f"Written to {file}: {', '.join(sorted(new))}."] if new else []),
        answer.table(
            ["", "step", "who", "what is there", "what to do"],
            [
                (
                    "" if each.is_open else "done",
                    each.title,
                    each.who,
                    each.found,
                    each.to_do,
                )
                for each in steps
            ],
        ),
        f"{len(steps) - len(left)} of {counted(len(steps), 'step')} done."
        + (f" Next: {left[0].title}." if left else "")
        + ("" if settings.authority else " The other steps follow once it is set."),
    )
    return answer.DONE_WITH_ISSUES if left else answer.DONE


def _kept(file: Path) -> dict[str, str]:
    """The settings that the file has already."""
    found = dotenv_values(file) if file.exists() else {}
    return {name: value for name, value in found.items() if value}


def _new(known: Mapping[str, str], given: Mapping[str, str | None]) -> dict[str, str]:
    """What is to be written: the options, and the answers to what is not known."""
    new = {name: it for option, name, _ in _SETTINGS if (it := given[option])}
    if sys.stdin.isatty() and not answer.in_json() and not new:
        for _, name, question in _SETTINGS:
            if name not in known:
                typed = click.prompt(question, default="", show_default=False, err=True)
                if typed.strip():
                    new[name] = typed.strip()
    if "SECRET_KEY" not in known and "SECRET_KEY_FILE" not in known:
        new["SECRET_KEY"] = secrets.token_urlsafe(48)
    return new


def _write(file: Path, new: Mapping[str, str]) -> None:
    """Writes settings into the file, which its owner alone can read."""
    if not new:
        return
    if not file.exists():
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), "w") as made:
            made.write(_HEAD)
    file.chmod(0o600)
    for name, value in new.items():
        set_key(file, name, value)
