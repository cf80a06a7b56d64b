"""The parties that data goes to: institutions, authorities, services and bodies."""

from dataclasses import dataclass

from tracker import store
from tracker.actions.intake import load
from tracker.domain.law.gateways import PartyKind
from tracker.domain.reference.codes import AUTHORITIES
from tracker.domain.reference.institution import Institution
from tracker.refusal import Refusal
from tracker.wording import places

_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Party:
    """A party: ``key`` is the same however its name is written, ``name`` is shown."""

    kind: PartyKind
    key: str
    name: str


DEPARTMENT = Party(PartyKind.DEPARTMENT, "dfe", "Department for Education")
#: A person is never named in the list of recipients: the disclosure has its people.
YOUNG_PERSON = Party(PartyKind.PERSON, "the young person", "The young person")


def institution(of: Institution) -> Party:
    """An institution of the register as a party."""
    return Party(PartyKind.INSTITUTION, of.key, of.name)


def authority(code: str) -> Party:
    """Another authority as a party, by its code."""
    return Party(PartyKind.AUTHORITY, code, places.of_authority(code))


def named(kind: PartyKind, words: str, *, by: str) -> Party:
    """The party that a user of authority ``by`` names.

    An institution is named by its number, another authority by its code, and a service
    or body by its name. Raises Refusal, about the field "party".
    """
    words = " ".join(words.split())
    match kind:
        case PartyKind.DEPARTMENT:
            return DEPARTMENT
        case PartyKind.PERSON:
            return YOUNG_PERSON
        case PartyKind.INSTITUTION:
            ref = load.reference(words or None, by)
            register = store.institutions.register.directory()
            known = None if ref is None else register.resolve(ref)
            if known is None:
                raise Refusal(
                    f"{words or 'No number'} is not in the register of schools and "
                    "colleges. Give its URN, DfE number or UKPRN.",
                    "party",
                )
            return institution(known)
        case PartyKind.AUTHORITY:
            if words not in AUTHORITIES or words == by:
                raise Refusal(
                    f"{words or 'No code'} is not the code of another authority, such "
                    "as 350.",
                    "party",
                )
            return authority(words)
    if not words or len(words) > _LONGEST_NAME or not words.isprintable():
        raise Refusal(
            f"Name the party in at most {_LONGEST_NAME} characters, on one line.",
            "party",
        )
    return Party(kind, f"{kind.value}:{words.casefold()}", words)
