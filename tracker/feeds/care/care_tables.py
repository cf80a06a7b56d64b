"""The tables of SSDA903 as CSV, and the lists of Annex A, by their own headings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tracker.feeds.care.columns import NAME, NOUN, TABLES
from tracker.feeds.feed_columns import Needs
from tracker.feeds.file_reading import Unreadable
from tracker.feeds.headings.matched_headings import heading_key
from tracker.feeds.reading.sources import Stored
from tracker.feeds.recognition.tables import Table, Wanted, open_tables, tables_by_role

HEADER, EPISODES, ASYLUM, LEAVERS = "header", "episodes", "asylum", "leavers"
LIST_8, LIST_9 = "list 8", "list 9"

#: What each table has and those before it in this order lack.
_NEEDS: Mapping[str, Needs] = {
    LIST_9: (("child",), ("dob",), ("eligibility",)),
    LIST_8: (("child",), ("dob",), ("care_start",)),
    EPISODES: (("child",), ("care_start",), ("care_end", "legal_status")),
    LEAVERS: (("child",), ("dob",), ("activity", "in_touch")),
    ASYLUM: (("child",), ("dob",), ("asylum_end",)),
    HEADER: (("child",), ("dob",), ("upn",), ("ethnicity", "mother", "mother_since")),
}
_ROLES = {
    role: Wanted(NAME, NOUN, TABLES[role], needs) for role, needs in _NEEDS.items()
}

#: Headings that show a file to be a table of SSDA903 or a list of Annex A, also one of
#: SSDA903 that is not needed.
SIGNS = tuple(
    frozenset(map(heading_key, words))
    for words in (
        *(("CHILD", "UPN", "MC_DOB"), ("CHILD", "UPN", "ETHNIC")),
        *(("CHILD", "DECOM"), ("CHILD", "DUC"), ("CHILD", "IN_TOUCH")),
        *(("CHILD", "REVIEW"), ("CHILD", "SDQ_SCORE"), ("CHILD", "DATE_INT")),
        *(("CHILD", "DATE_PLACED"), ("CHILD", "PREV_PERM"), ("CHILD", "MIS_START")),
        ("Child Unique ID", "Date Started to be Looked After"),
        ("Child Unique ID", "Eligibility Category"),
        ("Child Unique ID", "Eligibity Category"),
    )
)
#: Words in the headings of columns about where a child lives.
_HOMES = ("post", "address", "placement", "urnof", "laofplacement")
#: The columns of SSDA903 with a postcode, by the names that its XML has too.
HOME_COLUMNS = ("HOME_POST", "PL_POST")


@dataclass
class Tables:
    """The tables of some files by what they are, and notes about the files."""

    found: list[tuple[str, Table]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def has(self, *roles: str) -> bool:
        """Whether any of the tables is one of these."""
        return any(role in roles for role, _ in self.found)


def gathered(files: Sequence[Stored]) -> Tables:
    """The tables of these files. Raises Unreadable where there is none."""
    tables = Tables()
    for file in files:
        own = list(tables_by_role(file, _ROLES))
        tables.found += own
        if not own:
            tables.notes.append(f"{file.name} is not needed and was not read.")
    if not tables.found:
        # The first file shows what is wrong, in the words of a table that lacks some.
        list(open_tables(files[:1], _ROLES[HEADER]))
        raise Unreadable(f"{files[0].name} is not {NOUN}.")
    return tables


def lines(tables: Tables) -> Iterator[tuple[str, int, dict[str, str]]]:
    """Every line of the tables, those of children before those of their subjects."""
    order = (HEADER, LIST_8, LIST_9, EPISODES, ASYLUM, LEAVERS)
    for role, table in sorted(tables.found, key=lambda each: order.index(each[0])):
        more = {"asylum": "Y"} if role == ASYLUM else {}
        for line, cells in table.noting(tables.notes):
            yield table.file, line, {**cells, **more}


def homes(tables: Tables) -> list[str]:
    """The headings of columns about where a child lives, none of which is kept."""
    return list(
        dict.fromkeys(
            heading
            for _, table in tables.found
            for heading in table.unread
            if any(word in heading_key(heading) for word in _HOMES)
        )
    )
