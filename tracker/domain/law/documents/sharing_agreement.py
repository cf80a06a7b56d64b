"""The draft of an agreement to share data, for both parties to fill in and sign.

It follows from the gateway, the fields and what the council has set up. What only the
parties know is a gap, and is never made up. See Law L-06 and L-09.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tracker.domain.history.details.handling import Category, Sensitivity
from tracker.domain.law import retention
from tracker.domain.law.conditions import REASONS
from tracker.domain.law.documents import notice, written
from tracker.domain.law.documents.configured import Configured
from tracker.domain.law.documents.document import Document, Table
from tracker.domain.law.documents.processing import NOT_ENTERED, SECURITY
from tracker.domain.law.gateways import (
    EXPECTED,
    FIELDS,
    RESEARCH,
    STATISTICS,
    Direction,
    Field,
    Gateway,
    PartyKind,
)
from tracker.domain.reference.academic_year import say_date

#: The sentences of the agreement.
ROWS = written.read(Path(__file__).with_name("sharing_agreement.csv"))

#: What a school or college reads on pages of its own.
_OWN_PAGES = frozenset({"leavers", "own-pupils", "own-risk", EXPECTED})
#: What each lawful basis is called.
_BASES = {
    "6(1)(c)": "6(1)(c), a legal obligation",
    "6(1)(e)": "6(1)(e), a task in the public interest",
}


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an agreement on record settles already. ``ends`` is None for no end.

    ``state`` is its state in a word; ``signed`` who signed it and when, "" before that.
    """

    reference: str
    state: str
    starts: date
    ends: date | None
    review_on: date
    conditions: str
    signed: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What is to be agreed: by which gateway, with which party and fields.

    ``known_as`` is the number of an institution or the code of an authority, "" for a
    party without one. ``recorded`` is None before an agreement is on record.
    """

    gateway: Gateway
    party: str
    known_as: str
    fields: tuple[Field, ...]
    recorded: Recorded | None = None


def document(held: Configured, terms: Terms) -> Document:
    """The draft agreement of a council with another party."""
    return Document(
        f"data-sharing-agreement-{terms.gateway.key}",
        f"Draft data sharing agreement: {terms.gateway.title}",
        held.council,
        written.sections(ROWS, "agreement", _filling(held, terms)),
    )


def _filling(held: Configured, terms: Terms) -> written.Filling:
    by, recorded = terms.gateway, terms.recorded
    left_out = [
        FIELDS[name].label for name in by.fields if FIELDS[name] not in terms.fields
    ]
    return written.Filling(
        words={
            "council": held.council,
            "party": terms.party,
            "Party": notice.at_start(terms.party),
            "state": _state(by, recorded),
            "contact": notice.contact(held),
            "condition": by.condition or ("" if _is_special(terms) else "none"),
            "protected": notice.in_words(
                [each.label for each in terms.fields if each.protected]
            ),
            "left out": notice.in_words(left_out),
            "security": f"{SECURITY[:1].lower()}{SECURITY[1:]}",
            "longest days": str(by.longest_days or ""),
            "conditions": recorded.conditions if recorded else "",
            "signed": recorded.signed if recorded else "",
        },
        tables={
            "parties": _parties(held, terms),
            "law": _law(by),
            "conditions held": _conditions(terms),
            "fields": _fields(terms),
            "retention": notice.retention_table(
                held, {each.handling.retention for each in terms.fields}
            ),
            "time": _time(recorded),
        },
        facts=_facts(held, terms),
    )


def _facts(held: Configured, terms: Terms) -> frozenset[str]:
    by, out = terms.gateway, terms.gateway.direction is Direction.OUT
    is_partner = by.party not in (PartyKind.DEPARTMENT, PartyKind.PERSON)
    names_people = by.key not in (STATISTICS, RESEARCH)
    rules = [
        rule
        for each in terms.fields
        for rule in retention.SCHEDULE[each.handling.retention]
    ]
    holds = {
        by.direction.value: True,
        by.key: True,
        "each": by.each,
        "unconfirmed": not by.confirmed,
        "by agreement": not by.by_law,
        "in by agreement": not out and not by.by_law,
        "out by law": out and by.by_law,
        "service": by.party is PartyKind.SERVICE,
        "organisation": by.party is not PartyKind.PERSON,
        "controllers": by.party not in (PartyKind.SERVICE, PartyKind.PERSON),
        "institution in": not out and by.party is PartyKind.INSTITUTION,
        "partner": out and is_partner and names_people,
        "corrected": out and is_partner and by.key != STATISTICS,
        "own pages": by.key in _OWN_PAGES,
        "files": out and by.key not in _OWN_PAGES,
        "recipient keeps": out
        and by.longest_days is None
        and by.party is not PartyKind.PERSON,
        "in proposed": not out
        and any(
            retention.state_of(rule, held.confirmed) is retention.State.PROPOSED
            for rule in rules
        ),
    }
    return frozenset(name for name, does in holds.items() if does)


def _state(by: Gateway, recorded: Recorded | None) -> str:
    if recorded is not None:
        return (
            f"The council has recorded it as agreement {recorded.reference}, which is "
            f"{recorded.state}."
        )
    if by.by_law:
        return (
            "The law allows this without an agreement. The draft says how it is done."
        )
    return "No agreement is recorded yet. Until one is signed, nothing passes by it."


def _parties(held: Configured, terms: Terms) -> Table:
    out = terms.gateway.direction is Direction.OUT
    gives, receives = "gives the information", "receives the information"
    officer = notice.contact(held)
    ours = ", ".join(filter(None, (officer, held.address)))
    theirs = f"{terms.party} ({terms.known_as})" if terms.known_as else terms.party
    return Table(
        ("Party", "Its part", "Contact"),
        (
            (
                held.council,
                gives if out else receives,
                f"Data protection officer: {ours}" if officer else NOT_ENTERED,
            ),
            (theirs, receives if out else gives, "to be filled in"),
        ),
        "The parties",
    )


def _law(by: Gateway) -> Table:
    purpose = f"so {by.purpose}" if by.purpose.startswith("that ") else by.purpose
    rows = (
        ("What it is for", notice.at_start(purpose)),
        ("Law", by.law),
        ("UK GDPR, article 6", _BASES.get(by.article_6, by.article_6)),
        ("Articles 9 and 10", by.condition or "no condition is named"),
        ("It stands by", "law" if by.by_law else "an agreement that is signed"),
    )
    return Table(("Part", "What holds"), rows, "The purpose and the law")


def _is_special(terms: Terms) -> bool:
    return any(
        each.handling.sensitivity is Sensitivity.SPECIAL for each in terms.fields
    )


def _conditions(terms: Terms) -> Table:
    used = {it for each in terms.fields for it in each.handling.conditions}
    return Table(
        ("Condition", "Where it stands", "Why it is met"),
        tuple(
            (each.title, each.place, each.reason)
            for each in REASONS.values()
            if each.condition in used
        ),
        "The conditions for special categories and offences",
    )


def _fields(terms: Terms) -> Table:
    return Table(
        ("What", "In words", "Kind of information", "How sensitive"),
        tuple(
            (
                each.label,
                each.words,
                _kinds(each),
                "protected" if each.protected else each.handling.sensitivity.value,
            )
            for each in terms.fields
        ),
        "What is shared",
    )


def _kinds(of: Field) -> str:
    """The categories of the privacy notice that a field has."""
    titles = [
        notice.WORDS[each].title.lower()
        for each in of.handling.categories
        if each is not Category.SEVERAL
    ]
    return ", ".join(titles) or "any of these"


def _time(recorded: Recorded | None) -> Table:
    rows: tuple[tuple[str, ...], ...] = ()
    if recorded is not None:
        rows = (
            ("First day", say_date(recorded.starts)),
            ("Last day", say_date(recorded.ends) if recorded.ends else "no end"),
            ("Next review", say_date(recorded.review_on)),
        )
    return Table(("Which day", "Day"), rows, "Its days")
