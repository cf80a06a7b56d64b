"""The sender of a file by its number, or by its name in the register."""

import re

from tracker import actions
from tracker.access import authority_scope
from tracker.actions.intake.load import NotAnInstitution, has_name_alone
from tracker.feeds.declaration import Feed
from tracker.store.institutions.institution_names import Match
from tracker.wording import places

_NUMBER_OR_KEY = re.compile(r"\s*(?:(?:urn|laestab|ukprn):)?\d[\d/\s]*")
#: Of those that a name fits, this many are named.
_MOST_NAMED = 8


def number_of(feed: Feed, given: str | None, authority: str) -> str | None:
    """What identifies the sender of a file of a feed: the number that was given, or the
    key of the only institution with the name that was given.

    Raises NotAnInstitution for a name that none has, or that several have.
    """
    if given is None or feed.from_authorities or _NUMBER_OR_KEY.fullmatch(given):
        return given
    if has_name_alone(feed):
        return given
    known = actions.institutions.known_places
    places_known = known.of(authority_scope(authority))
    matches = places_known.find(given) if given.strip() else []
    if (one := known.the_only(matches, given)) is not None:
        return one.institution.key
    name = given.strip()[:60] or "Nothing"
    if not matches:
        raise NotAnInstitution(
            f"{name} is neither the number nor the name of a sender that is known. A "
            "URN has 6 digits, a DfE number 7, a UKPRN 8; or give part of the name in "
            "the register of schools and colleges.",
            "institution",
        )
    more = len(matches) - _MOST_NAMED
    beyond = f"; and {more} more" if more > 0 else ""
    raise NotAnInstitution(
        f"Several are called {name}: "
        f"{'; '.join(map(_in_words, matches[:_MOST_NAMED]))}{beyond}. Give more of the "
        "name, or the number of one.",
        "institution",
    )


def _in_words(match: Match) -> str:
    there = match.institution
    kinds = ((title, getattr(there, kind)) for kind, title in places.NUMBERS.items())
    numbers = (f"{title} {number}" for title, number in kinds if number)
    return places.with_town(there, next(numbers, None))
