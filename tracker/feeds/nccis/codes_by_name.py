"""Names that extracts of other systems write in place of a code, or beside it.

The names are those of the lists in use by the Department and two suppliers, and our own
titles. A name is taken for a code only where it is the whole name of one code alone.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from tracker import domain
from tracker.feeds.headings.matched_headings import heading_key
from tracker.feeds.nccis import columns

_ACTIVITIES: Mapping[domain.reference.activity.Activity, tuple[str, ...]] = {
    domain.reference.activity.AT_SCHOOL: (
        "Registered at a school or other educational establishment",
        "Of compulsory school age: educated at school",
        "Compulsory education at school",
    ),
    domain.reference.activity.HOME_EDUCATED: (
        "Home educated",
        "Elective home education",
        "EHE",
    ),
    domain.reference.activity.CUSTODY_COMPULSORY: ("Custodial institution",),
    domain.reference.activity.NOT_REGISTERED: (
        "Not registered at a school or other establishment",
        "Not registered at a school",
    ),
    domain.reference.activity.NOT_KNOWN_COMPULSORY: (
        "Current situation not known (compulsory age)",
    ),
    domain.reference.activity.SCHOOL_SIXTH_FORM: ("School sixth form",),
    domain.reference.activity.SIXTH_FORM_COLLEGE: ("Sixth form college",),
    domain.reference.activity.FURTHER_EDUCATION: ("Further education", "FE college"),
    domain.reference.activity.HIGHER_EDUCATION: ("Higher education",),
    domain.reference.activity.PART_TIME_EDUCATION: ("Part time education",),
    domain.reference.activity.GAP_YEAR: (
        "Gap year",
        "Gap year students",
        "Gap year student",
    ),
    domain.reference.activity.OTHER_FULL_TIME: (
        "Full time education other",
        "Other post 16 education",
        "Other full time education",
    ),
    domain.reference.activity.SPECIAL_POST_16: (
        "Special post 16 institution",
        "Independent specialist provider",
    ),
    domain.reference.activity.CUSTODY_JUVENILE: (
        "Full time education in custody (juvenile offender)",
        "Full time education custodial institution (juvenile offender)",
    ),
    domain.reference.activity.APPRENTICESHIP: ("Apprenticeship",),
    domain.reference.activity.JOB_WITH_STUDY: (
        "Full time employment with study for a regulated qualification",
        "Full time employment with study (regulated qualification)",
        "Employment with training (regulated qualification)",
    ),
    domain.reference.activity.JOB_WITHOUT_TRAINING: (
        "Employment without training",
        "Full time employment without training",
    ),
    domain.reference.activity.JOB_WITH_TRAINING: (
        "Employment with training (not regulated)",
        "Employment with non regulated training",
        "Full time employment with training (non regulated)",
    ),
    domain.reference.activity.TEMPORARY_JOB: ("Temporary employment",),
    domain.reference.activity.PART_TIME_JOB: ("Part time employment",),
    domain.reference.activity.SELF_EMPLOYED: ("Self employment", "Self employed"),
    domain.reference.activity.SELF_EMPLOYED_WITH_STUDY: (
        "Self employment with study for a regulated qualification",
        "Self employment with study (regulated qualification)",
    ),
    domain.reference.activity.VOLUNTARY_WITH_STUDY: (
        "Working not for reward with study for a regulated qualification",
        "Working not for reward with study (regulated qualification)",
    ),
    domain.reference.activity.WORK_BASED_LEARNING: (
        "Government funded work based learning",
        "EFA/SFA delivered work based learning",
        "ESFA delivered work based learning",
        "Work based learning",
    ),
    domain.reference.activity.OTHER_TRAINING: (
        "Other training (e.g. private provider)",
        "Other training (e.g. private training organisations)",
    ),
    domain.reference.activity.DWP_PROGRAMME: (
        "DWP training and support programme",
        "Training delivered through the Work Programme",
    ),
    domain.reference.activity.TRAINEESHIP: ("Traineeship", "Traineeships"),
    domain.reference.activity.SUPPORTED_INTERNSHIP: (
        "Supported internship",
        "Supported internships",
    ),
    domain.reference.activity.RE_ENGAGEMENT: (
        "Re-engagement provision",
        "Re-engagement",
    ),
    domain.reference.activity.VOLUNTARY: ("Working not for reward",),
    domain.reference.activity.NOT_READY: ("Not yet ready for work or learning",),
    domain.reference.activity.START_AGREED_OTHER: ("Start date agreed (other)",),
    domain.reference.activity.START_AGREED: ("Start date agreed (RPA compliant)",),
    domain.reference.activity.SEEKING: (
        "Seeking employment, education or training",
        "Seeking employment education training",
    ),
    domain.reference.activity.CARER: (
        "Not available: carer",
        "Young carer",
        "Young carers",
    ),
    domain.reference.activity.PARENT: ("Teenage parent", "Teenage parents"),
    domain.reference.activity.ILLNESS: ("Illness",),
    domain.reference.activity.PREGNANCY: ("Pregnancy",),
    domain.reference.activity.RELIGIOUS: ("Religious grounds",),
    domain.reference.activity.NOT_ECONOMICALLY_ACTIVE: (
        "Unlikely to be economically active",
        "Unlikely ever to be economically active",
    ),
    domain.reference.activity.OTHER_NOT_AVAILABLE: ("Not available: other reason",),
    domain.reference.activity.CUSTODY_ADULT: ("Custody (young adult offender)",),
    domain.reference.activity.NOT_KNOWN: (
        "Current situation not known",
        "Not known",
        "Unknown",
    ),
    domain.reference.activity.NO_ADDRESS: (
        "Cannot be contacted: no current address",
        "Cannot be contacted",
    ),
    domain.reference.activity.REFUSED: (
        "Refused to disclose activity",
        "Refused to disclose",
    ),
}

#: What a name of an activity may begin with: the group that it belongs to.
_GROUPS = re.compile(
    r"(?:(?:neet)?(?:not)?available(?:to(?:the)?labourmarket)?|neetother|neet|eet"
    r"|compulsoryeducation|postcompulsoryeducation|fulltimeeducation|education"
    r"|employment|training|other|notknown|unknown)"
)

_MORE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "ethnicity": {
        "WOTH": ("Any other White background",),
        "MOTH": ("Any other Mixed background", "Any other mixed/multiple background"),
        "AOTH": ("Any other Asian background",),
        "BOTH": ("Any other Black background",),
        "OOTH": ("Any other ethnic group",),
        "BCRB": ("Caribbean", "Black - Caribbean"),
        "BAFR": ("African", "Black - African"),
        "WROM": ("Gypsy/Roma", "Gypsy Roma"),
        domain.reference.codes.NOT_OBTAINED: (
            "Information not obtained",
            "Information not yet obtained",
        ),
    },
    "level of need": {
        "1": ("Intensive", "Intensive support"),
        "2": ("Supported", "Extra support", "Supported / extra support"),
        domain.reference.codes.MINIMUM_INTERVENTION: (
            "Minimum",
            "Minimum intervention",
        ),
    },
    "cohort status": {
        domain.reference.codes.PRIMARY: ("Primary cohort", "Primary"),
        domain.reference.codes.TRANSFERRED: (
            "Transferred to another LA",
            "Transferred",
        ),
        domain.reference.codes.LEFT_ENGLAND: ("Left England",),
        domain.reference.codes.DUPLICATE: (
            "Duplicate",
            "Merged",
            "Found to be a duplicate (merged)",
        ),
        domain.reference.codes.DIED: ("Died", "Deceased"),
    },
    "characteristics": {
        domain.reference.codes.LOOKED_AFTER: (
            "Looked after / in care",
            "Looked after",
            "Looked after child",
        ),
        domain.reference.codes.PARENT: ("Caring for own child",),
        domain.reference.codes.REFUGEE: (
            "Refugee / asylum seeker",
            "Refugee/asylum seeker",
        ),
        domain.reference.codes.CARER: ("Carer, not own child", "Carer not own child"),
        domain.reference.codes.SUBSTANCE_MISUSE: ("Substance misuse",),
        domain.reference.codes.CARE_LEAVER: ("Care leaver",),
        domain.reference.codes.YOUTH_JUSTICE: (
            "Supervised by youth offending team",
            "Supervised by YOTs",
            "Supervised by YOT",
        ),
        domain.reference.codes.PREGNANT: ("Pregnancy",),
        domain.reference.codes.PARENT_NOT_CARING: ("Parent not caring for own child",),
        domain.reference.codes.MENTAL_HEALTH: ("Mental health flag", "Mental health"),
    },
    "September Guarantee status": {
        domain.reference.codes.CONTINUING_EDUCATION: ("Continuing in education",),
        domain.reference.codes.NOT_RECORDED: ("Status not yet recorded",),
    },
    "intended destination": {"411": ("Other",)},
}

_BOTH = re.compile(r"([A-Za-z0-9]{1,4})\s*(?:[-–:=]|\s)\s*(.*\D.*)")


class Names:
    """The names of one list, as headings are compared, and their codes."""

    def __init__(self, known: Iterable[tuple[str, str]]) -> None:
        found: dict[str, set[str]] = {}
        for name, code in known:
            found.setdefault(heading_key(name), set()).add(code)
        self.codes = {code for _, code in known}
        self._by_name = {
            name: codes.copy().pop() for name, codes in found.items() if len(codes) == 1
        }

    def code(self, text: str) -> str:
        """The code of a name, or of "230 - Further education"; else the text itself."""
        given = text.strip()
        if not given or given.upper() in self.codes:
            return text
        key = heading_key(given)
        if key in self._by_name:
            return self._by_name[key]
        if both := _BOTH.fullmatch(given):
            code = both[1].upper()
            # Where code and name contradict each other, neither is used.
            if code in self.codes and self.code(both[2]) in (both[2], code):
                return code
        if (group := _GROUPS.match(key)) and key[group.end() :] in self._by_name:
            return self._by_name[key[group.end() :]]
        return text


def _names(of: domain.reference.codes.CodeList[domain.reference.codes.Code]) -> Names:
    known = [(each.title, each.value) for each in of]
    more = _MORE.get(of.name, {})
    return Names([*known, *((name, code) for code in more for name in more[code])])


@lru_cache(maxsize=1)
def lists() -> Mapping[str, Names]:
    """The names that may stand in each column of coded values."""
    activities = Names(
        [
            (each.title, each.code)
            for each in domain.reference.activity.ACTIVITIES.values()
        ]
        + [(name, each.code) for each, names in _ACTIVITIES.items() for name in names]
    )
    authorities = _names(domain.reference.codes.AUTHORITIES)  # type: ignore[arg-type]
    guarantee = _names(domain.reference.codes.GUARANTEE_STATUSES)  # type: ignore[arg-type]
    return {
        "ActivityCode": activities,
        "CohortStatus": _names(domain.reference.codes.COHORT_STATUSES),  # type: ignore[arg-type]
        "Ethnicity": _names(domain.reference.codes.ETHNICITIES),  # type: ignore[arg-type]
        "LevelOfNeedCode": _names(domain.reference.codes.LEVELS_OF_NEED),
        columns.DESTINATION[0]: _names(domain.reference.codes.INTENDED_DESTINATIONS),
        **{
            f"{it}GuaranteeStatus": guarantee
            for it in (columns.YEAR_11, columns.YEAR_12)
        },
        **{f"{it}LEACode": authorities for it in (columns.YEAR_11, columns.YEAR_12)},
        **dict.fromkeys(
            ("LeadLEA", "EducatedLEA", "TransferredToLACode", "LEACodeAtYear11"),
            authorities,
        ),
    }


@lru_cache(maxsize=1)
def characteristics() -> Names:
    return _names(domain.reference.codes.CHARACTERISTICS)  # type: ignore[arg-type]


@lru_cache(maxsize=50_000)
def code_of(column: str, text: str) -> str:
    """The code that stands in a column, or is named there; else the text itself."""
    names = lists().get(column)
    return text if names is None else names.code(text)
