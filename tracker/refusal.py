"""What cannot be done as asked, in words for whoever asked it."""


class NotAccepted(Exception):
    """It cannot be done as asked; the text is for whoever asked it.

    ``field`` names what to put right.
    """

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field
