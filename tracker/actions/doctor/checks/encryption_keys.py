"""The keys of what is kept encrypted: older ones in use, and missing ones."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from tracker import store
from tracker.actions.doctor.examination import Installation, check
from tracker.actions.worker import keys
from tracker.actions.worker.sealed_things import Place
from tracker.ciphers.age_identities import Key
from tracker.encryption import KeysUnusable

#: A rotation takes minutes. An older key that is still in use was forgotten.
_FORGOTTEN = timedelta(days=30)


@check("Keys in use", needs_database=True)
def in_use(here: Installation) -> Iterator[str]:
    if not store.tables.is_current():
        return
    place = Place(here.settings.keys, here.settings.var)
    is_given = here.settings.keys_file is not None
    try:
        # An examination makes nothing, also not the first key of a new installation.
        there = place.keys.all() if is_given or place.keys.file.exists() else ()
    except KeysUnusable as unusable:
        yield str(unusable)
        return
    held = keys.counts(place)
    for name in sorted(held.keys() - {each.name for each in there}):
        yield (
            f"The key {name} is missing: {sum(held[name].values()):,} things do not "
            f"open without it. Put the copy of the keys back into {place.keys.file}."
        )
    for number, key in enumerate(there[1:], 1):
        since = _older_since(there[:number], place)
        left = held.get(key.name, {})
        if any(left.values()) and here.at - since > _FORGOTTEN:
            things = ", ".join(f"{n:,} {title}" for title, n in left.items() if n)
            yield (
                f"The key {key.name} has not been the newest since {since:%d %b %Y}, "
                f"and still opens {things}. Run flask keys rotate, then flask keys "
                "retire."
            )


def _older_since(newer: Sequence[Key], place: Place) -> datetime:
    """The moment from which a key has not been the newest, as far as it is known.

    A file from a store of secrets may have no moments. Then its own moment counts,
    which is never earlier than the true one.
    """
    known = [each.since for each in reversed(newer) if each.since is not None]
    if known:
        return known[0].replace(tzinfo=known[0].tzinfo or UTC)
    return datetime.fromtimestamp(place.keys.file.stat().st_mtime, UTC)
