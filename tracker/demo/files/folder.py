"""The folder that the demo writes into, and what its loads have in common."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from tracker.demo.files.sheets import Target
from tracker.demo.people.institutions import Institutions
from tracker.demo.people.places import Places
from tracker.demo.people.residents import Everybody
from tracker.demo.plan import FeedName, Load, moment
from tracker.demo.truth.whose_line import Truth


@dataclass(frozen=True, slots=True)
class Invented:
    """The whole truth: the authority, its people, and the span of its history.

    ``first`` is the year in which the history starts, ``on`` its last day.
    """

    authority: str
    seed: int
    first: int
    on: date
    institutions: Institutions
    places: Places
    everybody: Everybody


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of the files, with the truth about their lines."""

    directory: Path
    truth: Truth = field(default_factory=Truth)

    def target(self, name: str) -> Target:
        """A file below the folder, by its name with "/"."""
        return Target(self.directory / name, name, self.truth)

    def load(
        self,
        feed: FeedName,
        paths: Iterable[Path],
        day: date,
        *,
        later: int,
        description: str,
        as_at: date | None = None,
        institution: str | None = None,
        new_sender: str | None = None,
        complete: bool = False,
    ) -> Load:
        """A load of files of ``day`` that arrived so many days ``later``."""
        arrived = moment(day + timedelta(days=later), 10, len(description) % 60)
        return Load(
            feed,
            tuple(paths),
            institution,
            as_at,
            complete,
            arrived,
            description,
            new_sender,
        )

    def named(self) -> set[str]:
        """The files with a line about any person, and the folders of tables."""
        files = {file for file, _, _ in self.truth.lines}
        return files | {file.rpartition("/")[0] for file in files}

    def names(self, load: Load) -> set[str]:
        """The names of a load's files in the truth."""
        return {path.relative_to(self.directory).as_posix() for path in load.paths}

    def first_seen(self, loads: Iterable[Load]) -> dict[str, date]:
        """The day on which the first file with a person in it arrived, by person."""
        arrived: dict[str, date] = {}
        for load in loads:
            for path in load.paths:
                name = path.relative_to(self.directory).as_posix()
                arrived[name] = load.recorded_at.date()
        seen: dict[str, date] = {}
        for file, _, person in self.truth.lines:
            # A table of a COLLECT export is below the folder or zip that is loaded.
            day = arrived.get(file) or arrived.get(file.rpartition("/")[0])
            if day is not None and (person not in seen or day < seen[person]):
                seen[person] = day
        return seen
