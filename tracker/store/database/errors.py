"""The meaning of the database's errors, by their codes, never by their rows."""

from enum import Enum, auto
from pathlib import Path

from tracker import domain


class Trouble(Enum):
    """A kind of database error, as far as a user can do something about it."""

    UNREACHABLE = auto()
    RESTARTING = auto()
    REFUSED = auto()
    NO_DATABASE = auto()
    OUT_OF_DATE = auto()
    BUSY = auto()
    OVERLOADED = auto()
    FULL = auto()
    OPTIONS = auto()
    OTHER = auto()


def _sign(row: dict[str, str]) -> tuple[str, str, Trouble]:
    return row["kind"], row["sign"], Trouble[row["trouble"]]


_SIGNS = domain.reference.tables.read(
    Path(__file__).with_name("error_signs.csv"), _sign
)
#: PostgreSQL's codes, by code and by class of codes.
_BY_CODE = {sign: trouble for kind, sign, trouble in _SIGNS if kind == "code"}
#: Texts of errors without a code, which come before there is a connection.
_BY_TEXT = [(sign, trouble) for kind, sign, trouble in _SIGNS if kind == "text"]
#: The driver's texts when nothing answers, or no longer answers.
_GONE = [sign for kind, sign, _ in _SIGNS if kind == "silence"]
#: The beginnings of the driver's texts for an option that does not exist.
_OPTIONS = ("invalid ", "bad value for ")


def of(error: BaseException) -> Trouble | None:
    """The trouble behind an error; None for an error that is not the database's.

    ``error`` is the error that the driver raised, alone or wrapped by SQLAlchemy.
    """
    inner = getattr(error, "orig", None) or error
    if type(inner).__name__ == "DatabaseUnavailable":
        return Trouble.UNREACHABLE
    if not type(inner).__module__.startswith("psycopg"):
        return None
    state = getattr(inner, "sqlstate", None) or ""
    for code in (state, state[:3], state[:2]):
        if code and code in _BY_CODE:
            return _BY_CODE[code]
    if state:
        return Trouble.OTHER
    return _without_code(inner)


def _without_code(error: BaseException) -> Trouble:
    words = str(error)
    for text, trouble in _BY_TEXT:
        if text in words:
            return trouble
    if 'database "' in words and "does not exist" in words:
        return Trouble.NO_DATABASE
    if 'role "' in words and "does not exist" in words:
        return Trouble.REFUSED
    if words.startswith(_OPTIONS):
        return Trouble.OPTIONS
    names = {each.__name__ for each in type(error).__mro__}
    if "OperationalError" in names and (not words or any(s in words for s in _GONE)):
        return Trouble.UNREACHABLE
    return Trouble.OTHER
