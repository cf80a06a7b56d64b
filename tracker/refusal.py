"""What is refused, and why: one kind of exception for every door to show."""

from collections.abc import Iterable


class Refusal(Exception):
    """Something cannot be done as requested; the text is one sentence for the user.

    ``field`` names the field of the form or the option to put right, if there is one;
    ``problems`` are all such fields with their sentences, where several are wrong.
    """

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field
        self.problems: tuple[tuple[str, str], ...] = ((field, sentence),)


def refuse(problems: Iterable[tuple[str, str]]) -> None:
    """Raises one Refusal with all of these problems, each a field and its sentence.

    Without a problem nothing is raised.
    """
    found = tuple(problems)
    if found:
        field, sentence = found[0]
        refused = Refusal(sentence, field)
        refused.problems = found
        raise refused
