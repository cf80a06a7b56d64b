"""The elements of an NCCIS record as columns of one flat row.

An element that occurs once keeps its name; the names of the two guarantee statuses take
in the element above them. ``PeriodEnd`` comes from the header and is put on every row.
"""

from pathlib import Path

from tracker.feeds.feed_columns import read_columns

#: The feed's name for commands and batches, and one file of it within a sentence.
NAME, NOUN = "nccis-file", "an NCCIS file"

YEAR_11 = "Year11"
YEAR_12 = "Year12"
CHARACTERISTIC = "CharacteristicCode"
CHARACTERISTICS = "Characteristics"
PERIOD_END = "PeriodEnd"

DESTINATION = "IntendedDestinationYr11"

#: Beside the names of elements, ``columns.csv`` has what tables call a column. Where a
#: name occurs twice in the file, a spreadsheet puts the number of the column's place
#: behind it: the header's LEACode, then status and LEACode of Year 11, then those of
#: Year 12.
_TABLES = read_columns(Path(__file__).with_name("columns.csv"))

COLUMNS = _TABLES["record"]

#: What other suppliers and other years call an element.
ELEMENTS = {
    "ULN": "UniqueLearnerNo",
    "UPN": "UniquePupilNumber",
    "Estab": "EstablishmentNumber",
    "DateOfBirth": "DOB",
}

#: The header of the XML, as the columns of a table; none of it is kept with a row.
HEADER_COLUMNS = _TABLES["header"]

TABLE_COLUMNS = COLUMNS + HEADER_COLUMNS

#: The person, the activity, and one column that only the return has.
TABLE_NEEDS = (
    ("FamilyName", "YoungPersonsID"),
    ("ActivityCode",),
    (
        *("CohortStatus", "LeadLEA", "DateAscertained", "DateVerified"),
        *("NEETStartDate", "LevelOfNeedCode", "DueToLapseDate", "CurrencyLapsed"),
        *("EducatedLEA", "GuaranteeStatusIndicator", "YoungPersonsID"),
    ),
)
