"""The identity of a sender: from the register, or the name given with its first list.

If neither a command nor a file names the sender, the rows may name it.

See decision 0119.
"""

from collections.abc import Sequence
from dataclasses import replace

from tracker import store
from tracker.access import authority_scope
from tracker.domain.history.details.attribution import key_by
from tracker.domain.reference.institution import InstitutionRef, key_of
from tracker.feeds.row_meaning import Interpretation
from tracker.wording.places import NUMBERS, of_authority


def standing(sender: InstitutionRef, authority: str) -> str | None:
    """The sender's name in the register or on record; None if it is in neither. A
    council has its own.
    """
    if sender.authority is not None:
        return of_authority(sender.authority)
    there = store.institutions.register.directory().resolve(sender)
    if there is not None:
        return there.name
    if (key := key_of(sender)) is None:
        return None
    names = store.intake.new_senders.names([key], within=authority_scope(authority))
    return names.get(key)


def number_of(sender: InstitutionRef) -> str | None:
    """The number that identifies a sender; None for one without a number."""
    return sender.urn or sender.laestab or sender.ukprn or sender.authority


def by_number(sender: InstitutionRef) -> str:
    """A sender by its number, as a sentence names it: UKPRN 10098845."""
    for kind, title in NUMBERS.items():
        if (number := getattr(sender, kind)) is not None:
            return f"{title} {number}"
    if sender.authority is not None:
        return f"authority {sender.authority}"
    return sender.name or "a sender without a number"


def say_unknown(sender: InstitutionRef) -> str:
    """The question about a sender that is neither in the register nor on record."""
    register = store.institutions.register.directory()
    called = by_number(sender)
    if not len(register):
        return (
            f"The sender, {called}, cannot be looked up, because no register of "
            "institutions has been loaded. Load the register first, or enter the "
            "sender's name."
        )
    if is_one_of_several(sender, register):
        return (
            f"The rows call the sender {called}, as several institutions in the "
            "register are called. Give the number of the one that sent it; if it is "
            "another, enter the sender's name."
        )
    if not has_number(sender):
        return (
            f"The rows call the sender {called}, which is in no register and has sent "
            "nothing before. Check the name, or give the sender's number; if the name "
            "is right, enter it."
        )
    return (
        f"The sender, {called}, is in no register and has sent nothing before. Check "
        "the number; if it is right, enter the sender's name."
    )


def has_number(ref: InstitutionRef) -> bool:
    """Whether a source identifies an institution by more than its name."""
    return bool(number_of(ref))


def say_several_unknown(unknown: Sequence[InstitutionRef]) -> str:
    """The question about those of a file's several senders that are unknown."""
    register = store.institutions.register.directory()
    called = [each for each in unknown if is_one_of_several(each, register)]
    if len(unknown) == 1:
        (only,) = unknown
        sentence = (
            "Among others the rows name this sender, which is in no register and has "
            f"sent nothing before: {by_number(only)}. Check it; if it is right, give "
            f"its name{', after its number' if has_number(only) else ''}."
        )
    else:
        sentence = (
            "The rows name these senders, which are in no register and have sent "
            f"nothing before: {', '.join(sorted(map(by_number, unknown)))}. Check "
            "each; if it is right, give its name, after its number where it has one."
        )
    if len(called) == len(unknown) == 1:
        sentence += (
            " Several in the register are called that; the rows do not say which of "
            "them it is, so its number is better."
        )
    elif called:
        sentence += (
            f" Several in the register are called {', '.join(map(by_number, called))}; "
            "the rows do not say which of them it is, so their number is better."
        )
    return sentence


class InRows:
    """The institutions that the rows of a file name, by a number or by name alone.

    A list that names one unknown institution is that institution's own list, even if
    another one passed it on. A list that names several was compiled by another body, so
    there is a question about each institution that is in no register.
    """

    def __init__(self, authority: str) -> None:
        self._authority = authority
        self._named: dict[InstitutionRef, None] = {}
        self._rows = self._usable = 0

    def see(self, meaning: Interpretation) -> None:
        """Notes the institution at which a row places its young person."""
        self._rows += 1
        self._usable += meaning.usable
        for ref in meaning.passed_on_by[:1]:
            if has_number(ref):
                self._named.setdefault(replace(ref, name=None))
            elif ref.name:
                self._named.setdefault(ref)

    def name_nothing(self) -> bool:
        """Whether no row names an institution, and none can be used without one."""
        return bool(self._rows) and not self._named and not self._usable

    def sender(self) -> InstitutionRef | None:
        """The only institution that the rows name, if no register has it."""
        register = store.institutions.register.directory()
        named = self._by_key(register)
        if len(named) != 1 or not len(register):
            return None
        (ref,) = named.values()
        return ref if register.resolve(ref) is None else None

    def several(self) -> list[InstitutionRef]:
        """The institutions, if the rows name more than one and a register is loaded to
        look them up in.
        """
        register = store.institutions.register.directory()
        named = list(self._by_key(register).values())
        return named if len(named) > 1 and len(register) else []

    def unknown(self) -> list[InstitutionRef]:
        """Those of several that are neither in the register nor on record."""
        register = store.institutions.register.directory()
        several = self.several()
        named_by_us = store.intake.new_senders.names(
            [key for ref in several if (key := key_of(ref)) is not None],
            within=authority_scope(self._authority),
        )
        return [
            ref
            for ref in several
            if register.resolve(ref) is None and key_of(ref) not in named_by_us
        ]

    def _by_key(
        self, register: store.institutions.register.Directory
    ) -> dict[str, InstitutionRef]:
        """The institutions by key, each with one of the numbers that the rows give."""
        found: dict[str, InstitutionRef] = {}
        for ref in self._named:
            found.setdefault(key_by(ref, register.resolve) or "", ref)
        return found


def is_one_of_several(
    ref: InstitutionRef, register: store.institutions.register.Directory
) -> bool:
    """Whether only a name is given, and several open institutions have that name."""
    return (
        not has_number(ref)
        and ref.name is not None
        and len(register.named(ref.name)) > 1
    )
