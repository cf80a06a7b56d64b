"""The choices of the form as the page shows them, and the fields that each one needs.

The attributes of a choice let the style sheet show what it needs and hide the rest:
without them everything is on the page.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.casework.contact import Outcome
from tracker.domain.casework.what_happened import Kind, short_title
from tracker.domain.history.activities_by_age import has_employer
from tracker.domain.history.position import Position
from tracker.domain.reference import codes
from tracker.domain.reference.activity import Activity
from tracker.web.adviser.happened import fields
from tracker.web.adviser.happened.reading import Questions
from tracker.wording.details import title


@dataclass(frozen=True, slots=True)
class Option:
    """A choice: its value, its words, and the attributes of its button."""

    value: str
    words: str
    attributes: Mapping[str, str]


def how() -> list[Option]:
    return [Option(str(each), words, {}) for each, words in fields.HOW.items()]


def outcomes(given: str) -> list[Option]:
    """The outcomes, numbered for what each proposes."""
    return [
        Option(str(value), words, _of_outcome(value, number))
        for number, (value, words) in enumerate(fields.outcomes(given), start=1)
    ]


def _of_outcome(value: str, number: int) -> Mapping[str, str]:
    informs = value == fields.HEARD or Outcome(value).informant is not None
    return {"data-outcome": str(number), **({"data-informs": "yes"} if informs else {})}


def proposals(about: Questions) -> list[tuple[int, str, object]]:
    """What each outcome proposes, by its number: the purpose and the day."""
    return [
        (
            number,
            about.proposed[Outcome(value)].what,
            about.proposed[Outcome(value)].due,
        )
        for number, (value, _) in enumerate(fields.outcomes(""), start=1)
        if value != fields.HEARD
    ]


def learned(about: Questions, position: Position | None, place: str) -> list[Option]:
    """What may have been learned about the activity."""
    found = [Option(fields.NOT_DISCUSSED, "Not discussed", {})]
    if about.same is not None and position is not None:
        words = f"Still: {position.activity.title}" + (f", {place}" if place else "")
        asks = {
            "review": position.activity.needs_review,
            "until": position.activity.needs_expected_end,
        }
        found.append(Option(fields.SAME, words, _asking(asks)))
    if about.kinds:
        found.append(Option(fields.OTHER, "Something else", {}))
    return found


def kinds(about: Questions) -> list[Option]:
    return [Option(str(kind), kind.label, {}) for kind in about.kinds]


def activities(about: Questions) -> Iterator[tuple[Kind, Sequence[Option]]]:
    """The activities of each kind."""
    for kind, some in about.kinds.items():
        yield (
            kind,
            [Option(each.code, short_title(each), _asks(about, each)) for each in some],
        )


def _asks(about: Questions, doing: Activity) -> Mapping[str, str]:
    """The fields that an activity needs."""
    needed = {
        "place": doing.at_provider,
        "employer": has_employer(doing),
        "end": doing.needs_expected_end,
        "review": doing.needs_review,
        "neet": doing.needs_neet_start,
        "also": about.lacking(doing) is not None,
    }
    return _asking(needed)


def _asking(asks: Mapping[str, bool]) -> Mapping[str, str]:
    return {"data-asks": " ".join(name for name, wanted in asks.items() if wanted)}


def lacking(about: Questions) -> list[str]:
    """The characteristics that an activity needs and that are not on record."""
    found = {
        title(codes.CHARACTERISTICS, needed).lower()
        for some in about.kinds.values()
        for each in some
        if (needed := about.lacking(each)) is not None
    }
    return sorted(found)
