"""Files of the old system: the NCCIS return of some past months, record by record.

Each record is on a line of its own, as suppliers' systems write them. The records keep
the rules of the return: dates in order, a lapse date where one is required, and so on.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import TextIO

from tracker.demo.files.sheets import Target, element
from tracker.demo.people import guarantee
from tracker.demo.people.faults import OLD_SYSTEM, Shown, shown
from tracker.demo.people.institutions import Institutions
from tracker.demo.people.old_records import Held, held
from tracker.demo.people.places import Places
from tracker.demo.people.population import SEN_PLAN, SEN_SUPPORT, Person
from tracker.domain.reference import codes
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
        record = partial(self._record, rng, person, row, period=period, what=what)
        yield record(status=status, ypid=person.ypid)
        if status == codes.PRIMARY and rng.random() < 0.0004:
            # A young person was entered twice, and the duplicate was found.
            ypid = f"{DATABASE}{int(person.key[1:]) * 7 + 3_020_000:010d}"
            row.uln = ""
            yield record(status=codes.DUPLICATE, ypid=ypid)

    def _particulars(self, person: Person, period: Period) -> Shown:
        # The same seed for a person each month: the old system kept its own mistakes.
        rng = Random(f"{self._seed}/nccis/{person.key}")
        return shown(rng, person, period.end, OLD_SYSTEM, self._places)

    def _status(self, rng: Random, person: Person, period: Period) -> str | None:
        """The cohort status of a person in the return, or None for one not in it."""
        end = period.end
        age = _academic_age(person, period)
        if person.key in self._left or age < 15 or (person.arrives or end) > end:
            return None
        if person.leaves is not None and person.leaves <= end:
            guaranteed = period.month in (9, 10) and age in (16, 17)
            if guaranteed and period.academic_year.start == person.leaves.year:
                return codes.GUARANTEE_ONLY
            self._left.add(person.key)
            abroad = int(person.key[1:]) % 12 == 0
            return codes.LEFT_ENGLAND if abroad else codes.TRANSFERRED
        if age <= 17 or (person.has_plan(end) and age <= 24):
            return codes.PRIMARY
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
            return codes.AGED_OUT if rng.random() < 0.02 else None
        ended = person.plan_ended
        recent = ended is not None and end - ended < _DAY * 100
        return codes.PLAN_ENDED if recent else None

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
        if status == codes.TRANSFERRED and person.leaves_to:
            to = person.leaves_to.authority
        age = _academic_age(person, period)
        offer = self._guarantee(person, age, period)
        plan = person.has_plan(period.end) or age >= 18
        if status in (codes.AGED_OUT, codes.PLAN_ENDED):
            # Their last place was one that requires a plan.
            plan = activity(what.activity).needs_send
        support = person.sen == SEN_SUPPORT
        known = sorted(person.characteristics - {codes.PREGNANT} | what.needs)
        need = 1 if what.is_neet or known else 2 if plan or support else 3
        return "".join(
            (
                "<YoungPersonsRecord><PersonalDetails>",
                element("YoungPersonsID", ypid),
                element("CohortStatus", status),
                element("GivenName", row.given),
                element("MiddleName", row.middle),
                element("FamilyName", row.family),
                element("AddressLine1", row.home.line1),
                element("Town", row.home.town),
                element("Postcode", row.home.postcode),
                element("Gender", row.sex),
                element("DOB", row.born),
                element("Ethnicity", person.ethnicity),
                element("LeadLEA", own),
                element("EducatedLEA", where),
                element("TransferredToLACode", to),
                element("LEACodeAtYear11", year_11),
                element("UniqueLearnerNo", row.uln),
                element("UniquePupilNumber", row.upn),
                element("GuaranteeStatusIndicator", "Y" if offer else "N"),
                "</PersonalDetails>",
                offer,
                "<LevelOfNeed>",
                element("LevelOfNeedCode", str(need)),
                element("SENDFlag", "Y" if plan else "N"),
                element("SENSupportFlag", "Y" if support and not plan else "N"),
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
                element("ActivityCode", what.activity),
                element("StartDate", what.starts),
                element("DateAscertained", what.ascertained),
                element("DateVerified", what.verified),
                element("ReviewDate", what.review),
                element("DueToLapseDate", lapses),
                element("CurrencyLapsed", "Y" if lapsed else "N"),
                element("EstablishmentNumber", place.laestab if place else None),
                element("EstablishmentName", place.name if place else None),
                element("UKProviderReferenceNumber", place.ukprn if place else None),
                element("NEETStartDate", what.neet_since),
                element("PredictedEndDate", what.expected_end),
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
            f"{element('GuaranteeStatus', status)}{element('LEACode', owed_by)}"
            f"</Year{year}></SeptemberGuarantee>"
        )

    def _intention(self, rng: Random, person: Person, age: int, period: Period) -> str:
        if age != 15 or rng.random() < (0.4 if period.month >= 9 else 0.03):
            return ""
        steady = Random(f"{self._seed}/intention/{person.key}")
        destination = steady.choices(
            (
                codes.SAME_SCHOOL,
                codes.EDUCATION_ELSEWHERE,
                codes.APPRENTICESHIP_INTENDED,
                codes.UNDECIDED,
                codes.DESTINATION_NOT_OBTAINED,
            ),
            (14, 66, 9, 6, 5),
        )[0]
        inner = element("IntendedDestinationYr11", destination)
        return f"<IntendedDestination>{inner}</IntendedDestination>"


def _academic_age(person: Person, period: Period) -> int:
    return period.academic_year.start - person.cohort + 15


def _header(out: TextIO, authority: str, end: date, sent: date) -> int:
    lines = (
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<!-- Invented data. No real people, learners or establishments. -->",
        "<NCCIS>",
        "<FileHeader><Databases>"
        f"{element('DatabaseID', DATABASE)}</Databases><SourceLEAs>"
        f"{element('LEACode', authority)}</SourceLEAs>"
        f"{element('DateOfSend', sent)}{element('PeriodEnd', end)}"
        f"{element('SupplierName', 'Old Caseload Ltd (invented)')}"
        f"{element('SupplierXMLVersion', '7.2')}{element('XMLSchemaVersion', '1.0')}"
        "</FileHeader>",
    )
    for line in lines:
        out.write(line + "\n")
    return len(lines)


def _characteristics(known: list[str]) -> str:
    if not known:
        return ""
    inner = "".join(element("CharacteristicCode", code) for code in known)
    return f"<Characteristics>{inner}</Characteristics>"
