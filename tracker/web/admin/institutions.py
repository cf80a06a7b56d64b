"""The register of schools and colleges as it is loaded, and who of them has users."""

from collections.abc import Iterable

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker.access import Permission
from tracker.domain.institution import Institution
from tracker.store import institution_names, institutions, users
from tracker.store.users import Wanted
from tracker.web import paging
from tracker.web.admin import bp
from tracker.web.clock import now
from tracker.web.guard import found, requires, scope

#: What a list can be narrowed to.
SHOWN = ("with users", "of this authority", "all")


@bp.get("/institutions", endpoint="institutions")
@requires(Permission.MANAGE_USERS)
def register() -> ResponseReturnValue:
    words = request.args.get("q", "")[:100].strip()
    with_users = users.by_institution(within=scope())
    directory = institutions.directory()
    asked = request.args.get("show", SHOWN[0] if with_users else SHOWN[1])
    if words:
        asked = SHOWN[2]
        limit = len(directory)
        found_ = [
            each.institution for each in institution_names.find(words, limit=limit)
        ]
    else:
        found_ = _narrowed(directory, asked, with_users)
    page = paging.page(len(found_))
    return render_template(
        "admin/institutions.html",
        shown=found_[page.offset : page.last_row],
        page=page,
        words=words,
        asked=asked,
        choices=SHOWN,
        with_users=with_users,
        count=len(directory),
        as_at=institutions.as_at(),
    )


def _narrowed(
    directory: Iterable[Institution], asked: str, with_users: dict[str, int]
) -> list[Institution]:
    """Open ones first, by name."""
    here = scope().authorities
    return sorted(
        (
            each
            for each in directory
            if asked not in SHOWN[:2]
            or (each.key in with_users if asked == SHOWN[0] else each.authority in here)
        ),
        key=lambda each: (each.closed is not None, each.name, each.key),
    )


@bp.get("/institutions/<key>")
@requires(Permission.MANAGE_USERS)
def institution(key: str) -> ResponseReturnValue:
    known = found(institutions.directory().by_key(key))
    wanted, within = Wanted(institution=known.key), scope()
    page = paging.page(users.count(wanted, within=within, at=now()))
    return render_template(
        "admin/institution.html",
        known=known,
        shown=users.listed(
            wanted, within=within, at=now(), offset=page.offset, limit=page.rows
        ),
        page=page,
        state_of=users.state_of,
    )
