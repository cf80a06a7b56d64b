"""A record of another system's file, as our own return would write its cells.

Suppliers write names for codes, dates with a time, and numbers without their zeros.
A cell that cannot be read stays as it is, so that a rule can find it wrong.
"""

from collections.abc import Callable, Mapping

from tracker.domain.reference.identifiers import LaEstab, Postcode, Uln, Upn
from tracker.feeds.cells.dates import day_of
from tracker.feeds.nccis import columns
from tracker.feeds.nccis.codes_by_name import code_of

_FLAGS = {
    **dict.fromkeys(("Y", "YES", "TRUE", "1", "T"), "Y"),
    **dict.fromkeys(("N", "NO", "FALSE", "0", "F"), "N"),
}
_SEXES = {"FEMALE": "F", "MALE": "M", "UNKNOWN": "U", "WITHHELD": "W"}
_OF_FLAGS = frozenset(
    each.name for each in columns.COLUMNS if each.codes == "yes or no"
)


def _day(text: str) -> str:
    found = day_of(text)
    return text if found is None else found.isoformat()


def _flag(text: str) -> str:
    return _FLAGS.get(text.upper(), text)


def _parsed(parse: Callable[[str], object]) -> Callable[[str], str]:
    def read(text: str) -> str:
        return getattr(parse(text), "value", None) or text

    return read


_READ: Mapping[str, Callable[[str], str]] = {
    **{each.name: _day for each in columns.COLUMNS if each.name.endswith("Date")},
    **dict.fromkeys(("DateAscertained", "DateVerified", "DOB"), _day),
    **dict.fromkeys(_OF_FLAGS, _flag),
    "Gender": lambda text: _SEXES.get(text.upper(), text.upper()),
    "Postcode": _parsed(Postcode.parse),
    "UniquePupilNumber": _parsed(Upn.parse),
    "UniqueLearnerNo": _parsed(Uln.parse),
    "EstablishmentNumber": _parsed(LaEstab.parse),
}


def returned(raw: Mapping[str, str]) -> dict[str, str | list[str] | None]:
    """The cells of a row of this feed by the columns of the return, without its month.

    Empty cells are left out; characteristics are a list.
    """
    found: dict[str, str | list[str] | None] = {}
    for name, text in raw.items():
        given = text.strip()
        if name == columns.CHARACTERISTICS:
            found[columns.CHARACTERISTIC] = sorted(set(given.split()))
        elif given and name in _NAMES:
            coded = code_of(name, given)
            found[name] = _READ.get(name, _same)(coded)
    return found


def _same(text: str) -> str:
    return text


_NAMES = frozenset(each.name for each in columns.COLUMNS) - {columns.PERIOD_END}
