"""Schemes: a council's points for indicators, as a text that it can change itself.

Two schemes that English councils have published are examples. A council's own is a text
of the same kind in its own folder. See decision 0250.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.domain.year.pupils.pupil_indicators import INDICATORS, Indicator

_TEXTS = {"title": 100, "source": 500, "note": 1_000}
_KEYS = frozenset((*_TEXTS, "threshold", "points"))
MOST_POINTS, _LONGEST = 20, 20_000


@dataclass(frozen=True, slots=True)
class Scheme:
    """Points by indicator. ``threshold`` is the score from which a young person is on
    the list; ``source`` is where the scheme was published, ``note`` what to know of it.
    """

    name: str
    title: str
    source: str
    threshold: int
    points: Mapping[str, int]
    note: str = ""

    @property
    def counted(self) -> list[tuple[Indicator, int]]:
        """The indicators that are in scores, with their points."""
        return [(each, at) for each, at in self._each if each.counts]

    @property
    def left_out(self) -> list[tuple[Indicator, int]]:
        """The indicators of the scheme that are in no score here, with their points."""
        return [(each, at) for each, at in self._each if not each.counts]

    @property
    def _each(self) -> Iterable[tuple[Indicator, int]]:
        return ((INDICATORS[name], points) for name, points in self.points.items())

    @property
    def most(self) -> int:
        """The highest score that can be reached here."""
        return sum(points for _, points in self.counted)


def scheme(name: str, text: str) -> Scheme:
    """The scheme of a TOML text. Raises ValueError, in one sentence."""
    given = _toml(text)
    if unknown := sorted(given.keys() - _KEYS):
        raise ValueError(f"{unknown[0][:40]} is not known; write {_listed(_KEYS)}.")
    texts = {key: _text(given, key, most) for key, most in _TEXTS.items()}
    if not texts["title"]:
        raise ValueError("The title is missing.")
    points = given.get("points")
    if not isinstance(points, dict) or not points:
        raise ValueError("The points are missing; write them below [points].")
    for key, each in points.items():
        if key not in INDICATORS:
            raise ValueError(
                f"{key[:40]} is no indicator; they are {_listed(INDICATORS)}."
            )
        _whole(each, f"The points of {key}")
    found = Scheme(
        name,
        texts["title"],
        texts["source"],
        _whole(given.get("threshold"), "The threshold"),
        points,
        texts["note"],
    )
    if found.threshold > found.most:
        raise ValueError(
            f"The threshold is {found.threshold}, and the indicators that can be known "
            f"here have {found.most} points together."
        )
    return found


def _toml(text: str) -> dict[str, Any]:
    if len(text) > _LONGEST:
        raise ValueError(f"It has more than {_LONGEST:,} characters.")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise ValueError(f"It is no TOML: {wrong}.") from None
    except RecursionError:
        raise ValueError("It is no TOML: there are too many brackets.") from None


def _text(given: Mapping[str, Any], key: str, most: int) -> str:
    text = given.get(key, "")
    if not isinstance(text, str) or len(text) > most:
        raise ValueError(
            f"The {key} has to be a text in quotation marks of at most {most} "
            "characters."
        )
    return text.strip()


def _whole(number: object, what: str) -> int:
    is_whole = isinstance(number, int) and not isinstance(number, bool)
    if not is_whole or not 1 <= number <= MOST_POINTS:  # type: ignore[operator]
        raise ValueError(f"{what} has to be a whole number from 1 to {MOST_POINTS}.")
    return number  # type: ignore[return-value]


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))


_PUBLISHED = Path(__file__).with_name("published")

#: The published schemes, by name. The first is shown where a council has none.
PUBLISHED: Mapping[str, Scheme] = {
    each.stem: scheme(each.stem, each.read_text("utf-8"))
    for each in sorted(_PUBLISHED.glob("*.toml"), reverse=True)
}
