"""The appropriate policy document (Data Protection Act 2018, schedule 1, part 4)."""

from pathlib import Path

from tracker.domain.history.details.handling import Sensitivity
from tracker.domain.law.conditions import REASONS
from tracker.domain.law.documents import notice, written
from tracker.domain.law.documents.configured import Configured
from tracker.domain.law.documents.document import Document, Table
from tracker.domain.reference import tables

#: The sentences of the document.
ROWS = written.read(Path(__file__).with_name("policy.csv"))

#: Each principle of article 5 and the measures that meet it.
PRINCIPLES = Table(
    ("Principle", "What meets it"),
    tuple(
        tables.read(
            Path(__file__).with_name("principles.csv"),
            lambda row: (row["principle"], row["measure"]),
        )
    ),
    "How each principle of data protection is met",
)


def document(held: Configured) -> Document:
    """The appropriate policy document with its table."""
    special = [
        line.handling
        for line in held.lines
        if line.handling.sensitivity is Sensitivity.SPECIAL
    ]
    schedule = notice.retention_table(held, {each.retention for each in special})
    return Document(
        "appropriate-policy-document",
        "Appropriate policy document",
        held.council,
        written.sections(
            ROWS,
            "policy",
            written.Filling(
                words={"council": held.council, "contact": notice.contact(held)},
                tables={
                    "conditions": notice.conditions_table(held),
                    "special": Table(
                        ("Data", "Columns", "Conditions", "Basis", "Retention"),
                        tuple(map(tuple, rows(held))),
                        "The data under each condition",
                    ),
                    "principles": PRINCIPLES,
                    "retention": schedule,
                },
                facts=frozenset(
                    {"proposed"}
                    if any(row[-1] == "proposed" for row in schedule.rows)
                    else ()
                ),
            ),
        ),
    )


def rows(held: Configured) -> list[list[str]]:
    """The table: each handling of special data, its columns and its conditions."""
    columns: dict[str, list[str]] = {}
    handlings = {}
    for line in held.lines:
        if line.handling.sensitivity is Sensitivity.SPECIAL:
            handlings[line.handling.name] = line.handling
            labels = columns.setdefault(line.handling.name, [])
            if line.label not in labels:
                labels.append(line.label)
    return [
        [
            name,
            ", ".join(columns[name]),
            "; ".join(REASONS[it].title for it in each.conditions),
            f"UK GDPR {each.basis}: {each.law}",
            each.retention,
        ]
        for name, each in handlings.items()
    ]
