"""Numbers of things, as a sentence says them."""


def counted(number: int, one: str, many: str | None = None) -> str:
    """1 line, 1,204 lines; 1 young person, 2 young people."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
