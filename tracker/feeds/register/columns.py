"""The columns of the establishment register that are kept, of some 140 that it has."""

from tracker.domain.reference.institution import InstitutionKind
from tracker.feeds.declaration import Column

COLUMNS = (
    Column("urn", "URN", required=True, kind="urn"),
    Column("authority", "LA (code)", kind="authority"),
    Column("number", "EstablishmentNumber"),
    Column("name", "EstablishmentName", required=True),
    Column("type", "TypeOfEstablishment (code)", required=True),
    Column("further_education", "FurtherEducationType (name)"),
    Column("section_41", "Section41Approved (name)"),
    Column("phase", "PhaseOfEducation (code)"),
    Column("low_age", "StatutoryLowAge"),
    Column("high_age", "StatutoryHighAge"),
    Column("opened", "OpenDate", kind="date"),
    Column("closed", "CloseDate", kind="date"),
    Column("ukprn", "UKPRN", kind="ukprn"),
    Column("town", "Town"),
    Column("postcode", "Postcode", kind="postcode"),
)

LINK_COLUMNS = (
    Column("urn", "URN", required=True, kind="urn"),
    Column("link", "LinkURN", required=True, kind="urn"),
    Column("link_name", "LinkName"),
    Column("link_type", "LinkType", required=True),
    Column("link_date", "LinkEstablishedDate", kind="date"),
)

#: Phases whose pupils are too young to be tracked: nursery, primary, middle as primary.
PHASES_TOO_YOUNG = frozenset({"1", "2", "3"})
#: Nurseries and children's centres.
TYPES_TOO_YOUNG = frozenset({"15", "47"})
YOUNGEST_OF_ANY_USE = 14

FURTHER_EDUCATION = "18"

#: Types that are no schools; every other type is one.
KINDS = {
    FURTHER_EDUCATION: InstitutionKind.FURTHER_EDUCATION,
    "24": InstitutionKind.CUSTODY,
    "25": InstitutionKind.OTHER,
    "27": InstitutionKind.OTHER,
    "29": InstitutionKind.HIGHER_EDUCATION,
    "30": InstitutionKind.OTHER,
    "32": InstitutionKind.SPECIAL_POST_16,
    "37": InstitutionKind.OTHER,
    "39": InstitutionKind.SIXTH_FORM_COLLEGE,
    "45": InstitutionKind.SIXTH_FORM_COLLEGE,
    "46": InstitutionKind.SIXTH_FORM_COLLEGE,
    "57": InstitutionKind.CUSTODY,
}

#: Links that make two establishments one to the people who went there. Where a school
#: was split, its former pupils belong to neither half.
SAME_PLACE = ("predecessor", "successor")
NOT_THE_SAME = "split"
