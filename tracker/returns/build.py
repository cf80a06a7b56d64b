"""The authority's own records of the return, built from members."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tracker import domain
from tracker.domain.history.details.particulars import DETAILS, Particulars, value_of
from tracker.domain.history.evidence import Offer
from tracker.domain.history.members import Member, guarantee_year
from tracker.domain.history.sealed_statements import (
    counted_codes,
    is_hidden,
    shown_codes,
)
from tracker.domain.nccis_return.sealed_columns import OF_DATES, OF_PLACE
from tracker.domain.reference.academic_year import (
    GUARANTEE_MONTHS,
    YEAR_11,
    AcademicYear,
)
from tracker.domain.reference.activity import (
    EDUCATION,
    HIDDEN,
    HOME_EDUCATED,
    STORED,
    as_counted,
)
from tracker.domain.reference.identifiers import LaEstab, Ypid
from tracker.domain.reference.institution import Institution, InstitutionRef
from tracker.returns.ruleset import Rule

#: The details that the return has as they are held; others it works out.
_AS_HELD = [each for each in DETAILS if each.returned]

Record = dict[str, str | list[str] | None]

#: What the return has in place of a confidential address. The rules want an address and
#: a postcode (31, 32), and no rule wants the true one. This postcode stands for an
#: address in England that is not given.
CONFIDENTIAL: Mapping[str, str | None] = {
    "AddressLine1": "Confidential",
    **dict.fromkeys(("AddressLine2", "AddressLine3", "AddressLine4", "Town", "County")),
    "Postcode": "ZZ99 3CZ",
}
#: The establishment number of those who are educated at home (rule 228).
NO_ESTABLISHMENT = "9999"
#: The first digit of own numbers, above the numbers of an earlier system.
OWN_NUMBERS = "9"


@dataclass(frozen=True, slots=True)
class Subject:
    """A member of the return, with everything that their record contains."""

    member: Member
    known: Particulars
    offers: tuple[Offer, ...]  # the newest first
    intention: str | None
    institution: Institution | None
    named: InstitutionRef | None = None  # as a source has it, if it is not known
    not_ours: frozenset[str] = frozenset()  # identifiers of other people


def ypid(subject: Subject, database: str) -> str:
    """The 13 digits of the young person's ID in this CCIS database.

    A young person from the earlier system with the same database number keeps their ID,
    because DfE knows them by it.
    """
    return number(
        subject.known.ypids,
        subject.member.person,
        database,
        not_ours=subject.not_ours,
    )


def number(
    ypids: Iterable[str], person: int, database: str, *, not_ours: Container[str]
) -> str:
    """The 13 digits of a record in this database: one of its numbers, or its own."""
    for known in ypids:
        if Ypid.database(known) == database and known not in not_ours:
            return known
    return f"{database}{OWN_NUMBERS}{person:09d}"


def record(subject: Subject, database: str) -> Record:
    """One record: the columns of ``record.COLUMNS``, None for an empty one."""
    return {
        **_personal(subject, database),
        **_guarantee(subject),
        **_need(subject),
        **_activity(subject),
        "IntendedDestinationYr11": subject.intention
        if subject.member.academic_age == YEAR_11
        else None,
    }


#: The columns that hold sealed codes.
_SEALED = ("CharacteristicCode", "ActivityCode")


def counted(record: Mapping[str, str | list[str] | None]) -> Record:
    """The record without sealed codes, as figures of the return are counted."""
    found = dict(record)
    code, held = found.get("ActivityCode"), found.get("CharacteristicCode")
    if isinstance(held, list):
        found["CharacteristicCode"] = sorted(counted_codes(held))
    doing = STORED.get(code) if isinstance(code, str) else None
    if doing is not None and doing.sealed:
        found.update(dict.fromkeys(OF_PLACE), ActivityCode=as_counted(doing).code)
    return found


def shown(record: Mapping[str, str | list[str] | None]) -> Record:
    """The record as it is shown without the permission to see what is sealed."""
    found = dict(record)
    code, held = found.get("ActivityCode"), found.get("CharacteristicCode")
    if isinstance(held, list):
        found["CharacteristicCode"] = sorted(shown_codes(held))
    if isinstance(code, str) and is_hidden(code):
        blank = dict.fromkeys((*OF_PLACE, *OF_DATES))
        found.update(blank, ActivityCode=HIDDEN.code)
    return found


def could_reveal(rule: Rule, *, activity: bool = True) -> bool:
    """Whether a broken rule may show what is sealed in a record that holds some.

    ``activity``: an activity is. Its dates reveal which one too; otherwise they do not.
    """
    dates = OF_DATES if activity else ()
    return not {*_SEALED, *OF_PLACE, *dates}.isdisjoint(rule.fields)


def revealing(rules: Iterable[Rule]) -> dict[bool, set[str]]:
    """The numbers of the rules that could reveal what is sealed.

    By whether an activity is.
    """
    return {
        activity: {it.number for it in rules if could_reveal(it, activity=activity)}
        for activity in (True, False)
    }


def _personal(subject: Subject, database: str) -> Record:
    member, known = subject.member, subject.known
    departure = known.departure
    leaving = departure is not None and departure.status == member.status
    return {
        **{
            each.returned: value_of(known, each) or each.returned_without
            for each in _AS_HELD
        },
        "YoungPersonsID": ypid(subject, database),
        "CohortStatus": member.status,
        **_home(known),
        "DOB": _day(known.identity.born),
        "LeadLEA": member.authority,
        "EducatedLEA": _educated_by(subject),
        "TransferredToLACode": departure.to if departure and leaving else None,
        "GuaranteeStatusIndicator": "Y"
        if member.guarantee is not None and _offer(subject)
        else "N",
        "PreviousYPIDIdentifier": _previous(subject, database),
    }


def _home(known: Particulars) -> Record:
    address = known.address
    if known.confidential_address:
        return dict(CONFIDENTIAL)
    return {
        **{
            f"AddressLine{number}": address.get(f"line{number}")
            for number in range(1, 5)
        },
        "Town": address.get("town"),
        "County": address.get("county"),
        "Postcode": address.get("postcode"),
    }


def _previous(subject: Subject, database: str) -> str | None:
    """The previous ID: one that a source gives, or one of another database."""
    known, now = subject.known, ypid(subject, database)
    elsewhere = (y for y in known.ypids if Ypid.database(y) != database)
    ids = (y for y in (*known.former_ypids, *elsewhere) if y != now)
    return next((y for y in ids if y not in subject.not_ours), None)


def _educated_by(subject: Subject) -> str:
    """The authority of education: that of the institution, if there is one."""
    where = subject.institution
    if where is not None and where.laestab is not None:
        return LaEstab.authority(where.laestab)
    return subject.known.educated_authority or subject.member.authority


def _offer(subject: Subject) -> Offer | None:
    """The newest status of the guarantee that applies in this month, or None.

    While the guarantee is reported, a member of its cohort without a status is returned
    as not recorded, because they count in its denominator too. A young person outside
    the cohort is returned with what is on record, and without the indicator.
    """
    born, month = subject.known.identity.born, subject.member.as_of.month
    assert born is not None  # every member has a date of birth
    node = guarantee_year(born, subject.member.as_of)
    recorded = next((offer for offer in subject.offers if offer.year == node), None)
    is_owed = (
        subject.member.guarantee is not None
        and subject.member.status == domain.reference.codes.PRIMARY
        and month in GUARANTEE_MONTHS
    )
    if recorded is None and node is not None and is_owed:
        return Offer(node, domain.reference.codes.NOT_RECORDED)
    return recorded


def _guarantee(subject: Subject) -> Record:
    offer = _offer(subject)
    if offer is None:
        return {}
    authority = offer.authority or subject.member.authority
    if offer.year == 11 and subject.known.year_11_authority is not None:
        authority = subject.known.year_11_authority  # rule 25: they must be the same
    node = f"Year{offer.year}"
    return {f"{node}GuaranteeStatus": offer.status, f"{node}LEACode": authority}


def _need(subject: Subject) -> Record:
    member = subject.member
    return {
        "SENDFlag": "Y" if member.send else "N",
        "SENSupportFlag": "Y" if member.sen_support else "N",
        "CharacteristicCode": sorted(member.characteristics),
    }


def _activity(subject: Subject) -> Record:
    where = subject.member.position
    doing = where.activity
    ends = where.expected_end
    if ends is None and doing.needs_expected_end and _is_education(subject):
        # Education without an end date is expected to last the academic year.
        ends = where.lapses or AcademicYear.of(where.day).ends
    establishment, ukprn = _establishment(subject)
    return {
        "ActivityCode": doing.code,
        "StartDate": _day(where.starts),
        "DateAscertained": _day(where.ascertained),
        "DateVerified": _day(where.verified),
        "ReviewDate": _day(where.review),
        "DueToLapseDate": _day(where.lapses),
        "CurrencyLapsed": "Y" if where.lapsed else "N",
        "EstablishmentNumber": establishment,
        "EstablishmentName": where.institution_name,
        "UKProviderReferenceNumber": ukprn,
        "NEETStartDate": _day(where.neet_since),
        "PredictedEndDate": _day(ends) if doing.needs_lapse_date else None,
    }


def _is_education(subject: Subject) -> bool:
    doing = subject.member.position.activity
    return doing.is_compulsory or doing.group == EDUCATION


def _establishment(subject: Subject) -> tuple[str | None, str | None]:
    """The establishment number and the UKPRN of the place, as far as known."""
    position = subject.member.position
    if position.activity == HOME_EDUCATED:
        return subject.member.authority + NO_ESTABLISHMENT, None
    where = subject.institution or subject.named
    return (where.laestab, where.ukprn) if where is not None else (None, None)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
