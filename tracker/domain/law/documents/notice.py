"""The privacy notice: short, in full, and in plain words for young people.

UK GDPR, articles 13 and 14 (Law D-12, and the clauses N-01 to N-21). Sources and
recipients are those that are configured and no others.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tracker.domain.history.details.handling import Basis, Category, Handling
from tracker.domain.law import data_dictionary, retention
from tracker.domain.law.conditions import REASONS
from tracker.domain.law.documents import written
from tracker.domain.law.documents.configured import OF_USERS, Configured, Source
from tracker.domain.law.documents.document import Document, Table
from tracker.domain.reference import tables

#: The sentences of the notice in its three versions.
ROWS = written.read(Path(__file__).with_name("notice.csv"))


@dataclass(frozen=True, slots=True)
class Words:
    """A category of the notice in words, for all readers and for young people."""

    category: Category
    title: str
    words: str
    plain: str


#: The words of each category.
WORDS: Mapping[Category, Words] = {
    each.category: each
    for each in tables.read(
        Path(__file__).with_name("categories.csv"),
        lambda row: Words(
            Category(row["category"]), row["title"], row["words"], row["plain"]
        ),
    )
}

#: The lawful bases as the notice gives them.
_BASES = {
    Basis.PUBLIC_TASK: "6(1)(e): it is needed for a task in the public interest",
    Basis.LEGAL_DUTY: "6(1)(c): the law makes us do it",
}


def notice(held: Configured) -> Document:
    """The notice for everybody: the short layer first, then all of it."""
    filling = _filling(held)
    return Document(
        "privacy-notice",
        "Privacy notice for young people and their families",
        held.council,
        written.sections(ROWS, "short", filling)
        + written.sections(ROWS, "full", filling),
    )


def young(held: Configured) -> Document:
    """The notice in plain words, for a reader of 9 to 11."""
    return Document(
        "privacy-notice-young-people",
        "Your information and you",
        held.council,
        written.sections(ROWS, "young", _filling(held)),
    )


def in_words(items: Sequence[str]) -> str:
    """A list within a sentence: "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def at_start(name: str) -> str:
    """A name as a sentence begins with it."""
    return f"{name[:1].upper()}{name[1:]}"


def laws_of(handlings: Iterable[Handling], basis: Basis) -> list[str]:
    """The provisions that a lawful basis rests on, each once."""
    return list(
        dict.fromkeys(
            law
            for each in handlings
            if each.basis is basis
            for law in each.law.split("; ")
        )
    )


def contact(held: Configured) -> str:
    """The data protection officer and their email; "" where neither is entered."""
    return ", ".join(filter(None, (held.officer, held.email)))


def retention_table(held: Configured, categories: Iterable[str]) -> Table:
    """The rows of the schedule for some categories."""
    wanted = set(categories)
    return Table(
        ("What", "Of these people", "How long", "Then", "State"),
        tuple(
            (
                rule.title,
                rule.applies_to,
                rule.period(held.numbers),
                rule.then,
                retention.state_of(rule, held.confirmed).value,
            )
            for rule in retention.RULES
            if rule.category in wanted
        ),
        "How long each kind of information is kept",
    )


def conditions_table(held: Configured) -> Table:
    """The conditions that the data of young people rests on."""
    used = {each for line in held.all_lines for each in line.handling.conditions}
    return Table(
        ("Condition", "Where it stands", "Why we need it"),
        tuple(
            (each.title, each.place, each.reason)
            for each in REASONS.values()
            if each.condition in used
        ),
        "Conditions for information that is more private",
    )


def sources_table(held: Configured) -> Table:
    """The files that arrive, with what they bring."""
    return Table(
        ("File", "Sent by", "When", "What it has"),
        tuple(
            (each.title, each.sender, each.frequency, _kinds(each))
            for each in held.sources
        ),
        "Where information comes from",
    )


def _kinds(source: Source) -> str:
    """What a source brings, in the words of the notice."""
    return ", ".join(
        WORDS[each].title.lower() for each in data_dictionary.held(source.lines)
    )


def recipients_table(held: Configured) -> Table:
    """The recipients that are configured, with purpose, fields and law."""
    return Table(
        ("Who", "Why", "What", "The law"),
        tuple(
            (each.name, each.purpose, each.fields, each.law) for each in held.recipients
        ),
        "Who receives information",
    )


def suspended(held: Configured) -> list[str]:
    """Who receives nothing at present although the law allows it, and since when."""
    return [f"{each.in_words}." for each in held.suspended]


def roles_table(held: Configured) -> Table:
    """The roles inside the council that see young people."""
    return Table(
        ("Role", "What they do"), tuple(held.seen_by), "Who in the council sees it"
    )


def _filling(held: Configured) -> written.Filling:
    kept = [
        line.handling for line in held.all_lines if line.handling.name not in OF_USERS
    ]
    rules = [
        rule
        for category in dict.fromkeys(it.retention for it in kept)
        for rule in retention.SCHEDULE[category]
    ]
    recipients = list(dict.fromkeys(each.name for each in held.recipients))
    return written.Filling(
        words={
            "council": held.council,
            "Council": at_start(held.council),
            "contact": contact(held),
            "address": held.address,
            "prepared by": held.prepared_by,
            "held": in_words([WORDS[it].title.lower() for it in held.held]),
            "not held": in_words([WORDS[it].words for it in held.not_held]),
            "not held titles": in_words(
                [WORDS[it].title.lower() for it in held.not_held]
            ),
            "not held plainly": in_words([WORDS[it].plain for it in held.not_held]),
            "source names": "; ".join(each.sender for each in held.sources),
            "recipient names": "; ".join(recipients),
            **{name: it.words for name, it in held.choices.items()},
            **{f"{name} plainly": it.plain for name, it in held.choices.items()},
            "record years": str(retention.SCHEDULE["record"][0].number(held.numbers)),
        },
        lists={
            "bases": [
                f"{words} ({'; '.join(laws)})."
                for basis, words in _BASES.items()
                if (laws := laws_of(kept, basis))
            ],
            "released": held.released,
            "suspended": suspended(held),
            "suspended plainly": list(
                dict.fromkeys(each.recipient.plain for each in held.suspended)
            ),
            "held plainly": [WORDS[it].plain for it in held.held],
            "sources plainly": list(dict.fromkeys(map(_plainly, held.sources))),
            "recipients plainly": list(
                dict.fromkeys(each.plain for each in held.recipients)
            ),
        },
        tables={
            "conditions": conditions_table(held),
            "categories": Table(
                ("Kind", "What it is"),
                tuple((WORDS[it].title, WORDS[it].words) for it in held.held),
                "What we keep about you",
            ),
            "sources": sources_table(held),
            "recipients": recipients_table(held),
            "roles": roles_table(held),
            "retention": retention_table(held, {it.retention for it in kept}),
        },
        facts=_facts(
            held,
            any(
                retention.state_of(it, held.confirmed) is retention.State.PROPOSED
                for it in rules
            ),
        ),
    )


def _facts(held: Configured, proposed: bool) -> frozenset[str]:
    facts = {f"party {each.party}" for each in held.recipients}
    facts |= {f"gateway {each.gateway}" for each in held.recipients}
    facts |= {f"source {each.name}" for each in held.sources}
    facts |= {"institutions"} if any(it.institutions for it in held.sources) else set()
    facts |= {"schools"} if any(it.schools for it in held.sources) else set()
    return frozenset(facts | ({"proposed"} if proposed else set()))


def _plainly(source: Source) -> str:
    """A source in the words of young people."""
    if source.institutions:
        return "Your school, your college or the place where you train."
    if source.neighbours:
        return "The council of the place where you learn."
    if source.councils:
        return "The council of the place where you lived before."
    return f"Those who send us {source.noun}."
