"""How leavers are sorted and narrowed, and the figures at the top of their page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import request

from tracker import store
from tracker.domain.figures.disclosure import percent
from tracker.domain.history.destination_category import MEALS, NEEDS, Category
from tracker.domain.leavers.destinations import Destinations, Group
from tracker.domain.leavers.leaver import Destination, Leaver
from tracker.domain.reference.institution import Institution
from tracker.web.look.listing import Filter, Listing, Option, by_words

_EDUCATION = tuple(each for each in Category if each.startswith("Education"))
_TRAINING = (Category.APPRENTICESHIP, Category.OTHER_TRAINING)
#: Each tile of the page: its title, and the destinations that it counts.
_TILES = (
    ("Education", _EDUCATION),
    ("Apprenticeship or training", _TRAINING),
    ("Employment", (Category.EMPLOYMENT,)),
    ("NEET", (Category.NEET,)),
    ("Not known", (Category.NOT_KNOWN,)),
)
#: The state with which a destination is drawn; "other" is drawn without one.
STATES = {
    **dict.fromkeys(_EDUCATION, "learn"),
    **dict.fromkeys(_TRAINING, "train"),
    Category.EMPLOYMENT: "work",
    Category.NEET: "neet",
    Category.NOT_KNOWN: "unknown",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One tile: a count of leavers out of all, and the authority's share.

    ``where`` is the option of the list's filter that names them, if one option does.
    ``percent`` is None without leavers, ``authority`` where a part of it is hidden.
    """

    title: str
    count: int
    total: int
    percent: float | None
    authority: float | None
    where: str | None


def figures(group: Group) -> list[Figure]:
    """The tiles of a day's totals, in order."""
    counts = dict(zip(group.here.columns, group.here.cells[0], strict=True))
    shares = dict(
        zip(group.authority.columns, group.authority.percents[0], strict=True)
    )
    total = int(group.here.total.value or 0)
    found = []
    for title, parts in _TILES:
        count = sum(int(counts[each].value or 0) for each in parts)
        theirs = [shares[each].value for each in parts]
        known = [each for each in theirs if each is not None]
        found.append(
            Figure(
                title,
                count,
                total,
                percent=percent(count, total) if total else None,
                authority=sum(known) if len(known) == len(theirs) else None,
                where=str(parts[0]) if len(parts) == 1 else None,
            )
        )
    return found


def leavers(destinations: Destinations) -> Listing[Leaver]:
    """The leavers by name, or as the address sorts and narrows them.

    They are narrowed by where they were on the last reported day.
    """
    last = destinations.last
    called = _called(request.args.get("name", ""))

    def there(leaver: Leaver) -> Destination:
        return last.of(leaver)

    return Listing(
        destinations.leavers,
        keys={
            "name": lambda each: (each.family.casefold(), each.given.casefold()),
            "group": lambda each: each.form_group,
            "where": lambda each: tuple(Category).index(there(each).category),
            "since": lambda each: there(each).since,
            "confirmed": lambda each: there(each).confirmed_on,
            "terms": lambda each: each.sustained,
        },
        filters=(
            Filter("name", "Name or UPN", called, typed=True),
            Filter(
                "where",
                "Where they are" if last.now else "Where they were",
                lambda each: by_words(there(each).category),
                ordered=tuple(Category),
            ),
            Filter("group", "Form", lambda each: by_words(each.form_group)),
            Filter(
                "need", "Special needs", lambda each: by_words(each.need), ordered=NEEDS
            ),
            Filter(
                "meals", "Meals", lambda each: by_words(each.free_meals), ordered=MEALS
            ),
        ),
        first="name",
    )


def institutions(
    found: Sequence[tuple[Institution, int]],
) -> Listing[tuple[Institution, int]]:
    """Institutions with the number of their leavers, by name unless sorted."""
    words = request.args.get("name", "")
    plain = store.database.search_keys.plain

    def called(each: tuple[Institution, int]) -> tuple[Option, ...]:
        return _typed(words) if plain(words) in plain(each[0].name) else ()

    return Listing(
        found,
        keys={
            "name": lambda each: (each[0].name, each[0].key),
            "town": lambda each: each[0].town or None,
            "leavers": lambda each: each[1],
        },
        filters=(
            Filter("name", "Name", called, typed=True),
            Filter("town", "Town", lambda each: by_words(each[0].town)),
        ),
        first="name",
    )


def _typed(words: str) -> tuple[Option, ...]:
    return (Option(words, f"“{words}”"),)


def _called(words: str) -> Callable[[Leaver], tuple[Option, ...]]:
    """What gives the option to a leaver whose name or UPN contains every typed word."""
    plain = store.database.search_keys.plain
    chosen, wanted = _typed(words), plain(words).split()

    def called(leaver: Leaver) -> tuple[Option, ...]:
        if not wanted:
            return chosen
        name = plain(f"{leaver.given} {leaver.family} {leaver.upn or ''}")
        return chosen if all(word in name for word in wanted) else ()

    return called
