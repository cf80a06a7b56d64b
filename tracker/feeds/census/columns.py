"""The columns of the school census that are kept, with their other headings.

The names follow the census: COLLECT and its XML write them as one word in any case, and
headings are compared without case and spaces. Everything not listed here is not read at
all.
"""

from tracker.domain.history.details.restrictions import MAY_BE_PASSED_ON
from tracker.feeds.cells.name_headings import BOTH_NAMES
from tracker.feeds.declaration import Column, with_words
from tracker.feeds.headings.heading_words import CENSUS

#: The feed's name for commands and batches, and one file of it within a sentence.
NAME, NOUN = "school-census", "a school census"

PERSON = (
    Column("surname", "Surname", ("LegalSurname", "FamilyName", "LastName"), True),
    Column("forename", "Forename", ("Forenames", "LegalForename", "FirstName")),
    Column("middle_names", "Middlenames", ("MiddleName",)),
    Column("dob", "DoB", ("DateOfBirth", "BirthDate"), True, "date"),
)

#: Both names in one cell; reading separates them.
BOTH = (
    Column("full_name", "FullName", ("Name", "PupilName", "StudentName")),
    Column("surname_first", "SurnameForename"),
    Column("forename_first", "ForenameSurname"),
)

ADDRESS = (
    Column("postcode", "Postcode", ("HomePostcode",), kind="postcode"),
    Column("saon", "SAON"),
    Column("paon", "PAON"),
    Column("street", "Street"),
    Column("locality", "Locality"),
    Column("town", "Town"),
    Column("administrative_area", "AdministrativeArea", ("County",)),
    Column("post_town", "PostTown"),
    Column("address_line_1", "AddressLine1", ("Address1",)),
    Column("address_line_2", "AddressLine2", ("Address2",)),
    Column("address_line_3", "AddressLine3", ("Address3",)),
    Column("address_line_4", "AddressLine4", ("Address4",)),
    Column("address_line_5", "AddressLine5", ("Address5",)),
)

PARENT = (
    Column("parent_name", "ParentName", ("ParentCarerName", "ContactName")),
    Column("parent_address", "ParentAddress", ("ParentCarerAddress",)),
)

SENDER = (
    Column("lea", "LEA", ("LACode", "LANumber"), kind="authority"),
    Column(
        "estab",
        "Estab",
        ("EstablishmentNumber", "LAESTAB", "DfENo", "DfENumber", "SchoolNumber"),
        kind="laestab",
    ),
    Column("urn", "URN", ("SchoolURN",), kind="urn"),
    Column("reference_date", "ReferenceDate", ("CensusDate",), kind="date"),
)

RESTRICTION = (
    Column(
        "yssa",
        "YSSA",
        (
            "YouthSupportServicesAgreement",
            "YouthSupportServicesAgreementIndicator",
            "YSSAIndicator",
        ),
        about="Yes, No, UNS (unsought) or SNR (sought, no reply)",
    ),
)

PUPIL = (
    Column("upn", "UPN", ("UniquePupilNumber",), kind="upn"),
    Column("former_upn", "FormerUPN", ("PreviousUPN",), kind="upn"),
    Column(
        "uln",
        "UniqueLearnerNumber",
        ("ULN", "UniqueLearnerNo", "LearnerNumber"),
        kind="uln",
    ),
    Column("preferred_surname", "PreferredSurname"),
    Column("preferred_forename", "PreferredForename", ("KnownAs",)),
    Column("former_surname", "FormerSurname"),
    Column("sex", "Sex", ("Gender",)),
    Column("enrol_status", "EnrolStatus", ("EnrolmentStatus",)),
    Column("entry_date", "EntryDate", ("DateOfEntry", "AdmissionDate"), kind="date"),
    Column("leaving_date", "LeavingDate", ("DateOfLeaving",), kind="date"),
    Column(
        "year_group",
        "NCyearActual",
        ("NCYear", "YearGroup", "NCyearLeaving", "CurrentNCYear"),
    ),
    Column("ethnicity", "Ethnicity", ("EthnicityCode",)),
    Column("sen", "SENprovision", ("SENStatus",)),
    Column("young_carer", "YoungCarer", ("YoungCarerIndicator",)),
    Column("meals", "FSME on Census Day", ("FSMEligible", "FSM", "FSMEonCensusDay")),
    Column(
        "form_group",
        "RegGroup",
        ("FormGroup", "TutorGroup", "RegistrationGroup"),
        states=("form group", "group"),
    ),
    Column(
        "phone",
        "Mobile",
        ("Phone", "Telephone", "MobilePhone"),
        states=("phone", "phone"),
    ),
    Column("email", "Email", ("EmailAddress",), states=("email", "email")),
    Column("programme_start", "ProgrammeStartDate", kind="date"),
    Column("programme_end", "ProgrammePlannedEndDate", kind="date"),
)

#: The last makes a census of a list of pupils; an enrolment list has none of them.
NEEDS = (
    ("surname", *BOTH_NAMES),
    ("dob",),
    ("year_group", "enrol_status", "upn"),
    ("year_group", "enrol_status", "sen", "entry_date", "yssa"),
)

COLUMNS = PERSON + ADDRESS + PARENT + SENDER + RESTRICTION + PUPIL

#: The columns as they are looked for in a table: also by other senders' words for them.
READ = with_words(COLUMNS + BOTH, CENSUS)

#: The columns that a school may pass on where the agreement is No.
WHEN_RESTRICTED = frozenset(column.name for column in COLUMNS) & MAY_BE_PASSED_ON

#: A column of ours without a heading: "off" for pupils who left since last time.
ROLL = "roll"
OFF_ROLL = "off"

#: The column in which a row gives its own census day.
DAY = "reference_date"
