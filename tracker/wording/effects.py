"""What applying a file does to the positions of young people, in words."""

from collections.abc import Iterator, Mapping

from tracker.wording import counts

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
    "questioned": ("would have an open question", "have an open question"),
    "confirmed": ("would be confirmed", "were confirmed"),
    "unchanged": ("would stay where they are", "stay where they are"),
    "gone": ("would no longer be tracked", "are no longer tracked"),
}


def in_words(counted: Mapping[str, int], *, done: bool) -> Iterator[tuple[str, int]]:
    """(the change in words, how many young people), the most important first."""
    for change, phrases in CHANGES.items():
        if counted.get(change):
            yield phrases[int(done)], counted[change]


#: What a line may bring of what comes next (actions.intake.effect), one and several.
_BROUGHT = {
    "offer": ("offer", "offers"),
    "application": ("application", "applications"),
    "status": ("September Guarantee status", "September Guarantee statuses"),
    "plan": ("plan", "plans"),
}


def brought(brings: Mapping[str, int], *, done: bool) -> Iterator[str]:
    """What the lines of a file bring, in one sentence: "3 offers and 1 application
    would be recorded for 3 young people." Nothing for a file of no such lines.
    """
    parts = [
        counts.counted(brings[kind], one, many)
        for kind, (one, many) in _BROUGHT.items()
        if brings.get(kind)
    ]
    if not parts:
        return
    *most, last = parts
    what = f"{', '.join(most)} and {last}" if most else last
    people = counts.counted(brings["people"], "young person", "young people")
    total = sum(brings.get(kind, 0) for kind in _BROUGHT)
    verb = ("was" if total == 1 else "were") if done else "would be"
    yield f"{what} {verb} recorded for {people}."
