"""What a sender's headings and words mean, in the parts in which a text gives it.

A mapping is remembered as one table, from a heading to the name of our column
(``own_words`` has the form of a word). A text gives it in three: ``columns``, ``words``
below the name of their column, and what holds for every line (``always``).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from tracker.domain.reference.code_titles import TITLES
from tracker.feeds.feed_columns import Column
from tracker.feeds.headings import own_words
from tracker.feeds.headings.matched_headings import heading_key
from tracker.wording.quotations import clipped

#: The longest heading or word, and the most of either.
LONGEST, MOST = 200, 500


@dataclass(frozen=True)
class Parts:
    """A mapping in its parts. A heading or a word without a meaning is left out."""

    columns: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    always: dict[str, str] = field(default_factory=dict)

    def mapping(self, columns: Mapping[str, Column]) -> dict[str, str]:
        """The mapping as it is remembered; ``columns`` are those it may mean."""
        found = dict(self.columns)
        for name, words in self.words.items():
            title = columns[name].title
            found |= {
                own_words.as_heading(title, it): code for it, code in words.items()
            }
        for name, code in self.always.items():
            title = columns[name].title
            found[own_words.as_heading(title, own_words.EVERY_LINE)] = code
        return found


def parts_of(mapping: Mapping[str, str], columns: Mapping[str, Column]) -> Parts:
    """The parts of a mapping as it is remembered."""
    parts = Parts()
    coded = [each for each in columns.values() if each.codes]
    for heading, means in mapping.items():
        for column in coded:
            word = own_words.word_of(heading, column.title)
            if word == own_words.EVERY_LINE:
                parts.always[column.name] = means
            elif word is not None:
                parts.words.setdefault(column.name, {})[word] = means
            else:
                continue
            break
        else:
            parts.columns[heading] = means
    # Nothing that holds for every line: remembered, so that no page comes up again.
    for name in [name for name, code in parts.always.items() if not code]:
        del parts.always[name]
    return parts


def read_parts(
    given: Mapping[str, Any], columns: Mapping[str, Column], *, several: str = ""
) -> Parts:
    """The parts as a text gives them, for a list that may have these columns.
    ``several`` is the one that more than one heading may mean.

    Raises ValueError, in one sentence, for what cannot be meant.
    """
    found = Parts(
        _texts(given.get("columns", {}), "columns"),
        {
            name: _texts(words, f"words.{name}")
            for name, words in _table(given.get("words", {}), "words").items()
        },
        _texts(given.get("always", {}), "always"),
    )
    _check_columns(found.columns, columns, several)
    for name, words in found.words.items():
        of = _coded(name, columns, "words")
        for word, code in words.items():
            _check_code(code, of, f"[words.{name}] “{clipped(word)}”")
    for name, code in found.always.items():
        _check_code(code, _coded(name, columns, "always"), f"[always] {name}")
    return found


def _check_columns(
    given: Mapping[str, str], columns: Mapping[str, Column], several: str
) -> None:
    headings: dict[str, str] = {}
    meant: dict[str, str] = {}
    for heading, name in given.items():
        if (twice := headings.setdefault(heading_key(heading), heading)) != heading:
            raise ValueError(
                f"[columns] “{clipped(twice)}” and “{clipped(heading)}” are one "
                "heading: case, spaces and signs do not count. Leave one of them."
            )
        if not name:
            continue
        if name not in columns:
            raise ValueError(
                f"[columns] “{clipped(heading)}” means {_unknown(name, columns)}"
            )
        other = meant.setdefault(name, heading)
        if other != heading and name != several:
            raise ValueError(
                f"[columns] “{clipped(other)}” and “{clipped(heading)}” both mean "
                f"{name}. Leave one out."
            )


def _coded(name: str, columns: Mapping[str, Column], part: str) -> str:
    """The list of codes of a column. Raises ValueError for one without."""
    if name not in columns or not columns[name].codes:
        coded = {each.name: each for each in columns.values() if each.codes}
        raise ValueError(f"[{part}] has {_unknown(name, coded)}")
    return columns[name].codes


def _check_code(code: str, of: str, where: str) -> None:
    if code and code not in TITLES[of]:
        some = ", ".join(list(TITLES[of])[:8])
        raise ValueError(
            f"{where} means {clipped(code)}, which is no code of the list “{of}”. Its "
            f"codes begin with {some}."
        )


def _unknown(name: str, known: Mapping[str, Column]) -> str:
    near = get_close_matches(name, known, 1)
    hint = f"Perhaps {near[0]} is meant" if near else "Known here"
    every = (
        f". Known here are {', '.join(known)}" if near else f" are {', '.join(known)}"
    )
    return f"{clipped(name)}, which is not known. {hint}{every}."


def _texts(given: Any, part: str) -> dict[str, str]:
    """A table of texts. Raises ValueError."""
    for key, value in (table := _table(given, part)).items():
        if not isinstance(value, str):
            raise ValueError(
                f"[{part}] “{clipped(key)}” needs a text in quotation marks, such as "
                '"forename".'
            )
        if not (key.strip() and key.isprintable() and len(key) <= LONGEST):
            raise ValueError(
                f"[{part}] “{clipped(key)}” cannot be a heading or a word: it has to "
                f"be printable, and have at most {LONGEST} characters."
            )
    return dict(_trimmed(table))


def _trimmed(table: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        yield " ".join(key.split()), value.strip()


def _table(given: Any, part: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise ValueError(f"[{part}] has to be a part of its own, with lines below it.")
    if len(given) > MOST:
        raise ValueError(f"[{part}] has more than {MOST} lines.")
    return given
