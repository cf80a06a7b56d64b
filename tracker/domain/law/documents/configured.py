"""What the documents are made from: everything that a council has configured."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tracker.domain.history.details.handling import Category
from tracker.domain.law import data_dictionary
from tracker.domain.law.data_dictionary import Line
from tracker.domain.law.documents import signed_choices
from tracker.domain.law.documents.signed_choices import SignedChoice
from tracker.domain.law.retention import Rule
from tracker.domain.reference import tables
from tracker.domain.reference.academic_year import say_date


@dataclass(frozen=True, slots=True)
class Source:
    """A file that arrives again and again, by what its feed declares.

    ``noun`` names one file within a sentence. ``institutions``: schools, colleges and
    providers pass it on. ``schools``: schools send it themselves. ``councils``: its
    header names authorities. ``neighbours``: neighbouring councils send it. ``lines``
    are the columns of personal data that are kept of it.
    """

    name: str
    title: str
    noun: str
    sender: str
    frequency: str
    lines: tuple[Line, ...]
    institutions: bool = False
    schools: bool = False
    councils: bool = False
    neighbours: bool = False


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somewhere information goes, as it is configured.

    ``plain`` names the recipient for young people, ``party`` is its class, and
    ``gateway`` the name of the lawful gateway, with its title. ``reference`` is that of
    an agreement, or what it stands by instead. ``handlings`` are those of its fields.
    """

    name: str
    plain: str
    party: str
    gateway: str
    title: str
    purpose: str
    fields: str
    law: str
    article_6: str
    condition: str
    reference: str
    handlings: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Suspended:
    """A recipient who receives nothing, since the gateway is suspended from a day."""

    recipient: Recipient
    since: date

    @property
    def in_words(self) -> str:
        """Who receives nothing, by which gateway, and since when."""
        to = self.recipient
        return f"{to.name} ({to.title}): suspended since {say_date(self.since)}"


#: Those who receive data because an Act obliges or allows it by itself, by the gateway:
#: in words, and in the words of young people.
BY_LAW: Mapping[str, tuple[str, str]] = dict(
    tables.read(
        Path(__file__).with_name("recipients.csv"),
        lambda row: (row["gateway"], (row["name"], row["plain"])),
    )
)


@dataclass(frozen=True, slots=True)
class Configured:
    """Everything that the documents are made from.

    ``numbers`` are the settings that are numbers. ``seen_by`` has the title and the
    description of each role that sees young people. ``lines`` are the columns of
    personal data of tables; those of files stand with their source. ``released`` names
    the bodies to which statistics went in the last year, ``confirmed`` the rules of the
    retention schedule that the asset owner has confirmed. ``suspended`` are recipients
    who would receive something and do not; they are not among ``recipients``.
    ``choices`` are those that hold of the signed settings.
    """

    council: str
    officer: str
    email: str
    address: str
    prepared_by: str
    numbers: Mapping[str, int]
    sources: Sequence[Source]
    recipients: Sequence[Recipient]
    seen_by: Sequence[tuple[str, str]]
    lines: Sequence[Line]
    released: Sequence[str] = ()
    confirmed: frozenset[Rule] = frozenset()
    suspended: Sequence[Suspended] = ()
    choices: Mapping[str, SignedChoice] = field(default_factory=signed_choices.holding)

    @property
    def all_lines(self) -> list[Line]:
        """Every column of personal data, those of files last."""
        return [*self.lines, *(line for each in self.sources for line in each.lines)]

    @property
    def held(self) -> tuple[Category, ...]:
        """The categories of the notice that are held about young people."""
        return data_dictionary.held(_about_young_people(self.all_lines))

    @property
    def not_held(self) -> tuple[Category, ...]:
        """The categories of the notice that no column holds."""
        return data_dictionary.not_held(_about_young_people(self.all_lines))


#: The handlings of data about users and not about young people.
OF_USERS = frozenset({"staff", "secrets", "staff actions"})


def _about_young_people(lines: Sequence[Line]) -> list[Line]:
    return [each for each in lines if each.handling.name not in OF_USERS]
