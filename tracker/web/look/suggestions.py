"""The answers of a type-ahead field for institutions, while its user types."""

from collections.abc import Callable, Iterable
from operator import attrgetter

from flask import Response, jsonify

from tracker.domain.reference.institution import Institution
from tracker.store.institutions.institution_names import Match


def suggestions(
    matches: Iterable[Match],
    about: Callable[[Match], str],
    name: Callable[[Institution], str] = attrgetter("name"),
) -> Response:
    """Each institution with its key, its name, and how it differs from the others."""
    return jsonify(
        [
            {
                "key": each.institution.key,
                "name": name(each.institution),
                "about": about(each),
            }
            for each in matches
        ]
    )
