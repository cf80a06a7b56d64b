"""Many statuses from one list: read line by line, previewed, the usable lines saved.

It is for the twenty names that an employer or a provider gives by telephone, not for a
file. A file is received as an import, which knows its sender.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tracker import feeds, store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.casework import contacts, status
from tracker.actions.casework.status import Foreseen, Update
from tracker.actions.history import evidence
from tracker.actions.history.known_person import known_each
from tracker.actions.history.passing_on import SENTENCE, Passing
from tracker.actions.institutions import known_places
from tracker.actions.institutions.known_places import KnownPlaces
from tracker.domain.casework.contact import Informant
from tracker.domain.history.activities_by_age import has_employer
from tracker.domain.reference import tables
from tracker.domain.reference.activity import ACTIVITIES, Activity
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.cells.dates import parse_date
from tracker.feeds.headings.matched_headings import heading_key
from tracker.refusal import Refusal
from tracker.store.people.records import Person

MOST = 200


def _column(row: dict[str, str]) -> tuple[str, tuple[str, ...]]:
    return row["column"], tuple(row["headings"].split("; "))


#: The columns, each with the headings that it may have.
COLUMNS = dict(tables.read(Path(__file__).with_name("status_list.csv"), _column))
_NAMES = {heading_key(h): name for name, each in COLUMNS.items() for h in each}
_DATES = ("starts", "expected_end", "review", "neet_since")
#: An example of the first line of a list.
EXAMPLE = "Given name,Family name,Date of birth,Activity,Start,Provider,Review"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list: its person and its update, or why it cannot be used."""

    number: int
    text: str
    person: Person | None = None
    update: Update | None = None
    foreseen: Foreseen | None = None
    problem: str = ""

    @property
    def good(self) -> bool:
        return self.foreseen is not None


def read(
    text: str,
    *,
    learned_on: date,
    informant: Informant,
    within: Scope,
    database: str,
    act: Act,
) -> list[Line]:
    """The lines with what each would change. Nothing is stored.

    Raises Refusal with the reason.
    """
    rows = _rows(text)
    keys, unread = _keys(rows)
    found = store.people.finding.each(keys, within=within)
    numbers = {person.id for persons in found for person in persons}
    records = store.people.records.records(sorted(numbers), within=within)
    known = {each.person: each for each in known_each(records, on=act.on)}
    passing = Passing(act.authority, act.on)
    places = known_places.of(within)
    lines: list[Line] = []
    taken: set[int] = set()
    for (number, shown, cells), persons in zip(rows, found, strict=True):
        try:
            if number in unread:
                raise Refusal(unread[number])
            person = _only(persons)
            if person.id in taken:
                raise Refusal("They are already in an earlier line.")
            update = _update(cells, learned_on, informant, places)
            held = known[person.id].folded.known
            status.check(update, held, act.on)
            if informant is Informant.PROVIDER and passing.is_limited(
                held.restrictions
            ):
                raise Refusal(SENTENCE)
        except Refusal as refused:
            lines.append(Line(number, shown, problem=str(refused)))
        else:
            taken.add(person.id)
            lines.append(Line(number, shown, person, update))
    usable = [
        (line.update, known[line.person.id])
        for line in lines
        if line.person is not None and line.update is not None
    ]
    foreseen = iter(status.foresee_each(usable, database=database, act=act))
    return [
        replace(line, foreseen=next(foreseen)) if line.update is not None else line
        for line in lines
    ]


def text_of_workbook(name: str, content: bytes) -> str:
    """A workbook that was sent, as a list that can be pasted. Raises Refusal."""
    needs = (("activity",), ("person", "born"))
    lines = feeds.confined.named(
        (name, content), "a list of activities", COLUMNS, needs, MOST
    )
    return feeds.recognition.short_lists.as_text(lines, COLUMNS)


_Row = tuple[int, str, dict[str, str]]


def _rows(text: str) -> list[_Row]:
    table = feeds.confined.pasted(text)
    heads = [_NAMES.get(heading_key(cell)) for cell in table[0]]
    if "activity" not in heads or not {"person", "born"} & set(heads):
        raise Refusal(
            "The first line must be the headings, with an identifier or the name "
            f"and date of birth, and the activity. For example: {EXAMPLE}"
        )
    rows = []
    for number, cells in enumerate(table[1:], start=2):
        if any(cell.strip() for cell in cells):
            named = zip(heads, cells, strict=False)
            values = {name: cell.strip() for name, cell in named if name}
            rows.append((number, ", ".join(filter(None, cells)), values))
    if len(rows) > MOST:
        raise Refusal(
            f"Enter {MOST} lines or fewer. Send a longer list through Imports."
        )
    if not rows:
        raise Refusal("There is nothing below the headings.")
    return rows


def _keys(rows: Sequence[_Row]) -> tuple[list[list[str]], dict[int, str]]:
    """The search keys of each line, and by line number why some have none."""
    keys: list[list[str]] = []
    unread: dict[int, str] = {}
    for number, _, cells in rows:
        wanted = cells.get("person") or " ".join(
            filter(None, (cells.get("given"), cells.get("family")))
        )
        born = parse_date(cells.get("born", ""))
        if isinstance(born, str):
            unread[number] = born
        elif not cells.get("person") and (born is None or not wanted):
            unread[number] = (
                "It does not say who: give an identifier, or name and birth date."
            )
        try:
            terms = store.people.finding.keys_of(wanted)
        except store.people.finding.NotADate as mistaken:
            unread[number] = str(mistaken)
            terms = []
        if isinstance(born, date):
            terms = [*terms, born.isoformat()]
        keys.append([] if number in unread else terms)
    return keys, unread


def _only(persons: Sequence[Person]) -> Person:
    if not persons:
        raise Refusal(
            "No young person matches this. Check the identifier, name and birth date."
        )
    if len(persons) > 1:
        raise Refusal("More than one person matches: give the UPN or ULN.")
    return persons[0]


def _update(
    cells: Mapping[str, str],
    learned_on: date,
    informant: Informant,
    places: KnownPlaces,
) -> Update:
    activity = _activity(cells.get("activity", ""))
    days: dict[str, date | None] = {}
    for name in _DATES:
        read = parse_date(cells.get(name, ""))
        if isinstance(read, str):
            raise Refusal(read, name)
        days[name] = read
    return Update(
        activity=activity,
        learned_on=learned_on,
        informant=informant,
        at=_place(activity, cells.get("provider", ""), places),
        starts=days["starts"],
        expected_end=days["expected_end"] if activity.needs_expected_end else None,
        review=days["review"] if activity.needs_review else None,
        neet_since=days["neet_since"] if activity.needs_neet_start else None,
    )


def _activity(text: str) -> Activity:
    """The activity with this code or title, or the only one whose title begins so."""
    if not text:
        raise Refusal("The activity is missing.", "activity")
    if text in ACTIVITIES:
        return ACTIVITIES[text]
    wanted = text.casefold()
    titles = {each.title.casefold(): each for each in ACTIVITIES.values()}
    if wanted in titles:
        return titles[wanted]
    beginning = [each for title, each in titles.items() if title.startswith(wanted)]
    if len(beginning) == 1:
        return beginning[0]
    what = "is not an activity" if not beginning else "could be several activities"
    raise Refusal(f"“{text}” {what}. Write its code or its full title.", "activity")


def _place(activity: Activity, text: str, places: KnownPlaces) -> InstitutionRef | None:
    if not text or has_employer(activity):
        return InstitutionRef(name=text) if text else None
    if not activity.at_provider:
        return None
    matches = places.find(text, limit=5)
    if (one := known_places.the_only(matches, text)) is not None:
        return store.institutions.institution_names.named(one)
    if matches:
        raise Refusal(
            f"More than one provider matches “{text}”: give its URN.", "provider"
        )
    raise Refusal(f"No school, college or provider is called “{text}”.", "provider")


def save(lines: Sequence[Line], *, act: Act) -> int:
    """Saves the updates of the usable lines; returns the one entry of all of them.

    Each is a contact as well, unless it is hearsay; it goes with the entry. Raises
    refusal.Refusal if there is none.
    """
    good = [
        (line.person, line.update)
        for line in lines
        if line.good and line.person is not None and line.update is not None
    ]
    if not good:
        raise Refusal("None of the lines can be saved as it is.")
    learned = [
        evidence.UserEvidence(person.id, update.statements, update.learned_on)
        for person, update in good
    ]
    first = good[0][1]
    with store.people.records.changing(act.authority):
        found = evidence.recorded_before(learned, source=first.source, act=act)
        if found is not None:
            return found
        entry = evidence.record_inside(
            learned, tier=first.informant.tier, source=first.source, act=act
        )
        contacts.write_of_list(
            entry,
            [person.id for person, _ in good],
            first.informant,
            first.learned_on,
            act=act,
        )
    return entry
