"""The keys of what is kept encrypted: listed, renewed, removed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tracker import store
from tracker.actions.act import Act
from tracker.actions.worker import sealed_things
from tracker.actions.worker.sealed_things import Place
from tracker.ciphers.age_identities import Key
from tracker.encryption import NotOpened
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action

#: How long work under way is waited for before a key is removed.
_MOST_SECONDS = 10.0


@dataclass(frozen=True)
class Rotated:
    """The result of a rotation. ``problems`` are sentences about what does not open."""

    key: Key
    is_new: bool
    counts: Mapping[str, int]
    problems: tuple[str, ...]


def counts(place: Place) -> dict[str, dict[str, int]]:
    """The number of things under each key: by the name of the key, then by kind."""
    found: dict[str, dict[str, int]] = {}
    for thing in sealed_things.THINGS:
        for name, count in thing.counts(place).items():
            found.setdefault(name, {})[thing.title] = count
    return found


def rotate(
    place: Place, *, act: Act, say: Callable[[str], object] = lambda line: None
) -> Rotated:
    """Makes a key, and encrypts again everything under older ones.

    A rotation that was killed is carried on: while something is under an older key, no
    other key is made. Raises KeysUnusable.
    """
    newest = place.keys.all()[0]
    is_new = not counts(place).keys() - {newest.name}
    if is_new:
        newest = place.keys.add(act.at, after=newest)
    done: dict[str, int] = {}
    problems = []
    for thing in sealed_things.THINGS:
        done[thing.title] = 0
        try:
            for count in thing.renew(place):
                done[thing.title] += count
                say(f"{thing.title}: {done[thing.title]:,} encrypted again")
        except NotOpened as error:
            problems.append(str(error))
    with store.database.base.transaction():
        act.note(Action.KEYS_ROTATED, newest.name, things=sum(done.values()))
    return Rotated(newest, is_new, done, tuple(problems))


def retire(place: Place, *, act: Act) -> list[Key]:
    """Removes every older key for ever, if nothing is under it.

    Raises Refusal where something is, or may be: what a transaction that began before
    the newest key has encrypted is seen only once it ends.
    """
    older = place.keys.all()[1:]
    if older and not store.database.server_facts.wait_for_writers(_MOST_SECONDS):
        raise Refusal(
            "Something is still being written that may need an older key. Run flask "
            "keys rotate and flask keys retire again once the work under way is done."
        )

    def check() -> None:
        found = counts(place)
        for key in older:
            if held := found.get(key.name):
                things = ", ".join(f"{n:,} {title}" for title, n in held.items())
                raise Refusal(
                    f"The key {key.name} still opens {things}. Run flask keys rotate "
                    "first."
                )

    if older:
        with store.database.base.transaction():
            for key in older:
                act.note(Action.KEY_RETIRED, key.name)
            place.keys.remove({key.name for key in older}, check=check)
    return list(older)
