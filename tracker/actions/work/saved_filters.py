"""Saving the filter of a list under a name, and removing it."""

from dataclasses import dataclass

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.users import User
from tracker.store.work.saved_filters import SavedFilter

#: The most that one user can save.
MOST = 100
#: The greatest lengths of a name, of the path of a page and of its filters.
LONGEST_NAME, LONGEST_PAGE, LONGEST_FILTERS = 60, 200, 400


@dataclass(frozen=True, slots=True)
class NewFilter:
    """A filter to save: the path of its page, its query string, and its name.

    ``instead_of`` is the user's own filter that gets this name, in place of a new one.
    """

    page: str
    filters: str
    name: str
    shared: bool = False
    instead_of: int | None = None


def save(new: NewFilter, *, user: User, act: Act) -> SavedFilter:
    """Saves a filter of a user; it replaces one of the same name on the same page.

    Raises Refusal for one without a name or a filter, for one that is too long, and
    where the user has MOST already.
    """
    name = " ".join(new.name.split())
    if not name:
        raise Refusal("Enter a name for the filter, such as Hindley, no phone.", "name")
    if len(name) > LONGEST_NAME:
        raise Refusal(f"Enter a name of {LONGEST_NAME} characters or fewer.", "name")
    if not new.filters or not new.page.startswith("/"):
        raise Refusal("Narrow the list first: there is no filter to save.")
    if len(new.filters) > LONGEST_FILTERS or len(new.page) > LONGEST_PAGE:
        raise Refusal("This filter is too long to be saved. Take some of it away.")
    # Two clicks on the button save it once.
    with store.database.base.transaction(f"saved filters of {user.id}"):
        filters = store.work.saved_filters
        found = same = filters.of_name(user.id, new.page, name)
        if new.instead_of is not None:
            found = filters.of_number(new.instead_of, user.id) or same
        if same is not None and found is not same:
            db.session.delete(same)
            db.session.flush()
        if found is None:
            if store.work.saved_filters.how_many(user.id) >= MOST:
                raise Refusal(
                    f"You have {MOST} saved filters. Remove one that you no longer use."
                )
            found = SavedFilter(
                authority=user.authority, user_id=user.id, page=new.page, name=name
            )
            db.session.add(found)
        found.name = name
        found.filters, found.shared = new.filters, new.shared
        found.saved_at = act.at
    return found


def remove(
    number: int, *, user: User, within: Scope | None = None
) -> SavedFilter | None:
    """Removes a filter of a user; returns it, or None where there is none of theirs.

    With ``within`` also one that any user of the scope shared: who shared it may have
    left.
    """
    filters = store.work.saved_filters
    with store.database.base.transaction():
        found = filters.of_number(number, user.id)
        if found is None and within is not None:
            found = filters.shared(number, within=within)
        if found is not None:
            db.session.delete(found)
    return found
