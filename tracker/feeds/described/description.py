"""A feed that is only a mapping: a text about what its lists are.

The text is TOML. A council keeps such files among the feeds of its own folder, and the
mapping of a sender is downloaded as one. See decision 0235.
"""

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tracker.domain.history.evidence import Tier
from tracker.domain.law.gateways import (
    FIELDS,
    GATEWAYS,
    SAYS_WHAT_IS_SEALED,
    SERVICES,
    Direction,
    Gateway,
    PartyKind,
)
from tracker.feeds.declaration import Feed, Signature
from tracker.feeds.described import catalogue
from tracker.feeds.described.described_rows import DescribedRows
from tracker.feeds.described.mappings import Parts, parts_of, read_parts
from tracker.feeds.feed_columns import Column
from tracker.feeds.headings.matched_headings import heading_key
from tracker.feeds.recognition import likeness

#: The trust in a source, by the word that a text has for it.
TRUST: Mapping[str, Tier] = {each.name.lower().replace("_", " "): each for each in Tier}
#: What only a school, college or provider can give itself.
_OF_INSTITUTIONS = {Tier.PROVIDER_ROLL, Tier.SCHOOL_CENSUS}
LIST, ROLL = "list", "roll"
#: The gateways by which a described list may come in, by name. Not one of which the
#: source alone would say what is sealed, such as that of children in care.
DOORS: Mapping[str, Gateway] = {
    name: each
    for name, each in GATEWAYS.items()
    if each.direction is Direction.IN
    and each.party in (PartyKind.INSTITUTION, PartyKind.SERVICE)
    and name not in SAYS_WHAT_IS_SEALED
}
_NEEDED = ("title", "noun", "sender", "door", "trust")
_MORE = {"kind": LIST, "frequency": "whenever it is sent", "silence": "Nothing."}
_PARTS = ("columns", "words", "always")
_LONGEST = 200
_LONGEST_TEXT = 200_000


@dataclass(frozen=True)
class Description:
    """What a list is, who sends it, by which gateway, how far it is trusted, and what
    its headings and words mean. ``name`` is that of its feed.
    """

    name: str
    title: str
    noun: str
    sender: str
    door: str
    trust: str
    kind: str = LIST
    frequency: str = _MORE["frequency"]
    silence: str = "Nothing."
    parts: Parts = field(default_factory=Parts)

    @property
    def gateway(self) -> Gateway:
        """The gateway by which it comes in."""
        return DOORS[self.door]

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that it reads, without what other senders call them."""
        named = {*self.parts.columns.values(), *self.parts.always}
        return tuple(
            replace(each, aliases=())
            for each in catalogue.COLUMNS
            if each.name in named
        )


def read(text: str, name: str) -> Description:
    """The description that a text gives. Raises ValueError, in one sentence with
    what is wrong and what to write.
    """
    given = _toml(text)
    about = {key: _text(given, key) for key in _NEEDED}
    about |= {key: _text(given, key, usual) for key, usual in _MORE.items()}
    known = (*_NEEDED, *_MORE, *_PARTS)
    if unknown := [key for key in given if key not in known]:
        raise ValueError(f"{unknown[0][:40]} is not known. Known are {_listed(known)}.")
    _one_of(about, "door", DOORS)
    _one_of(about, "trust", TRUST)
    _one_of(about, "kind", (LIST, ROLL))
    parts = read_parts(given, catalogue.BY_NAME)
    found = Description(name, parts=parts, **about)
    _check(found)
    return found


def _text(given: Mapping[str, Any], key: str, usual: str | None = None) -> str:
    value = given.get(key, usual)
    if value is None:
        raise ValueError(f'{key} is missing: write {key} = "…" above the first [part].')
    fits = isinstance(value, str) and value.isprintable() and len(value) <= _LONGEST
    if not fits or (not value.strip() and usual is None):
        raise ValueError(
            f"{key} needs a text of 1 to {_LONGEST} characters in quotation marks."
        )
    return " ".join(value.split())


def _one_of(about: Mapping[str, str], key: str, known: Collection[str]) -> None:
    if about[key] not in known:
        raise ValueError(
            f"{key} is {about[key][:40]}, which is not known. Known are "
            f"{_listed(known)}."
        )


def _listed(known: Iterable[str]) -> str:
    return ", ".join(known)


def _check(found: Description) -> None:
    """Raises ValueError where the parts of a description do not fit together."""
    gateway = found.gateway
    of_institution = gateway.party is PartyKind.INSTITUTION
    if TRUST[found.trust] in _OF_INSTITUTIONS and not of_institution:
        raise ValueError(
            f"trust is {found.trust}, which only a list of a school, college or "
            "provider has. Write adviser or third party."
        )
    if found.kind == ROLL and not of_institution:
        raise ValueError(
            "kind is roll, but only a school, college or provider has one."
        )
    names = {each.name for each in found.columns}
    for group in catalogue.NEEDS:
        if not names.intersection(group):
            raise ValueError(
                f"[columns] needs a heading that means one of {_listed(group)}: "
                "without it no young person can be found."
            )
    barred = catalogue.fields_of(names) - set(gateway.fields)
    if barred:
        labels = [each.label for name, each in FIELDS.items() if name in barred]
        raise ValueError(
            f"The door {found.door} does not let {_listed(labels)} in. Leave it out: "
            'give the heading an empty meaning, "".'
        )
    for name in found.parts.words:
        if name not in names:
            raise ValueError(f"[words.{name}] has words, but no heading means {name}.")


def of_service(called: str) -> dict[str, str]:
    """What a text has of the lists of a support service before its mapping."""
    return {
        "title": f"Lists of {called}",
        "noun": f"a list of {called}",
        "sender": called,
        "door": SERVICES,
        "trust": _word_of(Tier.THIRD_PARTY),
        **_MORE,
    }


def of_feed(feed: Feed) -> dict[str, str]:
    """What a text has before the mapping of a sender of one of our own feeds."""
    return {"feed": feed.name}


def _word_of(tier: Tier) -> str:
    return next(word for word, each in TRUST.items() if each is tier)


def as_text(
    about: Mapping[str, str], mapping: Mapping[str, str], columns: Iterable[Column]
) -> str:
    """A text with a sender's mapping, for the columns that it may mean."""
    parts = parts_of(mapping, {each.name: each for each in columns})
    # The build of the help loads every feed, and has none of its packages.
    import tomli_w

    found: dict[str, Any] = {**about, "columns": parts.columns}
    if parts.words:
        found["words"] = parts.words
    if parts.always:
        found["always"] = parts.always
    return tomli_w.dumps(found)


def mapping_in(
    text: str, columns: Mapping[str, Column], *, several: str = ""
) -> dict[str, str]:
    """The mapping in a text, as it is remembered. What else the text has is not read.
    ``several`` is the column that more than one heading may mean.

    Raises ValueError, in one sentence.
    """
    given = _toml(text)
    if not given.get("columns"):
        raise ValueError(
            "There is no mapping in it: it needs the part [columns], with a heading "
            'and what it means in each line, such as "First name" = "forename".'
        )
    return read_parts(given, columns, several=several).mapping(columns)


def _toml(text: str) -> dict[str, Any]:
    if len(text) > _LONGEST_TEXT:
        raise ValueError(f"It has more than {_LONGEST_TEXT:,} characters.")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise ValueError(f"It is no TOML: {wrong}.") from None
    except RecursionError:
        raise ValueError("It is no TOML: there are too many brackets.") from None


def feed_of(description: Description) -> Feed:
    """The feed of a description.

    A list of a school, college or provider has a sender, who may have a mapping beside
    this one; any other list is described by its text alone.
    """
    columns = description.columns
    of_institution = description.gateway.party is PartyKind.INSTITUTION
    rows = DescribedRows(
        description.name,
        description.noun,
        columns,
        where=f"in the description of {description.title}",
        mapping=description.parts.mapping(catalogue.BY_NAME),
        from_institutions=of_institution,
    )
    return Feed(
        name=description.name,
        title=description.title,
        noun=description.noun,
        sender=description.sender,
        frequency=description.frequency,
        silence=description.silence,
        signature=_signature(description, columns),
        tier=TRUST[description.trust],
        columns=columns,
        read=rows.read,
        interpret=rows.interpret,
        whole=False,
        roll=description.kind == ROLL,
        own_headings=of_institution,
        words=catalogue.words_of(columns),
        notes_unread=True,
        gateway=description.door,
        service=_service(description),
        sealed_cells=rows.sealed_cells,
        from_institutions=of_institution,
        of_restricted=rows.of_restricted,
    )


def _service(description: Description) -> str:
    """The sender, where it is a service with an agreement of its own; else ""."""
    gateway = description.gateway
    by_agreement = gateway.party is PartyKind.SERVICE and not gateway.by_law
    return description.sender if by_agreement else ""


def _signature(description: Description, columns: tuple[Column, ...]) -> Signature:
    """By its headings together, unless another feed reads a list with just these."""
    headings = [each for each, means in description.parts.columns.items() if means]
    keys = frozenset(map(heading_key, headings))
    taken = likeness.by_row(headings) is not None
    return Signature(
        headings=() if taken else (keys,),
        columns=columns,
        needs=catalogue.NEEDS,
        by_headings_alone=True,
    )


def read_file(file: Path) -> Description:
    """The description in a file, whose name is that of the feed. Raises ValueError."""
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        raise ValueError(f"It cannot be read: {wrong}.") from None
    if not file.stem.replace("-", "").isalnum() or file.stem != file.stem.lower():
        raise ValueError("Its name needs small letters, digits and hyphens alone.")
    return read(text, file.stem)
