"""Each rule broken once in a valid file: only that rule, only for that record."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from tracker import returns
from tracker.returns.check import check, judge
from tracker.returns.record import ACTIVITY_COLUMNS, ADDRESS, Header
from tracker.returns.rules.years import RULESETS, newest_ruleset

NEWEST = newest_ruleset().year
NOTHING = None


@dataclass(frozen=True)
class Seed:
    """A fault: in which record, which columns become what.

    ``also`` are rules that the same fault cannot help breaking, ``others`` records that
    are at fault together with this one.
    """

    record: int
    changes: dict[str, Any]
    also: frozenset[str] = frozenset()
    others: tuple[int, ...] = ()
    year: str = field(default=NEWEST)

    def __str__(self) -> str:
        return ", ".join(f"{column}={text}" for column, text in self.changes.items())


def seed(record: int, also: str = "", others: tuple[int, ...] = (), **changes: Any):
    return Seed(record, changes, frozenset(also.split()), others)


# The records of the sample: 1 Year 11 at school, 2 further education, 3 teenage parent,
# 4 apprentice, 5 supported internship, 6 lapsed job, 7 moved away, 8 guarantee only,
# 9 start agreed, 10 DWP programme, 11 not known, 12 special post-16 institution.
SEEDS = [
    ("1", seed(1, YoungPersonsID="444000000001")),
    ("1", seed(1, YoungPersonsID="44400000000A1")),
    ("1", seed(1, YoungPersonsID=NOTHING)),
    ("2", seed(2, GivenName=NOTHING)),
    ("3", seed(3, FamilyName=NOTHING)),
    ("4", seed(4, Gender=NOTHING)),
    ("5", seed(4, Gender="N")),
    ("6", seed(5, Ethnicity=NOTHING)),
    ("7", seed(5, Ethnicity="WIRT")),
    ("8", seed(3, DOB=NOTHING)),
    ("8", seed(3, DOB="19/01/2009")),  # no date: reported here, compared nowhere
    ("9", seed(5, DOB="2001-08-31")),
    ("10", seed(1, DOB="2011-09-01")),
    ("11", seed(4, CohortStatus=NOTHING)),
    ("13", seed(7, TransferredToLACode=NOTHING)),
    ("14", seed(4, LeadLEA=NOTHING)),
    # The header is for 359 alone, so a code that is none is not in it either.
    ("15", seed(4, LeadLEA="999", also="26")),
    ("19", seed(4, EducatedLEA="928")),  # Northamptonshire, gone since 2021
    ("24", seed(4, LEACodeAtYear11="005")),
    ("25", seed(2, LEACodeAtYear11="355")),
    ("26", seed(4, LeadLEA="355")),
    ("27", seed(2, Year11GuaranteeStatus="114")),
    ("27", seed(8, Year12GuaranteeStatus="199")),
    ("27", seed(4, GuaranteeStatusIndicator="X")),
    ("30", seed(4, UniqueLearnerNo="0000000104")),
    ("31", seed(4, **dict.fromkeys(ADDRESS, NOTHING))),
    ("32", seed(4, Postcode=NOTHING)),
    ("34", seed(4, TransferredToLACode="355")),
    ("34", seed(4, TransferredToLACode="001")),  # only those who left England
    ("34", seed(7, CohortStatus="E", TransferredToLACode="355", also="35")),
    ("35", seed(7, TransferredToLACode="999")),
    ("35", seed(7, TransferredToLACode="44")),
    ("35", seed(7, CohortStatus="E", TransferredToLACode="004", also="34 41")),
    ("37", seed(11, PreviousYPIDIdentifier="77")),
    ("38", seed(1, UniquePupilNumber="Z35949001500")),
    ("39", seed(2, UKProviderReferenceNumber="20099991")),
    ("40", seed(4, DOB="2008-08-31")),
    # The area "not known" is not an authority of England either.
    ("41", seed(7, TransferredToLACode="004", also="35")),
    ("41", seed(7, TransferredToLACode="4", also="35")),
    ("41", seed(7, TransferredToLACode="7", also="35")),
    ("42", seed(7, TransferredToLACode="359")),
    ("43", seed(4, Postcode="WN11AA")),
    ("44", seed(4, GivenName="Devika2")),
    ("45", seed(4, FamilyName="Pretend (Smith)")),
    ("46", seed(1, MiddleName="J/o")),
    ("100", seed(4, LevelOfNeedCode=NOTHING)),
    ("101", seed(4, LevelOfNeedCode="10")),
    ("102", seed(4, SENDFlag="1")),
    ("103", seed(4, SENDFlag=NOTHING)),
    ("104", seed(2, CharacteristicCode=["150", "999"])),
    ("200", seed(6, ActivityCode=NOTHING)),
    ("200", seed(3, ActivityCode=NOTHING)),
    ("201", seed(3, ActivityCode="999")),
    ("201", seed(1, ActivityCode="720")),
    ("202", seed(2, StartDate=NOTHING)),
    ("202", seed(2, StartDate="2026-02-30")),
    ("203", seed(2, DateAscertained=NOTHING)),
    ("203", seed(2, DateAscertained="2026-9-28")),
    ("220", seed(4, CurrencyLapsed=NOTHING)),
    ("221", seed(4, CurrencyLapsed="0")),
    ("224", seed(3, NEETStartDate=NOTHING)),
    ("224", seed(3, NEETStartDate="soon")),
    ("225", seed(3, NEETStartDate="2026-06-09")),
    ("226", seed(4, NEETStartDate="2026-01-12")),
    ("228", seed(1, EstablishmentNumber="494900")),
    ("228", seed(1, EstablishmentNumber="9994900")),
    ("229", seed(2, DOB="2010-10-10")),
    ("230", seed(1, DOB="2010-08-31")),
    ("231", seed(4, CurrencyLapsed="Y")),
    ("232", seed(6, CurrencyLapsed="N")),
    ("233", seed(3, ActivityCode="620")),
    ("234", seed(3, CharacteristicCode=[])),
    ("235", seed(3, ActivityCode="650")),
    ("237", seed(2, DateAscertained="2026-10-13")),
    ("238", seed(2, PredictedEndDate="2027-08-30")),
    ("240", seed(11, **dict.fromkeys((*ACTIVITY_COLUMNS, "Activities"), NOTHING))),
    ("242", seed(2, DateAscertained="2026-09-06")),
    ("243", seed(4, DueToLapseDate=NOTHING)),
    ("244", seed(2, DueToLapseDate="2027-02-29")),
    ("251", seed(3, NEETStartDate="2024-01-18")),
    ("253", seed(10, StartDate="2024-11-30")),
    ("254", seed(12, SENDFlag="N")),
    ("254", seed(12, SENDFlag=NOTHING, also="103")),
    ("255", seed(12, SENDFlag="N", ActivityCode="460")),
    # Before the start is before it was ascertained, unless that came sooner still.
    ("256", seed(2, DateVerified="2026-09-06", also="237")),
    ("257", seed(9, PredictedEndDate="2026-11-29")),
    ("258", seed(2, PredictedEndDate="09/07/2028")),
    ("259", seed(2, PredictedEndDate=NOTHING)),
    ("260", seed(6, CharacteristicCode=["180"])),
    ("261", seed(8, Year12LEACode="004")),
    ("261", seed(2, Year11LEACode="004", also="25")),
    ("262", seed(9, ReviewDate=NOTHING)),
    ("262", seed(9, ReviewDate="2026-11-31")),
    ("301", Seed(1, {"IntendedDestinationYr11": NOTHING}, year="2019-20")),
    ("302", seed(1, IntendedDestinationYr11="110")),
    ("303", seed(4, SENSupportFlag=NOTHING)),
    ("304", seed(4, SENSupportFlag="K")),
    ("305", seed(2, DateVerified="2026-11-01")),
    ("305", seed(2, DateVerified="2026-10-32")),
    ("306", seed(12, SENSupportFlag="Y")),
    ("902", seed(4, YoungPersonsID="4440000000006", others=(6,))),
    ("903", seed(4, YoungPersonsID="9990000000004")),
    ("904", seed(4, CohortStatus="X")),
    ("905", Seed(8, {"Year12GuaranteeStatus": "", "GuaranteeStatusIndicator": "N"})),
    ("905", Seed(8, {"Year12LEACode": "", "GuaranteeStatusIndicator": "N"})),
    ("906", seed(2, Year11LEACode=NOTHING)),
    ("907", seed(4, UniqueLearnerNo="1000000106", others=(6,))),
    (
        "908",
        seed(
            *(4, "", (6,)),
            GivenName="FINLAY",
            FamilyName="Imagined",
            DOB="2009-12-25",
        ),
    ),
    ("909", seed(1, DateVerified="2026-08-31")),
    ("909", seed(1, DateVerified=NOTHING)),
]


@pytest.fixture
def without_later_codes(rows: list[dict[str, Any]]) -> None:
    """Values without a code in the first known requirement year."""
    rows[3]["Ethnicity"] = "BOTH"
    rows[4]["CharacteristicCode"] = ["160"]


@pytest.mark.usefixtures("without_later_codes")
@pytest.mark.parametrize(
    ("rule", "fault"), SEEDS, ids=[f"{rule}: {fault}" for rule, fault in SEEDS]
)
def test_a_seeded_fault_is_found_and_nothing_else(
    rule: str, fault: Seed, rows: list[dict[str, Any]], file_of: Callable[..., Path]
) -> None:
    rows[fault.record - 1] |= fault.changes
    report = check(file_of(rows), fault.year)
    records = {fault.record, *fault.others}
    assert {(it.rule, it.record) for it in report.issues} == {
        (number, record) for number in {rule, *fault.also} for record in records
    }
    assert {it.id for it in report.issues} == {
        rows[record - 1]["YoungPersonsID"] or "" for record in records
    }


@pytest.mark.parametrize("year", RULESETS)
@pytest.mark.usefixtures("without_later_codes")
def test_the_file_without_a_fault_breaks_no_rule_of_any_year(
    year: str, rows: list[dict[str, Any]], file_of: Callable[..., Path]
) -> None:
    report = check(file_of(rows), year)
    assert (report.records, report.issues, report.file_errors) == (12, [], [])


def test_every_rule_of_every_year_is_seeded_at_least_once() -> None:
    known = {rule.number for ruleset in RULESETS.values() for rule in ruleset}
    assert {rule for rule, _ in SEEDS} == known


FAULTLESS = [
    ("Year 11 from its first birthday", 1, {"DOB": "2011-08-31"}),
    ("Year 13 without a plan", 4, {"DOB": "2008-09-01"}),
    (
        "18 without a plan, and leaves for it",
        4,
        {"DOB": "2008-08-31", "CohortStatus": "A"},
    ),
    ("SEN support without a plan", 4, {"SENSupportFlag": "Y"}),
    ("pregnant", 3, {"CharacteristicCode": ["120", "180"]}),
    ("no authority at Year 11", 2, {"LEACodeAtYear11": ""}),
    ("the authority at Year 11 alone", 4, {"LEACodeAtYear11": "355"}),
    *(
        (f"only {line} of an address", 4, dict.fromkeys(ADDRESS, "") | {line: "1 A"})
        for line in ADDRESS
    ),
    (
        "Year 11 begun this year, not verified",
        1,
        {
            "StartDate": "2026-09-01",
            "DateAscertained": "2026-09-01",
            "DateVerified": "",
        },
    ),
    ("Year 11 verified on 1 September", 1, {"DateVerified": "2026-09-01"}),
    (
        "further education begun and verified last year",
        2,
        {
            "StartDate": "2025-09-01",
            "DateAscertained": "2025-09-01",
            "DateVerified": "2025-09-01",
        },
    ),
    ("turns 25 after 31 August", 5, {"DOB": "2001-09-01"}),
    ("too old, and leaves for it", 5, {"DOB": "2000-01-01", "CohortStatus": "A"}),
    ("left England for Wales", 7, {"CohortStatus": "E", "TransferredToLACode": "001"}),
    ("left England", 7, {"CohortStatus": "E", "TransferredToLACode": ""}),
    ("educated in Scotland", 4, {"EducatedLEA": "002"}),
    (
        "lapses on the last day, not marked as lapsed",
        4,
        {"DueToLapseDate": "2026-10-31"},
    ),
    (
        "lapses on the last day, marked as lapsed",
        4,
        {"DueToLapseDate": "2026-10-31", "CurrencyLapsed": "Y"},
    ),
    ("NEET from the 15th birthday", 3, {"NEETStartDate": "2024-01-19"}),
    ("programme from the 18th birthday", 10, {"StartDate": "2024-12-01"}),
    ("verified on the last day", 2, {"DateVerified": "2026-10-31"}),
    ("a postcode like EC1A 1BB", 4, {"Postcode": "ec1a 1bb"}),
    ("O'Neil-Smith, jr.", 4, {"FamilyName": "O'Neil-Smith, jr."}),
    ("guarantee only, same ID twice", 8, {"YoungPersonsID": "4440000000006"}),
    (
        "a duplicate with the other's ULN",
        4,
        {"CohortStatus": "M", "UniqueLearnerNo": "1000000106"},
    ),
    ("too old to have a guarantee", 5, {"GuaranteeStatusIndicator": "Y"}),
]


@pytest.mark.parametrize(
    ("record", "changes"), [it[1:] for it in FAULTLESS], ids=[it[0] for it in FAULTLESS]
)
def test_values_just_inside_the_rules_are_no_fault(
    record: int,
    changes: dict[str, Any],
    rows: list[dict[str, Any]],
    file_of: Callable[..., Path],
) -> None:
    rows[record - 1] |= changes
    assert check(file_of(rows), NEWEST).issues == []


@pytest.mark.parametrize("sign", '0123456789/\\:?@$&*(){}[]!"+=|')
@pytest.mark.parametrize(
    ("rule", "column"),
    [("44", "GivenName"), ("45", "FamilyName"), ("46", "MiddleName")],
)
def test_a_name_with_a_digit_or_one_of_these_signs_is_reported(
    rule: str, column: str, sign: str, rows: list[dict[str, Any]], header: Header
) -> None:
    rows[3] |= {column: f"De{sign}vika"}
    found = judge(rows, header, RULESETS[NEWEST])
    assert [(it.rule, it.record, it.value) for it in found] == [
        (rule, 4, f"De{sign}vika")
    ]


@pytest.mark.parametrize("sign", "-' ’.,éŁ")
def test_a_name_may_have_these_signs(
    sign: str, rows: list[dict[str, Any]], header: Header
) -> None:
    rows[3] |= dict.fromkeys(("GivenName", "FamilyName", "MiddleName"), f"De{sign}v")
    assert list(judge(rows, header, RULESETS[NEWEST])) == []


@pytest.mark.parametrize(
    ("lacking", "rules"),
    [
        # A header without its authorities or databases is wrong itself.
        ({"authorities": ()}, set()),
        ({"databases": ()}, set()),
        # Nothing is before or after the end of a period that is not given.
        ({"period_end": None}, set()),
        ({"authorities": ("355",)}, {"26"}),
        ({"databases": ("445",)}, {"903"}),
        ({"authorities": ("355", "359"), "databases": ("445", "444")}, set()),
    ],
)
def test_records_are_compared_with_what_the_header_has(
    lacking: dict[str, Any],
    rules: set[str],
    rows: list[dict[str, Any]],
    header: Header,
) -> None:
    found = judge(rows, replace(header, **lacking), RULESETS[NEWEST])
    assert {it.rule for it in found} == rules


@pytest.mark.parametrize(
    ("fault", "against"),
    [
        ("outside", "colours"),
        ("before", "Yesterday"),
        ("after", "Tomorrow"),
        ("blank although needed", "needs_luck"),
    ],
)
def test_a_field_cannot_be_checked_against_what_there_is_not(
    fault: str, against: str
) -> None:
    row = {"field": "DOB", "fault": fault, "against": against}
    with pytest.raises(ValueError, match=f"^nothing is {fault} '{against}'$"):
        returns.rules.field_checks._rule(row)
