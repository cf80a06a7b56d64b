"""Releases as they leave: their tables in words, and the files of those approved.

Each leaves by the one door, a table as statistics that name no one (decision 0174).
"""

from collections.abc import Iterable, Sequence
from typing import Any

from tracker import store, wording
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.law import disclosing, parties
from tracker.actions.law.permits import Permit
from tracker.actions.law.statistics import extracts
from tracker.actions.law.statistics.releases import NotReleased
from tracker.domain.figures.releases import Cell, Content
from tracker.domain.law.extracts import fields_of
from tracker.domain.law.gateways import STATISTICS, PartyKind
from tracker.reporting.releases import released_files
from tracker.reporting.releases.released_files import Released
from tracker.store.accounts.audit import Action
from tracker.store.law.disclosures import Disclosure
from tracker.store.law.releases import Release


def table(release: Release) -> tuple[list[str], list[list[Any]]]:
    """The headings and rows of a stored release, in words; of an extract its groups."""
    return table_of(
        release.content, [(tuple(line), cells) for line, cells in release.lines]
    )


def table_of(
    content: Content, lines: Iterable[tuple[Cell, dict[str, Any]]]
) -> tuple[list[str], list[list[Any]]]:
    """The headings and rows of a table, with its groups in words."""
    name_of = store.institutions.register.directory().name_of
    if content.rows:
        return [*wording.releases.row_headings(content), "People"], [
            [*wording.releases.row(content, line, name_of), *cells.values()]
            for line, cells in lines
        ]
    return wording.releases.headings(content), [
        [*wording.releases.groups(content, line, name_of), *cells.values()]
        for line, cells in lines
    ]


#: The kinds of file in which a release leaves.
FILES = {
    "csv": released_files.csv,
    "xlsx": released_files.xlsx,
}


def download(
    number: int, kind: str, *, organisation: str, act: Act, within: Scope
) -> tuple[str, bytes]:
    """The name and the bytes of an approved release as a file; notes that it left.

    Raises Refusal for one that is not approved, or may not leave any more.
    """
    release = store.law.releases.get(number, within=within)
    if release is None:
        raise NotReleased(f"There is no release {number}.")
    if release.approved_at is None:
        raise NotReleased(f"Release {number} is not approved, so it may not leave.")
    headings: Sequence[str]
    rows: Sequence[Sequence[Any]]
    if release.in_rows:
        permitted = extracts.leave(release, act=act)
        headings, rows = extracts.rows(release)
    else:
        permitted = _leave(release, act=act)
        headings, rows = table(release)
    disclosure = store.law.disclosures.get(release.disclosure_id or 0, within=within)
    found = Released(
        number=release.id,
        title=wording.releases.title(release.content),
        organisation=organisation,
        as_of=release.as_of,
        about=_about(release, permitted, disclosure),
        headings=headings,
        rows=rows,
    )
    made = FILES[kind](found)
    act.note_alone(
        Action.RELEASE_DOWNLOADED, f"release {number}", mark=release.mark, kind=kind
    )
    return f"{found.name}.{kind}", made


def _leave(release: Release, *, act: Act) -> Permit:
    """What a table leaves by. The first time, this is recorded, without people."""
    permitted = disclosing.permit(
        parties.named(PartyKind.BODY, release.recipient, by=act.authority),
        STATISTICS,
        fields_of(release.content),
        act=act,
    )
    if release.disclosure_id is None:
        with store.database.base.transaction():
            release.disclosure_id = disclosing.record(
                permitted,
                (),
                what=f"Table, release {release.id}",
                purpose=release.purpose,
                known_at=release.prepared_at,
                act=act,
            ).id
    return permitted


def _about(
    release: Release, permitted: Permit, disclosure: Disclosure | None
) -> Sequence[tuple[str, str]]:
    """The lines that a file carries about itself."""
    lines = [
        ("Mark", f"{release.mark}, release {release.id}"),
        ("Disclosure", disclosure.mark if disclosure else ""),
        ("Recipient", f"{release.recipient} ({release.kind})"),
        ("Purpose", release.purpose),
        ("Why", permitted.gateway.in_words()),
        ("Agreement", release.agreement or "none"),
    ]
    if disclosure is not None and disclosure.expires_on is not None:
        lines.append(("Delete by", f"{disclosure.expires_on:%d/%m/%Y}"))
    symbols = wording.releases.SYMBOLS[: 1 if release.in_rows else None]
    return [*lines, *symbols, ("Note", wording.releases.OPTED_OUT[release.in_rows])]
