"""The copy of a case as a document and as data, and giving it by the one door.

It is given once a second user has approved the answer, and is marked and recorded as a
disclosure to the young person. Law D-05, D-07; decisions 0171 and 0178.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tracker import store
from tracker.access import Permission, Scope
from tracker.actions.act import Act
from tracker.actions.law import disclosing, documents, parties
from tracker.actions.law.cases import standing
from tracker.actions.law.subject_copy.preparing import of_case
from tracker.domain.law.cases.case_kinds import REFUSED, Step
from tracker.domain.law.documents.document import Document, Section, Table
from tracker.domain.law.gateways import GATEWAYS
from tracker.domain.law.look_reasons import OTHER
from tracker.domain.law.subject_copy import copy_document
from tracker.domain.law.subject_copy.copied_tables import ABOUT
from tracker.domain.law.subject_copy.held_rows import HeldSection, without_sealed
from tracker.domain.law.subject_copy.redacting import CODES, LeftOut, redacted
from tracker.domain.reference.england import HERE
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.law.cases import Case, CaseEvent
from tracker.store.law.disclosures import Disclosure
from tracker.store.law.sealed_looks import SealedLook
from tracker.store.law.subject_copies import SubjectCopy
from tracker.wording import case_words

#: The gateway of a person's own copy.
GATEWAY = "copy"


class NotApproved(disclosing.DisclosureRefused):
    """The copy may not be given, because a second user has not approved it."""


@dataclass(frozen=True, slots=True)
class WhatRemains:
    """A copy without what is left out, with the list of the places."""

    copy: SubjectCopy
    sections: Sequence[HeldSection]
    left_out: Sequence[LeftOut]


@dataclass(frozen=True, slots=True)
class Given:
    """A copy that is given: the document, the same as data, its mark, and what the
    documents beside it are taken from.
    """

    person: int
    document: Document
    data: dict[str, Any]
    mark: str
    sections: Sequence[HeldSection]

    def json(self) -> bytes:
        """The data as a file."""
        return json.dumps(self.data, ensure_ascii=False, indent=2).encode()


def what_remains(number: int) -> WhatRemains:
    """The copy of a case as it would be given now. Raises Refusal without one."""
    copy = of_case(number)
    redactions = [
        each.redaction for each in store.law.subject_copies.redactions(copy.id)
    ]
    return WhatRemains(copy, *redacted(copy.sections, redactions))


def preview(case: Case, *, council: str, opened: bool = False, act: Act) -> Document:
    """The document as it would be given now, without a mark. Raises Refusal.

    ``opened`` shows what is sealed too, once ``note_opened`` has recorded the look.
    """
    remains = what_remains(case.id)
    if not opened:
        remains = replace(remains, sections=without_sealed(remains.sections))
    return _document(case, remains, council=council, mark="", act=act)


def note_opened(
    case: Case, *, permissions: Collection[Permission], session: str, act: Act
) -> None:
    """Records that a user reads what is sealed in a copy before it is given.

    Only those who prepare it, and those who approve it, may. The guardian reviews it
    where the role does not see what is sealed. Raises Refusal.
    """
    copy = of_case(case.id)
    if not {case.of.decided_by, case.of.approved_by}.intersection(permissions):
        raise Refusal("Only those who prepare or approve the copy read what is sealed.")
    look = SealedLook(
        authority=act.authority,
        person_id=copy.person_id,
        opened_by=act.by,
        opened_at=act.at,
        # It opens the copy and not the record, so no session of the record has it.
        session=f"copy {copy.id} {session}",
        broke_glass=Permission.SEE_SEALED not in permissions,
        reason=OTHER,
    )
    with store.database.base.transaction():
        why = f"Reads the copy of {case.name} before it is given"
        store.law.sealed_looks.add(look, why)
        act.note(
            Action.SEALED_OPENED,
            f"person {copy.person_id}",
            people=[copy.person_id],
            reason=f"the copy of {case.name} is read before it is given",
            how="broke the glass" if look.broke_glass else "by role",
        )


def is_approved(case: Case, events: Sequence[CaseEvent], *, now: datetime) -> bool:
    """Whether the copy of a case may be given: a second user has approved it."""
    done = standing.standing(case, events, now=now).done
    return Step.APPROVED in done and case.outcome != REFUSED


def give(number: int, *, council: str, within: Scope, act: Act) -> Given:
    """Gives the approved copy of a case, with a mark that stays the same.

    It is recorded as a disclosure the first time, and a refusal always. Raises
    NotApproved; Refusal for a case without a copy.
    """
    try:
        with store.database.base.transaction():
            case = _approved(number, within=within, act=act)
            remains = what_remains(number)
            made = _disclosed(case, remains.copy, within=within, act=act)
    except NotApproved as refused:
        act.note_alone(
            Action.DISCLOSURE_REFUSED,
            f"gateway {GATEWAY}",
            party=parties.YOUNG_PERSON.key,
            why=str(refused),
        )
        raise
    document = _document(case, remains, council=council, mark=made.mark, act=act)
    return Given(
        remains.copy.person_id,
        document,
        _data(document, remains),
        made.mark,
        remains.sections,
    )


def _approved(number: int, *, within: Scope, act: Act) -> Case:
    """The case, locked. Raises NotApproved where its copy may not be given."""
    case = store.law.cases.lock(number, within=within)
    if case is None:
        raise NotApproved(f"There is no case {number}.")
    events = store.law.cases.events([number])[number]
    if not is_approved(case, events, now=act.moment):
        raise NotApproved(
            f"The copy of {case.name} is not approved. A user who decides about "
            "sharing and has not prepared it approves it first."
        )
    return case


def _disclosed(case: Case, copy: SubjectCopy, *, within: Scope, act: Act) -> Disclosure:
    """The disclosure of a copy, recorded in the open transaction the first time."""
    if copy.disclosure_id is not None:
        found = store.law.disclosures.get(copy.disclosure_id, within=within)
        assert found is not None, "a copy refers to its disclosure"
        return found
    fields = GATEWAYS[GATEWAY].fields
    made = disclosing.record(
        disclosing.permit(parties.YOUNG_PERSON, GATEWAY, fields, act=act),
        [copy.person_id],
        what=f"Copy of everything held, {case.name}",
        known_at=copy.prepared_at,
        act=act,
    )
    copy.disclosure_id = made.id
    return made


def _document(
    case: Case, remains: WhatRemains, *, council: str, mark: str, act: Act
) -> Document:
    return copy_document.document(
        remains.sections,
        remains.left_out,
        name=f"copy-{case.name}",
        council=council,
        as_at=remains.copy.prepared_at.astimezone(HERE).date(),
        mark=mark,
        why=[_why(council=council, act=act)],
        rights=case_words.right_to_complain(council),
    )


def _why(*, council: str, act: Act) -> Section:
    """Why data is held and how long, from the record of processing."""
    rows = documents.record(act.authority, council=council, on=act.on)
    return Section(
        "Why it is held, and how long",
        (
            Table(
                ("What for", "Purpose", "Sources", "Kept for"),
                tuple(
                    (
                        each["activity"],
                        each["purpose"],
                        each["sources"],
                        each["kept for"],
                    )
                    for each in rows
                ),
                "Purposes",
            ),
        ),
    )


def _data(document: Document, remains: WhatRemains) -> dict[str, Any]:
    return {
        "title": document.title,
        "council": document.council,
        "as_at": remains.copy.prepared_at.isoformat(),
        "sections": [
            {
                "heading": section.heading,
                "about": ABOUT.get(section.heading, ""),
                "rows": [
                    {
                        "row": f"{row.table} {row.key}",
                        "inside": list(row.inside),
                        "title": row.title,
                        "held": [
                            {
                                "label": held.label,
                                "text": held.text,
                                **({"left_out": held.code} if held.code else {}),
                            }
                            for held in row.fields
                        ],
                    }
                    for row in section.rows
                ],
            }
            for section in remains.sections
        ],
        "left_out": [
            {
                "where": f"{each.heading}: {each.place}",
                "code": each.code,
                "why": CODES[each.code].label,
                "times": each.times,
            }
            for each in remains.left_out
        ],
        "about": {
            section.heading: list(_texts(section))
            for section in document.sections
            if section.heading in ("About this copy", "Your rights")
        },
    }


def _texts(section: Section) -> list[str]:
    return [block.text for block in section.blocks if hasattr(block, "text")]
