"""The origin of a detail of identity or of an address.

The origin is the source and the institution of its line. Two details are independent
where their origins differ.
"""

from collections.abc import Iterable, Mapping

from tracker.domain.history.details.house_moves import Home
from tracker.domain.history.evidence import Detail, Evidence, Source
from tracker.domain.history.identity.identity_statements import (
    IdentityStatement,
    Standing,
    standing_of,
)
from tracker.domain.history.stays import Resolve
from tracker.domain.reference.identifiers import Upn
from tracker.domain.reference.institution import InstitutionRef, key_of

Line = tuple[int | None, str | None, int | None]  # batch, file and line


def line_of(source: Source) -> Line:
    return source.batch, source.file, source.line


def statements_by_subject(
    evidence: Iterable[Evidence],
    places: Mapping[Line, InstitutionRef],
    resolve: Resolve,
) -> dict[str, list[IdentityStatement]]:
    """Statements about an identity by subject, with the standing and origin of each.

    The three censuses of a school each year are one source. So are all files of an
    earlier system, because they repeat each other.
    """
    found: dict[str, list[IdentityStatement]] = {}
    for item in evidence:
        detail, source = item.statement, item.source
        assert isinstance(detail, Detail)
        standing = standing_of(source)
        place = (
            key_by(places.get(line_of(source)), resolve)
            if standing in (Standing.CENSUS, Standing.LIST)
            else None
        )
        found.setdefault(detail.about, []).append(
            IdentityStatement(
                standing, place, item.as_at, item.tie_break, detail, source
            )
        )
    return found


def homes_given(
    evidence: Iterable[Evidence],
    places: Mapping[Line, InstitutionRef],
    resolve: Resolve,
) -> list[Home]:
    """Every postcode that a source gave, with the source and its day."""
    found = []
    for item in evidence:
        detail = item.statement
        if isinstance(detail, Detail) and (postcode := detail.get("postcode")):
            place = places.get(line_of(item.source))
            found.append(
                Home(postcode, item.as_at, item.source, key_by(place, resolve))
            )
    return found


def key_by(ref: InstitutionRef | None, resolve: Resolve) -> str | None:
    """The key of an institution in the register, or the one of its own identifiers."""
    if ref is None:
        return None
    found = resolve(ref)
    return found.key if found is not None else key_of(ref)


def upn_of(evidence: Iterable[Evidence]) -> str | None:
    """The UPN that stands (Feeds 2.1).

    A permanent UPN comes before a temporary one, and one with the right check letter
    before a mistyped one. Then the standing of the source decides, then the day.
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
            pair[0].tie_break,
            pair[1],
        ),
    )
    return upn
