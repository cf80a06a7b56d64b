"""The handling of personal data: why it is held, how long, how sensitive, and for whom.

Each council decides it with its data protection officer. What is not decided yet reads
``TO_BE_DECIDED``, so that the data dictionary shows it (Law D-01).
"""

from dataclasses import dataclass, replace
from enum import StrEnum

TO_BE_DECIDED = "to be decided"

PUBLIC_TASK = "public task: Education and Skills Act 2008, sections 12 and 68"
LEGAL_DUTY = "legal duty: Education and Skills Act 2008, sections 14 and 72"
SPECIAL_BASIS = f"{PUBLIC_TASK}; substantial public interest (special category)"


class Category(StrEnum):
    """A category of the privacy notice (Law, privacy notice)."""

    NAME = "name"
    NUMBER = "identification number"
    LOCATION = "location"
    ONLINE = "online identifier"
    PHYSICAL = "physical identity"
    ECONOMIC = "economic identity"
    CULTURAL = "cultural identity"
    SOCIAL = "social identity"
    HISTORY = "education and training history"
    TO_BE_DECIDED = TO_BE_DECIDED


class Sensitivity(StrEnum):
    """The harm that a disclosure may do: the tier of a detail."""

    ORDINARY = "ordinary"
    SPECIAL = "special category"  # ethnicity, health, offences
    PROTECTED = "protected"  # a disclosure may endanger the young person


@dataclass(frozen=True, slots=True)
class Handling:
    """Why and how long data is held, how sensitive it is, who sees and changes it.

    ``seen_by`` and ``changed_by`` are words of ``tracker.access.Permission``; a user
    needs one of them. Without a word in ``changed_by`` only files bring the data.
    """

    basis: str
    category: Category
    sensitivity: Sensitivity
    seen_by: tuple[str, ...]
    changed_by: tuple[str, ...] = ()
    retention: str = TO_BE_DECIDED


NAMES = Handling(
    PUBLIC_TASK,
    Category.NAME,
    Sensitivity.ORDINARY,
    seen_by=("see people", "see leavers"),
    changed_by=("add people", "match rows"),
)
SEALED = replace(
    NAMES,
    sensitivity=Sensitivity.PROTECTED,
    seen_by=("seal identity",),
    changed_by=("seal identity",),
)
BIRTH_AND_SEX = replace(NAMES, category=Category.PHYSICAL)
NUMBERS = replace(NAMES, category=Category.NUMBER, changed_by=("add people",))
PARENTS = replace(NAMES, seen_by=("see people",), changed_by=())
HOME = replace(NAMES, category=Category.LOCATION, seen_by=("see people",))
PHONE = replace(
    HOME,
    category=Category.TO_BE_DECIDED,
    changed_by=("add people", "record contact"),
)
EMAIL = replace(HOME, category=Category.ONLINE, changed_by=("add people",))
ETHNICITY = replace(
    PARENTS,
    basis=SPECIAL_BASIS,
    category=Category.CULTURAL,
    sensitivity=Sensitivity.SPECIAL,
)
NEEDS = replace(
    ETHNICITY,
    category=Category.TO_BE_DECIDED,
    seen_by=("see people", "see leavers"),
)
SUPPORT = replace(PARENTS, category=Category.SOCIAL)
CIRCUMSTANCES = replace(
    ETHNICITY, category=Category.SOCIAL, changed_by=("update status",)
)
MEALS = replace(NEEDS, basis=PUBLIC_TASK, category=Category.ECONOMIC)
SCHOOLING = replace(NAMES, category=Category.HISTORY, changed_by=())
MOVES = replace(SCHOOLING, seen_by=("see people",), changed_by=("update status",))
CONSENT = replace(PARENTS, basis=LEGAL_DUTY, category=Category.TO_BE_DECIDED)
SAFETY = replace(CONSENT, basis=PUBLIC_TASK, sensitivity=Sensitivity.PROTECTED)
