"""The details of a young person on their page, each with its source and its day."""

from collections.abc import Iterator, Sequence, Set
from datetime import date
from typing import NamedTuple

from tracker.domain.history.confidential_addresses import SHOWN_INSTEAD
from tracker.domain.history.details.declaration import Declaration, Shown
from tracker.domain.history.details.entering import FORM_OF, FORMS
from tracker.domain.history.details.handling import Category
from tracker.domain.history.details.particulars import BY_NAME, Particulars
from tracker.domain.history.evidence import Evidence
from tracker.domain.reference.academic_year import (
    YEAR_11,
    academic_age,
    say_date,
    year_group,
)
from tracker.web.adviser.person_page import in_words
from tracker.web.adviser.person_page.provenance import Makers, others, source_of
from tracker.wording import details

#: The years of school. Year 14 is the last, and only some young people are in it.
SCHOOL_YEARS = range(1, 15)
#: What does not change in a life, or seldom: a source that differs is in doubt.
_LASTING = ("family", "born", "sex", "ethnicity", "upn", "uln")
#: What an adviser looks for first: what to do before, and how to reach them.
_FIRST = (
    *("safeguarding", "lone_worker", "phone", "preferred_contact", "email"),
    *("parent", "interpreter", "address"),
)


class Row(NamedTuple):
    """A row of the page: its label, words, and where the value comes from.

    ``form`` is the address of the form that changes it, "" where there is none.
    ``name`` is that of the detail. ``others`` counts the other values that sources
    give, where a value that differs is in doubt.
    """

    label: str
    text: str
    source: str
    form: str = ""
    name: str = ""
    others: int = 0


def particulars(
    known: Particulars,
    school: str | None,
    today: date,
    permissions: Set[str],
    evidence: Sequence[Evidence] = (),
    recorded_by: Makers | None = None,
) -> Iterator[Row]:
    """The particulars on record beside the heading: alerts and how to reach them first.

    Empty ones are left out, but for the phone, and numbers come last. ``permissions``
    are those of the reader. The source is that of the ``evidence``.
    """

    def row(detail: Declaration, text: str) -> Row:
        source = source_of(detail.name, known, evidence, recorded_by)
        form = FORM_OF.get(detail.name, "")
        return Row(detail.label, text, source, form, detail.name, differing(detail))

    def differing(detail: Declaration) -> int:
        if detail.name not in _LASTING:
            return 0
        return len(others(FORMS[FORM_OF[detail.name]], known, evidence))

    rows = {
        detail.name: row(detail, text)
        for detail, text in details.rows(known, permissions)
        if detail.shown is Shown.ROW
    }
    rows["phone"] = row(BY_NAME["phone"], known.phone or "")
    if known.confidential_address:
        rows["address"] = Row(
            BY_NAME["address"].label, SHOWN_INSTEAD, "", FORM_OF["address"], "address"
        )
    yield from (rows.pop(name) for name in _FIRST if name in rows)
    born = known.identity.born
    who = known.identity
    if name := " ".join(filter(None, (who.given, who.middle, who.family))):
        yield row(BY_NAME["family"], name)._replace(label="Name")
    if "other_names" in rows:
        yield rows.pop("other_names")
    yield row(BY_NAME["born"], _born(born, today))
    if school:
        label = "Year 11 school" if past_year_11(born, today) else "School"
        yield Row(label, school, "")
    yield from sorted(
        rows.values(),
        key=lambda row: Category.NUMBER in BY_NAME[row.name].handling.categories,
    )


def to_add(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """The forms of details that no row shows: the address of each, and its title."""
    shown = {row.form for row in rows}
    return [(name, form.title) for name, form in FORMS.items() if name not in shown]


def past_year_11(born: date | None, today: date) -> bool:
    """Whether the school on record is one that the young person has left."""
    return born is not None and academic_age(born, today) > YEAR_11


def _born(born: date | None, today: date) -> str:
    if born is None:
        return "Not known"
    year = year_group(born, today)
    school_year = f", Year {year}" if year in SCHOOL_YEARS else ""
    return (
        f"{say_date(born)}, aged {in_words.age(born, today)} "
        f"(academic age {academic_age(born, today)}{school_year})"
    )
