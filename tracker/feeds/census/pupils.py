"""The meaning of a row of the school census: the pupil and the school's statements."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from tracker.domain.history.details.detail_statements import detail, restriction
from tracker.domain.history.evidence import Statement
from tracker.domain.reference.codes import CARER
from tracker.domain.reference.identifiers import LaEstab, Urn
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.cells.addresses import census_address
from tracker.feeds.cells.row import Row, other_names, person_details, stated, titles_of
from tracker.feeds.census.agreement import ACCEPTED, answer_of, is_understood
from tracker.feeds.census.codes import SEN, YOUNG_CARER, ethnicity
from tracker.feeds.census.columns import COLUMNS, DAY
from tracker.feeds.census.keeping import without_restricted
from tracker.feeds.census.roll import on_roll, roll_activity
from tracker.feeds.file_reading import Context
from tracker.feeds.row_meaning import Interpretation

_TITLES = titles_of(COLUMNS)
_STATING = [each for each in COLUMNS if each.states]


def interpret(
    raw: Mapping[str, str], restricted: bool, line: int, context: Context
) -> Interpretation:
    """The pupil's identity, their activity at the school and their other details.

    A restricted pupil's row means name, birth and address, and that they are at the
    school, as the list shows.
    """
    row = Row(raw, line, _TITLES)
    as_at = row.day(DAY) or context.as_at
    if restricted:
        identity = row.restricted_identity(as_at)
        _check_answer(row)
    else:
        legal = (row.name("forename"), row.name("surname"))
        former = ("", row.name("former_surname"))
        others = other_names(legal, row.preferred_names(), former)
        identity = row.identity(as_at, other_names=others)
    statements = person_details(identity)
    statements += census_address(raw, identity.postcode)
    statements += _parent(row)
    if not restricted:
        statements += particulars(row)
    school = _school(row, context)
    agreed = answer_of(row.text("yssa"))
    if agreed is not None:
        # The answer to this school, Yes or No. Unsought and no reply are no answers.
        statements.append(restriction(not agreed, school))
    activity = on_roll if restricted else roll_activity
    if doing := activity(row, identity.born, as_at, school):
        statements.append(doing)
    return Interpretation(
        identity,
        tuple(statements),
        tuple(row.problems),
        as_at,
        restricted=restricted,
        passed_on_by=context.passed_on_by(school),
        agreed=agreed,
    )


def of_restricted(raw: Mapping[str, str], as_at: date) -> Mapping[str, str]:
    """Name, birth, address and parent, and whether they are still on the roll."""
    return without_restricted(raw)


def _school(row: Row, context: Context) -> InstitutionRef | None:
    """The school of the row: by the row's own numbers, else the sender of the file."""
    lea = row.text("lea") or context.authority
    number = row.parsed("estab", partial(LaEstab.of, lea))
    reference = row.parsed("urn", Urn.parse)
    if number is None and reference is None:
        return context.institution
    return InstitutionRef(urn=reference, laestab=number)


def _check_answer(row: Row) -> None:
    """Adds a problem for an answer that restricts only because it is not understood."""
    if not is_understood(row.text("yssa")):
        row.object_to(
            "yssa",
            f"{row.text('yssa')} is not understood, so it was taken for No and only "
            f"name, birth, address and parent were kept; give {ACCEPTED}.",
        )


def _parent(row: Row) -> list[Statement]:
    name, address = row.name("parent_name"), row.text("parent_address")
    if not (name or address):
        return []
    return [detail("parent", name=name or None, address=address or None)]


def particulars(row: Row) -> list[Statement]:
    """What a school passes on beside identity and address, by the census's columns."""
    statements: list[Statement] = []
    if row.text("ethnicity"):
        code = ethnicity(row.text("ethnicity"))
        if code is None:
            row.object_to(
                "ethnicity", f"{row.text('ethnicity')} is not an ethnicity code."
            )
        else:
            statements.append(detail("ethnicity", ethnicity=code))
    if provision := row.text("sen").upper():
        if provision not in SEN:
            row.object_to("sen", f"{provision} is not an SEN provision (N, K or E).")
        else:
            plan, support = SEN[provision]
            statements.append(
                detail(
                    "send", send="Y" if plan else "N", support="Y" if support else "N"
                )
            )
    if (meals := row.flag("meals")) is not None:
        statements.append(detail("meals", eligible="Y" if meals else "N"))
    if row.text("young_carer").upper() in YOUNG_CARER:
        statements.append(detail("characteristic", code=CARER))
    return statements + stated(row, _STATING)
