"""The elements of an NCCIS record as columns of one flat row.

An element that occurs once keeps its name; the names of the two guarantee statuses take
in the element above them. ``PeriodEnd`` comes from the header and is put on every row.
"""

from dataclasses import replace

from tracker.feeds.declaration import Column

#: The feed's name for commands and batches, and one file of it within a sentence.
NAME, NOUN = "nccis-file", "an NCCIS file"

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

#: The header of the XML, as the columns of a table; none of it is kept with a row.
HEADER_COLUMNS = (
    Column("DatabaseID", "DatabaseID", ("DatabaseId", "Databases")),
    Column("SourceLEA", "SourceLEA", ("LEACode", "SourceLEAs", "SourceLEACode")),
    Column("DateOfSend", "DateOfSend"),
    Column("SupplierName", "SupplierName"),
    Column("SupplierXMLVersion", "SupplierXMLVersion"),
    Column("XMLSchemaVersion", "XMLSchemaVersion"),
    Column("YouthContract", "YouthContractIndicator", ("YouthContractStartDate",)),
)

#: What tables call a column beside the names of elements. Where a name occurs twice in
#: the file, a spreadsheet puts the number of the column's place behind it: the header's
#: LEACode, then status and LEACode of Year 11, then those of Year 12.
_TABLE_ALIASES = {
    "YoungPersonsID": ("YPID", "YoungPersonID", "YoungPersonsIdentifier", "CCISID"),
    "CohortStatus": ("NCCISCohort", "CohortStatusCode"),
    "GivenName": ("Forename", "FirstName", "GivenNames"),
    "MiddleName": ("MiddleNames",),
    "FamilyName": ("Surname", "LastName"),
    "Gender": ("Sex", "GenderCode"),
    "DOB": ("BirthDate", "month/year of birth", "moth/year of birth"),
    "Ethnicity": ("EthnicityCode", "EthnicOrigin", "EthnicGroup"),
    "LeadLEA": ("LeadLA", "LeadLEACode", "LeadLACode"),
    "EducatedLEA": ("EducatedLA", "EducatedLEACode", "EducatedLACode"),
    "TransferredToLACode": ("TransferredToLEACode", "TransferredToLA"),
    "LEACodeAtYear11": ("LACodeAtYear11",),
    "UniqueLearnerNo": ("UniqueLearnerNumber",),
    "PreviousYPIDIdentifier": ("PreviousYPID", "PreviousYoungPersonsID"),
    "Year11GuaranteeStatus": ("GuaranteeStatus", "SG02"),
    "Year11LEACode": ("LEACode2",),
    "Year12GuaranteeStatus": ("GuaranteeStatus2", "GuaranteeStatus3", "SG11"),
    "Year12LEACode": ("LEACode3", "LEACode4"),
    "LevelOfNeedCode": ("LevelOfNeed", "LevelOfNeedDescription"),
    "SENDFlag": ("SEND", "EHCP", "EHCPlan"),
    "SENSupportFlag": ("SENSupport",),
    CHARACTERISTICS: (CHARACTERISTIC, "CharacteristicCodes", "Characteristic"),
    "ActivityCode": (
        *("Activity", "ActivityDescription", "ActivityName", "CurrentActivity"),
        *("CurrentActivityCode", "NCCISCode", "NCCISActivityCode", "ActivityCodeName"),
    ),
    "StartDate": ("ActivityStartDate", "CurrentActivityStartDate"),
    "DateAscertained": ("AscertainedDate",),
    "DateVerified": ("VerifiedDate", "ConfirmedDate"),
    "DueToLapseDate": ("LapseDate", "CurrencyLapseDate"),
    "EstablishmentName": ("Establishment", "ProviderName", "Provider"),
    "EstablishmentNumber": ("DfENumber", "DfENo", "LAESTAB"),
    "UKProviderReferenceNumber": ("UKPRN",),
    "NEETStartDate": ("NEETDate",),
    "PredictedEndDate": ("ExpectedEndDate", "PlannedEndDate"),
    "IntendedDestinationYr11": ("IntendedDestination", "IntendedDestinationYear11"),
    PERIOD_END: ("PeriodEndDate",),
}

TABLE_COLUMNS = (
    *(
        replace(each, aliases=(*each.aliases, *_TABLE_ALIASES.get(each.name, ())))
        for each in COLUMNS
    ),
    *HEADER_COLUMNS,
)

#: The person, the activity, and one column that only the return has.
TABLE_NEEDS = (
    ("FamilyName", "YoungPersonsID"),
    ("ActivityCode",),
    (
        *(
            "CohortStatus",
            "LeadLEA",
            "DateAscertained",
            "DateVerified",
            "NEETStartDate",
        ),
        *("LevelOfNeedCode", "DueToLapseDate", "CurrencyLapsed", "EducatedLEA"),
        *("GuaranteeStatusIndicator", "YoungPersonsID"),
    ),
)
