"""The fields of the form, and the choices of each.

Fields that depend on a choice are all in the page, and only those of the choice are
read: it works without JavaScript. See decision 0187.
"""

from collections.abc import Mapping, Sequence

from wtforms import HiddenField
from wtforms.validators import Length, Optional

from tracker.domain.casework.contact import (
    CHANNELS,
    Channel,
    Informant,
    Outcome,
    Purpose,
)
from tracker.domain.casework.what_happened import Kind
from tracker.domain.reference.activity import ACTIVITIES
from tracker.web.forms import (
    SHORT,
    Choice,
    Day,
    Form,
    Needed,
    Radios,
    Text,
    Tick,
    Words,
)

#: An outcome of the form alone: there was no contact, so none is recorded.
HEARD = "heard"
NOT_DISCUSSED, SAME, OTHER = "no", "same", "other"
AS_PROPOSED, ANOTHER_DAY, NONE_NEEDED = "proposed", "day", "none"
#: What the buttons do. Another word saves and stays, as the older forms did.
PREVIEW, OPEN_NEXT, STAY = "preview", "next", "stay"
LONG = Length(max=5000, message="Note must be 5,000 characters or fewer.")

#: The channels in the order of the form, in an adviser's words.
HOW: Mapping[Channel, str] = {
    Channel.PHONE: "Phone",
    Channel.TEXT: "Text",
    Channel.MEETING: "Met",
    Channel.VISIT: "Home visit",
    Channel.VIDEO: "Video",
    Channel.EMAIL: "Email",
    Channel.LETTER: "Letter",
    Channel.SOCIAL_MESSAGE: "Social message",
}
assert set(HOW) == set(CHANNELS)


#: The purposes in the order of the form; a contact has one if its author gives it.
PURPOSES: Sequence[tuple[str, str]] = [
    ("", "Not given"),
    *((str(each), each.label) for each in Purpose),
]


def outcomes(given: str) -> Sequence[tuple[str, str]]:
    """The outcomes in the order of the form, with the young person's name."""
    return [
        (Outcome.YOUNG_PERSON, f"Spoke to {given or 'the young person'}"),
        (Outcome.PARENT, "Spoke to a parent or carer"),
        (Outcome.PROVIDER, "Spoke to their school, college or employer"),
        (Outcome.VOICEMAIL, "Left a message"),
        (Outcome.NO_ANSWER, "No answer"),
        (Outcome.WRONG_NUMBER, "Wrong number"),
        (Outcome.REFUSED, "Does not want contact"),
        (HEARD, "No contact: I heard it from someone else"),
    ]


class HappenedForm(Form):
    channel = Radios("How", choices=[(str(each), text) for each, text in HOW.items()])
    outcome = Radios(
        "What came of it",
        [Needed("Select what came of it.")],
        choices=[(str(each), text) for each, text in outcomes("")],
    )
    made_on = Day("When")
    purpose = Choice("What for (optional)", choices=PURPOSES)
    spoke_with = Text("Who you spoke to, if someone else (optional)", [SHORT])
    note = Words("Note", [LONG])
    restricted = Tick("Restricted: only I and team leaders can read this contact")
    wrong = Tick("The number we hold is wrong")
    doing = Radios(
        "What did you learn?",
        choices=[
            (NOT_DISCUSSED, "Not discussed"),
            (SAME, "Still the same"),
            (OTHER, "Something else"),
        ],
    )
    kind = Radios(
        "Which kind?",
        [Optional()],
        choices=[(str(each), each.label) for each in Kind],
    )
    activity = Radios(
        "What are they doing?",
        [Optional()],
        choices=[(each.code, each.title) for each in ACTIVITIES.values()],
    )
    starts = Day("Since")
    provider = Text("Where", [SHORT])
    provider_key = HiddenField(validators=[Optional(), Length(max=250)])
    keep_name = Tick("Keep the name as I typed it")
    expected_end = Day("Expected to end")
    still_until = Day("When it ends (optional)")
    review = Day("Next review")
    neet_since = Day("NEET since, if earlier (optional)")
    characteristic = Tick("")
    informant = Radios(
        "Who did you hear it from?",
        [Optional()],
        choices=[(str(each), each.label) for each in Informant],
    )
    number = Text("New phone", [SHORT])
    email = Text("Email", [SHORT])
    next = Radios(
        "Next step",
        choices=[
            (AS_PROPOSED, "As proposed"),
            (ANOTHER_DAY, "Another day"),
            (NONE_NEEDED, "None"),
        ],
    )
    due = Day("Day of the next step")
    what = Text("What needs to be done (optional)", [SHORT])
    seen = HiddenField(validators=[Optional(), Length(max=20)])
    checked = HiddenField(validators=[Optional(), Length(max=400)])
