"""What applying a file does to young people, in words."""

from collections.abc import Iterator, Mapping

#: What applying does to young people (domain.history.spells.position.difference):
#: while it is still to come, and once it is done.
CHANGES: Mapping[str, tuple[str, str]] = {
    "new": ("would be new", "are new"),
    "newly NEET": ("would become NEET", "became NEET"),
    "no longer NEET": ("would no longer be NEET", "are no longer NEET"),
    "lost": ("would become not known", "became not known"),
    "found": ("would be known again", "are known again"),
    "moved": ("would be somewhere else", "are somewhere else"),
    "amended": ("would have different dates", "have different dates"),
    "confirmed": ("would be confirmed", "were confirmed"),
    "unchanged": ("would not change", "did not change"),
    "gone": ("would no longer be tracked", "are no longer tracked"),
}


def in_words(counted: Mapping[str, int], *, done: bool) -> Iterator[tuple[str, int]]:
    """(what happens to them, how many young people), what matters most first."""
    for word, words in CHANGES.items():
        if counted.get(word):
            yield words[int(done)], counted[word]
