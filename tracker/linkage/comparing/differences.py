"""Two identities side by side, field by field, for the reviewer of a row."""

from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.history.details.pupil_numbers import HIDDEN_FROM, are_hidden
from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import Level, compare, prepare
from tracker.linkage.names.compared_names import spelled

#: The record may have one, which is not shown: its reader must not take it for missing.
NUMBER_HIDDEN = f"pupil numbers are hidden from the age of {HIDDEN_FROM}"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field as both records have it, and the result of the comparison.

    ``level`` is in words; ``closeness`` (0 to 100) is how similarly two texts are
    spelled, None where spelling has no meaning.
    """

    field: str
    a: str
    b: str
    level: str
    closeness: int | None = None

    @property
    def differs(self) -> bool:
        return self.level != Level.SAME

    @property
    def is_hidden(self) -> bool:
        """Whether the second record does not show the field because of an age."""
        return self.level == NUMBER_HIDDEN


def differences(
    a: Identity, b: Identity, *, on: date | None = None
) -> list[Difference]:
    """Every field that at least one of the two has, in the order of the page.

    A date is shown as 2009-03-04; several names or numbers are separated by commas.
    ``on`` is the day on which a stored record is the second: then it may be without the
    pupil numbers of a person of that age.
    """
    without_numbers = on is not None and are_hidden(b.born, on)
    agreement = compare(prepare(a), prepare(b))
    rows = [
        _names("Given name", a.given, b.given, agreement.given),
        _names("Middle name", a.middle, b.middle, agreement.middle),
        _names("Family name", a.family, b.family, agreement.family),
        _plain("Other names", _others(a), _others(b)),
        _spelling("Date of birth", _date(a), _date(b), agreement.born),
        _plain("Sex", a.sex, b.sex),
        _spelling("Postcode", a.postcode, b.postcode, agreement.postcode),
        _hidden(_spelling("UPN", a.upn, b.upn), without_numbers),
        _hidden(
            _plain("Former UPN", ", ".join(a.former_upns), ", ".join(b.former_upns)),
            without_numbers,
        ),
        _spelling("ULN", a.uln, b.uln),
        _spelling("Young person's ID", a.ypid, b.ypid),
    ]
    return [row for row in rows if row.a or row.b]


def _names(field: str, a: str, b: str, level: Level) -> Difference:
    return Difference(field, a, b, level, _ratio(spelled(a), spelled(b)))


def _spelling(
    field: str, a: str | None, b: str | None, level: Level | None = None
) -> Difference:
    """A field whose two values are worth comparing letter by letter."""
    plain = _plain(field, a, b)
    closeness = _ratio(plain.a, plain.b)
    return replace(plain, level=level or plain.level, closeness=closeness)


def _plain(field: str, a: str | None, b: str | None) -> Difference:
    if not (a and b):
        level = Level.MISSING
    else:
        level = Level.SAME if a == b else Level.DIFFERENT
    return Difference(field, a or "", b or "", level)


def _hidden(row: Difference, without_numbers: bool) -> Difference:
    return row if row.b or not without_numbers else replace(row, level=NUMBER_HIDDEN)


def _others(one: Identity) -> str:
    pairs = (" ".join(filter(None, pair)) for pair in one.other_names)
    return ", ".join(sorted(pairs))


def _date(one: Identity) -> str:
    return one.born.isoformat() if one.born else ""


def _ratio(a: str, b: str) -> int | None:
    from rapidfuzz import fuzz

    return round(fuzz.ratio(a, b)) if a and b else None
