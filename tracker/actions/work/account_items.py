"""Work items for the accounts to confirm: one for each institution and each team."""

from tracker import store
from tracker.access import Scope
from tracker.actions.accounts.review import confirming
from tracker.actions.act import Act
from tracker.actions.work import items
from tracker.store.accounts.reviews import AccountReview

KIND = "account-review"
_TITLES = {
    confirming.ADVISERS: "the advisers",
    confirming.STAFF: "the council's other staff",
}


def title_of(key: str) -> str:
    """The words for a group of accounts."""
    if key in _TITLES:
        return _TITLES[key]
    known = store.institutions.register.directory().name_of(key)
    return known or key


def refresh(review: AccountReview | None, *, within: Scope, act: Act) -> None:
    """Opens an item for each group with accounts to confirm; finishes the others."""
    left = {} if review is None else _to_confirm(review)
    for item in store.work.items.open_of_kind(KIND, within=within):
        if item.why not in left:
            items.finish(item.id, within=within, act=act)
    if review is None:
        return
    due = max(confirming.last_day(review), act.on)
    for why, group in left.items():
        items.open_item(
            KIND,
            why,
            institution=group.key if group.is_institution else None,
            role=group.role,
            due=due,
            within=within,
            act=act,
        )


def _to_confirm(review: AccountReview) -> dict[str, confirming.Group]:
    return {
        f"Confirm the accounts of {title_of(each.key)}"[: items.LONGEST_WHY]: each
        for each in confirming.groups(review)
        if each.to_confirm
    }
