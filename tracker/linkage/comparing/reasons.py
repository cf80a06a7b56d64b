"""The reasons of a decision in words: what decided, what agrees, what differs."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from tracker.domain.history.person import Identity
from tracker.domain.reference.academic_year import say_date
from tracker.linkage.comparing.comparisons import Agreement, Level
from tracker.linkage.comparing.level_words import in_words
from tracker.linkage.names.compared_names import spelled

#: The only sentence about a person for whom a row uses a sealed former name.
KNOWN = "Known to the records."

_FIELDS = {
    "upn": "UPN",
    "uln": "ULN",
    "given": "given name",
    "family": "family name",
    "middle": "middle name",
    "born": "date of birth",
    "sex": "sex",
    "postcode": "postcode",
}
#: The words for a field that is not the same, shown after its name.
_HOW = in_words("after the field")
_BORN, _GIVEN = in_words("of a doubtful birthday"), in_words("of a doubtful name")
#: Sentences never repeat numbers, because they may be kept for longer.
_SHOWN = ("given", "family", "born", "postcode")


def compared(
    agreement: Agreement, row: Identity, person: Identity, also: Collection[str] = ()
) -> tuple[str, ...]:
    """The sentences on what agrees between a row and a person, and what differs.

    Differences have both values. ``also`` are identifiers in common that the agreement
    has no field for. If the row has a sealed former name of the person, the only
    sentence is ``KNOWN``: the person is known to the records.
    """
    if gives_sealed(row, person):
        return (KNOWN,)
    agrees = list(also)
    differs = []
    for field, name in _FIELDS.items():
        level = getattr(agreement, field)
        if level is Level.MISSING:
            continue
        if level is Level.SAME:
            agrees.append(name)
        elif level is Level.KNOWN:
            agrees.append(f"{name} ({_HOW[level]})")
        else:
            differs.append(_difference(field, level, row, person))
    sentences = []
    if agrees:
        sentences.append(f"Agrees: {', '.join(dict.fromkeys(agrees))}.")
    if differs:
        sentences.append(f"Differs: {'; '.join(differs)}.")
    missing = [
        _FIELDS[field]
        for field in ("born", "postcode")
        if getattr(agreement, field) is Level.MISSING
    ]
    if missing:
        sentences.append(f"Not given on both: {', '.join(missing)}.")
    return tuple(sentences)


def decided(
    by: str, agreement: Agreement, row: Identity, person: Identity
) -> tuple[str, ...]:
    """The sentences on what decided a match, and on what differs in spite of it."""
    if gives_sealed(row, person):
        return (KNOWN,)
    sentences = compared(agreement, row, person)
    differs = (each for each in sentences if each.startswith("Differs: "))
    return (f"Decided by: {by}.", *differs)


def as_kept(reasons: Iterable[str], row: Identity, kept: Identity) -> list[str]:
    """The reasons for a row of which only ``kept`` may be stored.

    Values of the row that are not kept are replaced by those that are.
    """
    found = list(reasons)
    for field in _SHOWN:
        here, stays = getattr(row, field), getattr(kept, field)
        if here == stays:
            continue
        instead = f"{_text(stays)} here, " if stays else "not kept, "
        # As _difference writes them: first in the brackets, or after the level.
        for before in ("(", ": "):
            quoted = f"{before}{_text(here)} here, "
            found = [each.replace(quoted, f"{before}{instead}") for each in found]
    return found


def gives_sealed(row: Identity, person: Identity) -> bool:
    """Whether a name of the row is a sealed former name of the person."""
    if not person.sealed_names:
        return False
    current = spelled(person.given), spelled(person.family)
    listed_as = spelled(row.given), spelled(row.family)
    return any(
        mine == spelled(sealed) != now
        for names in person.sealed_names
        for mine, sealed, now in zip(listed_as, names, current, strict=True)
    )


def _difference(field: str, level: Level, row: Identity, person: Identity) -> str:
    name = _FIELDS[field]
    how = _HOW.get(level)
    if field not in _SHOWN:
        return f"{name} ({how})" if how else name
    here, on_record = (_text(getattr(who, field)) for who in (row, person))
    values = f"{here} here, {on_record} on record"
    return f"{name} ({f'{how}: ' if how else ''}{values})"


def _text(value: str | date | None) -> str:
    if isinstance(value, date):
        return say_date(value)
    return value or "none"


def listed(words: Iterable[str]) -> str:
    """The words as a list in a sentence: name, date of birth and postcode."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def why_doubtful(agreements: Sequence[Agreement]) -> str:
    """Why a row is doubtful: what differs, or how many people are similar."""
    if len(agreements) > 1:
        return f"{len(agreements)} people on record are similar to this line."
    [agreement] = agreements
    if agreement.looks_like_a_twin:
        return "May be a twin: only the given name differs."
    differs = [
        _FIELDS[field]
        for field in ("upn", "uln", "sex")
        if getattr(agreement, field) is Level.DIFFERENT
    ]
    if differs and agreement.name_is_close:
        verb = "differs" if len(differs) == 1 else "differ"
        rest = "agree" if agreement.is_exact else "are close"
        return f"Name and date of birth {rest}, but the {listed(differs)} {verb}."
    if agreement.born is not Level.SAME:
        return _BORN.get(agreement.born, "The date of birth differs.")
    return _GIVEN.get(agreement.given, "The given name may be a brother's or sister's.")
