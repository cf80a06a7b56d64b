"""The activities in which a young person may be recorded, and what each means.

A row of the table gives the group of an activity, how DfE publishes it, our reading of
it against the duty to participate, its currency, and what else the return then
requires. The duty reading and the currency periods are to be confirmed against the
current requirement: show the label ``TO_BE_CONFIRMED`` with them.
"""

from dataclasses import dataclass
from datetime import date

from tracker.domain.reference import codes

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

AVAILABLE = "available"
NOT_AVAILABLE = "not available"

FULL_TIME_EDUCATION = "full-time education"
APPRENTICE = "apprenticeship"
OTHER_PARTICIPATION = "other education and training"

MEETS = "meets"
WORKING_TOWARDS = "working towards"
TEMPORARY_BREAK = "temporary break"
DOES_NOT_MEET = "does not meet"
DUTY_NOT_KNOWN = "not known"
DUTY_NOT_YET = "below school leaving age"
DUTY_PAST = "not under the duty"

YEAR_END = "academic year end"
AFTER_VERIFIED = "months since verified"
AFTER_REVIEW = "weeks after review"
NEVER = "none"


@dataclass(frozen=True, slots=True)
class Currency:
    """How long an activity may be relied on, from ``effective`` until the next one.

    ``kind`` is one of "academic year end", "months since verified", "weeks after
    review" and "none"; ``amount`` counts the months or weeks. ``capped`` means that it
    never runs past the expected end date, as rule 238 requires of every lapse date.
    """

    kind: str
    amount: int = 0
    capped: bool = True
    effective: date = date(2019, 4, 1)


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity. ``currencies`` are in the order they came into effect.

    ``participation_type`` is how DfE publishes it, None where it is not participation.
    ``first_year`` and ``last_year`` are requirement years, as in
    ``domain.reference.codes``.
    """

    code: str
    title: str
    group: str
    currencies: tuple[Currency, ...]
    meets_duty: str
    subgroup: str | None = None
    participation_type: str | None = None
    needs_expected_end: bool = False
    needs_review: bool = False
    needs_lapse_date: bool = False
    needs_neet_start: bool = False
    needs_characteristic: str | None = None
    needs_send: bool = False
    from_age: int | None = None
    in_denominator: bool = True
    first_year: int | None = None
    last_year: int | None = None

    @property
    def currency(self) -> Currency:
        """The newest currency; ``currency_on`` gives the one of a day."""
        return self.currencies[-1]

    def currency_on(self, day: date) -> Currency:
        """The currency in effect on ``day``; before all of them, the earliest."""
        known = [each for each in self.currencies if each.effective <= day]
        return known[-1] if known else self.currencies[0]

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

    def in_use(self, requirement_year: int) -> bool:
        return (self.first_year is None or self.first_year <= requirement_year) and (
            self.last_year is None or requirement_year <= self.last_year
        )


_TO_YEAR_END = (Currency(YEAR_END),)
_YEAR = (Currency(AFTER_VERIFIED, 12),)
_HALF_YEAR = (Currency(AFTER_VERIFIED, 6),)
_QUARTER = (Currency(AFTER_VERIFIED, 3),)
_REVIEWED = (Currency(AFTER_REVIEW, 4),)
_LASTS = (Currency(NEVER, capped=False),)


def _compulsory(code: str, title: str) -> Activity:
    return Activity(
        *(code, title, COMPULSORY, _TO_YEAR_END, DUTY_NOT_YET),
        needs_expected_end=True,
        needs_lapse_date=True,
        in_denominator=False,
    )


def _full_time(
    code: str,
    title: str,
    currencies: tuple[Currency, ...] = _TO_YEAR_END,
    *,
    needs_send: bool = False,
) -> Activity:
    return Activity(
        code,
        title,
        EDUCATION,
        currencies,
        MEETS,
        subgroup="full-time",
        participation_type=FULL_TIME_EDUCATION,
        needs_expected_end=True,
        needs_review=currencies is _REVIEWED,
        needs_lapse_date=True,
        needs_send=needs_send,
    )


def _working(
    code: str,
    title: str,
    subgroup: str,
    currencies: tuple[Currency, ...] = _HALF_YEAR,
    participation_type: str | None = None,
) -> Activity:
    return Activity(
        code,
        title,
        EMPLOYMENT,
        currencies,
        MEETS if participation_type else DOES_NOT_MEET,
        subgroup=subgroup,
        participation_type=participation_type,
        needs_review=currencies is _REVIEWED,
        needs_lapse_date=True,
    )


def _training(
    code: str,
    title: str,
    subgroup: str,
    meets_duty: str = MEETS,
    *,
    needs_send: bool = False,
    from_age: int | None = None,
) -> Activity:
    return Activity(
        code,
        title,
        TRAINING,
        _HALF_YEAR,
        meets_duty,
        subgroup=subgroup,
        participation_type=OTHER_PARTICIPATION,
        needs_expected_end=True,
        needs_lapse_date=True,
        needs_send=needs_send,
        from_age=from_age,
    )


def _neet(
    code: str,
    title: str,
    subgroup: str,
    meets_duty: str = DOES_NOT_MEET,
    *,
    needs_review: bool = False,
    needs_characteristic: str | None = None,
) -> Activity:
    return Activity(
        code,
        title,
        NEET,
        _LASTS,
        meets_duty,
        subgroup=subgroup,
        needs_review=needs_review,
        needs_neet_start=True,
        needs_characteristic=needs_characteristic,
    )


def _unknown(code: str, title: str) -> Activity:
    return Activity(code, title, UNKNOWN, _LASTS, DUTY_NOT_KNOWN)


AT_SCHOOL = _compulsory("110", "At school or another place of education")
HOME_EDUCATED = _compulsory("120", "Educated at home")
CUSTODY_COMPULSORY = _compulsory("130", "In custody, of compulsory school age")
NOT_REGISTERED = _compulsory("140", "On no school's roll")
NOT_KNOWN_COMPULSORY = _compulsory("150", "Not known, of compulsory school age")

SCHOOL_SIXTH_FORM = _full_time("210", "School sixth form, full time")
SIXTH_FORM_COLLEGE = _full_time("220", "Sixth-form college, full time")
FURTHER_EDUCATION = _full_time("230", "Further education, full time")
HIGHER_EDUCATION = _full_time("240", "Higher education, full time")
# Under 540 hours a year: published as participation, but alone not enough for the duty.
PART_TIME_EDUCATION = Activity(
    "250",
    "Part-time education",
    EDUCATION,
    _TO_YEAR_END,
    DOES_NOT_MEET,
    subgroup="part-time",
    participation_type=OTHER_PARTICIPATION,
    needs_expected_end=True,
    needs_lapse_date=True,
)
# Neither NEET nor published as participation.
GAP_YEAR = Activity(
    "260",
    "Gap year",
    EDUCATION,
    _REVIEWED,
    DOES_NOT_MEET,
    subgroup="gap year",
    needs_expected_end=True,
    needs_review=True,
    needs_lapse_date=True,
)
OTHER_FULL_TIME = _full_time("270", "Other full-time education")
SPECIAL_POST_16 = _full_time("280", "Special post-16 institution", needs_send=True)
CUSTODY_JUVENILE = _full_time(
    "290", "Full-time education in custody, young offender", _REVIEWED
)

APPRENTICESHIP = _working("310", "Apprenticeship", "with training", _YEAR, APPRENTICE)
JOB_WITH_STUDY = _working(
    "320",
    "Full-time job with study for a regulated qualification",
    "with training",
    _YEAR,
    OTHER_PARTICIPATION,
)
JOB_WITHOUT_TRAINING = _working("330", "Job without training", "without training")
JOB_WITH_TRAINING = _working(
    "340", "Job with training that is not regulated", "without regulated training"
)
TEMPORARY_JOB = _working(
    "350", "Temporary job", "without regulated training", _REVIEWED
)
PART_TIME_JOB = _working("360", "Part-time job", "without regulated training")
SELF_EMPLOYED = _working("380", "Self-employed", "without regulated training")
SELF_EMPLOYED_WITH_STUDY = _working(
    "381",
    "Self-employed with study for a regulated qualification",
    "with training",
    participation_type=OTHER_PARTICIPATION,
)
# Employment in spite of its number: with study it is participation, never NEET.
VOLUNTARY_WITH_STUDY = _working(
    "550",
    "Voluntary work with study for a regulated qualification",
    "with training",
    participation_type=OTHER_PARTICIPATION,
)

WORK_BASED_LEARNING = _training(
    "410", "Government-funded work-based learning", "work-based learning"
)
OTHER_TRAINING = _training("430", "Other training", "other training")
# Not open before 18, when the duty has ended. We read it as participation.
DWP_PROGRAMME = _training(
    "440", "DWP training and support programme", "DWP", DUTY_PAST, from_age=18
)
TRAINEESHIP = _training("450", "Traineeship", "work-based learning")
SUPPORTED_INTERNSHIP = _training(
    "460", "Supported internship", "work-based learning", needs_send=True
)

# Regulations of 2013 let it meet the duty; the published measure leaves it out.
RE_ENGAGEMENT = Activity(
    "530", "Re-engagement provision", RE_ENGAGED, _QUARTER, MEETS, needs_lapse_date=True
)

VOLUNTARY = _neet("540", "Voluntary work without study", AVAILABLE)
NOT_READY = _neet("610", "Not yet ready for work or learning", AVAILABLE)
START_AGREED_OTHER = _neet("615", "Start agreed, not participation", AVAILABLE)
START_AGREED = _neet(
    "616", "Start agreed, participation", AVAILABLE, WORKING_TOWARDS, needs_review=True
)
SEEKING = _neet("619", "Looking for work, education or training", AVAILABLE)
CARER = _neet(
    "620",
    "Not available: young carer",
    NOT_AVAILABLE,
    TEMPORARY_BREAK,
    needs_characteristic=codes.CARER,
)
PARENT = _neet(
    "630",
    "Not available: teenage parent",
    NOT_AVAILABLE,
    TEMPORARY_BREAK,
    needs_characteristic=codes.PARENT,
)
ILLNESS = _neet("640", "Not available: illness", NOT_AVAILABLE, TEMPORARY_BREAK)
PREGNANCY = _neet(
    "650",
    "Not available: pregnancy",
    NOT_AVAILABLE,
    TEMPORARY_BREAK,
    needs_characteristic=codes.PREGNANT,
)
RELIGIOUS = _neet("660", "Not available: religious grounds", NOT_AVAILABLE)
NOT_ECONOMICALLY_ACTIVE = _neet(
    "670", "Not available: unlikely ever to be economically active", NOT_AVAILABLE
)
OTHER_NOT_AVAILABLE = _neet("680", "Not available: another reason", NOT_AVAILABLE)

# Not in the cohort of the published measures.
CUSTODY_ADULT = Activity(
    "710",
    "In custody, young adult offender",
    OTHER,
    _REVIEWED,
    DUTY_PAST,
    needs_review=True,
    needs_lapse_date=True,
    in_denominator=False,
)
# Since April 2018 asylum seekers are recorded under their activity.
ASYLUM_SEEKER = Activity(
    "720",
    "Asylum seeker, not yet allowed to work or learn",
    OTHER,
    _REVIEWED,
    DUTY_PAST,
    needs_review=True,
    needs_lapse_date=True,
    last_year=2017,
)

NOT_KNOWN = _unknown("810", "Not known")
NO_ADDRESS = _unknown("820", "Cannot be contacted, no current address")
REFUSED = _unknown("830", "Refused to say")

#: Every activity by its code, in the order above, the retired one too.
ACTIVITIES: dict[str, Activity] = {
    each.code: each for each in tuple(globals().values()) if isinstance(each, Activity)
}


def activity(code: str) -> Activity:
    """The activity of that code. Raises ValueError with a sentence if there is none."""
    try:
        return ACTIVITIES[code]
    except KeyError:
        raise ValueError(f"{code!r} is not the code of an activity") from None


def in_use(requirement_year: int) -> tuple[Activity, ...]:
    """The activities that the requirement of that year had."""
    return tuple(each for each in ACTIVITIES.values() if each.in_use(requirement_year))
