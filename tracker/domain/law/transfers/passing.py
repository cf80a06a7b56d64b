"""What of a young person's history passes to another authority, and what is withheld.

``passed_details.csv`` has the field of the gateway that each value of a detail needs.
What no field lets through is withheld, and the file says so by its kind alone. What is
the council's own, such as its September Guarantee list, is no part of a history.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from tracker.domain.history.confidential_addresses import stands_for_address
from tracker.domain.history.details.detail_folds import CONFIDENTIAL
from tracker.domain.history.evidence import (
    Detail,
    Doing,
    Evidence,
    Intention,
    Offer,
    Source,
    Statement,
)
from tracker.domain.history.identity import name_forms
from tracker.domain.history.identity.identity_statements import (
    BORN,
    FAMILY,
    GIVEN,
    SEX,
)
from tracker.domain.history.sealed_statements import is_sealed, stands_in
from tracker.domain.law.gateways import FIELDS
from tracker.domain.reference import tables

#: The gateway by which a history leaves, and the one by which it comes in.
TRANSFER, TRANSFER_IN = "transfer", "transfer-in"
#: Without these a history is of no one, or of no known source.
NEEDED = ("name", "born", "ypid", "source")
#: An activity passes whole or not at all: without its days it would be another one.
_OF_ACTIVITY = ("status", "since", "institution", "confirmed")
#: The words for what is sealed, whatever it is.
SEALED = "details that are kept sealed"
#: What a text of one line never has.
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
#: The fields of identity of which an officer may have declined a value.
DECLINED = frozenset({GIVEN, FAMILY, BORN, SEX})


class Passed(NamedTuple):
    """The field that some values of a detail need, or the words for what is withheld.

    A detail of the council's own has neither.
    """

    subject: str
    values: frozenset[str]
    field: str
    words: str


def _passed(row: dict[str, str]) -> Passed:
    if row["field"] and row["field"] not in FIELDS:
        raise ValueError(f"{row['field']} is no field of a gateway")
    return Passed(
        row["subject"], frozenset(row["values"].split()), row["field"], row["words"]
    )


def _by_subject() -> Mapping[str, Sequence[Passed]]:
    found: dict[str, list[Passed]] = defaultdict(list)
    file = Path(__file__).with_name("passed_details.csv")
    for each in tables.read(file, _passed):
        found[each.subject].append(each)
    return found


#: The values of each subject of details.
DETAILS = _by_subject()


@dataclass(frozen=True, slots=True)
class Day:
    """What one source stated about one day."""

    as_at: date
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file, or a form that was saved: one source with its days.

    ``by`` is the authority that recorded it on the day ``recorded``. ``typed``: a user
    entered it by hand.
    """

    by: str
    source: Source
    typed: bool
    recorded: date
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """What passes of a history, in order of recording, and the kinds withheld."""

    lines: tuple[Line, ...]
    withheld: tuple[str, ...]


def share(
    evidence: Iterable[Evidence],
    fields: Collection[str],
    *,
    by: str,
    without: Collection[str] = (),
    is_unnamed: Callable[[str], bool] = lambda source: False,
) -> Share:
    """What these fields of the gateway let through of the evidence about a person.

    ``by`` is the authority whose evidence it is, unless another passed it on.
    ``without`` are fields that are withheld of this person, such as an address that is
    confidential. The evidence is as it is shown, so nothing sealed is in it, and
    nothing passes of a source that ``is_unnamed``: its name would give away the rest.
    """
    allowed = frozenset(fields).difference(without)
    items = [each for each in evidence if each.withdrawn_at is None]
    former = _former(items)
    withheld: dict[str, None] = {}
    lines: dict[tuple[object, ...], dict[date, list[Statement]]] = {}
    first: dict[tuple[object, ...], Evidence] = {}
    for item in sorted(items, key=lambda it: (it.recorded_at, it.source.line or 0)):
        if is_unnamed(item.source.name):
            withheld[SEALED] = None
            continue
        passed = _passes(item.statement, allowed, former, withheld)
        if passed is None:
            continue
        key = (item.source, item.recorded_at)
        first.setdefault(key, item)
        into = lines.setdefault(key, {}).setdefault(item.as_at, [])
        if passed not in into:
            into.append(passed)
    return Share(
        tuple(
            Line(
                first[key].source.passed_on_by or by,
                first[key].source,
                first[key].source.batch is None,
                first[key].recorded_at.date(),
                tuple(
                    Day(as_at, tuple(statements))
                    for as_at, statements in sorted(days.items())
                ),
            )
            for key, days in lines.items()
        ),
        tuple(withheld),
    )


def _passes(
    statement: Statement,
    allowed: Collection[str],
    former: Collection[tuple[str, str]],
    withheld: dict[str, None],
) -> Statement | None:
    """What passes of a statement; ``withheld`` gets the words for the rest."""
    if stands_in(statement) or is_sealed(statement):
        withheld[SEALED] = None
        return None
    if isinstance(statement, Doing):
        return _whole(statement, _OF_ACTIVITY, allowed, withheld)
    if isinstance(statement, Offer):
        return _whole(statement, ("guarantee",), allowed, withheld)
    if isinstance(statement, Intention):
        return _whole(statement, ("intention",), allowed, withheld)
    if stands_for_address(statement):
        withheld[FIELDS["address"].label] = None
    return _detail(statement, allowed, former, withheld)


def _whole(
    statement: Statement,
    needs: Collection[str],
    allowed: Collection[str],
    withheld: dict[str, None],
) -> Statement | None:
    missing = [FIELDS[name].label for name in needs if name not in allowed]
    withheld.update(dict.fromkeys(missing))
    return None if missing else statement


def _detail(
    statement: Detail,
    allowed: Collection[str],
    former: Collection[tuple[str, str]],
    withheld: dict[str, None],
) -> Detail | None:
    if statement.about == "declined" and statement.get("field") not in DECLINED:
        return None  # it is about an address, which is the council's own decision
    kept = []
    for name, text in statement.values:
        if name == CONFIDENTIAL or not text:
            continue
        row = _row(statement.about, name)
        if _is_former(statement, name, text, former):
            withheld[SEALED] = None
            if statement.about == "declined":
                return None
        elif row is not None and row.field in allowed:
            kept.append((name, _CONTROL.sub(" ", text)))
        elif row is not None and (words := _words(row)):
            withheld[words] = None
    return replace(statement, values=tuple(kept)) if kept else None


def _row(subject: str, value: str) -> Passed | None:
    return next((it for it in DETAILS.get(subject, ()) if value in it.values), None)


def _words(row: Passed) -> str:
    return FIELDS[row.field].label if row.field else row.words


def _former(items: Iterable[Evidence]) -> frozenset[tuple[str, str]]:
    """The (field, value) pairs of a former identity that is sealed."""
    return frozenset(
        (field, value if field == SEX else name_forms.letters(value))
        for item in items
        if isinstance(seal := item.statement, Detail)
        and seal.about == "sealed"
        and (field := seal.get("field"))
        and (value := seal.get("value"))
    )


def _is_former(
    statement: Detail, name: str, text: str, former: Collection[tuple[str, str]]
) -> bool:
    if not former:
        return False
    if statement.about == "declined" and name == "value":
        name = statement.get("field") or name
    return (name, text if name == SEX else name_forms.letters(text)) in former
