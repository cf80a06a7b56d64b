"""Whether a transfer file may be taken: its signature, its maker, and its recipient.

The signature is checked before anything in the file is read. Each reason is one
sentence, and is noted in the audit.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from tracker import store
from tracker.actions.act import Act
from tracker.actions.law import parties
from tracker.actions.law.parties import Party
from tracker.actions.law.transfers import transfer_keys
from tracker.ciphers import signed_files
from tracker.ciphers.signed_files import SignedFile
from tracker.domain.law.transfers.contents import Content
from tracker.feeds.transfers import content_form
from tracker.feeds.transfers.feed import content_of
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.wording import places

#: How far the clock of another council may be ahead of ours.
_AHEAD = timedelta(hours=1)


class NotTaken(Refusal):
    """A transfer file is refused, or brings nothing; the text is the reason."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A file whose signature and recipient are right: who made it, and what it holds.

    ``sha256`` is of the whole file.
    """

    sender: Party
    content: Content
    sha256: str
    name: str


def check(file: bytes, name: str, *, act: Act) -> Checked:
    """Checks a file. Raises Refusal, which is noted."""
    try:
        return _checked(file, name, act)
    except Refusal as refused:
        noted(refused, file, act=act)
        raise


def noted(refused: Refusal, file: bytes, *, act: Act) -> None:
    """Notes in the audit that a file was refused, and why."""
    sha256 = hashlib.sha256(file).hexdigest()
    act.note_alone(Action.TRANSFER_REFUSED, f"file {sha256[:16]}", why=str(refused))


def _checked(file: bytes, name: str, act: Act) -> Checked:
    parts = content_of(file, name)
    sender = _maker(parts, name, act)
    transfer_keys.in_force(sender, act=act)
    content = content_form.read(parts.content, name)
    if content.sender != sender.key:
        raise NotTaken(
            f"{name} says that it is from {places.of_authority(content.sender)}, and "
            f"the key that signed it is of {sender.name}. It is not taken."
        )
    if content.recipient != act.authority:
        raise NotTaken(
            f"{name} was made for {places.of_authority(content.recipient)}, and not "
            "for us. Delete it, and say so to "
            f"{sender.name}."
        )
    if content.made > act.at + _AHEAD:
        raise NotTaken(
            f"{name} was made at a time that is still to come, so it is not taken. Ask "
            f"{sender.name} to look at its clock and make it again."
        )
    return Checked(sender, content, hashlib.sha256(file).hexdigest(), name)


def _maker(parts: SignedFile, name: str, act: Act) -> Party:
    """The council whose key signed a file. Raises NotTaken."""
    found = [
        each
        for each in transfer_keys.known(act=act)
        if each.fingerprint == parts.fingerprint
    ]
    if not found:
        ours = store.law.transfers.signing_keys.every(act.authority)
        if any(each.fingerprint == parts.fingerprint for each in ours):
            raise NotTaken(
                f"{name} was made here, for another authority. There is nothing in it "
                "to load here."
            )
        raise NotTaken(
            f"{name} was signed with a key that is not known here: its fingerprint "
            f"begins with {signed_files.spoken(parts.fingerprint[:16])}. Enter the key "
            "of the authority that sent it first, by its fingerprint."
        )
    (key,) = found
    if not parts.is_by(key.public):
        raise NotTaken(
            f"{name} was changed after {places.of_authority(key.party)} signed it, so "
            "nothing of it is taken. Ask for the file again."
        )
    return parties.authority(key.party)
