"""What is refused, and why: one kind of exception for every door to show."""


class Refusal(Exception):
    """Something cannot be done as requested; the text is one sentence for the user.

    ``field`` names the field of the form or the option to put right, if there is one;
    ``problems`` are all such fields with their sentences, where several are wrong.
    """

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field
        self.problems: tuple[tuple[str, str], ...] = ((field, sentence),)
