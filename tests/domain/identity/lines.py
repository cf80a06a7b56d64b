"""Lines of registers and lists, written short. Everybody here is invented."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.details.details_by_day import Details
from tracker.domain.history.evidence import Doing, Evidence, Source, Tier
from tracker.domain.history.identity.identity_questions import IdentityQuestion
from tracker.domain.history.identity.identity_statements import DECIDED
from tracker.domain.history.person import Identity
from tracker.domain.reference.institution import InstitutionRef

# The sources: tier, source, and the school that a line is about.
HILL = (Tier.SCHOOL_CENSUS, "school-census", "9990001")
LAKE = (Tier.SCHOOL_CENSUS, "school-census", "9990002")
OLD = (Tier.ADVISER, "nccis-file", None)
COLLEGE = (Tier.PROVIDER_ROLL, "provider-enrolment", "9990008")
OTHER_COLLEGE = (Tier.PROVIDER_ROLL, "provider-enrolment", "9990009")
NEIGHBOUR = (Tier.THIRD_PARTY, "correction", None)
OFFICER = (Tier.ADVISER, DECIDED, None)

Sender = tuple[Tier, str, str | None]


def line(
    sender: Sender,
    as_at: str,
    name: str = "",
    born: str = "",
    sex: str = "",
    **more: str,
) -> list[Evidence]:
    """The evidence of one line: "Amira Example", date of birth, sex, other names."""
    tier, source, place = sender
    by_hand = source in (DECIDED, "correction")
    batch = None if by_hand else int(as_at.replace("-", ""))
    where = Source(tier, source, f"{place}.csv", 1, batch)
    given, _, family = name.partition(" ")
    statements = [
        detail("name", given=given or None, family=family or None) if name else None,
        detail("birth", born=born or None, sex=sex or None) if born or sex else None,
        detail("other name", family=more["former"]) if "former" in more else None,
        Doing("110", at=InstitutionRef(laestab=place)) if place else None,
        detail("declined", field="family", value=more["no"], standing="4")
        if "no" in more
        else None,
        detail("declined", field="born", value=more["no_date"], standing="4")
        if "no_date" in more
        else None,
    ]
    at = datetime.fromisoformat(f"{as_at}T18:00").replace(tzinfo=UTC)
    return [
        Evidence(each, where, date.fromisoformat(as_at), at)
        for each in statements
        if each is not None
    ]


def fold(lines: Sequence[list[Evidence]]) -> tuple[Identity, list[IdentityQuestion]]:
    known = Details([each for some in lines for each in some]).on()
    return known.identity, list(known.questions)
