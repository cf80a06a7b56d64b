"""The meaning of the database's errors, by their codes, never by their rows."""

from enum import Enum, auto


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


#: PostgreSQL's codes, by code and by class of codes.
_BY_CODE = {
    "40": Trouble.BUSY,  # a deadlock, or two changes that exclude each other
    "55P03": Trouble.BUSY,
    "23505": Trouble.BUSY,  # both were about to write the same row
    "53100": Trouble.FULL,
    "53": Trouble.OVERLOADED,
    "28": Trouble.REFUSED,
    "3D": Trouble.NO_DATABASE,
    "08": Trouble.UNREACHABLE,
    "57P": Trouble.RESTARTING,
    "42P01": Trouble.OUT_OF_DATE,  # a table that is not there
    "42703": Trouble.OUT_OF_DATE,  # a column
    "42883": Trouble.OUT_OF_DATE,  # a function
    "42704": Trouble.OUT_OF_DATE,  # a type
}

#: Texts of errors without a code, which come before there is a connection.
_BY_TEXT = (
    ("No space left on device", Trouble.FULL),
    ("password authentication failed", Trouble.REFUSED),
    ("authentication failed", Trouble.REFUSED),
    ("no password supplied", Trouble.REFUSED),
    ("no pg_hba.conf entry", Trouble.REFUSED),
    ("the database system is", Trouble.RESTARTING),
    ("too many clients", Trouble.OVERLOADED),
    ("remaining connection slots", Trouble.OVERLOADED),
)
#: The driver's texts when nothing answers, or no longer answers.
_GONE = (
    *("connection failed", "connection is bad", "connection to server", "timeout"),
    *("the connection is", "closed the connection", "could not translate host name"),
    *("failed to resolve host", "couldn't get a connection", "could not connect"),
    *("consuming input failed", "sending query failed", "could not receive data"),
)
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
