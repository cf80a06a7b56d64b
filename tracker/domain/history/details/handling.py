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
    SEVERAL = "several"
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
    needs one of them. Without a word in ``changed_by`` only files and the program
    itself change the data.
    """

    name: str
    basis: str
    category: Category
    sensitivity: Sensitivity
    seen_by: tuple[str, ...]
    changed_by: tuple[str, ...] = ()
    retention: str = TO_BE_DECIDED


NAMES = Handling(
    "names",
    PUBLIC_TASK,
    Category.NAME,
    Sensitivity.ORDINARY,
    seen_by=("see people", "see leavers"),
    changed_by=("add people", "match rows"),
)
SEALED = replace(
    NAMES,
    name="sealed identity",
    sensitivity=Sensitivity.PROTECTED,
    seen_by=("seal identity",),
    changed_by=("seal identity",),
)
BIRTH_AND_SEX = replace(NAMES, name="birth and sex", category=Category.PHYSICAL)
NUMBERS = replace(
    NAMES, name="numbers", category=Category.NUMBER, changed_by=("add people",)
)
SCHOOLING = replace(NAMES, name="schooling", category=Category.HISTORY, changed_by=())
HISTORY = replace(SCHOOLING, name="history", changed_by=("update status",))
PARENTS = replace(NAMES, name="parents", seen_by=("see people",), changed_by=())
HOME = replace(
    PARENTS,
    name="home",
    category=Category.LOCATION,
    changed_by=("add people", "match rows"),
)
PHONE = replace(
    HOME,
    name="phone",
    category=Category.TO_BE_DECIDED,
    changed_by=("add people", "record contact"),
)
EMAIL = replace(
    HOME, name="email", category=Category.ONLINE, changed_by=("add people",)
)
MOVES = replace(HISTORY, name="moves", seen_by=("see people",))
SUPPORT = replace(PARENTS, name="support", category=Category.SOCIAL)
SAFETY = replace(
    SUPPORT,
    name="safety",
    category=Category.TO_BE_DECIDED,
    sensitivity=Sensitivity.PROTECTED,
)
CONSENT = replace(
    SUPPORT, name="consent", basis=LEGAL_DUTY, category=Category.TO_BE_DECIDED
)
ETHNICITY = replace(
    PARENTS,
    name="ethnicity",
    basis=SPECIAL_BASIS,
    category=Category.CULTURAL,
    sensitivity=Sensitivity.SPECIAL,
)
CIRCUMSTANCES = replace(
    ETHNICITY,
    name="circumstances",
    category=Category.SOCIAL,
    changed_by=("update status",),
)
NEEDS = replace(
    ETHNICITY,
    name="needs",
    category=Category.TO_BE_DECIDED,
    seen_by=("see people", "see leavers"),
)
FREE_MEALS = replace(
    NEEDS, name="free meals", basis=PUBLIC_TASK, category=Category.ECONOMIC
)
#: What sources state about a person, with every detail among it.
STATEMENTS = replace(ETHNICITY, name="statements", category=Category.SEVERAL)
LINES = replace(
    STATEMENTS,
    name="lines",
    seen_by=("import files", "match rows"),
    changed_by=("match rows",),
)
OTHER_AREAS = replace(
    LINES,
    name="lines of other areas",
    retention="the days of the setting after they are forwarded",
)
RETURN = replace(STATEMENTS, name="return", seen_by=("see return",))
CONTACTS = replace(
    SUPPORT,
    name="contacts",
    seen_by=("see people", "see caseload"),
    changed_by=("record contact",),
)
NOTES = replace(
    CONTACTS,
    name="notes",
    basis=SPECIAL_BASIS,
    sensitivity=Sensitivity.SPECIAL,
    seen_by=("see caseload",),
)
#: Users of the program, and what they did.
STAFF = Handling(
    "staff",
    TO_BE_DECIDED,
    Category.NAME,
    Sensitivity.ORDINARY,
    seen_by=("manage users", "see people"),
    changed_by=("manage users",),
)
SECRETS = replace(
    STAFF,
    name="secrets",
    sensitivity=Sensitivity.PROTECTED,
    seen_by=(),
    changed_by=("see own account", "manage users"),
)
STAFF_ACTIONS = replace(
    STAFF,
    name="staff actions",
    seen_by=("see what happened", "see people"),
    changed_by=(),
)

#: Every handling by its name.
HANDLINGS = {
    each.name: each
    for each in (
        *(NAMES, SEALED, BIRTH_AND_SEX, NUMBERS, SCHOOLING, HISTORY, PARENTS, HOME),
        *(PHONE, EMAIL, MOVES, SUPPORT, SAFETY, CONSENT, ETHNICITY, CIRCUMSTANCES),
        *(NEEDS, FREE_MEALS, STATEMENTS, LINES, OTHER_AREAS, RETURN, CONTACTS, NOTES),
        *(STAFF, SECRETS, STAFF_ACTIONS),
    )
}
