"""What is wrong when the database raises an error: by its codes, never by its rows."""

from enum import Enum, auto


class Trouble(Enum):
    """What a user can be told, and what can be done about it."""

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
    "40": Trouble.BUSY,  # a deadlock, or two changes that cannot both be
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

#: What stands in the text of an error that has no code: it came before a connection.
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
#: How the driver says that nothing answers, or no longer.
_GONE = (
    *("connection failed", "connection is bad", "connection to server", "timeout"),
    *("the connection is", "closed the connection", "could not translate host name"),
    *("failed to resolve host", "couldn't get a connection", "could not connect"),
    *("consuming input failed", "sending query failed", "could not receive data"),
)
#: How the driver begins where an address asks for what there is not.
_OPTIONS = ("invalid ", "bad value for ")


def of(error: BaseException) -> Trouble | None:
    """What is wrong; None for an error that is not of the database.

    ``error`` is what the driver raised, alone or wrapped by SQLAlchemy.
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
    said = str(error)
    for text, trouble in _BY_TEXT:
        if text in said:
            return trouble
    if 'database "' in said and "does not exist" in said:
        return Trouble.NO_DATABASE
    if 'role "' in said and "does not exist" in said:
        return Trouble.REFUSED
    if said.startswith(_OPTIONS):
        return Trouble.OPTIONS
    names = {each.__name__ for each in type(error).__mro__}
    if "OperationalError" in names and (not said or any(s in said for s in _GONE)):
        return Trouble.UNREACHABLE
    return Trouble.OTHER
