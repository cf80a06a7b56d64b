"""Search for young people by name, number, postcode or date of birth."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum
from itertools import chain, groupby

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    column,
    func,
    select,
    text,
    union_all,
)
from sqlalchemy.dialects.postgresql import array

from tracker.access import Scope
from tracker.domain.history.person import Identity
from tracker.domain.reference.identifiers import Postcode, Upn
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.database import base, search_keys
from tracker.store.people import spellings
from tracker.store.people.records import Person, records, seen_by

_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_LETTERLESS = re.compile(r"\d{11}[\da-hj-np-rt-z]")
_INWARD = re.compile(r"\d[a-z]{2}", re.IGNORECASE)

#: No person has so many names, numbers and postcodes.
MOST_KEYS = 12
#: A telephone number has at least so many digits, and a date fewer.
_NUMBER = re.compile(r"[0-9\s()+./-]+")
_DIGITS_OF_A_NUMBER = 9


class NotADate(Refusal):
    """A word that looks like a date is not one; the text names it."""


class Fit(IntEnum):
    """How the words of a search fit a young person; the best fit comes first."""

    EXACT = 0  # as typed, or with the letter that is missing from a UPN
    BEGINNING = 1  # words typed are the beginnings of names
    SOUND = 2  # names only sound like it, or are another form of it: Jim is James


@dataclass(frozen=True, slots=True)
class Found:
    """People by the fit of the words, then by family name, given name and number.

    ``total`` is the number of people who match; ``people`` may hold only the first of
    them. ``fits`` are their fits.
    """

    people: Sequence[Person]
    total: int
    fits: Mapping[int, Fit] = field(default_factory=dict)

    def groups(self) -> Iterator[tuple[Fit, list[Person]]]:
        """The people of each fit, the best first."""
        for fit, some in groupby(self.people, lambda person: self.fits[person.id]):
            yield fit, list(some)


#: The people that the words fit in any way, each by the best. Written in SQL, and once:
#: an adviser waits for it, and to build the query of parts took longer than to run it.
#: What a way lacks is null, and the functions find no one by null. The scope is that of
#: records.seen_by.
_BEST_FITS = select(
    Person, column("fit", Integer), column("total", Integer)
).from_statement(
    text(
        "SELECT p.*, best.fit, count(*) OVER () AS total FROM ("
        "SELECT id, min(fit) AS fit FROM ("
        f" SELECT people_with(:keys) AS id, {Fit.EXACT:d} AS fit"
        f" UNION ALL SELECT people_with(:lettered), {Fit.EXACT:d}"
        f" UNION ALL SELECT people_beginning(:names, :others), {Fit.BEGINNING:d}"
        f" UNION ALL SELECT people_matching(CAST(:meanings AS tsquery)), {Fit.SOUND:d}"
        ") every GROUP BY id) best JOIN people p USING (id)"
        " WHERE p.authority = ANY(:authorities) AND p.live AND p.merged_into IS NULL"
        " AND (CAST(:schools AS text[]) IS NULL OR EXISTS (SELECT FROM leavers l"
        " WHERE l.person_id = p.id AND l.institution = ANY(:schools)))"
        " ORDER BY best.fit, p.family, p.given, p.id LIMIT :most"
    )
)


def find(words: str, *, within: Scope, limit: int = 50) -> Found:
    """People who match every word: names, their beginnings, what sounds like them or is
    a short or full form of them; identifiers, a postcode or its first half, a date of
    birth, a telephone number, an email address.

    Each is found once, by the best fit. Raises NotADate.
    """
    keys = keys_of(words)
    if not keys or len(keys) > MOST_KEYS:
        return Found((), 0)
    lettered = [_with_letter(key) for key in keys]
    names = [key for key in keys if key.isalpha() and len(key) >= spellings.SHORTEST]
    schools = within.leavers_of
    rows = db.session.execute(
        _BEST_FITS,
        {
            "keys": keys,
            "lettered": lettered if lettered != keys else None,
            "names": names or None,
            "others": [key for key in keys if key not in names] if names else None,
            "meanings": spellings.condition(keys),
            "authorities": sorted(within.authorities),
            "schools": None if schools is None else sorted(schools),
            "most": limit,
        },
    ).all()
    return Found(
        [person for person, _, _ in rows],
        rows[0].total if rows else 0,
        {person.id: Fit(fit) for person, fit, _ in rows},
    )


def _with_letter(key: str) -> str:
    """The key, with its check letter in front if it is a UPN without one."""
    if not _LETTERLESS.fullmatch(key):
        return key
    return f"{Upn.check_letter(key.upper())}{key}".lower()


def holder_of(column: str, number: str, *, besides: int, within: Scope) -> int | None:
    """Another young person who has this UPN or ULN now; ``column`` is the column."""
    return base.first(
        select(Person.id)
        .where(
            getattr(Person, column) == number,
            Person.id != besides,
            *seen_by(within),
            Person.live,
            Person.merged_into.is_(None),
        )
        .order_by(Person.id)
    )


def with_keys(keys: Sequence[str], *, every: bool = True) -> Select[tuple[int]]:
    """The numbers of the people who have these keys for the search, or any of them."""
    found = func.people_with if every else func.people_with_any
    return select(found(array(keys, type_=Text)))


def any_of(found: Sequence[Select[tuple[int]]]) -> ColumnElement[bool]:
    """The condition that a person is among those found, by at least one of the queries.

    Conditions joined by "or" would be tried on every young person in turn.
    """
    return Person.id.in_(union_all(*found))


def each(
    lines: Sequence[Sequence[str]],
    *,
    within: Scope,
    limit: int = 5,
    first: Collection[int] = (),
    alike: bool = False,
) -> list[list[Person]]:
    """The people who match the keys of each line (``keys_of``), in one query.

    At most ``limit`` for a line; those whose numbers are among ``first`` come first.
    With ``alike`` also those of another spelling or form of the name, or the beginning.
    """
    found: list[list[int]] = [[] for _ in lines]
    searches = [
        (place, meant)
        for place, keys in enumerate(lines)
        if keys
        and len(keys) <= MOST_KEYS
        and (meant := spellings.condition(keys) if alike else " ".join(keys))
    ]
    among = (
        "people_matching(CAST(l.keys AS tsquery))"
        if alike
        else "people_with(string_to_array(l.keys, ' '))"
    )
    for place, person in base.stream(
        "SELECT l.place, p.id FROM unnest(%s::int[], %s::text[]) AS l(place, keys)"
        " CROSS JOIN LATERAL (SELECT id FROM people"
        f" WHERE id IN (SELECT {among})"
        " AND authority = ANY(%s)"
        " AND live AND merged_into IS NULL"
        " ORDER BY id = ANY(%s) DESC, id LIMIT %s) p",
        [place for place, _ in searches],
        [keys for _, keys in searches],
        base.whole(within),
        list(first),
        limit,
    ):
        found[place].append(person)
    numbers = sorted(set(chain(*found)))
    persons = {person.id: person for person in records(numbers, within=within)}
    return [[persons[number] for number in some] for some in found]


def near(who: Identity, *, within: Scope, limit: int = 300) -> list[int]:
    """People with two of these: the given name, the family name, the date of birth.

    A former name counts too.
    """
    given, family = (
        search_keys.plain(name).split() for name in (who.given, who.family)
    )
    born = [who.born.isoformat()] if who.born else []
    pairs = ([*given, *family], *([*born, *name] for name in (given, family) if born))
    return list(
        base.every(
            select(Person.id)
            .where(
                any_of([with_keys(pair) for pair in pairs if pair]),
                *seen_by(within),
                Person.live,
                Person.merged_into.is_(None),
            )
            .order_by(Person.id)
            .limit(limit)
        )
    )


def alike(who: Identity, *, within: Scope, limit: int = 300) -> dict[int, Identity]:
    """People who may be the same person as a newcomer, by record number.

    They share an identifier, the date of birth, the sound of the whole name, or the
    postcode and the sound of one name.
    """
    sounds = [
        search_keys.SOUND + sound
        for word in search_keys.plain(f"{who.given} {who.family}").split()
        if (sound := search_keys.sounds_like(word))
    ]
    postcode = who.postcode.replace(" ", "").lower() if who.postcode else None
    numbers = [value.lower() for value in (who.upn, who.uln, who.ypid) if value]
    alone = [*numbers, *([who.born.isoformat()] if who.born else [])]
    meant = [with_keys(alone, every=False)] if alone else []
    if len(sounds) > 1:
        meant.append(with_keys(sounds))
    if postcode:
        meant += [with_keys([postcode, sound]) for sound in sounds]
    if not meant:
        return {}
    found = db.session.scalars(
        select(Person)
        .where(
            any_of(meant),
            Person.authority.in_(base.whole(within)),
            Person.live,
            Person.merged_into.is_(None),
        )
        .order_by(Person.id)
        .limit(limit)
    )
    return {person.id: person.identity for person in found}


def keys_of(words: str) -> list[str]:
    """The search keys of the words, as stored for each person. Raises NotADate."""
    spoken = _spoken_date(words)
    if spoken is not None:
        return [spoken]
    if (number := _whole_number(words)) is not None:
        return [number]
    return list(dict.fromkeys(_keys(words.split())))


def _spoken_date(words: str) -> str | None:
    """A date in words, such as 6 August 2010: one date and not three words."""
    for form in ("%d %B %Y", "%d %b %Y"):
        try:
            return datetime.strptime(words.strip(), form).date().isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def _whole_number(words: str) -> str | None:
    """A telephone number, or a long identifier, that was typed with spaces."""
    if not _NUMBER.fullmatch(words):
        return None
    digits = sum(sign.isdigit() for sign in words)
    return search_keys.joined(words) if digits >= _DIGITS_OF_A_NUMBER else None


def _keys(words: Sequence[str]) -> Iterator[str]:
    place = 0
    while place < len(words):
        word, following = words[place], words[place + 1 : place + 2]
        place += 1
        if (day := _date(word)) is not None:
            yield day
        elif Postcode.is_outcode(word.upper()):
            # A postcode is one key, with or without its space.
            if following and _INWARD.fullmatch(following[0]):
                word += following[0]
                place += 1
            yield word.lower()
        elif "@" in word or any(sign.isdigit() for sign in word):
            if key := search_keys.joined(word):
                yield key
        else:
            yield from search_keys.plain(word).split()


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
        raise NotADate(f"{word} is not a real date.") from error
