"""The elements of an NCCIS record as columns of one flat row.

An element that occurs once keeps its name; the two guarantee statuses are told apart by
the element above them. ``PeriodEnd`` comes from the header and is put on every row.
"""

from tracker.feeds.feed import Column

YEAR_11 = "Year11"
YEAR_12 = "Year12"
CHARACTERISTIC = "CharacteristicCode"
CHARACTERISTICS = "Characteristics"
PERIOD_END = "PeriodEnd"

PERSON = (
    "YoungPersonsID",
    "CohortStatus",
    "GivenName",
    "MiddleName",
    "FamilyName",
    "AddressLine1",
    "AddressLine2",
    "AddressLine3",
    "AddressLine4",
    "Town",
    "County",
    "Postcode",
    "Gender",
    "DOB",
    "Ethnicity",
    "LeadLEA",
    "EducatedLEA",
    "TransferredToLACode",
    "LEACodeAtYear11",
    "UniqueLearnerNo",
    "UniquePupilNumber",
    "GuaranteeStatusIndicator",
    "PreviousYPIDIdentifier",
)
GUARANTEE = tuple(
    f"{year}{name}"
    for year in (YEAR_11, YEAR_12)
    for name in ("GuaranteeStatus", "LEACode")
)
NEEDS = ("LevelOfNeedCode", "SENDFlag", "SENSupportFlag", CHARACTERISTICS)
ACTIVITY = (
    "ActivityCode",
    "StartDate",
    "DateAscertained",
    "DateVerified",
    "ReviewDate",
    "DueToLapseDate",
    "CurrencyLapsed",
    "EstablishmentNumber",
    "EstablishmentName",
    "UKProviderReferenceNumber",
    "NEETStartDate",
    "PredictedEndDate",
)
DESTINATION = ("IntendedDestinationYr11",)

#: What other suppliers and other years call an element.
_ALIASES = {
    "UniqueLearnerNo": ("ULN",),
    "UniquePupilNumber": ("UPN",),
    "EstablishmentNumber": ("Estab",),
    "DOB": ("DateOfBirth",),
}

COLUMNS = tuple(
    Column(name, name, _ALIASES.get(name, ()))
    for name in (
        *PERSON,
        *GUARANTEE,
        *NEEDS,
        *ACTIVITY,
        *DESTINATION,
        PERIOD_END,
    )
)
