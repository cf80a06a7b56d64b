"""The meaning of a record of an NCCIS file: one young person on a month's last day.

See decision 0027.
"""

from collections.abc import Mapping
from datetime import date

from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Doing, Intention, Offer, Statement
from tracker.domain.history.guarantee import september_of
from tracker.domain.history.person import Identity
from tracker.domain.history.sealed_statements import SEALED
from tracker.domain.nccis_return.sealed_columns import OF_DATES, OF_PLACE
from tracker.domain.reference.academic_year import GUARANTEE_MONTHS
from tracker.domain.reference.activity import ACTIVITIES
from tracker.domain.reference.codes import (
    AGED_OUT,
    CHARACTERISTICS,
    DIED,
    DUPLICATE,
    ETHNICITIES,
    GUARANTEE_STATUSES,
    INTENDED_DESTINATIONS,
    LEFT_ENGLAND,
    LEVELS_OF_NEED,
    PLAN_ENDED,
    TRANSFERRED,
)
from tracker.domain.reference.identifiers import (
    AuthorityCode,
    LaEstab,
    Postcode,
    Ukprn,
    Uln,
    Upn,
    Ypid,
)
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.cells.addresses import address
from tracker.feeds.cells.dates import day_of
from tracker.feeds.cells.row import Row, person_details, titles_of
from tracker.feeds.file_reading import Context
from tracker.feeds.nccis import columns
from tracker.feeds.nccis.codes_by_name import code_of
from tracker.feeds.row_meaning import Interpretation

LEAVERS = frozenset({TRANSFERRED, LEFT_ENGLAND, DIED, PLAN_ENDED, AGED_OUT})

#: An establishment number that ends like this names no establishment.
NO_ESTABLISHMENT = "9999"

_ACTIVITY = "ActivityCode"

#: The columns of a young person's needs.
_NEEDS = ("LevelOfNeedCode", "SENDFlag", "SENSupportFlag", columns.CHARACTERISTICS)

_TITLES = titles_of(columns.COLUMNS)


def interpret(
    raw: Mapping[str, str], restricted: bool, line: int, context: Context
) -> Interpretation:
    """The statements of a record, as at the end of its month.

    They are of the person, their activity on the last day of the month, and its start.
    Only the activity is as at an earlier day: the day on which it was last confirmed.
    """
    row = Row({name: code_of(name, text) for name, text in raw.items()}, line, _TITLES)
    period_end = row.day(columns.PERIOD_END) or context.as_at
    identity = _identity(row, period_end)
    if row.text("CohortStatus") == DUPLICATE:
        row.object_to(
            "CohortStatus",
            "The sender found this record to be a duplicate; the other one counts.",
            stops=True,
        )
    statements = person_details(identity)
    statements += _details(row, identity)
    statements += _departure(row, period_end, context.authority)
    statements += _guarantee(row, period_end)
    doing = _doing(row, period_end)
    return Interpretation(
        identity,
        tuple(statements),
        tuple(row.problems),
        period_end,
        earlier=(_confirmed(row, period_end), (doing,)) if doing is not None else None,
    )


def sealed_cells(raw: Mapping[str, str]) -> frozenset[str]:
    """The cells of a sealed activity, its place and dates, or of sealed codes."""
    found: set[str] = set()
    doing = ACTIVITIES.get(code_of(_ACTIVITY, raw.get(_ACTIVITY, "")))
    if doing is not None and doing.sealed:
        found.update((_ACTIVITY, *OF_PLACE, *OF_DATES))
    if not SEALED.isdisjoint(raw.get(columns.CHARACTERISTICS, "").split()):
        found.add(columns.CHARACTERISTICS)
    return frozenset(found & raw.keys())


def _identity(row: Row, period_end: date) -> Identity:
    previous = row.parsed("PreviousYPIDIdentifier", Ypid.parse)
    identity = Identity(
        given=row.name("GivenName"),
        middle=row.name("MiddleName"),
        family=row.name("FamilyName"),
        born=row.born(period_end, "DOB"),
        sex=row.sex("Gender"),
        postcode=row.parsed("Postcode", Postcode.parse),
        upn=row.parsed("UniquePupilNumber", Upn.parse),
        uln=row.parsed("UniqueLearnerNo", Uln.parse),
        ypid=row.parsed("YoungPersonsID", Ypid.parse),
        former_ypids=(previous,) if previous else (),
    )
    row.check_identity(
        identity,
        surname="FamilyName",
        forename="GivenName",
        middle="MiddleName",
        dob="DOB",
    )
    return identity


def _confirmed(row: Row, period_end: date) -> date:
    """The day on which the activity was last confirmed, never after the month."""
    for name in ("DateVerified", "DateAscertained"):
        if day := day_of(row.text(name)):
            return min(day, period_end)
    return period_end


def _details(row: Row, identity: Identity) -> list[Statement]:
    lines = [row.text(f"AddressLine{number}") for number in range(1, 5)]
    statements: list[Statement] = list(
        address(lines, row.text("Town"), row.text("County"), identity.postcode)
    )
    if ethnicity := row.code("Ethnicity", ETHNICITIES):
        statements.append(detail("ethnicity", ethnicity=ethnicity))
    plan, support = row.flag("SENDFlag"), row.flag("SENSupportFlag")
    if plan is not None or support is not None:
        statements.append(detail("send", send=_yes(plan), support=_yes(support)))
    if level := row.code("LevelOfNeedCode", LEVELS_OF_NEED):
        statements.append(detail("need", level=level))
    codes = row.text(columns.CHARACTERISTICS).split()
    for code in codes:
        if code not in CHARACTERISTICS:
            row.object_to(
                columns.CHARACTERISTICS, f"{code} is not a characteristic code."
            )
    if any(row.text(name) for name in _NEEDS):
        held = " ".join(code for code in codes if code in CHARACTERISTICS)
        statements.append(detail("characteristics", codes=held))
    # An authority that transfers a young person still names itself as the lead.
    transferred = row.text("CohortStatus") == TRANSFERRED
    leading = "TransferredToLACode" if transferred else "LeadLEA"
    for about, name in (
        ("lead authority", leading),
        ("educated authority", "EducatedLEA"),
        ("year 11 authority", "LEACodeAtYear11"),
    ):
        if authority := row.parsed(name, AuthorityCode.parse):
            statements.append(detail(about, authority=authority))
    return statements


def _yes(flag: bool | None) -> str | None:
    return None if flag is None else "Y" if flag else "N"


def _departure(row: Row, period_end: date, ours: str) -> list[Statement]:
    """The departure to another place. A transfer to this authority is an arrival."""
    status = row.text("CohortStatus")
    if status not in LEAVERS:
        return []
    to = row.parsed("TransferredToLACode", AuthorityCode.parse)
    if to == ours:
        return []
    return [detail("departure", status=status, to=to, on=period_end.isoformat())]


def _guarantee(row: Row, period_end: date) -> list[Statement]:
    """The statuses of the two years, who is not on the list, and the intention.

    Who is covered matters in the months of the guarantee alone; there the earlier
    system's "N" stands for its own year.
    """
    statements: list[Statement] = []
    if (
        row.text("GuaranteeStatusIndicator") == "N"
        and period_end.month in GUARANTEE_MONTHS
    ):
        september = str(september_of(period_end))
        statements.append(detail("guarantee list", september=september))
    for year, prefix in ((11, columns.YEAR_11), (12, columns.YEAR_12)):
        status = row.code(f"{prefix}GuaranteeStatus", GUARANTEE_STATUSES)
        authority = row.parsed(f"{prefix}LEACode", AuthorityCode.parse)
        if status is not None:
            statements.append(Offer(year, status, authority))
    destination = row.code(columns.DESTINATION, INTENDED_DESTINATIONS)
    if destination is not None:
        statements.append(Intention(destination))
    return statements


def _doing(row: Row, period_end: date) -> Doing | None:
    code = row.text("ActivityCode")
    if code not in ACTIVITIES:
        row.object_to(
            "ActivityCode",
            f"{code} is not an activity code." if code else "There is no activity.",
        )
        return None
    starts, expected = row.day("StartDate"), row.day("PredictedEndDate")
    if starts is not None and starts > period_end:
        row.object_to(
            "StartDate",
            f"The activity starts on {starts:%d/%m/%Y}, after the month of the file.",
        )
    return Doing(
        code,
        at=_place(row),
        starts=starts,
        expected_end=expected,
        review=row.day("ReviewDate"),
        neet_since=row.day("NEETStartDate"),
        ascertained=row.day("DateAscertained"),
    )


def _place(row: Row) -> InstitutionRef | None:
    laestab = None
    if not row.text("EstablishmentNumber").endswith(NO_ESTABLISHMENT):
        laestab = row.parsed("EstablishmentNumber", LaEstab.parse)
    ukprn = row.parsed("UKProviderReferenceNumber", Ukprn.parse)
    name = row.text("EstablishmentName") or None
    if laestab is None and ukprn is None and name is None:
        return None
    return InstitutionRef(laestab=laestab, ukprn=ukprn, name=name)
