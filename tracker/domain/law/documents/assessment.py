"""The data protection impact assessment, filled in as far as the system knows.

UK GDPR, article 35 (Law D-13). What only the council can answer is a gap.
"""

from pathlib import Path

from tracker.domain.history.details.handling import Basis
from tracker.domain.law.documents import notice, policy, written
from tracker.domain.law.documents.configured import Configured
from tracker.domain.law.documents.document import Document, Gap, Table
from tracker.domain.law.documents.processing import ACTIVITIES
from tracker.domain.reference import tables

#: The sentences of the assessment.
ROWS = written.read(Path(__file__).with_name("assessment.csv"))

#: Risks to young people as they are before any measure, with what is built in.
RISKS = Table(
    ("Risk", "Harm", "Likelihood", "Severity", "What is built in"),
    tuple(
        tables.read(
            Path(__file__).with_name("risks.csv"), lambda row: tuple(row.values())
        )
    ),
    "Risks and the measures against them",
)


def document(held: Configured) -> Document:
    """The impact assessment with its gaps."""
    kept = [line.handling for line in held.all_lines]
    laws = [
        f"UK GDPR {basis}: {', '.join(found)}"
        for basis in Basis
        if (found := notice.laws_of(kept, basis))
    ]
    return Document(
        "impact-assessment",
        "Data protection impact assessment",
        held.council,
        written.sections(
            ROWS,
            "assessment",
            written.Filling(
                words={
                    "Council": notice.at_start(held.council),
                    "contact": notice.contact(held),
                    "not held": notice.in_words(
                        [notice.WORDS[it].title.lower() for it in held.not_held]
                    )
                    or "nothing",
                },
                lists={
                    "purposes": [f"{each.purpose}." for each in ACTIVITIES],
                    "laws": laws,
                    "suspended": notice.suspended(held),
                    "choices": [each.words for each in held.choices.values()],
                },
                tables={
                    "data": _data(held),
                    "sources": notice.sources_table(held),
                    "recipients": notice.recipients_table(held),
                    "roles": notice.roles_table(held),
                    "principles": policy.PRINCIPLES,
                    "conditions": notice.conditions_table(held),
                    "retention": notice.retention_table(
                        held, {it.retention for it in kept}
                    ),
                    "risks": RISKS,
                },
            ),
        ),
    )


def gaps(found: Document) -> list[str]:
    """What only the council can fill in."""
    return [
        block.text
        for section in found.sections
        for block in section.blocks
        if isinstance(block, Gap)
    ]


def _data(held: Configured) -> Table:
    """Each handling with its columns, its categories and its tier."""
    columns: dict[str, list[str]] = {}
    handlings = {}
    for line in held.lines:
        handlings[line.handling.name] = line.handling
        labels = columns.setdefault(line.handling.name, [])
        if line.label not in labels:
            labels.append(line.label)
    return Table(
        ("Data", "Columns", "Categories", "Tier"),
        tuple(
            (name, ", ".join(columns[name]), ", ".join(it.categories), it.sensitivity)
            for name, it in handlings.items()
        ),
        "The data, its categories and its tier",
    )
