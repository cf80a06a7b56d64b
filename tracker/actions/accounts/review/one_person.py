"""Accounts that count as one person's, so that they do not approve what they requested.

Accounts of one authority are one person's if their letters go to one mailbox (the part
after a plus sign does not matter) or if they have the same name. Two people may have
one name: an administrator who is neither of them records that.

See decision 0194.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice, permutations

from tracker import store
from tracker.access import Scope, authority_scope
from tracker.actions.accounts.own_acts import subject
from tracker.actions.act import Act
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.accounts.users import User

#: The orders of the words of a name that are compared: all of a name of five.
_MOST_ORDERS = 120


def letters(name: str) -> str:
    """The letters of a name, without accents, case, spaces and other signs."""
    apart = unicodedata.normalize("NFKD", name).casefold()
    return "".join(each for each in apart if each.isalnum())


def _words(name: str) -> list[str]:
    """The words of a name, each as its letters, in order of the alphabet."""
    return sorted(filter(None, map(letters, re.split(r"[\s,.]+", name))))


def is_one_name(name: str, other: str) -> bool:
    """Whether two names are one, whichever word is first; an initial is its word."""
    if letters(name) == letters(other):
        return True
    first, second = _words(name), _words(other)
    return len(first) == len(second) > 1 and any(
        all(map(_is_one_word, first, order))
        for order in islice(permutations(second), _MOST_ORDERS)
    )


def _is_one_word(one: str, other: str) -> bool:
    is_initial = min(len(one), len(other)) == 1
    return one[0] == other[0] if is_initial else one == other


def mailbox(email: str) -> str:
    """The address to which the letters of an address go, in small letters."""
    local, _, host = email.strip().casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{host}"


def is_one(user: User, other: User) -> bool:
    """Whether two accounts count as one person's."""
    if user.id == other.id or mailbox(user.email) == mailbox(other.email):
        return True
    return (
        user.authority == other.authority
        and is_one_name(user.name, other.name)
        and other.id not in user.other_people
    )


def is_by(account: str, act: Act) -> bool:
    """Whether an act is of the person who has an account, by this or another one."""
    if account == act.by:
        return True
    user, own = (store.accounts.users.by_email(each) for each in (account, act.by))
    return user is not None and own is not None and is_one(user, own)


class Accounts:
    """Accounts by what one person's have in common, so that many are compared soon."""

    def __init__(self, users: Iterable[User]) -> None:
        self._by_key: dict[str, list[User]] = defaultdict(list)
        for user in users:
            self.add(user)

    def add(self, user: User) -> None:
        """Adds an account, which may be one that is only going to be made."""
        for key in _keys(user):
            self._by_key[key].append(user)

    def others(self, user: User) -> list[User]:
        """The other accounts that count as this user's, each once."""
        alike = (each for key in _keys(user) for each in self._by_key.get(key, ()))
        found = {id(each): each for each in alike if each is not user}
        return [each for each in found.values() if is_one(user, each)]


def _keys(user: User) -> set[str]:
    """What any two accounts of one person have at least one of in common."""
    initials = " ".join(sorted(each[0] for each in _words(user.name)))
    return {mailbox(user.email), f"name {letters(user.name)}", f"initials {initials}"}


def others_of(user: User) -> Sequence[User]:
    """The other accounts that count as this user's, closed ones too."""
    scope = authority_scope(user.authority)
    everybody = store.accounts.users.everybody(within=scope)
    return [each for each in everybody if each.id != user.id and is_one(user, each)]


def warning(user: User) -> str:
    """A sentence for the administrator about the other accounts; "" without any."""
    return warning_about(user, others_of(user))


def warning_about(user: User, others: Iterable[User]) -> str:
    """The sentence about these other accounts; "" without any."""
    named = ", ".join(each.email for each in others)
    if not named:
        return ""
    return (
        f"{user.email} counts as the same person as {named}: neither may approve what "
        "the other requested. If it is another person of the same name, an "
        "administrator who is neither of them can record that."
    )


def distinguish(user: User, number: int, *, within: Scope, act: Act) -> None:
    """Records that two accounts of one name are of two people. Raises Refusal.

    The administrator must be neither of them.
    """
    with store.database.base.transaction(f"users of {act.authority}"):
        other = store.accounts.users.get(number, within=within)
        if other is None or other.id == user.id or not is_one(user, other):
            raise Refusal("These accounts do not count as one person.")
        if mailbox(user.email) == mailbox(other.email):
            raise Refusal(
                "Both addresses lead to one mailbox, so they are one person. Close one "
                "of the accounts, or change its address."
            )
        if act.by.startswith("os user ") and not act.acts_for:
            raise Refusal("Name the person who decides, with --for.")
        by = store.accounts.users.by_email(act.by)
        if is_one_name(act.acts_for or (by.name if by else ""), user.name) or (
            by is not None and (is_one(by, user) or is_one(by, other))
        ):
            raise Refusal("An administrator who is neither of them has to decide this.")
        user.other_people = sorted({*user.other_people, other.id})
        other.other_people = sorted({*other.other_people, user.id})
        act.note(Action.USERS_DISTINGUISHED, subject(user), other=other.id)
