"""What a feed declares: its names, sender, files, and the meaning of its rows.

``read`` turns files into raw rows: it joins the tables of one sending and drops what
may not be kept; the rest is stored. ``interpret`` gives the meaning of a stored row, by
the row and its context alone, so that it can run again when the row is applied. The
parts of a declaration are beside it: ``feed_columns``, ``file_reading`` and
``row_meaning``.

Recognition, actions, commands and pages treat a feed by its declaration, never by its
name. A new feed is a folder of ``tracker.feeds`` whose ``feed.py`` holds ``FEED``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from tracker.domain.history.evidence import Tier
from tracker.domain.law.data_dictionary import NOT_PERSONAL
from tracker.domain.law.gateways import GATEWAYS, Direction
from tracker.domain.reference.institution import InstitutionKind
from tracker.feeds.feed_columns import Column, Needs
from tracker.feeds.file_reading import Context, Reading
from tracker.feeds.row_meaning import Interpretation


@dataclass(frozen=True, slots=True)
class XmlSignature:
    """How an XML file is known; each word is written as headings are compared.

    ``roots`` begin the name of the outermost element (a year may follow),
    ``namespaces`` stand among the words of a namespace, ``collections`` are whole names
    or codes of a collection in a header, ``elements`` occur in this kind alone.
    ``message`` are elements that together make it this kind where nothing else decides.
    """

    roots: tuple[str, ...] = ()
    namespaces: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    message: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Signature:
    """How a file of a feed is known among the files of all feeds.

    ``headings``: sets of headings, as they are compared, that occur together in this
    feed only. ``incomplete``: sets that show the feed of a table with too few columns
    for any feed. ``columns`` and ``needs``: a table with a column of each needed group
    may be of this feed; between two such feeds the one that reads more of its columns
    has it. ``decisive``: the needed columns are enough, whatever other feeds read.
    ``tie_breakers``: between equals, one of these headings gives the table to this feed
    and their absence to the other. ``by_headings_alone``: no columns show it.
    """

    headings: tuple[frozenset[str], ...] = ()
    incomplete: tuple[frozenset[str], ...] = ()
    columns: tuple[Column, ...] = ()
    needs: Needs = ()
    decisive: bool = False
    tie_breakers: tuple[str, ...] = ()
    by_headings_alone: bool = False
    xml: XmlSignature = XmlSignature()


class Read(Protocol):
    """Reads files into rows. Raises Unreadable, also while the rows are taken.

    ``aliases`` maps headings of this sender to our column names.
    """

    def __call__(
        self,
        paths: Sequence[Path],
        context: Context | None = None,
        *,
        aliases: Mapping[str, str] | None = None,
    ) -> Reading: ...


#: The meaning of a row: its values, whether it is restricted, its line, its context.
Interpret = Callable[[Mapping[str, str], bool, int, Context], Interpretation]


class Template(Protocol):
    """Makes the empty list to fill in: a workbook with instructions, or CSV."""

    def __call__(self, *, as_csv: bool = False) -> bytes: ...


def _all_of_it(raw: Mapping[str, str], as_at: date) -> Mapping[str, str]:
    """A restricted person's row of a feed that no institution passes on."""
    return raw


#: The tiers of what schools, colleges and providers pass on themselves.
_OF_INSTITUTIONS = frozenset({Tier.PROVIDER_ROLL, Tier.SCHOOL_CENSUS})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Feed:
    """A kind of file that is sent again and again: all that the program knows of it.

    What it is
        ``name`` is its name for commands and batches, ``title`` heads a page, ``noun``
        names one file within a sentence ("a school census"). ``sender``, ``frequency``
        and ``silence`` are sentences for readers; ``silence`` gives the meaning of a
        person's absence from it.
    Its files
        ``signature`` is how a file is known. ``own_headings``: senders write tables
        with headings of their own, so each file has one sender, who may have to explain
        its columns; every other feed's files name their senders, and belong together in
        one batch. ``is_part``: whether a file is one of the tables of a sending whose
        headings are fixed. ``day_column`` is the column in which rows may give their
        own day, ``month_end``: a file speaks of a month that may not be over yet. A
        sender may explain the words of ``words``, and what every line is of ``always``.
        ``needless`` are columns that are known and not read, without a question.
        ``further`` is what any other heading of a list may be, so that several may,
        ``unshown`` whether the cells below one are shown to no one.
        ``names_authorities``: it does. ``notes_unread``: reading notes unread columns.
    What its rows mean
        ``tier`` is the trust in its statements, ``columns`` are those of stored rows.
        ``whole``: each file is of every person, so one has about as many lines as the
        next. ``roll``: it lists who is at a place. ``of_institutions``: its rows are
        about institutions, none is about a person. ``sealed_cells`` are encrypted.
        ``signal``: its rows are no evidence, only a reason to find out more.
        ``unnamed``: the source alone would say what is sealed. ``certain``: a line is
        about a person by number, or name, birthday and postcode; any other waits.
        ``while_listed``: the characteristics that are over with a line's last day, and
        for those that a complete list leaves out. ``by_number``: a row without a name
        is about who has its UPN. ``own_door``: the one place that loads its files.
    Who may send it, and restricted people
        ``gateway`` is the lawful way by which it comes in; only a feed about no person
        has none. ``service`` is the support service that sends it, as its agreement
        names it, where it is one alone. ``from_institutions``: a school, college or
        provider passes its rows on, which a young person or a parent may restrict;
        ``of_restricted`` then gives what may be kept of such a row, as at a day.
        ``from_authorities``: another council sends it. ``sent_by`` are the kinds of
        institution that may send it on their own pages, as ``senders_noun``;
        ``template`` makes the empty list for it.
    """

    name: str
    title: str
    noun: str
    sender: str
    frequency: str
    silence: str
    signature: Signature
    tier: Tier
    columns: tuple[Column, ...]
    read: Read
    interpret: Interpret
    whole: bool
    roll: bool = False
    own_headings: bool = False
    words: Mapping[str, Callable[[str], bool]] = field(default_factory=dict)
    always: frozenset[str] = frozenset()
    needless: tuple[Column, ...] = ()
    further: str = ""
    unshown: Callable[[str], bool] = lambda heading: False
    is_part: Callable[[Path], bool] = lambda path: False
    day_column: str | None = None
    month_end: bool = False
    names_authorities: bool = False
    notes_unread: bool = False
    of_institutions: bool = False
    signal: bool = False
    unnamed: bool = False
    certain: bool = False
    while_listed: frozenset[str] = frozenset()
    by_number: bool = False
    own_door: str = ""
    gateway: str = ""
    service: str = ""
    sealed_cells: Callable[..., frozenset[str]] = lambda raw: frozenset()
    from_institutions: bool = False
    from_authorities: bool = False
    of_restricted: Callable[[Mapping[str, str], date], Mapping[str, str]] = _all_of_it
    sent_by: frozenset[InstitutionKind] = frozenset()
    senders_noun: str = ""
    template: Template | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for a feed of institutions that would pass restrictions
        unread, one about people without a lawful way in, and a signal with an open cell
        (Law L-07 to L-09).
        """
        way_in = GATEWAYS.get(self.gateway)
        if not self.of_institutions and (
            way_in is None or way_in.direction is not Direction.IN
        ):
            raise ValueError(
                f"{self.name} has to name its gateway, “in” (gateways.csv)."
            )
        lists_people = self.tier in _OF_INSTITUTIONS or self.roll or self.sent_by
        if lists_people and not self.of_institutions and not self.from_institutions:
            raise ValueError(f"{self.name} has to be declared from_institutions.")
        if self.from_institutions and self.of_restricted is _all_of_it:
            raise ValueError(f"{self.name} has to give of_restricted.")
        cells = {column.name: "cell" for column in self.columns}
        if self.signal and self.sealed_cells(cells) != cells.keys():
            raise ValueError(f"{self.name} is a signal: all of its cells are sealed.")
        personal = {it.name for it in self.columns if it.handling != NOT_PERSONAL}
        if self.unnamed and not personal <= self.sealed_cells(cells):
            raise ValueError(f"{self.name} is unnamed: its personal cells are sealed.")
