"""The wards of an authority's postcodes: loaded, and removed again.

Where they are loaded, a home's area is its ward in lists and figures, and not the first
half of its postcode. See decision 0253.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tracker import store
from tracker.actions.act import Act
from tracker.domain.reference.codes import AUTHORITIES
from tracker.feeds.cells.postcodes import authorities_of
from tracker.refusal import Refusal
from tracker.reporting.published.wards import ReadWards
from tracker.store.accounts.audit import Action
from tracker.store.figures.wards import WardTable
from tracker.wording.counts import counted

#: No authority has half as many; a table with more has something else in the column.
MOST_WARDS = 1_000


class NotWards(Refusal):
    """The files do not give the wards of our postcodes; the text has what to do."""


@dataclass(frozen=True, slots=True)
class LoadedWards:
    """The wards that were loaded from some files, and how many lines were left out.

    ``elsewhere`` is the number of postcodes that lie in other authorities' areas.
    """

    table: WardTable
    elsewhere: int
    left_out: int
    replaced: bool


@dataclass(frozen=True, slots=True)
class Given:
    """Files that belong together: each read, with its path."""

    files: Sequence[tuple[Path, ReadWards]]

    @property
    def names(self) -> str:
        return ", ".join(path.name for path, _ in self.files)

    @property
    def year(self) -> int | None:
        """The year of the boundaries of the postcodes."""
        years = [read.year for _, read in self.files if read.by_postcode]
        return max((year for year in years if year is not None), default=None)


@dataclass(frozen=True, slots=True)
class Prepared:
    """Our wards from some files, by postcode, beside those ``held``.

    ``elsewhere`` is the number of postcodes in other authorities' areas.
    """

    given: Given
    ours: Mapping[str, str]
    held: Mapping[str, str]
    elsewhere: int

    @property
    def fewer(self) -> list[str]:
        """The sentence to confirm first, where fewer postcodes are loaded than held."""
        if len(self.ours) >= len(self.held):
            return []
        return [
            f"{self.given.names} has {_sized(self.ours)} of our area; "
            f"{_sized(self.held)} are held."
        ]


def prepare(given: Given, authority: str) -> Prepared:
    """The wards of an authority's postcodes, by their names. Raises NotWards."""
    every = _by_postcode(given)
    ours = _named(_ours(every, authority, given), given)
    if (many := len(set(ours.values()))) > MOST_WARDS:
        raise NotWards(
            f"{given.names} has {many:,} wards in our area, more than any authority. "
            "Look whether its column of wards has something else in it."
        )
    held = store.figures.wards.by_postcode(authority)
    return Prepared(given, ours, held, elsewhere=len(every) - len(ours))


def load(prepared: Prepared, *, act: Act) -> LoadedWards:
    """Loads wards in the place of those held; positions are worked out again.

    Belongs inside a transaction.
    """
    given, ours = prepared.given, prepared.ours
    table = WardTable(
        authority=act.authority,
        year=given.year,
        files=given.names,
        wards=len(set(ours.values())),
        postcodes=len(ours),
        loaded_at=act.at,
        loaded_by=act.by,
    )
    store.figures.wards.replace(table, ours)
    if ours != prepared.held:
        store.history.derivations.forget_all()
    act.note(
        Action.WARDS_LOADED,
        "wards",
        files=given.names,
        wards=table.wards,
        postcodes=table.postcodes,
    )
    return LoadedWards(
        table,
        elsewhere=prepared.elsewhere,
        left_out=sum(read.left_out for _, read in given.files),
        replaced=bool(prepared.held),
    )


def remove(*, act: Act) -> None:
    """Removes the wards: an area is the first half of the postcode again.

    Raises NotWards where none are held.
    """
    with store.database.base.transaction("published tables"):
        held = store.figures.wards.table(act.authority)
        if held is None:
            raise NotWards("No wards are loaded, so there is nothing to remove.")
        store.figures.wards.remove(act.authority)
        store.history.derivations.forget_all()
        act.note(Action.WARDS_REMOVED, "wards", files=held.files, wards=held.wards)


def in_words(done: LoadedWards) -> str:
    """What was loaded, as one text for a page or a command."""
    table = done.table
    of = f" of {table.year}" if table.year else ""
    instead = ", replacing those loaded before" if done.replaced else ""
    parts = [
        f"The wards{of} are loaded: {counted(table.wards, 'ward')} with "
        f"{counted(table.postcodes, 'postcode')}{instead}. Lists and figures by area "
        "are worked out again; a page may take longer until that is done."
    ]
    if done.elsewhere:
        parts.append(
            f"{counted(done.elsewhere, 'postcode')} in other authorities left out."
        )
    if done.left_out:
        parts.append(
            f"{counted(done.left_out, 'line')} without a postcode or a ward left out."
        )
    return " ".join(parts)


def _sized(wards: Mapping[str, str]) -> str:
    return (
        f"{counted(len(set(wards.values())), 'ward')} with "
        f"{counted(len(wards), 'postcode')}"
    )


def _by_postcode(given: Given) -> dict[str, str]:
    """The ward of each postcode of the files, by its code or name. Raises NotWards."""
    found: dict[str, str] = {}
    for path, read in given.files:
        for postcode, ward in read.by_postcode.items():
            if found.setdefault(postcode, ward) != ward:
                raise NotWards(
                    f"{path.name} has another ward for {postcode} than a file before "
                    "it. Choose the files of one download together."
                )
    if not found:
        raise NotWards(
            f"{given.names} has names of wards and no postcodes. Choose with it the "
            "postcodes of the same download, such as ONSPD_…_UK_WN.csv."
        )
    return found


def _ours(every: Mapping[str, str], authority: str, given: Given) -> dict[str, str]:
    """The postcodes whose ward lies in our area, as most of its known postcodes do.

    A ward lies in one authority, so new postcodes that our directory lacks are kept.
    Two authorities may have wards of one name: without codes, a known postcode decides
    for itself. Raises NotWards.
    """
    lies_in = authorities_of(every)
    ours: defaultdict[str, Counter[bool]] = defaultdict(Counter)
    for postcode, ward in every.items():
        if (where := lies_in[postcode]) is not None:
            ours[ward][where == authority] += 1
    found = {
        postcode: ward
        for postcode, ward in every.items()
        if (
            ours[ward][True] > ours[ward][False]
            if _is_code(ward) or lies_in[postcode] is None
            else lies_in[postcode] == authority
        )
    }
    if not found:
        raise NotWards(
            f"None of the {len(every):,} postcodes of {given.names} lies in a ward of "
            f"{AUTHORITIES[authority].title}. Choose the postcode areas of our own "
            "area."
        )
    return found


def _named(wards: Mapping[str, str], given: Given) -> dict[str, str]:
    """The wards by their names. Raises NotWards for codes without names.

    Two wards of one name, as districts of a county may have them, keep their codes.
    """
    names = {code: name for _, read in given.files for code, name in read.names.items()}
    codes = sorted(set(wards.values()))
    unnamed = [each for each in codes if each not in names and _is_code(each)]
    if unnamed:
        raise NotWards(
            f"{given.names} has no name for the ward {unnamed[0]}"
            f"{f' and {len(unnamed) - 1} more' if unnamed[1:] else ''}. Choose with it "
            "the file of ward names and codes of the same year, which is in the folder "
            "Documents of the download."
        )
    times = Counter(names.get(each, each) for each in codes)
    called = {
        each: name if times[name] == 1 else f"{name} ({each})"
        for each in codes
        for name in [names.get(each, each)]
    }
    return {postcode: called[ward] for postcode, ward in wards.items()}


def _is_code(ward: str) -> bool:
    """Whether it is a code of nine characters, such as E05000848."""
    return len(ward) == 9 and ward[:1].isalpha() and ward[1:].isdigit()
