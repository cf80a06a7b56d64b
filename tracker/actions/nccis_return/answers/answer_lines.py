"""The lines of DfE's list, each joined to a young person of the return it answers.

The numbers in the return decide. A name with a date of birth does only where one record
of the return alone has both.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tracker.domain.nccis_return.answered import Foreseen
from tracker.domain.nccis_return.sealed_columns import OF_DATES, OF_PLACE
from tracker.domain.reference.academic_year import Period
from tracker.domain.reference.codes import AUTHORITIES
from tracker.feeds.cells.dates import parse_date
from tracker.feeds.file_reading import RawRow
from tracker.feeds.headings.matched_headings import Headings
from tracker.feeds.nccis.columns import COLUMNS
from tracker.returns.ruleset import Rule
from tracker.store.nccis_return.return_answers import Returned
from tracker.wording.quotations import clipped

LONGEST_MESSAGE = 300
NOT_RETURNED = "The return has no young person with this number or name."
NO_ONE = "The line has no number, and no name with a date of birth."
SEVERAL = "Several young people of the return have this name and date of birth."
ELSEWHERE = "The line is about the return of another council: {}."
SEALED = (
    "It could reveal what is sealed in a record, so nothing of it is kept. Users who "
    "may see what is sealed read this line in DfE's own list."
)
_COLUMNS = Headings(COLUMNS, None)
#: Columns that a table calls otherwise than the return does.
_RETURNED = {"Characteristics": "CharacteristicCode"}
#: The columns of what may be sealed in a record.
_OF_SEALED = {"ActivityCode", "CharacteristicCode", *OF_PLACE}
_OF_SEALED |= set(OF_DATES)


@dataclass(frozen=True, slots=True)
class Joined:
    """A line with one of its young people; ``why`` there is none."""

    row: RawRow
    person: int | None
    why: str = ""


class ReturnIndex:
    """The records of a return by number, and by name with the date of birth."""

    def __init__(self, records: Sequence[Returned]) -> None:
        self._records = records

    @cached_property
    def _by_number(self) -> Mapping[tuple[str, str], list[int]]:
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        for each in self._records:
            for name, number in (
                ("YoungPersonsID", each.ypid),
                ("uln", each.uln),
                ("upn", each.upn),
            ):
                if number:
                    found[name, number.upper()].append(each.person)
        return found

    @cached_property
    def _by_name(self) -> Mapping[tuple[str, str, str], list[int]]:
        found: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for each in self._records:
            found[_plain(each.given), _plain(each.family), each.born or ""].append(
                each.person
            )
        return found

    def person_with(self, ypid: str) -> int | None:
        """The young person that the return has under an ID."""
        return next(iter(self._by_number.get(("YoungPersonsID", ypid), ())), None)

    def people(self, values: Mapping[str, str]) -> tuple[list[int], str]:
        """Those that a line is about, or why there is no one.

        A ULN or UPN may be that of several: then the line is about each of them.
        """
        given = False
        for name in ("YoungPersonsID", "uln", "upn"):
            number = "".join(values.get(name, "").split()).strip("'").upper()
            given |= bool(number)
            if number and (found := self._by_number.get((name, number))):
                return found, ""
        born = parse_date(values.get("dob", ""))
        if not isinstance(born, date) or not values.get("surname"):
            return [], NOT_RETURNED if given else NO_ONE
        key = (_plain(values.get("forename")), _plain(values["surname"]))
        found = self._by_name.get((*key, born.isoformat()), [])
        if len(found) > 1:
            return [], SEVERAL
        return found, "" if found else NOT_RETURNED


def _plain(name: str | None) -> str:
    return " ".join((name or "").casefold().split())


def joined(
    rows: Iterable[RawRow], index: ReturnIndex, authority: str
) -> Iterator[Joined]:
    """Each line with the young people of the return that it is about."""
    for row in rows:
        lead = row.values.get("LeadLEA", "")
        if lead in AUTHORITIES and lead != authority:
            whose = AUTHORITIES[lead].title
            yield Joined(row, None, ELSEWHERE.format(whose))
            continue
        people, why = index.people(row.values)
        if not people:
            yield Joined(row, None, why)
        for person in people:
            yield Joined(row, person)


def field_of(given: str, rule: Rule | None) -> str:
    """The column of the return that a line is about: as DfE names it, else the one that
    its rule wants corrected; what DfE wrote where neither is known.
    """
    named = next(iter(_COLUMNS.positions([given]).values()), None) if given else None
    if named is None and rule is not None:
        return rule.field
    return _RETURNED.get(named or "", named) or clipped(given)


def about_sealed(field: str, rule: Rule | None, revealing: Iterable[str]) -> bool:
    """Whether a line about a record with something sealed could reveal it.

    One with a number that no rule here has could be about anything.
    """
    return rule is None or rule.number in set(revealing) or field in _OF_SEALED


def foreseen(person: int, rule: Rule | None, issues: set[tuple[int, str]]) -> Foreseen:
    """Whether our own rules had found what a line says."""
    if rule is None:
        return Foreseen.UNKNOWN
    known = (person, rule.number) in issues
    return Foreseen.PREDICTED if known else Foreseen.MISSED


def priority_of(given: str, rule: Rule | None) -> int | None:
    """The priority that DfE gives, else that of the rule."""
    digit = next((each for each in given if each.isdigit()), "")
    if digit in ("1", "2", "3"):
        return int(digit)
    return rule.priority if rule is not None else None


def month_of(given: str) -> Period | None:
    """The month that a cell names: a day of it, "2026-10" or "October 2026"."""
    day = parse_date(given)
    if isinstance(day, date):
        return Period.of(day)
    for written in (f"1 {given}", f"{given}-01", f"01/{given}"):
        day = parse_date(written)
        if isinstance(day, date):
            return Period.of(day)
    return None
