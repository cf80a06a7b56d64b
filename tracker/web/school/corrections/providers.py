"""Choosing a school, college or provider by any of its names."""

from flask import request
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.domain.reference.institution import Institution
from tracker.store.institutions.institution_names import Match
from tracker.web.filters import day
from tracker.web.guard import requires, scope
from tracker.web.look.suggestions import suggestions
from tracker.web.school import bp, own_institution
from tracker.wording.places import with_town

MOST = 12


def find(words: str) -> list[Institution]:
    """The institutions with every word in a name, town or number: open ones first."""
    return [each.institution for each in _matches(words)]


def by_key(key: str) -> Institution | None:
    """The institution with a key that ``find`` gave."""
    with own_institution.as_council():
        found = actions.institutions.known_places.of(scope()).by_key(key)
    return found.institution if found is not None else None


def _matches(words: str) -> list[Match]:
    with own_institution.as_council():
        return actions.institutions.known_places.of(scope()).find(words, limit=MOST)


def exact(words: str) -> Institution | None:
    """The institution with exactly this name or number, if there is just one."""
    whole = store.database.search_keys.plain(words)
    same = [
        each
        for each in find(words)
        if whole in (each.urn, each.laestab, each.ukprn)
        or whole
        in (
            store.database.search_keys.plain(each.name),
            store.database.search_keys.plain(with_town(each)),
        )
    ]
    return same[0] if len(same) == 1 else None


@bp.get("/leavers/providers")
@requires(Permission.CORRECT_LEAVER)
def correct_providers() -> ResponseReturnValue:
    """The answers for a type-ahead field while the user types."""
    return suggestions(_matches(request.args.get("q", "")[:80]), _about)


def _about(match: Match) -> str:
    """What distinguishes an institution from others of its name."""
    chosen = match.institution
    parts = (
        chosen.town,
        f"formerly {match.formerly}" if match.formerly else None,
        f"closed {day(chosen.closed)}" if chosen.closed else None,
    )
    return ", ".join(filter(None, parts))
