"""A review of accounts: opened, confirmed group by group, and closed.

The accounts of a school or college are confirmed by an administrator, and so are those
of the council's staff. A team leader may confirm advisers as well. Users of a school do
not confirm their colleagues: the council answers for who sees its records.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from tracker import store
from tracker.access import ROLES, Permission, authority_scope
from tracker.actions.accounts import settings, users
from tracker.actions.accounts.review import review_dates, review_letters
from tracker.actions.act import Act
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.accounts.reviews import AccountReview
from tracker.store.accounts.users import User

#: The role whose accounts a team leader confirms.
OF_TEAM = "adviser"
ADVISERS, STAFF = "advisers", "staff"


@dataclass(frozen=True, slots=True)
class Group:
    """The accounts that are confirmed together: an institution's, or a team's.

    ``key`` is the key of the institution, ADVISERS or STAFF. ``confirmed`` counts the
    accounts that need nothing more.
    """

    key: str
    to_confirm: tuple[User, ...]
    confirmed: int

    @property
    def is_institution(self) -> bool:
        return self.key not in (ADVISERS, STAFF)

    @property
    def role(self) -> str:
        """The role that confirms them."""
        return "team-leader" if self.key == ADVISERS else "administrator"


def group_of(user: User) -> str:
    """The key of the group that an account is confirmed with."""
    if user.institution is not None:
        return user.institution
    return ADVISERS if user.role == OF_TEAM else STAFF


def may_confirm(key: str, permissions: Collection[Permission]) -> bool:
    """Whether a user with these permissions confirms the accounts of a group."""
    return Permission.MANAGE_USERS in permissions or (
        key == ADVISERS and Permission.CONFIRM_ACCOUNTS in permissions
    )


def groups(review: AccountReview) -> list[Group]:
    """Every group with open accounts, those with the most to confirm first."""
    scope = authority_scope(review.authority)
    by_key: dict[str, list[User]] = {}
    for user in store.accounts.reviews.open_accounts(within=scope):
        by_key.setdefault(group_of(user), []).append(user)
    found = []
    for key, members in by_key.items():
        left = [u for u in members if review_dates.is_to_confirm(u, review.year)]
        found.append(Group(key, tuple(left), len(members) - len(left)))
    return sorted(found, key=lambda each: (-len(each.to_confirm), each.key))


def open_review(authority: str) -> AccountReview | None:
    """The review that is open now, or None."""
    newest = store.accounts.reviews.newest(authority)
    return newest if newest is not None and newest.closed_at is None else None


def confirm(
    accounts: Sequence[User], *, permissions: Collection[Permission], act: Act
) -> int:
    """Confirms that accounts are still needed; returns their number.

    Raises Refusal for an account of another group, and for the user's own.
    """
    if not accounts:
        raise Refusal("Select at least one account.", "account")
    for user in accounts:
        if not may_confirm(group_of(user), permissions):
            raise Refusal("These accounts are confirmed by an administrator.")
        if user.email.lower() == act.by.lower():
            raise Refusal("Your own account is confirmed by a colleague.", "account")
    with store.database.base.transaction():
        for user in accounts:
            users.mark_needed(user, act=act)
    return len(accounts)


def each_night(*, act: Act) -> AccountReview | None:
    """Opens the review of the year, reminds, and closes it on its day.

    Returns the review if it is open afterwards.
    """
    with store.database.base.transaction(f"account review of {act.authority}"):
        first = review_dates.opens_on(act.on)
        if (
            first is not None
            and open_review(act.authority) is None
            and store.accounts.reviews.get(act.authority, first.year) is None
        ):
            _open(first.year, act)
        review = open_review(act.authority)
        if review is None:
            return None
        last = last_day(review)
        if act.on > last:
            _close(review, act)
            return None
        if (owed := review_dates.reminders_owed(act.on, last)) > review.reminders:
            review.reminders = owed
            _write_to_confirmers(review, review_letters.REMINDER, act)
    return review


def last_day(review: AccountReview) -> date:
    """The last day to confirm, by the council's setting."""
    return review_dates.last_day(review, settings.of(review.authority).accounts_close)


def _open(year: int, act: Act) -> None:
    review = AccountReview(
        authority=act.authority, year=year, opened_on=act.on, reminders=0
    )
    db.session.add(review)
    db.session.flush()
    _write_to_confirmers(review, review_letters.OPENED, act)
    left = sum(len(each.to_confirm) for each in groups(review))
    act.note(Action.REVIEW_OPENED, f"authority {act.authority}", accounts=left)


def _write_to_confirmers(review: AccountReview, letter: str, act: Act) -> None:
    """Letters to those who confirm a group that is not confirmed yet."""
    left = [each for each in groups(review) if each.to_confirm]
    for user in store.accounts.reviews.open_accounts(
        within=authority_scope(review.authority)
    ):
        permissions = ROLES[user.role].permissions
        if user.is_active and any(may_confirm(g.key, permissions) for g in left):
            review_letters.write(user, letter, at=act.at)


def _close(review: AccountReview, act: Act) -> None:
    """Closes each account that was not confirmed, with its line and its letter."""
    closed = 0
    for group in groups(review):
        for user in group.to_confirm:
            try:
                with db.session.begin_nested():
                    users.close(user, act=act, action=Action.USER_CLOSED_UNCONFIRMED)
            except Refusal:
                continue  # the last administrator stays
            review_letters.write(user, review_letters.CLOSED, at=act.at)
            closed += 1
    review.closed_at = act.at
    act.note(Action.REVIEW_CLOSED, f"authority {act.authority}", accounts=closed)
