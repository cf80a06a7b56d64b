"""Working through a list on one day: begun, marked, and forgotten.

See decision 0187.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker import store
from tracker.actions.act import Act

#: No one works through more on one day.
MOST = 1_000


@dataclass(frozen=True, slots=True)
class Round:
    """A round in its order: the people, those who are done, those who were reached."""

    people: tuple[int, ...]
    done: frozenset[int]
    reached: frozenset[int]

    @property
    def is_over(self) -> bool:
        return len(self.done) == len(self.people)

    def place_of(self, person: int) -> int:
        """The place of a young person in the round, from 1."""
        return self.people.index(person) + 1

    def after(self, person: int) -> tuple[int, ...]:
        """Those who are still to be done, the next one first.

        After the last one come those who were skipped.
        """
        place = self.place_of(person)
        turned = self.people[place:] + self.people[: place - 1]
        return tuple(each for each in turned if each not in self.done)


def of(user: int, name: str, *, act: Act) -> Round:
    """The round of a user through a list today; without people if none was begun."""
    rows = store.casework.rounds.of(user, name, act.on)
    return Round(
        people=tuple(each.person_id for each in rows),
        done=frozenset(each.person_id for each in rows if each.done_at is not None),
        reached=frozenset(each.person_id for each in rows if each.reached),
    )


def begin(user: int, name: str, people: Sequence[int], *, act: Act) -> Round:
    """Begins a round today, or adds those who came to its list since, at the end."""
    with store.database.base.transaction():
        store.casework.rounds.add(user, name, act.on, people[:MOST], act.authority)
    return of(user, name, act=act)


def done(user: int, name: str, person: int, *, reached: bool, act: Act) -> None:
    """Marks a young person as done: the round passes them over from now on."""
    with store.database.base.transaction():
        store.casework.rounds.mark(
            user, name, act.on, person, reached=reached, at=act.at
        )


def sweep(*, act: Act) -> int:
    """Deletes the rounds of earlier days; returns the number of their people."""
    with store.database.base.transaction():
        return store.casework.rounds.delete_old(act.authority, before=act.on)
