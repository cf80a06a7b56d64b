"""Who gives a detail of identity or of a home: its source, and the institution of the
line that it stands on. Both say how independent two sources are.
"""

from collections.abc import Iterable, Mapping

from tracker.domain.history.details.house_moves import Home
from tracker.domain.history.evidence import Detail, Evidence, Source
from tracker.domain.history.identity.identity_statements import (
    Standing,
    Word,
    standing_of,
)
from tracker.domain.history.stays import Resolve
from tracker.domain.reference.identifiers import Upn
from tracker.domain.reference.institution import InstitutionRef, key_of

Line = tuple[int | None, str | None, int | None]  # batch, file and line


def line_of(source: Source) -> Line:
    return source.batch, source.file, source.line


def words(
    evidence: Iterable[Evidence],
    places: Mapping[Line, InstitutionRef],
    resolve: Resolve,
) -> dict[str, list[Word]]:
    """What sources say of who somebody is, with how good and how independent they are.

    What a school sends three times a year is one source, and so is all that an earlier
    system wrote: its files repeat each other.
    """
    words: dict[str, list[Word]] = {}
    for item in evidence:
        detail, source = item.statement, item.source
        assert isinstance(detail, Detail)
        standing = standing_of(source)
        place = (
            key_by(places.get(line_of(source)), resolve)
            if standing in (Standing.CENSUS, Standing.LIST)
            else None
        )
        words.setdefault(detail.about, []).append(
            Word(standing, place, item.as_at, item.last_word, detail, source)
        )
    return words


def homes_given(
    evidence: Iterable[Evidence],
    places: Mapping[Line, InstitutionRef],
    resolve: Resolve,
) -> list[Home]:
    """Every postcode that was given, by whom and as at when."""
    found = []
    for item in evidence:
        detail = item.statement
        if isinstance(detail, Detail) and (postcode := detail.get("postcode")):
            place = places.get(line_of(item.source))
            whole = any(name != "postcode" for name, _ in detail.values)
            found.append(
                Home(postcode, whole, item.as_at, item.source, key_by(place, resolve))
            )
    return found


def key_by(ref: InstitutionRef | None, resolve: Resolve) -> str | None:
    if ref is None:
        return None
    found = resolve(ref)
    return found.key if found is not None else key_of(ref)


def upn_of(evidence: Iterable[Evidence]) -> str | None:
    """The UPN that stands: a permanent one before a temporary one, one whose check
    letter is right before one that somebody mistyped, then by the source's standing
    and the day (Feeds 2.1).
    """
    given = [
        (item, upn)
        for item in evidence
        if isinstance(item.statement, Detail) and (upn := item.statement.get("upn"))
    ]
    if len({upn for _, upn in given}) <= 1:
        return given[0][1] if given else None
    _, upn = min(
        given,
        key=lambda pair: (
            Upn.is_temporary(pair[1]),
            Upn.check_letter(pair[1][1:]) != pair[1][:1],
            standing_of(pair[0].source),
            -pair[0].as_at.toordinal(),
            pair[0].last_word,
            pair[1],
        ),
    )
    return upn
