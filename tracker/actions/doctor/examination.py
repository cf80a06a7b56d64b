"""The checks of an installation: each a function that is found by itself.

A check is a generator of sentences; each says what is wrong, where, and what to do.
A function in a module of ``checks`` needs no entry anywhere:

@check("Secret key")
def secret_key(here: Installation) -> Iterator[str]:
    if here.settings.secret_key is None:
        yield "Set SECRET_KEY to a long random text."

See decision 0151.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime

from tracker import store
from tracker.config import Settings
from tracker.packing.program_files import typed


@dataclass(frozen=True, slots=True)
class Installation:
    """What is examined: the settings, the environment they are from, and the moment.

    ``on`` is the day of the moment in England, or the day on which a demo stands.
    """

    settings: Settings
    environment: Mapping[str, str] = field(repr=False)
    at: datetime
    on: date

    @property
    def is_demo(self) -> bool:
        """Whether a demo's invented people are what is served."""
        return (self.settings.var / "demo" / "secret").is_file()


Finds = Callable[[Installation], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked at."""

    title: str
    finds: Finds
    needs_database: bool
    in_training: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What a check found: no sentence where all is well."""

    title: str
    sentences: tuple[str, ...]


_CHECKS: list[Check] = []


def check(
    title: str, *, needs_database: bool = False, in_training: bool = True
) -> Callable[[Finds], Finds]:
    """Adds a function to the checks. With the database down, it is left out if it
    needs the database; a training system is not examined for what it does without.
    """

    def add(finds: Finds) -> Finds:
        _CHECKS.append(Check(title, finds, needs_database, in_training))
        return finds

    return add


def checks() -> list[Check]:
    """Every check, by title."""
    return sorted(_CHECKS, key=lambda each: each.title)


def examine(here: Installation) -> list[Result]:
    """What every check finds. A check that fails is itself something to look at.

    Looks at the rows of every authority.
    """
    down = store.database.server_facts.unreachable()
    there = down is None and store.tables.is_current()
    with store.database.shown.showing_all() if there else nullcontext():
        return _results(here, down)


def _results(here: Installation, down: str | None) -> list[Result]:
    results = [] if down is None else [Result("Database", (down,))]
    for each in checks():
        if down is not None and each.needs_database:
            continue
        if here.settings.is_training and not each.in_training:
            continue
        try:
            sentences = tuple(map(typed, each.finds(here)))
        except Exception as error:
            store.database.server_facts.give_up()
            sentences = (
                f"This could not be looked at ({type(error).__name__}). Ask the team "
                "that develops Tracker.",
            )
        results.append(Result(each.title, sentences))
    return results
