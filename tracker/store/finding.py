"""Finding young people by whatever somebody has: a name, a number, a place, a date."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from tracker.access import Scope
from tracker.extensions import db
from tracker.store import search
from tracker.store.people import Person

_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_OUTWARD = re.compile(r"[a-z]{1,2}\d[a-z\d]?", re.IGNORECASE)
_INWARD = re.compile(r"\d[a-z]{2}", re.IGNORECASE)


class NotADate(Exception):
    """What looks like a date is none; the text says so."""


@dataclass(frozen=True, slots=True)
class Found:
    """People in the order of family name, given name and number.

    ``total`` is how many there are; ``people`` may be the first of them. ``by_sound``
    says that nobody has the words as they were typed, and these sound like it.
    """

    people: Sequence[Person]
    total: int
    by_sound: bool = False


def find(words: str, *, within: Scope, limit: int = 50) -> Found:
    """People who meet every word: names, identifiers, a postcode or its first half, a
    date of birth.

    As it stands first, and where that finds nobody by how the names sound.
    Raises NotADate.
    """
    asked = keys_of(words)
    if not asked:
        return Found((), 0)
    found = _holding(asked, within, limit)
    if found.total:
        return found
    by_sound = [
        search.SOUND + sound if (sound := search.sounds_like(key)) else key
        for key in asked
    ]
    if by_sound == asked:
        return found
    heard = _holding(by_sound, within, limit)
    return Found(heard.people, heard.total, by_sound=True)


def _holding(keys: Sequence[str], within: Scope, limit: int) -> Found:
    meant = (
        Person.search.contains(keys),
        Person.authority.in_(within.authorities),
        Person.live,
        Person.merged_into.is_(None),
    )
    people = list(
        db.session.scalars(
            select(Person)
            .where(*meant)
            .order_by(Person.family, Person.given, Person.id)
            .limit(limit)
        )
    )
    total = len(people)
    if total == limit:
        counted = select(func.count()).select_from(Person).where(*meant)
        total = db.session.execute(counted).scalar_one()
    return Found(people, total)


def keys_of(words: str) -> list[str]:
    """The keys that the words ask for, as people are kept under. Raises NotADate."""
    spoken = _spoken_date(words)
    if spoken is not None:
        return [spoken]
    return list(dict.fromkeys(_keys(words.split())))


def _spoken_date(words: str) -> str | None:
    """6 August 2010, which is one date and not three words."""
    for form in ("%d %B %Y", "%d %b %Y"):
        try:
            return datetime.strptime(words.strip(), form).date().isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def _keys(words: Sequence[str]) -> Iterator[str]:
    place = 0
    while place < len(words):
        word, following = words[place], words[place + 1 : place + 2]
        place += 1
        if (day := _date(word)) is not None:
            yield day
        elif _OUTWARD.fullmatch(word):
            # A postcode is one key, with or without its space.
            if following and _INWARD.fullmatch(following[0]):
                word += following[0]
                place += 1
            yield word.lower()
        elif any(sign.isdigit() for sign in word):
            yield re.sub(r"[^a-z0-9]", "", word.lower())
        else:
            yield from search.plain(word).split()


def _date(word: str) -> str | None:
    if _ISO.fullmatch(word):
        parts = word.split("-")
    elif (given := _DAY.fullmatch(word)) is not None:
        day, month, year = given.groups()
        parts = [year if len(year) == 4 else f"20{year}", month, day]
    else:
        return None
    try:
        return date(*map(int, parts)).isoformat()
    except ValueError as error:
        raise NotADate(f"{word} is not a date of the calendar.") from error
