"""The record of a young person in the words of the page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracker.domain.history.details.changes import grounds
from tracker.domain.history.details.detail_folds import ADDRESS
from tracker.domain.history.details.entering import FORMS
from tracker.domain.history.details.particulars import BY_NAME
from tracker.domain.history.details.restriction_answers import How, Restriction
from tracker.domain.history.evidence import Detail, Evidence, Intention, Offer, Source
from tracker.domain.history.position import Position
from tracker.domain.history.spells import Spell
from tracker.domain.law.restrictions import is_to_be_asked
from tracker.domain.reference import codes
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.activity import Activity, activity
from tracker.feeds.registry import FEEDS, NOT_NAMED, is_unnamed
from tracker.returns.record import CHARACTERISTICS
from tracker.store.history.evidence import Entry
from tracker.store.institutions.register import Directory
from tracker.wording import choices, places
from tracker.wording.details import title


def age(born: date, on: date) -> int:
    """The age in completed years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def answered(no: Restriction, on: date) -> str:
    """Who gave an answer No and until when it has force; "" if the young person did."""
    if no.ask_from is None:
        return ""
    if not is_to_be_asked(no, on):
        first = say_date(no.ask_from)
        return f"A parent answered. The young person decides from {first} on."
    if no.how is not How.CENSUS and no.latest >= no.ask_from:
        return (
            f"A parent answered on {say_date(no.latest)}, by another date of birth. "
            "The young person was 16 already by the one in use, so ask them."
        )
    return (
        "A parent answered. Since the 16th birthday the young person answers: ask them."
    )


def place_of(position: Position | None) -> str:
    """The place of a position; "" if there is none."""
    return (
        places.place(position.institution, position.institution_name)
        if position
        else ""
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence, in words."""

    source: str
    kind: str
    says: str
    where: str
    as_at: date
    recorded_at: datetime
    entry: int | None
    by: str


def source_name(name: str, made_by: str | None = None) -> str:
    """The name of a source: a feed's title, or an entry's own words and its maker.

    A feed that is only about what is sealed is not named.
    """
    if name in FEEDS:
        return NOT_NAMED if is_unnamed(name) else str(FEEDS[name].title)
    change = grounds.change_of(name)
    if change is not None:
        return f"{change.ground[0].upper()}{change.ground[1:]}"
    words = name[0].upper() + name[1:] if name else "Unknown"
    return f"{words}, {made_by}" if made_by else words


def _opened_name(name: str) -> str:
    """The name of a source beside what it seals, which is open here."""
    return str(FEEDS[name].title) if name in FEEDS else source_name(name)


def _where(source: Source) -> str:
    """The line of a file; "" for a source that is not named, as its file is."""
    if not source.file or is_unnamed(source.name):
        return ""
    return f"{source.file}, line {source.line}"


def passed_on(source: Source, *, opened: bool = False) -> str:
    """The name of a source, with the authority that passed it on. It is ``opened``
    beside what is sealed, where every source is named.
    """
    name = _opened_name(source.name) if opened else source_name(source.name)
    if source.passed_on_by is None:
        return name
    return f"{name}, passed on by {places.of_authority(source.passed_on_by)}"


def entry_name(name: str) -> str:
    """The source of an entry by hand, with what was changed."""
    change = grounds.change_of(name)
    if change is None or change.form not in FORMS:
        return source_name(name)
    return f"{FORMS[change.form].title} changed: {change.ground}"


Entries = Mapping[tuple[str, datetime], Entry]


def by_moment(entries: Iterable[Entry]) -> Entries:
    """Entries by source and moment of recording, which their evidence names."""
    return {(each.source, each.recorded_at): each for each in entries}


def evidence(
    items: Sequence[Evidence],
    entries: Entries,
    names: Mapping[str, str],
    register: Directory,
    senders: Mapping[int, str],
) -> list[Piece]:
    """The evidence in words, ordered by its as-at date.

    ``names`` are those of users, ``senders`` those of services by their batch.
    """
    ordered = sorted(
        items, key=lambda i: (i.as_at, i.source.tier, i.source.line or 0, i.recorded_at)
    )
    pieces = []
    for item in ordered:
        source = item.source
        by_hand = source.batch is None and source.passed_on_by is None
        entry = entries.get((source.name, item.recorded_at)) if by_hand else None
        pieces.append(
            Piece(
                source=_with_sender(passed_on(source), senders.get(source.batch or 0)),
                kind=source.tier.title,
                says=_says(item, register),
                where=_where(source),
                as_at=item.as_at,
                recorded_at=item.recorded_at,
                entry=entry.id if entry else None,
                by=names.get(entry.made_by, entry.made_by) if entry else "",
            )
        )
    return pieces


def _with_sender(name: str, sender: str | None) -> str:
    return f"{name}, {sender}" if sender else name


def sealed(items: Iterable[Evidence], register: Directory) -> list[Piece]:
    """Sealed evidence in words: activities, characteristics and addresses."""
    return [
        Piece(
            source=passed_on(item.source, opened=True),
            kind=item.source.tier.title,
            says=_says(item, register) or _sealed_detail(item),
            where=f"{item.source.file}, line {item.source.line}"
            if item.source.file
            else "",
            as_at=item.as_at,
            recorded_at=item.recorded_at,
            entry=None,
            by="",
        )
        for item in items
    ]


def _sealed_detail(item: Evidence) -> str:
    detail = item.statement
    assert isinstance(detail, Detail)
    match detail.about:
        case "address":
            lines = (detail.get(each) for each in ADDRESS.fields)
            return f"Address: {', '.join(filter(None, lines))}"
        case "parent":
            return f"Address of a parent or carer: {detail.get('address')}"
        case "declined":
            return f"Not their postcode: {detail.get('value')}"
    held = f"{detail.get('code') or ''} {detail.get('codes') or ''}".split()
    return ", ".join(title(codes.CHARACTERISTICS, each) for each in held)


def _says(item: Evidence, register: Directory) -> str:
    doing = item.statement
    if isinstance(doing, Detail):
        return ""
    ref = doing.at
    where = choices.place(ref, register.resolve(ref) if ref is not None else None)
    if isinstance(doing, Offer):
        return choices.offer(doing, where)
    if isinstance(doing, Intention):
        return choices.intention(doing, where)
    what = activity(doing.activity).title if doing.activity else "On the roll"
    what = f"{what} at {where}" if where else what
    for word, day in (
        ("from", doing.starts),
        ("until", doing.ends),
        ("expected to end", doing.expected_end),
        ("review on", doing.review),
        ("NEET since", doing.neet_since),
    ):
        if day is not None:
            what += f", {word} {say_date(day)}"
    return what


def with_code(doing: Activity) -> str:
    """An activity with its code, unless it is not shown."""
    if doing.sealed:
        return doing.title
    return f"{doing.title} (code {doing.code})"


def lapsed_after(spell: Spell, position: Position | None) -> date | None:
    """The last day on which an open spell could be relied on, if it has passed."""
    if position is None or spell.ends is not None or spell.starts > position.day:
        return None
    if position.lapsed:
        return position.lapses
    if position.activity is not spell.activity and position.starts > spell.starts:
        # Compulsory education ends by itself, whatever was confirmed.
        return date.fromordinal(position.starts.toordinal() - 1)
    return None


#: The parts of a return record that an adviser can change, in their words.
_RECORD = (
    ("CohortStatus", "Counted as", codes.COHORT_STATUSES),
    ("StartDate", "Since", None),
    ("EstablishmentName", "At", None),
    ("DateAscertained", "First learned", None),
    ("DateVerified", "Last verified", None),
    ("DueToLapseDate", "Lapses", None),
    ("CurrencyLapsed", "Lapsed", None),
    ("ReviewDate", "To be reviewed", None),
    ("NEETStartDate", "NEET since", None),
    ("PredictedEndDate", "Expected to end", None),
    *(
        (column, BY_NAME[name].label, BY_NAME[name].code_list)
        for column, name in (
            ("LevelOfNeedCode", "level_of_need"),
            ("SENDFlag", "send"),
            (CHARACTERISTICS, "characteristics"),
        )
    ),
    ("Year11GuaranteeStatus", "Guarantee, Year 11", codes.GUARANTEE_STATUSES),
    ("Year12GuaranteeStatus", "Guarantee, Year 12", codes.GUARANTEE_STATUSES),
    ("IntendedDestinationYr11", "Intends to go on to", codes.INTENDED_DESTINATIONS),
)
_ANSWERS = {"Y": "Yes", "N": "No"}


def record(returned: Mapping[str, str | list[str] | None]) -> Iterator[tuple[str, str]]:
    """A record of the return in words, each part with its label; no empty parts."""
    for column, label, code_list in _RECORD:
        value = returned.get(column)
        if isinstance(value, list):
            texts = [title(code_list, each) if code_list else each for each in value]
            if texts:
                yield label, ", ".join(texts)
        elif value:
            yield label, title(code_list, value) if code_list else _plain(value)


def _plain(value: str) -> str:
    if value in _ANSWERS:
        return _ANSWERS[value]
    try:
        return say_date(date.fromisoformat(value))
    except ValueError:
        return value
