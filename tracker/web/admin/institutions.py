"""The register of schools and colleges as loaded, and which of them have users."""

from collections.abc import Iterable

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker import store
from tracker.access import Permission
from tracker.domain.reference.institution import Institution
from tracker.web.admin import bp, users
from tracker.web.guard import found, requires, scope
from tracker.web.look.listing import Listing

#: The choices by which the list is narrowed.
SHOWN = ("with users", "of this authority", "all")


@bp.get("/institutions", endpoint="institutions")
@requires(Permission.MANAGE_USERS)
def register() -> ResponseReturnValue:
    words = request.args.get("q", "")[:100].strip()
    with_users = store.accounts.users.by_institution(within=scope())
    directory = store.institutions.register.directory()
    authorities = scope().authorities
    here = sum(each.authority in authorities for each in directory)
    part = request.args.get("show", SHOWN[0] if with_users else SHOWN[1])
    if words:
        part = SHOWN[2]
        limit = len(directory)
        found_ = [
            each.institution
            for each in store.institutions.institution_names.find(words, limit=limit)
        ]
    else:
        found_ = _narrowed(directory, part, with_users)
    return render_template(
        "admin/institutions.html",
        listing=Listing(
            found_,
            keys={
                "name": lambda each: each.name.casefold(),
                "type": lambda each: each.kind,
                "users": lambda each: with_users.get(each.key, 0),
            },
        ),
        words=words,
        part=part,
        counts=dict(zip(SHOWN, (len(with_users), here, len(directory)), strict=True)),
        with_users=with_users,
        count=len(directory),
        as_at=store.institutions.register.as_at(),
    )


def _narrowed(
    directory: Iterable[Institution], part: str, with_users: dict[str, int]
) -> list[Institution]:
    """The institutions of the chosen list: open ones first, then by name."""
    here = scope().authorities
    return sorted(
        (
            each
            for each in directory
            if part not in SHOWN[:2]
            or (each.key in with_users if part == SHOWN[0] else each.authority in here)
        ),
        key=lambda each: (each.closed is not None, each.name, each.key),
    )


@bp.get("/institutions/<key>")
@requires(Permission.MANAGE_USERS)
def institution(key: str) -> ResponseReturnValue:
    known = found(store.institutions.register.directory().by_key(key))
    seen = store.accounts.sessions.seen(within=scope(), institution=known.key)
    return render_template(
        "admin/institution.html",
        known=known,
        listing=users.listing(seen, {known.key: known.name}),
    )
