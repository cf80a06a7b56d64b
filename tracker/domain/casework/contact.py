"""Contacts with a young person: outcome, channel and informant."""

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
    VOICEMAIL = "left a voicemail"
    WRONG_NUMBER = "wrong number"
    NO_ANSWER = "no answer"
    REFUSED = "refused"

    @property
    def reached(self) -> bool:
        """Whether the adviser spoke to the young person, a parent or a carer."""
        return self in (Outcome.YOUNG_PERSON, Outcome.PARENT)

    @property
    def informant(self) -> "Informant | None":
        """The informant of a contact that reached the young person or a parent."""
        return Informant[self.name] if self.reached else None

    @property
    def unanswered(self) -> bool:
        """Whether the attempt reached no one and another one may succeed."""
        return self in (Outcome.VOICEMAIL, Outcome.NO_ANSWER)


class Channel(Word):
    """The channel of a contact or an attempt."""

    PHONE = "phone"
    TEXT = "text"
    EMAIL = "email"
    VISIT = "visit"
    MEETING = "meeting"
    LETTER = "letter"
    SOCIAL_MESSAGE = "social message"
    GROUP_SESSION = "group session"


#: The channels to one person alone.
CHANNELS = tuple(each for each in Channel if each is not Channel.GROUP_SESSION)


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
