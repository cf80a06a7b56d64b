"""Stored values in plain words: days, codes with their titles, lists, parts."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tracker.domain.history.evidence import Tier
from tracker.domain.reference import activity, codes, tables
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.england import HERE

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*")


def _title(known: codes.CodeList[Any]) -> Callable[[str], str]:
    def title(value: str) -> str:
        found = known.get(value)
        return str(found.title) if found is not None else value

    return title


def _status(value: str) -> str:
    """Of an offer a number, of a person a letter."""
    found = codes.GUARANTEE_STATUSES.get(value) or codes.COHORT_STATUSES.get(value)
    return str(found.title) if found is not None else value


def _activity(value: str) -> str:
    known = activity.ACTIVITIES.get(value)
    return known.title if known is not None else value


#: The titles of codes, by the name of the part that holds them.
_CODED: Mapping[str, Callable[[str], str]] = {
    "activity": _activity,
    "ethnicity": _title(codes.ETHNICITIES),
    "characteristic": _title(codes.CHARACTERISTICS),
    "characteristics": _title(codes.CHARACTERISTICS),
    "code": _title(codes.CHARACTERISTICS),
    "codes": _title(codes.CHARACTERISTICS),
    "level_of_need": _title(codes.LEVELS_OF_NEED),
    "level": _title(codes.LEVELS_OF_NEED),
    "sex": _title(codes.GENDERS),
    "status": _status,
    "guarantee": _title(codes.GUARANTEE_STATUSES),
    "stage": _title(codes.APPLICATION_STAGES),
    "destination": _title(codes.INTENDED_DESTINATIONS),
    "authority": _title(codes.AUTHORITIES),
    "lead_authority": _title(codes.AUTHORITIES),
    "educated_authority": _title(codes.AUTHORITIES),
    "year_11_authority": _title(codes.AUTHORITIES),
    "lives_in": _title(codes.AUTHORITIES),
    "lead": _title(codes.AUTHORITIES),
}
#: Parts whose short names are no words.
_PARTS = dict(
    tables.read(
        Path(__file__).with_name("part_words.csv"),
        lambda row: (row["part"], row["words"]),
    )
)
#: A smaller probability is not given in figures.
_RAREST = 1 / 1_000_000
#: Parts with the kind of a statement alone.
_KINDS = frozenset({"kind"})


def say(name: str, value: Any) -> str:
    """A value in plain words, "" for nothing. ``name`` is its column or its part."""
    match value:
        case None:
            found = ""
        case bool():
            found = "Yes" if value else "No"
        case Mapping():
            found = "; ".join(
                f"{part(key)}: {text}"
                for key, each in value.items()
                if key not in _KINDS and (text := say(key, each))
            )
        case int() if name == "tier":
            found = Tier(value).title
        case float() if name == "expected_error":
            found = _chance(value)
        case float():
            found = f"{value:.3g}"
        case list() | tuple():
            texts = list(filter(None, (say(name, each) for each in value)))
            found = _between(value, texts).join(texts)
        case str() if _MOMENT.fullmatch(value):
            here = datetime.fromisoformat(value).astimezone(HERE)
            found = f"{say_date(here.date())}, {here:%H:%M}"
        case str() if _DAY.fullmatch(value):
            found = say_date(date.fromisoformat(value))
        case str() if name in _CODED:
            found = _CODED[name](value)
        case _:
            found = str(value)
    return found


def _between(values: Iterable[Any], texts: Iterable[str]) -> str:
    """What stands between the texts of a list."""
    if any(isinstance(each, Mapping) for each in values):
        return "; "
    return " " if all(each.endswith(".") for each in texts) else ", "


def _chance(value: float) -> str:
    """A probability: "1 in 250", nothing for none."""
    if value <= 0:
        return ""
    if value < _RAREST:
        return f"less than 1 in {round(1 / _RAREST):,}"
    return f"1 in {round(1 / value):,}"


def part(name: str) -> str:
    """The name of a part in words."""
    return _PARTS.get(name, name.replace("_", " "))
