"""Filters of lists that users save under a name, for themselves or for the team."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ForeignKey, String, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.extensions import Model, db
from tracker.store.accounts.users import User
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, Moment


class SavedFilter(Model):
    """A filter with its name.

    ``page`` is the path of the list, and ``filters`` its query string. Text that was
    typed is left out of that, because it may be the name of a young person. A
    ``shared`` one is shown to every user who may open the page.
    """

    __tablename__ = "saved_filters"
    __table_args__ = (UniqueConstraint("user_id", "page", "name"),)

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    page: Mapped[str] = mapped_column(String(200), index=True)
    name: Mapped[str] = mapped_column(String(60))
    filters: Mapped[str] = mapped_column(String(400))
    shared: Mapped[bool]
    saved_at: Mapped[Moment]


class Saved(NamedTuple):
    """A saved filter, and the name of the user who saved it."""

    filter: SavedFilter
    by: str


def of_page(page: str, user: int, *, within: Scope) -> Sequence[Saved]:
    """The filters of a list that a user saved or a colleague shared, by name."""
    found = db.session.execute(
        select(SavedFilter, User.name)
        .join(User, User.id == SavedFilter.user_id)
        .where(
            SavedFilter.page == page,
            SavedFilter.authority.in_(base.whole(within)),
            or_(SavedFilter.user_id == user, SavedFilter.shared),
        )
        .order_by(SavedFilter.name, SavedFilter.id)
    )
    return [Saved(*row) for row in found]


def how_many(user: int) -> int:
    """The number of filters that a user saved."""
    return base.total(SavedFilter, SavedFilter.user_id == user)


def of_name(user: int, page: str, name: str) -> SavedFilter | None:
    """The filter that a user saved for a list under a name."""
    return base.first(
        select(SavedFilter).where(
            SavedFilter.user_id == user,
            SavedFilter.page == page,
            SavedFilter.name == name,
        )
    )


def of_number(number: int, user: int) -> SavedFilter | None:
    """A filter by its number; None for one that another user saved."""
    return base.first(
        select(SavedFilter).where(SavedFilter.id == number, SavedFilter.user_id == user)
    )


def shared(number: int, *, within: Scope) -> SavedFilter | None:
    """A shared filter of any user of the scope."""
    found = base.of_number(SavedFilter, number, base.whole(within))
    return found if found is not None and found.shared else None
