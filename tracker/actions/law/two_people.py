"""What one person proposes another decides: whether two acts are of two people.

On a page the account is the person. On a command line several people may use one
account, so the one who decides gives a name. It is a claim, which the audit keeps: with
that account one can claim to be two people (decision 0150).
"""

import unicodedata

from tracker.actions.act import Act
from tracker.refusal import Refusal

#: Between the name of a person and the account of the command line.
_BY = " by "
#: How the name of an account of the command line begins.
_COMMAND_LINE = "os user "


def actor(act: Act) -> str:
    """The user of an act, and on a command line the person the user acts for."""
    return f"{act.acts_for}{_BY}{act.by}" if act.acts_for else act.by


def check_another(
    recorded: str, act: Act, sentence: str, *, refusal: type[Refusal] = Refusal
) -> None:
    """Checks that an act is not of the person who is on record (``actor``).

    Names differ if their letters do. Who decides on a command line has a name. Raises
    ``refusal``, for one person with the sentence.
    """
    name, _, account = recorded.rpartition(_BY)
    if act.by.startswith(_COMMAND_LINE) and not act.acts_for:
        same = "" if name or account != act.by else f"{sentence} "
        raise refusal(f"{same}Name the person who decides, with --for.")
    if account == act.by and _letters(name) == _letters(act.acts_for):
        raise refusal(sentence)


def _letters(name: str) -> str:
    """The letters of a name, without accents, case, spaces and other signs."""
    apart = unicodedata.normalize("NFKD", name).casefold()
    return "".join(each for each in apart if each.isalnum())
