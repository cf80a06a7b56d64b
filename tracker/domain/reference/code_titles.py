"""The titles of codes, by the name of the list that a column of a feed declares.

The lists of the return are those of ``codes`` and ``activity``. ``senders_codes.csv``
has the codes that only schools and colleges use: of the school census (Common Basic
Data Set) and of the individualised learner record.
"""

from collections.abc import Mapping
from pathlib import Path

from tracker.domain.reference import codes, tables
from tracker.domain.reference.activity import ACTIVITIES

ACTIVITY = "activity"
#: The list whose titles say everything: the code beside them would not help.
YES_OR_NO = "yes or no"
#: The lists that are in the requirement of the return.
OF_RETURN = (
    codes.AUTHORITIES,
    codes.CHARACTERISTICS,
    codes.COHORT_STATUSES,
    codes.ETHNICITIES,
    codes.GENDERS,
    codes.GUARANTEE_STATUSES,
    codes.INTENDED_DESTINATIONS,
    codes.LEVELS_OF_NEED,
)


def _of_senders() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    rows = tables.read(Path(__file__).with_name("senders_codes.csv"), dict)
    for row in rows:
        found.setdefault(row["list"], {})[row["code"]] = row["title"]
    return found


#: The title of each code, by list.
TITLES: Mapping[str, Mapping[str, str]] = {
    ACTIVITY: {each.code: each.title for each in ACTIVITIES.values()},
    **{each.name: {it.value: it.title for it in each} for each in OF_RETURN},
    **_of_senders(),
}


def with_title(of: str, code: str) -> str:
    """A code with its title: "210 – School sixth form"; a code without one as it is."""
    title = TITLES[of].get(code.strip().upper())
    if title is None:
        return code
    return title if of == YES_OR_NO else f"{code} – {title}"
