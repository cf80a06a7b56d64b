"""What one person proposes another decides: whether two acts are of two people.

On a page the account is the person. On a command line several people may use one
account, so the one who decides gives a name: that of a user who may decide. It is a
claim, which the audit keeps (decision 0150).
"""

from tracker import store
from tracker.access import Permission, authority_scope
from tracker.actions.accounts.review import one_person
from tracker.actions.accounts.review.one_person import is_one_name, letters
from tracker.actions.act import Act
from tracker.refusal import Refusal
from tracker.store.accounts.users import User

#: Between the name of a person and the account of the command line.
_BY = " by "
#: How the name of an account of the command line begins.
_COMMAND_LINE = "os user "


def actor(act: Act) -> str:
    """The user of an act, and on a command line the person the user acts for."""
    return f"{act.acts_for}{_BY}{act.by}" if act.acts_for else act.by


#: Who decides with a permission, for a name given on a command line that is not theirs.
_DECIDERS = {
    Permission.DECIDE_SHARING: ("decides about sharing", "an asset owner"),
    Permission.SIGN_OFF_RETURN: ("signs off what goes to DfE", "a manager"),
}


def check_another(
    recorded: str,
    act: Act,
    sentence: str,
    *,
    permission: Permission = Permission.DECIDE_SHARING,
    refusal: type[Refusal] = Refusal,
) -> None:
    """Checks that an act is not of the person who is on record (``actor``).

    Who decides on a command line has the name of a user with the permission. Raises
    ``refusal``, for one person with the sentence.
    """
    name, _, account = recorded.rpartition(_BY)
    if act.by.startswith(_COMMAND_LINE) and not act.acts_for:
        same = "" if name or account != act.by else f"{sentence} "
        raise refusal(f"{same}Name the person who decides, with --for.")
    if account == act.by and is_one_name(name, act.acts_for):
        raise refusal(sentence)
    check_decider(act, permission=permission, refusal=refusal)
    one = _accounts_of_one(recorded, act, permission)
    if one:
        raise refusal(f"{sentence} {one}")


def check_decider(
    act: Act,
    *,
    permission: Permission = Permission.DECIDE_SHARING,
    refusal: type[Refusal] = Refusal,
) -> None:
    """Checks that a decision on a command line is that of a user who may decide.

    Their name or address is given with it. A page checks its user itself. Raises
    ``refusal``.
    """
    if act.by.startswith(_COMMAND_LINE) and _decider(act, permission) is None:
        does, role = _DECIDERS[permission]
        raise refusal(
            f"“{act.acts_for}” is no user who {does}. Give the name or the email "
            f"address of {role}."
            if act.acts_for
            else "Name the person who decides, with --for."
        )


def _decider(act: Act, permission: Permission) -> User | None:
    given = act.acts_for.casefold()
    everybody = store.accounts.users.everybody(within=authority_scope(act.authority))
    return next(
        (
            each
            for each in everybody
            if each.is_active
            and each.may(permission)
            and (each.email.casefold() == given or letters(each.name) == letters(given))
        ),
        None,
    )


def _accounts_of_one(recorded: str, act: Act, permission: Permission) -> str:
    """Why two accounts count as one person's; "" where they do not."""
    name, _, account = recorded.rpartition(_BY)
    user = None if name else store.accounts.users.by_email(account)
    own = store.accounts.users.by_email(act.by)
    if act.by.startswith(_COMMAND_LINE):
        own = _decider(act, permission)
    if user is not None and own is not None:
        is_one = one_person.is_one(user, own)
    else:
        # Who proposed it on a command line is known by a name or an address.
        is_one = own is not None and (
            is_one_name(name, own.name)
            or one_person.mailbox(name) == one_person.mailbox(own.email)
        )
    if not is_one:
        return ""
    return (
        f"{act.acts_for or act.by} counts as the same person as {name or account}. If "
        "they are two people of one name, an administrator records that on the page of "
        "the account."
    )
