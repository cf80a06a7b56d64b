"""The register of establishments (GIAS): every school and college, open and closed.

With its file of links a school and the academy that it became are one institution,
known by every number that either had (Feeds F17).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from tracker.domain.history.evidence import Tier
from tracker.domain.history.person import Identity
from tracker.domain.reference.identifiers import AuthorityCode, LaEstab, Ukprn, Urn
from tracker.domain.reference.institution import (
    REGISTER,
    Institution,
    InstitutionKind,
    Roll,
)
from tracker.feeds.cells.dates import day_of
from tracker.feeds.cells.row import Row, titles_of
from tracker.feeds.declaration import Feed, Signature
from tracker.feeds.file_reading import Context, RawRow, Reading, Unreadable
from tracker.feeds.headings.matched_headings import heading_key
from tracker.feeds.reading.sources import Stored, only
from tracker.feeds.recognition.tables import Wanted, first_headings, open_tables
from tracker.feeds.register.columns import (
    COLUMNS,
    FURTHER_EDUCATION,
    KINDS,
    LINK_COLUMNS,
    ONE_PLACE,
    PHASES_TOO_YOUNG,
    TYPES_TOO_YOUNG,
    YOUNGEST_OF_ANY_USE,
)
from tracker.feeds.row_meaning import Interpretation

NOUN = "the register of establishments"
LINEAGE = "lineage"
WITH_LINKS, WITHOUT_LINKS = "register and links", "register"

_TITLES = titles_of(COLUMNS)
#: The names under which DfE publishes the register, with the day of the publication.
_PUBLISHED = re.compile(r"(?:links_)?edubasealldata(\d{8})(?!\d).*", re.IGNORECASE)
_ESTABLISHMENTS = Wanted(REGISTER, NOUN, COLUMNS, (("urn",), ("name",), ("type",)))
_LINKS = Wanted(
    REGISTER,
    "the register's links",
    LINK_COLUMNS,
    (("urn",), ("link",), ("link_type",)),
)


def read(
    paths: Sequence[Path],
    context: Context | None = None,
    *,
    aliases: Mapping[str, str] | None = None,
) -> Reading:
    """The establishments that teach people over 14, each with its lineage.

    The links are a second file and may be left out. Raises Unreadable.
    """
    registers: list[Stored] = []
    links: list[Stored] = []
    for file in only(paths, "the register"):
        (links if _is_links(file) else registers).append(file)
    if not registers:
        raise Unreadable(
            f"{links[0].name} holds links alone; give it together with the "
            "register, edubasealldata."
        )
    notes: list[str] = []
    return Reading(
        WITH_LINKS if links else WITHOUT_LINKS,
        _linked(registers, links, notes),
        as_at=published_on(registers) or published_on(links),
        notes=notes,
    )


def interpret(
    raw: Mapping[str, str], restricted: bool, line: int, context: Context
) -> Interpretation:
    """The institution of a row, or a problem for one without a number or a name."""
    row = Row(raw, line, _TITLES)
    urn = row.parsed("urn", Urn.parse)
    institution = None
    if urn is None or not row.text("name"):
        row.object_to("urn", "There is no usable URN and name.", stops=True)
    else:
        authority = row.text("authority")
        institution = Institution(
            key=raw.get(LINEAGE, urn),
            name=row.text("name"),
            kind=kind_of(raw),
            urn=urn,
            laestab=LaEstab.of(authority, row.text("number")).value,
            ukprn=row.parsed("ukprn", Ukprn.parse),
            town=row.text("town") or None,
            authority=AuthorityCode.parse(authority).value,
            opened=row.day("opened"),
            closed=row.day("closed"),
            roll=_roll(row),
        )
    return Interpretation(
        Identity(), (), tuple(row.problems), context.as_at, institution=institution
    )


def _roll(row: Row) -> Roll | None:
    """How many pupils the register has there; None where it does not say."""
    pupils, low, high = (
        int(text) if (text := row.text(name)).isdecimal() else None
        for name in ("pupils", "low_age", "high_age")
    )
    if pupils is None or low is None or high is None or high <= low:
        return None
    return Roll(pupils, low, high, row.day("census"))


def kind_of(raw: Mapping[str, str]) -> InstitutionKind:
    """The kind of an establishment, by its type, and for colleges by their own type."""
    code = raw.get("type", "")
    kind = KINDS.get(code, InstitutionKind.SCHOOL)
    college = heading_key(raw.get("further_education", ""))
    if code == FURTHER_EDUCATION and "sixthform" in college:
        return InstitutionKind.SIXTH_FORM_COLLEGE
    low_age = raw.get("low_age", "")
    approved = heading_key(raw.get("section_41", "")) == "approved"
    if approved and low_age.isdigit() and int(low_age) >= 16:
        return InstitutionKind.SPECIAL_POST_16
    return kind


def published_on(files: Iterable[Stored]) -> date | None:
    """The day that the names of the files carry, the latest of several."""
    names = (_PUBLISHED.fullmatch(file.name.rpartition("/")[2]) for file in files)
    days = (day_of(name[1]) for name in names if name is not None)
    return max(filter(None, days), default=None)


def _is_links(file: Stored) -> bool:
    return "linkurn" in first_headings(file)


def _linked(
    registers: list[Stored], links: list[Stored], notes: list[str]
) -> Iterator[RawRow]:
    lineages = Lineages()
    unknown: Counter[str] = Counter()
    for table in open_tables(links, _LINKS):
        for _, values in table.rows:
            if (kind := lineages.link(values)) is not None:
                unknown[kind] += 1
    if unknown:
        kinds = ", ".join(f"{kind or 'none'} ({n:,})" for kind, n in unknown.items())
        notes.append(f"Kinds of link that are not known and join nothing: {kinds}.")
    kept = list(_kept(registers, notes))
    by_number: dict[tuple[str, str], str] = {}
    for row in kept:
        # An academy keeps the DfE number of the school that it was, with a new URN.
        number = (row.values.get("authority", ""), row.values.get("number", ""))
        if all(number):
            lineages.join(
                row.values["urn"], by_number.setdefault(number, row.values["urn"])
            )
    for row in kept:
        row.values[LINEAGE] = lineages.of(row.values["urn"])
        yield row


def _kept(registers: list[Stored], notes: list[str]) -> Iterator[RawRow]:
    left_out = 0
    for table in open_tables(registers, _ESTABLISHMENTS):
        for line, values in table.noting(notes):
            if _too_young(values):
                left_out += 1
            elif "urn" in values:
                yield RawRow(line, table.file, values)
    if left_out:
        notes.append(f"Nurseries and primary schools left out: {left_out}.")


def _too_young(values: Mapping[str, str]) -> bool:
    if values.get("phase") in PHASES_TOO_YOUNG or values.get("type") in TYPES_TOO_YOUNG:
        return True
    high_age = values.get("high_age", "")
    return high_age.isdigit() and 0 < int(high_age) < YOUNGEST_OF_ANY_USE


class Lineages:
    """Establishments that became one another, under the oldest URN among them."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def of(self, urn: str) -> str:
        """The oldest URN of the lineage; its own for an establishment on its own."""
        root = urn
        while (above := self._parent.get(root, root)) != root:
            root = above
        while (above := self._parent.get(urn, urn)) != root:
            self._parent[urn] = root
            urn = above
        return root

    def join(self, one: str, other: str) -> None:
        first, second = sorted((self.of(one), self.of(other)), key=by_age)
        if first != second:
            self._parent[second] = first

    def link(self, row: Mapping[str, str]) -> str | None:
        """Joins the two establishments of a row of the file of links, if its kind makes
        them one place. Returns the kind where it is not known, which joins nothing.
        """
        kind = row.get("link_type", "")
        one_place = ONE_PLACE.get(heading_key(kind))
        if one_place and "urn" in row and "link" in row:
            self.join(row["urn"], row["link"])
        return kind if one_place is None else None


def by_age(urn: str) -> tuple[int, str]:
    """The order in which establishments were given their numbers."""
    return (len(urn), urn)


FEED = Feed(
    name=REGISTER,
    title="Establishment register",
    noun=NOUN,
    sender="DfE, from Get Information about Schools",
    frequency="every term, or whenever an unknown school or college turns up",
    silence="Nothing; closed establishments stay in the register.",
    signature=Signature(
        headings=(
            frozenset({"urn", "establishmentname", "typeofestablishmentcode"}),
            frozenset({"urn", "linkurn", "linktype"}),
        ),
    ),
    tier=Tier.THIRD_PARTY,  # it makes no statement about people
    columns=COLUMNS,
    read=read,
    interpret=interpret,
    whole=True,
    of_institutions=True,
)
