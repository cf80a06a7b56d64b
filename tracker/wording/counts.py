"""Numbers in sentences: counts with their nouns, and expected wrong matches."""

#: Below this number of wrong matches the sentence gives no figure.
_FEW = 0.05


def counted(number: int, one: str, many: str | None = None) -> str:
    """1 line, 1,204 lines; 1 young person, 2 young people."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def expected_wrong(expected: float, of: int, what: str = "") -> str:
    """Expected wrong: 0.4 of 37; less than a tenth is given as "fewer than 0.1"."""
    few = "fewer than 0.1" if expected < _FEW else f"{expected:,.1f}"
    return f"Expected wrong: {few} of {of:,}{f' {what}' if what else ''}."


def expected_wrong_matches(expected: float, automatic: int) -> str:
    """The sentence about the expected wrong matches of a file not yet applied."""
    return expected_wrong(expected, automatic, "automatic matches")
