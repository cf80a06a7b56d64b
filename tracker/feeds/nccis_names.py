"""What extracts of other systems write in place of a code: its name, or both.

The names are those of the lists in use by the Department and two suppliers, and our own
titles. A name is taken for a code only where it is all of one code's and no other's.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from tracker.domain import activity, codes
from tracker.feeds import nccis_columns as columns
from tracker.feeds.headings import heading_key

_ACTIVITIES: Mapping[activity.Activity, tuple[str, ...]] = {
    activity.AT_SCHOOL: (
        "Registered at a school or other educational establishment",
        "Of compulsory school age: educated at school",
        "Compulsory education at school",
    ),
    activity.HOME_EDUCATED: ("Home educated", "Elective home education", "EHE"),
    activity.CUSTODY_COMPULSORY: ("Custodial institution",),
    activity.NOT_REGISTERED: (
        "Not registered at a school or other establishment",
        "Not registered at a school",
    ),
    activity.NOT_KNOWN_COMPULSORY: ("Current situation not known (compulsory age)",),
    activity.SCHOOL_SIXTH_FORM: ("School sixth form",),
    activity.SIXTH_FORM_COLLEGE: ("Sixth form college",),
    activity.FURTHER_EDUCATION: ("Further education", "FE college"),
    activity.HIGHER_EDUCATION: ("Higher education",),
    activity.PART_TIME_EDUCATION: ("Part time education",),
    activity.GAP_YEAR: ("Gap year", "Gap year students", "Gap year student"),
    activity.OTHER_FULL_TIME: (
        "Full time education other",
        "Other post 16 education",
        "Other full time education",
    ),
    activity.SPECIAL_POST_16: (
        "Special post 16 institution",
        "Independent specialist provider",
    ),
    activity.CUSTODY_JUVENILE: (
        "Full time education in custody (juvenile offender)",
        "Full time education custodial institution (juvenile offender)",
    ),
    activity.APPRENTICESHIP: ("Apprenticeship",),
    activity.JOB_WITH_STUDY: (
        "Full time employment with study for a regulated qualification",
        "Full time employment with study (regulated qualification)",
        "Employment with training (regulated qualification)",
    ),
    activity.JOB_WITHOUT_TRAINING: (
        "Employment without training",
        "Full time employment without training",
    ),
    activity.JOB_WITH_TRAINING: (
        "Employment with training (not regulated)",
        "Employment with non regulated training",
        "Full time employment with training (non regulated)",
    ),
    activity.TEMPORARY_JOB: ("Temporary employment",),
    activity.PART_TIME_JOB: ("Part time employment",),
    activity.SELF_EMPLOYED: ("Self employment", "Self employed"),
    activity.SELF_EMPLOYED_WITH_STUDY: (
        "Self employment with study for a regulated qualification",
        "Self employment with study (regulated qualification)",
    ),
    activity.VOLUNTARY_WITH_STUDY: (
        "Working not for reward with study for a regulated qualification",
        "Working not for reward with study (regulated qualification)",
    ),
    activity.WORK_BASED_LEARNING: (
        "Government funded work based learning",
        "EFA/SFA delivered work based learning",
        "ESFA delivered work based learning",
        "Work based learning",
    ),
    activity.OTHER_TRAINING: (
        "Other training (e.g. private provider)",
        "Other training (e.g. private training organisations)",
    ),
    activity.DWP_PROGRAMME: (
        "DWP training and support programme",
        "Training delivered through the Work Programme",
    ),
    activity.TRAINEESHIP: ("Traineeship", "Traineeships"),
    activity.SUPPORTED_INTERNSHIP: ("Supported internship", "Supported internships"),
    activity.RE_ENGAGEMENT: ("Re-engagement provision", "Re-engagement"),
    activity.VOLUNTARY: ("Working not for reward",),
    activity.NOT_READY: ("Not yet ready for work or learning",),
    activity.START_AGREED_OTHER: ("Start date agreed (other)",),
    activity.START_AGREED: ("Start date agreed (RPA compliant)",),
    activity.SEEKING: (
        "Seeking employment, education or training",
        "Seeking employment education training",
    ),
    activity.CARER: ("Not available: carer", "Young carer", "Young carers"),
    activity.PARENT: ("Teenage parent", "Teenage parents"),
    activity.ILLNESS: ("Illness",),
    activity.PREGNANCY: ("Pregnancy",),
    activity.RELIGIOUS: ("Religious grounds",),
    activity.NOT_ECONOMICALLY_ACTIVE: (
        "Unlikely to be economically active",
        "Unlikely ever to be economically active",
    ),
    activity.OTHER_NOT_AVAILABLE: ("Not available: other reason",),
    activity.CUSTODY_ADULT: ("Custody (young adult offender)",),
    activity.NOT_KNOWN: ("Current situation not known", "Not known", "Unknown"),
    activity.NO_ADDRESS: (
        "Cannot be contacted: no current address",
        "Cannot be contacted",
    ),
    activity.REFUSED: ("Refused to disclose activity", "Refused to disclose"),
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
        codes.NOT_OBTAINED: (
            "Information not obtained",
            "Information not yet obtained",
        ),
    },
    "level of need": {
        "1": ("Intensive", "Intensive support"),
        "2": ("Supported", "Extra support", "Supported / extra support"),
        codes.MINIMUM_INTERVENTION: ("Minimum", "Minimum intervention"),
    },
    "cohort status": {
        codes.PRIMARY: ("Primary cohort", "Primary"),
        codes.TRANSFERRED: ("Transferred to another LA", "Transferred"),
        codes.LEFT_ENGLAND: ("Left England",),
        codes.DUPLICATE: ("Duplicate", "Merged", "Found to be a duplicate (merged)"),
        codes.DIED: ("Died", "Deceased"),
    },
    "characteristics": {
        codes.LOOKED_AFTER: (
            "Looked after / in care",
            "Looked after",
            "Looked after child",
        ),
        codes.PARENT: ("Caring for own child",),
        codes.REFUGEE: ("Refugee / asylum seeker", "Refugee/asylum seeker"),
        codes.CARER: ("Carer, not own child", "Carer not own child"),
        codes.SUBSTANCE_MISUSE: ("Substance misuse",),
        codes.CARE_LEAVER: ("Care leaver",),
        codes.YOUTH_JUSTICE: (
            "Supervised by youth offending team",
            "Supervised by YOTs",
            "Supervised by YOT",
        ),
        codes.PREGNANT: ("Pregnancy",),
        codes.PARENT_NOT_CARING: ("Parent not caring for own child",),
        codes.MENTAL_HEALTH: ("Mental health flag", "Mental health"),
    },
    "September Guarantee status": {
        codes.CONTINUING_EDUCATION: ("Continuing in education",),
        codes.NOT_RECORDED: ("Status not yet recorded",),
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
            # Where code and name contradict each other, neither is believed.
            if code in self.codes and self.code(both[2]) in (both[2], code):
                return code
        if (group := _GROUPS.match(key)) and key[group.end() :] in self._by_name:
            return self._by_name[key[group.end() :]]
        return text


def _names(of: codes.CodeList[codes.Code]) -> Names:
    known = [(each.title, each.value) for each in of]
    more = _MORE.get(of.name, {})
    return Names([*known, *((name, code) for code in more for name in more[code])])


@lru_cache(maxsize=1)
def lists() -> Mapping[str, Names]:
    """The names that may stand in each column of coded values."""
    activities = Names(
        [(each.title, each.code) for each in activity.ACTIVITIES.values()]
        + [(name, each.code) for each, names in _ACTIVITIES.items() for name in names]
    )
    authorities = _names(codes.AUTHORITIES)  # type: ignore[arg-type]
    guarantee = _names(codes.GUARANTEE_STATUSES)  # type: ignore[arg-type]
    return {
        "ActivityCode": activities,
        "CohortStatus": _names(codes.COHORT_STATUSES),  # type: ignore[arg-type]
        "Ethnicity": _names(codes.ETHNICITIES),  # type: ignore[arg-type]
        "LevelOfNeedCode": _names(codes.LEVELS_OF_NEED),
        columns.DESTINATION[0]: _names(codes.INTENDED_DESTINATIONS),
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
    return _names(codes.CHARACTERISTICS)  # type: ignore[arg-type]


@lru_cache(maxsize=50_000)
def code_of(column: str, text: str) -> str:
    """The code that stands in a column, or is named there; else the text itself."""
    names = lists().get(column)
    return text if names is None else names.code(text)
