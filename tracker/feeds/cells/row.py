"""A row being interpreted: its cells as values, and what is wrong with them."""

from collections.abc import Callable, Container, Iterable, Mapping
from datetime import date

from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Statement
from tracker.domain.history.person import Identity
from tracker.domain.reference.identifiers import Parsed, Postcode, Uln, Upn
from tracker.feeds.cells.dates import parse_date
from tracker.feeds.cells.line_problems import problems
from tracker.feeds.cells.name_headings import BOTH_NAMES, FORENAME_FIRST, SURNAME_FIRST
from tracker.feeds.cells.written_names import LONGEST_NAME, parted, plain, spoilt
from tracker.feeds.feed_columns import Column
from tracker.feeds.row_meaning import Problem
from tracker.wording.quotations import clipped

_FLAGS = {
    **dict.fromkeys(("Y", "YES", "TRUE", "1", "T"), True),
    **dict.fromkeys(("N", "NO", "FALSE", "0", "F"), False),
}

_SEXES = {
    **dict.fromkeys(("F", "FEMALE", "GIRL"), "F"),
    **dict.fromkeys(("M", "MALE", "BOY"), "M"),
    **dict.fromkeys(("U", "UNKNOWN", "NOT KNOWN"), "U"),
    **dict.fromkeys(("W", "WITHHELD"), "W"),
}

_NO_BIRTH_OR_NUMBER = (
    "There is no usable date of birth and no UPN or ULN: if a record is like this, the "
    "data team has to decide who the line is about."
)

#: For a restricted person. Their numbers may have been sent; they are never stored.
_NO_BIRTH = (
    "There is no usable date of birth, and a UPN or ULN cannot be used without the "
    "agreement to share it: if a record is like this, the data team has to decide who "
    "the line is about."
)

#: Learners in our lists were born later, and are older than the youngest in Year 9.
EARLIEST_BIRTH = date(1990, 1, 1)
_YOUNGEST = 11


class Row:
    """The cells of one row by our column names; reading them collects ``problems``."""

    def __init__(
        self, raw: Mapping[str, str], line: int, titles: Mapping[str, str]
    ) -> None:
        self.raw = raw
        self.line = line
        self.titles = titles
        self.problems: list[Problem] = list(problems(line, raw, titles))

    def object_to(self, name: str, message: str, *, stops: bool = False) -> None:
        """Adds a problem of a column; with ``stops`` the row cannot be used."""
        self.problems.append(
            Problem(
                self.line,
                self.titles.get(name, name),
                _brief(message, self.text(name)),
                stops,
            )
        )

    def text(self, name: str) -> str:
        return unmarked(self.raw.get(name, ""))

    def name(self, name: str) -> str:
        """A person's name, which may begin with an apostrophe: 't Hooft."""
        return plain(self.raw.get(name, ""))

    def day(self, name: str) -> date | None:
        parsed = parse_date(self.raw.get(name, ""))
        if isinstance(parsed, str):
            self.object_to(name, parsed)
            return None
        return parsed

    def flag(self, name: str) -> bool | None:
        given = self.text(name).upper()
        if given and given not in _FLAGS:
            self.object_to(name, f"{given} should be Y or N.")
        return _FLAGS.get(given)

    def parsed(self, name: str, parse: Callable[[str], Parsed]) -> str | None:
        """The value of an identifier; its reason or warning becomes a problem."""
        parsed = parse(self.text(name))
        if parsed.reason or parsed.warning:
            self.object_to(name, str(parsed.reason or parsed.warning))
        return parsed.value

    def code(self, name: str, codes: Container[str]) -> str | None:
        """A code of a list. Another code is a problem and is left out."""
        given = self.text(name).upper()
        if given and given not in codes:
            self.object_to(name, f"{given} is not one of the codes for {name}.")
        return given if given in codes else None

    def sex(self, name: str = "sex") -> str | None:
        given = self.text(name).upper()
        if given and given not in _SEXES:
            self.object_to(name, f"{given} is not F, M, U or W.")
        return _SEXES.get(given)

    def born(
        self, as_at: date, name: str = "dob", earliest: date = EARLIEST_BIRTH
    ) -> date | None:
        born = self.day(name)
        if born is None:
            return None
        if born > as_at:
            self.object_to(name, f"The date of birth {born:%d/%m/%Y} is in the future.")
            return None
        if born < earliest or as_at.year - born.year < _YOUNGEST - 1:
            self.object_to(
                name,
                f"The date of birth {born:%d/%m/%Y} cannot be that of a young person.",
            )
            return None
        return born

    def identity(
        self,
        as_at: date,
        *,
        other_names: tuple[tuple[str, str], ...] = (),
        earliest: date = EARLIEST_BIRTH,
        number_is_enough: bool = False,
    ) -> Identity:
        """The person of the row, from the columns that have one name in all feeds.

        A row without a surname cannot be used. For a row with neither a date of birth
        nor a number, the data team decides who it is about. ``number_is_enough``: with
        a number, a date of birth that is left empty is no problem.
        """
        given, family = self.names()
        former = self.parsed("former_upn", Upn.parse)
        identity = Identity(
            given=given,
            family=family,
            middle=self.name("middle_names"),
            other_names=other_names,
            born=self.born(as_at, earliest=earliest),
            sex=self.sex(),
            postcode=self.parsed("postcode", Postcode.parse),
            upn=self.parsed("upn", Upn.parse),
            former_upns=(former,) if former else (),
            uln=self.parsed("uln", Uln.parse),
        )
        self.check_identity(identity, number_is_enough=number_is_enough)
        return identity

    def restricted_identity(
        self, as_at: date, *, earliest: date = EARLIEST_BIRTH
    ) -> Identity:
        """Name, birth and postcode: all that a restricted person's row may give."""
        given, family = self.names()
        identity = Identity(
            given=given,
            family=family,
            middle=self.name("middle_names"),
            born=self.born(as_at, earliest=earliest),
            postcode=self.parsed("postcode", Postcode.parse),
        )
        self.check_identity(identity, unknown=_NO_BIRTH)
        return identity

    def check_identity(
        self,
        identity: Identity,
        *,
        surname: str = "surname",
        forename: str = "forename",
        middle: str = "middle_names",
        dob: str = "dob",
        unknown: str = _NO_BIRTH_OR_NUMBER,
        number_is_enough: bool = False,
    ) -> None:
        """Adds the problems of an identity, under the names of the feed's columns.

        A row with neither a date of birth nor a number waits with its candidates;
        ``unknown`` is the sentence for it.
        """
        self._check_name(surname, identity.family)
        self._check_name(forename, identity.given)
        self._check_name(middle, identity.middle)
        for given, family in identity.other_names:
            self._check_name(surname, given)
            self._check_name(surname, family)
        if not identity.family:
            self.object_to(surname, "The surname is missing.", stops=True)
        elif not identity.given:
            self.object_to(forename, "The forename is missing.")
        numbers = (identity.upn, identity.uln, identity.ypid)
        if identity.born is None and not any(numbers):
            self.object_to(dob, unknown)
        elif identity.born is None and not (self.text(dob) or number_is_enough):
            self.object_to(dob, "The date of birth is missing.")

    def _check_name(self, column: str, name: str) -> None:
        if len(name) > LONGEST_NAME:
            self.object_to(
                column,
                f"{clipped(name)} has {len(name)} characters; no name has more than "
                f"{LONGEST_NAME}, so look whether the cells stand in the right "
                "columns.",
                stops=True,
            )
        elif spoilt(name) or spoilt(self.raw.get(column, "")):
            self.object_to(
                column,
                f"{clipped(name)} has lost letters because the file was saved in the "
                "wrong encoding; save the list as CSV UTF-8 and send it again.",
            )

    def names(self) -> tuple[str, str]:
        """Given and family name, also where both stand in one column.

        The heading shows which comes first. Otherwise a comma puts the surname first
        ("Holt, Amina"), and without a comma the surname is last.
        """
        given, family = self.name("forename"), self.name("surname")
        if given and family:
            return given, family
        both = next((it for it in BOTH_NAMES if self.name(it)), None)
        if both is not None:
            order = {SURNAME_FIRST: True, FORENAME_FIRST: False}.get(both)
            return parted(self.name(both), surname_first=order)
        if "," in (given or family):
            return parted(given or family)
        # A list may have only the preferred names.
        preferred = self.preferred_names()
        return given or preferred[0], family or preferred[1]

    def preferred_names(self) -> tuple[str, str]:
        return self.name("preferred_forename"), self.name("preferred_surname")


def other_names(
    name: tuple[str, str], *others: tuple[str, str]
) -> tuple[tuple[str, str], ...]:
    """The other names of a person, without the parts that are those of the name."""
    differing = (
        (
            given if given.casefold() != name[0].casefold() else "",
            family if family.casefold() != name[1].casefold() else "",
        )
        for given, family in others
    )
    return tuple(dict.fromkeys(filter(any, differing)))


def unmarked(text: str) -> str:
    """The cell without the apostrophe that marks it as text in a spreadsheet."""
    if text.startswith("'") and not text.endswith("'"):
        return text[1:].lstrip()
    return text


#: A sentence without a long quotation has fewer characters.
_LONGEST_MESSAGE = 400


def _brief(message: str, value: str) -> str:
    """The sentence with ``value`` shortened in it, where that is too long to read."""
    for form in (value, value.upper()):
        message = message.replace(form, clipped(form)) if form else message
    if len(message) > _LONGEST_MESSAGE:
        return f"{message[:_LONGEST_MESSAGE]}…."
    return message


def person_details(identity: Identity) -> list[Statement]:
    """The details of a person's identity: names, birth and numbers."""
    statements: list[Statement] = []
    if identity.given or identity.family:
        statements.append(
            detail(
                "name",
                given=identity.given or None,
                middle=identity.middle or None,
                family=identity.family or None,
            )
        )
    statements += [
        detail("other name", given=given or None, family=family or None)
        for given, family in identity.other_names
    ]
    if identity.born or identity.sex:
        born = identity.born.isoformat() if identity.born else None
        statements.append(detail("birth", born=born, sex=identity.sex))
    if identity.upn:
        statements.append(detail("upn", upn=identity.upn))
    statements += [detail("former upn", upn=each) for each in identity.former_upns]
    if identity.uln:
        statements.append(detail("uln", uln=identity.uln))
    if identity.ypid:
        statements.append(detail("ypid", ypid=identity.ypid))
    statements += [detail("former ypid", ypid=each) for each in identity.former_ypids]
    return statements


def stated(row: Row, columns: Iterable[Column]) -> list[Statement]:
    """The details that cells of the row state as they are (``Column.states``)."""
    return [
        detail(column.states[0], **{column.states[1]: text})
        for column in columns
        if column.states and (text := row.text(column.name))
    ]


def sex_of(cell: str) -> str | None:
    """F, M, U or W; None for a word that is not known, and an empty cell."""
    return _SEXES.get(unmarked(cell).strip().upper())


def flag_of(cell: str) -> str | None:
    """Y or N; None for a word that is neither, and an empty cell."""
    flag = _FLAGS.get(unmarked(cell).strip().upper())
    return None if flag is None else "Y" if flag else "N"


def titles_of(columns: tuple[Column, ...]) -> dict[str, str]:
    """The title of each column by its name."""
    return {column.name: column.title for column in columns}
