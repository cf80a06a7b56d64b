"""The question about a file whose rows all name other institutions than its sender.

Without the question, a slip in --institution or a file from the wrong folder would turn
one provider's list into another's, and no user would notice.
"""

from tracker import store
from tracker.access import authority_scope
from tracker.actions.intake.questions.named_sender import (
    by_number,
    has_number,
    standing,
)
from tracker.domain.history.details.attribution import key_by
from tracker.domain.history.evidence import Doing
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.row_meaning import Interpretation
from tracker.store.intake.import_batches import ImportBatch
from tracker.wording.counts import counted
from tracker.wording.places import of_authority, of_key

#: The beginning of the note.
EVERY_ROW = "Every row names "
#: The beginnings of earlier notes about several senders in no register. They are now a
#: question before a file is received; a batch received earlier still needs a yes.
_OF_EARLIER = ("In no register: ", "Several in the register are called ")


class Others:
    """Collects the institutions that the rows of a sender's file name by a number."""

    def __init__(self, sender: InstitutionRef, authority: str) -> None:
        self._sender = sender
        self._authority = authority
        self._named: dict[InstitutionRef, None] = {}

    def see(self, meaning: Interpretation) -> None:
        """Notes the institution of one row; a row without one stands for the sender."""
        for ref in meaning.passed_on_by[:1]:
            self._named.setdefault(ref)

    def notes(self) -> list[str]:
        """The note, if all rows name others by number and a register is loaded."""
        register = store.institutions.register.directory()
        named = {ref: key_by(ref, register.resolve) for ref in self._named}
        others = {key: ref for ref, key in named.items() if has_number(ref)}
        sender_key = key_by(self._sender, register.resolve)
        if not len(register) or not others or sender_key in named.values():
            return []
        first = next(iter(others.values()))
        called = standing(first, self._authority)
        what = f", {called}," if called else ", which is in no register,"
        if len(others) > 1:
            what += f" or {counted(len(others) - 1, 'other institution')},"
        sender = standing(self._sender, self._authority) or by_number(self._sender)
        return [f"{EVERY_ROW}{by_number(first)}{what} and none the sender, {sender}."]


class OtherAreas:
    """Collects the places that the rows of a council's list name.

    A neighbour's list is about those who learn in its own area, so one without a place
    there was given to the wrong sender.
    """

    def __init__(self, sender: InstitutionRef) -> None:
        self._sender = sender
        self._named: dict[InstitutionRef, None] = {}

    def see(self, meaning: Interpretation) -> None:
        """Notes the place of one row, if it names one."""
        for each in meaning.statements:
            if isinstance(each, Doing) and each.at is not None:
                self._named.setdefault(each.at)

    def notes(self) -> list[str]:
        """The note, if every place whose area is known lies outside the sender's."""
        register = store.institutions.register.directory()
        areas: dict[str, str] = {}
        for ref in self._named:
            key = key_by(ref, register.resolve) or ""
            if (area := register.area_of(key)) is not None:
                areas.setdefault(area, register.name_of(key) or of_key(key))
        ours = self._sender.authority or ""
        if not areas or ours in areas:
            return []
        area, first = next(iter(areas.items()))
        return [
            f"{EVERY_ROW}a place outside {of_authority(ours)}, the sender, such as "
            f"{first} in {of_authority(area)}."
        ]


def to_confirm(batch: ImportBatch) -> list[str]:
    """The notes of a batch, except those that a user confirmed for an earlier batch."""
    return [
        note
        for note in batch.notes
        if note.startswith((EVERY_ROW, *_OF_EARLIER))
        and not store.intake.batch_answers.is_confirmed(
            note, besides=batch.id, within=authority_scope(batch.authority)
        )
    ]
