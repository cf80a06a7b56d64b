"""How long ago those who are NEET or not known were contacted, counted at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.access import Scope
from tracker.store import base


@dataclass(frozen=True, slots=True)
class Times:
    """How many were contacted last so many days ago, of all who are asked about.

    ``ago`` counts people by band of days, the last band for longer; ``never`` those
    with no contact at all. ``in_time`` are those of ``became``, who became NEET lately
    enough to tell, that were contacted soon after.
    """

    people: int
    ago: tuple[int, ...]
    never: int
    became: int
    in_time: int


def times(
    as_of: date,
    *,
    within: Scope,
    mask: int,
    bands: Sequence[int],
    soon: int,
    lately: timedelta,
) -> Times:
    """Of those whose answers have all bits of ``mask``: when they were contacted last.

    ``bands`` are the last days of each band. A contact counts whatever came of it, and
    whichever of a person's records it was said of. Who became NEET within ``lately``,
    and at least ``soon`` days ago, should have been contacted within those days.
    """
    counted = ", ".join("count(*) FILTER (WHERE ago > %s AND ago <= %s)" for _ in bands)
    lower = [-1, *bands[:-1]]
    values = [bound for pair in zip(lower, bands, strict=True) for bound in pair]
    ((people, *ago, longer, never, became, in_time),) = base.stream(
        "WITH asked AS MATERIALIZED ("
        " SELECT o.person_id, o.neet_since FROM positions o"
        " WHERE o.as_of = %s AND o.authority = ANY(%s) AND o.answers & %s = %s"
        "), records AS ("
        " SELECT person_id AS root, person_id AS record FROM asked UNION ALL"
        " SELECT a.person_id, p.id FROM asked a JOIN people p"
        " ON p.merged_into = a.person_id"
        "), made AS ("
        " SELECT r.root, c.made_on FROM records r JOIN contacts c"
        " ON c.person_id = r.record AND c.withdrawn_at IS NULL AND c.made_on <= %s"
        "), last AS ("
        " SELECT a.person_id, a.neet_since, %s::date - max(m.made_on) AS ago,"
        " min(m.made_on) FILTER (WHERE m.made_on >= a.neet_since) AS first"
        " FROM asked a LEFT JOIN made m ON m.root = a.person_id GROUP BY 1, 2"
        "), judged AS ("
        " SELECT *, neet_since BETWEEN %s::date AND %s::date AS counts FROM last"
        ") SELECT count(*), "
        + counted
        + ", count(*) FILTER (WHERE ago > %s), count(*) FILTER (WHERE ago IS NULL),"
        " count(*) FILTER (WHERE counts),"
        " count(*) FILTER (WHERE counts AND first <= neet_since + %s) FROM judged",
        as_of,
        base.whole(within),
        mask,
        mask,
        as_of,
        as_of,
        as_of - lately,
        as_of - timedelta(days=soon),
        *values,
        bands[-1],
        soon,
    )
    return Times(people, (*ago, longer), never, became, in_time)
