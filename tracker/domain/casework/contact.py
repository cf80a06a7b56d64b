"""Contacts with a young person: outcome, channel and informant.

What an adviser learned from the young person, a parent or a provider is a contact, in
whichever form it was recorded. Hearsay is none. See decision 0187.
"""

from enum import StrEnum

from tracker.domain.history.evidence import Tier


class Word(StrEnum):
    """A word that stands within a sentence, or with a capital as a label."""

    @property
    def label(self) -> str:
        return self[0].upper() + self[1:]


class Outcome(Word):
    """The outcome of an attempt to reach a young person."""

    YOUNG_PERSON = "spoke to the young person"
    PARENT = "spoke to a parent or carer"
    PROVIDER = "spoke to their school, college, provider or employer"
    VOICEMAIL = "left a voicemail"
    WRONG_NUMBER = "wrong number"
    NO_ANSWER = "no answer"
    REFUSED = "refused"
    # Moved in from another system:
    NOTE = "a note only"
    MISSED = "did not attend"
    CANCELLED = "cancelled"

    @property
    def reached(self) -> bool:
        """Whether the adviser spoke to the young person, a parent or a carer."""
        return self in (Outcome.YOUNG_PERSON, Outcome.PARENT)

    @property
    def informant(self) -> "Informant | None":
        """The person that the adviser spoke to; None if the contact reached no one."""
        spoke = self.reached or self is Outcome.PROVIDER
        return Informant[self.name] if spoke else None

    @property
    def unanswered(self) -> bool:
        """Whether the attempt reached no one and another one may succeed."""
        return self in (Outcome.VOICEMAIL, Outcome.NO_ANSWER, Outcome.MISSED)


#: In these no one tried to reach the young person: they count as no contact in any
#: figure or list.
NOT_TRIED = (Outcome.NOTE, Outcome.CANCELLED)


class Channel(Word):
    """The channel of a contact or an attempt."""

    PHONE = "phone"
    TEXT = "text"
    EMAIL = "email"
    VISIT = "visit"
    MEETING = "meeting"
    LETTER = "letter"
    SOCIAL_MESSAGE = "social message"
    VIDEO = "video call"
    GROUP_SESSION = "group session"
    STATUS_UPDATE = "status update"  # in a list, which does not say how it was learned
    NOTE = "note"  # moved in from another system

    @property
    def written(self) -> bool:
        """Whether the answer came in writing, so that no one was heard or seen."""
        return self in _WRITTEN


_WRITTEN = (Channel.TEXT, Channel.EMAIL, Channel.LETTER, Channel.SOCIAL_MESSAGE)
_NOT_BY_HAND = (Channel.GROUP_SESSION, Channel.STATUS_UPDATE, Channel.NOTE)
#: The channels to one person alone.
CHANNELS = tuple(each for each in Channel if each not in _NOT_BY_HAND)


class Purpose(Word):
    """What a contact is for. An adviser may leave it open."""

    WHEREABOUTS = "find out what they are doing"
    INTO = "help into learning or work"
    STAYING = "help to stay there"
    REFERRAL = "plan or referral"
    OTHER = "something else"


class Visibility(Word):
    """Who may read the note of a contact."""

    TEAM = "team"
    RESTRICTED = "restricted"  # its author, and team leaders


class Informant(Word):
    """The person who reported to the adviser where a young person is."""

    YOUNG_PERSON = "the young person"
    PARENT = "a parent or carer"
    PROVIDER = "the school, college, provider or employer"
    OWN_ANSWER = "the young person, in writing only"
    OTHER = "someone else"

    @property
    def tier(self) -> Tier:
        """The tier of the source: a conversation confirms, hearsay does not."""
        if self is Informant.OWN_ANSWER:
            return Tier.SELF_REPORT
        if self is Informant.OTHER:
            return Tier.THIRD_PARTY
        return Tier.ADVISER

    @property
    def outcome(self) -> Outcome | None:
        """The outcome of the contact in which the adviser learned it; None for hearsay,
        which is no contact.
        """
        if self is Informant.OTHER:
            return None
        if self is Informant.OWN_ANSWER:
            return Outcome.YOUNG_PERSON
        return Outcome[self.name]


def informant_of(outcome: Outcome, channel: Channel) -> Informant | None:
    """The informant of a contact; None where it reached no one who could say anything.

    A young person who only wrote is one whose answer confirms nothing.
    """
    if outcome is Outcome.YOUNG_PERSON and channel.written:
        return Informant.OWN_ANSWER
    return outcome.informant
