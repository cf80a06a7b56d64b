"""What applying a file does to the positions of young people, in words."""

from collections.abc import Iterator, Mapping

#: The words for each kind of change (domain.history.position.difference), before a
#: file is applied and after.
CHANGES: Mapping[str, tuple[str, str]] = {
    "new": ("would be new", "are new"),
    "newly NEET": ("would become NEET", "became NEET"),
    "no longer NEET": ("would no longer be NEET", "are no longer NEET"),
    "lost": ("would become not known", "became not known"),
    "found": ("would be known again", "are known again"),
    "moved": ("would be somewhere else", "are somewhere else"),
    "amended": ("would have different dates", "have different dates"),
    "confirmed": ("would be confirmed", "were confirmed"),
    "unchanged": ("would stay where they are", "stay where they are"),
    "gone": ("would no longer be tracked", "are no longer tracked"),
}


def in_words(counted: Mapping[str, int], *, done: bool) -> Iterator[tuple[str, int]]:
    """(the change in words, how many young people), the most important first."""
    for change, phrases in CHANGES.items():
        if counted.get(change):
            yield phrases[int(done)], counted[change]
