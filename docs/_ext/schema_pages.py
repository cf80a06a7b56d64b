"""The tables of the database by subject: a picture, and the columns of each table."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Column, Table

from docs._ext import drawing, markdown
from tracker import store
from tracker.extensions import db

_HEADINGS = ("Column", "Kind", "May be empty", "Refers to")


def tables() -> Mapping[str, Sequence[Table]]:
    """The tables of each subject of the store, both in the order of the alphabet."""
    assert store.tables.HEAD  # loads every module that declares a table
    found: dict[str, list[Table]] = defaultdict(list)
    for mapper in db.Model.registry.mappers:  # type: ignore[attr-defined]
        table = mapper.local_table
        assert isinstance(table, Table)
        found[mapper.class_.__module__.split(".")[2]].append(table)
    return {
        subject: sorted(found[subject], key=lambda each: each.name)
        for subject in sorted(found)
    }


def schema() -> str:
    """The page of all tables."""
    return "\n".join(_section(subject, those) for subject, those in tables().items())


def _section(subject: str, those: Sequence[Table]) -> str:
    parts = [f"## {subject.replace('_', ' ')}\n", _picture(subject, those)]
    for table in those:
        parts.append(f"### {table.name}\n")
        parts.append(markdown.table(_HEADINGS, map(_row, table.columns)))
    return "\n".join(parts)


def _picture(subject: str, those: Sequence[Table]) -> str:
    """The tables of a subject with those that they refer to."""
    lines = sorted(
        {
            (key.column.table.name, table.name)
            for table in those
            for key in table.foreign_keys
        }
    )
    names = sorted({each.name for each in those} | {start for start, _ in lines})
    label = f"The tables of {subject.replace('_', ' ')}: " + (
        "; ".join(f"{end} refers to {start}" for start, end in lines) or "no references"
    )
    return drawing.columns(label, {name: (name,) for name in names}, lines)


def _row(column: Column[object]) -> tuple[str, ...]:
    refers = [str(each.target_fullname) for each in column.foreign_keys]
    return (
        markdown.code(column.name),
        markdown.plain(_kind(column)),
        "yes" if column.nullable else "",
        markdown.codes(refers),
    )


def _kind(column: Column[object]) -> str:
    from sqlalchemy.dialects import postgresql

    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    return str(column.type.compile(dialect=dialect)).lower()
