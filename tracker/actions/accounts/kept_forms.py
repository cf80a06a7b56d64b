"""Forms that users sent after their session had ended: kept, shown again, saved.

What was typed is encrypted, belongs to the one user whose session it was, and is saved
by nothing but their own click.
See decision 0156.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from tracker import store
from tracker.actions.act import Act
from tracker.encryption import Keys
from tracker.store.accounts.audit import Action
from tracker.store.accounts.kept_forms import CONTENTS, KeptForm
from tracker.store.accounts.users import User

LASTS = timedelta(days=1)
#: The most that one form may hold, in bytes of its names and values.
LARGEST = 64 * 1024
#: The most forms that are kept for a user: the oldest makes room for the next.
MOST = 10

Pairs = tuple[tuple[str, str], ...]
#: The role of a user and the key of their school or college.
Place = tuple[str, str | None]


def place_of(user: User) -> Place:
    """The role that a user has, and the institution at which they work."""
    return user.role, user.institution


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it was sent: to which page, with what in its fields.

    ``title`` is what it is there to do, ``address`` the page on which it is shown
    again. ``files`` are the names of the files that were chosen, and are not kept.
    ``too_long`` is a form without its fields. ``place`` is that of its user when the
    page was opened; None where that is not known.
    """

    title: str
    sent_to: str
    address: str
    fields: Pairs
    files: tuple[str, ...] = ()
    too_long: bool = False
    place: Place | None = None

    def is_for(self, user: User) -> bool:
        """Whether its user has still the role and the institution that it was typed
        for. Otherwise a click would save it for another school or college.
        """
        return self.place == place_of(user)


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept form with its contents opened."""

    number: int
    at: datetime
    until: datetime
    form: Form


def is_too_long(fields: Sequence[tuple[str, str]]) -> bool:
    """Whether the fields are more than is kept of a form."""
    return sum(len(n.encode()) + len(v.encode()) for n, v in fields) > LARGEST


def keep(form: Form, *, digest: str, user: User, keys: Keys, act: Act) -> int:
    """Keeps a form for a user, and returns its number.

    The same form sent again is kept once. The oldest of too many is dropped.
    """
    with store.database.base.transaction(f"kept forms of {user.id}"):
        there = store.accounts.kept_forms.of_user(user, since=act.at - LASTS)
        for each in there:
            if each.digest == digest:
                each.kept_at, each.offered_at = act.at, None
                return each.id
        dropped = there[: max(0, len(there) - MOST + 1)]
        for each in dropped:
            store.accounts.kept_forms.end(each, at=act.at, digest="")
        kept = KeptForm(
            authority=user.authority, user_id=user.id, kept_at=act.at, digest=digest
        )
        store.database.base.insert(kept)
        plain = json.dumps(asdict(form))
        kept.contents = CONTENTS.encrypt(keys, plain.encode(), row=kept.id)
        act.note(Action.FORM_KEPT, _subject(kept), dropped=len(dropped))
    return kept.id


def of_user(user: User, *, keys: Keys, at: datetime) -> list[Kept]:
    """The forms that are kept for a user, the oldest first."""
    found = store.accounts.kept_forms.of_user(user, since=at - LASTS)
    return [_opened(each, keys) for each in found]


def how_many(user: User, *, at: datetime) -> int:
    """The number of forms that are kept for a user."""
    return store.accounts.kept_forms.how_many(user, since=at - LASTS)


def get(number: int, user: User, *, keys: Keys, at: datetime) -> Kept | None:
    """A form that is kept for this user; None for every other number."""
    found = store.accounts.kept_forms.get(number, user, since=at - LASTS)
    return None if found is None else _opened(found, keys)


def offer(user: User, *, keys: Keys, at: datetime) -> list[Kept]:
    """The forms to which a user is led after signing in: each of them once."""
    with store.database.base.transaction():
        found = [
            each
            for each in store.accounts.kept_forms.of_user(user, since=at - LASTS)
            if each.offered_at is None
        ]
        for each in found:
            each.offered_at = at
    return [_opened(each, keys) for each in found]


def _opened(kept: KeptForm, keys: Keys) -> Kept:
    assert kept.contents is not None
    plain = CONTENTS.decrypt(keys, kept.contents, row=kept.id)
    found = json.loads(plain)
    found["fields"] = tuple((name, value) for name, value in found["fields"])
    found["files"] = tuple(found["files"])
    if found.get("place"):
        role, institution = found["place"]
        found["place"] = (role, institution)
    form = Form(**found)
    return Kept(kept.id, kept.kept_at, kept.kept_at + LASTS, form)


@dataclass(frozen=True, slots=True)
class Saving:
    """A kept form while its page is being saved, to open it again if it is not."""

    kept: KeptForm
    digest: str
    contents: bytes | None

    @property
    def number(self) -> int:
        return self.kept.id


def is_saved_already(number: int, user: User, *, digest: str) -> bool:
    """Whether exactly these fields of a form were saved before: a second click."""
    found = store.accounts.kept_forms.of_number(number, user)
    return found is not None and found.ended_at is not None and found.digest == digest


def begin_saving(
    number: int, user: User, *, digest: str, at: datetime
) -> Saving | None:
    """Ends a form in the open transaction, so that it ends with what is saved.

    A second click waits here for the first. None where there is no such form open.
    """
    found = store.accounts.kept_forms.get(number, user, since=at - LASTS)
    if found is None:
        return None
    saving = Saving(found, found.digest, found.contents)
    if not store.accounts.kept_forms.end(found, at=at, digest=digest):
        return None
    return saving


def end_saving(saving: Saving, *, digest: str, saved: bool, at: datetime) -> None:
    """Ends the form for good, or opens it again, whatever became of the transaction."""
    with store.database.base.transaction():
        if saved:
            store.accounts.kept_forms.end(saving.kept, at=at, digest=digest)
        else:
            store.accounts.kept_forms.open_again(
                saving.kept, digest=saving.digest, contents=saving.contents
            )


def discard(number: int, user: User, *, act: Act) -> bool:
    """Discards a form of this user; false where there is none."""
    with store.database.base.transaction():
        found = store.accounts.kept_forms.get(number, user, since=act.at - LASTS)
        if found is None or not store.accounts.kept_forms.end(
            found, at=act.at, digest=""
        ):
            return False
        act.note(Action.FORM_DISCARDED, _subject(found))
    return True


def sweep(*, act: Act) -> int:
    """Deletes what is older than a day; returns the number of forms."""
    with store.database.base.transaction():
        return store.accounts.kept_forms.delete_old(
            act.authority, before=act.at - LASTS
        )


def _subject(kept: KeptForm) -> str:
    return f"kept form {kept.id}"
