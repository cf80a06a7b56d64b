"""Contacts with a young person: what came of one, by which way, and who told us."""

from enum import StrEnum

from tracker.domain.history.evidence import Tier


class Outcome(StrEnum):
    """What came of trying to reach somebody."""

    YOUNG_PERSON = "spoke to the young person"
    PARENT = "spoke to a parent or carer"
    VOICEMAIL = "left a voicemail"
    WRONG_NUMBER = "wrong number"
    NO_ANSWER = "no answer"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return self[0].upper() + self[1:]

    @property
    def reached(self) -> bool:
        """Whether somebody who knows was spoken to."""
        return self in (Outcome.YOUNG_PERSON, Outcome.PARENT)

    @property
    def informant(self) -> "Informant | None":
        """Who told where the young person is, if somebody who knows was spoken to."""
        return _INFORMANTS.get(self)

    @property
    def unanswered(self) -> bool:
        """Whether nobody was reached, and somebody might be another time."""
        return self in (Outcome.VOICEMAIL, Outcome.NO_ANSWER)


class Channel(StrEnum):
    """By which way somebody was reached, or tried."""

    PHONE = "phone"
    TEXT = "text"
    EMAIL = "email"
    VISIT = "visit"
    MEETING = "meeting"
    LETTER = "letter"
    SOCIAL_MESSAGE = "social message"
    GROUP_SESSION = "group session"

    @property
    def label(self) -> str:
        return self[0].upper() + self[1:]


#: What one person alone is reached by.
CHANNELS = tuple(each for each in Channel if each is not Channel.GROUP_SESSION)


class Visibility(StrEnum):
    """Who may read the note of a contact."""

    TEAM = "team"
    RESTRICTED = "restricted"  # whoever wrote it, and those who lead the team


class Informant(StrEnum):
    """Who told the adviser where a young person is."""

    YOUNG_PERSON = "the young person"
    PARENT = "a parent or carer"
    PROVIDER = "the school, college, provider or employer"
    OWN_ANSWER = "the young person, in writing only"
    OTHER = "someone else"

    @property
    def label(self) -> str:
        return self[0].upper() + self[1:]

    @property
    def tier(self) -> Tier:
        """How good a source that is: who was spoken to confirms, hearsay does not."""
        if self is Informant.OWN_ANSWER:
            return Tier.SELF_REPORT
        if self is Informant.OTHER:
            return Tier.THIRD_PARTY
        return Tier.ADVISER


_INFORMANTS = {
    Outcome.YOUNG_PERSON: Informant.YOUNG_PERSON,
    Outcome.PARENT: Informant.PARENT,
}
