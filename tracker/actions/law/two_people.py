"""What one person proposes another decides: whether two acts are of two people.

On a page the account is the person. On a command line several people may use one
account, so the one who decides gives a name. It is a claim, which the audit keeps: with
that account one can claim to be two people (decision 0150).
"""

from tracker import store
from tracker.actions.accounts.review import one_person
from tracker.actions.accounts.review.one_person import letters
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
    if account == act.by and letters(name) == letters(act.acts_for):
        raise refusal(sentence)
    one = _accounts_of_one(recorded, act)
    if one:
        raise refusal(f"{sentence} {one}")


def _accounts_of_one(recorded: str, act: Act) -> str:
    """Why two accounts count as one person's; "" where they do not."""
    name, _, account = recorded.rpartition(_BY)
    user = None if name else store.accounts.users.by_email(account)
    own = None if act.acts_for else store.accounts.users.by_email(act.by)
    if user is not None and own is not None:
        is_one = one_person.is_one(user, own)
    else:
        names = [
            name or (user.name if user else ""),
            act.acts_for or (own.name if own else ""),
        ]
        # One account of a machine may have an Ann, and another one an Ann of its own.
        is_one = (user or own) is not None and len(set(map(letters, names))) == 1
    if not is_one:
        return ""
    return (
        f"{act.acts_for or act.by} counts as the same person as {name or account}. If "
        "they are two people of one name, an administrator records that on the page of "
        "the account."
    )
