"""The names of institutions: from the register, else from the lists that name them."""

from collections.abc import Iterable
from datetime import date

from tracker import store
from tracker.access import Scope
from tracker.domain.reference.institution import InstitutionRef, key_of
from tracker.store.intake.import_batches import ImportBatch
from tracker.wording.group_titles import NameOf
from tracker.wording.places import of_key


def names_of(keys: Iterable[str], as_of: date, *, within: Scope) -> NameOf:
    """A function from key to name, which also knows those of ``keys`` in no register.

    Training providers are in no register. Their name is the one given to their first
    list, or else the one in the positions of the day.
    """
    register = store.institutions.register.directory()
    others = [key for key in keys if key and register.name_of(key) is None]
    listed = (
        store.history.positions.names_of(others, as_of, within=within) if others else {}
    )
    listed |= store.intake.new_senders.names(others, within=within)

    def name_of(key: str) -> str | None:
        return register.name_of(key) or listed.get(key)

    return name_of


def by_key(keys: Iterable[str], as_of: date, *, within: Scope) -> dict[str, str]:
    """The name of each institution by its key, or its number if it has no name."""
    wanted = set(keys)
    if not wanted:
        return {}
    day = store.history.days.newest(as_of, within=within) or as_of
    name_of = names_of(wanted, day, within=within)
    return {key: name_of(key) or of_key(key) for key in wanted}


def sender_names(
    batches: Iterable[ImportBatch], as_of: date, *, within: Scope
) -> dict[int, str]:
    """The sender's name for each batch number; empty if one file has many senders."""
    register = store.institutions.register.directory()
    named, unnamed = dict[int, str](), dict[int, str]()
    for each in batches:
        ref = InstitutionRef(**each.sender) if each.sender else InstitutionRef()
        there = register.resolve(ref)
        named[each.id] = there.name if there is not None else ref.name or ""
        if not named[each.id] and (key := key_of(ref)) is not None:
            unnamed[each.id] = key
    names = by_key(unnamed.values(), as_of, within=within)
    return named | {batch: names[key] for batch, key in unnamed.items()}
