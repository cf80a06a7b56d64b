"""Files of the old system: the NCCIS return of some past months, record by record.

Each record is on a line of its own, as suppliers' systems write them. The records keep
the rules of the return: dates in order, a lapse date where one is required, and so on.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random
from typing import TextIO
from xml.sax.saxutils import escape

from tracker import domain
from tracker.demo.files.sheets import Target
from tracker.demo.people import guarantee
from tracker.demo.people.faults import OLD_SYSTEM, Shown, shown
from tracker.demo.people.institutions import Institutions
from tracker.demo.people.old_records import Held, held
from tracker.demo.people.places import Places
from tracker.demo.people.population import SEN_PLAN, SEN_SUPPORT, Person
from tracker.domain.reference.academic_year import Period
from tracker.domain.reference.activity import activity

DATABASE = "444"
_DAY = timedelta(days=1)


class OldSystem:
    """Writes the return as the system that the council moves away from would do it."""

    def __init__(self, seed: int, institutions: Institutions, places: Places) -> None:
        self._seed = seed
        self._institutions = institutions
        self._places = places
        self._left: set[str] = set()

    def write(self, target: Target, people: Iterable[Person], period: Period) -> int:
        """Writes one month and returns its number of records.

        Leavers are in one return only, the first written after they have left.
        """
        rng = Random(f"{self._seed}/nccis/{period}")
        end = period.end
        sent = end + _DAY * 8
        target.path.parent.mkdir(parents=True, exist_ok=True)
        count = 0
        with target.path.open("w", encoding="utf-8", newline="\n") as out:
            line = _header(out, self._places.authority, end, sent)
            for person in people:
                for record in self._records(rng, person, period):
                    line += 1
                    count += 1
                    out.write(record + "\n")
                    target.truth.add(target.name, line, person.key)
            out.write("</NCCIS>\n")
        return count

    def _records(self, rng: Random, person: Person, period: Period) -> Iterator[str]:
        status = self._status(rng, person, period)
        if status is None:
            return
        what = held(rng, person, period, self._institutions)
        if what is None:
            return
        if person.ypid is None:
            person.ypid = f"{DATABASE}{int(person.key[1:]) * 7 + 20_000:010d}"
        row = self._particulars(person, period)
        yield self._record(
            rng,
            person,
            row,
            period=period,
            status=status,
            what=what,
            ypid=person.ypid,
        )
        if status == domain.reference.codes.PRIMARY and rng.random() < 0.0004:
            # A young person was entered twice, and the duplicate was found.
            ypid = f"{DATABASE}{int(person.key[1:]) * 7 + 3_020_000:010d}"
            row.uln = ""
            yield self._record(
                rng,
                person,
                row,
                period=period,
                status=domain.reference.codes.DUPLICATE,
                what=what,
                ypid=ypid,
            )

    def _particulars(self, person: Person, period: Period) -> Shown:
        # The same seed for a person each month: the old system kept its own mistakes.
        rng = Random(f"{self._seed}/nccis/{person.key}")
        return shown(
            rng,
            person,
            period.end,
            OLD_SYSTEM,
            self._places,
        )

    def _status(self, rng: Random, person: Person, period: Period) -> str | None:
        """The cohort status of a person in the return, or None for one not in it."""
        end = period.end
        age = _academic_age(person, period)
        if person.key in self._left or age < 15 or (person.arrives or end) > end:
            return None
        if person.leaves is not None and person.leaves <= end:
            guaranteed = period.month in (9, 10) and age in (16, 17)
            if guaranteed and period.academic_year.start == person.leaves.year:
                return domain.reference.codes.GUARANTEE_ONLY
            self._left.add(person.key)
            abroad = int(person.key[1:]) % 12 == 0
            return (
                domain.reference.codes.LEFT_ENGLAND
                if abroad
                else domain.reference.codes.TRANSFERRED
            )
        if age <= 17 or (person.has_plan(end) and age <= 24):
            return domain.reference.codes.PRIMARY
        self._left.add(person.key)
        return self._past_the_return(rng, person, age, end)

    @staticmethod
    def _past_the_return(
        rng: Random, person: Person, age: int, end: date
    ) -> str | None:
        """The status of a person who is too old for the return; None for most.

        Most left the old system before the first month of these files.
        """
        if age == 18 and person.sen != SEN_PLAN:
            return domain.reference.codes.AGED_OUT if rng.random() < 0.02 else None
        ended = person.plan_ended
        recent = ended is not None and end - ended < _DAY * 100
        return domain.reference.codes.PLAN_ENDED if recent else None

    def _record(
        self,
        rng: Random,
        person: Person,
        row: Shown,
        *,
        period: Period,
        status: str,
        what: Held,
        ypid: str,
    ) -> str:
        own = self._places.authority
        school = person.school[-1].at if person.school else None
        year_11 = self._institutions[school].authority if school else own
        where = what.place.authority if what.place else own
        to = None
        if status == domain.reference.codes.TRANSFERRED and person.leaves_to:
            to = person.leaves_to.authority
        age = _academic_age(person, period)
        offer = self._guarantee(person, age, period)
        plan = person.has_plan(period.end) or age >= 18
        if status in (
            domain.reference.codes.AGED_OUT,
            domain.reference.codes.PLAN_ENDED,
        ):
            # Their last place was one that requires a plan.
            plan = activity(what.activity).needs_send
        support = person.sen == SEN_SUPPORT
        known = sorted(
            person.characteristics - {domain.reference.codes.PREGNANT} | what.needs
        )
        need = 1 if what.is_neet or known else 2 if plan or support else 3
        given, middle, family = row.given, row.middle, row.family
        return "".join(
            (
                "<YoungPersonsRecord><PersonalDetails>",
                _element("YoungPersonsID", ypid),
                _element("CohortStatus", status),
                _element("GivenName", given),
                _element("MiddleName", middle),
                _element("FamilyName", family),
                _element("AddressLine1", row.home.line1),
                _element("Town", row.home.town),
                _element("Postcode", row.home.postcode),
                _element("Gender", row.sex),
                _element("DOB", row.born),
                _element("Ethnicity", person.ethnicity),
                _element("LeadLEA", own),
                _element("EducatedLEA", where),
                _element("TransferredToLACode", to),
                _element("LEACodeAtYear11", year_11),
                _element("UniqueLearnerNo", row.uln),
                _element("UniquePupilNumber", row.upn),
                _element("GuaranteeStatusIndicator", "Y" if offer else "N"),
                "</PersonalDetails>",
                offer,
                "<LevelOfNeed>",
                _element("LevelOfNeedCode", str(need)),
                _element("SENDFlag", "Y" if plan else "N"),
                _element("SENSupportFlag", "Y" if support and not plan else "N"),
                _characteristics(known),
                "</LevelOfNeed>",
                self._activity(what, period),
                self._intention(rng, person, age, period),
                "</YoungPersonsRecord>",
            )
        )

    def _activity(self, what: Held, period: Period) -> str:
        place = what.place
        lapses = what.lapses
        lapsed = lapses is not None and lapses < period.end
        return "".join(
            (
                "<Activities><Cohort>",
                _element("ActivityCode", what.activity),
                _element("StartDate", what.starts),
                _element("DateAscertained", what.ascertained),
                _element("DateVerified", what.verified),
                _element("ReviewDate", what.review),
                _element("DueToLapseDate", lapses),
                _element("CurrencyLapsed", "Y" if lapsed else "N"),
                _element("EstablishmentNumber", place.laestab if place else None),
                _element("EstablishmentName", place.name if place else None),
                _element("UKProviderReferenceNumber", place.ukprn if place else None),
                _element("NEETStartDate", what.neet_since),
                _element("PredictedEndDate", what.expected_end),
                "</Cohort></Activities>",
            )
        )

    def _guarantee(self, person: Person, age: int, period: Period) -> str:
        """The September Guarantee that covered a person last summer."""
        summer = 4 <= period.month <= 8
        year = age - 4 if summer else age - 5
        if year not in (11, 12) or person.cohort + year - 11 > period.year:
            return ""
        status = guarantee.status(self._seed, person, year)
        owed_by = guarantee.responsible(
            person, year, self._places.authority, self._institutions
        )
        return (
            f"<SeptemberGuarantee><Year{year}>"
            f"{_element('GuaranteeStatus', status)}{_element('LEACode', owed_by)}"
            f"</Year{year}></SeptemberGuarantee>"
        )

    def _intention(self, rng: Random, person: Person, age: int, period: Period) -> str:
        if age != 15 or rng.random() < (0.4 if period.month >= 9 else 0.03):
            return ""
        steady = Random(f"{self._seed}/intention/{person.key}")
        destination = steady.choices(
            (
                domain.reference.codes.SAME_SCHOOL,
                domain.reference.codes.EDUCATION_ELSEWHERE,
                domain.reference.codes.APPRENTICESHIP_INTENDED,
                domain.reference.codes.UNDECIDED,
                domain.reference.codes.DESTINATION_NOT_OBTAINED,
            ),
            (14, 66, 9, 6, 5),
        )[0]
        inner = _element("IntendedDestinationYr11", destination)
        return f"<IntendedDestination>{inner}</IntendedDestination>"


def _academic_age(person: Person, period: Period) -> int:
    return period.academic_year.start - person.cohort + 15


def _header(out: TextIO, authority: str, end: date, sent: date) -> int:
    lines = (
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<!-- Invented data. No real people, learners or establishments. -->",
        "<NCCIS>",
        "<FileHeader><Databases>"
        f"{_element('DatabaseID', DATABASE)}</Databases><SourceLEAs>"
        f"{_element('LEACode', authority)}</SourceLEAs>"
        f"{_element('DateOfSend', sent)}{_element('PeriodEnd', end)}"
        f"{_element('SupplierName', 'Old Caseload Ltd (invented)')}"
        f"{_element('SupplierXMLVersion', '7.2')}{_element('XMLSchemaVersion', '1.0')}"
        "</FileHeader>",
    )
    for line in lines:
        out.write(line + "\n")
    return len(lines)


def _characteristics(known: list[str]) -> str:
    if not known:
        return ""
    inner = "".join(_element("CharacteristicCode", code) for code in known)
    return f"<Characteristics>{inner}</Characteristics>"


def _element(name: str, value: str | date | None) -> str:
    """An element, or an empty text where there is no value."""
    if value is None or value == "":
        return ""
    text = value.isoformat() if isinstance(value, date) else escape(value)
    return f"<{name}>{text}</{name}>"
