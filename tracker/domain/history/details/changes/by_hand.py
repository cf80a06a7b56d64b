"""How a detail is entered by hand: part of its declaration.

See decision 0184.
"""

from dataclasses import dataclass
from enum import StrEnum


class Control(StrEnum):
    """What an input of a form takes. It decides the control and the check."""

    NAME = "name"
    TEXT = "text"
    PHONE = "phone"
    EMAIL = "email"
    POSTCODE = "postcode"
    UPN = "upn"
    ULN = "uln"
    BIRTH = "birth"  # a date of birth
    YES_OR_NO = "yes or no"
    CODE = "code"
    CODES = "codes"
    CHOICE = "choice"  # one of a few words, which are kept as they read


@dataclass(frozen=True, slots=True)
class Input:
    """One input, by the field of the statement that it fills.

    ``needed`` is the sentence to show where it is left empty, "" for one that may be.
    ``choices`` are the words of a choice. ``hint`` stands above the input.
    """

    field: str
    label: str
    control: Control = Control.TEXT
    needed: str = ""
    choices: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ByHand:
    """How a detail is entered: the form, with the details that share it, and inputs.

    ``form`` is its address, and ``title`` its heading, by default the detail's label.
    ``since`` is the question for the day from which the value holds, where it has one.
    ``ends`` is the box to tick for a value that holds no longer, where it may end.
    ``of_the_living``: it is of no use for a young person who has died.
    """

    form: str
    inputs: tuple[Input, ...]
    title: str = ""
    since: str = ""
    ends: str = ""
    of_the_living: bool = False
