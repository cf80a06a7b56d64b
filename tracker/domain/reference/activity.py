"""The activities in which a young person may be recorded, and what each means.

A row of the table (``activities.csv``) gives the group of an activity, how DfE
publishes it, our reading of it against the duty to participate, its currency, what else
the return then requires, and the destination under which a leaver in it is counted. The
duty reading and the currency periods are to be confirmed against the current
requirement: show the label ``TO_BE_CONFIRMED`` with them.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from tracker.domain.reference import tables
from tracker.domain.reference.codes import Listed

TO_BE_CONFIRMED = "to be confirmed against the current requirement"

COMPULSORY = "compulsory education"
EDUCATION = "education"
EMPLOYMENT = "employment"
TRAINING = "training"
RE_ENGAGED = "re-engagement"
NEET = "neet"
OTHER = "other"
UNKNOWN = "not known"
GROUPS = (COMPULSORY, EDUCATION, EMPLOYMENT, TRAINING, RE_ENGAGED, NEET, OTHER, UNKNOWN)

FULL_TIME_EDUCATION = "full-time education"
APPRENTICE = "apprenticeship"
OTHER_PARTICIPATION = "other education and training"
PUBLISHED = (FULL_TIME_EDUCATION, APPRENTICE, OTHER_PARTICIPATION)

MEETS = "meets"
WORKING_TOWARDS = "working towards"
TEMPORARY_BREAK = "temporary break"
DOES_NOT_MEET = "does not meet"
DUTY_NOT_KNOWN = "not known"
DUTY_NOT_YET = "below school leaving age"
DUTY_PAST = "not under the duty"
DUTIES = (
    *(MEETS, WORKING_TOWARDS, TEMPORARY_BREAK, DOES_NOT_MEET),
    *(DUTY_NOT_KNOWN, DUTY_NOT_YET, DUTY_PAST),
)

YEAR_END = "academic year end"
AFTER_VERIFIED = "months since verified"
AFTER_REVIEW = "weeks after review"
NEVER = "none"


@dataclass(frozen=True, slots=True)
class Currency:
    """How long an activity may be relied on, from ``effective`` until the next one.

    ``kind`` is one of "academic year end", "months since verified", "weeks after
    review" and "none"; ``amount`` counts the months or weeks. The currency of an
    activity never runs past its expected end date, as rule 238 requires of every lapse
    date.
    """

    kind: str
    amount: int = 0
    effective: date = date(2019, 4, 1)


@dataclass(frozen=True, slots=True)
class Activity(Listed):
    """One activity. ``currencies`` are in the order they came into effect.

    ``participation_type`` is how DfE publishes it, None where it is not participation.
    ``destination`` is the category of ``domain.history.destination_category``.
    ``at_provider``: it is at a school, college or provider. ``sealed``: it is special
    category data, shown only with the permission. ``counted_with`` is the activity
    with which breakdowns count it, so that no figure is of it alone. ``care_leaver`` is
    the code of a care leaver who does it in SSDA903, empty where several fit and where
    it is sealed. ``first_year`` and ``last_year`` are requirement years, as in
    ``domain.reference.codes``.
    """

    code: str
    title: str
    group: str
    currencies: tuple[Currency, ...]
    meets_duty: str
    destination: str
    at_provider: bool
    subgroup: str | None = None
    participation_type: str | None = None
    needs_expected_end: bool = False
    needs_review: bool = False
    needs_characteristic: str | None = None
    needs_send: bool = False
    from_age: int | None = None
    in_denominator: bool = True
    sealed: bool = False
    counted_with: str | None = None
    care_leaver: str = ""

    @property
    def currency(self) -> Currency:
        """The newest currency; ``currency_on`` gives the one of a day."""
        return self.currencies[-1]

    def currency_on(self, day: date) -> Currency:
        """The currency in effect on ``day``; before all of them, the earliest."""
        known = [each for each in self.currencies if each.effective <= day]
        return known[-1] if known else self.currencies[0]

    @property
    def needs_lapse_date(self) -> bool:
        return self.currency.kind != NEVER

    @property
    def needs_neet_start(self) -> bool:
        return self.is_neet

    @property
    def is_neet(self) -> bool:
        return self.group == NEET

    @property
    def is_not_known(self) -> bool:
        return self.group == UNKNOWN

    @property
    def is_compulsory(self) -> bool:
        return self.group == COMPULSORY

    @property
    def participates(self) -> bool:
        """Whether DfE's published measure counts it as participation."""
        return self.participation_type is not None


def _currencies(cell: str) -> tuple[Currency, ...]:
    """The currency of a cell: "academic year end", or "6 months since verified"."""
    amount, _, kind = cell.partition(" ")
    if kind in (AFTER_VERIFIED, AFTER_REVIEW):
        return (Currency(kind, int(amount)),)
    return (Currency(tables.one_of(YEAR_END, NEVER)(cell)),)


#: What a cell of these columns means; the cells of other columns are text.
_MEANT: dict[str, Callable[[str], Any]] = {
    "group": tables.one_of(*GROUPS),
    "currencies": _currencies,
    "meets_duty": tables.one_of(*DUTIES),
    "participation_type": tables.one_of(*PUBLISHED),
    **dict.fromkeys(("from_age", "last_year"), int),
    **dict.fromkeys(
        ("needs_expected_end", "needs_review", "needs_send", "in_denominator"),
        tables.YES_OR_NO.__getitem__,
    ),
    **dict.fromkeys(("at_provider", "sealed"), tables.YES_OR_NO.__getitem__),
}

#: Every activity by its code, in the order of the table, the retired one too.
ACTIVITIES = {
    each.code: each
    for each in tables.read(
        Path(__file__).with_name("activities.csv"),
        lambda row: Activity(**tables.meant(row, _MEANT)),
    )
}

#: What the title of an activity that is not shown begins with.
NOT_SHOWN = "Not shown"


def _stand_in(sealed: Activity) -> Activity:
    """What measures need of a sealed activity, the same for all of its group."""
    return replace(
        sealed,
        code=f"sealed-{sealed.group}",
        title=NOT_SHOWN,
        needs_characteristic=None,
        at_provider=False,
    )


#: What measures count in the place of sealed activities, by its own code. No file and
#: no reader has them: two of them stand for one activity each.
STAND_INS = {
    each.code: each for each in map(_stand_in, ACTIVITIES.values()) if each.sealed
}
_COUNTED_AS = {
    each.code: STAND_INS[_stand_in(each).code]
    for each in ACTIVITIES.values()
    if each.sealed
}
#: What a reader without the permission sees in the place of every sealed activity. It
#: has no group of its own that could be read, never lapses and counts in no measure.
#: The day of a review is requested for all of them, and kept where there is one.
HIDDEN = Activity(
    code="sealed",
    title=NOT_SHOWN,
    group=OTHER,
    currencies=(Currency(NEVER),),
    meets_duty=DUTY_NOT_KNOWN,
    destination="Other",
    at_provider=False,
    needs_review=True,
    in_denominator=False,
    sealed=True,
)
#: Every activity that a position or a record can name.
STORED = ACTIVITIES | STAND_INS | {HIDDEN.code: HIDDEN}
#: A sealed activity is one of them whatever it is, so that no list betrays it and none
#: of those who may need help most is forgotten.
NEET_NOT_KNOWN_OR_SEALED = sorted(
    code for code, it in STORED.items() if it.is_neet or it.is_not_known or it.sealed
)

AT_SCHOOL = ACTIVITIES["110"]
HOME_EDUCATED = ACTIVITIES["120"]
CUSTODY_OF_SCHOOL_AGE = ACTIVITIES["130"]
ON_NO_ROLL = ACTIVITIES["140"]
NOT_KNOWN_COMPULSORY = ACTIVITIES["150"]
SCHOOL_SIXTH_FORM = ACTIVITIES["210"]
SIXTH_FORM_COLLEGE = ACTIVITIES["220"]
FURTHER_EDUCATION = ACTIVITIES["230"]
HIGHER_EDUCATION = ACTIVITIES["240"]
PART_TIME_EDUCATION = ACTIVITIES["250"]
GAP_YEAR = ACTIVITIES["260"]
OTHER_FULL_TIME = ACTIVITIES["270"]
SPECIAL_POST_16 = ACTIVITIES["280"]
CUSTODY_JUVENILE = ACTIVITIES["290"]
APPRENTICESHIP = ACTIVITIES["310"]
JOB_WITHOUT_TRAINING = ACTIVITIES["330"]
JOB_WITH_TRAINING = ACTIVITIES["340"]
TEMPORARY_JOB = ACTIVITIES["350"]
PART_TIME_JOB = ACTIVITIES["360"]
SELF_EMPLOYED = ACTIVITIES["380"]
VOLUNTARY_WITH_STUDY = ACTIVITIES["550"]
WORK_BASED_LEARNING = ACTIVITIES["410"]
OTHER_TRAINING = ACTIVITIES["430"]
DWP_PROGRAMME = ACTIVITIES["440"]
TRAINEESHIP = ACTIVITIES["450"]
SUPPORTED_INTERNSHIP = ACTIVITIES["460"]
RE_ENGAGEMENT = ACTIVITIES["530"]
NOT_READY = ACTIVITIES["610"]
START_AGREED = ACTIVITIES["616"]
SEEKING = ACTIVITIES["619"]
CARER = ACTIVITIES["620"]
PARENT = ACTIVITIES["630"]
ILLNESS = ACTIVITIES["640"]
PREGNANCY = ACTIVITIES["650"]
CUSTODY_ADULT = ACTIVITIES["710"]
ASYLUM_SEEKER = ACTIVITIES["720"]
NOT_KNOWN = ACTIVITIES["810"]
REFUSED = ACTIVITIES["830"]


def activity(code: str) -> Activity:
    """The activity of that code, or what stands in the place of a sealed one.

    Raises ValueError with a sentence if there is none.
    """
    try:
        return STORED[code]
    except KeyError:
        raise ValueError(f"{code!r} is not the code of an activity") from None


def as_shown(doing: Activity) -> Activity:
    """The activity as it is shown without the permission."""
    return HIDDEN if doing.sealed else doing


def as_counted(doing: Activity) -> Activity:
    """The activity as measures count it: what they need of a sealed one."""
    return _COUNTED_AS.get(doing.code, doing)


def in_use(requirement_year: int) -> tuple[Activity, ...]:
    """The activities that the requirement of that year had."""
    return tuple(each for each in ACTIVITIES.values() if each.in_use(requirement_year))
