"""What a sender or user wrote, as a sentence quotes it."""

#: A longer value is cut: its reader would not recognise it.
LONGEST_QUOTED = 60


def clipped(text: str) -> str:
    """A value as a sentence quotes it: in one line, and cut where it is too long."""
    if not text.isprintable():
        text = " ".join(text.split())
    return text if len(text) <= LONGEST_QUOTED else f"{text[: LONGEST_QUOTED - 1]}…"
