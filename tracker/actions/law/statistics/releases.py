"""Releases of statistics: previewed, prepared, approved by another user.

A release is compared with all earlier ones of the same day, of all recipients, and
a closed group (a leaving year) with its releases of other days. People who opted out of
research are in no extract; tables count everybody. Source: Law N-05, D-10 and D-17.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import orjson

from tracker import store, wording
from tracker.access import Scope
from tracker.actions.accounts import settings
from tracker.actions.act import Act
from tracker.actions.history import positions
from tracker.actions.law import disclosing, parties
from tracker.actions.law.two_people import actor, check_another
from tracker.domain.figures import measures, releases
from tracker.domain.figures.disclosure import (
    NOT_APPLICABLE,
    SUPPRESSED,
    Suppression,
    percent,
)
from tracker.domain.figures.releases import (
    BREAKDOWNS,
    COUNTED,
    MOST_BREAKDOWNS,
    WHOLE,
    Cell,
    Content,
    Counted,
    Placed,
    Reason,
    Recipient,
)
from tracker.domain.law.gateways import PartyKind
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.law.releases import Release

#: More lines are no table that anybody reads, and take long to compare.
MOST_LINES = 2000


class NotReleased(Refusal):
    """A release cannot be made; the text gives the reason, and what to do."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A release before it is stored: its lines, and each hidden cell with its reason.

    ``refused`` is a sentence where it cannot be made, else empty. ``left_out`` counts
    the rows of an extract that too few others share.
    """

    content: Content
    lines: list[tuple[Cell, dict[str, Any]]]
    reasons: dict[Cell, Reason]
    placed: Placed
    left_out: int = 0
    refused: str = ""

    @property
    def mark(self) -> str:
        """A short text that is the same only for the same table."""
        text = orjson.dumps(
            [repr(self.content), [[list(line), cells] for line, cells in self.lines]]
        )
        return hashlib.sha256(text).hexdigest()[:8].upper()


def draft(content: Content, *, act: Act, within: Scope) -> Draft:
    """What a release would show, beside all earlier ones. Nothing is stored.

    People who opted out of research on the day of the act are in no extract. Raises
    NotReleased for a content that no release may have.
    """
    from tracker.reporting.releases import differencing

    check(content, act)
    limits = settings.of(act.authority).suppression
    positions.refresh([content.as_of], within=within)
    members = store.figures.members.members(content.as_of, within=within)
    places = releases.places(members, content)
    left_out = 0
    if content.rows:
        for person in store.law.objections.opted_out_of_research([*places], act.on):
            del places[person]
        places, left_out = releases.generalised(places, content, limits)
    placed = Placed(content, places)
    table = releases.counted(placed)
    if len(table.lines) > MOST_LINES:
        raise NotReleased(
            f"That table would have {len(table.lines)} lines, and a release has at "
            f"most {MOST_LINES}. Choose fewer breakdowns.",
            "breakdowns",
        )
    earlier = store.law.releases.standing(within=within, as_of=content.as_of)
    people = store.law.releases.places_of(earlier)
    protected = differencing.protect(
        placed,
        [store.law.releases.placed(each, people[each.id]) for each in earlier],
        limits,
        changed=_changed(table, limits, within=within),
    )
    lines = _lines(table, protected.hidden, limits)
    refused = ""
    if protected.undecided:
        refused = (
            "Whether this release gives a small group away, together with the earlier "
            "ones of that day, could not be decided. Choose fewer breakdowns."
        )
    elif protected.refused is not None:
        refused = "This cannot be released. " + _because(
            protected.refused, earlier, limits
        )
    elif not any(_is_number(cells[WHOLE]) for _, cells in lines):
        reasons = list(protected.hidden.values())
        because = next((r for r in reasons if r.release is not None), None)
        refused = "Every number of this release would be hidden." + (
            f" {_because(because, earlier, limits)}" if because else ""
        )
    return Draft(content, lines, dict(protected.hidden), placed, left_out, refused)


def check(content: Content, act: Act) -> None:
    """Raises NotReleased for a content that no release may have."""
    if content.measure not in measures.BY_NAME:
        raise NotReleased("Choose a measure of the list.", "measure")
    by = content.breakdowns
    if len(by) > MOST_BREAKDOWNS or len(set(by)) < len(by) or set(by) - set(BREAKDOWNS):
        raise NotReleased(
            f"Choose at most {MOST_BREAKDOWNS} different breakdowns of the list.",
            "breakdowns",
        )
    if content.as_of > act.on:
        raise NotReleased("The day of the figures is still to come.", "as_of")


def _changed(table: Counted, limits: Suppression, *, within: Scope) -> dict[Cell, int]:
    """The cells that differ by a few people from a release of another day."""
    content = table.content
    if content.leaving_year is None or content.rows:
        return {}
    return {
        cell: each.id
        for each in store.law.releases.of_leaving_year(content, within=within)
        for cell in releases.changed_by_few(
            table, store.law.releases.shown(each), limits
        )
    }


def _lines(
    table: Counted, hidden: dict[Cell, Reason] | Any, limits: Suppression
) -> list[tuple[Cell, dict[str, Any]]]:
    """The lines with their numbers, or the symbols in their place."""
    if table.content.rows:
        return [
            (cell, {WHOLE: SUPPRESSED if cell in hidden else people})
            for cell, people in sorted(table.counts.items())
        ]
    found = []
    for line in table.lines:
        cells: dict[str, Any] = {
            outcome: SUPPRESSED if (*line, outcome) in hidden else number
            for outcome, number in (
                (WHOLE, table.of(line)),
                (COUNTED, table.counted(line)),
            )
        }
        if table.content.everybody_counts:
            del cells[COUNTED]
        elif not table.of(line):
            cells["percent"] = NOT_APPLICABLE
        elif SUPPRESSED in cells.values() or table.of(line) < limits.percent_base:
            cells["percent"] = SUPPRESSED
        else:
            cells["percent"] = percent(table.counted(line), table.of(line))
        found.append((line, cells))
    return found


def _is_number(value: object) -> bool:
    return not isinstance(value, str)


def _because(reason: Reason, earlier: Iterable[Release], limits: Suppression) -> str:
    named = {each.id: each.content for each in earlier}
    name_of = store.institutions.register.directory().name_of
    other = named.get(reason.release) if reason.release is not None else None
    return wording.releases.reason(reason, other, limits.threshold, name_of)


def reasons(
    of: dict[Cell, Reason], content: Content, *, authority: str, within: Scope
) -> list[tuple[str, str]]:
    """Each hidden cell and the reason why, in words."""
    earlier = [
        *store.law.releases.standing(within=within, as_of=content.as_of),
    ]
    limits = settings.of(authority).suppression
    name_of = store.institutions.register.directory().name_of
    named = {each.id: each.content for each in earlier}
    return [
        (
            wording.releases.cell(content, cell, name_of),
            wording.releases.reason(
                reason,
                named.get(reason.release) if reason.release is not None else None,
                limits.threshold,
                name_of,
            ),
        )
        for cell, reason in sorted(of.items())
    ]


def prepare(
    content: Content,
    *,
    kind: Recipient,
    recipient: str,
    purpose: str,
    agreement: str,
    act: Act,
    within: Scope,
) -> Release:
    """Stores a release of a table, for another user to approve. Raises Refusal."""
    # It leaves by the one door, where the recipient is a party.
    parties.named(PartyKind.BODY, recipient, by=act.authority)
    with adding(content, act=act, within=within):
        return add(
            content,
            kind=kind,
            recipient=recipient,
            purpose=purpose,
            agreement=agreement,
            act=act,
            within=within,
        )


@contextmanager
def adding(content: Content, *, act: Act, within: Scope) -> Iterator[None]:
    """A transaction in which one release is prepared.

    It is alone, so that none misses another in the comparison. Raises NotReleased.
    """
    # What is owed is made first: it has a transaction of its own.
    check(content, act)
    positions.refresh([content.as_of], within=within)
    with store.database.base.transaction(f"releases {act.authority}"):
        yield


def add(
    content: Content,
    *,
    kind: Recipient,
    recipient: str,
    purpose: str,
    agreement: str,
    act: Act,
    within: Scope,
) -> Release:
    """Stores a release in the transaction of ``adding``. Raises NotReleased."""
    for field, text in (("recipient", recipient), ("purpose", purpose)):
        if not text.strip():
            raise NotReleased(f"Enter the {field}.", field)
    made = draft(content, act=act, within=within)
    if made.refused:
        raise NotReleased(made.refused)
    release = Release(
        authority=act.authority,
        as_of=content.as_of,
        measure=content.measure,
        breakdowns=list(content.breakdowns),
        leaving_year=content.leaving_year,
        in_rows=content.rows,
        kind=kind,
        recipient=" ".join(recipient.split()),
        purpose=purpose.strip(),
        agreement=agreement.strip(),
        mark=made.mark,
        lines=[[list(line), cells] for line, cells in made.lines],
        reasons=[_stored(cell, why) for cell, why in made.reasons.items()],
        places=sorted({tuple(each) for each in made.placed.places.values()}),
        left_out=made.left_out,
        prepared_at=act.at,
        prepared_by=actor(act),
    )
    store.database.base.insert(release)
    store.law.releases.write_people(release, made.placed.places)
    act.note(
        Action.RELEASE_PREPARED,
        f"release {release.id}",
        to=kind.value,
        mark=release.mark,
        as_of=content.as_of.isoformat(),
    )
    return release


def _stored(cell: Cell, why: Reason) -> list[Any]:
    return [list(cell), why.why.value, why.release, list(why.cell or ())]


def read_reasons(release: Release) -> dict[Cell, Reason]:
    """The hidden cells of a stored release, each with its reason."""
    return {
        tuple(cell): Reason(releases.Why(why), number, tuple(other) or None)
        for cell, why, number, other in release.reasons
    }


def approve(number: int, *, act: Act, within: Scope) -> Release:
    """Lets a release leave, and grants the request behind an extract.

    Raises Refusal, also for the one who prepared it.
    """
    with store.database.base.transaction(disclosing.alone(act)):
        release = _waiting(number, within=within)
        check_another(
            release.prepared_by,
            act,
            f"Release {number} was prepared by you. Another user has to approve it.",
            refusal=NotReleased,
        )
        if release.in_rows and release.disclosure_id is not None:
            disclosing.settle(release.disclosure_id, approve=True, act=act)
        release.approved_at, release.approved_by = act.at, actor(act)
        act.note(Action.RELEASE_APPROVED, f"release {number}", mark=release.mark)
    return release


def decline(number: int, *, act: Act, within: Scope) -> Release:
    """Ends a release that has not left: later ones are not compared with it.

    An extract that was approved and has not left is taken back. Raises Refusal.
    """
    with store.database.base.transaction(disclosing.alone(act)):
        release = _waiting(number, within=within, or_approved=True)
        if release.in_rows and release.disclosure_id is not None:
            disclosing.settle(release.disclosure_id, approve=False, act=act)
        release.approved_at = release.approved_by = None
        release.declined_at, release.declined_by = act.at, actor(act)
        act.note(Action.RELEASE_DECLINED, f"release {number}", mark=release.mark)
    return release


def _waiting(number: int, *, within: Scope, or_approved: bool = False) -> Release:
    release = store.law.releases.get(number, within=within, lock=True)
    if release is None:
        raise NotReleased(f"There is no release {number}.")
    # Whether an extract has left is known, as its people are on record with it.
    approved = release.approved_at and not (or_approved and release.in_rows)
    if approved or release.declined_at:
        state = "approved" if release.approved_at else "declined"
        raise NotReleased(f"Release {number} was {state} already.")
    return release
