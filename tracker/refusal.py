"""A refusal: why an action cannot be carried out, as a sentence for its user."""


class NotAccepted(Exception):
    """The action is refused; the text gives the user the reason.

    ``field`` names the field to correct.
    """

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field
