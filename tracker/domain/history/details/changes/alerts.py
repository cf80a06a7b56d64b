"""How alerts, and what else changes how one speaks to a young person, are entered.

An alert is one line: what to do. The concern behind it is not held.

See decision 0207.
"""

from tracker.domain.history.details.changes.by_hand import ByHand, Control, Input

#: Ways in which a young person may prefer to be contacted.
WAYS = (
    *("phone", "text message", "email", "letter"),
    *("through a parent or carer", "through a worker"),
)
#: Who an interpreter is needed by.
NEEDED_BY = ("the young person", "a parent or carer", "both")

#: What to do before any contact.
SAFEGUARDING = ByHand(
    "safeguarding",
    (
        Input(
            "alert",
            "What to do before any contact",
            needed="Enter what to do before any contact.",
            hint="In one line: what to do, and who to speak to first. Do not "
            "write the concern itself. It belongs in the record of children’s "
            "social care. The young person may ask to read this.",
        ),
    ),
    ends="This alert does not stand any more",
)
#: What to do on a visit.
LONE_WORKER = ByHand(
    "lone-worker",
    (
        Input(
            "visit",
            "What to do on a visit",
            needed="Enter what to do on a visit.",
            hint="In one line, for example: No home visit alone. Do not write "
            "the reason. The young person may ask to read this.",
        ),
    ),
    ends="This does not stand any more",
)
#: How and when they prefer to be contacted.
PREFERRED_CONTACT = ByHand(
    "preferred-contact",
    (
        Input(
            "how",
            "How do they prefer to be contacted?",
            Control.CHOICE,
            "Select how they prefer to be contacted.",
            choices=WAYS,
        ),
        Input(
            "when",
            "When (optional)",
            hint="For example: After 3 pm",
        ),
    ),
    ends="They have no preference any more",
    of_the_living=True,
)
#: The language of an interpreter, and who needs it.
INTERPRETER = ByHand(
    "interpreter",
    (
        Input(
            "language",
            "Language",
            Control.NAME,
            "Enter the language.",
            hint="For example: Polish, British Sign Language",
        ),
        Input(
            "needed_by",
            "Who needs the interpreter?",
            Control.CHOICE,
            "Select who needs the interpreter.",
            choices=NEEDED_BY,
        ),
    ),
    ends="No interpreter is needed any more",
)
