"""Notices about residents of another authority, as a signed file (Law L-05).

What the tray and the notices of leaving hold for a council goes to it at once, and
waits for its receipt. See section 13(2) of the Education and Skills Act 2008 and
decision 0244.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from uuid import uuid4

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.intake import out_of_area
from tracker.actions.law import by_law
from tracker.actions.law.disclosing import record
from tracker.actions.law.parties import Party
from tracker.actions.law.permits import Permit
from tracker.actions.law.transfers import signed_files, transfer_keys
from tracker.actions.law.transfers.signed_files import Write
from tracker.actions.leavers import notices
from tracker.domain.history.evidence import Doing
from tracker.domain.history.person import Identity
from tracker.domain.law.transfers import contents
from tracker.domain.law.transfers.contents import Notices, ResidentLine
from tracker.domain.reference.identifiers import Postcode
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.row_meaning import Interpretation
from tracker.feeds.transfers import content_form
from tracker.refusal import Refusal
from tracker.store.intake.import_batches import ImportBatch, StagedRow
from tracker.store.law.transfers.exchanged import Transfer
from tracker.store.leavers.notices import Notice

#: The most lines of one file; a larger tray goes in several.
MOST = 5_000
WHAT = "Notices about residents of that authority"


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a file would hold: the permit, the lines of the tray by their rows, and the
    notices of leaving.

    ``left_out`` is how many lines and notices the form of the file cannot hold; they
    stay where they are, and go out on their own.
    """

    permitted: Permit
    rows: tuple[int, ...]
    notices: tuple[Notice, ...]
    lines: tuple[ResidentLine, ...]
    left_out: int = 0


def prepare(to: Party, *, within: Scope, act: Act) -> Prepared:
    """What waits for another council. Raises Refusal if nothing does, or no key of the
    council is known, so that its receipt could not be checked.
    """
    if not any(each.party == to.key for each in transfer_keys.known(act=act)):
        raise Refusal(
            f"No key of {to.name} is known here, so its receipt could not be checked. "
            "Enter it first, or pass the lines on as a file of the tray.",
            "party",
        )
    permitted = by_law.permit_lines(to.key, act)
    waiting = store.intake.tray.lines_of(to.key, within=within, only_waiting=True)
    rows = out_of_area.with_meanings(waiting[:MOST], within=within)
    batches = store.intake.batch_pages.some(
        {row.batch_id for row, _ in rows}, within=within
    )
    left = store.leavers.notices.to_pass_on(to.key, within=within)
    found: list[tuple[StagedRow | Notice, ResidentLine]] = [
        *((row, _line_of(meaning, batches[row.batch_id])) for row, meaning in rows),
        *((each, _line_of_notice(each)) for each in left),
    ]
    if not found:
        raise Refusal(f"No line and no notice waits for {to.name}.")
    draft = _content(permitted, tuple(line for _, line in found), "", act)
    unfit = content_form.unfit_lines(contents.written(draft))
    held = [each for place, each in enumerate(found) if place not in unfit]
    if not held:
        raise Refusal(
            f"The form of a signed file cannot hold what waits for {to.name}: a name "
            "or a number is too long. Pass the lines on as a file of the tray."
        )
    return Prepared(
        permitted,
        tuple(of.id for of, _ in held if isinstance(of, StagedRow)),
        tuple(of for of, _ in held if isinstance(of, Notice)),
        tuple(line for _, line in held),
        left_out=len(found) - len(held),
    )


def send(prepared: Prepared, write: Write, *, within: Scope, act: Act) -> Transfer:
    """Makes the file, records its disclosure, and lets it wait for a receipt.

    ``write`` is given its name and its bytes; if it fails, nothing is recorded. Raises
    Refusal.
    """
    to = prepared.permitted.recipient
    with store.database.base.transaction(f"transfers of {act.authority}"):
        done = out_of_area.record_forwarded(
            to.key, within=within, act=act, only=prepared.rows
        )
        if done != len(prepared.rows):
            raise Refusal("Another user has just passed these lines on.")
        notices.passed_on(prepared.notices, to.name, act=act)
        made = record(
            prepared.permitted, (), what=WHAT, count=len(prepared.lines), act=act
        )
        return signed_files.make(
            _content(prepared.permitted, prepared.lines, made.mark, act),
            made,
            write,
            within=within,
            act=act,
        )


def _content(
    permitted: Permit, lines: tuple[ResidentLine, ...], mark: str, act: Act
) -> Notices:
    return Notices(
        reference=str(uuid4()),
        sender=act.authority,
        recipient=permitted.recipient.key,
        made=act.at.astimezone(UTC),
        disclosure=mark,
        law=permitted.gateway.in_words(),
        lines=lines,
    )


def take_back_within(sent: Transfer, *, within: Scope, act: Act) -> None:
    """Lets the lines and the notices of a file wait again, in the open transaction.

    Lines whose time is over are gone, and stay so.
    """
    store.intake.tray.wait_again(sent.party, sent.made_at, within=within)
    notices.wait_again(sent.party, sent.made_at, within=within, act=act)


def _line_of(meaning: Interpretation, batch: ImportBatch) -> ResidentLine:
    doings = [
        statement
        for _, statements in meaning.by_day
        for statement in statements
        if isinstance(statement, Doing) and statement.at is not None
    ]
    at = doings[0].at if doings else None
    sender = InstitutionRef(**batch.sender) if batch.sender else None
    return ResidentLine(
        _person(meaning.identity),
        _place(at or sender),
        meaning.as_at,
        doings[0].ends if doings else None,
    )


def _line_of_notice(notice: Notice) -> ResidentLine:
    who = Identity(
        given=notice.given,
        family=notice.family,
        born=notice.born,
        upn=notice.upn,
        uln=notice.uln,
        postcode=notice.postcode,
    )
    institution = store.institutions.institution_keys.institution_of(notice.institution)
    return ResidentLine(
        _person(who),
        _place(notices.ref_of(institution)),
        notice.last_day,
        notice.last_day,
    )


def _person(who: Identity) -> Mapping[str, str]:
    found = {
        "given": who.given,
        "family": who.family,
        "born": who.born.isoformat() if who.born else "",
        "sex": who.sex or "",
        "postcode": Postcode.parse(who.postcode or "").value or "",
        "upn": who.upn or "",
        "uln": who.uln or "",
    }
    return {name: text for name, text in found.items() if text}


def _place(at: InstitutionRef | None) -> Mapping[str, str]:
    if at is None:
        return {}
    found = {"urn": at.urn, "laestab": at.laestab, "ukprn": at.ukprn, "name": at.name}
    return {name: text for name, text in found.items() if text}


def counted(lines: Iterable[ResidentLine]) -> Sequence[int]:
    """The number of lines about those who learn there, and about those who left."""
    left = [each.left is not None for each in lines]
    return len(left) - sum(left), sum(left)
