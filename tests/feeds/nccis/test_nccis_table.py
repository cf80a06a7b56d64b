"""NCCIS records as tables, in the columns of two suppliers. All people are invented."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

import pytest

from tests.feeds.reading import workbooks
from tracker import feeds
from tracker.domain.history.evidence import Detail, Doing
from tracker.feeds.file_reading import Context, Unreadable
from tracker.feeds.nccis import codes_by_name
from tracker.feeds.nccis.codes_by_name import code_of, lists
from tracker.feeds.nccis.record import interpret
from tracker.feeds.registry import FEEDS, recognise
from tracker.feeds.row_meaning import Interpretation

FEED = FEEDS["nccis-file"]
Write = Callable[..., Path]

#: The columns of one supplier: the file's own elements, in another order.
FIRST = [
    *("DatabaseId", "LEACode", "DateOfSend", "PeriodEnd", "SupplierName"),
    *("SupplierXMLVersion", "XMLSchemaVersion", "YoungPersonsID", "CohortStatus"),
    *("GivenName", "MiddleName", "FamilyName", "AddressLine1", "AddressLine2"),
    *("AddressLine3", "AddressLine4", "Town", "County", "Postcode", "Gender", "DOB"),
    *("Ethnicity", "LeadLEA", "EducatedLEA", "UniqueLearnerNo", "UniquePupilNumber"),
    *("PreviousYPIDIdentifier", "GuaranteeStatusIndicator", "LEACodeAtYear11"),
    *("TransferredToLACode", "LevelOfNeedCode", "SENDFlag", "SENSupportFlag"),
    *("CharacteristicCode", "ActivityCode", "StartDate", "DateAscertained"),
    *("DateVerified", "DueToLapseDate", "CurrencyLapsed", "EstablishmentNumber"),
    *("EstablishmentName", "UKProviderReferenceNumber", "PredictedEndDate"),
    *("ReviewDate", "NEETStartDate", "IntendedDestinationYr11"),
]
#: Another's, older: repeated elements have a number, and some names differ in case.
SECOND = [
    *(
        {"LevelOfNeedCode": "LevelofNeedCode", "NEETStartDate": "NeetStartDate"}.get(
            it, it
        )
        for it in FIRST
        if it != "SENSupportFlag"
    ),
    *(
        "YouthContractIndicator",
        "YouthContractStartDate",
        "GuaranteeStatus",
        "LEACode2",
    ),
    *("GuaranteeStatus3", "LEACode4"),
]
_FROM_THE_FILE = {
    "DatabaseId": "444",
    "LEACode": "359",
    "DateOfSend": "2026-07-09",
    "SupplierName": "Example",
}
_OTHER_NAMES = {
    "LevelofNeedCode": "LevelOfNeedCode",
    "NeetStartDate": "NEETStartDate",
    "GuaranteeStatus": "Year11GuaranteeStatus",
    "LEACode2": "Year11LEACode",
    "GuaranteeStatus3": "Year12GuaranteeStatus",
    "LEACode4": "Year12LEACode",
}
DAYS = [it for it in FIRST if it.endswith("Date") or it in ("DOB", "PeriodEnd")]


def table(
    records: Iterable[Mapping[str, str]],
    headings: list[str],
    change: Callable[[str, str], str] = lambda _, text: text,
) -> str:
    """The records as a supplier's table: one row a characteristic."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(headings)
    for record in records:
        for characteristic in record.get("Characteristics", "").split() or [""]:
            values = {**record, **_FROM_THE_FILE, "CharacteristicCode": characteristic}
            rows.writerow(
                change(it, values.get(_OTHER_NAMES.get(it, it), "")) for it in headings
            )
    return text.getvalue()


def serial(name: str, text: str) -> str:
    if name.replace("NeetStart", "NEETStart") not in [
        *DAYS,
        "DateAscertained",
        "DateVerified",
        "DateOfSend",
    ]:
        return text
    return str((date.fromisoformat(text) - date(1899, 12, 30)).days) if text else ""


@pytest.fixture
def records(samples: Path) -> list[dict[str, str]]:
    return [row.values for row in FEED.read([samples / "nccis_2026_06.xml"]).rows]


def meanings(path: Path, context: Context) -> list[Interpretation]:
    return [
        FEED.interpret(row.values, row.restricted, 0, context)
        for row in FEED.read([path], context).rows
    ]


@pytest.mark.parametrize("change", [lambda _, text: text, serial])
@pytest.mark.parametrize("headings", [FIRST, SECOND])
def test_a_table_means_the_same_as_the_xml_file(
    write: Write, records, context: Context, headings, change
) -> None:
    expected = []
    for record in records:
        lost = (
            {"SENSupportFlag"} - {*headings}
            if headings is SECOND
            else {
                it
                for it in record
                if it.startswith(("Year11G", "Year12G", "Year11L", "Year12L"))
            }
        )
        kept = {name: text for name, text in record.items() if name not in lost}
        expected.append(interpret(kept, False, 0, context))
    path = write("extract.csv", table(records, headings, change))
    assert recognise(path) == "nccis-file"
    assert feeds.seen_headings.recognised([path]) == "nccis-file"
    assert meanings(path, context) == expected
    assert any(
        isinstance(it, Doing)
        for each in expected
        for _, statements in each.by_day
        for it in statements
    )


def test_the_columns_of_a_table_replace_the_header(write: Write, records) -> None:
    reading = FEED.read([write("extract.csv", table(records, FIRST))])
    assert (reading.layout, reading.as_at) == ("nccis table", date(2026, 6, 30))
    assert (reading.day_column, reading.authorities) == ("PeriodEnd", ("359",))
    assert not {"DatabaseID", "SourceLEA", "DateOfSend"} & {
        name for row in reading.rows for name in row.values
    }


def test_without_a_month_the_day_is_to_be_given(
    write: Write, records, context: Context
) -> None:
    headings = [it for it in FIRST if it != "PeriodEnd"]
    path = write("extract.csv", table(records, headings))
    reading = FEED.read([path])
    assert (reading.as_at, reading.day_column) == (None, None)
    assert {each.as_at for each in meanings(path, context)} == {context.as_at}


def test_an_nccis_table_loaded_as_a_census_is_named_as_nccis(
    write: Write, records
) -> None:
    path = write("extract.csv", table(records, FIRST))
    for feed in ("school-census", "provider-enrolment", "establishments"):
        with pytest.raises(Unreadable, match="It looks like an NCCIS file; import it"):
            list(FEEDS[feed].read([path]).rows)


@pytest.mark.parametrize("name", ["extract.xls", "extract.xlsx", "extract.ods"])
def test_a_workbook_of_nccis_columns_is_read(
    write: Write, records, context: Context, name: str
) -> None:
    lines = [*csv.reader(io.StringIO(table(records, FIRST)))]
    written = workbooks.KINDS[name.replace("extract", "list")]({"Extract": lines})
    assert meanings(write(name, written), context) == meanings(
        write("extract.csv", table(records, FIRST)), context
    )


HEAD = (
    "YPID,Surname,Forename,Sex,Date of birth,Ethnicity,Lead LA,Activity,"
    "Activity start date,Characteristic,Level of need,NEET Start Date\n"
)


def one(write: Write, context: Context, line: str) -> Interpretation:
    (found,) = meanings(write("extract.csv", HEAD + line), context)
    return found


def test_names_of_codes_are_read_as_the_codes(write: Write, context: Context) -> None:
    found = one(
        write,
        context,
        "4440000000011,Holt,Ann,Female,03/04/2009,White - British,Wigan,NEET available "
        '- "Seeking employment, education or training",01/09/2026,Care leaver,'
        "Intensive Support,01/09/2026\n".replace(
            'NEET available - "Seeking', '"NEET available to labour market - Seeking'
        ),
    )
    assert found.problems == ()
    (doing,) = (it for _, its in found.by_day for it in its if isinstance(it, Doing))
    assert (doing.activity, doing.neet_since) == ("619", date(2026, 9, 1))
    details = {
        it.about: dict(it.values) for it in found.statements if isinstance(it, Detail)
    }
    assert details["ethnicity"] == {"ethnicity": "WBRI"}
    assert details["need"] == {"level": "1"}
    assert details["characteristics"] == {"codes": "160"}
    assert details["lead authority"] == {"authority": "359"}
    assert details["birth"]["sex"] == "F"


def test_an_unknown_name_of_a_code_is_a_problem(write: Write, context: Context) -> None:
    found = one(
        write,
        context,
        "4440000000011,Holt,Ann,F,31/02/2009,Martian,359,Astronaut,01/09/2026,Tall,"
        "Huge,\n",
    )
    messages = {each.column: each.message for each in found.problems}
    assert messages["ActivityCode"] == "Astronaut is not an activity code."
    assert "31/02/2009 is not a real date" in messages["DOB"]
    assert "MARTIAN" in messages["Ethnicity"]
    assert "HUGE" in messages["LevelOfNeedCode"]
    assert "Tall" in messages["Characteristics"]
    assert found.usable


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("ActivityCode", "210", "210"),
        ("ActivityCode", "210 - School sixth form", "210"),
        ("ActivityCode", "School Sixth Form", "210"),
        ("ActivityCode", "Education - Further Education", "230"),
        ("ActivityCode", "FURTHER EDUCATION, FULL TIME", "230"),
        ("ActivityCode", "NEET - Illness", "640"),
        ("ActivityCode", "NEET Not Available to Labour Market - Pregnancy", "650"),
        ("ActivityCode", "Current situation not known", "810"),
        # the code and its name contradict each other
        ("ActivityCode", "210 - Apprenticeship", "210 - Apprenticeship"),
        # a name that several codes share is none of them
        ("ActivityCode", "Custody", "Custody"),
        ("ActivityCode", "Employment", "Employment"),
        ("ActivityCode", "NEET", "NEET"),
        ("Ethnicity", "wbri", "wbri"),
        ("Ethnicity", "Any Other Ethnic Group", "OOTH"),
        ("LevelOfNeedCode", "Minimum", "3"),
        ("LeadLEA", "Wigan", "359"),
        ("LeadLEA", "359", "359"),
        ("CohortStatus", "Primary cohort", "P"),
        ("Year12GuaranteeStatus", "Offer made", "110"),
        ("GivenName", "Wigan", "Wigan"),
    ],
)
def test_the_code_of_a_name(column: str, text: str, code: str) -> None:
    assert code_of(column, text) == code


def test_every_title_of_a_list_is_its_own_code() -> None:
    from tracker.domain.reference.activity import ACTIVITIES

    for each in ACTIVITIES.values():
        assert code_of("ActivityCode", each.title) == each.code
    assert all(names.codes for names in lists().values())


def test_every_other_name_is_of_one_code_alone() -> None:
    with (
        Path(codes_by_name.__file__).with_suffix(".csv").open(encoding="utf-8") as rows
    ):
        others = list(csv.DictReader(rows))
    columns = {
        "activity": "ActivityCode",
        "ethnicity": "Ethnicity",
        "level of need": "LevelOfNeedCode",
        "cohort status": "CohortStatus",
        "September Guarantee status": "Year11GuaranteeStatus",
        "intended destination": "IntendedDestinationYr11",
    }
    for row in others:
        if row["list"] == "characteristics":
            code = codes_by_name.characteristics().code(row["name"])
        else:
            code = code_of(columns[row["list"]], row["name"])
        assert code == row["code"], row


def test_several_months_in_one_table_have_a_day_each(
    write: Write, records, context: Context
) -> None:
    later = [{**record, "PeriodEnd": "2026-07-31"} for record in records]
    path = write("extract.csv", table([*records, *later], FIRST))
    assert FEED.read([path]).as_at == date(2026, 7, 31)
    days = [each.as_at for each in meanings(path, context)]
    assert (
        days.count(date(2026, 6, 30)) == days.count(date(2026, 7, 31)) == len(records)
    )


def test_a_number_that_lost_its_zeros_gets_them_back(
    write: Write, context: Context
) -> None:
    text = HEAD.replace("YPID", "DatabaseID,YPID") + (
        "44,440000000011,Holt,Ann,F,03/04/2009,WBRI,359,619,01/09/2026,,2,\n"
    )
    (found,) = meanings(write("extract.csv", text), context)
    assert found.identity.ypid == "0440000000011"


def test_a_table_without_people_says_what_is_missing(write: Write) -> None:
    head = "STUD_ID,AGE,SUPPORT_LEVEL,CONFIRMED_DATE,POSTCODE,NCCIS_CODE,NCCISCOHORT\n"
    path = write("extract.csv", head + "1,17,2,01/09/2026,WN1 1AZ,210,P\n")
    with pytest.raises(Unreadable, match="it has no column FamilyName"):
        list(FEED.read([path]).rows)


def test_a_table_beside_xml_files_is_refused(
    write: Write, samples: Path, records
) -> None:
    path = write("extract.csv", table(records, FIRST))
    with pytest.raises(Unreadable, match="import them apart"):
        FEED.read([samples / "nccis_2026_06.xml", path])
